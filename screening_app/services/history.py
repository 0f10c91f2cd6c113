"""How a patient's scores went over time, and whether a step is more than the model's own error."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import TYPE_CHECKING, Protocol, TypeVar

from screening_app.domain import HistoryPoint
from screening_app.services.interviews import interviews_of
from selfmm.types import Score

if TYPE_CHECKING:
    from screening_app.domain import Assessment, Interview, Rating
    from screening_app.services.workspace import Workspace

RELIABLE = 1.96  # standard errors of the difference; Jacobson and Truax 1991

Scored = TypeVar("Scored", Score, HistoryPoint)


class ChangeCode(StrEnum):
    """What can be said of two numbers, one after the other."""

    WITHIN_ERROR = "within_error"
    RELIABLE_RISE = "reliable_rise"
    RELIABLE_FALL = "reliable_fall"
    OTHER_MODEL = "other_model"  # made by different models or on different scales: not to be compared
    NO_VALUE = "no_value"  # one of them has no value or no interval
    NOT_KNOWN = "not_known"  # they differ, but nobody has said by how much they must


@dataclass(frozen=True, slots=True)
class Change:
    """The step from one number to the next; both on their own scale, None where they cannot be had."""

    code: ChangeCode
    difference: float | None = None  # later minus earlier
    threshold: float | None = None  # of a score, a reliable change is larger than this; of a total, this or larger


@dataclass(frozen=True, slots=True)
class Session:
    """An interview with its newest score, None where it was never scored, and its newest ratings."""

    interview: Interview
    point: HistoryPoint | None
    ratings: tuple[Rating, ...] = ()


class Measured(Protocol):
    """A number that a model gave, with its error: a score, or what a chart shows of it."""

    @property
    def value(self) -> float | None:
        """On the model's scale; None where there is none."""

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the true value lies, with a probability of `coverage`."""

    @property
    def coverage(self) -> float:
        """Share of people whose true value lies in the interval."""

    @property
    def bundle(self) -> str:
        """The model."""


def patient_history(workspace: Workspace, patient_id: str) -> tuple[HistoryPoint, ...]:
    """The newest score of each scored interview, oldest interview first."""
    return workspace.assessments.points_of_patient(patient_id)


def sessions_of(workspace: Workspace, patient_id: str) -> tuple[Session, ...]:
    """All sessions of a patient, the oldest first, in three queries however many there are."""
    points = {point.interview_id: point for point in patient_history(workspace, patient_id)}
    ratings: dict[str, list[Rating]] = {}
    for rating in workspace.ratings.newest_of_patient(patient_id):
        ratings.setdefault(rating.interview_id, []).append(rating)
    return tuple(
        Session(interview, points.get(interview.id), tuple(ratings.get(interview.id, ())))
        for interview in interviews_of(workspace, patient_id)
    )


def change(earlier: Scored, later: Scored) -> Change:
    """Whether two scores differ by more than the model's own error, as `change_by_error` has it."""
    if earlier.scale != later.scale:
        return Change(ChangeCode.OTHER_MODEL)
    return change_by_error(earlier, later)


def change_by_error(earlier: Measured, later: Measured) -> Change:
    """Whether two numbers on one scale differ by more than the error: |x2 - x1| > 1.96 · √(SE1² + SE2²).

    With equal errors that is the reliable change 1.96 · √2 · SE of CLINICAL's formula. SE comes from the prediction
    interval, taken as that of a normal distribution.
    """
    if earlier.bundle != later.bundle:
        return Change(ChangeCode.OTHER_MODEL)
    errors = [standard_error(number) for number in (earlier, later)]
    if earlier.value is None or later.value is None or None in errors:
        return Change(ChangeCode.NO_VALUE)
    difference = later.value - earlier.value
    threshold = RELIABLE * math.hypot(*(error for error in errors if error is not None))
    if abs(difference) <= threshold:
        return Change(ChangeCode.WITHIN_ERROR, difference, threshold)
    return Change(_direction(difference), difference, threshold)


def change_by_points(earlier: float | None, later: float | None, reliable: float | None) -> Change:
    """Whether two totals differ by `reliable` points or more; None where no such number is known."""
    if earlier is None or later is None:
        return Change(ChangeCode.NO_VALUE)
    difference = later - earlier
    if reliable is None:
        return Change(ChangeCode.NOT_KNOWN, difference)
    code = ChangeCode.WITHIN_ERROR if abs(difference) < reliable else _direction(difference)
    return Change(code, difference, reliable)


def _direction(difference: float) -> ChangeCode:
    return ChangeCode.RELIABLE_RISE if difference > 0 else ChangeCode.RELIABLE_FALL


def standard_error(number: Measured) -> float | None:
    """The standard error on the scale, from the interval: half-width / 1.645 for one of 90 %.

    The longer side of the interval counts, because the other one may be cut off at the end of the scale.
    """
    if number.value is None or number.interval is None:
        return None
    halfwidth = max(number.value - number.interval[0], number.interval[1] - number.value)
    return halfwidth / NormalDist().inv_cdf((1 + number.coverage) / 2)


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
