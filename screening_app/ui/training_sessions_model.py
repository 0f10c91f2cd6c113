"""The rated sessions as a table shows them: what a model may learn from, and why not from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from screening_app.ui import messages, theme
from screening_app.ui.formats import format_date
from screening_app.ui.training_words import left_out_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.services.training_sessions import RatedRow

Index = QModelIndex | QPersistentModelIndex
PATIENT, DATE, LANGUAGE, RATING, SIDE, USE = range(6)
_ROOT = QModelIndex()


class TrainingSessionsModel(QAbstractTableModel):
    """One row a rated session, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[RatedRow, ...] = ()

    def show_rows(self, rows: Sequence[RatedRow]) -> None:
        """Show these sessions."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, number: int) -> RatedRow | None:
        """The session that stands in a row."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """How many sessions there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return 0 if parent.isValid() else USE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802 - Qt's name
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (
            self.tr("Patient"),
            self.tr("Date"),
            self.tr("Language"),
            self.tr("Rating"),
            self.tr("Cut-off"),
            self.tr("Learnt from?"),
        )
        return names[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What stands in a cell; sessions that are left out are muted, and their remedies are told as tooltips."""
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.ForegroundRole and row.left_out is not None:
            return QColor(theme.colours().muted)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(messages.reason(code) for code in row.reasons) or None
        return self._text(row, index.column()) if role == Qt.ItemDataRole.DisplayRole else None

    def _text(self, row: RatedRow, column: int) -> str:
        texts = {
            PATIENT: lambda: row.code,
            DATE: lambda: format_date(row.held_at),
            LANGUAGE: lambda: messages.language_name(row.language),
            RATING: lambda: "–" if row.rating is None else f"{row.rating:g}",
            SIDE: lambda: self._side(row),
            USE: lambda: self._use(row),
        }
        return texts[column]()

    def _side(self, row: RatedRow) -> str:
        if row.is_above is None:
            return "–"
        return self.tr("at or above") if row.is_above else self.tr("below")

    def _use(self, row: RatedRow) -> str:
        if row.left_out is None:
            return self.tr("Locked away for the last check") if row.is_locked else self.tr("Yes")
        why = left_out_in_words(row.left_out)
        if row.reasons:
            why = self.tr("{why}. {reason}").format(why=why, reason=messages.reason(row.reasons[0]))
        return self.tr("No: {why}").format(why=why)
