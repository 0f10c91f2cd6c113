"""The caseload's questions find the right patients, each with one query."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from database_kinds import ONLY_FILES
from query_plans import plan_of
from sqlalchemy import event

from screening_app.domain import RatedBy, Rating, SafetyReview, Step
from screening_app.storage.caseload import CaseloadRepository
from screening_app.storage.ratings import RatingRepository
from screening_app.storage.safety_reviews import SafetyReviewRepository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from screening_app.domain import Interview, Patient
    from screening_app.storage.assessments import AssessmentRepository
    from screening_app.storage.database import Database
    from screening_app.storage.interviews import InterviewRepository
    from screening_app.storage.patients import PatientRepository

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def caseload(database: Database) -> CaseloadRepository:
    return CaseloadRepository(database)


@pytest.fixture
def someone(patients: PatientRepository, new_patient: Callable[..., Patient]) -> Callable[..., Patient]:
    def make(code: str, **changes: object) -> Patient:
        made = new_patient(code=code, **changes)
        patients.add(made)
        return made

    return make


@pytest.fixture
def session(interviews: InterviewRepository, new_interview: Callable[..., Interview]) -> Callable[..., Interview]:
    def make(patient: Patient, days_ago: float, step: Step = Step.SIGNED) -> Interview:
        made = new_interview(patient_id=patient.id, held_at=NOW - timedelta(days=days_ago), step=step)
        interviews.add(made)
        return made

    return make


@pytest.fixture
def score(
    assessments: AssessmentRepository, new_assessment: Callable[..., object]
) -> Callable[[Interview, float | None, str], None]:
    def give(interview: Interview, value: float | None, bundle: str = "m1") -> None:
        made = new_assessment(value, interview_id=interview.id)
        assessments.add(replace(made, score=replace(made.score, bundle=bundle)))

    return give


@pytest.fixture
def total(database: Database) -> Callable[..., None]:
    ratings = RatingRepository(database)

    def give(interview: Interview, value: float | None, instrument: str = "phq-9") -> None:
        ratings.add(Rating(uuid4().hex, interview.id, instrument, "en", (), value, False, None, RatedBy.CLINICIAN, NOW))

    return give


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """What is asked of the database from now on."""
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "SET TRANSACTION")):
            asked.append(statement)

    event.listen(database._engine, "before_cursor_execute", note)
    yield asked
    event.remove(database._engine, "before_cursor_execute", note)


def test_open_reviews_come_oldest_first_of_archived_patients_too(
    caseload: CaseloadRepository, database: Database, someone: Callable[..., Patient], session: Callable[..., Interview]
) -> None:
    reviews = SafetyReviewRepository(database)
    for code, days, done, particulars in (
        ("new", 1, False, {}),
        ("old", 9, False, {"archived_at": NOW}),
        ("done", 5, True, {}),
        ("demo", 5, False, {"is_demo": True}),
    ):
        interview = session(someone(code, **particulars), days)
        reviewed = NOW if done else None
        opened = NOW - timedelta(days=days)
        reviews.add(SafetyReview(uuid4().hex, interview.id, "r", opened, reviewed_at=reviewed))
    assert [(row.code, row.moment) for row in caseload.open_safety_reviews()] == [
        ("old", NOW - timedelta(days=9)),
        ("new", NOW - timedelta(days=1)),
    ]


def test_unsigned_sessions_are_found_with_their_step(
    caseload: CaseloadRepository, someone: Callable[..., Patient], session: Callable[..., Interview]
) -> None:
    patient = someone("a")
    session(patient, 3)
    draft = session(patient, 2, Step.INTERVIEW)
    session(someone("b"), 4, Step.RESULT)
    session(someone("c", archived_at=NOW), 4, Step.RESULT)
    session(someone("d", is_demo=True), 4, Step.RESULT)
    found = caseload.unsigned()
    assert [(row.code, row.step) for row in found] == [("b", Step.RESULT), ("a", Step.INTERVIEW)]
    assert found[1].interview_id == draft.id


def test_who_was_last_seen_before_a_day(
    caseload: CaseloadRepository, someone: Callable[..., Patient], session: Callable[..., Interview]
) -> None:
    seen, due, longer, gone = (someone(code) for code in ("seen", "due", "longer", "never"))
    for patient, days in ((seen, 100), (seen, 3), (due, 40), (due, 60), (longer, 200)):
        session(patient, days)
    session(someone("archived", archived_at=NOW), 300)
    found = caseload.last_seen_before(NOW - timedelta(days=30))
    assert [(row.code, row.moment) for row in found] == [
        ("longer", NOW - timedelta(days=200)),
        ("due", NOW - timedelta(days=40)),
    ]
    assert gone.code not in {row.code for row in found}


def test_the_last_session_of_a_patient_is_the_one_that_is_named(
    caseload: CaseloadRepository, someone: Callable[..., Patient], session: Callable[..., Interview]
) -> None:
    patient = someone("due")
    last = session(patient, 40)
    session(patient, 60)
    assert caseload.last_seen_before(NOW)[0].interview_id == last.id


def test_risen_scores_stand_beside_those_before(
    caseload: CaseloadRepository,
    someone: Callable[..., Patient],
    session: Callable[..., Interview],
    score: Callable[..., None],
) -> None:
    risen, fallen, first_lower = (someone(code) for code in ("risen", "fallen", "first lower"))
    for patient, values in ((risen, (50, 40, 45)), (fallen, (50, 40, 30)), (first_lower, (30, 50, 45))):
        for days, value in zip((30, 20, 10), values, strict=True):
            score(session(patient, days), value)
    found = {rise.patient.code: rise for rise in caseload.risen_scores(("SDS",))}
    assert set(found) == {"risen", "first lower"}
    rise = found["risen"]
    assert [number.value for number in (rise.newest, rise.before, rise.first)] == [45, 40, 50]
    assert [number.interval for number in (rise.newest, rise.before)] == [(35, 55), (30, 50)]
    assert rise.before.held_at == NOW - timedelta(days=20)
    assert (rise.measure, rise.newest.bundle, rise.newest.coverage) == ("SDS", "m1", 0.9)
    assert caseload.risen_scores(("PHQ-9",)) == ()


def test_scores_of_another_model_are_not_compared(
    caseload: CaseloadRepository,
    someone: Callable[..., Patient],
    session: Callable[..., Interview],
    score: Callable[..., None],
) -> None:
    """A rise within the older model says nothing of the newest session, nor does a step from one model to the other."""
    patient = someone("a")
    for days, value, bundle in ((40, 30, "old"), (30, 60, "old"), (20, 90, "new")):
        score(session(patient, days), value, bundle)
    assert caseload.risen_scores(("SDS",)) == ()
    score(session(patient, 10), 95, "new")
    (rise,) = caseload.risen_scores(("SDS",))
    assert (rise.first.value, rise.newest.value) == (90, 95)


def test_only_the_newest_score_of_a_session_counts_and_sessions_without_one_are_passed_over(
    caseload: CaseloadRepository,
    someone: Callable[..., Patient],
    session: Callable[..., Interview],
    score: Callable[..., None],
) -> None:
    patient = someone("a")
    score(session(patient, 30), 40)
    again = session(patient, 20)
    score(again, 90)
    score(again, 30)
    score(session(patient, 10), None)
    assert caseload.risen_scores(("SDS",)) == ()
    score(again, 60)
    (rise,) = caseload.risen_scores(("SDS",))
    assert (rise.before.value, rise.newest.value, rise.patient.interview_id) == (40, 60, again.id)


def test_totals_rise_by_instrument(
    caseload: CaseloadRepository,
    someone: Callable[..., Patient],
    session: Callable[..., Interview],
    total: Callable[..., None],
) -> None:
    patient, other = someone("a"), someone("b")
    for days, phq, gad in ((30, 10, 15), (20, None, 16), (10, 16, 9)):
        interview = session(patient, days)
        total(interview, phq)
        total(interview, gad, "gad-7")
    total(session(other, 10), 20)
    found = caseload.risen_ratings(("phq-9", "gad-7"))
    assert [(rise.measure, rise.before.value, rise.newest.value) for rise in found] == [("phq-9", 10, 16)]
    assert caseload.risen_ratings(("gad-7",)) == ()


@ONLY_FILES
@pytest.mark.parametrize(
    ("question", "asked", "index"),
    [
        ("risen_scores", (("SDS",),), "USING COVERING INDEX ix_assessment_series (interview_id=?"),
        ("risen_ratings", (("phq-9",),), "USING INDEX ix_rating_interview_id (interview_id=?"),
        ("unsigned", (), "USING INDEX ix_interview_step (step=?"),
    ],
)
def test_no_table_but_that_of_patients_is_gone_through(
    caseload: CaseloadRepository, database: Database, question: str, asked: tuple[object, ...], index: str
) -> None:
    plan = plan_of(database, lambda: getattr(caseload, question)(*asked))
    scanned = [step for step in plan if step.startswith(("SCAN interview", "SCAN assessment", "SCAN rating"))]
    assert scanned == []
    assert any(index in step for step in plan)


def test_each_question_is_one_query_however_many_patients_there_are(
    caseload: CaseloadRepository,
    someone: Callable[..., Patient],
    session: Callable[..., Interview],
    score: Callable[..., None],
    total: Callable[..., None],
    statements: list[str],
) -> None:
    for number in range(20):
        patient = someone(f"p{number}")
        for days in (30, 20, 10):
            interview = session(patient, days, Step.RESULT)
            score(interview, 90 - days)
            total(interview, 25 - days / 10)
    statements.clear()
    assert len(caseload.risen_scores(("SDS",))) == len(caseload.risen_ratings(("phq-9",))) == 20
    assert len(caseload.unsigned()) == 61  # with the one that `new_assessment` is made for
    assert len(caseload.last_seen_before(NOW)) == 20
    assert caseload.open_safety_reviews() == ()
    assert len(statements) == 5
