"""The form in which a patient is added or changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from screening_app.domain import Patient, Sex
from screening_app.errors import ScreeningError
from screening_app.services.patients import EARLIEST_BIRTH_YEAR, LONGEST_CODE, LONGEST_NAME, add_patient, edit_patient
from screening_app.ui import messages, theme
from screening_app.ui.widgets import Button, label, restyle
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace

_ADULT = 18  # years; the program is not for anybody younger


class PatientDialog(QDialog):
    """Asks for a patient's particulars, says beside a field what is wrong with it, and stores the patient."""

    def __init__(
        self, workspace: Workspace, patient: Patient | None, language: str = "en", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._patient = patient
        self.saved: Patient | None = None
        self.code = QLineEdit(maxLength=LONGEST_CODE)
        self.name = QLineEdit(maxLength=LONGEST_NAME)
        self.sex = QComboBox()
        self.birth_year = QLineEdit(maxLength=4)
        self.language = QComboBox()
        self.notes = QPlainTextEdit()
        self.code_problem, self.birth_year_problem = (label("", "problem", wrap=True) for _ in range(2))
        self._fill_choices()
        self._lay_out()
        self._show(patient, language)
        self.birth_year.textChanged.connect(lambda: self._point_out(self.birth_year, self.birth_year_problem, ""))
        self.code.textChanged.connect(lambda: self._point_out(self.code, self.code_problem, ""))

    def _fill_choices(self) -> None:
        for sex in (Sex.UNKNOWN, Sex.FEMALE, Sex.MALE, Sex.OTHER):
            self.sex.addItem(messages.sex_name(sex), sex)
        for language in LANGUAGES:
            self.language.addItem(messages.language_name(language), language)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Edit patient") if self._patient else self.tr("Add patient"))
        self.setMinimumWidth(520)
        self.code.setPlaceholderText(self.tr("Made by the program if left empty"))
        self.name.setPlaceholderText(self.tr("Optional"))
        self.birth_year.setPlaceholderText(self.tr("Optional, such as 1980"))
        self.notes.setFixedHeight(96)
        self.notes.setTabChangesFocus(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addLayout(_field(self.tr("Code"), self.code, self.code_problem))
        column.addLayout(_field(self.tr("Name"), self.name))
        pair = QHBoxLayout()
        pair.setSpacing(theme.SPACE_M)
        pair.addLayout(_field(self.tr("Sex"), self.sex), 1)
        pair.addLayout(_field(self.tr("Year of birth"), self.birth_year, self.birth_year_problem), 1)
        column.addLayout(pair)
        column.addLayout(_field(self.tr("Language of the sessions"), self.language))
        column.addLayout(_field(self.tr("Notes"), self.notes))
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.SPACE_S, 0, 0)
        row.setSpacing(theme.SPACE_S)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.save = Button(self.tr("Save") if self._patient else self.tr("Add patient"), kind="primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self.accept)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.save)
        return row

    def _show(self, patient: Patient | None, language: str) -> None:
        self.language.setCurrentIndex(self.language.findData(patient.language if patient else language))
        if patient is None:
            self.name.setFocus()
            return
        self.code.setText(patient.code)
        self.name.setText(patient.name)
        self.sex.setCurrentIndex(self.sex.findData(patient.sex))
        self.birth_year.setText(str(patient.birth_year or ""))
        self.notes.setPlainText(patient.notes)

    def accept(self) -> None:
        """Store the patient and close; with something wrong, say what and stay."""
        problem = self._birth_year_problem()
        self._point_out(self.birth_year, self.birth_year_problem, problem)
        if problem:
            return
        try:
            self.saved = self._store()
        except ScreeningError as error:
            self._point_out(self.code, self.code_problem, messages.say(error))
            return
        super().accept()

    def _store(self) -> Patient:
        text = self.birth_year.text().strip()
        fields = {
            "code": self.code.text(),
            "name": self.name.text(),
            "sex": Sex(self.sex.currentData()),
            "birth_year": int(text) if text else None,
            "language": str(self.language.currentData()),
            "notes": self.notes.toPlainText().strip(),
        }
        if self._patient is None:
            return add_patient(self._workspace, **fields)  # type: ignore[arg-type]
        return edit_patient(self._workspace, replace(self._patient, **fields))  # type: ignore[arg-type]

    def _birth_year_problem(self) -> str:
        """What is wrong with the year of birth; "" for nothing."""
        text, this_year = self.birth_year.text().strip(), datetime.now(UTC).year
        if not text:
            return ""
        if not (text.isascii() and text.isdigit() and EARLIEST_BIRTH_YEAR <= int(text) <= this_year):
            return self.tr("Type a year between {first} and {last}, or leave this empty.").format(
                first=EARLIEST_BIRTH_YEAR, last=this_year
            )
        if this_year - int(text) < _ADULT:
            return self.tr("This program is not for people under 18.")
        return ""

    def _point_out(self, field: QWidget, where: QWidget, problem: str) -> None:
        where.setText(problem)  # type: ignore[attr-defined]
        where.setVisible(bool(problem))
        if bool(field.property("wrong")) != bool(problem):
            field.setProperty("wrong", bool(problem))
            restyle(field)
        if problem:
            field.setFocus()


def _field(name: str, field: QWidget, problem: QWidget | None = None) -> QVBoxLayout:
    """A field below its name, and below it what is wrong."""
    column = QVBoxLayout()
    column.setSpacing(theme.SPACE_XS)
    caption = label(name, "muted")
    caption.setBuddy(field)
    field.setAccessibleName(name)
    column.addWidget(caption)
    column.addWidget(field)
    if problem:
        column.addWidget(problem)
        problem.hide()
    column.addStretch(1)
    return column
