"""Assessments in a real SQLite file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from database_kinds import ONLY_FILES
from query_plans import plan_of
from sqlalchemy import text

from screening_app.domain import Assessment, Interview, Patient
from screening_app.errors import StorageError

if TYPE_CHECKING:
    from screening_app.storage.assessments import AssessmentRepository
    from screening_app.storage.database import Database
    from screening_app.storage.interviews import InterviewRepository

NewAssessment = Callable[..., Assessment]


def test_an_assessment_comes_back_as_it_was_stored(
    assessments: AssessmentRepository, new_assessment: NewAssessment
) -> None:
    for stored in (new_assessment(), new_assessment(None)):
        assessments.add(stored)
        assert assessments.get(stored.id) == stored


def test_what_queries_ask_for_stands_beside_the_document(
    assessments: AssessmentRepository, database: Database, new_assessment: NewAssessment
) -> None:
    assessments.add(new_assessment(58.25))
    with database.reading() as session:
        row = session.execute(text("SELECT scale, value, band, bundle FROM assessment")).one()
    assert tuple(row) == ("SDS", 58.25, "at_or_above_cutoff", "0123456789ab")


def test_the_newest_is_the_one_stored_last_even_if_the_clock_went_back(
    assessments: AssessmentRepository, interview: Interview, new_assessment: NewAssessment
) -> None:
    now = datetime.now(UTC)
    first, last = new_assessment(50.0, created_at=now), new_assessment(60.0, created_at=now - timedelta(hours=1))
    assessments.add(first)
    assessments.add(last)
    assert assessments.of_interview(interview.id) == (first, last)
    assert assessments.newest_of_patient(interview.patient_id) == (last,)


def test_the_newest_of_each_interview_come_in_the_order_of_the_interviews(
    assessments: AssessmentRepository, interviews: InterviewRepository, interview: Interview,
    new_interview: Callable[..., Interview], new_assessment: NewAssessment,
) -> None:  # fmt: skip
    earlier = new_interview(held_at=interview.held_at - timedelta(days=30))
    interviews.add(earlier)
    interviews.add(new_interview(held_at=interview.held_at + timedelta(days=30)))  # never scored
    of_later, of_earlier = new_assessment(40.0), new_assessment(70.0, interview_id=earlier.id)
    assessments.add(of_later)
    assessments.add(of_earlier)
    assert assessments.newest_of_patient(interview.patient_id) == (of_earlier, of_later)
    assert assessments.newest_of_patient("0" * 32) == ()


def test_an_assessment_needs_its_interview(assessments: AssessmentRepository, new_assessment: NewAssessment) -> None:
    with pytest.raises(StorageError, match="interview of this assessment is no longer"):
        assessments.add(new_assessment(interview_id="0" * 32))


def test_a_removed_assessment_is_said_to_be_gone(
    assessments: AssessmentRepository, interviews: InterviewRepository, new_assessment: NewAssessment
) -> None:
    stored = new_assessment()
    assessments.add(stored)
    interviews.remove(stored.interview_id)
    with pytest.raises(StorageError, match="no longer in the database"):
        assessments.get(stored.id)


@ONLY_FILES
def test_who_was_scored_last_is_found_without_reading_all_scores(
    assessments: AssessmentRepository, database: Database, patient: Patient
) -> None:
    plan = plan_of(database, lambda: assessments.last_sessions([patient.id]))
    read = [step for step in plan if step.startswith(("SEARCH assessment", "SCAN assessment"))]
    assert "COVERING INDEX ix_assessment_interview_id_number" in read[0]
    assert [step for step in read[1:] if "INTEGER PRIMARY KEY" not in step] == []
