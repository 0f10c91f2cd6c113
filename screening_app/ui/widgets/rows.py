"""What tables that are read have in common: a model of plain rows, and how such a table behaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")

MEASURED_ROWS = 50  # that the widths of columns are made of
_ROOT = QModelIndex()


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows that are shown as they are given; a kind of row says what its columns are called and what stands in them."""

    columns = 0  # how many there are; Qt asks for it all the time

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        """What stands in a row."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def column_names(self) -> tuple[str, ...]:
        """What the columns are called, in the language in force."""
        raise NotImplementedError

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return 0 if parent.isValid() else self.columns

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802 - Qt's name
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self.column_names()[section] if role == Qt.ItemDataRole.DisplayRole else None


def make_readable(table: QTableView) -> None:
    """Whole rows are selected, one at a time; Tab passes the table, and the arrows go through it."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)


class LinkTable(QTableView):
    """A table whose rows lead somewhere: Enter follows the selected one, and so may a click."""

    followed = Signal(int)  # the row

    def __init__(self, row_height: int) -> None:
        super().__init__()
        make_readable(self)
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.horizontalHeader().setResizeContentsPrecision(MEASURED_ROWS)
        self.horizontalHeader().setStretchLastSection(True)

    def follow(self, index: Index) -> None:
        """Tell that a row is to be followed."""
        self.followed.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the selected row by Enter; `activated` would tell of a double click as well, and so twice."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.follow(self.currentIndex())
        else:
            super().keyPressEvent(event)
