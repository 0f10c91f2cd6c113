"""What takes time in a session, each as a job with its progress: reading it, taking the interview in, scoring it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from screening_app.services.imports import already_imported, find_recording_again, import_into, is_moved
from screening_app.services.interviews import get_interview, type_into, view_interview
from screening_app.services.patients import get_patient
from screening_app.services.seats import ElsewhereError
from screening_app.ui.formats import format_date
from screening_app.ui.session_state import SessionState, Stage, review_of
from screening_app.ui.widgets.patient_picker import name_of
from screening_app.ui.widgets.question import agreed

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import Interview
    from screening_app.jobs.runner import Job
    from screening_app.ui.session_page import SessionPage

T = TypeVar("T")


class SessionWork(QObject):
    """The jobs of a session page; what was recorded stays, whatever happens."""

    def __init__(self, page: SessionPage) -> None:
        super().__init__(page)
        self._page = page
        self._services = page.services
        self._shut_down = False

    def shut_down(self) -> None:
        """Stop what runs, because the window closes."""
        self._shut_down = True
        self._page.faces.progress.cancel()

    # The interview comes in

    def import_recording(self, path: Path) -> None:
        """Copy a file into the session, after a word where it was imported before; then score it."""
        self.run(
            lambda: self.tr("Looking into {name}").format(name=path.name),
            lambda _: already_imported(self._services.workspace, path),
            lambda before: self._import_now(path) if not before or self._import_again(before[-1]) else self.come_back(),
        )

    def _import_again(self, before: Interview) -> bool:
        patient = get_patient(self._services.workspace, before.patient_id)
        text = self.tr("This file was imported already: {patient}, session of {when}.").format(
            patient=name_of(patient), when=format_date(before.held_at, with_time=True)
        )
        title, details = self.tr("Imported already"), self.tr("Import it into this session as well?")
        return agreed(self._page, title, text, details, yes=self.tr("Import again"), no=self.tr("Do not import"))

    def _import_now(self, path: Path) -> None:
        if (interview := self._page.state.interview) is None:
            return
        services = self._services
        self.run(
            lambda: self.tr("Importing {name}").format(name=path.name),
            lambda job: import_into(services.workspace, interview, path, job.report, worker=services.worker),
            self.interview_in,
        )

    def score_text(self, text: str) -> None:
        """Keep typed text as what was said in the session, then score it."""
        if (interview := self._page.state.interview) is None:
            return

        def kept(changed: Interview) -> None:
            self._page.faces.text.clear()
            self.interview_in(changed)

        self.run(
            lambda: self.tr("Keeping the text"),
            lambda _: type_into(self._services.workspace, interview, text),
            kept,
        )

    def interview_in(self, interview: Interview) -> None:
        """Score what came in while the questionnaire is filled in."""
        self._services.events.interview_changed.emit(interview.id)
        self._page.state = replace(self._page.state, interview=get_interview(self._services.workspace, interview.id))
        self._page.step_to(Stage.QUESTIONNAIRE)
        self.score(self._page.state.interview or interview)

    # Opening and scoring

    def open(self, interview_id: str) -> None:
        """Read an interview, and go on where it was left."""
        self.run(
            lambda: self.tr("Opening the session"),
            lambda _: self._viewed(interview_id),
            self._show_opened,
        )

    def _show_opened(self, state: SessionState) -> None:
        if self._shut_down:
            return
        self._page.state = replace(state, stage=Stage.WHO)
        self._page.faces.who.picker.choose(state.patient)
        self._page.state = state
        self._page.fill(state.stage)
        self._page.show_read(state)
        if state.interview and is_moved(state.interview):
            self._offer_to_find_recording(state.interview)
        elif state.stage is Stage.QUESTIONNAIRE and state.assessment is None and state.interview:
            self.score(state.interview)

    def score(self, interview: Interview) -> None:
        """Score the interview; the step that is open stays open."""
        self.run(lambda: self.tr("Scoring the session"), lambda job: self._scored(interview, job), self.show_scored)

    def rescore(self, interview: Interview, change: Callable[[], object]) -> None:
        """Change something of the interview, then score it anew."""

        def work(job: Job) -> SessionState:
            change()
            return self._scored(get_interview(self._services.workspace, interview.id), job)

        self.run(lambda: self.tr("Scoring again"), work, self.show_scored)

    def _scored(self, interview: Interview, job: Job) -> SessionState:
        """Score, and read what there is to show; runs in the job thread."""
        self._services.scoring.score_interview(interview, job.report)
        return self._read(interview.id)

    def _viewed(self, interview_id: str) -> SessionState:
        self._page.hold.take(interview_id)
        view_interview(self._services.workspace, interview_id)
        return self._read(interview_id)

    def _read(self, interview_id: str) -> SessionState:
        return review_of(self._services.workspace, self._services.settings_store.current, interview_id)

    def show_scored(self, state: SessionState) -> None:
        """Show the score in whatever step is open by now; what was kept meanwhile counts."""
        now = self._page.state
        self._page.show_read(
            replace(
                state,
                stage=now.stage,
                ratings=now.ratings,
                begun=now.begun,
                reviews=now.reviews,
                reviewed=now.reviewed,
            )
        )
        if state.patient:
            self._services.events.assessment_added.emit(state.patient.id)

    # A recording that is not where it was

    def _offer_to_find_recording(self, interview: Interview) -> None:
        self._page.banner.show_message(
            lambda: self.tr("The recording of this session is not in the data folder any more."),
            "warning",
            lambda: self.tr("Look for it…"),
            lambda: self._look_for_recording(interview),
        )

    def _look_for_recording(self, interview: Interview) -> None:
        name, _ = QFileDialog.getOpenFileName(self._page, self.tr("Where is the recording?"))
        if name:
            self.find_recording(interview, Path(name))

    def find_recording(self, interview: Interview, path: Path) -> None:
        """Copy the session's recording back from where it was moved."""
        services = self._services
        self._page.banner.clear()
        self.run(
            lambda: self.tr("Copying the recording back"),
            lambda job: find_recording_again(services.workspace, interview, path, job.report, worker=services.worker),
            lambda _: self.come_back(),
        )

    # Jobs

    def run(self, title: Callable[[], str], work: Callable[[Job], T], on_done: Callable[[T], None]) -> None:
        """Run a job with its progress; if it fails or is cancelled, come back to what is there then."""
        self._page.faces.progress.run(
            self._services.jobs,
            title,
            work,
            on_done=on_done,
            on_error=self._failed,
            on_cancelled=self.come_back,
        )
        self._page.show_state(self._page.state)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, ElsewhereError):
            self._back_to_choices()
        else:
            self.come_back()
        self._page.tell(error)

    def come_back(self) -> None:
        """After work that did not end: to the interview if there is one, which is kept, else to the choices."""
        interview = self._page.state.interview
        if interview is None or self._shut_down:
            self._back_to_choices()
            return
        self._page.faces.progress.run(
            self._services.jobs,
            lambda: self.tr("Opening the session"),
            lambda _: self._read(interview.id),
            on_done=lambda state: self._page.show_read(replace(state, stage=self._page.state.stage)),
            on_error=self._not_even_back,
            on_cancelled=self._back_to_choices,
        )

    def _not_even_back(self, error: BaseException) -> None:
        self._back_to_choices()
        self._page.tell(error)

    def _back_to_choices(self) -> None:
        self._page.show_choices(self._page.state.patient)
