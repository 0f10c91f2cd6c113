"""The caseload names those who are worse by more than error, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from screening_app.domain import Interview, Patient, RatedBy, Source, Step
from screening_app.services.caseload import caseload_of
from screening_app.services.history import ChangeCode
from screening_app.services.interviews import start_interview
from screening_app.services.patients import add_patient
from screening_app.services.ratings import enter_total, rate
from selfmm.scales import MOSI

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace

NOW = datetime.now(UTC)
NewInterview = Callable[..., Interview]


def rated(workspace: Workspace, patient: Patient, *totals: int) -> None:
    """Sessions a week apart with a PHQ-9 of these totals, below 24 so that item 9 stays 0."""
    for place, total in enumerate(totals):
        held_at = NOW - timedelta(weeks=len(totals) - place)
        interview = start_interview(workspace, patient, Source.TYPED, "en", held_at=held_at, step=Step.QUESTIONNAIRE)
        answers = tuple(min(3, max(0, total - 3 * item)) for item in range(9))
        rate(workspace, interview.id, "phq-9", answers, language="en", by=RatedBy.PATIENT)


@pytest.mark.parametrize(
    ("totals", "since"),
    [
        ((10, 15), None),  # 5 points are within error
        ((10, 16), 10),
        ((16, 10), None),
        ((8, 12, 16), 8),  # no step is reliable, but all of them together are
        ((20, 8, 14), 8),
        ((20, 14, 8), None),
    ],
)
def test_a_total_is_worse_from_the_session_before_or_from_the_first(
    workspace: Workspace, patient: Patient, totals: tuple[int, ...], since: int | None
) -> None:
    rated(workspace, patient, *totals)
    found = caseload_of(workspace, 6).worsened
    assert [worsening.earlier.value for worsening in found] == ([] if since is None else [since])
    assert all(worsening.change.code is ChangeCode.RELIABLE_RISE for worsening in found)


@pytest.mark.parametrize(("values", "worse"), [((40.0, 56.0), 0), ((40.0, 57.0), 1), ((57.0, 40.0), 0)])
def test_a_score_is_worse_beyond_the_models_own_error(
    workspace: Workspace, patient: Patient, scored_interview: NewInterview, values: tuple[float, float], worse: int
) -> None:
    """Half-width 10: a reliable change is more than 16.9 points."""
    for days, value in zip((20, 10), values, strict=True):
        scored_interview(value, held_at=NOW - timedelta(days=days))
    found = caseload_of(workspace, 6).worsened
    assert len(found) == worse
    assert all((worsening.measure, worsening.is_score) == ("SDS", True) for worsening in found)


def test_a_rise_of_sentiment_is_no_worsening(
    workspace: Workspace, patient: Patient, scored_interview: NewInterview
) -> None:
    for days, value in ((20, -2.0), (10, 2.0)):
        scored_interview(value, held_at=NOW - timedelta(days=days), scale=MOSI, interval=(value - 0.1, value + 0.1))
    assert caseload_of(workspace, 6).worsened == ()


def test_open_safety_panels_due_patients_and_unsigned_sessions(workspace: Workspace, patient: Patient) -> None:
    held_at = NOW - timedelta(weeks=6, minutes=1)
    interview = start_interview(workspace, patient, Source.TYPED, "en", held_at=held_at, step=Step.QUESTIONNAIRE)
    rate(workspace, interview.id, "phq-9", (0,) * 8 + (2,), language="en", by=RatedBy.PATIENT)
    add_patient(workspace)
    found = caseload_of(workspace, 6)
    assert [row.interview_id for row in found.safety] == [interview.id]
    assert [row.patient_id for row in found.due] == [patient.id]
    assert [row.interview_id for row in found.unfinished] == [interview.id]
    assert caseload_of(workspace, 7).due == ()


def test_totals_of_an_instrument_without_a_reliable_change_worry_nobody(workspace: Workspace, patient: Patient) -> None:
    for weeks, total in ((2, 5), (1, 40)):
        held_at = NOW - timedelta(weeks=weeks)
        interview = start_interview(workspace, patient, Source.TYPED, "en", held_at=held_at, step=Step.RESULT)
        enter_total(workspace, interview.id, "hamd-17", total, language="en")
    assert caseload_of(workspace, 6).worsened == ()
