"""What belongs to a session beside its interview: consents, ratings, safety reviews, sign-off, bookmarks, events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from screening_app.domain import (
    Addendum,
    BegunQuestionnaire,
    Bookmark,
    Consent,
    Purpose,
    RatedBy,
    Rating,
    SafetyReview,
    ScriptCard,
    SignOff,
    Step,
    TreatmentEvent,
    TreatmentKind,
)
from screening_app.errors import StorageError
from screening_app.storage.begun_questionnaires import BegunQuestionnaireRepository
from screening_app.storage.bookmarks import BookmarkRepository
from screening_app.storage.cards import CardRepository
from screening_app.storage.consents import ConsentRepository
from screening_app.storage.ratings import RatingRepository
from screening_app.storage.safety_reviews import SafetyReviewRepository
from screening_app.storage.sign_offs import SignOffRepository
from screening_app.storage.treatment_events import TreatmentEventRepository

NOW = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)
NOBODY = "0" * 32


def consent(interview_id, purpose, minutes=0):
    return Consent(uuid4().hex, interview_id, purpose, "2026-1", NOW + timedelta(minutes=minutes), "Dr. Li")


def rating(interview_id, instrument="phq-9", value=12.0, **changes):
    made = Rating(uuid4().hex, interview_id, instrument, "zh", (1, None, 3), value, True, 2, RatedBy.PATIENT, NOW)
    return replace(made, **changes)


def test_consents_are_withdrawn_by_purpose_and_keep_who_and_when(database, interview):
    consents = ConsentRepository(database)
    sound, training = consent(interview.id, Purpose.SOUND), consent(interview.id, Purpose.TRAINING, 1)
    consents.add([sound, training])
    assert consents.interviews_with(Purpose.TRAINING) == {interview.id}
    consents.withdraw(interview.id, [Purpose.TRAINING], NOW + timedelta(days=1), "Dr. Wu")
    consents.withdraw(interview.id, [Purpose.TRAINING], NOW + timedelta(days=2), "nobody")  # already withdrawn
    withdrawn = replace(training, withdrawn_at=NOW + timedelta(days=1), withdrawn_by="Dr. Wu")
    assert consents.of_interview(interview.id) == (sound, withdrawn)
    assert consents.interviews_with(Purpose.TRAINING) == frozenset()


def test_the_newest_rating_of_each_instrument_counts(database, interview):
    ratings = RatingRepository(database)
    first, other, corrected = rating(interview.id), rating(interview.id, "gad-7"), rating(interview.id, value=None)
    for each in (first, other, corrected):
        ratings.add(each)
    assert ratings.of_interview(interview.id) == (first, other, corrected)
    assert ratings.newest_of_interview(interview.id) == (other, corrected)
    assert ratings.newest_of_patient(interview.patient_id) == (other, corrected)
    assert ratings.newest_of_patient(NOBODY) == ()


def test_a_safety_review_is_completed_once(database, interview):
    reviews = SafetyReviewRepository(database)
    opened = SafetyReview(uuid4().hex, interview.id, NOBODY, NOW)
    reviews.add(opened)
    assert reviews.open() == (opened,)
    done = replace(opened, assessed_by="Dr. Li", tool="C-SSRS", outcome="no plan", plan="call", reviewed_at=NOW)
    reviews.complete(done)
    assert reviews.open() == ()
    assert reviews.of_interview(interview.id) == (done,)
    with pytest.raises(StorageError, match="completed already"):
        reviews.complete(replace(done, plan="another"))
    assert reviews.of_interview(interview.id) == (done,)


def test_a_session_is_signed_off_once_and_then_grows_by_addenda(database, interview, interviews):
    sign_offs = SignOffRepository(database)
    assert sign_offs.of_interview(interview.id) is None
    signed = SignOff(interview.id, NOBODY, "Dr. Li", NOW)
    sign_offs.add(signed)
    assert sign_offs.of_interview(interview.id) == signed
    assert interviews.get(interview.id).step is Step.SIGNED
    with pytest.raises(StorageError, match="signed off already"):
        sign_offs.add(replace(signed, signed_by="another"))
    added = [Addendum(uuid4().hex, interview.id, text, "Dr. Li", NOW) for text in ("one", "two")]
    for addendum in added:
        sign_offs.add_addendum(addendum)
    assert sign_offs.addenda_of(interview.id) == tuple(added)


def test_bookmarks_stand_in_the_order_of_the_recording(database, interview):
    bookmarks = BookmarkRepository(database)
    late, early = Bookmark(uuid4().hex, interview.id, 60.5, "ask"), Bookmark(uuid4().hex, interview.id, 3.0, "")
    for bookmark in (late, early):
        bookmarks.add(bookmark)
    assert bookmarks.of_interview(interview.id) == (early, late)
    bookmarks.remove(early.id)
    assert bookmarks.of_interview(interview.id) == (late,)


def test_treatment_events_stand_in_the_order_of_time(database, interview):
    events = TreatmentEventRepository(database)
    patient = interview.patient_id
    later = TreatmentEvent(uuid4().hex, patient, NOW, TreatmentKind.THERAPY, "CBT")
    earlier = TreatmentEvent(uuid4().hex, patient, NOW - timedelta(days=3), TreatmentKind.MEDICATION, "sertraline")
    for event in (later, earlier):
        events.add(event)
    assert events.of_patient(patient) == (earlier, later)
    events.remove(earlier.id)
    assert events.of_patient(patient) == (later,)


def test_nothing_is_kept_of_a_session_that_is_gone(database, interview, interviews):
    repositories = (ConsentRepository(database), RatingRepository(database), BookmarkRepository(database))
    repositories[0].add([consent(interview.id, Purpose.SOUND)])
    repositories[1].add(rating(interview.id))
    repositories[2].add(Bookmark(uuid4().hex, interview.id, 1.0, "note"))
    interviews.remove(interview.id)
    assert all(repository.of_interview(interview.id) == () for repository in repositories)


@pytest.mark.parametrize("number", range(6))
def test_what_belongs_to_nothing_is_refused(database, number):
    tries = (
        lambda: ConsentRepository(database).add([consent(NOBODY, Purpose.SOUND)]),
        lambda: RatingRepository(database).add(rating(NOBODY)),
        lambda: SafetyReviewRepository(database).add(SafetyReview(uuid4().hex, NOBODY, NOBODY, NOW)),
        lambda: SignOffRepository(database).add(SignOff(NOBODY, None, "Dr. Li", NOW)),
        lambda: BookmarkRepository(database).add(Bookmark(uuid4().hex, NOBODY, 0.0, "")),
        lambda: TreatmentEventRepository(database).add(
            TreatmentEvent(uuid4().hex, NOBODY, NOW, TreatmentKind.OTHER, "x")
        ),
    )
    with pytest.raises(StorageError, match="no longer in the database"):
        tries[number]()


def test_what_was_begun_is_stored_anew_with_each_answer_and_finished_by_its_rating(database, interview):
    begun, ratings = BegunQuestionnaireRepository(database), RatingRepository(database)
    first = BegunQuestionnaire(interview.id, "phq-9", (1, None, None), None)
    more, other = replace(first, answers=(1, 3, None), difficulty=2), replace(first, instrument="gad-7")
    for each in (first, other, more):
        begun.keep(each)
    assert begun.of_interview(interview.id) == (other, more)
    assert ratings.of_interview(interview.id) == ()
    ratings.add(rating(interview.id))
    assert begun.of_interview(interview.id) == (other,)
    begun.forget(interview.id, "gad-7")
    assert begun.of_interview(interview.id) == ()
    with pytest.raises(StorageError, match="no longer in the database"):
        begun.keep(replace(first, interview_id=NOBODY))


def test_what_was_begun_goes_with_its_session(database, interviews, interview):
    begun = BegunQuestionnaireRepository(database)
    begun.keep(BegunQuestionnaire(interview.id, "phq-9", (1, None, None), None))
    interviews.remove(interview.id)
    assert begun.of_interview(interview.id) == ()


def test_cards_are_stored_whole_in_the_place_of_those_before_and_go_with_their_interview(
    database, interviews, interview
):
    cards = CardRepository(database)
    before = [ScriptCard(1, "day", "Your day?", was_shown=True), ScriptCard(2, "sleep", "睡眠？", was_shown=False)]
    cards.keep(interview.id, before)
    after = (before[0], replace(before[1], was_shown=True, skipped_at=12.5))
    cards.keep(interview.id, after)
    assert cards.of_interview(interview.id) == after
    with pytest.raises(StorageError, match="no longer in the database"):
        cards.keep(NOBODY, before)
    interviews.remove(interview.id)
    assert cards.of_interview(interview.id) == ()
