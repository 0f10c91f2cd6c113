"""A patient's sessions as the table below the chart shows them, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from screening_app.services.instrument_facts import instrument_name
from screening_app.services.series import SeriesKind
from screening_app.ui import messages
from screening_app.ui.formats import format_date, format_interval, format_value
from screening_app.ui.series_words import series_name, value_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.domain import HistoryPoint, Rating
    from screening_app.services.history import Session
    from screening_app.services.series import Series

Index = QModelIndex | QPersistentModelIndex

DATE, SOURCE, SCORE, INTERVAL, BAND, RATING, MARKER, MODEL, LANGUAGE = range(9)
_NUMBERS = (SCORE, INTERVAL, MARKER)
_ROOT = QModelIndex()


class HistoryTable(QAbstractTableModel):
    """Sessions with their scores, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._sessions: tuple[Session, ...] = ()
        self._marker: Series | None = None

    def show_sessions(self, sessions: Sequence[Session]) -> None:
        """Show these sessions, given oldest first."""
        self.beginResetModel()
        self._sessions = tuple(reversed(sessions))
        self.endResetModel()

    def show_marker(self, series: Series | None) -> bool:
        """Show in a column of its own the marker that is in the chart, if it is one; whether that is another one."""
        marker = series if series and series.kind is SeriesKind.MARKER else None
        if marker == self._marker:
            return False
        self._marker = marker
        self.retranslate()
        return True

    @property
    def has_marker(self) -> bool:
        """Whether there is a marker to show."""
        return self._marker is not None

    def session(self, row: int) -> Session | None:
        """The session in a row."""
        return self._sessions[row] if 0 <= row < len(self._sessions) else None

    def row_of(self, interview_id: str) -> int:
        """The row of an interview, or -1 where it is not shown."""
        rows = (row for row, session in enumerate(self._sessions) if session.interview.id == interview_id)
        return next(rows, -1)

    def retranslate(self) -> None:
        """Have every text asked for again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, LANGUAGE)
        if self._sessions:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._sessions) - 1, LANGUAGE))

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """How many sessions there are."""
        return 0 if parent.isValid() else len(self._sessions)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return 0 if parent.isValid() else LANGUAGE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802 - Qt's name
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        names = (
            self.tr("Date"),
            self.tr("Source"),
            self.tr("Score"),
            self.tr("Interval"),
            self.tr("Band"),
            self.tr("Ratings"),
            series_name(self._marker) if self._marker else "",
            self.tr("Model"),
            self.tr("Language"),
        )
        return names[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What stands in a cell."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role != Qt.ItemDataRole.DisplayRole:
            return None  # at once: a view asks for eight of them to draw one cell
        session = self.session(index.row())
        return self._cell(session, index.column()) if session else None

    def _cell(self, session: Session, column: int) -> str:
        interview, point = session.interview, session.point
        if column in {DATE, SOURCE, RATING, LANGUAGE}:
            return {
                DATE: lambda: format_date(interview.held_at, with_time=True),
                SOURCE: lambda: messages.source_name(interview.source),
                RATING: lambda: ratings_in_words(session.ratings),
                LANGUAGE: lambda: messages.language_name(interview.language),
            }[column]()
        if point is None:
            return self.tr("Not scored yet") if column == BAND else "–"
        return {
            SCORE: lambda: self._score(point),
            INTERVAL: lambda: format_interval(point.interval),
            BAND: lambda: messages.band_name(point.band),
            MARKER: lambda: self._marker_of(point),
            MODEL: lambda: point.bundle,
        }[column]()

    def _score(self, point: HistoryPoint) -> str:
        return format_value(None) if point.value is None else f"{format_value(point.value)} {point.scale}"

    def _marker_of(self, point: HistoryPoint) -> str:
        if self._marker is None or self._marker.code not in point.markers:
            return "–"
        return value_in_words(self._marker, point.markers[self._marker.code])


def ratings_in_words(ratings: Sequence[Rating]) -> str:
    """The totals of a session, such as “PHQ-9 12 · GAD-7 8”; a dash for one without a total, or where there is none."""
    totals = [
        f"{instrument_name(rating.instrument)} {'–' if rating.value is None else f'{rating.value:g}'}"
        for rating in ratings
    ]
    return " · ".join(totals) or "–"


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
