"""The training loop: samples in, a trained network out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import torch

from selfmm.data.batches import Batch, PaddedSequence, Tokens, collate
from selfmm.data.normaliser import fit_normaliser
from selfmm.model.self_mm import FUSION, TASKS, SelfMM
from selfmm.training.unimodal_labels import LabelGenerator
from selfmm.types import Modality, no_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from selfmm.data.normaliser import Normaliser
    from selfmm.model.self_mm import Outputs, SelfMMConfig
    from selfmm.model.text_encoders import TextEncoder
    from selfmm.training.config import TrainConfig
    from selfmm.types import LabelScale, Report, Sample


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A trained network with what it needs to be fed, and the best epoch's number (from 1) and validation loss."""

    model: SelfMM
    normaliser: Normaliser
    epoch: int
    validation_loss: float | None


def train(
    samples: Sequence[Sample],
    validation: Sequence[Sample],
    *,
    scale: LabelScale,
    model_config: SelfMMConfig,
    config: TrainConfig,
    text_encoder: TextEncoder,
    report: Report = no_report,
) -> Trained:
    """Train on `samples`, and keep the epoch with the lowest loss on `validation`, or the last where it is empty.

    Every sample needs a label. `text_encoder` is frozen, so each text is read once.
    """
    torch.manual_seed(config.seed)
    widths = {Modality.AUDIO: model_config.audio.dimensions, Modality.VISION: model_config.vision.dimensions}
    normaliser = fit_normaliser(samples, widths)
    model = SelfMM(model_config, text_encoder)
    learning = stack(samples, model, normaliser, scale)
    if learning.text_vectors is not None:
        model.fit_text(learning.text_vectors[learning.present[Modality.TEXT]])
    judging = stack(validation, model, normaliser, scale) if validation else None
    run = _Run(model, learning, config)
    best: tuple[float, int, dict[str, Tensor]] | None = None
    for epoch in range(1, config.epochs + 1):
        report("training", (epoch - 1) / config.epochs)
        run.epoch(epoch)
        loss = mean_error(model, judging) if judging is not None else -float(epoch)
        if best is None or loss < best[0]:
            best = loss, epoch, {name: value.clone() for name, value in own_weights(model).items()}
        elif epoch - best[1] >= config.patience:
            break
    assert best is not None
    model.load_state_dict(best[2], strict=False)
    model.eval()
    return Trained(model, normaliser, best[1], best[0] if judging is not None else None)


def own_weights(model: SelfMM) -> dict[str, Tensor]:
    """The weights that were learnt here: all but the frozen text encoder's."""
    return {name: value for name, value in model.state_dict().items() if not name.startswith("text_encoder.")}


def stack(samples: Sequence[Sample], model: SelfMM, normaliser: Normaliser, scale: LabelScale) -> Batch:
    """All samples as one batch, with their texts read by the frozen text encoder."""
    batch = collate(
        samples,
        tokenize=model.text_encoder.tokenize,
        normaliser=normaliser,
        scale=scale,
        modalities=frozenset(model.config.modalities),
    )
    return replace(batch, text_vectors=read_texts(model.text_encoder, batch.tokens))


def read_texts(text_encoder: TextEncoder, tokens: Tokens, batch_size: int = 16) -> Tensor:
    """(texts, length) → (texts, dimensions), a few at a time, shortest first so that padding costs little."""
    order = tokens.mask.sum(dim=1).argsort()
    vectors = torch.zeros(len(order), text_encoder.dimensions)
    with torch.no_grad():
        for rows in torch.split(order, batch_size):
            longest = int(tokens.mask[rows].sum(dim=1).max())
            vectors[rows] = text_encoder(Tokens(tokens.ids[rows, :longest], tokens.mask[rows, :longest]))
    return vectors


def take(batch: Batch, rows: Tensor) -> Batch:
    """The samples `rows` (n,) of a batch, trimmed to the longest of them."""
    sequences = {}
    for modality, sequence in batch.sequences.items():
        lengths = sequence.lengths[rows]
        sequences[modality] = PaddedSequence(sequence.values[rows, : max(1, int(lengths.max()))], lengths)
    return Batch(
        tokens=Tokens(batch.tokens.ids[rows], batch.tokens.mask[rows]),
        sequences=sequences,
        present={modality: there[rows] for modality, there in batch.present.items()},
        labels=None if batch.labels is None else batch.labels[rows],
        text_vectors=None if batch.text_vectors is None else batch.text_vectors[rows],
    )


def predict(model: SelfMM, batch: Batch, batch_size: int = 64) -> dict[str, Tensor]:
    """Each task's value for each sample: (samples,), on the centred label's scale."""
    model.eval()
    count = len(batch.present[Modality.TEXT])
    with torch.no_grad():
        parts = [model(take(batch, rows)).values for rows in torch.split(torch.arange(count), batch_size)]
    return {task: torch.cat([part[task] for part in parts]) for task in TASKS}


def mean_error(model: SelfMM, batch: Batch) -> float:
    """Mean absolute error of the fusion head over samples, each counted once."""
    assert batch.labels is not None
    return float((predict(model, batch)[FUSION] - batch.labels).abs().mean())


class _Run:
    """The moving parts of one run: optimiser, shuffling and generated labels."""

    def __init__(self, model: SelfMM, batch: Batch, config: TrainConfig) -> None:
        assert batch.labels is not None
        self._model, self._batch, self._config, self._labels = model, batch, config, batch.labels
        parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
        self._optimiser = torch.optim.AdamW(parameters, lr=config.learning_rate, weight_decay=config.weight_decay)
        self._shuffle = torch.Generator().manual_seed(config.seed)
        shape = model.config
        widths = {
            FUSION: shape.fusion_head.width,
            "text": shape.text_head.width,
            "audio": shape.audio_head.width,
            "vision": shape.vision_head.width,
        }
        self._generator = LabelGenerator(self._labels, widths, config.label_range)

    def epoch(self, number: int) -> None:
        """Go through all training samples once."""
        self._model.train()
        order = torch.randperm(len(self._labels), generator=self._shuffle)
        for rows in torch.split(order, self._config.batch_size):
            outputs: Outputs = self._model(take(self._batch, rows))
            loss = self._loss(rows, outputs, number)
            self._optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(self._model.parameters(), self._config.gradient_norm)
            self._optimiser.step()
            if number > self._config.warm_up_epochs:
                self._generator.update(rows, outputs, number)
            self._generator.remember(rows, outputs)

    def _loss(self, rows: Tensor, outputs: Outputs, epoch: int) -> Tensor:
        """Fusion error plus each unimodal error, weighted by how far its generated label is from the fusion's.

        In the first epochs the unimodal labels still equal the fusion label, and the published weight
        tanh|y_s - y_m| would be 0: a small constant weight stands in for it.
        """
        labels = self._labels[rows]
        loss = (outputs.values[FUSION] - labels).abs().mean()
        for task in TASKS[1:]:
            there = outputs.present[task]
            if not there.any():
                continue
            own = self._generator.labels[task][rows]
            weight = torch.tanh((own - labels).abs())
            if epoch <= self._config.warm_up_epochs:
                weight = torch.full_like(weight, self._config.warm_up_weight)
            loss = loss + (weight * (outputs.values[task] - own).abs())[there].mean()
        return loss
