"""What other people made: a table of the parts with version and licence, and the licence's text of the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from screening_app.services.third_parties import Part, third_parties
from screening_app.ui import theme
from screening_app.ui.widgets import Banner, Button, label
from screening_app.ui.widgets.rows import MEASURED_ROWS, Index, RowsModel, make_readable

if TYPE_CHECKING:
    from screening_app.ui.services import AppServices

NAME, VERSION, LICENCE = range(3)
_SIZE, _TABLE_WIDTH = (1000, 620), 430  # to begin with


class PartsModel(RowsModel[Part]):
    """One row a part."""

    columns = LICENCE + 1

    def column_names(self) -> tuple[str, ...]:
        """What the columns are called."""
        return self.tr("Part"), self.tr("Version"), self.tr("Licence")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What stands in a cell, as the part itself says it."""
        part = self.row(index.row())
        if part is None or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        return (part.name, part.version, part.licence)[index.column()]


class LicencesDialog(QDialog):
    """Reads the parts away from the window and lists those that are searched for."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._parts: tuple[Part, ...] | None = None
        self.banner = Banner()
        self.search = QLineEdit()
        self.model = PartsModel()
        self.table = QTableView()
        self.about = label("", "muted", wrap=True)
        self.text = QPlainTextEdit(readOnly=True)
        self.close_button = Button("", kind="primary")
        self._set_up_table()
        self._lay_out()
        self._connect()
        self.retranslate()
        # not behind a transcription: this is read while other work goes on
        services.device_jobs.start(lambda _: third_parties(), on_done=self._show_parts, on_error=self.banner.show_error)

    def _set_up_table(self) -> None:
        self.table.setModel(self.model)
        make_readable(self.table)
        header = self.table.horizontalHeader()
        header.setResizeContentsPrecision(MEASURED_ROWS)
        for column in (NAME, VERSION):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)

    def _lay_out(self) -> None:
        self.resize(*(theme.scaled(length) for length in _SIZE))
        self.search.setClearButtonEnabled(True)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.SPACE_M)
        splitter.addWidget(_stacked(self.search, self.table))
        splitter.addWidget(_stacked(self.about, self.text))
        splitter.setSizes([theme.scaled(_TABLE_WIDTH), theme.scaled(_SIZE[0] - _TABLE_WIDTH)])
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self.banner)
        column.addWidget(splitter, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._list)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_part())
        self.close_button.clicked.connect(self.accept)
        self.close_button.setAutoDefault(False)  # Enter in the search closes nothing

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again; licences stay in the language that they were written in."""
        self.setWindowTitle(self.tr("Licences of the parts that other people made"))
        self.search.setPlaceholderText(self.tr("Search for a part or a licence"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.table.setAccessibleName(self.windowTitle())
        self.text.setAccessibleName(self.tr("Text of the licence"))
        self.close_button.setText(self.tr("Close"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, NAME, LICENCE)
        self._show_part()

    @property
    def is_read(self) -> bool:
        """Whether the parts are known by now."""
        return self._parts is not None

    def _show_parts(self, parts: tuple[Part, ...]) -> None:
        self._parts = parts
        self._list()

    def _list(self) -> None:
        """List the parts in whose name or licence the words stand; all for no words."""
        wanted = self.search.text().strip().casefold()
        parts = self._parts or ()
        self.model.show_rows([part for part in parts if wanted in f"{part.name}\n{part.licence}".casefold()])
        self.table.selectRow(0)
        self._show_part()

    def _show_part(self) -> None:
        part = self.model.row(self.table.currentIndex().row())
        self.about.setText(self._about(part))
        texts = part.texts if part else ()
        self.text.setPlainText("\n\n".join(f"── {text.name} ──\n\n{text.text.strip()}" for text in texts))

    def _about(self, part: Part | None) -> str:
        if part is None:
            return self.tr("Not found") if self.is_read else self.tr("Reading the licences…")
        licence, without = part.licence or self.tr("not told"), self.tr("It came without a copy of its licence.")
        told = self.tr("{name} {version}. Licence: {licence}. From: {home}.").format(
            name=part.name, version=part.version, licence=licence, home=part.home or "–"
        )
        return told if part.texts else f"{told} {without}"


def _stacked(upper: QWidget, lower: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACE_S)
    column.addWidget(upper)
    column.addWidget(lower, 1)
    return made
