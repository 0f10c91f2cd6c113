"""A session step by step: whom, consent, devices, interview, questionnaire, result, sign-off."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QApplication

from screening_app.services.patients import get_patient
from screening_app.services.permissions import Permission
from screening_app.services.sessions import waiting_sessions
from screening_app.ui import messages, session_record
from screening_app.ui.consent_dialog import ConsentDialog
from screening_app.ui.formats import format_date
from screening_app.ui.modal import accepted
from screening_app.ui.report_saving import offer_report
from screening_app.ui.restraint import restrain
from screening_app.ui.session_faces import SessionFaces
from screening_app.ui.session_hold import SessionHold
from screening_app.ui.session_review import SessionReview
from screening_app.ui.session_state import SessionState, Stage, stages_of
from screening_app.ui.session_work import SessionWork
from screening_app.ui.widgets import Button, Page
from screening_app.ui.widgets.patient_picker import name_of
from screening_app.ui.widgets.question import agreed
from selfmm.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from screening_app.domain import BegunQuestionnaire, Patient, Purpose
    from screening_app.services.questionnaires import Answers
    from screening_app.ui.services import AppServices

T = TypeVar("T")


class SessionPage(Page):
    """Shows a `SessionState`; each step is kept as it is left, and everything that takes time is a job."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.state = SessionState()
        self.faces = SessionFaces(services)
        self.work, self.review, self.hold = SessionWork(self), SessionReview(self), SessionHold(self)
        self.consent, self.history = Button("", "file-sign"), Button("", "chart-line")
        self.report, self.again = Button("", "file-pdf-box"), Button("", "plus", "primary")
        for button in (self.consent, self.history, self.report, self.again):
            self.header.add(button)
        self.column.addWidget(self.faces, 1)
        self.dress_apart(*self.faces.above)
        restrain(services.workspace, Permission.HAND_OUT, self.report)
        restrain(services.workspace, Permission.SIGN_OFF, self.faces.sign_off.sign, self.faces.sign_off.add)
        self._connect()
        self.retranslate()

    def parts(self) -> tuple[QWidget, ...]:
        """Each step by itself: there are more than 400 widgets in all."""
        return self.faces.steps

    def _connect(self) -> None:
        faces = self.faces
        faces.bar.wanted.connect(self.go)
        faces.who.patient_chosen.connect(self._choose_patient)
        faces.who.begun.connect(self.begin)
        faces.consent.agreed.connect(self._agreed)
        faces.devices.ready.connect(lambda: self.go(Stage.INTERVIEW))
        faces.control.finished.connect(self.work.interview_in)
        faces.control.failed.connect(self.tell)
        faces.devices.card.failed.connect(self.tell)
        faces.control.recording_changed.connect(self._follow_recording)
        faces.file.chosen.connect(self.work.import_recording)
        faces.text.entered.connect(self.work.score_text)
        self._connect_record()
        self.consent.clicked.connect(self._show_consents)
        self.history.clicked.connect(self._go_to_history)
        self.report.clicked.connect(self.save_report)
        self.again.clicked.connect(self._hold_another)
        self.services.events.patient_changed.connect(self._refresh_patient)
        self.services.events.due_changed.connect(self._follow_deletion)

    def _connect_record(self) -> None:
        """What is written down beside the interview."""
        faces, keep = self.faces, session_record
        faces.questionnaire.answered.connect(lambda *given: self.keep(keep.with_rating, *given))
        faces.questionnaire.changed.connect(self._keep_answers)
        faces.questionnaire.discarded.connect(self._discard_answers)
        faces.questionnaire.totalled.connect(lambda *given: self.keep(keep.with_total, *given))
        faces.questionnaire.passed.connect(lambda: self.go(Stage.RESULT))
        faces.safety.reviewed.connect(lambda *written: self.keep(keep.with_review, *written))
        faces.to_sign_off.clicked.connect(lambda: self.go(Stage.SIGN_OFF))
        faces.sign_off.notes_written.connect(lambda notes: self.keep(keep.with_notes, notes))
        faces.sign_off.signed.connect(self._sign)
        faces.sign_off.added.connect(self._add_addendum)

    def _follow_recording(self, recording: bool) -> None:
        self.show_state(self.state)
        self.services.events.tell_recording(recording)

    # What is shown

    def show_state(self, state: SessionState) -> None:
        """Show a session as it stands now."""
        changed = state.stage is not self.state.stage
        focus = QApplication.focusWidget()
        had_focus = focus is None or focus is self or self.isAncestorOf(focus)
        self.state = state
        self.faces.show_state(state, self.services.settings_store.current, self.services.who)
        self._show_header()
        if had_focus and changed:
            self.faces.take_focus()  # what had it is gone

    def show_read(self, state: SessionState) -> None:
        """Show a session that was read from the database."""
        self.show_state(state)
        self.review.refresh()

    def retranslate(self) -> None:
        """Set every text again."""
        self.consent.setText(self.tr("Consent…"))
        self.history.setText(self.tr("Patient’s history"))
        self.report.setText(self.tr("Report…"))
        self.again.setText(self.tr("New session"))
        self._show_header()
        self.faces.retranslate()
        self.review.retranslate()

    def _show_header(self) -> None:
        self.header.set_texts(self._title(), self._subtitle())
        after = self.state.interview is not None and self.state.has_material
        for button in (self.consent, self.history, self.report, self.again):
            button.setVisible(after)

    def _title(self) -> str:
        return self.tr("New session") if self.state.interview is None else self.tr("Session")

    def _subtitle(self) -> str:
        patient, interview = self.state.patient, self.state.interview
        if interview is None or patient is None:
            return self.tr("Choose the patient, then how the interview comes in.")
        held = format_date(interview.held_at, with_time=True)
        spoken = messages.language_name(self.state.transcript.language) if self.state.transcript else ""
        signed = self.tr("signed off") if self.state.sign_off else ""
        return " · ".join(part for part in (name_of(patient), held, spoken, signed) if part)

    # Whom

    def open_patient(self, patient_id: str) -> None:
        """Prepare a new session with this patient; "" leaves the choice open."""
        if not self._may_switch():
            return
        self.start_anew()
        if patient_id:
            self._try(lambda: self.faces.who.picker.choose(get_patient(self.services.workspace, patient_id)))

    def _hold_another(self) -> None:
        if self._may_switch():
            self.start_anew()

    def start_anew(self) -> None:
        """Back to the first step, with the same patient."""
        self.banner.clear()
        self.faces.who.picker.refresh()
        self.show_choices(self.faces.who.picker.patient)
        self._offer_unfinished()

    def show_choices(self, patient: Patient | None) -> None:
        """Show no session."""
        self.hold.let_go()
        self.show_state(SessionState(patient=patient))

    def _choose_patient(self, patient: Patient | None) -> None:
        if self.state.stage is Stage.WHO:
            self.banner.clear()
            self.show_state(SessionState(patient=patient))
            self._offer_unfinished()

    def _offer_unfinished(self) -> None:
        """Say that sessions of this patient were begun and wait, if there are any."""
        patient = self.state.patient
        waiting = waiting_sessions(self.services.workspace, patient.id) if patient else ()
        if waiting:
            newest = waiting[-1]
            self.banner.show_message(
                lambda: self.tr("The session of {when} is not finished yet.").format(
                    when=format_date(newest.held_at, with_time=True)
                ),
                "info",
                lambda: self.tr("Open it"),
                lambda: self.open_interview(newest.id),
            )

    def _refresh_patient(self, patient_id: str) -> None:
        """Follow what happens to patients on other pages."""
        picker = self.faces.who.picker
        chosen = picker.patient
        if chosen is None or patient_id not in ("", chosen.id):
            picker.refresh()
            return
        found = {patient.id: patient for patient in self.services.workspace.patients.all(chosen.code)}
        picker.choose(found.get(chosen.id))

    def _follow_deletion(self) -> None:
        """The signed session that is open may have been deleted by a rule, or its recording."""
        interview, workspace = self.state.interview, self.services.workspace
        if interview is None or self.state.sign_off is None:
            return
        if not workspace.interviews.has(interview.id):
            self.show_choices(None)
        elif workspace.interviews.get(interview.id).recording != interview.recording:
            self.work.open(interview.id)

    def open_interview(self, interview_id: str) -> None:
        """Go on with an interview where it was left, or show its result."""
        if self._may_switch():
            self.banner.clear()
            self.work.open(interview_id)

    # From step to step

    def begin(self) -> None:
        """Keep a new session with the patient, and ask for consent."""
        who = self.faces.who
        if (patient := who.picker.patient) is None:
            self.banner.show_message(lambda: self.tr("Choose the patient first."), "warning")
            who.picker.setFocus()
            return
        workspace = self.services.workspace

        def begin() -> None:
            self.banner.clear()
            state = session_record.begun(workspace, patient, who.source, who.spoken_language)
            if state.interview is not None:
                self.hold.take(state.interview.id)
            self.show_state(state)
            self.go(Stage.CONSENT)

        self._try(begin)

    def go(self, stage: Stage) -> None:
        """Open a step of the session, and keep that it is open."""
        if stage is Stage.WHO:
            self._hold_another()
            return
        self._try(lambda: self.step_to(stage))

    def step_to(self, stage: Stage) -> None:
        """Open a step; raises `ScreeningError` where that cannot be kept."""
        interview = self.state.interview
        if interview is None:
            return
        self.fill(stage)
        self.show_state(session_record.at_stage(self.services.workspace, self.state, stage))

    def fill(self, stage: Stage) -> None:
        """Let a step know of the session before it is seen."""
        state, clinician = self.state, self.services.who
        if state.interview is None or state.patient is None:
            return
        if stage is Stage.CONSENT:
            self.faces.consent.show_session(self.services.workspace, state.interview, state.language, clinician)
        elif stage in (Stage.DEVICES, Stage.INTERVIEW):
            self.faces.show_whom(state)
        elif stage is Stage.QUESTIONNAIRE:
            self.faces.questionnaire.show_session(state.language, state.ratings, state.begun)

    def _agreed(self, purposes: frozenset[Purpose], by: str) -> None:
        """Keep the consent, and go on."""

        def keep() -> None:
            self.show_state(session_record.with_consent(self.services.workspace, self.state, purposes, by))
            self.step_to(self._after_consent())

        self._try(keep)

    def _after_consent(self) -> Stage:
        if self.state.has_material or self.state.interview is None:
            return Stage.QUESTIONNAIRE
        steps = stages_of(self.state.interview.source)
        return steps[steps.index(Stage.CONSENT) + 1]

    def keep(self, keep: Callable[..., SessionState], *what: object) -> bool:
        """Keep something of the session and show it; whether that succeeded."""

        def do() -> None:
            was_signed = self.state.sign_off is not None
            self.show_state(keep(self.services.workspace, self.state, *what))
            self.faces.questionnaire.show_kept(self.state.ratings, self.state.begun)
            if was_signed is (self.state.sign_off is not None):
                self.review.retranslate()  # the transcript stays as it is, and so do corrections of it
            else:
                self.review.refresh()
            if self.state.interview:
                self.services.events.interview_changed.emit(self.state.interview.id)

        return self._try(do)

    def offer_undo(self, said: Callable[[], str], undo: Callable[[], object]) -> None:
        """Say what was done, and offer to take it back while the session is open; nothing waits for an answer."""

        def take_back() -> None:
            self.banner.clear()
            undo()

        self.banner.show_message(said, "info", lambda: self.tr("Undo"), take_back)

    def _keep_answers(self, instrument: str, answers: Answers, difficulty: int | None) -> None:
        """Keep what was answered so far, with every answer; nothing else that is shown changes by that."""

        def keep() -> None:
            workspace, given = self.services.workspace, (instrument, answers, difficulty)
            self.state = session_record.with_answers(workspace, self.state, *given)
            self.faces.questionnaire.show_kept(self.state.ratings, self.state.begun)

        self._try(keep)

    def _discard_answers(self, begun: BegunQuestionnaire) -> None:
        """Forget what was answered so far of a questionnaire."""
        if self.keep(session_record.without_answers, begun):
            self.faces.questionnaire.show_chosen()
            self.offer_undo(
                lambda: self.tr("The answers of the {name} are discarded.").format(name=begun.instrument.upper()),
                lambda: self._bring_answers_back(begun),
            )

    def _bring_answers_back(self, begun: BegunQuestionnaire) -> None:
        self.keep(session_record.with_answers, begun.instrument, begun.answers, begun.difficulty)
        self.faces.questionnaire.show_chosen()

    def _sign(self, by: str) -> None:
        """Ask once, because it locks the session."""
        self.faces.sign_off.save_notes()
        text = self.tr("Sign off this session?")
        consequence = self.tr("It is locked then; what is new becomes an addendum.")
        if agreed(self, self.tr("Sign-off"), text, consequence, yes=self.tr("Sign off"), no=self.tr("Not yet")):
            self.keep(session_record.signed_off, by)

    def _add_addendum(self, text: str, by: str) -> None:
        before = self.state.addenda
        self.keep(session_record.with_addendum, text, by)
        if self.state.addenda != before:
            self.faces.sign_off.addendum_kept()

    def tell(self, error: BaseException) -> None:
        """Say what went wrong; what nobody expected goes on to where bugs are logged."""
        self.banner.show_error(error)
        if not isinstance(error, KnownError):
            raise error

    def _try(self, action: Callable[[], None]) -> bool:
        try:
            action()
        except KnownError as error:
            self.banner.show_error(error)
            return False
        return True

    # Going on from the result

    def _show_consents(self) -> None:
        if self.state.interview is None:
            return
        clinician = self.services.who
        accepted(ConsentDialog(self.services.workspace, self.state.interview, clinician, self.window()))
        self.work.come_back()

    def _go_to_history(self) -> None:
        if self.state.patient:
            self.services.events.history_wanted.emit(self.state.patient.id)

    def save_report(self) -> None:
        """Offer to write or print the report of the session, which need not have a score."""
        if self.state.interview and self.state.patient:
            offer_report(self, self.state.interview, self.state.patient)

    # Leaving

    def work_in_progress(self) -> str:
        """What would be interrupted if the window closed now; the gravest where there are several."""
        faces = self.faces
        asking = self.state.stage is Stage.QUESTIONNAIRE
        reasons = (
            (faces.control.is_recording, self.tr("An interview is being recorded.")),
            (
                faces.progress.active,
                self.tr("A session is being worked on. What was recorded is kept and can be scored later."),
            ),
            (faces.transcript.has_corrections, self.tr("Corrections of the transcript are not saved yet.")),
            (faces.text.has_text, self.tr("The typed text has not been scored and would be lost.")),
            (
                asking and faces.questionnaire.has_unsaved,
                self.tr("The answers of the questionnaire could not be stored and would be lost."),
            ),
            (faces.sign_off.has_addendum(), self.tr("The addendum has not been added yet and would be lost.")),
        )
        return next((words for holds, words in reasons if holds), "")

    def _may_switch(self) -> bool:
        """Whether another session may be shown here; what runs comes first, what would be lost is asked for."""
        if self.faces.control.is_recording or self.faces.progress.active:
            self.banner.show_message(self._work_comes_first, "warning")
            return False
        self.faces.sign_off.save_notes()
        if not self.work_in_progress():
            return True
        leaving = agreed(
            self, self.tr("Leave this session?"), self.work_in_progress(), yes=self.tr("Leave"), no=self.tr("Stay")
        )
        if leaving:
            self.faces.discard()
        return leaving

    def _work_comes_first(self) -> str:
        return self.tr("{work} Finish it before you open another session.").format(work=self.work_in_progress())

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nobody's voice goes on when nobody looks at the session any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.review.player.stop()
            self.faces.sign_off.save_notes()
            self.hold.leave()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Go on with the session as it is by now."""
        super().showEvent(event)
        if not event.spontaneous():
            self.hold.take_up()

    def shut_down(self) -> None:
        """Stop and keep a recording, let go of the devices, and stop the job."""
        self.faces.sign_off.save_notes()
        self.work.shut_down()
        self.faces.shut_down()
        self.review.player.close()
        self.hold.let_go()
