"""A session from its start to its result: whom and how, the work, then transcript beside score."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from screening_app.services.imports import import_file
from screening_app.services.interviews import get_interview, type_text, unfinished
from screening_app.services.patients import get_patient
from screening_app.services.samples import correct_answers, listen_again, restore_transcript
from screening_app.ui import messages, theme
from screening_app.ui.formats import format_date, language_in_force
from screening_app.ui.player import Moment, MomentPlayer
from screening_app.ui.report_saving import offer_report
from screening_app.ui.result_panel import ResultPanel
from screening_app.ui.session_setup import SessionSetup
from screening_app.ui.session_state import SessionState, Stage, review_of
from screening_app.ui.transcript_panel import TranscriptPanel
from screening_app.ui.widgets import Button, Page, ProgressPanel, label
from screening_app.ui.widgets.patient_picker import name_of
from screening_app.ui.widgets.question import agreed
from selfmm.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QHideEvent

    from screening_app.domain import Interview, Patient
    from screening_app.jobs.runner import Job
    from screening_app.ui.services import AppServices
    from screening_app.ui.transcript_panel import Corrections
    from selfmm.types import Answer, AnswerScore

T = TypeVar("T")


class SessionPage(Page):
    """Shows a `SessionState`; everything that takes time is a job, and what was recorded stays whatever happens."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.state = SessionState()
        self._shut_down = False
        self.setup = SessionSetup(services)
        self.progress = ProgressPanel()
        self.transcript, self.result = TranscriptPanel(), ResultPanel()
        self.player = MomentPlayer(services.device_jobs, self)
        self.history, self.report = Button("", "chart-line"), Button("", "file-pdf-box")
        self.again = Button("", "plus", "primary")
        for button in (self.history, self.report, self.again):
            self.header.add(button)
        self._meanwhile = label("", "muted", wrap=True)
        self._stack = QStackedWidget()
        self._faces = {
            Stage.SETUP: self.setup,
            Stage.WORKING: self._working_face(),
            Stage.REVIEW: self._review_face(),
        }
        for face in self._faces.values():
            self._stack.addWidget(face)
        self.column.addWidget(self._stack, 1)
        self._connect()
        self.retranslate()

    def _working_face(self) -> QWidget:
        face = QWidget()
        column = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self.progress)
        column.addWidget(self._meanwhile)
        column.addStretch(1)
        return face

    def _review_face(self) -> QSplitter:
        face = QSplitter(Qt.Orientation.Horizontal)
        face.setChildrenCollapsible(False)
        face.setHandleWidth(theme.SPACE_M)
        face.addWidget(self.transcript)
        face.addWidget(self.result)
        face.setSizes([10_000, 10_000])  # halves: Qt shares out what there is
        return face

    def _connect(self) -> None:
        self.setup.patient_chosen.connect(self._choose_patient)
        self.setup.file.chosen.connect(self.import_recording)
        self.setup.text.entered.connect(self.score_text)
        self.setup.record.recording_changed.connect(self._follow_recording)
        self.setup.record.finished.connect(self._score_new)
        self.setup.record.failed.connect(self._tell)
        self.transcript.corrected.connect(self.score_corrected)
        self.transcript.play_wanted.connect(self._play_or_stop)
        self.transcript.language_wanted.connect(self.listen_again)
        self.transcript.restore_wanted.connect(self.take_corrections_back)
        self.result.score_wanted.connect(self.score_now)
        self.result.answers.play_wanted.connect(self._play_or_stop)
        self.player.changed.connect(self._show_playing)
        self.player.moved.connect(self.result.answers.show_position)
        self.player.failed.connect(self._tell)
        self.history.clicked.connect(self._go_to_history)
        self.report.clicked.connect(self.save_report)
        self.again.clicked.connect(self._hold_another)
        self.services.events.patient_changed.connect(self._refresh_patient)

    def _follow_recording(self, recording: bool) -> None:
        self.setup.set_locked(recording)
        self.services.events.tell_recording(recording)

    # What is shown

    def show_state(self, state: SessionState) -> None:
        """Show a session as it stands now."""
        had_focus = self.hasFocus() or self.isAncestorOf(QApplication.focusWidget() or self.window())
        self.player.stop()
        self.state = state
        if state.stage is Stage.REVIEW:
            score = state.assessment.score if state.assessment else None
            recorded = bool(state.interview and state.interview.recording)
            evidence = state.evidence.answers if state.evidence else ()
            self.transcript.show_transcript(
                state.transcript, score, evidence, recorded=recorded, corrected=state.corrected
            )
        self.setup.record.set_patient(state.patient)
        self.retranslate()
        self._stack.setCurrentWidget(self._faces[state.stage])
        if had_focus and state.stage is not Stage.SETUP:
            self.setFocus()  # what had it is gone; nor should a stray key cancel the work

    def retranslate(self) -> None:
        """Set every text again."""
        self.header.set_texts(self._title(), self._subtitle())
        self.history.setText(self.tr("Patient’s history"))
        self.report.setText(self.tr("Report (PDF)…"))
        self.again.setText(self.tr("New session"))
        for button in (self.history, self.report, self.again):
            button.setVisible(self.state.stage is Stage.REVIEW)
        self.report.setEnabled(self.state.assessment is not None)
        self._meanwhile.setText(
            self.tr("You may go to other pages meanwhile. What was recorded is kept, even if you cancel.")
        )
        markers = self.state.evidence.markers if self.state.evidence else {}
        recording = self.state.interview.recording if self.state.interview else None
        seconds = recording.duration_seconds if recording else None
        card_line = self.state.card.get(language_in_force(), "")
        self.result.show_assessment(self.state.assessment, card_line, markers, seconds)

    def _title(self) -> str:
        return self.tr("New session") if self.state.stage is Stage.SETUP else self.tr("Session")

    def _subtitle(self) -> str:
        patient, interview = self.state.patient, self.state.interview
        if self.state.stage is Stage.SETUP or patient is None:
            return self.tr("Choose the patient, then how the interview comes in.")
        held = format_date(interview.held_at, with_time=True) if interview else ""
        spoken = messages.language_name(self.state.transcript.language) if self.state.transcript else ""
        return " · ".join(part for part in (name_of(patient), held, spoken) if part)

    # Whom

    def open_patient(self, patient_id: str) -> None:
        """Prepare a new session with this patient; "" leaves the choice open."""
        if not self._may_switch():
            return
        self.start_anew()
        if patient_id:
            self._try(lambda: self.setup.picker.choose(get_patient(self.services.workspace, patient_id)))

    def _hold_another(self) -> None:
        if self._may_switch():
            self.start_anew()

    def start_anew(self) -> None:
        """Back to the first face, with the same patient."""
        self.banner.clear()
        self.setup.picker.refresh()
        self.show_state(SessionState(patient=self.setup.picker.patient))
        self._offer_unfinished()

    def _choose_patient(self, patient: Patient | None) -> None:
        self.banner.clear()
        self.show_state(SessionState(patient=patient))
        self._offer_unfinished()

    def _offer_unfinished(self) -> None:
        """Say that sessions of this patient wait to be scored, if there are any."""
        patient = self.state.patient
        if patient is None:
            return
        waiting = [item for item in unfinished(self.services.workspace) if item.patient_id == patient.id]
        if waiting:
            newest = waiting[-1]
            self.banner.show_message(
                lambda: self.tr("The session of {when} has not been scored yet.").format(
                    when=format_date(newest.held_at, with_time=True)
                ),
                "info",
                lambda: self.tr("Open it"),
                lambda: self.open_interview(newest.id),
            )

    def _refresh_patient(self, patient_id: str) -> None:
        """Follow what happens to patients on other pages."""
        chosen = self.setup.picker.patient
        if chosen is None or patient_id not in ("", chosen.id):
            self.setup.picker.refresh()
            return
        found = {patient.id: patient for patient in self.services.workspace.patients.all(chosen.code)}
        self.setup.picker.choose(found.get(chosen.id))

    # From how to the result

    def import_recording(self, path: Path) -> None:
        """Copy a file into a new interview, then score it."""
        if (patient := self._patient_or_hint()) is None:
            return
        language = self.setup.spoken_language
        self._run(
            lambda: self.tr("Importing {name}").format(name=path.name),
            lambda job: import_file(
                self.services.workspace, patient, path, language, job.report, worker=self.services.worker
            ),
            self._score_new,
        )

    def score_text(self, text: str) -> None:
        """Store typed text as a new interview, then score it."""
        if (patient := self._patient_or_hint()) is None:
            return
        language = self.setup.spoken_language

        def kept(interview: Interview) -> None:
            self.setup.text.clear()
            self._score_new(interview)

        self._run(
            lambda: self.tr("Keeping the text"),
            lambda _: type_text(self.services.workspace, patient, text, language),
            kept,
        )

    def score_now(self) -> None:
        """Score the interview that is open."""
        if self.state.interview is not None:
            self._score(self.state.interview)

    def score_corrected(self, corrections: Corrections) -> None:
        """Save corrected answers, then score again; the features stay as they are."""
        if (interview := self.state.interview) is not None:
            texts, speakers = corrections.texts, corrections.speakers
            self._score_changed(interview, lambda: correct_answers(self.services.workspace, interview, texts, speakers))

    def listen_again(self, language: str) -> None:
        """Write the recording down anew, as speech in `language`, and score again; the features stay as they are."""
        interview = self.state.interview
        if interview is None or (self.state.corrected and not self._may_replace_corrections()):
            return
        self._score_changed(interview, lambda: listen_again(self.services.workspace, interview, language))

    def take_corrections_back(self) -> None:
        """Restore the transcript as it was first written down, and score again."""
        if (interview := self.state.interview) is not None:
            self._score_changed(interview, lambda: restore_transcript(self.services.workspace, interview))

    def _score_changed(self, interview: Interview, change: Callable[[], object]) -> None:
        def work(job: Job) -> SessionState:
            change()
            return self._scored(get_interview(self.services.workspace, interview.id), job)

        self._run(lambda: self.tr("Scoring again"), work, self._show_scored)

    def open_interview(self, interview_id: str) -> None:
        """Show an interview's transcript and result, or offer to score it."""
        if not self._may_switch():
            return
        self.banner.clear()
        self._run(
            lambda: self.tr("Opening the session"),
            lambda _: self._review(interview_id),
            self._show_opened,
        )

    def _score_new(self, interview: Interview) -> None:
        self.services.events.interview_changed.emit(interview.id)
        self._score(interview)

    def _score(self, interview: Interview) -> None:
        self.banner.clear()
        self.state = replace(self.state, interview=interview)
        self._run(lambda: self.tr("Scoring the session"), lambda job: self._scored(interview, job), self._show_scored)

    def _scored(self, interview: Interview, job: Job) -> SessionState:
        """Score, and read what there is to show; runs in the job thread."""
        self.services.scoring.score_interview(interview, job.report)
        return self._review(interview.id)

    def _review(self, interview_id: str) -> SessionState:
        return review_of(self.services.workspace, self.services.settings_store.current, interview_id)

    def _show_opened(self, state: SessionState) -> None:
        self.setup.picker.choose(state.patient)
        self.show_state(state)

    def _show_scored(self, state: SessionState) -> None:
        self.show_state(state)
        if state.patient:
            self.services.events.assessment_added.emit(state.patient.id)

    # Jobs

    def _run(self, title: Callable[[], str], work: Callable[[Job], T], on_done: Callable[[T], None]) -> None:
        """Run a job with its progress; if it fails or is cancelled, come back to what is there then."""
        self.progress.run(
            self.services.jobs,
            title,
            work,
            on_done=on_done,
            on_error=self._failed,
            on_cancelled=self._come_back,
        )
        self.show_state(replace(self.state, stage=Stage.WORKING))

    def _failed(self, error: BaseException) -> None:
        self._come_back()
        self._tell(error)

    def _tell(self, error: BaseException) -> None:
        """Say what went wrong; what nobody expected goes on to where bugs are logged."""
        self.banner.show_error(error)
        if not isinstance(error, KnownError):
            raise error

    def _come_back(self) -> None:
        """After work that did not end: to the interview if there is one, which is kept, else to the choices."""
        interview = self.state.interview
        if interview is None or self._shut_down:
            self._back_to_choices()
            return
        self.progress.run(
            self.services.jobs,
            lambda: self.tr("Opening the session"),
            lambda _: self._review(interview.id),
            on_done=self.show_state,
            on_error=self._not_even_back,
            on_cancelled=self._back_to_choices,
        )

    def _not_even_back(self, error: BaseException) -> None:
        self._back_to_choices()
        self._tell(error)

    def _back_to_choices(self) -> None:
        self.show_state(SessionState(patient=self.state.patient))

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except KnownError as error:
            self.banner.show_error(error)

    def _patient_or_hint(self) -> Patient | None:
        patient = self.setup.picker.patient
        if patient is None:
            self.banner.show_message(lambda: self.tr("Choose the patient first."), "warning")
            self.setup.picker.setFocus()
        return patient

    # Hearing what was said

    def _play_or_stop(self, answer: Answer | AnswerScore) -> None:
        interview = self.state.interview
        if interview is not None and interview.recording is not None:
            self.player.toggle(Moment(interview.recording.path, answer.start, answer.end))

    def _show_playing(self, moment: Moment | None) -> None:
        start = moment.start if moment else None
        self.transcript.show_playing(start)
        self.result.answers.show_position(start)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nobody's voice goes on when nobody looks at the session any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.player.stop()

    # Going on from the result

    def _go_to_history(self) -> None:
        if self.state.patient:
            self.services.events.history_wanted.emit(self.state.patient.id)

    def save_report(self) -> None:
        """Offer to write the report of the assessment that is shown."""
        if self.state.assessment and self.state.patient:
            offer_report(self, self.state.assessment, self.state.patient)

    # Leaving

    def work_in_progress(self) -> str:
        """What would be interrupted if the window closed now."""
        if self.setup.record.is_recording:
            return self.tr("An interview is being recorded.")
        if self.progress.active:
            return self.tr("A session is being worked on. What was recorded is kept and can be scored later.")
        if self.transcript.has_corrections:
            return self.tr("Corrections of the transcript are not saved yet.")
        if self.setup.text.has_text:
            return self.tr("The typed text has not been scored and would be lost.")
        return ""

    def _may_switch(self) -> bool:
        """Whether another session may be shown here; what runs comes first, what would be lost is asked for."""
        if self.setup.record.is_recording or self.progress.active:
            self.banner.show_message(self._work_comes_first, "warning")
            return False
        if not self.transcript.has_corrections:
            return True
        leaving = self._may_leave()
        if leaving:
            self.transcript.discard()
        return leaving

    def _work_comes_first(self) -> str:
        return self.tr("{work} Finish it before you open another session.").format(work=self.work_in_progress())

    def _may_leave(self) -> bool:
        """Ask, because something would be lost."""
        return agreed(
            self, self.tr("Leave this session?"), self.work_in_progress(), yes=self.tr("Leave"), no=self.tr("Stay")
        )

    def _may_replace_corrections(self) -> bool:
        return agreed(
            self,
            self.tr("Write down again?"),
            self.tr("The corrections of this transcript will be lost. The recording is kept."),
            yes=self.tr("Write down again"),
            no=self.tr("Keep the corrections"),
        )

    def shut_down(self) -> None:
        """Stop and keep a recording, let go of the devices, and stop the job."""
        self._shut_down = True
        self.progress.cancel()
        self.setup.record.shut_down()
        self.player.close()
