"""Numbers and moments as they stand everywhere: in the language in force and the user's own time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale

if TYPE_CHECKING:
    from datetime import datetime


def format_value(value: float | None) -> str:
    """A score as it stands everywhere, with one decimal; a dash where there is none."""
    return "–" if value is None else QLocale().toString(float(value), "f", 1)


def format_count(count: int) -> str:
    """A number of things, such as “10,000”."""
    return QLocale().toString(count)


def format_interval(interval: tuple[float, float] | None) -> str:
    """An interval such as “41.0 – 62.5”; a dash where there is none."""
    return "–" if interval is None else f"{format_value(interval[0])} – {format_value(interval[1])}"


def format_clock(seconds: float) -> str:
    """Seconds as minutes and seconds, such as 1:05."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def format_date(moment: datetime, *, with_time: bool = False) -> str:
    """A moment in the user's own time zone and language."""
    local = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    chinese = language_in_force() == "zh"
    pattern = "yyyy年M月d日" if chinese else "d MMM yyyy"
    return QLocale().toString(local, f"{pattern} HH:mm" if with_time else pattern)


def language_in_force() -> str:
    """The language that the window has now, "en" or "zh"."""
    return "zh" if QLocale().language() == QLocale.Language.Chinese else "en"
