"""All patients: find, add, change, archive and remove them, and go from here to their sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from screening_app.errors import ScreeningError
from screening_app.services.patients import (
    archive_patient,
    count_patients,
    get_patient,
    remove_patient,
    restore_patient,
    view_patient,
)
from screening_app.services.permissions import Permission
from screening_app.ui import glossary, shortcuts, theme
from screening_app.ui.demonstration_panel import DemonstrationPanel
from screening_app.ui.formats import format_count, language_in_force
from screening_app.ui.modal import accepted
from screening_app.ui.patient_dialog import PatientDialog
from screening_app.ui.patient_removal import agreed_to_remove
from screening_app.ui.patients_model import PatientsModel
from screening_app.ui.patients_table import PatientsTable
from screening_app.ui.restraint import restrain
from screening_app.ui.widgets import Button, EmptyState, Page, label

if TYPE_CHECKING:
    from screening_app.domain import Patient
    from screening_app.ui.services import AppServices

SEARCH_DELAY = 60  # milliseconds after the last key
IN_CARE, ARCHIVED, EVERYBODY = range(3)  # whom the list shows
_ASKED = {IN_CARE: False, ARCHIVED: True, EVERYBODY: None}


class PatientsPage(Page):
    """The list of patients with its search."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.model = PatientsModel(services.workspace)
        self.table = PatientsTable(self.model)
        self.search = QLineEdit()
        self.shown = QComboBox()
        self._count = label("", "muted")
        self._progress = DemonstrationPanel(services)
        self._archived_last = ""  # id of the patient whose archiving can still be taken back
        self._nobody = EmptyState("account-group-outline")
        self._not_found = EmptyState("account-search-outline")
        self._list = QStackedWidget()
        self._delay = QTimer(self, singleShot=True, interval=SEARCH_DELAY)
        self._make_buttons()
        self._restrain()
        self._lay_out()
        self._connect()
        self.refresh()
        self.retranslate()

    def _make_buttons(self) -> None:
        self.demonstration = Button("", "school-outline")
        self.add = Button("", "account-plus-outline", "primary")
        self.add_first = Button("", "account-plus-outline", "primary")
        self.load_first = Button("", "school-outline")
        self.new_session = Button("", "microphone-outline")
        self.history = Button("", "chart-line")
        self.edit = Button("", "pencil-outline")
        self.archive = Button("", "archive-arrow-down-outline")
        self.restore = Button("", "archive-arrow-up-outline")
        self.remove = Button("", "trash-can-outline", "danger")

    def _restrain(self) -> None:
        workspace = self.services.workspace
        holding = (self.demonstration, self.add, self.add_first, self.load_first, self.new_session)
        restrain(workspace, Permission.HOLD_SESSIONS, *holding, self.edit, self.archive, self.restore)
        restrain(workspace, Permission.REMOVE, self.remove)

    def _lay_out(self) -> None:
        self.header.add(self.demonstration)
        self.header.add(self.add)
        self.column.addWidget(self._progress)
        self._tools = QWidget()
        rows = QVBoxLayout(self._tools)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_S)
        rows.addLayout(self._search_row())
        rows.addLayout(self._button_row())
        self.column.addWidget(self._tools)
        self._nobody.add(self.add_first)
        self._nobody.add(self.load_first)
        for state in (self.table, self._nobody, self._not_found):
            self._list.addWidget(state)
        self.column.addWidget(self._list, 1)

    def _search_row(self) -> QHBoxLayout:
        self.search.setClearButtonEnabled(True)
        self.shown.addItems([""] * len(_ASKED))
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.search, 1)
        row.addWidget(self.shown)
        return row

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self._count, 1)
        for button in self._row_buttons():
            row.addWidget(button)
        return row

    def _row_buttons(self) -> tuple[Button, ...]:
        """What can be done with the selected patient."""
        return (self.new_session, self.history, self.edit, self.archive, self.restore, self.remove)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search_soon)
        self.search.returnPressed.connect(self._search_at_once)
        self.shown.activated.connect(self.refresh)
        self._delay.timeout.connect(self.refresh)
        self.table.activated.connect(self._go_to_history)
        self.table.selectionModel().selectionChanged.connect(self._enable_buttons)
        self.demonstration.clicked.connect(self._progress.load_or_remove)
        self.load_first.clicked.connect(self.load_demonstration)
        for button in (self.add, self.add_first):
            button.clicked.connect(self._add)
        self.edit.clicked.connect(self._edit)
        self.archive.clicked.connect(self._archive)
        self.restore.clicked.connect(self._restore)
        self.remove.clicked.connect(self._remove)
        self.history.clicked.connect(self._go_to_history)
        self.new_session.clicked.connect(self._go_to_session)
        self.services.events.patient_changed.connect(self._refresh_all)
        for signal in (self._progress.begun, self._progress.finished):
            signal.connect(self._show_demonstration_button)
        self._progress.loaded.connect(self._show_demonstration)
        self._progress.failed.connect(self.banner.show_error)
        self._add_shortcuts()

    def _add_shortcuts(self) -> None:
        for name, widget, action in (
            ("patients.add", self, self._add),
            ("patients.search", self, self.search.setFocus),
            ("patients.undo", self, self._undo),
            ("patients.edit", self.table, self._edit),
            ("patients.archive", self.table, self._archive),
        ):
            shortcuts.bind(name, widget, action, inside=True)

    def retranslate(self) -> None:
        """Set every text again."""
        self.header.set_texts(self.tr("Patients"), self.tr("Open a patient’s history or hold a new session."))
        self.search.setPlaceholderText(self.tr("Search code, name or tag"))
        self.search.setAccessibleName(self.tr("Search code, name or tag"))
        self.shown.setAccessibleName(self.tr("Whom to show"))
        glossary.explain(self.shown, "archive")
        for place, name in enumerate((self.tr("In care"), self.tr("Archived"), self.tr("Everybody"))):
            self.shown.setItemText(place, name)
        self.table.setAccessibleName(self.tr("Patients"))
        for button in (self.add, self.add_first):
            button.setText(self.tr("Add patient"))
        self.load_first.setText(self.tr("Load demonstration"))
        self.new_session.setText(self.tr("New session"))
        self.history.setText(self.tr("History"))
        self.edit.setText(self.tr("Edit"))
        self.archive.setText(self.tr("Archive"))
        self.restore.setText(self.tr("Back into care"))
        self.remove.setText(self.tr("Remove"))
        self._say_who_is_missing()
        self._show_count()
        self._show_demonstration_button()
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)

    def _say_who_is_missing(self) -> None:
        self._nobody.set_texts(
            self.tr("No patients yet"),
            self.tr(
                "Add your first patient, or load the demonstration to look around with a patient who does not exist."
            ),
        )
        title, text = self.tr("Nobody found"), self.tr("No code, name or tag holds these words. Check the spelling.")
        if not self.search.text().strip():
            title, text = self.tr("Nobody here"), self.tr("Patients whom you archive are listed here.")
            if self.shown.currentIndex() == IN_CARE:
                text = self.tr("All patients are in the archive. Show everybody to see them.")
        elif self.shown.currentIndex() == IN_CARE:
            text = self.tr("No code, name or tag holds these words. Check the spelling, or show everybody.")
        self._not_found.set_texts(title, text)

    def refresh(self) -> None:
        """Ask the database again, and keep the selection where its patient is still there."""
        selected = self.selected()
        self.model.search(self.search.text(), archived=_ASKED[self.shown.currentIndex()])
        self.select(selected.id if selected else "")
        nobody = not self.model.total and not self.search.text().strip() and not self._anybody()
        empty = self._nobody if nobody else self._not_found
        self._list.setCurrentWidget(self.table if self.model.total else empty)
        self._tools.setVisible(not nobody)
        self._say_who_is_missing()
        self._show_count()
        self._enable_buttons()

    def _anybody(self) -> bool:
        return count_patients(self.services.workspace, archived=None) > 0

    def _refresh_all(self) -> None:
        self.refresh()
        self._show_demonstration_button()

    def selected(self) -> Patient | None:
        """The patient in the selected row."""
        return self.table.selected()

    def select(self, patient_id: str) -> None:
        """Select a patient in the list, if it is among those fetched."""
        self.table.select(patient_id)

    def open_patient(self, patient_id: str) -> None:
        """Show this patient in the list; one who is far down is searched for by the code."""
        try:
            patient = get_patient(self.services.workspace, patient_id)
        except ScreeningError as error:
            self.banner.show_error(error)
            return
        self.search.clear()
        if patient.archived_at is not None:
            self.shown.setCurrentIndex(EVERYBODY)
        self.refresh()
        if self.model.row_of(patient_id) < 0:
            self.search.setText(patient.code)
            self.refresh()
        self.select(patient_id)

    def _search_soon(self) -> None:
        self._delay.start()

    def _search_at_once(self) -> None:
        self._delay.stop()
        self.refresh()
        if self.model.total:
            self.table.setFocus()
            self.table.selectRow(0)

    def _enable_buttons(self) -> None:
        patient = self.selected()
        for button in self._row_buttons():
            button.setEnabled(patient is not None)
        archived = patient is not None and patient.archived_at is not None
        self.new_session.setEnabled(patient is not None and not archived)
        self.archive.setVisible(not archived)
        for button in (self.restore, self.remove):
            button.setVisible(archived)

    def _show_count(self) -> None:
        total = self.model.total
        many = self.tr("{count} patients").format(count=format_count(total))
        self._count.setText(self.tr("1 patient") if total == 1 else many)

    # Adding, changing, removing

    def _add(self) -> None:
        dialog = PatientDialog(self.services.workspace, None, language_in_force(), self.window())
        if accepted(dialog) and dialog.saved:
            self.search.clear()
            self.services.events.patient_changed.emit(dialog.saved.id)
            self.select(dialog.saved.id)
            self.table.setFocus()

    def _edit(self) -> None:
        patient = self.selected()
        if patient is None:
            return
        try:
            patient = view_patient(self.services.workspace, patient.id)  # the dialog shows more than the list
        except ScreeningError as error:
            self.banner.show_error(error)
            return
        dialog = PatientDialog(self.services.workspace, patient, parent=self.window())
        if accepted(dialog):
            self.services.events.patient_changed.emit(patient.id)

    def _archive(self) -> None:
        """Put the patient into the archive, and offer to take that back; nothing waits for an answer."""
        patient = self.selected()
        if patient is None or patient.archived_at is not None:
            return
        try:
            archive_patient(self.services.workspace, patient.id)
        except ScreeningError as error:
            self.banner.show_error(error)
            return
        self._archived_last = patient.id
        self.services.events.patient_changed.emit(patient.id)
        self.banner.show_message(
            lambda: self.tr("{code} archived.").format(code=patient.code), "info", lambda: self.tr("Undo"), self._undo
        )

    def _undo(self) -> None:
        """Take the last archiving back."""
        if self._archived_last:
            self._bring_back(self._archived_last)

    def _restore(self) -> None:
        if patient := self.selected():
            self._bring_back(patient.id)

    def _bring_back(self, patient_id: str) -> None:
        self._archived_last = ""
        self.banner.clear()
        try:
            restore_patient(self.services.workspace, patient_id)
        except ScreeningError as error:
            self.banner.show_error(error)
        self.services.events.patient_changed.emit(patient_id)
        self.select(patient_id)

    def _remove(self) -> None:
        patient = self.selected()
        if patient is None or not agreed_to_remove(self, self.services.workspace, patient):
            return
        try:
            remove_patient(self.services.workspace, patient.id)
        except ScreeningError as error:
            self.banner.show_error(error)
        self.services.events.patient_changed.emit(patient.id)

    # Going to other pages

    def _go_to_history(self) -> None:
        if patient := self.selected():
            self.services.events.history_wanted.emit(patient.id)

    def _go_to_session(self) -> None:
        if patient := self.selected():
            self.services.events.session_wanted.emit(patient.id)

    # The demonstration

    def _show_demonstration_button(self) -> None:
        there = self._progress.is_loaded
        self.demonstration.setText(self.tr("Remove demonstration") if there else self.tr("Load demonstration"))
        self.demonstration.setVisible(there or self._list.currentWidget() is not self._nobody)
        for button in (self.demonstration, self.load_first):
            button.setEnabled(not self._progress.active)

    def load_demonstration(self, *, open_history: bool = False) -> None:
        """Load the patient who does not exist, if not there yet; then show the patient here or in the history."""
        self._progress.load(open_history=open_history)

    def _show_demonstration(self, patient: Patient, open_history: bool) -> None:
        self.select(patient.id)
        if open_history:
            self.services.events.history_wanted.emit(patient.id)

    def work_in_progress(self) -> str:
        """What the window would interrupt if it closed now."""
        return self.tr("The demonstration is being loaded.") if self._progress.active else ""

    def shut_down(self) -> None:
        """Stop loading the demonstration."""
        self._progress.cancel()
