"""Choose a patient: type a part of the code or name, or pick one of the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from screening_app.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import Patient

SHOWN = 50  # more than anybody reads; the rest is found by typing


class PatientPicker(QComboBox):
    """A field with a list; `find` is asked again with each letter, so that any number of patients may be there."""

    chosen = Signal(object)  # the Patient, or None when the field no longer names one

    def __init__(self, find: Callable[[str], tuple[Patient, ...]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._patient: Patient | None = None
        self._field = QLineEdit()
        self.setLineEdit(self._field)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumWidth(300)
        # as wide as its place, not as the longest name in the list
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._found = QStandardItemModel(self)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated.connect(self._choose_named)
        self.setCompleter(self._completer)
        if popup := self._completer.popup():
            theme.dress(popup)  # it lies in no other window
        self.activated.connect(self._choose_listed)
        self._field.textEdited.connect(self._search)
        self._field.editingFinished.connect(self._settle)
        self.retranslate()

    @property
    def patient(self) -> Patient | None:
        """The patient who is chosen."""
        return self._patient

    def choose(self, patient: Patient | None) -> None:
        """Put a patient in the field."""
        changed = patient != self._patient
        self._patient = patient
        self.refresh()
        if changed:
            self.chosen.emit(patient)

    def refresh(self) -> None:
        """Read the list anew, because patients have come, gone or changed."""
        self.clear()
        patients = self._find("")
        self._fill(patients)
        for patient in patients:
            self.addItem(name_of(patient), patient)
        self.setCurrentIndex(-1)
        self.setEditText(name_of(self._patient) if self._patient else "")
        self._field.setCursorPosition(0)  # the code comes first

    def _fill(self, patients: tuple[Patient, ...]) -> None:
        self._found.clear()
        for patient in patients:
            item = QStandardItem(name_of(patient))
            item.setData(patient, Qt.ItemDataRole.UserRole)
            self._found.appendRow(item)

    def _search(self, text: str) -> None:
        self._fill(self._find(text))

    def _choose_named(self, name: str) -> None:
        for item in self._found.findItems(name):
            self.choose(item.data(Qt.ItemDataRole.UserRole))
            return

    def _choose_listed(self, index: int) -> None:
        if index >= 0:
            self.choose(self.itemData(index))

    def _settle(self) -> None:
        """Leave the field with the one patient that it names, else as it was."""
        text = self.currentText().strip()
        if self._patient and text == name_of(self._patient):
            return
        found = self._find(text) if text else ()
        if len(found) == 1:
            self.choose(found[0])
        elif (popup := self._completer.popup()) is None or not popup.isVisible():
            self.refresh()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._field.setPlaceholderText(self.tr("Code or name of the patient"))
        self.setAccessibleName(self.tr("Patient"))


def name_of(patient: Patient) -> str:
    """How a patient stands in a list: the code, and the name where there is one."""
    return f"{patient.code} · {patient.name}" if patient.name else patient.code
