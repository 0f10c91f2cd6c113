"""A network fed with samples, and what it says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from selfmm.data.batches import Feed, by_length, to_device
from selfmm.model.base import FUSION
from selfmm.training.devices import fitting_threads
from selfmm.training.distributed import World, gather_rows
from selfmm.training.run import in_single_precision, mixed_precision
from selfmm.training.text_reading import read_texts
from selfmm.types import Modality, no_report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

    from selfmm.data.normaliser import Normaliser
    from selfmm.model.base import ModelConfig, MultimodalModel, Outputs
    from selfmm.types import LabelScale, Report, Sample

CPU = torch.device("cpu")


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
        outputs = _look_at(model, texts, own, device)
        for task, value in outputs.values.items():
            told = torch.where(outputs.present[task], value, torch.nan)
            whole = values.setdefault(task, torch.full((len(texts),), torch.nan))
            whole[rows] = gather_rows(told[: len(world.share(rows))], len(rows), world).cpu()
    return values


def _look_at(model: MultimodalModel, texts: Feed, rows: list[int], device: torch.device) -> Outputs:
    with fitting_threads(texts), torch.no_grad(), mixed_precision(device):
        return in_single_precision(model(to_device(texts.take(rows), device)))


def fusion_features(model: MultimodalModel, texts: Feed, *, device: torch.device = CPU, batch_size: int = 64) -> Tensor:
    """The fusion's feature F of each sample: (samples, width); nan where it has nothing to look at."""
    model.eval()
    features = torch.full((len(texts), model.feature_widths[FUSION]), torch.nan)
    for rows in by_length(texts.token_counts, batch_size):
        outputs = _look_at(model, texts, rows, device)
        there = outputs.present[FUSION][:, None]
        features[rows] = torch.where(there, outputs.features[FUSION], torch.nan).cpu()
    return features


def text_vectors(model: MultimodalModel, texts: Feed, *, batch_size: int = 64) -> NDArray[np.float32]:
    """One vector a text, as the text encoder gives it: (samples, width)."""
    model.eval()
    vectors = np.zeros((len(texts), model.text_encoder.dimensions), dtype=np.float32)
    for rows in by_length(texts.token_counts, batch_size):
        with fitting_threads(texts), torch.inference_mode():
            vectors[rows] = model.text_encoder(texts.take(rows).tokens).numpy()
    return vectors


def mean_error(model: MultimodalModel, texts: Feed, *, device: torch.device = CPU, world: World | None = None) -> float:
    """Mean absolute error of the fusion head over samples, each counted once."""
    assert texts.labels is not None
    return float((predict(model, texts, device=device, world=world)[FUSION] - texts.labels).abs().nanmean())
