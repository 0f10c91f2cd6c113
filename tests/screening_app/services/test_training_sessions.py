"""Which sessions are learnt from and why not the others; scales; who is locked away."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening_app import demo_clinic
from screening_app.domain import Lesson, ModelOrigin, Purpose, Source, TrainedModel
from screening_app.errors import ScreeningError
from screening_app.services import training_sessions
from screening_app.services.consents import record_consent, withdraw_consent
from screening_app.services.interviews import start_interview, type_text
from screening_app.services.patients import add_patient
from screening_app.services.ratings import rate
from screening_app.services.scoring import add_assessment
from screening_app.services.training_sessions import (
    HOLDOUT_FROM,
    HOLDOUT_PEOPLE,
    Agreement,
    LeftOut,
    Reading,
    propose_holdout,
    rated_sessions,
    scale_for,
)
from selfmm.data.files import write_features, write_transcript
from selfmm.scales import PHQ_9
from selfmm.training.retraining import RatedSession
from selfmm.types import Answer, AnswerScore, Features, Quality, Transcript

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.domain import Interview, Patient
    from screening_app.services.training_sessions import RatedRow
    from screening_app.services.workspace import Workspace
    from selfmm.types import Score

ENOUGH = "I sleep badly, and in the morning I am tired before the day has begun."
ANSWERS = [2, 2, 2, 2, 2, 0, 0, 0, 0]  # 10, the cut-off
RECIPE = "0123456789ab"


def rated(workspace: Workspace, patient: Patient, text: str = ENOUGH, answers: object = ANSWERS) -> Interview:
    interview = type_text(workspace, patient, text, "en")
    rate(workspace, interview.id, "phq-9", answers, language="en")
    record_consent(workspace, interview, [Purpose.TRAINING], "Dr. Li")
    return interview


def row_of(workspace: Workspace, interview: Interview, recipe: str | None = None) -> RatedRow:
    return next(row for row in rated_sessions(workspace, "phq-9", PHQ_9, recipe) if row.interview_id == interview.id)


def test_a_typed_session_with_rating_and_consent_is_learnt_from(workspace: Workspace, patient: Patient) -> None:
    row = row_of(workspace, rated(workspace, patient), RECIPE)
    assert (row.left_out, row.rating, row.language) == (None, 10.0, "en")
    assert row.material is not None
    assert row.material.features is None
    assert row.material.whole.samples[0].text == ENOUGH
    assert row.material.light.samples == ()


def test_each_reason_is_told(workspace: Workspace, patient: Patient) -> None:
    undecided = rated(workspace, patient, answers=[None] * 9)
    short = rated(workspace, patient, text="Fine.")
    withdrawn = rated(workspace, patient)
    withdraw_consent(workspace, withdrawn, Purpose.TRAINING, "Dr. Li")
    never = type_text(workspace, patient, ENOUGH, "en")
    rate(workspace, never.id, "phq-9", ANSWERS, language="en")
    silent = start_interview(workspace, patient, Source.TYPED, "en")
    rate(workspace, silent.id, "phq-9", ANSWERS, language="en")
    record_consent(workspace, silent, [Purpose.TRAINING], "Dr. Li")
    nobody = add_patient(workspace, code="DEMO-9", is_demo=True)
    demonstration = rated(workspace, nobody)
    reasons = {
        undecided: LeftOut.UNDECIDED,
        short: LeftOut.POOR_QUALITY,
        withdrawn: LeftOut.CONSENT_WITHDRAWN,
        never: LeftOut.NO_CONSENT,
        silent: LeftOut.NO_TRANSCRIPT,
        demonstration: LeftOut.DEMONSTRATION,
    }
    for interview, reason in reasons.items():
        row = row_of(workspace, interview)
        assert (row.left_out, row.material) == (reason, None)
    assert row_of(workspace, short).reasons == ("too_few_words",)
    agreed = {one: row_of(workspace, one).consent for one in (undecided, withdrawn, never)}
    assert agreed == {undecided: Agreement.GIVEN, withdrawn: Agreement.WITHDRAWN, never: Agreement.NEVER_GIVEN}
    outside = replace(PHQ_9, maximum=9.0, cutoff=5.0)
    within = rated(workspace, patient)
    found = {row.interview_id: row.left_out for row in rated_sessions(workspace, "phq-9", outside, None)}
    assert found[within.id] is LeftOut.OUTSIDE_SCALE


def recorded(workspace: Workspace, patient: Patient, wav: Path) -> Interview:
    from screening_app.services.imports import import_file

    interview = import_file(workspace, patient, wav, "en")
    write_transcript(workspace.media.transcript_path(interview.id), Transcript((Answer(ENOUGH, 0.0, 1.0),), "en"))
    rate(workspace, interview.id, "phq-9", ANSWERS, language="en")
    record_consent(workspace, interview, [Purpose.SOUND, Purpose.KEEP_MEDIA, Purpose.TRAINING], "Dr. Li")
    return interview


def test_recorded_sessions_need_the_features_of_the_recipe(workspace: Workspace, patient: Patient, wav: Path) -> None:
    interview = recorded(workspace, patient, wav)
    words = row_of(workspace, interview)
    assert (words.left_out, words.reading) == (None, Reading.WORDS_ALONE)
    older = row_of(workspace, interview, RECIPE)
    assert (older.left_out, older.reading) == (LeftOut.OLD_RECIPE, Reading.OLDER)
    write_features(workspace.media.features_path(interview.id, RECIPE), Features(RECIPE, speech=((0.0, 9.0),)))
    row = row_of(workspace, interview, RECIPE)
    assert (row.left_out, row.reading) == (None, Reading.CURRENT)
    assert row.material is not None
    assert row.material.features == workspace.media.features_path(interview.id, RECIPE)
    assert interview.recording is not None
    interview.recording.path.unlink()
    gone = row_of(workspace, interview, "ba9876543210")
    assert (gone.left_out, gone.reading) == (LeftOut.RECORDING_GONE, Reading.GONE)


def test_a_session_whose_recording_was_not_kept_is_learnt_from_by_its_words(
    workspace: Workspace, patient: Patient, wav: Path
) -> None:
    interview = recorded(workspace, patient, wav)
    withdraw_consent(workspace, interview, Purpose.KEEP_MEDIA, "Dr. Li")
    row = row_of(workspace, interview, RECIPE)
    assert row.left_out is None
    assert row.material is not None
    assert row.material.features is None


def test_rows_come_newest_first(workspace: Workspace) -> None:
    demo_clinic.fill(workspace, 4)
    held = [row.held_at for row in rated_sessions(workspace, "phq-9", PHQ_9, None)]
    assert held == sorted(held, reverse=True)


def test_scales_of_ones_own() -> None:
    assert scale_for("phq-9") is PHQ_9
    assert scale_for("phq-9", cutoff=10.0) is PHQ_9
    own = scale_for("phq-9", cutoff=12.0)
    assert (own.name, own.maximum, own.cutoff) == ("PHQ-9 ≥ 12", 27.0, 12.0)
    assert own.band(12.0) == "at_or_above_cutoff"
    assert own.band(11.0) == "below_cutoff"
    assert scale_for("hamd-17", cutoff=8.0, name="HAMD").name == "HAMD"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"instrument_id": "hamd-17"}, "no published cut-off"),
        ({"instrument_id": "phq-9", "cutoff": 30.0}, "within the scale"),
        ({"instrument_id": "phq-9", "cutoff": 12.0, "name": "PHQ-9"}, "another name"),
        ({"instrument_id": "phq-9", "cutoff": 12.0, "name": "x" * 41}, "too long"),
    ],
)
def test_what_is_no_scale_is_refused(asked: dict[str, object], says: str) -> None:
    with pytest.raises(ScreeningError, match=says):
        scale_for(**asked)


@given(st.floats(-5, 40, allow_nan=False), st.floats(-5, 40, allow_nan=False), st.floats(-5, 40, allow_nan=False))
def test_every_scale_holds_its_cutoff(minimum: float, maximum: float, cutoff: float) -> None:
    try:
        scale = scale_for("phq-9", minimum=minimum, maximum=maximum, cutoff=cutoff)
    except ScreeningError:
        assert not minimum < cutoff <= maximum
    else:
        assert scale.minimum < scale.cutoff <= scale.maximum


def sessions(workspace: Workspace, count: int) -> list[RatedSession]:
    patients = [add_patient(workspace) for _ in range(count)]
    return [RatedSession(one.id, one.id, 20.0 if place % 4 == 0 else 3.0, "en") for place, one in enumerate(patients)]


def test_people_are_locked_away_once_there_are_enough(workspace: Workspace) -> None:
    found = sessions(workspace, HOLDOUT_FROM)
    assert propose_holdout(workspace, found[:-1], PHQ_9) == frozenset()
    locked = propose_holdout(workspace, found, PHQ_9)
    assert len(locked) == HOLDOUT_PEOPLE
    assert propose_holdout(workspace, found[::-1], PHQ_9) == locked
    above = [one for one in found if one.person in locked and one.rating >= PHQ_9.cutoff]
    assert len(above) == HOLDOUT_PEOPLE // 4  # as among all
    workspace.holdout.lock(locked, datetime.now(UTC))
    assert propose_holdout(workspace, [], PHQ_9) == locked


def test_nobody_is_locked_away_whom_a_model_knows(workspace: Workspace) -> None:
    found = sessions(workspace, HOLDOUT_FROM)
    known = [one.person for one in found[: HOLDOUT_FROM - HOLDOUT_PEOPLE]]
    lessons = [Lesson(person, person) for person in known]
    model = TrainedModel("a" * 12, "", "", ModelOrigin.TRAINED, "", "PHQ-9", "heads", "", datetime.now(UTC))
    workspace.models.add(model, lessons)
    locked = propose_holdout(workspace, found, PHQ_9)
    assert len(locked) == HOLDOUT_PEOPLE
    assert not locked & set(known)
    workspace.models.add(model, [Lesson(found[-1].person, found[-1].person)])
    assert propose_holdout(workspace, found, PHQ_9) == frozenset()


def quick_rows(workspace: Workspace) -> dict[str, RatedRow]:
    return {row.interview_id: row for row in rated_sessions(workspace, "phq-9", PHQ_9, None, with_material=False)}


def scored(workspace: Workspace, interview: Interview, score: Score, *, changed: timedelta) -> Path:
    """The session gets a score, and its words were changed last so long before that."""
    add_assessment(workspace, interview, score)
    path = workspace.media.transcript_path(interview.id)
    last = (workspace.assessments.of_interview(interview.id)[-1].created_at - changed).timestamp()
    os.utime(path, (last, last))
    return path


def test_without_material_what_a_score_has_seen_is_not_read_again(
    workspace: Workspace, patient: Patient, new_score: Callable[..., Score], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = (AnswerScore(ENOUGH, 0.0, 0.0, 50.0),)
    good, poor, silent = (rated(workspace, patient) for _ in range(3))
    scored(workspace, good, new_score(50.0, answers=spoken), changed=timedelta(minutes=1))
    scored(workspace, poor, new_score(50.0, answers=spoken, quality=Quality(words=3)), changed=timedelta(minutes=1))
    scored(workspace, silent, new_score(None, answers=()), changed=timedelta(minutes=1))
    expected = {row.interview_id: row.left_out for row in rated_sessions(workspace, "phq-9", PHQ_9, None)}
    expected[silent.id] = LeftOut.POOR_QUALITY  # so says its score, whose words nobody has changed since
    monkeypatch.setattr(training_sessions, "read_transcript", lambda _: pytest.fail("it was not to be read"))
    rows = quick_rows(workspace)
    assert {name: row.left_out for name, row in rows.items()} == expected
    assert rows[poor.id].reasons == ("too_few_words",)
    light = rows[good.id].light
    assert (light.id, light.person, light.rating, light.language, light.samples) == (
        good.id,
        patient.id,
        10.0,
        "en",
        (),
    )
    assert rows[good.id].material is None


def test_words_that_were_changed_since_the_score_are_read(
    workspace: Workspace, patient: Patient, new_score: Callable[..., Score]
) -> None:
    interview = rated(workspace, patient)
    path = scored(workspace, interview, new_score(None, answers=()), changed=timedelta(minutes=-1))
    assert quick_rows(workspace)[interview.id].left_out is None
    path.write_text("{", encoding="utf-8")
    assert quick_rows(workspace)[interview.id].left_out is LeftOut.NO_TRANSCRIPT
    path.unlink()
    assert quick_rows(workspace)[interview.id].left_out is LeftOut.NO_TRANSCRIPT


def test_a_score_that_cannot_be_read_says_nothing(
    workspace: Workspace, patient: Patient, new_score: Callable[..., Score]
) -> None:
    interview = rated(workspace, patient)
    scored(workspace, interview, new_score(None, answers=()), changed=timedelta(minutes=1))
    with workspace.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE assessment SET score = 'torn {'")
    assert quick_rows(workspace)[interview.id].left_out is None
