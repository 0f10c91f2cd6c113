"""The form in which a patient is added or changed: each field says at once, beside itself, what is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from screening_app.domain import Patient, Sex
from screening_app.errors import ScreeningError
from screening_app.services.holds import LONGEST_REASON, hold_patient, release_patient
from screening_app.services.patients import (
    ADULT,
    EARLIEST_BIRTH_YEAR,
    LONGEST_CODE,
    LONGEST_NAME,
    LONGEST_NOTES,
    LONGEST_TAG,
    MOST_TAGS,
    add_patient,
    edit_patient,
    is_code_taken,
    known_tags,
    patients_alike,
)
from screening_app.ui import glossary, messages, theme
from screening_app.ui.formats import format_date
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.form_field import form_field, point_out
from screening_app.ui.widgets.patient_picker import name_of
from screening_app.ui.widgets.tag_field import TagField
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from screening_app.services.workspace import Workspace

_YEAR_DIGITS = 4


class PatientDialog(QDialog):
    """Asks for a patient's particulars, warns of somebody alike, and stores the patient."""

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
        self.birth_year = QLineEdit(maxLength=_YEAR_DIGITS)
        self.language = QComboBox()
        self.tags = TagField(known_tags(workspace))
        self.notes = QPlainTextEdit()
        self.hold = QLineEdit(maxLength=LONGEST_REASON)
        self.code_problem, self.birth_year_problem, self.tags_problem, self.notes_problem = (
            label("", "problem", wrap=True) for _ in range(4)
        )
        self.alike = label("", "warned", wrap=True)
        self._fill_choices()
        self._lay_out()
        self._show(patient, language)
        self._connect()
        self._check_alike()

    def _fill_choices(self) -> None:
        for sex in (Sex.UNKNOWN, Sex.FEMALE, Sex.MALE, Sex.OTHER):
            self.sex.addItem(messages.sex_name(sex), sex)
        for language in LANGUAGES:
            self.language.addItem(messages.language_name(language), language)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Edit patient") if self._patient else self.tr("Add patient"))
        self.setMinimumWidth(theme.scaled(520))
        self.code.setPlaceholderText(self.tr("Made by the program if left empty"))
        self.name.setPlaceholderText(self.tr("Optional"))
        self.birth_year.setPlaceholderText(self.tr("Optional, such as 1980"))
        self.hold.setPlaceholderText(self.tr("Optional: why nothing of this patient may be deleted"))
        self.tags.setPlaceholderText(self.tr("Optional, with commas between them"))
        self.notes.setFixedHeight(theme.scaled(96))
        self.notes.setTabChangesFocus(True)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        for row in self._rows():
            column.addLayout(row)
        self.alike.hide()
        column.addWidget(self.alike)
        column.addLayout(self._buttons())
        glossary.explain(self.code, "code")
        glossary.explain(self.tags, "tag")

    def _rows(self) -> tuple[QVBoxLayout | QHBoxLayout, ...]:
        pair = QHBoxLayout()
        pair.setSpacing(theme.SPACE_M)
        pair.addLayout(form_field(self.tr("Sex"), self.sex), 1)
        pair.addLayout(form_field(self.tr("Year of birth"), self.birth_year, self.birth_year_problem), 1)
        return (
            form_field(self.tr("Code"), self.code, self.code_problem),
            form_field(self.tr("Name"), self.name),
            pair,
            form_field(self.tr("Language of the sessions"), self.language),
            form_field(self.tr("Tags"), self.tags, self.tags_problem),
            form_field(self.tr("Notes"), self.notes, self.notes_problem),
            form_field(self.tr("On hold against deletion, because"), self.hold),
        )

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.SPACE_S, 0, 0)
        row.setSpacing(theme.SPACE_S)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.save = Button(self._save_text(), kind="primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self.accept)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.save)
        return row

    def _save_text(self) -> str:
        return self.tr("Save") if self._patient else self.tr("Add patient")

    def _show(self, patient: Patient | None, language: str) -> None:
        self.language.setCurrentIndex(self.language.findData(patient.language if patient else language))
        if patient is None:
            self.name.setFocus()
            return
        self.code.setText(patient.code)
        self.name.setText(patient.name)
        self.sex.setCurrentIndex(self.sex.findData(patient.sex))
        self.birth_year.setText(str(patient.birth_year or ""))
        self.tags.set_tags(patient.tags)
        self.notes.setPlainText(patient.notes)
        self.hold.setText(patient.hold.reason if patient.hold else "")

    def _connect(self) -> None:
        self.code.textChanged.connect(self._check_code)
        self.birth_year.textChanged.connect(lambda: self._check_birth_year(typing=True))
        self.birth_year.editingFinished.connect(self._check_birth_year)
        self.tags.textChanged.connect(self._check_tags)
        self.notes.textChanged.connect(self._check_notes)
        for field in (self.name, self.birth_year):
            field.textChanged.connect(self._check_alike)

    def accept(self) -> None:
        """Store the patient and close; with something wrong, show where and stay."""
        checks = (self._check_code, self._check_birth_year, self._check_tags, self._check_notes)
        fields = (self.code, self.birth_year, self.tags, self.notes)
        wrong = [field for check, field in zip(checks, fields, strict=True) if not check()]
        if wrong:
            wrong[0].setFocus()
            return
        try:
            self.saved = self._store()
        except ScreeningError as error:
            self._point_out(self.code, self.code_problem, messages.say(error))
            return
        super().accept()

    def _store(self) -> Patient:
        fields = {
            "code": self.code.text(),
            "name": self.name.text(),
            "sex": Sex(self.sex.currentData()),
            "birth_year": self._year(),
            "language": str(self.language.currentData()),
            "notes": self.notes.toPlainText().strip(),
            "tags": self.tags.tags,
        }
        if self._patient is None:
            stored = add_patient(self._workspace, **fields)  # type: ignore[arg-type]
        else:
            stored = edit_patient(self._workspace, self._patient, **fields)
        self._keep_hold(stored)
        return stored

    def _keep_hold(self, stored: Patient) -> None:
        """Put the patient on hold, or end that, where it was changed here."""
        reason = self.hold.text().strip()
        if reason == (stored.hold.reason if stored.hold else ""):
            return
        if reason:
            hold_patient(self._workspace, stored.id, reason)
        else:
            release_patient(self._workspace, stored.id)

    # What is wrong with a field, said as it is typed

    def _check_code(self) -> bool:
        problem, code = "", self.code.text().strip()
        if is_code_taken(self._workspace, code, but=self._patient):
            problem = self.tr("Another patient already has this code. Choose another one.")
        elif self._patient and not code:
            problem = self.tr("The patient needs a code. Type one, such as P-7K3Q.")
        return self._point_out(self.code, self.code_problem, problem)

    def _check_birth_year(self, *, typing: bool = False) -> bool:
        return self._point_out(self.birth_year, self.birth_year_problem, self._birth_year_problem(typing=typing))

    def _birth_year_problem(self, *, typing: bool) -> str:
        """What is wrong with the year of birth; "" for nothing, or while it may still become right."""
        text, this_year = self.birth_year.text().strip(), datetime.now(UTC).year
        may_become = typing and len(text) < _YEAR_DIGITS and text.isascii() and text.isdigit() and text[0] in "12"
        if not text or may_become:
            return ""
        year = self._year()
        if year is None or not EARLIEST_BIRTH_YEAR <= year <= this_year:
            return self.tr("Type a year between {first} and {last}, or leave this empty.").format(
                first=EARLIEST_BIRTH_YEAR, last=this_year
            )
        if this_year - year < ADULT:
            return self.tr("This program is not for people under 18.")
        return ""

    def _year(self) -> int | None:
        text = self.birth_year.text().strip()
        return int(text) if text.isascii() and text.isdigit() else None

    def _check_tags(self) -> bool:
        tags, problem = self.tags.tags, ""
        if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
            problem = self.tr("Use at most {most} tags of at most {limit} characters each.").format(
                most=MOST_TAGS, limit=LONGEST_TAG
            )
        return self._point_out(self.tags, self.tags_problem, problem)

    def _check_notes(self) -> bool:
        over = len(self.notes.toPlainText().strip()) - LONGEST_NOTES
        problem = self.tr("The notes are too long by {count} characters.").format(count=over) if over > 0 else ""
        return self._point_out(self.notes, self.notes_problem, problem)

    def _check_alike(self) -> None:
        """Say who has the same name and year of birth; it may be the same person."""
        alike = patients_alike(self._workspace, self.name.text(), self._year(), but=self._patient)
        self.alike.setText("\n".join(self._who(patient) for patient in alike[:3]))
        self.alike.setVisible(bool(alike))
        anyway = self.tr("Save anyway") if self._patient else self.tr("Add anyway")
        self.save.setText(anyway if alike else self._save_text())
        self._make_room()

    def _who(self, patient: Patient) -> str:
        text = self.tr("{who} has the same name and year of birth, added on {date}. Is this the same person?")
        if patient.archived_at:
            text = self.tr("{who} has the same name and year of birth, and is in the archive. Is this the same person?")
        return text.format(who=name_of(patient), date=format_date(patient.created_at))

    def _point_out(self, field: QWidget, where: QLabel, problem: str) -> bool:
        """Show what is wrong with a field, or nothing; whether all is well."""
        point_out(field, where, problem)
        self._make_room()
        return not problem

    def _make_room(self) -> None:
        """Grow with what is said below the fields, so that nothing is squeezed."""
        self._column.activate()
        needed = self._column.totalHeightForWidth(self.width())
        if self.height() < needed:
            self.resize(self.width(), needed)
