"""The first face of a session: whom, in which language, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from screening_app.domain import Source
from screening_app.services.patients import find_patients
from screening_app.ui import messages, theme
from screening_app.ui.formats import language_in_force
from screening_app.ui.import_panel import ImportPanel
from screening_app.ui.patient_dialog import PatientDialog
from screening_app.ui.record_panel import RecordPanel
from screening_app.ui.type_panel import TypePanel
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.choice_card import ChoiceCard
from screening_app.ui.widgets.patient_picker import SHOWN, PatientPicker

if TYPE_CHECKING:
    from screening_app.ui.services import AppServices

_LANGUAGES = ("auto", "en", "zh")
_ICONS = {Source.RECORDED: "microphone", Source.IMPORTED: "file-upload-outline", Source.TYPED: "keyboard-outline"}


class SessionSetup(QWidget):
    """Patient and language above, three choices below them, and the chosen one's panel under these."""

    patient_chosen = Signal(object)  # the Patient, or None

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.picker = PatientPicker(lambda search: find_patients(services.workspace, search, limit=SHOWN))
        self.picker.chosen.connect(self.patient_chosen)
        self.add_patient = Button("", "account-plus-outline")
        self.add_patient.clicked.connect(self._add_patient)
        self.language = QComboBox()
        self.language.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._patient_label, self._language_label = label("", "muted"), label("", "muted")
        self._patient_label.setBuddy(self.picker)
        self._language_label.setBuddy(self.language)
        self.record = RecordPanel(services)
        self.file, self.text = ImportPanel(), TypePanel()
        self._panels = {Source.RECORDED: self.record, Source.IMPORTED: self.file, Source.TYPED: self.text}
        self.choices = {source: ChoiceCard(icon) for source, icon in _ICONS.items()}
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self._lay_out()
        for source, card in self.choices.items():
            card.clicked.connect(lambda _=False, source=source: self.choose(source))
        self.language.currentIndexChanged.connect(lambda: self.record.set_language(self.spoken_language))
        self.retranslate()
        self._prefer_language(services.settings_store.current.speech_language)
        self.choose(Source.RECORDED)

    def _lay_out(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(theme.SPACE_S)
        fields.setVerticalSpacing(theme.SPACE_XS)
        fields.setColumnStretch(3, 1)
        fields.addWidget(self._patient_label, 0, 0)
        fields.addWidget(self.picker, 1, 0)
        fields.addWidget(self.add_patient, 1, 1)
        fields.setColumnMinimumWidth(2, theme.SPACE_M)
        fields.addWidget(self._language_label, 0, 4)
        fields.addWidget(self.language, 1, 4)
        cards = QHBoxLayout()
        cards.setSpacing(theme.SPACE_M)
        for source, card in self.choices.items():
            self._group.addButton(card)
            cards.addWidget(card)
            self._stack.addWidget(self._panels[source])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addLayout(fields)
        column.addLayout(cards)
        column.addWidget(self._stack, 1)

    @property
    def spoken_language(self) -> str:
        """What the interview is held in: "en", "zh" or "auto"."""
        return str(self.language.currentData() or "auto")

    @property
    def source(self) -> Source:
        """How the interview comes in."""
        return next(source for source, card in self.choices.items() if card.isChecked())

    def set_locked(self, locked: bool) -> None:
        """While a recording runs, neither patient nor language nor way may change."""
        for field in (self.picker, self.add_patient, self.language):
            field.setEnabled(not locked)
        for card in self.choices.values():
            card.setVisible(not locked)  # leaves the room to the prompt cards

    def choose(self, source: Source) -> None:
        """Show the panel of one of the three ways."""
        self.choices[source].setChecked(True)
        self._stack.setCurrentWidget(self._panels[source])

    def _prefer_language(self, language: str) -> None:
        self.language.setCurrentIndex(self.language.findData(language))

    def _add_patient(self) -> None:
        dialog = PatientDialog(self._services.workspace, None, language_in_force(), self.window())
        if dialog.exec() and dialog.saved:
            self.picker.choose(dialog.saved)
            self._services.events.patient_changed.emit(dialog.saved.id)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._patient_label.setText(self.tr("Patient"))
        self._language_label.setText(self.tr("Spoken language"))
        self.add_patient.setText(self.tr("Add patient"))
        chosen = self.spoken_language
        self.language.blockSignals(True)
        self.language.clear()
        for code in _LANGUAGES:
            self.language.addItem(messages.language_name(code), code)
        self._prefer_language(chosen)
        self.language.blockSignals(False)
        self.choices[Source.RECORDED].set_texts(
            self.tr("Record"), self.tr("Hold the interview now, with microphone and camera.")
        )
        self.choices[Source.IMPORTED].set_texts(
            self.tr("Import a file"), self.tr("Use a video or sound file of an interview.")
        )
        self.choices[Source.TYPED].set_texts(
            self.tr("Type what was said"), self.tr("Enter or paste text; voice and face are not used.")
        )
