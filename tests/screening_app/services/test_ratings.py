"""Questionnaires that were filled in: the newest counts, and item 9 opens a review that blocks the sign-off."""

from __future__ import annotations

import csv
import json

import pytest

from screening_app.domain import Purpose, RatedBy, Source
from screening_app.errors import ScreeningError
from screening_app.services.consents import record_consent
from screening_app.services.exports import ExportOrder, Format, export_patient
from screening_app.services.interviews import type_text
from screening_app.services.patient_history import read_history
from screening_app.services.ratings import (
    begun_of,
    complete_review,
    discard_answers,
    enter_total,
    keep_answers,
    open_safety_reviews,
    rate,
    ratings_of,
    safety_reviews_of,
)
from screening_app.services.research_export import ResearchChoices, export_for_research
from screening_app.services.sessions import begin_session, sign_off
from screening_app.services.training_sessions import rated_sessions
from selfmm.scales import PHQ_9

ANSWERS = (1, 2, 1, 0, 1, 2, 1, 0, 0)
SO_FAR = (1, 2, *[None] * 7)


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


def test_what_was_answered_so_far_is_kept_until_it_is_rated_or_discarded(workspace, session):
    keep_answers(workspace, session.id, "phq-9", (1, *[None] * 8))
    keep_answers(workspace, session.id, "phq-9", SO_FAR, 2)
    keep_answers(workspace, session.id, "gad-7", (None, 3, *[None] * 5))
    other, begun = begun_of(workspace, session.id)
    assert (begun.answers, begun.difficulty, other.instrument) == (SO_FAR, 2, "gad-7")
    rate(workspace, session.id, "phq-9", ANSWERS, language="zh")
    assert begun_of(workspace, session.id) == (other,)
    discard_answers(workspace, other)
    assert begun_of(workspace, session.id) == ()
    with pytest.raises(ValueError, match="no answers to phq-9"):
        keep_answers(workspace, session.id, "phq-9", (7, *SO_FAR[1:]))


def test_answers_that_say_nothing_new_are_not_begun(workspace, session):
    keep_answers(workspace, session.id, "phq-9", SO_FAR)
    keep_answers(workspace, session.id, "phq-9", (None,) * 9)  # all taken away again
    assert begun_of(workspace, session.id) == ()
    rate(workspace, session.id, "phq-9", ANSWERS, language="zh", difficulty=1)
    keep_answers(workspace, session.id, "phq-9", (3, *ANSWERS[1:]), 1)
    assert len(begun_of(workspace, session.id)) == 1
    keep_answers(workspace, session.id, "phq-9", ANSWERS, 1)
    assert begun_of(workspace, session.id) == ()


def test_a_session_is_not_signed_off_over_a_begun_questionnaire(workspace, session):
    keep_answers(workspace, session.id, "phq-9", (*[None] * 8, 3))  # item 9, which nobody has rated yet
    with pytest.raises(ScreeningError, match="PHQ-9 was begun and is not finished"):
        sign_off(workspace, session, "Dr. Li")
    discard_answers(workspace, *begun_of(workspace, session.id))
    sign_off(workspace, session, "Dr. Li")
    with pytest.raises(ScreeningError, match="signed off"):
        keep_answers(workspace, session.id, "phq-9", SO_FAR)


def test_a_begun_questionnaire_is_no_rating_for_history_retraining_or_export(workspace, patient, tmp_path):
    interview = type_text(workspace, patient, "I sleep badly, and in the morning I am tired.", "en")
    record_consent(workspace, interview, [Purpose.TRAINING, Purpose.EXPORT], "Dr. Li")
    keep_answers(workspace, interview.id, "phq-9", (*ANSWERS[:-1], None), 1)  # one is missing: it could be pro-rated
    assert ratings_of(workspace, interview.id) == ()
    (session,) = read_history(workspace, patient.id).sessions
    assert session.ratings == ()
    assert rated_sessions(workspace, "phq-9", PHQ_9, None) == ()
    order = ExportOrder(patient.id, frozenset(Format), with_text=True)
    place = export_patient(workspace, order, tmp_path)
    (exported,) = json.loads((place / "sessions.json").read_text("utf-8"))["sessions"]
    assert exported["questionnaires"] == []
    assert "QuestionnaireResponse" not in (place / "bundle.fhir.json").read_text("utf-8")
    research = export_for_research(workspace, tmp_path, ResearchChoices(with_text=True)).folder
    with (research / "questionnaires.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.DictReader(file)) == []
