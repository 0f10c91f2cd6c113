"""The learning of a retraining: fold by fold, then from everybody, with what is told meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfmm.model.base import FUSION
from selfmm.stored_file import folder_in
from selfmm.training.clinic.folds import epochs_for_all
from selfmm.training.clinic.learning import label_quantiles, learn, line_to, means, train_config
from selfmm.training.clinic.making import from_base, from_learnt
from selfmm.training.clinic.nouns import CurvePoint, Depth
from selfmm.training.judging import or_cutoff
from selfmm.types import part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from selfmm.calibration import Line
    from selfmm.stored_file import StoredFolder
    from selfmm.training.clinic.folds import Fold, OutOfFold
    from selfmm.training.clinic.learning import Labels, Material, Told
    from selfmm.training.clinic.making import Made
    from selfmm.training.clinic.nouns import ClinicData, RatedSession
    from selfmm.training.clinic.pace import Pace
    from selfmm.training.trainer import EpochRecord
    from selfmm.types import Report

READING, JUDGING = 0.1, 0.97  # where in the whole work the folds begin, and where the last model is there
LAST = -1  # repeat and fold of the run that makes the model


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """What learns, where it is kept, and who is told."""

    data: ClinicData
    material: Material
    of_base: Mapping[str, Told]  # what the base says of all sessions; empty from scratch
    out: Path | StoredFolder
    pace: Pace
    on_point: Callable[[CurvePoint], None]
    runs: int  # folds and the last one

    def skip(self, done: int) -> None:
        """So many folds were done before."""
        self.pace.skip(self._until(done))

    def fold(self, fold: Fold, folder: Path | StoredFolder, number: int) -> tuple[NDArray[np.float64], int]:
        """What is said of a fold's judged sessions, (sessions,), and the best epoch."""
        scale, report = self.material.plan.scale, part(self.pace, self._until(number), self._until(number + 1))
        report("validating", 0.0)
        if self.material.plan.depth is Depth.RECALIBRATE:
            line = line_to(self.of_base[FUSION], fold.others)
            return or_cutoff(means(self.of_base[FUSION], fold.judged, scale, line), scale), 0
        watch = _Watch(self, number, fold.repeat, fold.number, train_config(self.material, fold.seed).epochs)
        learnt = learn(
            self.material,
            fold.learning,
            fold.stopping,
            self._line(fold.learning),
            seed=fold.seed,
            folder=folder if self.material.tunes_layers else None,
            report=_as("validating", report),
            on_epoch=watch.epoch,
            on_labels=watch.labels,
        )
        return or_cutoff(learnt.values(fold.judged), scale), learnt.trained.epoch

    def make(self, out_of_fold: OutOfFold) -> Made:
        """The model that learns from everybody who is not locked away."""
        plan, sessions = self.material.plan, self.data.learnt
        report = part(self.pace, self._until(self.runs - 1), JUDGING)
        report("training", 0.0)
        epochs = epochs_for_all(out_of_fold.epochs, plan.depth)
        if epochs is None:
            return from_base(self.material, self.of_base, self.data)
        watch = _Watch(self, self.runs - 1, LAST, LAST, epochs)
        line = self._line(sessions)
        learnt = learn(
            self.material,
            sessions,
            (),
            line,
            seed=plan.repeats[0],
            epochs=epochs,
            folder=folder_in(self.out, "final") if self.material.tunes_layers else None,
            report=_as("training", report),
            on_epoch=watch.epoch,
            on_labels=watch.labels,
        )
        return from_learnt(self.material, learnt, self.data, line)

    def _line(self, sessions: Sequence[RatedSession]) -> Line | None:
        return line_to(self.of_base[FUSION], sessions) if self.of_base else None

    def _until(self, runs: int) -> float:
        return READING + (JUDGING - READING) * runs / self.runs


class _Watch:
    """Tells of each epoch of one run, with the labels that were generated in it."""

    def __init__(self, work: Work, run: int, repeat: int, fold: int, epochs: int) -> None:
        self._work, self._run, self._repeat, self._fold, self._epochs = work, run, repeat, fold, epochs
        self._labels: Labels = {}

    def labels(self, epoch: int, labels: Mapping[str, Tensor]) -> None:
        """Remember them until the epoch is told of."""
        material = self._work.material
        self._labels = label_quantiles(labels, material.start.config.modalities, material.plan.scale)

    def epoch(self, record: EpochRecord) -> None:
        """Tell of an epoch."""
        scale, error = self._work.material.plan.scale, record.validation_loss
        self._work.on_point(
            CurvePoint(
                run=self._run,
                runs=self._work.runs,
                repeat=self._repeat,
                fold=self._fold,
                epoch=record.epoch,
                epochs=self._epochs,
                loss=record.loss,
                mae=None if error is None else error * scale.reach / scale.label_range,
                labels=self._labels,
                seconds_left=self._work.pace.seconds_left,
            )
        )


def _as(step: str, report: Report) -> Report:
    return lambda _, fraction: report(step, fraction)
