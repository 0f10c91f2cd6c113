"""A small palette over the window: type a few letters and jump to a patient or place, without the mouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from screening_app.errors import ScreeningError
from screening_app.services.patients import find_patients, get_patient
from screening_app.ui import theme
from screening_app.ui.widgets import label
from screening_app.ui.widgets.patient_picker import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from screening_app.domain import Patient
    from screening_app.services.workspace import Workspace

_MOST = 10  # patients that are listed; more letters find the others
_WIDTH, _ROWS = 560, 12
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_TARGET = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Target:
    """Where a row leads: to a patient by the id, or to a place."""

    patient_id: str = ""
    place: str = ""


class Switcher(QDialog):
    """Lists the patients seen lately and the places; with letters typed, whom and what they find."""

    patient_wanted = Signal(str)
    session_wanted = Signal(str)  # a new session with this patient
    place_wanted = Signal(str)

    def __init__(
        self, workspace: Workspace, recent: Iterable[str], places: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        """`recent` are the ids of the patients seen lately; `places` the places by their names for the user."""
        super().__init__(parent)
        self._workspace = workspace
        self._recent = tuple(_there(workspace, recent))
        self._places = places
        self.field = QLineEdit()
        self.list = QListWidget()
        self._lay_out()
        self.field.textChanged.connect(self.refresh)
        self.field.returnPressed.connect(self.go)
        self.field.installEventFilter(self)
        self.list.itemActivated.connect(self.go)
        self.list.itemClicked.connect(self.go)
        self.refresh()

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Go to"))
        self.setAccessibleName(self.tr("Go to a patient or place"))
        self.field.setPlaceholderText(self.tr("Code, name or tag of a patient, or a place"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.setClearButtonEnabled(True)
        self.list.setAccessibleName(self.tr("Patients and places"))
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard in the field
        self.list.setUniformItemSizes(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_M, theme.SPACE_M, theme.SPACE_M, theme.SPACE_M)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        hint = self.tr("Enter opens the history, Shift+Enter begins a new session.")
        column.addWidget(label(hint, "small", wrap=True))
        self.resize(theme.scaled(_WIDTH), self.field.sizeHint().height() + theme.scaled(30) * _ROWS)

    def refresh(self) -> None:
        """List what the letters find; without letters, whom was seen lately and all places."""
        words = self.field.text().strip()
        patients = find_patients(self._workspace, words, archived=None, limit=_MOST) if words else self._recent
        self.list.clear()
        for patient in patients:
            text = name_of(patient)
            if patient.archived_at:
                text = self.tr("{patient} (archived)").format(patient=text)
            self._add(text, "account-outline", Target(patient_id=patient.id))
        for place, name in self._places.items():
            if words.casefold() in name.casefold():
                self._add(name, "arrow-right", Target(place=place))
        if not self.list.count():
            self.list.addItem(self.tr("Nobody and nothing has this name."))
        self.list.setCurrentRow(0)

    def _add(self, text: str, icon: str, target: Target) -> None:
        item = QListWidgetItem(theme.icon(icon), text)
        item.setData(_TARGET, target)
        self.list.addItem(item)

    def go(self) -> None:
        """Close, and tell where the current row leads."""
        item = self.list.currentItem()
        target = item.data(_TARGET) if item else None
        if target is None:
            return
        self.accept()
        if target.place:
            self.place_wanted.emit(target.place)
        else:
            self.patient_wanted.emit(target.patient_id)

    def go_to_session(self) -> None:
        """Close, and tell that a new session with the patient of the current row is wanted."""
        item = self.list.currentItem()
        target = item.data(_TARGET) if item else None
        if target is not None and target.patient_id:
            self.accept()
            self.session_wanted.emit(target.patient_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The arrow keys move in the list while the letters go into the field."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                self.list.event(event)
                return True
            with_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if with_shift and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.go_to_session()
                return True
        return super().eventFilter(watched, event)


def _there(workspace: Workspace, recent: Iterable[str]) -> Iterable[Patient]:
    """Those of the patients seen lately who have not been removed."""
    for patient_id in recent:
        try:
            yield get_patient(workspace, patient_id)
        except ScreeningError:
            continue
