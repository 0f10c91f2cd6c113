"""Questionnaires that were filled in: the newest counts, and item 9 opens a review that blocks the sign-off."""

from __future__ import annotations

import pytest

from screening_app.domain import RatedBy, Source
from screening_app.errors import ScreeningError
from screening_app.services.ratings import (
    complete_review,
    enter_total,
    open_safety_reviews,
    rate,
    ratings_of,
    safety_reviews_of,
)
from screening_app.services.sessions import begin_session, sign_off

ANSWERS = (1, 2, 1, 0, 1, 2, 1, 0, 0)


@pytest.fixture
def session(workspace, patient):
    return begin_session(workspace, patient, Source.TYPED, "zh")


def test_a_questionnaire_is_kept_with_its_total_and_who_gave_it(workspace, session):
    rating = rate(workspace, session.id, "phq-9", ANSWERS, language="zh", difficulty=2, by=RatedBy.PATIENT)
    assert (rating.value, rating.is_prorated, rating.difficulty, rating.rated_by) == (8, False, 2, RatedBy.PATIENT)
    assert ratings_of(workspace, session.id) == (rating,)
    assert safety_reviews_of(workspace, session.id) == ()
    corrected = rate(workspace, session.id, "phq-9", (0, *ANSWERS[1:]), language="zh")
    assert ratings_of(workspace, session.id) == (corrected,)


def test_too_many_missing_answers_give_no_total(workspace, session):
    rating = rate(workspace, session.id, "phq-9", (None, None, None, *ANSWERS[3:]), language="zh")
    assert rating.value is None


def test_item_9_opens_a_review_and_the_session_stays_open_until_it_is_done(workspace, session):
    rating = rate(workspace, session.id, "phq-9", (*ANSWERS[:-1], 1), language="zh")
    (review,) = safety_reviews_of(workspace, session.id)
    assert (review.rating_id, review.reviewed_at) == (rating.id, None)
    rate(workspace, session.id, "phq-9", (*ANSWERS[:-1], 0), language="zh")  # a 0 afterwards does not clear it
    assert open_safety_reviews(workspace) == (review,)
    with pytest.raises(ScreeningError, match="Item 9"):
        sign_off(workspace, session, "Dr. Li")
    with pytest.raises(ScreeningError, match="all needed"):
        complete_review(workspace, review, assessed_by="Dr. Li", tool="C-SSRS", outcome=" ", plan="call tomorrow")
    assert open_safety_reviews(workspace) == (review,)
    done = complete_review(workspace, review, assessed_by=" Dr. Li", tool="C-SSRS", outcome="low", plan="call tomorrow")
    assert safety_reviews_of(workspace, session.id) == (done,)
    assert done.assessed_by == "Dr. Li"
    assert done.reviewed_at >= review.opened_at
    sign_off(workspace, session, "Dr. Li")


def test_a_total_is_the_clinicians_and_has_to_be_possible(workspace, session):
    rating = enter_total(workspace, session.id, "hamd-17", 18, language="zh")
    assert (rating.value, rating.answers, rating.rated_by) == (18, (), RatedBy.CLINICIAN)
    with pytest.raises(ScreeningError, match="from 0 to 52"):
        enter_total(workspace, session.id, "hamd-17", 53, language="zh")
    assert ratings_of(workspace, session.id) == (rating,)


def test_a_signed_session_takes_no_rating(workspace, session):
    sign_off(workspace, session, "Dr. Li")
    with pytest.raises(ScreeningError, match="signed off"):
        rate(workspace, session.id, "phq-9", ANSWERS, language="zh")
    with pytest.raises(ScreeningError, match="signed off"):
        enter_total(workspace, session.id, "hamd-17", 18, language="zh")
