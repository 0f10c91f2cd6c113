"""What a report is to hold, asked before it is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.ui import messages, theme
from screening_app.ui.formats import language_in_force
from screening_app.ui.widgets import Button, label
from selfmm.types import LANGUAGES


class ReportDialog(QDialog):
    """Asks for the report's language and whether it holds what was said, then where to save it."""

    def __init__(self, proposal: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._proposal = proposal
        self.path: Path | None = None
        self.language = QComboBox()
        for language in LANGUAGES:
            self.language.addItem(messages.language_name(language), language)
        self.language.setCurrentIndex(self.language.findData(language_in_force()))
        self.with_text = QCheckBox(self.tr("Include what was said, word for word"))
        self.setWindowTitle(self.tr("Report"))
        self._lay_out()

    def _lay_out(self) -> None:
        self.setMinimumWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(label(self.tr("Language of the report"), "muted"))
        column.addWidget(self.language)
        column.addSpacing(theme.SPACE_S)
        column.addWidget(self.with_text)
        column.addWidget(
            label(self.tr("Whoever gets the report can then read the patient’s own words."), "small", wrap=True)
        )
        column.addSpacing(theme.SPACE_M)
        buttons = QHBoxLayout()
        cancel, self.save = Button(self.tr("Cancel")), Button(self.tr("Save as…"), kind="primary")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._choose_place)
        self.save.setDefault(True)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        column.addLayout(buttons)

    def _choose_place(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the report"), str(self._proposal), "PDF (*.pdf)")
        if name:
            self.path = Path(name)
            self.accept()
