"""All patients: find, add, change and remove them, and go from here to their sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QWidget,
)

from screening_app.errors import ScreeningError
from screening_app.services.demo import demo_patients, has_demo, load_demo, remove_demo
from screening_app.services.interviews import interviews_of
from screening_app.services.patients import remove_patient
from screening_app.ui import theme
from screening_app.ui.formats import language_in_force
from screening_app.ui.patient_dialog import PatientDialog
from screening_app.ui.patients_model import CODE, NAME, CodeDelegate, PatientsModel
from screening_app.ui.widgets import Button, EmptyState, Page, ProgressPanel, label
from screening_app.ui.widgets.question import agreed

if TYPE_CHECKING:
    from screening_app.domain import Patient
    from screening_app.ui.services import AppServices

SEARCH_DELAY = 150  # milliseconds after the last key
_ROW_HEIGHT = 44


class PatientsPage(Page):
    """The list of patients with its search."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.model = PatientsModel(services.workspace)
        self.table = QTableView()
        self.search = QLineEdit()
        self._count = label("", "muted")
        self._progress = ProgressPanel()
        self._nobody = EmptyState("account-group-outline")
        self._not_found = EmptyState("account-search-outline")
        self._list = QStackedWidget()
        self._delay = QTimer(self, singleShot=True, interval=SEARCH_DELAY)
        self._make_buttons()
        self._set_up_table()
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
        self.remove = Button("", "trash-can-outline", "danger")

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setItemDelegateForColumn(CODE, CodeDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        self.header.add(self.demonstration)
        self.header.add(self.add)
        self.column.addWidget(self._progress)
        self._tools = QWidget()
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_S)
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(360)
        row.addWidget(self.search, 3)
        row.addWidget(self._count)
        row.addStretch(1)
        for button in (self.new_session, self.history, self.edit, self.remove):
            row.addWidget(button)
        self.column.addWidget(self._tools)
        self._nobody.add(self.add_first)
        self._nobody.add(self.load_first)
        for state in (self.table, self._nobody, self._not_found):
            self._list.addWidget(state)
        self.column.addWidget(self._list, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search_soon)
        self.search.returnPressed.connect(self._search_at_once)
        self._delay.timeout.connect(self.refresh)
        self.table.activated.connect(self._go_to_history)
        self.table.selectionModel().selectionChanged.connect(self._enable_buttons)
        self.demonstration.clicked.connect(self._load_or_remove_demonstration)
        self.load_first.clicked.connect(self.load_demonstration)
        for button in (self.add, self.add_first):
            button.clicked.connect(self._add)
        self.edit.clicked.connect(self._edit)
        self.remove.clicked.connect(self._remove)
        self.history.clicked.connect(self._go_to_history)
        self.new_session.clicked.connect(self._go_to_session)
        self.services.events.patient_changed.connect(self._refresh_all)
        self._progress.finished.connect(self._show_demonstration_button)
        self._add_shortcuts()

    def _add_shortcuts(self) -> None:
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.New, self, self._add, context=inside)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus, context=inside)
        QShortcut(QKeySequence(Qt.Key.Key_F2), self.table, self._edit, context=inside)
        QShortcut(QKeySequence.StandardKey.Delete, self.table, self._remove, context=inside)

    def retranslate(self) -> None:
        """Set every text again."""
        self.header.set_texts(self.tr("Patients"), self.tr("Open a patient’s history or hold a new session."))
        self.search.setPlaceholderText(self.tr("Search code or name"))
        self.search.setAccessibleName(self.tr("Search code or name"))
        self.table.setAccessibleName(self.tr("Patients"))
        for button in (self.add, self.add_first):
            button.setText(self.tr("Add patient"))
        self.load_first.setText(self.tr("Load demonstration"))
        self.new_session.setText(self.tr("New session"))
        self.history.setText(self.tr("History"))
        self.edit.setText(self.tr("Edit"))
        self.remove.setText(self.tr("Remove"))
        self._nobody.set_texts(
            self.tr("No patients yet"),
            self.tr(
                "Add your first patient, or load the demonstration to look around with a patient who does not exist."
            ),
        )
        self._not_found.set_texts(
            self.tr("Nobody found"), self.tr("No code or name holds these words. Check the spelling.")
        )
        self._show_count()
        self._show_demonstration_button()
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)

    def refresh(self) -> None:
        """Ask the database again, and keep the selection where its patient is still there."""
        selected = self.selected()
        self.model.search(self.search.text())
        self.select(selected.id if selected else "")
        searching = bool(self.search.text().strip())
        empty = self._not_found if searching else self._nobody
        self._list.setCurrentWidget(self.table if self.model.total else empty)
        self._tools.setVisible(searching or self.model.total > 0)
        self._show_count()
        self._enable_buttons()

    def _refresh_all(self) -> None:
        self.refresh()
        self._show_demonstration_button()

    def selected(self) -> Patient | None:
        """The patient in the selected row."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.patient(rows[0].row()) if rows else None

    def select(self, patient_id: str) -> None:
        """Select a patient in the list, if it is among those fetched."""
        row = self.model.row_of(patient_id)
        if row >= 0:
            index = self.model.index(row, CODE)
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def open_patient(self, patient_id: str) -> None:
        """Show this patient in the list."""
        self.search.clear()
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
        for button in (self.new_session, self.history, self.edit, self.remove):
            button.setEnabled(self.selected() is not None)

    def _show_count(self) -> None:
        total = self.model.total
        self._count.setText(self.tr("1 patient") if total == 1 else self.tr("{count} patients").format(count=total))

    # Adding, changing, removing

    def _add(self) -> None:
        dialog = PatientDialog(self.services.workspace, None, language_in_force(), self.window())
        if dialog.exec() and dialog.saved:
            self.search.clear()
            self.services.events.patient_changed.emit(dialog.saved.id)
            self.select(dialog.saved.id)
            self.table.setFocus()

    def _edit(self) -> None:
        patient = self.selected()
        if patient is None:
            return
        dialog = PatientDialog(self.services.workspace, patient, parent=self.window())
        if dialog.exec():
            self.services.events.patient_changed.emit(patient.id)

    def _remove(self) -> None:
        patient = self.selected()
        if patient is None or not self._confirm_removal(patient):
            return
        try:
            remove_patient(self.services.workspace, patient.id)
        except ScreeningError as error:
            self.banner.show_error(error)
        self.services.events.patient_changed.emit(patient.id)

    def _confirm_removal(self, patient: Patient) -> bool:
        return agreed(
            self,
            self.tr("Remove patient"),
            self.tr("Remove {code} for good?").format(code=patient.code),
            self._loss(len(interviews_of(self.services.workspace, patient.id))),
            yes=self.tr("Remove"),
            no=self.tr("Keep"),
        )

    def _loss(self, sessions: int) -> str:
        """What goes with a patient who is removed."""
        if sessions == 0:
            return self.tr("This patient has no sessions. This cannot be undone.")
        if sessions == 1:
            return self.tr(
                "One session with its recording, transcript and scores is removed from this computer. "
                "This cannot be undone."
            )
        return self.tr(
            "{sessions} sessions with their recordings, transcripts and scores are removed from this computer. "
            "This cannot be undone."
        ).format(sessions=sessions)

    # Going to other pages

    def _go_to_history(self) -> None:
        if patient := self.selected():
            self.services.events.history_wanted.emit(patient.id)

    def _go_to_session(self) -> None:
        if patient := self.selected():
            self.services.events.session_wanted.emit(patient.id)

    # The demonstration

    def _show_demonstration_button(self) -> None:
        there = has_demo(self.services.workspace)
        self.demonstration.setText(self.tr("Remove demonstration") if there else self.tr("Load demonstration"))
        self.demonstration.setVisible(there or self._list.currentWidget() is not self._nobody)
        for button in (self.demonstration, self.load_first):
            button.setEnabled(not self._progress.active)

    def _load_or_remove_demonstration(self) -> None:
        if has_demo(self.services.workspace):
            self._remove_demonstration()
        else:
            self.load_demonstration()

    def load_demonstration(self, *, open_history: bool = False) -> None:
        """Load the patient who does not exist, if not there yet; then show the patient here or in the history."""
        if there := demo_patients(self.services.workspace):
            self._show_demonstration(there[0], open_history=open_history)
            return

        self._progress.run(
            self.services.jobs,
            lambda: self.tr("Loading the demonstration"),
            lambda job: load_demo(self.services.workspace, self.services.scoring, job.report),
            on_done=lambda patient: self._show_demonstration(patient, open_history=open_history),
            on_error=self._demonstration_failed,
            on_cancelled=lambda: self.services.events.patient_changed.emit(""),
        )
        self._show_demonstration_button()

    def _show_demonstration(self, patient: Patient, *, open_history: bool) -> None:
        self.services.events.patient_changed.emit(patient.id)
        self.select(patient.id)
        if open_history:
            self.services.events.history_wanted.emit(patient.id)

    def _demonstration_failed(self, error: BaseException) -> None:
        self.services.events.patient_changed.emit("")
        self.banner.show_error(error)

    def _remove_demonstration(self) -> None:
        self._progress.run(
            self.services.jobs,
            lambda: self.tr("Removing the demonstration"),
            lambda _: remove_demo(self.services.workspace),
            on_done=lambda _: self.services.events.patient_changed.emit(""),
            on_error=self._demonstration_failed,
        )
        self._show_demonstration_button()

    def work_in_progress(self) -> str:
        """What the window would interrupt if it closed now."""
        return self.tr("The demonstration is being loaded.") if self._progress.active else ""

    def shut_down(self) -> None:
        """Stop loading the demonstration."""
        self._progress.cancel()
