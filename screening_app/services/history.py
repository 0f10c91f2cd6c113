"""How a patient's scores went over time, and whether the last step is more than the model's own error."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import TYPE_CHECKING

from screening_app.domain import HistoryPoint

if TYPE_CHECKING:
    from screening_app.domain import Assessment, Interview
    from screening_app.services.workspace import Workspace
    from selfmm.types import Score

_RELIABLE = 1.96  # standard errors of the difference; Jacobson and Truax 1991


class ChangeCode(StrEnum):
    """What can be said of two scores, one after the other."""

    WITHIN_ERROR = "within_error"
    RELIABLE_RISE = "reliable_rise"
    RELIABLE_FALL = "reliable_fall"
    OTHER_MODEL = "other_model"  # made by different models or on different scales: not to be compared
    NO_VALUE = "no_value"  # one of them has no value or no interval


@dataclass(frozen=True, slots=True)
class Change:
    """The step from one score to the next; numbers on the model's scale, None where they cannot be had."""

    code: ChangeCode
    difference: float | None = None  # later minus earlier
    threshold: float | None = None  # a reliable change is larger than this


def patient_history(workspace: Workspace, patient_id: str) -> tuple[HistoryPoint, ...]:
    """The newest score of each scored interview, oldest interview first."""
    return workspace.assessments.points_of_patient(patient_id)


def latest_change(workspace: Workspace, patient_id: str) -> Change | None:
    """The step between the patient's last two scored interviews; None where there are not two."""
    newest = workspace.assessments.newest_of_patient(patient_id)
    return None if len(newest) < 2 else change(newest[-2].score, newest[-1].score)


def change(earlier: Score, later: Score) -> Change:
    """Whether two scores differ by more than the model's own error: |x2 - x1| > 1.96 · √(SE1² + SE2²).

    With equal errors that is the reliable change 1.96 · √2 · SE of CLINICAL's formula. SE comes from the prediction
    interval, taken as that of a normal distribution.
    """
    if (earlier.bundle, earlier.scale) != (later.bundle, later.scale):
        return Change(ChangeCode.OTHER_MODEL)
    errors = [standard_error(score) for score in (earlier, later)]
    if earlier.value is None or later.value is None or None in errors:
        return Change(ChangeCode.NO_VALUE)
    difference = later.value - earlier.value
    threshold = _RELIABLE * math.hypot(*(error for error in errors if error is not None))
    if abs(difference) <= threshold:
        return Change(ChangeCode.WITHIN_ERROR, difference, threshold)
    code = ChangeCode.RELIABLE_RISE if difference > 0 else ChangeCode.RELIABLE_FALL
    return Change(code, difference, threshold)


def standard_error(score: Score) -> float | None:
    """The score's standard error on its scale, from its interval: half-width / 1.645 for one of 90 %.

    The longer side of the interval counts, because the other one may be cut off at the end of the scale.
    """
    if score.value is None or score.interval is None:
        return None
    halfwidth = max(score.value - score.interval[0], score.interval[1] - score.value)
    return halfwidth / NormalDist().inv_cdf((1 + score.coverage) / 2)


def point_of(interview: Interview, assessment: Assessment) -> HistoryPoint:
    """An interview in its patient's history, as this assessment has it."""
    score = assessment.score
    return HistoryPoint(
        interview_id=interview.id,
        assessment_id=assessment.id,
        held_at=interview.held_at,
        scale=score.scale.name,
        value=score.value,
        interval=score.interval,
        cutoff=score.scale.cutoff,
        band=score.band,
        bundle=score.bundle,
        coverage=score.coverage,
        markers=assessment.markers,
    )
