"""The rated sessions as a table shows them: what a model may learn from, and why not from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from screening_app.ui import messages, theme
from screening_app.ui.formats import format_date
from screening_app.ui.training_words import left_out_in_words
from screening_app.ui.widgets.rows import Index, RowsModel

if TYPE_CHECKING:
    from screening_app.services.training_sessions import RatedRow

PATIENT, DATE, LANGUAGE, RATING, SIDE, USE = range(6)


class TrainingSessionsModel(RowsModel["RatedRow"]):
    """One row a rated session, newest first."""

    columns = USE + 1

    def column_names(self) -> tuple[str, ...]:
        """What the columns are called."""
        return (
            self.tr("Patient"),
            self.tr("Date"),
            self.tr("Language"),
            self.tr("Rating"),
            self.tr("Cut-off"),
            self.tr("Learnt from?"),
        )

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
