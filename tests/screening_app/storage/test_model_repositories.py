"""The clinic's own models, what they learnt from, which was active, and who is locked away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from screening_app.domain import (
    Activation,
    Consent,
    Lesson,
    ModelOrigin,
    Purpose,
    RatedBy,
    Rating,
    TrainedModel,
)
from screening_app.errors import StorageError
from screening_app.storage.consents import ConsentRepository
from screening_app.storage.holdout import HoldoutRepository
from screening_app.storage.ratings import RatingRepository
from screening_app.storage.trained_models import TrainedModelRepository

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import Assessment, Interview, Patient
    from screening_app.storage.assessments import AssessmentRepository
    from screening_app.storage.database import Database
    from screening_app.storage.interviews import InterviewRepository
    from screening_app.storage.patients import PatientRepository

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def models(database: Database) -> TrainedModelRepository:
    return TrainedModelRepository(database)


def model(model_id: str = "0123456789ab", days: int = 0, **changes: Any) -> TrainedModel:
    fields: dict[str, Any] = {
        "id": model_id,
        "name": "PHQ-9 · 诊所",
        "folder": model_id,
        "origin": ModelOrigin.TRAINED,
        "parent": "ba9876543210",
        "scale": "PHQ-9",
        "depth": "heads",
        "made_by": "Dr. 王",
        "made_at": NOW + timedelta(days=days),
        "summary": {"people": 40, "languages": {"zh": 50}},
        "verdict": "better",
        "comparison": {"mae": [4.0, 3.0, 5.0]},
    }
    return TrainedModel(**{**fields, **changes})


def test_a_model_comes_back_as_it_was_stored(models: TrainedModelRepository) -> None:
    older, newer = model("a" * 12), model("b" * 12, days=1, confirmed_by="Dr. Li", confirmed_at=NOW)
    models.add(older)
    models.add(newer)
    assert models.all() == (newer, older)
    assert models.find("a" * 12) == older
    assert models.find("c" * 12) is None


def test_an_imported_model_is_trusted_once_it_is_confirmed(models: TrainedModelRepository) -> None:
    models.add(model(origin=ModelOrigin.IMPORTED))
    assert not models.all()[0].is_trusted
    assert models.confirm("0123456789ab", "Dr. Li", NOW).is_trusted
    assert (models.all()[0].confirmed_by, models.all()[0].confirmed_at) == ("Dr. Li", NOW)


def test_a_deleted_model_stays_known_and_may_come_back(models: TrainedModelRepository) -> None:
    models.add(model())
    assert models.delete("0123456789ab", "Dr. Li", NOW).deleted_at == NOW
    models.add(model(origin=ModelOrigin.IMPORTED))
    assert models.all() == (model(origin=ModelOrigin.IMPORTED),)
    with pytest.raises(StorageError, match="not in the list"):
        models.delete("f" * 12, "Dr. Li", NOW)


def test_lessons_outlive_the_sessions(
    models: TrainedModelRepository, interviews: InterviewRepository, interview: Interview
) -> None:
    lesson = Lesson(interview.id, interview.patient_id)
    models.add(model(), [lesson, Lesson(uuid4().hex, uuid4().hex)])
    models.add(model("b" * 12))
    interviews.remove(interview.id)
    assert len(models.lessons_of("0123456789ab")) == 2
    assert lesson in models.lessons_of("0123456789ab")
    assert [found.id for found in models.learnt_from_interview(interview.id)] == ["0123456789ab"]
    assert [found.id for found in models.learnt_from_patient(interview.patient_id)] == ["0123456789ab"]
    assert models.learnt_from_interview(uuid4().hex) == ()


def test_activations_come_newest_first(models: TrainedModelRepository) -> None:
    first = Activation("0123456789ab", is_default=False, activated_by="Dr. Li", activated_at=NOW)
    second = Activation("ba9876543210", is_default=True, activated_by="Dr. 王", activated_at=NOW - timedelta(days=1))
    models.add_activation(first)
    models.add_activation(second)
    assert models.activations() == (second, first)  # as they were written, whatever the clock said


def test_the_hold_out_is_chosen_once(
    database: Database, patient: Patient, patients: PatientRepository, new_patient: Callable[..., Patient]
) -> None:
    holdout, other = HoldoutRepository(database), new_patient()
    patients.add(other)
    assert holdout.patients() == frozenset()
    holdout.lock([patient.id], NOW)
    with pytest.raises(StorageError, match="chosen before"):
        holdout.lock([other.id], NOW)
    assert holdout.patients() == {patient.id}
    patients.remove(patient.id)
    assert holdout.patients() == frozenset()


def rating(interview_id: str, value: float | None, instrument: str = "phq-9") -> Rating:
    return Rating(uuid4().hex, interview_id, instrument, "zh", (), value, False, None, RatedBy.CLINICIAN, NOW)


def test_the_newest_rating_on_an_instrument_counts(
    database: Database, interviews: InterviewRepository, new_interview: Callable[..., Interview]
) -> None:
    ratings, (first, second) = RatingRepository(database), (new_interview(), new_interview())
    for interview in (first, second):
        interviews.add(interview)
    newest = rating(first.id, 12.0)
    other = rating(second.id, None)
    for one in (rating(first.id, 3.0), newest, other, rating(second.id, 8.0, "gad-7")):
        ratings.add(one)
    assert ratings.newest_on("phq-9") == (newest, other)


def test_who_withdrew_is_known_even_after_another_consent(database: Database, interview: Interview) -> None:
    consents = ConsentRepository(database)
    assert consents.interviews_withdrawn_from(Purpose.TRAINING) == frozenset()
    consents.add([Consent(uuid4().hex, interview.id, Purpose.TRAINING, "2026-1", NOW, "Dr. Li")])
    consents.withdraw(interview.id, [Purpose.TRAINING], NOW, "Dr. Li")
    consents.add([Consent(uuid4().hex, interview.id, Purpose.TRAINING, "2026-1", NOW, "Dr. Li")])
    assert consents.interviews_withdrawn_from(Purpose.TRAINING) == {interview.id}
    assert consents.interviews_withdrawn_from(Purpose.EXPORT) == frozenset()


def test_assessments_tell_which_model_made_them(
    assessments: AssessmentRepository, new_assessment: Callable[..., Assessment]
) -> None:
    from dataclasses import replace

    first = new_assessment()
    second = replace(new_assessment(), score=replace(first.score, bundle="b" * 12))
    assessments.add(first)
    assessments.add(second)
    assert assessments.count_of_model("0123456789ab") == 1
    assert assessments.count_of_model("c" * 12) == 0
    assert assessments.newest_models() == {first.interview_id: "b" * 12}
