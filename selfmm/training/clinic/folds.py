"""People dealt into folds, and what was said of each by models that had learnt from others; each fold is kept."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from selfmm.calibration import fit_logistic
from selfmm.data.splits import person_folds
from selfmm.errors import DataError
from selfmm.plain import build
from selfmm.stored_file import file_in, folder_in, place_of
from selfmm.training.clinic.figures import Said, halfwidth, person_weights, ratings_of
from selfmm.training.clinic.nouns import Depth
from selfmm.training.clinic.readiness import person_ratings
from selfmm.training.judging import COVERAGE
from selfmm.training.output_folder import read_saved, save
from selfmm.types import Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from selfmm.calibration import Line
    from selfmm.stored_file import StoredFolder
    from selfmm.training.clinic.nouns import ClinicData, RatedSession
    from selfmm.types import LabelScale

    Values = NDArray[np.float64]

FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """Who is learnt from, by whom is decided when to stop, and who is judged: nobody is in two of them."""

    repeat: int
    number: int
    seed: int
    learning: tuple[RatedSession, ...]
    stopping: tuple[RatedSession, ...]
    judged: tuple[RatedSession, ...]

    @property
    def others(self) -> tuple[RatedSession, ...]:
        """Everybody but those who are judged."""
        return self.learning + self.stopping


@dataclass(frozen=True, slots=True)
class FoldResult:
    """What was said of the sessions judged in one fold, in their order."""

    values: tuple[float, ...]  # in the scale's units
    epoch: int  # the best one; 0 where nothing has epochs
    seconds: float


def judged_sessions(data: ClinicData) -> tuple[RatedSession, ...]:
    """The sessions of those whom neither base nor reference has learnt from; only they are judged in folds."""
    known = data.known_to_base | data.known_to_reference
    return tuple(session for session in data.learnt if session.person not in known)


def deal(data: ClinicData, scale: LabelScale, seeds: Sequence[int]) -> list[Fold]:
    """FOLDS folds for each seed, people above the cut-off spread evenly; who is known to a model is always learnt from.

    Raises DataError where fewer people than folds are left to be judged.
    """
    judged = judged_sessions(data)
    ratings = person_ratings(judged)
    if len(ratings) < FOLDS:
        raise DataError(
            "The models have learnt from nearly everybody here before, so that nobody is left to judge a new one by. "
            "Begin from the model that comes with the app, and compare with that."
        )
    marks = [Sample(person, person, "", label=rating) for person, rating in ratings.items()]
    folds = []
    for repeat, seed in enumerate(seeds):
        groups = person_folds(marks, FOLDS, cutoff=scale.cutoff, seed=seed)
        for number, group in enumerate(groups):
            stop = groups[(number + 1) % FOLDS]
            folds.append(
                Fold(
                    repeat,
                    number,
                    seed,
                    learning=tuple(one for one in data.learnt if one.person not in group | stop),
                    stopping=tuple(one for one in data.learnt if one.person in stop),
                    judged=tuple(one for one in judged if one.person in group),
                )
            )
    return folds


def run_folds(
    folds: Sequence[Fold],
    folder: Path | StoredFolder,
    run: Callable[[Fold, Path | StoredFolder, int], tuple[Values, int]],
    skipped: Callable[[int], None] = lambda _: None,
) -> list[FoldResult]:
    """Each fold's result; what is kept in `folder` is taken as it is, and `skipped` told how many folds are done.

    `run` gets the fold, a folder that is its own as long as it is not finished, and its number.
    """
    results = []
    for number, fold in enumerate(folds):
        name = f"repeat-{fold.repeat}-fold-{fold.number}"
        file, own = file_in(folder, f"{name}.json"), folder_in(folder, name)
        if place_of(file).exists():
            skipped(number + 1)
        else:
            started = time.monotonic()
            place_of(folder).mkdir(parents=True, exist_ok=True)
            values, epoch = run(fold, own, number)
            save(file, json.dumps(asdict(FoldResult(tuple(values.tolist()), epoch, time.monotonic() - started))))
        results.append(build(FoldResult, read_saved(file)))
        shutil.rmtree(place_of(own), ignore_errors=True)
    return results


@dataclass(frozen=True, slots=True, eq=False)
class OutOfFold:
    """All folds together, over the judged sessions in the order of the data."""

    sessions: tuple[RatedSession, ...]
    values: Values  # (repeats, sessions)
    constants: Values  # (repeats, sessions): the median rating of the people learnt from
    folds: NDArray[np.int64]  # (repeats, sessions): the fold in which each was judged
    epochs: tuple[int, ...]

    def halfwidth(self) -> float:
        """Half the width of a new person's interval: the mean over the repeats."""
        ratings, weights = ratings_of(self.sessions), person_weights(self.sessions)
        return float(np.mean([halfwidth(np.abs(row - ratings), weights, COVERAGE) for row in self.values]))

    def chance(self, scale: LabelScale) -> Line | None:
        """From a value to the logit of being at or above the cut-off; None where one side is empty."""
        ratings, weights = ratings_of(self.sessions), person_weights(self.sessions)
        return _chance(self.values, ratings >= scale.cutoff, weights)

    def said(self, scale: LabelScale) -> Said:
        """The values, with intervals and probabilities that come from the people of the other folds alone."""
        ratings, weights = ratings_of(self.sessions), person_weights(self.sessions)
        halves, chances = np.full((2, *self.values.shape), np.nan)
        for row, (values, folds) in enumerate(zip(self.values, self.folds, strict=True)):
            for fold in range(FOLDS):
                out = folds == fold
                halves[row, out] = halfwidth(np.abs(values - ratings)[~out], weights[~out], COVERAGE)
                line = _chance(values[None, ~out], ratings[~out] >= scale.cutoff, weights[~out])
                if line is not None:
                    chances[row, out] = [line.probability_at(value) for value in values[out]]
        return Said(self.values, halves, None if np.isnan(chances).any() else chances)


def gather(folds: Sequence[Fold], results: Sequence[FoldResult], sessions: Sequence[RatedSession]) -> OutOfFold:
    """Put the folds' results side by side; `sessions` are the judged ones in the order of the data."""
    repeats = 1 + max(fold.repeat for fold in folds)
    rows = {session.id: row for row, session in enumerate(sessions)}
    values, constants = np.full((2, repeats, len(sessions)), np.nan)
    dealt = np.full((repeats, len(sessions)), -1)
    for fold, result in zip(folds, results, strict=True):
        columns = [rows[session.id] for session in fold.judged]
        values[fold.repeat, columns] = result.values
        constants[fold.repeat, columns] = constant_of(fold.others)
        dealt[fold.repeat, columns] = fold.number
    return OutOfFold(tuple(sessions), values, constants, dealt, tuple(result.epoch for result in results))


def constant_of(sessions: Sequence[RatedSession]) -> float:
    """What is best said of everybody alike: the median over people of their mean ratings."""
    return float(np.median(list(person_ratings(sessions).values())))


def epochs_for_all(epochs: Sequence[int], depth: Depth) -> int | None:
    """How long the network learns that learns from everybody: as long as was best in the middle fold."""
    return None if depth is Depth.RECALIBRATE else max(1, int(np.median(epochs)))


def _chance(values: Values, positive: NDArray[np.bool_], weights: Values) -> Line | None:
    """`values` (repeats, sessions), the others (sessions,)."""
    if positive.all() or not positive.any():
        return None
    repeats = len(values)
    return fit_logistic(values.ravel(), np.tile(positive, repeats), np.tile(weights, repeats) / repeats)
