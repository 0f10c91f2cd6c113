"""Training: samples in, a trained network out.

The same code runs in one process or, under `torchrun`, in several; on a processor or a graphics card; from the start or
from where it was stopped.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import torch

from selfmm.data.normaliser import fit_normaliser
from selfmm.errors import DataError, SelfMMError
from selfmm.model import find_model
from selfmm.model.base import own_weights
from selfmm.stored_file import folder_in
from selfmm.training.averaging import config_of, mean_weights
from selfmm.training.distributed import joined, leader_first
from selfmm.training.loop import CHECKPOINT, LABELS, RUN, Best, DivergedError, EpochRecord, Keeper, Loop
from selfmm.training.memory import explained_shortage
from selfmm.training.predicting import CPU, feed, frame_dimensions, mean_error, predict
from selfmm.training.run import Run
from selfmm.training.text_reading import text_moments
from selfmm.types import Modality, no_report, part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from torch import Tensor

    from selfmm.data.batches import Feed
    from selfmm.data.normaliser import Normaliser
    from selfmm.model.base import ModelConfig, MultimodalModel
    from selfmm.model.text_encoders import TextEncoder
    from selfmm.stored_file import StoredFolder
    from selfmm.training.config import TrainConfig
    from selfmm.types import LabelScale, Report, Sample

__all__ = [
    "CHECKPOINT",
    "CPU",
    "LABELS",
    "DivergedError",
    "EpochRecord",
    "Trained",
    "feed",
    "frame_dimensions",
    "mean_error",
    "predict",
    "train",
]

READING_SHARE = 0.1  # of a whole run, for progress: texts are read by a frozen encoder before the first epoch


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A trained network with what it needs to be fed, and the best epoch's number (from 1) and validation loss.

    Where the weights of several runs were averaged, the epoch is the first run's and the loss the mean network's.
    """

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
    folder: Path | StoredFolder | None = None,
    cache: Path | None = None,
    start: Mapping[str, Tensor] | None = None,
    normaliser: Normaliser | None = None,
    report: Report = no_report,
    on_epoch: Callable[[EpochRecord], None] = lambda _: None,
    on_labels: Callable[[int, Mapping[str, Tensor]], None] = lambda _epoch, _labels: None,
) -> Trained:
    """Train on `samples`, and keep the epoch with the lowest loss on `validation`, or the last where it is empty.

    Every sample needs a label. `folder`, where one is given, keeps a checkpoint and each epoch's generated labels, and
    a run that was stopped there goes on; `cache` keeps what a frozen encoder made of the texts. `start` are weights to
    begin from instead of random ones; `normaliser`, where none is given, is fitted on `samples`. `on_labels` is told
    each epoch's generated labels (samples,) of every task, before `on_epoch`. Raises DataError, WeightsError,
    DivergedError where the losses are no longer numbers, and SelfMMError where memory runs out or `start` does not fit
    the network.
    """
    with joined(device) as world:
        torch.manual_seed(config.seed)
        normaliser = normaliser or fit_normaliser(samples, frame_dimensions(model_config))
        model = find_model(model_name).network_class()(model_config, text_encoder)
        if start is not None:
            _begin_from(model, start)
        model.to(device)

        def fed(split: Sequence[Sample], name: str, told: Report) -> Feed:
            made = feed(split, model, normaliser, scale, device=device, cache=cache, report=told)
            _check_shown(made, model_config, name)
            return made

        read = part(report, 0.0, READING_SHARE)
        with nullcontext() if cache is None else leader_first(world):
            learning = fed(samples, "training", part(read, 0.0, 0.8))
            judging = fed(validation, "validation", part(read, 0.8, 1.0)) if validation else None
        if start is None and (moments := text_moments(learning)) is not None:
            model.fit_text(*moments)
        with explained_shortage(model, learning, config.batch_size, device):
            human = _human_labels(samples, scale)

            def learn(number: int, told: Report) -> _Learnt:
                own = config_of(config, number)
                run = Run(
                    model, learning, own, label_range=scale.label_range, human_labels=human, device=device, world=world
                )
                keeper = None
                if folder is not None:
                    name = _run_hash(learning, model_name, model_config, own, scale)
                    keeper = Keeper(
                        _folder_of(folder, number), [sample.id for sample in samples], name, leads=world.leads
                    )
                loop = Loop(run, judging, own, world, keeper, told, on_epoch, on_labels, number=number)
                return _Learnt(loop.go(), tuple(loop.history), keeper)

            runs = _learn_alike(model, learn, config.averaged_runs, part(report, READING_SHARE, 1.0))
            with leader_first(world):  # who may still be writing them
                weights = mean_weights([run.weights() for run in runs])
        model.load_state_dict(weights, strict=False)
        _round_text(model)
        loss = runs[0].best.loss if judging else None
        if judging is not None and len(runs) > 1:
            loss = mean_error(model, judging, device=device, world=world)
    model.eval()
    history = tuple(record for run in runs for record in run.history)
    return Trained(model, normaliser, runs[0].best.epoch, loss, history)


@dataclass(frozen=True, slots=True, eq=False)
class _Learnt:
    """What one run came to: its best epoch, how all epochs went, and who keeps the best one's weights on the disk."""

    best: Best
    history: tuple[EpochRecord, ...]
    keeper: Keeper | None

    def weights(self) -> dict[str, Tensor]:
        """The best epoch's weights, which are read only once what the run itself held is free."""
        return self.best.weights if self.keeper is None else self.keeper.kept_best(self.best.epoch)


def _learn_alike(
    model: MultimodalModel, learn: Callable[[int, Report], _Learnt], runs: int, report: Report
) -> list[_Learnt]:
    """So many runs one after the other, each from the weights that the network has now."""
    begun = {name: value.clone() for name, value in own_weights(model).items()} if runs > 1 else {}  # else of no use
    learnt = []
    for number in range(1, runs + 1):
        model.load_state_dict(begun, strict=False)
        learnt.append(learn(number, part(report, (number - 1) / runs, number / runs)))
    return learnt


def _folder_of(folder: Path | StoredFolder, number: int) -> Path | StoredFolder:
    """Where the run of this number is kept: the first in `folder` itself, as one that is alone."""
    return folder if number == 1 else folder_in(folder, RUN.format(number))


def _begin_from(model: MultimodalModel, start: Mapping[str, Tensor]) -> None:
    """Give the network the weights `start`; what of it is not in there stays as it is."""
    known = model.state_dict()
    for name, value in start.items():
        if name not in known or known[name].shape != value.shape:
            raise SelfMMError(
                "The weights to start from do not fit the network ({name}). Leave the options of its shape (model.…) "
                "as they are.",
                name=name,
            )
    model.load_state_dict(dict(start), strict=False)


def _check_shown(made: Feed, config: ModelConfig, split: str) -> None:
    if not any(bool(there.any()) for there in made.present.values()):
        raise DataError(
            "No sample of the {split} split has anything that the model reads ({modalities}). Choose another model or "
            "other data.",
            split=split,
            modalities=", ".join(config.modalities),
        )


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


def _run_hash(
    learning: Feed, model_name: str, model_config: ModelConfig, config: TrainConfig, scale: LabelScale
) -> str:
    """What makes two runs the same: model, configuration, scale, texts and labels."""
    assert learning.labels is not None
    told = [model_name, asdict(model_config), asdict(config), asdict(scale)]  # type: ignore[call-overload]
    digest = hashlib.sha256(json.dumps(told).encode())
    digest.update(learning.tokens.ids.numpy().tobytes())
    digest.update(learning.labels.numpy().tobytes())
    return digest.hexdigest()[:16]
