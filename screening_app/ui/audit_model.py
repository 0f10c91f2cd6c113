"""The entries of the record of actions as the table shows them; more are asked for at the end of what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal

from screening_app.domain import AuditEntry
from screening_app.ui.audit_words import action_name
from screening_app.ui.formats import format_count, format_date
from screening_app.ui.plain import plain_tooltip
from screening_app.ui.widgets.rows import Index, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBER, WHEN, WHO, WHAT, PATIENT, SESSION = range(6)
_SHORT = 8  # characters of a session's id


class AuditModel(RowsModel[AuditEntry]):
    """Newest first. Who asked is answered later, for the database may take its time."""

    columns = SESSION + 1
    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.total = 0  # entries that are wanted, fetched or not
        self._is_asked = False

    def show_first(self, entries: Sequence[AuditEntry], total: int) -> None:
        """Show the first page of `total` entries."""
        self.total, self._is_asked = total, False
        self.show_rows(entries)

    def show_more(self, entries: Sequence[AuditEntry]) -> None:
        """Show the next page below; an empty one is the end."""
        self._is_asked = False
        if not entries:
            self.total = self.rowCount()
            return
        first = self.rowCount()
        self.beginInsertRows(QModelIndex(), first, first + len(entries) - 1)
        self._rows += tuple(entries)
        self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's name
        """Whether there are more entries than were fetched, and nobody has asked for them yet."""
        return not parent.isValid() and not self._is_asked and self.rowCount() < self.total

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 - Qt's name
        """Ask for the next page."""
        if not self._is_asked:
            self._is_asked = True
            self.more_wanted.emit()

    def column_names(self) -> tuple[str, ...]:
        """What the columns are called."""
        return self.tr("No."), self.tr("When"), self.tr("Who"), self.tr("What"), self.tr("Patient"), self.tr("Session")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What stands in a cell."""
        entry = self.row(index.row())
        if entry is None or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        cell = _cell(entry, index.column())
        return cell if role == Qt.ItemDataRole.DisplayRole else plain_tooltip(cell)


def _cell(entry: AuditEntry, column: int) -> str:
    match column:
        case 0:
            return format_count(entry.number)
        case 1:
            return format_date(entry.at, with_time=True) if entry.at else "–"
        case 2:
            return entry.who or "–"
        case 3:
            return action_name(entry.action)
        case 4:
            return entry.patient_code or "–"
    return (entry.interview_id or "–")[:_SHORT]
