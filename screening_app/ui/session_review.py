"""Transcript and result of a session: hearing moments, correcting, scoring again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from screening_app.services.samples import correct_answers, listen_again, restore_transcript
from screening_app.ui.formats import language_in_force
from screening_app.ui.meaning_words import meaning_in_words
from screening_app.ui.player import Moment, MomentPlayer
from screening_app.ui.result_panel import Result
from screening_app.ui.widgets.question import agreed

if TYPE_CHECKING:
    from screening_app.domain import Interview
    from screening_app.ui.session_page import SessionPage
    from screening_app.ui.transcript_panel import Corrections
    from selfmm.types import Answer, AnswerScore


class SessionReview(QObject):
    """What the session page does with its transcript and result panels."""

    def __init__(self, page: SessionPage) -> None:
        super().__init__(page)
        self._page = page
        self._transcript, self._result = page.faces.transcript, page.faces.result
        self.player = MomentPlayer(page.services.device_jobs, self)
        self._transcript.corrected.connect(self.score_corrected)
        self._transcript.play_wanted.connect(self._play_or_stop)
        self._transcript.language_wanted.connect(self.listen_again)
        self._transcript.restore_wanted.connect(self.take_corrections_back)
        self._result.score_wanted.connect(self.score_now)
        self._result.answers.play_wanted.connect(self._play_or_stop)
        self.player.changed.connect(self._show_playing)
        self.player.moved.connect(self._result.answers.show_position)
        self.player.failed.connect(page.banner.show_error)

    @property
    def _interview(self) -> Interview | None:
        return self._page.state.interview

    def refresh(self) -> None:
        """Show the session's transcript and result as they stand now."""
        state = self._page.state
        self.player.stop()
        self._transcript.show_transcript(
            state.transcript,
            state.assessment.score if state.assessment else None,
            state.evidence.answers if state.evidence else (),
            recorded=bool(state.interview and state.interview.recording),
            corrected=state.corrected,
        )
        self.retranslate()

    def retranslate(self) -> None:
        """Show the result anew, in the language in force."""
        state = self._page.state
        recording = state.interview.recording if state.interview else None
        prevalence = self._page.services.settings_store.current.prevalence
        self._result.show_result(
            Result(
                assessment=state.assessment,
                card_line=state.card.get(language_in_force(), ""),
                meaning=meaning_in_words(state.assessment, state.values, prevalence),
                markers=state.evidence.markers if state.evidence else {},
                seconds=recording.duration_seconds if recording else None,
                ratings=state.ratings,
            )
        )

    def score_now(self) -> None:
        """Score the interview that is open."""
        if self._interview is not None:
            self._page.banner.clear()
            self._page.work.score(self._interview)

    def score_corrected(self, corrections: Corrections) -> None:
        """Save corrected answers, then score again; the features stay as they are."""
        if (interview := self._interview) is not None:
            workspace, texts, speakers = self._page.services.workspace, corrections.texts, corrections.speakers
            self._page.work.rescore(interview, lambda: correct_answers(workspace, interview, texts, speakers))

    def listen_again(self, language: str) -> None:
        """Write the recording down anew, as speech in `language`, and score again; the features stay as they are."""
        interview = self._interview
        if interview is None or (self._page.state.corrected and not self._may_replace_corrections()):
            return
        self._page.work.rescore(interview, lambda: listen_again(self._page.services.workspace, interview, language))

    def take_corrections_back(self) -> None:
        """Restore the transcript as it was first written down, and score again."""
        if (interview := self._interview) is not None:
            self._page.work.rescore(interview, lambda: restore_transcript(self._page.services.workspace, interview))

    def _may_replace_corrections(self) -> bool:
        return agreed(
            self._page,
            self.tr("Write down again?"),
            self.tr("The corrections of this transcript will be lost. The recording is kept."),
            yes=self.tr("Write down again"),
            no=self.tr("Keep the corrections"),
        )

    def _play_or_stop(self, answer: Answer | AnswerScore) -> None:
        if self._interview is not None and self._interview.recording is not None:
            self.player.toggle(Moment(self._interview.recording.path, answer.start, answer.end))

    def _show_playing(self, moment: Moment | None) -> None:
        start = moment.start if moment else None
        self._transcript.show_playing(start)
        self._result.answers.show_position(start)
