"""What a report is to hold, asked before it is written or printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.services.reports import ReportChoices
from screening_app.ui import messages, theme
from screening_app.ui.formats import language_in_force
from screening_app.ui.widgets import Button, label
from selfmm.types import LANGUAGES


class ReportDialog(QDialog):
    """Asks for the report's language and for what it holds beside the result, then where to save it, or to print it.

    Accepted with a `path` to save to, or with `to_print`.
    """

    def __init__(self, proposal: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._proposal = proposal
        self.path: Path | None = None
        self.to_print = False
        self.language = QComboBox()
        for language in LANGUAGES:
            self.language.addItem(messages.language_name(language), language)
        self.language.setCurrentIndex(self.language.findData(language_in_force()))
        self.language.setAccessibleName(self.tr("Language of the report"))
        self.with_name = QCheckBox(self.tr("Include the patient’s name"))
        self.with_notes = QCheckBox(self.tr("Include the notes on the session"))
        self.with_text = QCheckBox(self.tr("Include what was said, word for word"))
        self.setWindowTitle(self.tr("Report"))
        self._lay_out()

    @property
    def choices(self) -> ReportChoices:
        """What was asked for."""
        return ReportChoices(
            with_name=self.with_name.isChecked(),
            with_text=self.with_text.isChecked(),
            with_notes=self.with_notes.isChecked(),
            language=str(self.language.currentData()),
        )

    def _lay_out(self) -> None:
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(label(self.tr("Language of the report"), "muted"))
        column.addWidget(self.language)
        column.addSpacing(theme.SPACE_S)
        for box in (self.with_name, self.with_notes, self.with_text):
            column.addWidget(box)
        about = self.tr(
            "Without these, the report names the patient by the code only. Whoever gets the report can read all "
            "that you include."
        )
        column.addWidget(label(about, "small", wrap=True))
        column.addSpacing(theme.SPACE_M)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        cancel, self.print = Button(self.tr("Cancel")), Button(self.tr("Print…"), "printer-outline")
        self.save = Button(self.tr("Save as…"), kind="primary")
        cancel.clicked.connect(self.reject)
        self.print.clicked.connect(self._choose_printing)
        self.save.clicked.connect(self._choose_place)
        self.save.setDefault(True)
        row.addWidget(self.print)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.save)
        return row

    def _choose_printing(self) -> None:
        self.to_print = True
        self.accept()

    def _choose_place(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the report"), str(self._proposal), "PDF (*.pdf)")
        if name:
            self.path = Path(name)
            self.accept()
