"""Transcript and result of a session: hearing moments, correcting, scoring again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from screening_app.services.transcripts import listen_again, read_changes, restore_transcript, save_corrections
from screening_app.ui import session_record
from screening_app.ui.changes_dialog import ChangesDialog
from screening_app.ui.formats import format_clock, language_in_force
from screening_app.ui.meaning_words import meaning_in_words
from screening_app.ui.player import Moment, MomentPlayer
from screening_app.ui.result_panel import Result
from screening_app.ui.transcript_playback import TranscriptPlayback
from screening_app.ui.widgets.question import agreed

if TYPE_CHECKING:
    from screening_app.domain import Bookmark, Interview
    from screening_app.services.transcript_draft import Draft
    from screening_app.ui.session_page import SessionPage
    from selfmm.types import AnswerScore


class SessionReview(QObject):
    """What the session page does with its transcript and result panels."""

    def __init__(self, page: SessionPage) -> None:
        super().__init__(page)
        self._page = page
        self._transcript, self._result = page.faces.transcript, page.faces.result
        services = page.services
        self.player = MomentPlayer(
            services.device_jobs, self, stored=services.workspace.media.recorded, with_picture=True
        )
        self._playback = TranscriptPlayback(self.player, self._transcript)
        self._transcript.corrected.connect(self.score_corrected)
        self._transcript.language_wanted.connect(self.listen_again)
        self._transcript.restore_wanted.connect(self.take_corrections_back)
        self._transcript.changes_wanted.connect(self.show_changes)
        self._transcript.failed.connect(page.tell)
        self._result.score_wanted.connect(self.score_now)
        self._result.answers.play_wanted.connect(self._play_or_stop)
        self._result.bookmarks.play_wanted.connect(self._play_from)
        self._result.bookmarks.noted.connect(self.note_bookmark)
        self._result.bookmarks.removed.connect(self.remove_bookmark)
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
            recording=state.interview.recording if state.interview else None,
            deletion=state.interview.deletion if state.interview else None,
            corrected=state.corrected,
            locked=state.sign_off is not None,
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
                language=state.interview.language if state.interview else "",
                seconds=recording.duration_seconds if recording else None,
                ratings=state.ratings,
                cards=state.cards,
                bookmarks=state.bookmarks,
                locked=state.sign_off is not None,
            )
        )

    def score_now(self) -> None:
        """Score the interview that is open."""
        if self._interview is not None:
            self._page.banner.clear()
            self._page.work.score(self._interview)

    @property
    def _who(self) -> str:
        """Who changes something here."""
        return self._page.services.who

    def score_corrected(self, draft: Draft) -> None:
        """Save a corrected transcript, then score again; the features stay as they are."""
        if (interview := self._interview) is not None:
            workspace, corrected, changes, who = (
                self._page.services.workspace,
                draft.transcript,
                draft.changes,
                self._who,
            )
            self._page.work.rescore(interview, lambda: save_corrections(workspace, interview, corrected, changes, who))

    def listen_again(self, language: str) -> None:
        """Write the recording down anew, as speech in `language`, and score again; the features stay as they are."""
        interview = self._interview
        if interview is None or (self._page.state.corrected and not self._may_replace_corrections()):
            return
        workspace, who = self._page.services.workspace, self._who
        self._page.work.rescore(interview, lambda: listen_again(workspace, interview, language, who))

    def take_corrections_back(self) -> None:
        """Restore the transcript as it was first written down, and score again."""
        if (interview := self._interview) is not None:
            workspace, who = self._page.services.workspace, self._who
            self._page.work.rescore(interview, lambda: restore_transcript(workspace, interview, who))

    def show_changes(self) -> None:
        """Show what was changed in the transcript, when and by whom."""
        if (interview := self._interview) is not None:
            self._page.services.jobs.start(
                lambda _: read_changes(self._page.services.workspace, interview),
                on_done=lambda changes: ChangesDialog(changes, self._page).open(),
                on_error=self._page.tell,
            )

    def _may_replace_corrections(self) -> bool:
        return agreed(
            self._page,
            self.tr("Write down again?"),
            self.tr("The corrections of this transcript will be lost. The recording is kept."),
            yes=self.tr("Write down again"),
            no=self.tr("Keep the corrections"),
        )

    def note_bookmark(self, bookmark: Bookmark, note: str) -> None:
        """Write another note to a bookmark, and offer the old one back."""
        if self._page.keep(session_record.with_note, bookmark, note):
            self._page.offer_undo(
                lambda: self.tr("The note at {moment} is changed.").format(moment=format_clock(bookmark.at_seconds)),
                lambda: self._page.keep(session_record.with_note, bookmark, bookmark.note),
            )

    def remove_bookmark(self, bookmark: Bookmark) -> None:
        """Remove a bookmark, and offer it back."""
        if self._page.keep(session_record.without_bookmark, bookmark):
            self._page.offer_undo(
                lambda: self.tr("The bookmark at {moment} is removed.").format(
                    moment=format_clock(bookmark.at_seconds)
                ),
                lambda: self._page.keep(session_record.with_bookmark_back, bookmark),
            )

    def _play_or_stop(self, answer: AnswerScore) -> None:
        if self._interview is not None and self._interview.recording is not None:
            self.player.toggle(Moment(self._interview.recording.path, answer.start, answer.end))

    def _play_from(self, seconds: float) -> None:
        if self._interview is not None and self._interview.recording is not None:
            self.player.play(Moment(self._interview.recording.path, seconds))

    def _show_playing(self, moment: Moment | None) -> None:
        self._result.answers.show_position(moment.start if moment else None)
