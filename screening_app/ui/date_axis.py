"""An axis of dates in the language in force; pyqtgraph's own knows only the system's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from screening_app.ui.formats import language_in_force

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = 86_400.0  # seconds
_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)
_MONTH = 28 * DAY  # ticks this far apart are months
_TICK_PIXELS = 90  # the least room for one date


class DateAxis(pg.AxisItem):  # type: ignore[misc]
    """Days or months for values in seconds since 1970."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N802, N803 - pyqtgraph's names
        """Where the ticks stand, and how far apart, for an axis of `size` pixels."""
        if maxVal <= minVal or size <= 0:
            return []
        return [date_ticks(minVal, maxVal, max(2, int(size / _TICK_PIXELS)))]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802 - pyqtgraph's name
        """The dates; months have the year with the first of them and where it changes."""
        dates = [_date(value) for value in values]
        before = [None, *(date.year() for date in dates)]
        return [
            _name(date, months=spacing >= _MONTH, with_year=date.year() != year)
            for date, year in zip(dates, before, strict=False)
        ]


def date_ticks(lowest: float, highest: float, most: int) -> tuple[float, list[float]]:
    """How far apart the ticks are, and the ticks, both in seconds: the finest steps that give about `most` at most."""
    first, last = _date(lowest), _date(highest)
    span = first.daysTo(last)
    for days in _DAY_STEPS:
        if span / days < most:
            return days * DAY, _within(_every_days(first, last, days), lowest, highest)
    months = next((step for step in _MONTH_STEPS if span / (30.4 * step) < most), _MONTH_STEPS[-1])
    return months * 30 * DAY, _within(_every_months(first, last, months), lowest, highest)


def _every_days(first: QDate, last: QDate, days: int) -> list[QDate]:
    start = first.addDays(-(first.toJulianDay() % days))
    return [start.addDays(step) for step in range(0, start.daysTo(last) + 1, days)]


def _every_months(first: QDate, last: QDate, months: int) -> list[QDate]:
    begin = (first.year() * 12 + first.month() - 1) // months * months
    end = last.year() * 12 + last.month() - 1
    return [QDate(month // 12, month % 12 + 1, 1) for month in range(begin, end + 1, months)]


def _within(dates: list[QDate], lowest: float, highest: float) -> list[float]:
    midnights = [float(QDateTime(date, QTime(0, 0)).toSecsSinceEpoch()) for date in dates]
    return [midnight for midnight in midnights if lowest <= midnight <= highest]


def _date(seconds: float) -> QDate:
    return QDateTime.fromSecsSinceEpoch(int(seconds)).date()


def _name(date: QDate, *, months: bool, with_year: bool) -> str:
    chinese = language_in_force() == "zh"
    if not months:
        return QLocale().toString(date, "M月d日" if chinese else "d MMM")
    if chinese:
        return QLocale().toString(date, "yyyy年M月" if with_year else "M月")
    return QLocale().toString(date, "MMM yyyy" if with_year else "MMM")
