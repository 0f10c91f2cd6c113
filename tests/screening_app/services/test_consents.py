"""Consent by purpose: what may be recorded, and what goes when it is withdrawn."""

from __future__ import annotations

import pytest

from screening_app.domain import Purpose, Recording, Source
from screening_app.errors import ScreeningError
from screening_app.services.consents import consented, consents_of, record_consent, withdraw_consent
from screening_app.services.patients import add_patient
from screening_app.services.sessions import begin_session


@pytest.fixture
def session(workspace):
    return begin_session(workspace, add_patient(workspace), Source.RECORDED, "en")


def test_what_is_given_is_in_force_with_text_and_name(workspace, session):
    record_consent(workspace, session, {Purpose.SOUND, Purpose.TRAINING}, " Dr. Li ")
    assert consented(workspace, session.id) == {Purpose.SOUND, Purpose.TRAINING}
    assert {(given.recorded_by, given.text_version) for given in consents_of(workspace, session.id)} == {
        ("Dr. Li", "2026-1")
    }


def test_given_anew_without_a_purpose_withdraws_it_and_leaves_the_others(workspace, session):
    record_consent(workspace, session, {Purpose.SOUND, Purpose.TRAINING}, "Dr. Li")
    first = consents_of(workspace, session.id)
    record_consent(workspace, session, {Purpose.SOUND, Purpose.EXPORT}, "Dr. Wu")
    assert consented(workspace, session.id) == {Purpose.SOUND, Purpose.EXPORT}
    kept = [given for given in consents_of(workspace, session.id) if given.purpose is Purpose.SOUND]
    assert kept == [given for given in first if given.purpose is Purpose.SOUND]


@pytest.mark.parametrize(
    ("source", "purposes", "fits"),
    [
        (Source.RECORDED, {Purpose.TRAINING}, False),
        (Source.RECORDED, {Purpose.PICTURE}, True),
        (Source.IMPORTED, {Purpose.PICTURE}, False),
        (Source.IMPORTED, {Purpose.SOUND}, True),
        (Source.TYPED, set(), True),
    ],
)
def test_nothing_is_recorded_without_consent(workspace, source, purposes, fits):
    session = begin_session(workspace, add_patient(workspace), source, "en")
    if fits:
        record_consent(workspace, session, purposes, "Dr. Li")
        assert consented(workspace, session.id) == purposes
        return
    with pytest.raises(ScreeningError, match="nothing can be recorded"):
        record_consent(workspace, session, purposes, "Dr. Li")
    assert consents_of(workspace, session.id) == ()


def test_somebody_has_to_answer_for_it(workspace, session):
    with pytest.raises(ScreeningError, match="sign in first"):
        record_consent(workspace, session, {Purpose.SOUND}, " ")
    with pytest.raises(ScreeningError, match="sign in first"):
        withdraw_consent(workspace, session, Purpose.SOUND, "")


@pytest.mark.parametrize(("purpose", "goes"), [(Purpose.KEEP_MEDIA, True), (Purpose.TRAINING, False)])
def test_the_recording_goes_with_the_consent_to_keep_it(workspace, session, purpose, goes):
    record_consent(workspace, session, set(Purpose), "Dr. Li")
    path = workspace.media.recording_path(session.id)
    path.write_bytes(b"sound")
    features = workspace.media.features_path(session.id, "ab12")
    features.write_bytes(b"features")
    session = workspace.interviews.set_recording(session.id, Recording(path, 3.0, has_sound=True, has_picture=False))
    withdraw_consent(workspace, session, purpose, "Dr. Li")
    assert (path.exists(), features.exists()) == (not goes, not goes)
    assert (workspace.interviews.get(session.id).recording is None) == goes
    assert purpose not in consented(workspace, session.id)
