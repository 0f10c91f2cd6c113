"""The table of patients: one row is selected, and only what is seen is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel
from PySide6.QtWidgets import QHeaderView, QTableView

from screening_app.ui import theme
from screening_app.ui.patients_model import (
    BORN,
    CODE,
    LANGUAGE,
    NAME,
    SEX,
    TAGS,
    CodeDelegate,
    PatientsModel,
)
from screening_app.ui.widgets.rows import make_readable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from screening_app.domain import Patient

_ROW_HEIGHT = 44
_NARROWEST, _WIDEST = 56, 300  # pixels of a column
_PADDING = 24  # pixels beside a cell's text, both sides together
_NAME_WIDTH = 150  # pixels that a name should have
_SPARED = (LANGUAGE, SEX, BORN, TAGS)  # columns that make room where there is too little, in this order


class PatientsTable(QTableView):
    """Shows a `PatientsModel`."""

    def __init__(self, model: PatientsModel) -> None:
        super().__init__()
        self._patients = model
        self.setModel(model)
        self.setItemDelegateForColumn(CODE, CodeDelegate(self))
        make_readable(self)
        self.horizontalHeader().setResizeContentsPrecision(0)  # only rows that are seen are measured
        self.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self._follow_text_size()
        for signal in (model.modelReset, model.headerDataChanged):
            signal.connect(self._make_room)

    def _follow_text_size(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.scaled(_ROW_HEIGHT))
        self.horizontalHeader().setMinimumSectionSize(theme.scaled(_NARROWEST))
        self.horizontalHeader().setMaximumSectionSize(theme.scaled(_WIDEST))
        self._make_room()

    def _make_room(self) -> None:
        """Make columns as wide as what is seen of them; hide what can be spared, so that the others can be read."""
        widths = {column: self._width_of(column) for column in range(self._patients.columnCount())}
        needed = sum(widths.values())
        for column in _SPARED:
            too_wide = needed > self.viewport().width()
            self.setColumnHidden(column, too_wide)
            needed -= widths[column] if too_wide else 0
        for column, width in widths.items():
            if column != NAME and not self.isColumnHidden(column):
                self.horizontalHeader().resizeSection(column, width)

    def _width_of(self, column: int) -> int:
        """What the rows that are seen and the heading need."""
        if column == NAME:
            return theme.scaled(_NAME_WIDTH)
        needed = max(self._content_width(column), self.horizontalHeader().sectionSizeHint(column))
        return min(needed, theme.scaled(_WIDEST))

    def _content_width(self, column: int) -> int:
        """How wide the texts that are seen are; asking the style for each cell takes ten times as long."""
        if column == CODE:
            return self.sizeHintForColumn(column)  # a badge may stand behind it
        seen = self.viewport().height() // max(1, self.verticalHeader().defaultSectionSize()) + 1
        metrics, model = self.fontMetrics(), self._patients
        texts = (str(model.index(row, column).data() or "") for row in range(min(seen, model.rowCount())))
        return max((metrics.horizontalAdvance(text) for text in texts), default=0) + theme.scaled(_PADDING)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show more or fewer columns."""
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow_text_size()

    def selected(self) -> Patient | None:
        """The patient in the selected row."""
        rows = self.selectionModel().selectedRows()
        return self._patients.patient(rows[0].row()) if rows else None

    def select(self, patient_id: str) -> None:
        """Select a patient, if it is among those fetched."""
        row = self._patients.row_of(patient_id)
        if row >= 0:
            flags = QItemSelectionModel.SelectionFlag
            index = self._patients.index(row, CODE)
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
