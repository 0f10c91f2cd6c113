"""What would be deleted, as tables show it: how much of each kind, and each thing with a tick to be taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView

from screening_app.services.keeping import Due, KindSummary
from screening_app.ui import theme
from screening_app.ui.backup_words import size_in_words
from screening_app.ui.formats import format_count, format_date
from screening_app.ui.keeping_words import kind_name, what_goes
from screening_app.ui.plain import plain_tooltip
from screening_app.ui.widgets.rows import MEASURED_ROWS, Index, RowsModel, make_readable

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW_HEIGHT = 32
KIND, NAME = 0, 1  # columns that take the room: of the kinds, and of what is due


class KindsModel(RowsModel[KindSummary]):
    """One row a kind of which something is due."""

    columns = 4

    def column_names(self) -> tuple[str, ...]:
        """What the columns are called."""
        return self.tr("Kind"), self.tr("How many"), self.tr("Oldest"), self.tr("Size")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What stands in a cell."""
        row = self.row(index.row())
        if row is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        cells = (kind_name(row.kind), format_count(row.count), format_date(row.oldest), size_in_words(row.size))
        return cells[index.column()]


class DueModel(RowsModel[Due]):
    """One row a thing that is due; those with a tick are chosen, which all are at first."""

    columns = 5
    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._left_out: set[int] = set()  # rows

    def show_due(self, due: Sequence[Due]) -> None:
        """Show these things, all with a tick."""
        self._left_out.clear()
        self.show_rows(due)
        self.chosen_changed.emit()

    @property
    def chosen(self) -> tuple[Due, ...]:
        """What has a tick."""
        return tuple(due for number, due in enumerate(self._rows) if number not in self._left_out)

    def choose(self, chosen: bool) -> None:
        """Put a tick at everything, or take them all away."""
        self._left_out = set() if chosen else set(range(len(self._rows)))
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))
        self.chosen_changed.emit()

    def column_names(self) -> tuple[str, ...]:
        """What the columns are called."""
        return (
            self.tr("What goes"),
            self.tr("Of whom, or which file"),
            self.tr("Date"),
            self.tr("Due since"),
            self.tr("Size"),
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column has a tick that can be taken away."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What stands in a cell, and whether it has a tick."""
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            return Qt.CheckState.Unchecked if index.row() in self._left_out else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == NAME:
            return plain_tooltip(row.name)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        cells = (what_goes(row), row.name, format_date(row.date), format_date(row.due_since), size_in_words(row.size))
        return cells[index.column()]

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's name
        """Put a tick, or take it away."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._left_out.discard(index.row())
        else:
            self._left_out.add(index.row())
        self.dataChanged.emit(index, index)
        self.chosen_changed.emit()
        return True


def make_view(model: RowsModel[KindSummary] | RowsModel[Due], rows_seen: int, wide: int) -> QTableView:
    """The table of a model, high enough for so many rows; one column takes what room the others leave."""
    view = QTableView()
    view.setModel(model)
    make_readable(view)
    row_height = theme.scaled(_ROW_HEIGHT)
    view.verticalHeader().setDefaultSectionSize(row_height)
    view.setMinimumHeight(row_height * (rows_seen + 1))
    view.horizontalHeader().setResizeContentsPrecision(MEASURED_ROWS)
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    view.horizontalHeader().setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
    view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    return view
