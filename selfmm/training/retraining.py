"""Retraining on a clinic's own rated sessions: the door to all of it, for the app and for the command line.

    data = read_clinic(folder)                      # or ClinicData made in memory
    requirements(data.sessions, scale=plan.scale)   # is there enough?
    estimate(data, plan)                            # how long will it take?
    retrain(data, plan, out)                        # a bundle in out/bundle, and whether it is better
    learning_curve(data, plan, out)                 # what would twenty more sessions bring?

Importing this file loads no torch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm.training.clinic.nouns import (
    QUANTILES,
    SEEDS,
    ClinicData,
    Comparison,
    CurveFit,
    CurvePoint,
    Depth,
    LearningCurve,
    Light,
    Measured,
    Predicted,
    RatedSession,
    Readiness,
    RetrainingPlan,
    RetrainingResult,
    Subgroup,
    TimeEstimate,
    Verdict,
)
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from selfmm.stored_file import StoredFolder
    from selfmm.types import Features, LabelScale, Report, Transcript

__all__ = [
    "QUANTILES",
    "SEEDS",
    "ClinicData",
    "Comparison",
    "CurveFit",
    "CurvePoint",
    "Depth",
    "LearningCurve",
    "Light",
    "Measured",
    "Predicted",
    "RatedSession",
    "Readiness",
    "RetrainingPlan",
    "RetrainingResult",
    "Subgroup",
    "TimeEstimate",
    "Verdict",
    "estimate",
    "learning_curve",
    "rated_session",
    "read_clinic",
    "requirements",
    "retrain",
    "write_clinic",
]


def requirements(
    sessions: Sequence[RatedSession],
    *,
    scale: LabelScale,
    holdout: frozenset[str] = frozenset(),
    known_to_base: frozenset[str] = frozenset(),
    known_to_reference: frozenset[str] = frozenset(),
) -> Readiness:
    """Whether these sessions are enough, for each depth, with codes of the reasons. Quick, and without torch.

    Sessions may come without samples; then copies of one session under two persons are not found.
    """
    from selfmm.training.clinic import readiness

    return readiness.requirements(
        sessions, scale=scale, holdout=holdout, known_to_base=known_to_base, known_to_reference=known_to_reference
    )


def rated_session(
    session: str,
    transcript: Transcript,
    features: Features | None,
    *,
    person: str,
    rating: float,
    sex: str = "",
    age: float | None = None,
) -> RatedSession:
    """A session as the scorer would see it: one sample an answer of the participant."""
    from selfmm.training.clinic import folder

    return folder.rated_session(session, transcript, features, person=person, rating=rating, sex=sex, age=age)


def write_clinic(
    folder: Path | StoredFolder,
    data: ClinicData,
    recordings: Callable[[str], tuple[Transcript, Features | None]],
    plan: RetrainingPlan | None = None,
    report: Report = no_report,
) -> None:
    """Export `data` into the new `folder`; `recordings` is asked for each session's transcript and features.

    The sessions' samples are not looked at and may be empty. Raises DataError.
    """
    from selfmm.training.clinic import folder as folders

    folders.write_clinic(folder, data, recordings, plan, report)


def read_clinic(folder: Path | StoredFolder) -> tuple[ClinicData, RetrainingPlan | None]:
    """What `write_clinic` wrote. Raises DataError where it is missing, damaged or of a newer version."""
    from selfmm.training.clinic import folder as folders

    return folders.read_clinic(folder)


def estimate(data: ClinicData, plan: RetrainingPlan, *, cache: Path | StoredFolder | None = None) -> TimeEstimate:
    """How long `retrain` will take, from the counts and a short measured step. Raises as `retrain` does."""
    from selfmm.training.clinic import estimating

    return estimating.estimate(data, plan, cache)


def retrain(
    data: ClinicData,
    plan: RetrainingPlan,
    out: Path | StoredFolder,
    *,
    created: str,
    name: str = "",
    cache: Path | StoredFolder | None = None,
    report: Report = no_report,
    on_point: Callable[[CurvePoint], None] = lambda _: None,
) -> RetrainingResult:
    """Cross-validate by person, make the model in `out`/bundle, judge it once on the people locked away.

    `report` may raise to stop the work, and may wait as long as it likes to pause it; called again with the same data,
    plan and `out` after a stop or a kill at any moment, the work goes on and ends with the very same model. `created`
    is the card's date (ISO 8601) and `name` the bundle's; a work that goes on keeps those that it began with. `cache`
    keeps what the text encoder made of the texts, by default in `out`; it may be shared by several retrainings.

    Steps: "reading", "validating", "training", "judging".

    Raises SelfMMError: DataError where there is too little to learn from, or somebody would be on two sides of a split;
    BundleError where the base is broken or reads other features; WeightsError without the text encoder.
    """
    from selfmm.training.clinic import running

    return running.retrain(data, plan, out, created=created, name=name, cache=cache, report=report, on_point=on_point)


def learning_curve(
    data: ClinicData,
    plan: RetrainingPlan,
    out: Path | StoredFolder,
    *,
    sessions_more: int = 20,
    cache: Path | StoredFolder | None = None,
    report: Report = no_report,
) -> LearningCurve:
    """How the error on people held out falls with the people learnt from, drawn on to `sessions_more` more.

    Goes on where it was stopped, as `retrain` does, and raises as it does.
    """
    from selfmm.training.clinic import curve as curves

    return curves.learning_curve(data, plan, out, sessions_more, cache, report)
