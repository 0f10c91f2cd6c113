"""What is written down in a session: each function keeps one thing and returns the session as it stands then.

All raise `ScreeningError` where it cannot be kept; the session is then as it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from screening_app.services.consents import consented, record_consent
from screening_app.services.ratings import (
    begun_of,
    complete_review,
    discard_answers,
    enter_total,
    keep_answers,
    rate,
    ratings_of,
    ratings_to_review,
    safety_reviews_of,
)
from screening_app.services.sessions import (
    add_addendum,
    addenda_of,
    begin_session,
    bookmarks_of,
    go_to_step,
    note_bookmark,
    remove_bookmark,
    restore_bookmark,
    sign_off,
    write_notes,
)
from screening_app.ui.session_state import SessionState, Stage, step_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from screening_app.domain import BegunQuestionnaire, Bookmark, Interview, Patient, Purpose, RatedBy, Source
    from screening_app.services.questionnaires import Answers
    from screening_app.services.workspace import Workspace


def begun(workspace: Workspace, patient: Patient, source: Source, language: str) -> SessionState:
    """A new session at its first kept step."""
    interview = begin_session(workspace, patient, source, language)
    return SessionState(Stage.CONSENT, patient, interview)


def at_stage(workspace: Workspace, state: SessionState, stage: Stage) -> SessionState:
    """The session with another step open, which is kept where the session is not signed off."""
    step = step_of(stage)
    if step is None or state.interview is None or state.sign_off is not None:
        return replace(state, stage=stage)
    return replace(state, stage=stage, interview=go_to_step(workspace, state.interview, step))


def with_consent(workspace: Workspace, state: SessionState, purposes: Iterable[Purpose], by: str) -> SessionState:
    """The session with what the patient consents to."""
    interview = _interview(state)
    record_consent(workspace, interview, purposes, by)
    return replace(state, consents=consented(workspace, interview.id))


def with_rating(
    workspace: Workspace,
    state: SessionState,
    instrument: str,
    answers: Answers,
    difficulty: int | None,
    by: RatedBy,
) -> SessionState:
    """The session with a questionnaire that was filled in, and the safety review that it may ask for."""
    interview = _interview(state)
    rate(workspace, interview.id, instrument, answers, language=state.language, difficulty=difficulty, by=by)
    return _rated(workspace, state, interview)


def with_answers(
    workspace: Workspace, state: SessionState, instrument: str, answers: Answers, difficulty: int | None
) -> SessionState:
    """The session with what was answered so far of a questionnaire."""
    interview = _interview(state)
    keep_answers(workspace, interview.id, instrument, answers, difficulty)
    return replace(state, begun=begun_of(workspace, interview.id))


def without_answers(workspace: Workspace, state: SessionState, begun: BegunQuestionnaire) -> SessionState:
    """The session without what was answered so far of a questionnaire."""
    discard_answers(workspace, begun)
    return replace(state, begun=begun_of(workspace, begun.interview_id))


def with_total(workspace: Workspace, state: SessionState, instrument: str, value: float) -> SessionState:
    """The session with a total that was worked out elsewhere."""
    interview = _interview(state)
    enter_total(workspace, interview.id, instrument, value, language=state.language)
    return _rated(workspace, state, interview)


def with_review(
    workspace: Workspace, state: SessionState, assessed_by: str, tool: str, outcome: str, plan: str
) -> SessionState:
    """The session with the assessment that item 9 asked for."""
    review = state.open_review
    if review is None:
        return state
    complete_review(workspace, review, assessed_by=assessed_by, tool=tool, outcome=outcome, plan=plan)
    return _rated(workspace, state, _interview(state))


def with_notes(workspace: Workspace, state: SessionState, notes: str) -> SessionState:
    """The session with the clinician's notes."""
    return replace(state, interview=write_notes(workspace, _interview(state).id, notes))


def with_note(workspace: Workspace, state: SessionState, bookmark: Bookmark, note: str) -> SessionState:
    """The session with another note to a bookmark."""
    note_bookmark(workspace, bookmark, note)
    return replace(state, bookmarks=bookmarks_of(workspace, bookmark.interview_id))


def without_bookmark(workspace: Workspace, state: SessionState, bookmark: Bookmark) -> SessionState:
    """The session without a bookmark."""
    remove_bookmark(workspace, bookmark)
    return replace(state, bookmarks=bookmarks_of(workspace, bookmark.interview_id))


def with_bookmark_back(workspace: Workspace, state: SessionState, bookmark: Bookmark) -> SessionState:
    """The session with a bookmark that had been removed."""
    restore_bookmark(workspace, bookmark)
    return replace(state, bookmarks=bookmarks_of(workspace, bookmark.interview_id))


def signed_off(workspace: Workspace, state: SessionState, by: str) -> SessionState:
    """The session, locked."""
    interview = _interview(state)
    signed = sign_off(workspace, interview, by)
    return replace(state, sign_off=signed, interview=workspace.interviews.get(interview.id))


def with_addendum(workspace: Workspace, state: SessionState, text: str, by: str) -> SessionState:
    """The signed session with what is added to it."""
    interview = _interview(state)
    add_addendum(workspace, interview.id, text, by)
    return replace(state, addenda=addenda_of(workspace, interview.id))


def _rated(workspace: Workspace, state: SessionState, interview: Interview) -> SessionState:
    return replace(
        state,
        ratings=ratings_of(workspace, interview.id),
        begun=begun_of(workspace, interview.id),
        reviews=safety_reviews_of(workspace, interview.id),
        reviewed=ratings_to_review(workspace, interview.id),
    )


def _interview(state: SessionState) -> Interview:
    if state.interview is None:
        raise RuntimeError("nothing can be kept of a session that was not begun")
    return state.interview
