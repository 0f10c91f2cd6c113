"""Epoch after epoch: judged on the validation split, kept on the disk, stopped when it no longer gets better."""

from __future__ import annotations

import math
import shutil
import time
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

import torch

from selfmm.data.feature_store import saving
from selfmm.errors import DataError, SelfMMError
from selfmm.model.base import own_weights
from selfmm.stored_file import file_in, folder_in, place_of
from selfmm.training.checkpoint import read_checkpoint, write_checkpoint
from selfmm.training.label_history import write_labels
from selfmm.training.predicting import mean_error
from selfmm.training.run import Place, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from torch import Tensor

    from selfmm.data.batches import Feed
    from selfmm.model.base import MultimodalModel
    from selfmm.stored_file import StoredFile, StoredFolder
    from selfmm.training.config import TrainConfig
    from selfmm.training.distributed import World
    from selfmm.types import Report

CHECKPOINT_SECONDS = 60.0  # at most this much work is lost when a run is killed within an epoch

CHECKPOINT = "checkpoint.safetensors"
LABELS = "labels"
RUN = "run-{}"  # the folder of each run after the first, where the weights of several are averaged
_BEST = "best-{}.safetensors"  # with the epoch's number


class DivergedError(SelfMMError):
    """The losses of a run are no longer numbers."""


@dataclass(frozen=True, slots=True)
class EpochRecord:
    """How one epoch went."""

    epoch: int  # from 1
    loss: float  # mean training loss
    validation_loss: float | None  # mean absolute error of the fusion head, each sample counted once
    seconds: float
    run: int = 1  # of those whose weights are averaged


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """The epoch that is to be kept."""

    epoch: int
    loss: float
    weights: dict[str, Tensor] = field(default_factory=dict)  # empty where a `Keeper` has them on the disk


class Keeper:
    """What of a run lies on the disk while it goes on; every process reads it, the leading one alone writes."""

    def __init__(self, folder: Path | StoredFolder, ids: Sequence[str], run: str, *, leads: bool) -> None:
        self._folder, self._ids, self._run, self._leads = folder, ids, run, leads
        self._file = file_in(folder, CHECKPOINT)
        self._kept_at = time.monotonic()
        with saving(place_of(folder)):
            place_of(folder).mkdir(parents=True, exist_ok=True)

    @property
    def is_due(self) -> bool:
        """Whether so much was done since the last checkpoint that it would be a pity to lose it."""
        return self._leads and time.monotonic() - self._kept_at >= CHECKPOINT_SECONDS

    def keep(self, tensors: dict[str, Tensor], progress: dict[str, Any]) -> None:
        """Write a checkpoint."""
        if not self._leads:
            return
        write_checkpoint(self._file, tensors, progress, run=self._run)
        self._kept_at = time.monotonic()
        for path in place_of(self._folder).glob(_BEST.format("*")):
            if "best" not in progress or path != place_of(self._best_file(progress["best"]["epoch"])):
                path.unlink()

    def kept(self) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
        """The last checkpoint."""
        return read_checkpoint(self._file, run=self._run)

    def keep_best(self, epoch: int, weights: dict[str, Tensor]) -> None:
        """Write the weights of the best epoch so far; those of the one before go with the next checkpoint."""
        if self._leads:
            write_checkpoint(self._best_file(epoch), weights, {}, run=self._run)

    def kept_best(self, epoch: int) -> dict[str, Tensor]:
        """The weights of the best epoch. Raises DataError where somebody took them away."""
        file = self._best_file(epoch)
        kept = read_checkpoint(file, run=self._run)
        if kept is None:
            raise DataError("{path} is missing. Delete its folder to train this seed anew.", path=place_of(file))
        return kept[0]

    def _best_file(self, epoch: int) -> Path | StoredFile:
        return file_in(self._folder, _BEST.format(epoch))

    def keep_labels(self, epoch: int, labels: Mapping[str, Tensor]) -> None:
        """Write an epoch's labels of every task."""
        if self._leads:
            write_labels(folder_in(self._folder, LABELS), epoch, self._ids, labels)


class Loop:
    """Epoch after epoch until the validation loss no longer falls."""

    def __init__(
        self,
        run: Run,
        judging: Feed | None,
        config: TrainConfig,
        world: World,
        keeper: Keeper | None,
        report: Report,
        on_epoch: Callable[[EpochRecord], None],
        on_labels: Callable[[int, Mapping[str, Tensor]], None] = lambda _epoch, _labels: None,
        *,
        number: int = 1,
    ) -> None:
        """`number` is the run's among those whose weights are averaged, from 1."""
        self._run, self._judging, self._config, self._world = run, judging, config, world
        self._number = number
        self._keeper, self._report, self._on_epoch = keeper, report, on_epoch
        self._on_labels = on_labels
        self._place = Place()
        self._best: Best | None = None
        self._started = time.monotonic()
        self.history: list[EpochRecord] = []

    def go(self) -> Best:
        """Train from where the last checkpoint left off; gives the best epoch."""
        self._resume()
        while not self._is_over():
            self._started = time.monotonic()
            loss = self._run.epoch(self._place, self._after_step)
            self._end_epoch(loss)
        assert self._best is not None
        return self._best

    def _is_over(self) -> bool:
        done = self._place.epoch - 1
        patience_lost = self._best is not None and done - self._best.epoch >= self._config.patience
        return done >= self._config.epochs or (self._judging is not None and patience_lost)

    def _after_step(self, place: Place) -> None:
        whole = len(self._run.feed)
        self._report("training", (place.epoch - 1 + place.seen / whole) / self._config.epochs)
        if self._keeper is not None and self._keeper.is_due:
            self._place = place
            self._keep()

    def _end_epoch(self, loss: float) -> None:
        epoch = self._place.epoch
        with self._run.judged():
            judged = self._judge()
            _check_finite(epoch, loss, judged)
            if self._best is None or self._judging is None or judged < self._best.loss:
                self._best = None  # so that the new one has its memory
                self._best = self._set_aside(Best(epoch, judged, _copied_weights(self._run.model)))
        told = judged if self._judging is not None else None
        self.history.append(EpochRecord(epoch, loss, told, time.monotonic() - self._started, self._number))
        self._place = Place(epoch + 1)
        if self._keeper is not None:
            if self._run.generator is not None:
                self._keeper.keep_labels(epoch, self._run.generator.labels)
            self._keep()
        if self._run.generator is not None:
            self._on_labels(epoch, self._run.generator.labels)
        self._on_epoch(self.history[-1])

    def _set_aside(self, best: Best) -> Best:
        """Its weights go to the disk where a run is kept there, so that they take no memory while it goes on."""
        if self._keeper is None:
            return best
        self._keeper.keep_best(best.epoch, best.weights)
        return replace(best, weights={})

    def _judge(self) -> float:
        if self._judging is None:
            return 0.0
        return mean_error(self._run.model, self._judging, device=self._run.device, world=self._world)

    def _keep(self) -> None:
        assert self._keeper is not None
        tensors = self._run.state()
        progress: dict[str, Any] = {
            "place": asdict(self._place),
            "history": [asdict(record) for record in self.history],
        }
        if self._best is not None:
            progress["best"] = {"epoch": self._best.epoch, "loss": self._best.loss}
        self._keeper.keep(tensors, progress)

    def _resume(self) -> None:
        kept = None if self._keeper is None else self._keeper.kept()
        if kept is None:
            return
        tensors, progress = kept
        self._run.restore(tensors)
        self._place = Place(**progress["place"])
        self.history = [EpochRecord(**record) for record in progress["history"]]
        if "best" in progress:
            self._best = Best(**progress["best"])


def forget(folder: Path) -> None:
    """Take away what a run kept in `folder` to go on after a stop, and the runs that were averaged with it."""
    for path in (folder / CHECKPOINT, *folder.glob(_BEST.format("*"))):
        path.unlink(missing_ok=True)
    for other in folder.glob(RUN.format("*")):
        shutil.rmtree(other)


def _copied_weights(model: MultimodalModel) -> dict[str, Tensor]:
    """What was learnt, name → tensor; of the text encoder in half precision, as a bundle keeps it."""
    return {
        name: value.to(torch.float16, copy=True) if name.startswith("text_encoder.") else value.clone()
        for name, value in own_weights(model).items()
    }


def _check_finite(epoch: int, *losses: float) -> None:
    if not all(map(math.isfinite, losses)):
        raise DivergedError(
            "In epoch {epoch} the loss is no longer a number: the steps are too large. Lower the learning rates "
            "(train.learning_rate_…), or set train.gradient_norm=1.",
            epoch=epoch,
        )
