"""Consent, purpose by purpose, in the patient's own language; and who recorded it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from screening_app.domain import Purpose, Source
from screening_app.services.consents import consent_text, consented, purposes_for
from screening_app.ui import theme
from screening_app.ui.widgets import Button, Card, label
from screening_app.ui.widgets.vertical_scroll import VerticalScroll

if TYPE_CHECKING:
    from screening_app.domain import Interview
    from screening_app.services.workspace import Workspace

_LONGEST_NAME = 120


class PurposeBox(QWidget):
    """One purpose: a box to tick, and the sentence that is read out."""

    def __init__(self, purpose: Purpose) -> None:
        super().__init__()
        self.purpose = purpose
        self.box = QCheckBox()
        self._sentence = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        column.addWidget(self.box)
        row = QHBoxLayout()
        row.setContentsMargins(theme.SPACE_L, 0, 0, 0)
        row.addWidget(self._sentence)
        column.addLayout(row)

    def set_texts(self, title: str, sentence: str) -> None:
        """Set the wording."""
        self.box.setText(title)
        self.box.setAccessibleDescription(sentence)
        self._sentence.setText(sentence)


class ConsentStep(QWidget):
    """The wording with its boxes; nothing is ticked beforehand, and what is not ticked is not consented to."""

    agreed = Signal(object, str)  # the set of Purpose that is consented to, and who recorded it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source, self._language = Source.RECORDED, "en"
        self.boxes = {purpose: PurposeBox(purpose) for purpose in Purpose}
        self.recorded_by = QLineEdit(maxLength=_LONGEST_NAME)
        self._name_label, self._name_problem = label("", "muted"), label("", "problem", wrap=True)
        self._name_label.setBuddy(self.recorded_by)
        self._lead_in, self._version = label("", wrap=True), label("", "small")
        self._problem = label("", "problem", wrap=True)
        self.go_on = Button("", "arrow-right", "primary")
        self._lay_out()
        for box in self.boxes.values():
            box.box.toggled.connect(self._validate)
        self.recorded_by.textChanged.connect(self._validate)
        self.go_on.clicked.connect(self._agree)
        self.retranslate()

    def _lay_out(self) -> None:
        card = Card()
        card.setMaximumWidth(theme.READING_WIDTH)
        card.body.addWidget(self._lead_in)
        for box in self.boxes.values():
            card.body.addWidget(box)
        card.body.addWidget(self._version)
        name = QHBoxLayout()
        name.setSpacing(theme.SPACE_S)
        name.addWidget(self._name_label)
        name.addWidget(self.recorded_by, 1)
        name.addWidget(self.go_on)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.SPACE_S, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(card)
        column.addStretch(1)
        inside.setMaximumWidth(theme.READING_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.SPACE_S)
        outer.addWidget(VerticalScroll(inside), 1)
        for part in (self._problem, self._name_problem):
            outer.addWidget(part)
        outer.addLayout(name)

    def show_session(self, workspace: Workspace, interview: Interview, language: str, clinician: str) -> None:
        """Ask for what this session needs, in `language`; what is in force already is ticked."""
        self._source, self._language = interview.source, language
        given = consented(workspace, interview.id)
        asked = purposes_for(interview.source)
        for purpose, box in self.boxes.items():
            box.setVisible(purpose in asked)
            box.box.setChecked(purpose in given)
        if clinician:  # on a data folder without users nobody is named
            self.recorded_by.setText(clinician)
            self.recorded_by.setReadOnly(True)
        self.retranslate()

    @property
    def chosen(self) -> frozenset[Purpose]:
        """What is ticked."""
        return frozenset(purpose for purpose in purposes_for(self._source) if self.boxes[purpose].box.isChecked())

    def _agree(self) -> None:
        self.agreed.emit(self.chosen, self.recorded_by.text().strip())

    def _validate(self) -> None:
        """Say what is still missing, beside where it is missing."""
        records = self._source is Source.RECORDED
        nothing = records and not {Purpose.SOUND, Purpose.PICTURE} & self.chosen
        imported = self._source is Source.IMPORTED and Purpose.SOUND not in self.chosen
        self._problem.setText(self._nothing_to_record() if nothing or imported else "")
        self._problem.setVisible(nothing or imported)
        nobody = not self.recorded_by.text().strip()
        self._name_problem.setText(self.tr("Enter your name: it is kept who recorded the consent.") if nobody else "")
        self._name_problem.setVisible(nobody)
        self.go_on.setEnabled(not (nothing or imported or nobody))

    def _nothing_to_record(self) -> str:
        if self._source is Source.IMPORTED:
            return self.tr("Without consent to sound the file cannot be used. Type what was said instead.")
        return self.tr("Without sound or picture there is nothing to record. Go back and type what is said instead.")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again; the wording itself stays in the patient's language."""
        text = consent_text(self._language)
        self._lead_in.setText(text.lead_in)
        for purpose, box in self.boxes.items():
            box.set_texts(text.titles[purpose], text.sentences[purpose])
        self._version.setText(self.tr("Wording {version}").format(version=text.version))
        self._name_label.setText(self.tr("Recorded by"))
        self.recorded_by.setAccessibleName(self.tr("Recorded by"))
        self.go_on.setText(self.tr("Continue"))
        self._validate()
