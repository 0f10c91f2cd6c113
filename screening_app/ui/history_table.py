"""A patient's sessions as the table below the chart shows them, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from screening_app.services.history import patient_history
from screening_app.services.interviews import interviews_of
from screening_app.ui import messages
from screening_app.ui.formats import format_date, format_interval, format_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.domain import HistoryPoint, Interview
    from screening_app.services.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex

DATE, SOURCE, SCORE, INTERVAL, BAND, MODEL, LANGUAGE = range(7)
_NUMBERS = (SCORE, INTERVAL)
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Session:
    """One row: an interview with its newest score; None where it was never scored."""

    interview: Interview
    point: HistoryPoint | None


def sessions_of(workspace: Workspace, patient_id: str) -> tuple[Session, ...]:
    """All sessions of a patient, the oldest first."""
    points = {point.interview_id: point for point in patient_history(workspace, patient_id)}
    interviews = interviews_of(workspace, patient_id)
    return tuple(Session(interview, points.get(interview.id)) for interview in interviews)


class HistoryTable(QAbstractTableModel):
    """Sessions with their scores, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._sessions: tuple[Session, ...] = ()

    def show_sessions(self, sessions: Sequence[Session]) -> None:
        """Show these sessions, given oldest first."""
        self.beginResetModel()
        self._sessions = tuple(reversed(sessions))
        self.endResetModel()

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
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (
            self.tr("Date"),
            self.tr("Source"),
            self.tr("Score"),
            self.tr("Interval"),
            self.tr("Band"),
            self.tr("Model"),
            self.tr("Language"),
        )
        return names[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What stands in a cell."""
        session = self.session(index.row())
        if session is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        return self._cell(session, index.column()) if role == Qt.ItemDataRole.DisplayRole else None

    def _cell(self, session: Session, column: int) -> str:
        interview, point = session.interview, session.point
        if column in {DATE, SOURCE, LANGUAGE}:
            return {
                DATE: lambda: format_date(interview.held_at, with_time=True),
                SOURCE: lambda: messages.source_name(interview.source),
                LANGUAGE: lambda: messages.language_name(interview.language),
            }[column]()
        if point is None:
            return self.tr("Not scored yet") if column == BAND else "–"
        return {
            SCORE: lambda: self._score(point),
            INTERVAL: lambda: format_interval(point.interval),
            BAND: lambda: messages.band_name(point.band),
            MODEL: lambda: point.bundle,
        }[column]()

    def _score(self, point: HistoryPoint) -> str:
        return format_value(None) if point.value is None else f"{format_value(point.value)} {point.scale}"


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
