"""What more people would bring: the error on people held out against the number of people learnt from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from selfmm.data.splits import split_by_person
from selfmm.metrics import BOOTSTRAPS
from selfmm.stored_file import folder_in
from selfmm.training.clinic.figures import draw_people, ratings_of
from selfmm.training.clinic.folds import FOLDS, deal, gather, judged_sessions, run_folds
from selfmm.training.clinic.learning import read_material
from selfmm.training.clinic.network import begin
from selfmm.training.clinic.nouns import CurveFit, LearningCurve, Measured
from selfmm.training.clinic.pace import Pace
from selfmm.training.clinic.readiness import check_ready, person_ratings, readiness_of
from selfmm.training.clinic.running import describe
from selfmm.training.clinic.work import READING, Work
from selfmm.training.output_folder import claimed
from selfmm.types import Sample, part

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from selfmm.stored_file import StoredFolder
    from selfmm.training.clinic.folds import Fold
    from selfmm.training.clinic.nouns import ClinicData, RatedSession, RetrainingPlan
    from selfmm.types import Report

    Values = NDArray[np.float64]

SIZES = 5  # numbers of people that are tried
SMALLEST = 8  # people learnt from; a quarter of them says when to stop
REPEATS = 2  # seeds of the plan that are used at most
POWERS = np.linspace(0.2, 1.5, 27)  # of the number of people; errors were seen to fall with .35 to 1 elsewhere
_SEED = 1111  # of the draws of repeats


def learning_curve(
    data: ClinicData,
    plan: RetrainingPlan,
    out: Path | StoredFolder,
    sessions_more: int,
    cache: Path | StoredFolder | None,
    report: Report,
) -> LearningCurve:
    """See `selfmm.training.retraining.learning_curve`."""
    plan = replace(plan, seeds=plan.repeats[:REPEATS])
    check_ready(readiness_of(data, plan.scale), plan.depth)
    folds, judged = deal(data, plan.scale, plan.repeats), judged_sessions(data)
    pace = Pace(report)
    pace("reading", 0.0)
    start = begin(plan, data.learnt)
    sizes = sizes_for(min(len(person_ratings(fold.others)) for fold in folds))
    with claimed(out, {"learning_curve": list(sizes), **describe(data, plan)}):
        material = read_material(plan, start, data, cache or folder_in(out, "texts"), part(pace, 0.0, READING))
        work = Work(data, material, material.of_base(data.sessions), out, pace, lambda _: None, len(folds) * len(sizes))
        rows = []
        for number, size in enumerate(sizes):
            smaller = [_with_fewer(fold, size, plan) for fold in folds]
            before = number * len(folds)
            results = run_folds(
                smaller,
                folder_in(out, f"people-{size}"),
                lambda fold, folder, place, before=before: work.fold(fold, folder, before + place),  # type: ignore[misc]
                lambda done, before=before: work.skip(before + done),  # type: ignore[misc]
            )
            rows.append(np.abs(gather(smaller, results, judged).values - ratings_of(judged)))
        pace("judging", 1.0)
    people = len(person_ratings(data.learnt))
    more = sessions_more * people / len(data.learnt)
    return _drawn(np.array(sizes), np.stack(rows), draw_people(judged), people, more, sessions_more)


def sizes_for(people: int) -> tuple[int, ...]:
    """At most SIZES numbers of people up to `people`, each the same factor more than the one before."""
    smallest = min(SMALLEST, people)
    return tuple(sorted({round(size) for size in np.geomspace(smallest, people, SIZES)}))


def fit_power_law(people: Values, errors: Values) -> tuple[Values, Values, Values]:
    """Floor, scale and power (draws,) of least squares for errors (draws, sizes) at `people` (sizes,).

    The floor is never below 0. Where errors do not fall, the scale is not above 0: nothing forces a gain.
    """
    best = np.full(len(errors), np.inf)
    found = np.zeros((3, len(errors)))
    for power in POWERS:
        x = people**-power
        centred = x - x.mean()
        scale = errors @ centred / (centred @ centred)
        floor = errors.mean(axis=1) - scale * x.mean()
        below = floor < 0
        floor, scale = np.where(below, 0.0, floor), np.where(below, errors @ x / (x @ x), scale)
        misfit = np.square(errors - floor[:, None] - scale[:, None] * x).sum(axis=1)
        better = misfit < best
        best[better] = misfit[better]
        found[:, better] = np.stack([floor, scale, np.full(len(errors), power)])[:, better]
    return found[0], found[1], found[2]


def _with_fewer(fold: Fold, size: int, plan: RetrainingPlan) -> Fold:
    """The same fold with `size` of the people who are not judged, both sides of the cut-off in proportion."""
    ratings = person_ratings(fold.others)
    marks = [Sample(person, person, "", label=rating) for person, rating in ratings.items()]
    spare, rest = (len(ratings) - size) / len(ratings), size / len(ratings)
    stop = rest / (FOLDS - 1)
    shares = [rest - stop, stop, spare] if size < len(ratings) else [rest - stop, stop]
    groups = split_by_person(marks, shares, cutoff=plan.scale.cutoff, seed=fold.seed * FOLDS + fold.number)
    learning, stopping = ({mark.person for mark in group} for group in groups[:2])

    def of(persons: set[str]) -> tuple[RatedSession, ...]:
        return tuple(session for session in fold.others if session.person in persons)

    return replace(fold, learning=of(learning), stopping=of(stopping))


def _drawn(
    sizes: NDArray[np.int64], errors: Values, draws: Values, people: int, more: float, sessions_more: int
) -> LearningCurve:
    """`errors` (sizes, repeats, sessions), `draws` (1 + draws, sessions) weights of people."""
    each = errors @ draws.T / draws.sum(axis=1)  # (sizes, repeats, 1 + draws)
    repeats = each.shape[1]
    chosen = np.random.default_rng(_SEED).integers(0, repeats, (BOOTSTRAPS, repeats))
    drawn = np.stack([each[:, rows, 1 + draw].mean(axis=1) for draw, rows in enumerate(chosen)])
    told = np.concatenate([each[:, :, 0].mean(axis=1)[None], drawn])  # (1 + draws, sizes)
    told[1:] += _misfits(sizes, told[:1])
    floor, scale, power = fit_power_law(sizes.astype(np.float64), told)
    now, then = (floor + scale * float(count) ** -power for count in (people, people + more))
    gain = _measured(now - then)
    return LearningCurve(
        points=tuple((int(size), _measured(column)) for size, column in zip(sizes, told.T, strict=True)),
        fit=CurveFit(float(floor[0]), float(scale[0]), float(power[0])),
        sessions_more=sessions_more,
        people_more=more,
        expected=_measured(then),
        gain=gain,
        reliable=gain.lower > 0,
    )


def _misfits(sizes: NDArray[np.int64], errors: Values) -> Values:
    """What the curve leaves over, drawn anew at each size, (draws, sizes): who was learnt from is chance, too.

    Wider by what a fit of three numbers hides of it.
    """
    floor, scale, power = fit_power_law(sizes.astype(np.float64), errors)
    left = errors[0] - floor - scale * sizes.astype(np.float64) ** -power
    hidden = np.sqrt(len(sizes) / max(1, len(sizes) - 3))
    drawn: Values = np.random.default_rng(_SEED).choice(left * hidden, (BOOTSTRAPS, len(sizes)))
    return drawn


def _measured(values: Values) -> Measured:
    lower, upper = np.percentile(values[1:], [2.5, 97.5])
    return Measured(float(values[0]), float(lower), float(upper))
