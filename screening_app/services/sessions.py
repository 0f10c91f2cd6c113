"""A session from its first step to its sign-off, and what is written down beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from screening_app.domain import Action, Addendum, Bookmark, Purpose, SignOff, Source, Step
from screening_app.errors import ScreeningError
from screening_app.services.audit import recorded
from screening_app.services.consents import consented
from screening_app.services.interviews import forget_recording, start_interview, unfinished
from screening_app.services.permissions import Permission
from screening_app.services.texts import check_signature, check_text

if TYPE_CHECKING:
    from screening_app.domain import Interview, Patient
    from screening_app.services.workspace import Workspace

LONGEST_NOTE = 20_000  # characters

_SIGNED = "This session has been signed off, so it can no longer be changed. Add what is new as an addendum."
_SAFETY_OPEN = (
    "Item 9 was answered with more than 0 and nobody has assessed the person yet. "
    "Complete the safety panel before you sign the session off."
)
_BEGUN = "The {name} was begun and is not finished. Finish it or discard its answers before you sign the session off."
_NO_NAME = "Enter your name before you sign the session off."
_NO_ADDENDUM = "There is no text yet. Type what is to be added."
_NOT_SIGNED = "This session has not been signed off yet. Write into its notes instead."


def begin_session(
    workspace: Workspace, patient: Patient, source: Source, language: str, *, script: str = ""
) -> Interview:
    """A new session with the patient, at the step of consent; from now on it is resumed after a crash."""
    return start_interview(workspace, patient, source, language, step=Step.CONSENT, script=script)


def steps_of(source: Source) -> tuple[Step, ...]:
    """The steps of a session, in order; only a recorded one needs devices."""
    return tuple(step for step in Step if step is not Step.DEVICES or source is Source.RECORDED)


def go_to_step(workspace: Workspace, interview: Interview, step: Step) -> Interview:
    """Keep which step is open. Raises `ScreeningError` once the session is signed off."""
    check_unlocked(workspace, interview.id)
    return workspace.interviews.set_step(interview.id, step)


def drafts(workspace: Workspace, patient_id: str = "") -> tuple[Interview, ...]:
    """The sessions that were begun and have not come to their result, oldest first; of one patient or of all."""
    return tuple(interview for interview in workspace.interviews.before_result(patient_id) if not interview.is_demo)


def waiting_sessions(workspace: Workspace, patient_id: str = "") -> tuple[Interview, ...]:
    """The sessions that were left half way, begun or never scored, oldest first; of one patient or of all.

    None for who may not go on with them, and none that another seat works on.
    """
    if not workspace.access.may(Permission.HOLD_SESSIONS):
        return ()
    found = (*drafts(workspace, patient_id), *unfinished(workspace, patient_id))
    elsewhere = workspace.database.claimed_elsewhere([interview.id for interview in found])
    waiting = {interview.id: interview for interview in found if interview.id not in elsewhere}
    return tuple(sorted(waiting.values(), key=lambda interview: interview.held_at))


def sign_off_of(workspace: Workspace, interview_id: str) -> SignOff | None:
    """Who signed the session off; None while it is open."""
    return workspace.sign_offs.of_interview(interview_id)


def is_signed(workspace: Workspace, interview_id: str) -> bool:
    """Whether the session is signed off."""
    return sign_off_of(workspace, interview_id) is not None


def check_unlocked(workspace: Workspace, interview_id: str) -> None:
    """Raise `ScreeningError` where the session is signed off; whatever changes a session asks this first."""
    if is_signed(workspace, interview_id):
        raise ScreeningError(_SIGNED)


def sign_off(workspace: Workspace, interview: Interview, by: str) -> SignOff:
    """Lock the session with its newest assessment; a recording that may not be kept goes now.

    Raises `ScreeningError` while a safety review is open or a questionnaire begun and not finished, where nobody is
    named, or where it is signed off already.
    """
    check_unlocked(workspace, interview.id)
    if not by.strip():
        raise ScreeningError(_NO_NAME)
    check_signature(by.strip())
    if any(review.reviewed_at is None for review in workspace.safety_reviews.of_interview(interview.id)):
        raise ScreeningError(_SAFETY_OPEN)
    if begun := workspace.begun_questionnaires.of_interview(interview.id):  # item 9 may stand among its answers
        raise ScreeningError(_BEGUN, name=begun[0].instrument.upper())
    newest = workspace.assessments.of_interview(interview.id)[-1:]
    signed = SignOff(interview.id, newest[0].id if newest else None, by.strip(), datetime.now(UTC))
    with recorded(workspace, Action.SESSION_SIGNED, interview_id=interview.id, subject=signed.assessment_id):
        workspace.sign_offs.add(signed)
    if interview.recording is not None and not _may_keep(workspace, interview):
        forget_recording(workspace, interview)
    return signed


def _may_keep(workspace: Workspace, interview: Interview) -> bool:
    """Whether the recording stays; one from before consent was asked for stays as it is."""
    if not workspace.consents.of_interview(interview.id):
        return True
    return Purpose.KEEP_MEDIA in consented(workspace, interview.id)


def write_notes(workspace: Workspace, interview_id: str, notes: str) -> Interview:
    """Keep the clinician's notes. Raises `ScreeningError` when they are too long or the session is signed off."""
    check_unlocked(workspace, interview_id)
    check_text(notes, longest=LONGEST_NOTE)
    with recorded(workspace, Action.NOTES_CHANGED, interview_id=interview_id):
        return workspace.interviews.set_notes(interview_id, notes)


def add_addendum(workspace: Workspace, interview_id: str, text: str, by: str) -> Addendum:
    """Add to a session that is signed off. Raises `ScreeningError` where it is not, or text or name are missing."""
    if not is_signed(workspace, interview_id):
        raise ScreeningError(_NOT_SIGNED)
    if not text.strip():
        raise ScreeningError(_NO_ADDENDUM)
    if not by.strip():
        raise ScreeningError(_NO_NAME)
    check_signature(by.strip())
    check_text(text, longest=LONGEST_NOTE)
    addendum = Addendum(uuid4().hex, interview_id, text.strip(), by.strip(), datetime.now(UTC))
    with recorded(workspace, Action.ADDENDUM_ADDED, interview_id=interview_id, subject=addendum.id):
        workspace.sign_offs.add_addendum(addendum)
    return addendum


def addenda_of(workspace: Workspace, interview_id: str) -> tuple[Addendum, ...]:
    """What was added after the sign-off, oldest first."""
    return workspace.sign_offs.addenda_of(interview_id)


def add_bookmark(workspace: Workspace, interview_id: str, at_seconds: float, note: str = "") -> Bookmark:
    """Mark a moment of the recording, in seconds from its start. Raises `ScreeningError` when the note is too long."""
    check_unlocked(workspace, interview_id)
    check_text(note, longest=LONGEST_NOTE)
    bookmark = Bookmark(uuid4().hex, interview_id, max(0.0, at_seconds), note.strip())
    _keep_bookmark(workspace, bookmark)
    return bookmark


def bookmarks_of(workspace: Workspace, interview_id: str) -> tuple[Bookmark, ...]:
    """The session's bookmarks in the order of the recording."""
    return workspace.bookmarks.of_interview(interview_id)


def note_bookmark(workspace: Workspace, bookmark: Bookmark, note: str) -> None:
    """Write another note to a bookmark. Raises `ScreeningError` as `add_bookmark` does, and where it is gone."""
    check_unlocked(workspace, bookmark.interview_id)
    check_text(note, longest=LONGEST_NOTE)
    with recorded(workspace, Action.BOOKMARK_CHANGED, interview_id=bookmark.interview_id, subject=bookmark.id):
        workspace.bookmarks.set_note(bookmark.id, note.strip())


def remove_bookmark(workspace: Workspace, bookmark: Bookmark) -> None:
    """Remove a bookmark. Raises `ScreeningError` once the session is signed off."""
    check_unlocked(workspace, bookmark.interview_id)
    with recorded(workspace, Action.BOOKMARK_REMOVED, interview_id=bookmark.interview_id, subject=bookmark.id):
        workspace.bookmarks.remove(bookmark.id)


def restore_bookmark(workspace: Workspace, bookmark: Bookmark) -> None:
    """Take the removal of a bookmark back. Raises `ScreeningError` once the session is signed off."""
    check_unlocked(workspace, bookmark.interview_id)
    _keep_bookmark(workspace, bookmark)


def _keep_bookmark(workspace: Workspace, bookmark: Bookmark) -> None:
    with recorded(workspace, Action.BOOKMARK_ADDED, interview_id=bookmark.interview_id, subject=bookmark.id):
        workspace.bookmarks.add(bookmark)
