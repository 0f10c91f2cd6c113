"""The rated sessions as a table shows them: what a model may learn from, and why not from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor

from screening_app.services.training_sessions import LeftOut
from screening_app.ui import messages, theme
from screening_app.ui.formats import format_date
from screening_app.ui.training_words import agreement_in_words, left_out_in_words, reading_in_words
from screening_app.ui.widgets.rows import Index, RowsModel

if TYPE_CHECKING:
    from screening_app.services.training_sessions import RatedRow, TrainingTable

_AT_ONCE = 200  # rows
_ROOT = QModelIndex()

PATIENT, DATE, LANGUAGE, RATING, CONSENT, QUALITY, READING, USE = range(8)


class TrainingSessionsModel(RowsModel["RatedRow"]):
    """One row a rated session, newest first; the view is handed some hundred at a time, as far as it is scrolled."""

    columns = USE + 1

    def __init__(self) -> None:
        super().__init__()
        self._cutoff = 0.0
        self._handed = 0  # rows

    def show_table(self, table: TrainingTable | None) -> None:
        """Show the sessions of a table; None for none."""
        self._cutoff = table.scale.cutoff if table else 0.0
        self._handed = min(_AT_ONCE, len(table.rows)) if table else 0
        self.show_rows(table.rows if table else ())

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """How many rows the view has been handed: to make room for a hundred thousand stops the window."""
        return 0 if parent.isValid() else self._handed

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's name
        """Whether there are more."""
        return not parent.isValid() and self._handed < len(self._rows)

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 - Qt's name
        """Hand some more to the view."""
        more = min(_AT_ONCE, len(self._rows) - self._handed)
        self.beginInsertRows(parent, self._handed, self._handed + more - 1)
        self._handed += more
        self.endInsertRows()

    def column_names(self) -> tuple[str, ...]:
        """What the columns are called."""
        return (
            self.tr("Patient"),
            self.tr("Date"),
            self.tr("Language"),
            self.tr("Rating"),
            self.tr("Consent"),
            self.tr("Quality"),
            self.tr("Voice and face"),
            self.tr("Used?"),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What stands in a cell; sessions that are left out are muted, and why is told in full as a tooltip."""
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.ForegroundRole and row.left_out is not None:
            return QColor(theme.colours().muted)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == USE:
            return "\n".join([self._use(row), *map(messages.reason, row.reasons[1:])])
        return self._text(row, index.column()) if role == Qt.ItemDataRole.DisplayRole else None

    def _text(self, row: RatedRow, column: int) -> str:
        texts = {
            PATIENT: lambda: row.code,
            DATE: lambda: format_date(row.held_at),
            LANGUAGE: lambda: messages.language_name(row.language),
            RATING: lambda: self._rating(row),
            CONSENT: lambda: agreement_in_words(row.consent),
            QUALITY: lambda: self._quality(row),
            READING: lambda: reading_in_words(row.reading),
            USE: lambda: self._use(row),
        }
        return texts[column]()

    def _rating(self, row: RatedRow) -> str:
        """Beside the cut-off, such as “15 ≥ 10”."""
        if row.rating is None:
            return "–"
        return f"{row.rating:g} {'≥' if row.rating >= self._cutoff else '<'} {self._cutoff:g}"

    def _quality(self, row: RatedRow) -> str:
        """It is looked at last, and only where nothing else speaks against the session."""
        if row.left_out is None:
            return self.tr("good enough")
        return self.tr("too poor") if row.left_out is LeftOut.POOR_QUALITY else "–"

    def _use(self, row: RatedRow) -> str:
        if row.left_out is None:
            return self.tr("Locked away for the last check") if row.is_locked else self.tr("Yes")
        why = left_out_in_words(row.left_out)
        if row.reasons:
            why = self.tr("{why}. {reason}").format(why=why, reason=messages.reason(row.reasons[0]))
        return self.tr("No: {why}").format(why=why)
