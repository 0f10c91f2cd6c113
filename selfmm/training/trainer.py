"""The training loop: samples in, a trained network out.

The same loop runs in one process or, under `torchrun`, in several; on a processor or a graphics card; from the start or
from where it was stopped.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import torch

from selfmm.data.batches import Feed, by_length, to_device
from selfmm.data.normaliser import fit_normaliser
from selfmm.model import find_model
from selfmm.model.base import FUSION, own_weights
from selfmm.training.checkpoint import read_checkpoint, write_checkpoint
from selfmm.training.distributed import World, gather_rows, joined
from selfmm.training.label_history import write_labels
from selfmm.training.memory import explained_shortage
from selfmm.training.run import Place, Run, in_single_precision, mixed_precision, named
from selfmm.training.text_reading import read_texts, text_moments
from selfmm.types import Modality, no_report, part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from torch import Tensor

    from selfmm.data.normaliser import Normaliser
    from selfmm.model.base import ModelConfig, MultimodalModel
    from selfmm.model.text_encoders import TextEncoder
    from selfmm.training.config import TrainConfig
    from selfmm.types import LabelScale, Report, Sample

CPU = torch.device("cpu")
CHECKPOINT_SECONDS = 60.0  # at most this much work is lost when a run is killed within an epoch
READING_SHARE = 0.1  # of a whole run, for progress: texts are read by a frozen encoder before the first epoch

CHECKPOINT = "checkpoint.safetensors"
LABELS = "labels"


@dataclass(frozen=True, slots=True)
class EpochRecord:
    """How one epoch went."""

    epoch: int  # from 1
    loss: float  # mean training loss
    validation_loss: float | None  # mean absolute error of the fusion head, each sample counted once
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A trained network with what it needs to be fed, and the best epoch's number (from 1) and validation loss."""

    model: MultimodalModel
    normaliser: Normaliser
    epoch: int
    validation_loss: float | None
    history: tuple[EpochRecord, ...]


def train(
    samples: Sequence[Sample],
    validation: Sequence[Sample],
    *,
    scale: LabelScale,
    model_config: ModelConfig,
    config: TrainConfig,
    text_encoder: TextEncoder,
    model_name: str = "self_mm",
    device: torch.device = CPU,
    folder: Path | None = None,
    cache: Path | None = None,
    start: Mapping[str, Tensor] | None = None,
    report: Report = no_report,
    on_epoch: Callable[[EpochRecord], None] = lambda _: None,
) -> Trained:
    """Train on `samples`, and keep the epoch with the lowest loss on `validation`, or the last where it is empty.

    Every sample needs a label. `folder`, where one is given, keeps a checkpoint and each epoch's generated labels, and a
    run that was stopped there goes on; `cache` keeps what a frozen encoder made of the texts. `start` are weights to
    begin from instead of random ones. Raises DataError, WeightsError, and SelfMMError where memory runs out.
    """
    torch.manual_seed(config.seed)
    normaliser = fit_normaliser(samples, frame_dimensions(model_config))
    model = find_model(model_name).network_class()(model_config, text_encoder)
    model.to(device)
    read = part(report, 0.0, READING_SHARE)
    learning = feed(samples, model, normaliser, scale, device=device, cache=cache, report=part(read, 0.0, 0.8))
    if (moments := text_moments(learning)) is not None:
        model.fit_text(*moments)
    judging = None
    if validation:
        judging = feed(validation, model, normaliser, scale, device=device, cache=cache, report=part(read, 0.8, 1.0))
    if start is not None:
        model.load_state_dict(dict(start), strict=False)
    with joined(device) as world, explained_shortage(model, learning, config.batch_size, device):
        run = Run(
            model,
            learning,
            config,
            label_range=scale.label_range,
            human_labels=_human_labels(samples, scale),
            device=device,
            world=world,
        )
        ids = [sample.id for sample in samples]
        keeper = _Keeper(folder, ids, _run_hash(learning, model_config, config, scale)) if folder else None
        loop = _Loop(run, judging, config, world, keeper, part(report, READING_SHARE, 1.0), on_epoch)
        best = loop.go()
    model.load_state_dict(best.weights, strict=False)
    _round_text(model)
    model.eval()
    return Trained(model, normaliser, best.epoch, best.loss if judging else None, tuple(loop.history))


def frame_dimensions(config: ModelConfig) -> dict[Modality, int]:
    """How many numbers a frame of sound and of face has."""
    return {Modality.AUDIO: config.audio_dimensions, Modality.VISION: config.vision_dimensions}


def feed(
    samples: Sequence[Sample],
    model: MultimodalModel,
    normaliser: Normaliser,
    scale: LabelScale,
    *,
    device: torch.device = CPU,
    cache: Path | None = None,
    report: Report = no_report,
) -> Feed:
    """The samples as this model is fed with them, their texts read already where its text encoder is frozen."""
    made = Feed(
        samples,
        tokenize=model.text_encoder.tokenize,
        normaliser=normaliser,
        scale=scale,
        modalities=frozenset(model.config.modalities),
    )
    read_texts(made, model, device=device, cache=cache, report=report)
    return made


def predict(
    model: MultimodalModel, texts: Feed, *, device: torch.device = CPU, batch_size: int = 64, world: World | None = None
) -> dict[str, Tensor]:
    """Each task's value for each sample: (samples,), on the centred label's scale; nan where a task has nothing."""
    world = world or World()
    model.eval()
    values: dict[str, Tensor] = {}
    for rows in by_length(texts.token_counts, batch_size * world.size):
        own = world.share(rows) or rows[:1]  # nobody may stay away while the others gather
        with torch.no_grad(), mixed_precision(device):
            outputs = in_single_precision(model(to_device(texts.take(own), device)))
        for task, value in outputs.values.items():
            told = torch.where(outputs.present[task], value, torch.nan)
            whole = values.setdefault(task, torch.full((len(texts),), torch.nan))
            whole[rows] = gather_rows(told[: len(world.share(rows))], len(rows), world).cpu()
    return values


def mean_error(model: MultimodalModel, texts: Feed, *, device: torch.device = CPU, world: World | None = None) -> float:
    """Mean absolute error of the fusion head over samples, each counted once."""
    assert texts.labels is not None
    return float((predict(model, texts, device=device, world=world)[FUSION] - texts.labels).abs().nanmean())


def _round_text(model: MultimodalModel) -> None:
    """Bring what was tuned in the text encoder to half precision, in which a bundle keeps it.

    So the network that is judged after training is the very one that is loaded from its bundle later.
    """
    for name, parameter in model.named_parameters():
        if parameter.requires_grad and name.startswith("text_encoder."):
            parameter.data = parameter.data.half().float()


def _human_labels(samples: Sequence[Sample], scale: LabelScale) -> dict[str, Tensor]:
    """Task → the centred labels that people gave this modality alone (samples,), nan where nobody did."""
    labels = {}
    for modality in Modality:
        given = [sample.unimodal_labels.get(modality) for sample in samples]
        if any(label is not None for label in given):
            labels[modality.value] = torch.tensor(
                [torch.nan if label is None else scale.centre(label) for label in given]
            )
    return labels


def _run_hash(learning: Feed, model_config: ModelConfig, config: TrainConfig, scale: LabelScale) -> str:
    """What makes two runs the same: configuration, scale, texts and labels."""
    assert learning.labels is not None
    digest = hashlib.sha256(json.dumps([asdict(model_config), asdict(config), asdict(scale)], default=str).encode())  # type: ignore[call-overload]
    digest.update(learning.tokens.ids.numpy().tobytes())
    digest.update(learning.labels.numpy().tobytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True, eq=False)
class _Best:
    """The epoch that is to be kept."""

    epoch: int
    loss: float
    weights: dict[str, Tensor]


class _Keeper:
    """What of a run lies on the disk while it goes on."""

    def __init__(self, folder: Path, ids: Sequence[str], run: str) -> None:
        self._folder, self._ids, self._run = folder, ids, run
        self._path = folder / CHECKPOINT
        self._kept_at = time.monotonic()
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def is_due(self) -> bool:
        """Whether so much was done since the last checkpoint that it would be a pity to lose it."""
        return time.monotonic() - self._kept_at >= CHECKPOINT_SECONDS

    def keep(self, tensors: dict[str, Tensor], progress: dict[str, Any]) -> None:
        """Write a checkpoint."""
        write_checkpoint(self._path, tensors, progress, run=self._run)
        self._kept_at = time.monotonic()

    def kept(self) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
        """The last checkpoint."""
        return read_checkpoint(self._path, run=self._run)

    def keep_labels(self, epoch: int, labels: Mapping[str, Tensor]) -> None:
        """Write an epoch's labels of every task."""
        write_labels(self._folder / LABELS, epoch, self._ids, labels)


class _Loop:
    """Epoch after epoch until the validation loss no longer falls."""

    def __init__(
        self,
        run: Run,
        judging: Feed | None,
        config: TrainConfig,
        world: World,
        keeper: _Keeper | None,
        report: Report,
        on_epoch: Callable[[EpochRecord], None],
    ) -> None:
        self._run, self._judging, self._config, self._world = run, judging, config, world
        self._keeper, self._report, self._on_epoch = keeper, report, on_epoch
        self._place = Place()
        self._best: _Best | None = None
        self._started = time.monotonic()
        self.history: list[EpochRecord] = []

    def go(self) -> _Best:
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
        if self._keeper is not None and self._world.leads and self._keeper.is_due:
            self._place = place
            self._keep()

    def _end_epoch(self, loss: float) -> None:
        epoch = self._place.epoch
        with self._run.judged():
            judged = self._judge()
            if self._best is None or (self._judging is None) or judged < self._best.loss:
                weights = {name: value.clone() for name, value in own_weights(self._run.model).items()}
                self._best = _Best(epoch, judged, weights)
        told = judged if self._judging is not None else None
        self.history.append(EpochRecord(epoch, loss, told, time.monotonic() - self._started))
        self._place = Place(epoch + 1)
        if self._keeper is not None and self._world.leads:
            if self._run.generator is not None:
                self._keeper.keep_labels(epoch, self._run.generator.labels)
            self._keep()
        self._on_epoch(self.history[-1])

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
            tensors |= {f"best.{name}": value for name, value in self._best.weights.items()}
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
            weights = {name: value.to(self._run.device) for name, value in named(tensors, "best.").items()}
            self._best = _Best(progress["best"]["epoch"], progress["best"]["loss"], weights)
