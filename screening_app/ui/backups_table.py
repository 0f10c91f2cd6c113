"""A list of backups as a table shows it, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from screening_app.services.snapshots import SnapshotHead
from screening_app.ui import theme
from screening_app.ui.backup_words import cells_of, column_names
from screening_app.ui.widgets.rows import Index, RowsModel, make_readable

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_ROW_HEIGHT = 36
_ROWS_SEEN = 6


class BackupsModel(RowsModel[SnapshotHead]):
    """One row a backup; where some are to go, the first column says what becomes of each."""

    def __init__(self, *, with_fate: bool = False) -> None:
        super().__init__()
        self._with_fate = with_fate
        self._going: frozenset[str] = frozenset()
        self.columns = len(self.column_names())

    def show_backups(self, snapshots: Sequence[SnapshotHead], going: Collection[SnapshotHead] = ()) -> None:
        """Show these backups, of which some are to go."""
        self._going = frozenset(each.id for each in going)
        self.show_rows(sorted(snapshots, key=lambda each: each.id, reverse=True))

    def column_names(self) -> tuple[str, ...]:
        """What the columns are called."""
        return (self.tr("What becomes of it"), *column_names()[:-1]) if self._with_fate else column_names()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What stands in a cell."""
        snapshot = self.row(index.row())
        if snapshot is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        if not self._with_fate:
            return cells_of(snapshot)[index.column()]
        fate = self.tr("✕ goes") if snapshot.id in self._going else self.tr("stays")
        return (fate, *cells_of(snapshot))[index.column()]


class BackupsView(QTableView):
    """The table of a list of backups."""

    def __init__(self, model: BackupsModel) -> None:
        super().__init__()
        self.setModel(model)
        make_readable(self)
        row_height = theme.scaled(_ROW_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.setMinimumHeight(row_height * (_ROWS_SEEN + 1))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setStretchLastSection(True)
