"""How one patient went over time: the chart, what it means, and the sessions behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from screening_app.errors import ScreeningError
from screening_app.services.interviews import remove_interview
from screening_app.services.patients import find_patients, get_patient, view_patient
from screening_app.services.permissions import Permission
from screening_app.ui import theme
from screening_app.ui.answers_chart import AnswersChart
from screening_app.ui.chart_card import ChartCard
from screening_app.ui.export_dialog import offer_export
from screening_app.ui.formats import format_date
from screening_app.ui.history_reading import HistoryReading
from screening_app.ui.picture_saving import offer_picture
from screening_app.ui.player import Moment, MomentPlayer
from screening_app.ui.report_saving import offer_report
from screening_app.ui.restraint import restrain
from screening_app.ui.session_removal import confirm_removal
from screening_app.ui.sessions_panel import SessionsPanel
from screening_app.ui.widgets import Button, Card, EmptyState, Page, label
from screening_app.ui.widgets.patient_picker import SHOWN, PatientPicker

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QHideEvent

    from screening_app.domain import Patient
    from screening_app.services.history import Session
    from screening_app.services.patient_history import PatientHistory
    from screening_app.ui.services import AppServices
    from selfmm.types import AnswerScore, LabelScale


class HistoryPage(Page):
    """One patient's chart beside the answers of the chosen session, and the table of sessions below."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.patient: Patient | None = None
        self._sessions: tuple[Session, ...] = ()
        self._kept = ""  # id of the session that stays selected
        self.picker = PatientPicker(lambda search: find_patients(services.workspace, search, limit=SHOWN))
        self.picker.setMinimumWidth(360)
        self.card = ChartCard(self._scale_of)
        self.chart = self.card.chart
        self.answers, self._answers_title = AnswersChart(), label("", "strong", wrap=True)
        self.sessions = SessionsPanel()
        self.table, self.model = self.sessions.table, self.sessions.model
        self.player = MomentPlayer(services.device_jobs, self, stored=services.workspace.media.recorded)
        self.new_session = Button("", "microphone-outline")
        self.first_session = Button("", "microphone-outline", "primary")
        self._nobody = EmptyState("account-search-outline")
        self._nothing = EmptyState("chart-timeline-variant")
        self._stack = QStackedWidget()
        steps = (self._show_table, self.card.show_history, self._show_one)
        self._restrain()
        self._reading = HistoryReading(services, steps, self.banner.show_error, self._stack)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.refresh()

    def _restrain(self) -> None:
        workspace, sessions = self.services.workspace, self.sessions
        holding = (self.new_session, self.first_session, self.card.treatment, sessions.open)
        restrain(workspace, Permission.HOLD_SESSIONS, *holding)
        restrain(workspace, Permission.HAND_OUT, sessions.report, sessions.export, self.card.save)
        restrain(workspace, Permission.REMOVE, sessions.remove)

    def _lay_out(self) -> None:
        self.header.add(self.picker)
        self.header.add(self.new_session)
        self._nothing.add(self.first_session)
        for face in (self._nobody, self._nothing, self._history_face()):
            self._stack.addWidget(face)
        self.column.addWidget(self._stack, 1)

    def _history_face(self) -> QWidget:
        face = QWidget()
        column = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self._charts(), 5)
        column.addWidget(self.sessions, 2)
        return face

    def _charts(self) -> QSplitter:
        answers = Card()
        answers.body.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_S)
        answers.body.setSpacing(theme.SPACE_S)
        answers.body.addWidget(self._answers_title)
        answers.body.addWidget(self.answers, 1)
        charts = QSplitter(Qt.Orientation.Horizontal)
        charts.setChildrenCollapsible(False)
        charts.setHandleWidth(theme.SPACE_M)
        for card in (self.card, answers):
            charts.addWidget(card)
        charts.setSizes([12_000, 8_000])  # Qt shares out what there is
        return charts

    def _connect(self) -> None:
        events = self.services.events
        events.patient_changed.connect(self._follow_patients)
        events.interview_changed.connect(lambda _: self.refresh())
        events.assessment_added.connect(lambda _: self.refresh())
        events.recording_changed.connect(self._follow_recording)
        self.picker.chosen.connect(self._choose)
        self.chart.clicked.connect(self.select)
        self.chart.opened.connect(events.interview_wanted)
        self.card.series_changed.connect(self.sessions.show_marker)
        self.card.treatment.clicked.connect(self._note_treatment)
        self.card.save.clicked.connect(self._save_chart)
        self.table.activated.connect(self._open)
        self.sessions.chosen.connect(self._show_selected)
        self.answers.play_wanted.connect(self._play_answer)
        self.player.changed.connect(lambda _: self._show_playing())
        self.player.moved.connect(lambda _: self._show_position())
        self.player.failed.connect(self.banner.show_error)
        self._connect_buttons()

    def _connect_buttons(self) -> None:
        sessions = self.sessions
        sessions.play.clicked.connect(self._play_or_stop)
        sessions.open.clicked.connect(self._open)
        sessions.compare.clicked.connect(self._compare)
        sessions.report.clicked.connect(self._save_report)
        sessions.export.clicked.connect(self._export)
        sessions.remove.clicked.connect(self._remove)
        for button in (self.new_session, self.first_session):
            button.clicked.connect(self._hold_session)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Delete, self.table, self._remove, context=inside)

    def retranslate(self) -> None:
        """Set every text again."""
        self._show_header()
        self.new_session.setText(self.tr("New session"))
        self.first_session.setText(self.tr("Hold a session"))
        self._nobody.set_texts(
            self.tr("No patient chosen"), self.tr("Choose a patient above, or open one from the list of patients.")
        )
        self._nothing.set_texts(
            self.tr("No sessions yet"), self.tr("Hold a first session with this patient; its score will stand here.")
        )
        self._name_answers()

    def _show_header(self) -> None:
        demonstration = self.tr("Demonstration: this person does not exist.")
        shown = demonstration if self.patient and self.patient.is_demo else self.tr("One patient’s scores over time.")
        self.header.set_texts(self.tr("History"), shown)

    def open_patient(self, patient_id: str) -> None:
        """Show this patient's history; says so where the patient has been removed."""
        try:
            patient = get_patient(self.services.workspace, patient_id)
        except ScreeningError as error:
            self._show_patient(None)
            self.banner.show_error(error)
        else:
            self._show_patient(patient)

    def _show_patient(self, patient: Patient | None) -> None:
        """Show a patient, once: the picker tells only of one who is another than before."""
        is_same = patient == self.picker.patient
        self.picker.choose(patient)
        if is_same:
            self.refresh()

    def _choose(self, patient: Patient | None) -> None:
        self.banner.clear()
        self.patient = self._recorded(patient)
        self.card.forget_reference()
        self.refresh()

    def _recorded(self, patient: Patient | None) -> Patient | None:
        """Who is to be looked at, once an entry says so; nobody is shown without one."""
        if patient is None or (self.patient is not None and self.patient.id == patient.id):
            return patient
        try:
            return view_patient(self.services.workspace, patient.id)
        except ScreeningError as error:
            self.banner.show_error(error)
            return None

    def _follow_patients(self, _patient_id: str) -> None:
        """Patients were added, edited or removed: the list changes, and perhaps the one who is shown."""
        self.picker.refresh()
        if self.patient is None:
            return
        try:
            self._show_patient(get_patient(self.services.workspace, self.patient.id))
        except ScreeningError:
            self._show_patient(None)

    def _hold_session(self) -> None:
        self.services.events.session_wanted.emit(self.patient.id if self.patient else "")

    def refresh(self) -> None:
        """Ask the database again; the selected session stays selected if it is still there, else the newest is."""
        self._reading.show(self.patient.id if self.patient else "")

    def _show_table(self, history: PatientHistory) -> None:
        selected = self.selected()
        self._kept = selected.interview.id if selected else ""
        self._sessions = history.sessions
        self.sessions.show_sessions(self._sessions)
        self._show_face()
        self._show_header()

    def _show_one(self, _: PatientHistory) -> None:
        if not self._sessions:
            self._show_selected()  # no selection tells of it
        elif not self.sessions.select(self._kept):
            self.table.selectRow(0)

    def _show_face(self) -> None:
        self.new_session.setVisible(self.patient is not None)
        face = 0 if self.patient is None else 1 if not self._sessions else 2
        self._stack.setCurrentIndex(face)

    def _scale_of(self, assessment_id: str) -> LabelScale:
        return self.services.workspace.assessments.get(assessment_id).score.scale

    def selected(self) -> Session | None:
        """The session in the selected row."""
        return self.sessions.selected()

    def select(self, interview_id: str) -> None:
        """Select a session in the table, if it is there."""
        self.sessions.select(interview_id)

    def _show_selected(self) -> None:
        """Show the answers of the selected session, and what can be done with it."""
        session = self.selected()
        point = session.point if session else None
        recording = session.interview.recording if session else None
        score = self.services.workspace.assessments.get(point.assessment_id).score if point else None
        self.answers.show_answers(score, recording.duration_seconds if recording else None)
        self.card.select(session.interview.id if session else "")
        self._name_answers()
        self._enable_buttons()
        self._show_position()

    def _name_answers(self) -> None:
        session = self.selected()
        date = format_date(session.interview.held_at, with_time=True) if session else ""
        self._answers_title.setText(self.tr("Answers of {date}").format(date=date) if session else "")

    def _enable_buttons(self) -> None:
        session, buttons = self.selected(), self.sessions
        for button in (buttons.open, buttons.report, buttons.export, buttons.remove):
            button.setEnabled(session is not None)
        buttons.compare.setEnabled(session is not None and len(self._sessions) > 1)
        recorded = session is not None and session.interview.recording is not None
        buttons.play.setEnabled(recorded and not self.services.events.is_recording)
        self.answers.set_locked(self.services.events.is_recording)
        self.sessions.show_playing(self._is_playing())

    def _open(self) -> None:
        if session := self.selected():
            self.services.events.interview_wanted.emit(session.interview.id)

    def _compare(self) -> None:
        """Show the selected session beside the reference, or beside its neighbour where it is that itself."""
        session = self.selected()
        if session is None or len(self._sessions) < 2:
            return
        from screening_app.ui.compare_dialog import CompareDialog

        reference, chosen = self.card.reference_point, session.interview.id
        other = (
            reference.interview_id
            if reference and reference.interview_id != chosen
            else self.sessions.neighbour(chosen)
        )
        dialog = CompareDialog(self.services.workspace, self._sessions, other, chosen, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _note_treatment(self) -> None:
        if self.patient is None:
            return
        from screening_app.ui.treatment_dialog import TreatmentDialog

        dialog = TreatmentDialog(self.services.workspace, self.patient.id, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.changed.connect(self.refresh)
        dialog.open()

    # Hearing a session

    def _recording(self) -> Path | None:
        """The selected session's recording."""
        session = self.selected()
        recording = session.interview.recording if session else None
        return recording.path if recording else None

    def _is_playing(self) -> bool:
        """Whether the selected session, or a piece of it, is heard now."""
        return self.player.moment is not None and self.player.moment.path == self._recording()

    def _follow_recording(self, recording: bool) -> None:
        """Play nothing that would be heard in the interview that is being recorded."""
        if recording:
            self.player.stop()
        self._enable_buttons()

    def _play_or_stop(self) -> None:
        if self._is_playing():
            self.player.stop()
        elif recording := self._recording():
            self.player.play(Moment(recording))

    def _play_answer(self, answer: AnswerScore) -> None:
        if recording := self._recording():
            self.player.toggle(Moment(recording, answer.start, answer.end))

    def _show_playing(self) -> None:
        self.sessions.show_playing(self._is_playing())
        self._show_position()

    def _show_position(self) -> None:
        """Show in the answers what is heard of the selected session."""
        moment = self.player.moment if self._is_playing() else None
        self.answers.show_position(max(moment.start, self.player.seconds) if moment else None)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nobody's voice goes on when nobody looks at the history any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.player.stop()

    def shut_down(self) -> None:
        """Stop playing."""
        self.player.close()

    # Saving a report or the picture

    def _save_report(self) -> None:
        session = self.selected()
        if session and self.patient:
            offer_report(self, session.interview, self.patient)

    def _export(self) -> None:
        session = self.selected()
        if session and self.patient:
            offer_export(self, self.patient, session.interview.id)

    def _save_chart(self) -> None:
        if self.patient:
            offer_picture(self, self.chart, self.patient)

    # Removing a session

    def _remove(self) -> None:
        session = self.selected()
        if session is None or not confirm_removal(self, session.interview):
            return
        self.player.close()  # some systems do not remove a file that is open
        try:
            remove_interview(self.services.workspace, session.interview.id)
        except ScreeningError as error:
            self.banner.show_error(error)
        self.services.events.interview_changed.emit(session.interview.id)
