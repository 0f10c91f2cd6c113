"""A session from consent to sign-off: resumed after a crash, locked once it is signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from screening_app.domain import Purpose, Recording, SafetyReview, Source, Step
from screening_app.errors import ScreeningError
from screening_app.services.consents import record_consent
from screening_app.services.interviews import recover_recordings
from screening_app.services.patients import add_patient
from screening_app.services.sessions import (
    add_addendum,
    add_bookmark,
    addenda_of,
    begin_session,
    bookmarks_of,
    drafts,
    go_to_step,
    is_signed,
    note_bookmark,
    remove_bookmark,
    restore_bookmark,
    sign_off,
    steps_of,
    write_notes,
)


@pytest.fixture
def session(workspace):
    return begin_session(workspace, add_patient(workspace), Source.RECORDED, "en", script="short")


def recorded(workspace, session):
    path = workspace.media.recording_path(session.id)
    path.write_bytes(b"sound")
    return workspace.interviews.set_recording(session.id, Recording(path, 3.0, has_sound=True, has_picture=False))


def test_only_a_recorded_session_needs_devices():
    assert Step.DEVICES in steps_of(Source.RECORDED)
    assert Step.DEVICES not in steps_of(Source.TYPED)
    assert steps_of(Source.TYPED)[0] is Step.CONSENT
    assert steps_of(Source.TYPED)[-1] is Step.SIGNED


def test_a_session_that_was_begun_is_a_draft_until_its_result(workspace, session):
    assert drafts(workspace) == (session,)
    later = go_to_step(workspace, session, Step.QUESTIONNAIRE)
    assert later.script == "short"
    assert drafts(workspace) == (later,)
    go_to_step(workspace, session, Step.RESULT)
    assert drafts(workspace) == ()


def test_a_draft_without_recording_survives_the_recovery_at_the_start(workspace, session):
    assert recover_recordings(workspace) == ()
    assert drafts(workspace) == (session,)


def test_signing_off_locks_the_session(workspace, session):
    write_notes(workspace, session.id, "slept badly")
    bookmark = add_bookmark(workspace, session.id, 12.5, " ask again ")
    assert bookmarks_of(workspace, session.id) == (bookmark,)
    assert bookmark.note == "ask again"
    signed = sign_off(workspace, session, " Dr. Li ")
    assert (signed.signed_by, signed.assessment_id) == ("Dr. Li", None)
    assert is_signed(workspace, session.id)
    for change in (
        lambda: write_notes(workspace, session.id, "other"),
        lambda: go_to_step(workspace, session, Step.INTERVIEW),
        lambda: add_bookmark(workspace, session.id, 1.0),
        lambda: note_bookmark(workspace, bookmark, "other"),
        lambda: remove_bookmark(workspace, bookmark),
        lambda: restore_bookmark(workspace, replace(bookmark, id=uuid4().hex)),
        lambda: sign_off(workspace, session, "Dr. Wu"),
    ):
        with pytest.raises(ScreeningError, match="signed off"):
            change()
    assert workspace.interviews.get(session.id).notes == "slept badly"
    assert bookmarks_of(workspace, session.id) == (bookmark,)


def test_a_bookmark_gets_another_note_and_comes_back_as_it_was(workspace, session):
    bookmark = add_bookmark(workspace, session.id, 12.5, "ask again")
    note_bookmark(workspace, bookmark, " asked ")
    changed = replace(bookmark, note="asked")
    assert bookmarks_of(workspace, session.id) == (changed,)
    with pytest.raises(ScreeningError, match="too long"):
        note_bookmark(workspace, bookmark, "x" * 20_001)
    remove_bookmark(workspace, changed)
    assert bookmarks_of(workspace, session.id) == ()
    with pytest.raises(ScreeningError, match="has been removed"):
        note_bookmark(workspace, changed, "too late")
    restore_bookmark(workspace, changed)
    assert bookmarks_of(workspace, session.id) == (changed,)


def test_addenda_follow_the_sign_off_and_nothing_else(workspace, session):
    with pytest.raises(ScreeningError, match="has not been signed off"):
        add_addendum(workspace, session.id, "late result", "Dr. Li")
    sign_off(workspace, session, "Dr. Li")
    with pytest.raises(ScreeningError, match="no text"):
        add_addendum(workspace, session.id, " ", "Dr. Li")
    added = add_addendum(workspace, session.id, "late result", "Dr. Wu")
    assert addenda_of(workspace, session.id) == (added,)


def test_an_open_safety_review_keeps_the_session_open(workspace, session):
    review = SafetyReview(uuid4().hex, session.id, "0" * 32, datetime.now(UTC))
    workspace.safety_reviews.add(review)
    with pytest.raises(ScreeningError, match="Item 9"):
        sign_off(workspace, session, "Dr. Li")
    done = replace(review, assessed_by="a", tool="b", outcome="c", plan="d", reviewed_at=datetime.now(UTC))
    workspace.safety_reviews.complete(done)
    assert sign_off(workspace, session, "Dr. Li").signed_by == "Dr. Li"


@pytest.mark.parametrize("keep", [True, False])
def test_a_recording_stays_after_the_sign_off_only_with_consent(workspace, session, keep):
    record_consent(workspace, session, {Purpose.SOUND, *({Purpose.KEEP_MEDIA} if keep else ())}, "Dr. Li")
    session = recorded(workspace, session)
    sign_off(workspace, session, "Dr. Li")
    assert session.recording.path.exists() == keep
    assert (workspace.interviews.get(session.id).recording is not None) == keep


def test_a_session_from_before_consent_was_asked_for_keeps_its_recording(workspace, session):
    session = recorded(workspace, session)
    sign_off(workspace, session, "Dr. Li")
    assert session.recording.path.exists()
