"""A patient's history, and whether a change is more than the model's own error."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening_app.domain import Interview, Patient
from screening_app.services.history import Change, ChangeCode, change, patient_history, standard_error
from screening_app.services.interviews import remove_interview
from screening_app.services.scoring import add_assessment
from selfmm.scales import SDS
from selfmm.types import Band, LabelScale, Quality, Score

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace

START = datetime(2026, 1, 1, tzinfo=UTC)
NewInterview = Callable[..., Interview]
NewScore = Callable[..., Score]


def test_the_history_runs_from_the_oldest_interview_to_the_newest(
    workspace: Workspace, patient: Patient, scored_interview: NewInterview
) -> None:
    later = scored_interview(60.0, held_at=START + timedelta(days=7))
    earlier = scored_interview(45.0, held_at=START)
    points = patient_history(workspace, patient.id)
    assert [(point.interview_id, point.value) for point in points] == [(earlier.id, 45.0), (later.id, 60.0)]
    assert (points[0].scale, points[0].cutoff, points[0].interval) == ("SDS", 53.0, (35.0, 55.0))
    assert points[0].held_at == START


def test_only_the_newest_score_of_an_interview_counts(
    workspace: Workspace, patient: Patient, scored_interview: NewInterview, new_score: NewScore
) -> None:
    interview = scored_interview(60.0)
    newest = add_assessment(workspace, interview, new_score(40.0))
    (point,) = patient_history(workspace, patient.id)
    assert (point.assessment_id, point.value) == (newest.id, 40.0)


def test_a_score_without_a_value_keeps_its_place(
    workspace: Workspace, patient: Patient, scored_interview: NewInterview
) -> None:
    scored_interview(None, held_at=START, band="indeterminate")
    (point,) = patient_history(workspace, patient.id)
    assert (point.value, point.interval, point.band) == (None, None, "indeterminate")


def test_a_removed_interview_leaves_the_history(
    workspace: Workspace, patient: Patient, scored_interview: NewInterview
) -> None:
    remove_interview(workspace, scored_interview().id)
    assert patient_history(workspace, patient.id) == ()


def test_the_standard_error_is_the_halfwidth_by_1_645(new_score: NewScore) -> None:
    assert standard_error(new_score(50.0, interval=(33.55, 66.45))) == pytest.approx(10.0, abs=0.01)
    assert standard_error(new_score(50.0, interval=(30.4, 69.6), coverage=0.95)) == pytest.approx(10.0, abs=0.01)


def test_an_interval_cut_off_at_the_end_of_the_scale_does_not_look_surer(new_score: NewScore) -> None:
    cut = standard_error(new_score(30.0, interval=(25.0, 46.45)))
    assert cut == standard_error(new_score(50.0, interval=(33.55, 66.45)))


@pytest.mark.parametrize(
    ("later", "code"),
    [
        (50.0 + 16.8, ChangeCode.WITHIN_ERROR),
        (50.0 + 16.9, ChangeCode.RELIABLE_RISE),
        (50.0 - 16.8, ChangeCode.WITHIN_ERROR),
        (50.0 - 16.9, ChangeCode.RELIABLE_FALL),
        (50.0, ChangeCode.WITHIN_ERROR),
    ],
)
def test_a_change_is_reliable_beyond_1_96_times_root_2_times_the_error(
    new_score: NewScore, later: float, code: ChangeCode
) -> None:
    found = change(new_score(50.0), new_score(later))  # half-width 10: SE 6.08, threshold 16.85
    assert found.code is code
    assert found.threshold == pytest.approx(1.96 * math.sqrt(2) * 10 / 1.6449, rel=1e-3)


OTHER_SCALE = LabelScale("PHQ-9", 0.0, 27.0, 10.0, (Band(0.0, "minimal"),))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"bundle": "ffffffffffff"}, ChangeCode.OTHER_MODEL),
        ({"scale": OTHER_SCALE}, ChangeCode.OTHER_MODEL),
        ({"value": None}, ChangeCode.NO_VALUE),
        ({"interval": None}, ChangeCode.NO_VALUE),
    ],
)
def test_what_cannot_be_compared_is_not(new_score: NewScore, fields: dict[str, object], expected: ChangeCode) -> None:
    assert change(new_score(), new_score(**fields)) == Change(expected)
    assert change(new_score(**fields), new_score()) == Change(expected)


values = st.floats(25, 100)
halfwidths = st.floats(0.5, 40)


def score_of(value: float, halfwidth: float) -> Score:
    return Score(
        scale=SDS, value=value, interval=(value - halfwidth, value + halfwidth), coverage=0.9, band="below_cutoff",
        text=None, audio=None, vision=None, answers=(), quality=Quality(40), bundle="0123456789ab",
    )  # fmt: skip


@given(values, halfwidths, values, halfwidths)
def test_going_back_is_the_opposite_change(one: float, wide: float, two: float, narrow: float) -> None:
    there, back = (
        change(score_of(one, wide), score_of(two, narrow)),
        change(score_of(two, narrow), score_of(one, wide)),
    )
    opposite = {ChangeCode.RELIABLE_RISE: ChangeCode.RELIABLE_FALL, ChangeCode.RELIABLE_FALL: ChangeCode.RELIABLE_RISE}
    assert there.code == opposite.get(back.code, back.code)
    assert there.threshold == back.threshold
