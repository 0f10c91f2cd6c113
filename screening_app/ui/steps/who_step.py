"""The first step of a session: whom, in which language, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.domain import Source
from screening_app.services.patients import find_patients
from screening_app.ui import messages, theme
from screening_app.ui.formats import language_in_force
from screening_app.ui.modal import accepted
from screening_app.ui.patient_dialog import PatientDialog
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.choice_card import ChoiceCard
from screening_app.ui.widgets.patient_picker import SHOWN, PatientPicker

if TYPE_CHECKING:
    from screening_app.domain import Patient
    from screening_app.ui.services import AppServices

_LANGUAGES = ("auto", "en", "zh")
_ICONS = {Source.RECORDED: "microphone", Source.IMPORTED: "file-upload-outline", Source.TYPED: "keyboard-outline"}


class WhoStep(QWidget):
    """Patient and language above, three ways below them, and the button that begins the session."""

    patient_chosen = Signal(object)  # the Patient, or None
    begun = Signal()

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.picker = PatientPicker(lambda search: find_patients(services.workspace, search, limit=SHOWN))
        self.picker.chosen.connect(self._choose_patient)
        self.add_patient = Button("", "account-plus-outline")
        self.add_patient.clicked.connect(self._add_patient)
        self.language = QComboBox()
        self.language.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._captions = {field: label("", "muted") for field in (self.picker, self.language)}
        self.choices = {source: ChoiceCard(icon) for source, icon in _ICONS.items()}
        self._group = QButtonGroup(self)
        self._nobody = label("", "muted")
        self.begin = Button("", "arrow-right", "primary")
        self.begin.clicked.connect(self.begun)
        self._lay_out()
        for source, card in self.choices.items():
            card.clicked.connect(lambda _=False, source=source: self.choose(source))
        self.retranslate()
        self._prefer_language(services.settings_store.current.speech_language)
        self.choose(Source.RECORDED)

    def _lay_out(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(theme.SPACE_M)
        fields.setVerticalSpacing(theme.SPACE_XS)
        fields.setColumnStretch(0, 2)
        fields.setColumnStretch(2, 1)
        fields.addWidget(self.picker, 1, 0)
        fields.addWidget(self.add_patient, 1, 1)
        fields.addWidget(self.language, 1, 2)
        for place, field in ((0, self.picker), (2, self.language)):
            self._captions[field].setBuddy(field)
            fields.addWidget(self._captions[field], 0, place)
        cards = QHBoxLayout()
        cards.setSpacing(theme.SPACE_M)
        for card in self.choices.values():
            self._group.addButton(card)
            cards.addWidget(card)
        below = QHBoxLayout()
        below.addWidget(self._nobody, 1)
        below.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_L)
        column.addLayout(fields)
        column.addLayout(cards)
        column.addLayout(below)
        column.addStretch(1)

    @property
    def spoken_language(self) -> str:
        """What the interview is held in: "en", "zh" or "auto"."""
        return str(self.language.currentData() or "auto")

    @property
    def source(self) -> Source:
        """How the interview comes in."""
        return next(source for source, card in self.choices.items() if card.isChecked())

    def choose(self, source: Source) -> None:
        """Choose one of the three ways."""
        self.choices[source].setChecked(True)

    def _choose_patient(self, patient: Patient | None) -> None:
        self.begin.setEnabled(patient is not None)
        self._nobody.setVisible(patient is None)
        if patient is not None:
            self._prefer_language(patient.language)
        self.patient_chosen.emit(patient)

    def _prefer_language(self, language: str) -> None:
        self.language.setCurrentIndex(max(0, self.language.findData(language)))

    def _add_patient(self) -> None:
        dialog = PatientDialog(self._services.workspace, None, language_in_force(), self.window())
        if accepted(dialog) and dialog.saved:
            self.picker.choose(dialog.saved)
            self._services.events.patient_changed.emit(dialog.saved.id)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._captions[self.picker].setText(self.tr("Patient"))
        self._captions[self.language].setText(self.tr("Spoken language"))
        self.language.setAccessibleName(self.tr("Spoken language"))
        self.add_patient.setText(self.tr("Add patient"))
        self._nobody.setText(self.tr("Choose the patient first."))
        self.begin.setText(self.tr("Begin the session"))
        self.begin.setEnabled(self.picker.patient is not None)
        self._nobody.setVisible(self.picker.patient is None)
        chosen = self.spoken_language
        self.language.clear()
        for code in _LANGUAGES:
            self.language.addItem(messages.language_name(code), code)
        self._prefer_language(chosen)
        self.choices[Source.RECORDED].set_texts(
            self.tr("Record"), self.tr("Hold the interview now, with microphone and camera.")
        )
        self.choices[Source.IMPORTED].set_texts(
            self.tr("Import a file"), self.tr("Use a video or sound file of an interview.")
        )
        self.choices[Source.TYPED].set_texts(
            self.tr("Type what was said"), self.tr("Enter or paste text; voice and face are not used.")
        )
