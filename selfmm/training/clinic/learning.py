"""One network learns from some of the people, and says something of others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np
import torch

from selfmm.calibration import Line, fit_line
from selfmm.data.batches import Feed
from selfmm.model.base import FUSION, own_weights
from selfmm.model.self_mm import SelfMM
from selfmm.training.clinic.encoders import ReadTexts, UpperLayers, upper_layers
from selfmm.training.clinic.figures import person_weights, ratings_of
from selfmm.training.clinic.network import digest, digested, normaliser_for, start_weights, untouched
from selfmm.training.clinic.nouns import QUANTILES, Depth
from selfmm.training.clinic.reading import read_lower_states, read_vectors
from selfmm.training.config import TrainConfig
from selfmm.training.predicting import predict, text_vectors
from selfmm.training.trainer import train
from selfmm.types import Modality, no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

    from selfmm.data.normaliser import Normaliser
    from selfmm.model.base import MultimodalModel
    from selfmm.model.self_mm import SelfMMConfig
    from selfmm.model.text_encoders import TextEncoder
    from selfmm.stored_file import StoredFolder
    from selfmm.training.clinic.network import Start
    from selfmm.training.clinic.nouns import ClinicData, RatedSession, RetrainingPlan
    from selfmm.training.trainer import EpochRecord, Trained
    from selfmm.types import LabelScale, Report, Sample

    Values = NDArray[np.float64]
    Texts = Mapping[str, NDArray[np.floating]]
    Told = Mapping[str, Values]  # session → what is said of each of its answers, in the units of a scale
    Labels = Mapping[str, tuple[float, ...]]

_HEADS = TrainConfig(
    epochs=30,
    patience=5,
    batch_size=64,
    learning_rate_audio=2e-3,
    learning_rate_vision=2e-3,
    learning_rate_other=2e-3,
    weight_decay_audio=0.05,
    weight_decay_vision=0.05,
    weight_decay_other=0.05,
    warm_up_epochs=1,
)
# what few answers need: smaller batches and more passes, or the heads get too few steps to learn anything
_SIZES = (  # answers below which
    (400, replace(_HEADS, batch_size=16, epochs=60, patience=10)),
    (1500, replace(_HEADS, batch_size=32, epochs=40, patience=7)),
)
# few passes: the layers learn within two or three, and each costs twenty times as much as with heads alone
_LAYERS = replace(_HEADS, epochs=3, patience=2, learning_rate_text=1e-4, batch_size=16)
_LAYERS_SIZES = ((1500, replace(_LAYERS, epochs=8)),)


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What all folds share: the start, and what the frozen part of the encoder made of the texts."""

    plan: RetrainingPlan
    start: Start
    texts: Texts  # text → its vector, or each token's state below the layers that learn
    answers: int  # to learn from in all; folds and the last run learn in the same way

    @property
    def tunes_layers(self) -> bool:
        """Whether layers of the text encoder learn."""
        return self.plan.depth in {Depth.EVERYTHING, Depth.SCRATCH}

    def encoder(self) -> TextEncoder:
        """A fresh encoder as the base has it, which has read the texts already."""
        config = self.start.config.text
        if not self.tunes_layers:
            return ReadTexts(replace(config, tuned_layers=0, tuned_embeddings=False), self.texts)
        network = self.start.encoder.network  # type: ignore[attr-defined]
        layers = upper_layers(network, self.plan.encoder_layers)
        return UpperLayers(replace(config, tuned_layers=self.plan.encoder_layers), layers, self.texts)

    def of_base(self, sessions: Sequence[RatedSession]) -> dict[str, Told]:
        """What the base says of the sessions by task, on its own scale; nothing from scratch."""
        if self.start.bundle is None:
            return {}
        bundle, encoder = self.start.bundle, self.encoder()
        model = SelfMM(replace(cast("SelfMMConfig", bundle.model.config), text=encoder.config), encoder)
        weights = own_weights(bundle.model).items()
        model.load_state_dict({name: value for name, value in weights if not name.startswith("text_encoder.")}, False)
        return told_of(model, bundle.normaliser, sessions, bundle.info.scale)


def read_material(
    plan: RetrainingPlan, start: Start, data: ClinicData, cache: Path | StoredFolder, report: Report = no_report
) -> Material:
    """Read all texts, or find them in the cache."""
    count, encoder = len(answers(data.learnt)), start.encoder
    if plan.depth in {Depth.EVERYTHING, Depth.SCRATCH}:
        states = read_lower_states(encoder, plan.encoder_layers, data.sessions, cache, report)
        return Material(plan, start, states, count)
    return Material(plan, start, read_vectors(encoder, data.sessions, cache, report), count)


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """A network that learnt on digested samples, and the normaliser that they were digested with."""

    trained: Trained
    normaliser: Normaliser
    material: Material

    def values(self, sessions: Sequence[RatedSession]) -> Values:
        """What it says of each session, (sessions,) in the scale's units; nan where it has nothing to look at."""
        config, scale = self.material.start.config, self.material.plan.scale
        shown = [replace(one, samples=digest(one.samples, self.normaliser, config)) for one in sessions]
        told = told_of(self.trained.model, untouched(config), shown, scale)
        return means(told[FUSION], sessions, scale) if told else np.full(len(sessions), np.nan)

    def vectors(self, sessions: Sequence[RatedSession]) -> NDArray[np.float32]:
        """The vector of each answer's text, (answers, dimensions)."""
        model = self.trained.model
        texts = [replace(one, audio=None, vision=None) for one in answers(sessions)]
        normaliser = untouched(self.material.start.config)
        return text_vectors(model, fed(model, normaliser, texts, self.material.plan.scale))


def learn(
    material: Material,
    learning: Sequence[RatedSession],
    stopping: Sequence[RatedSession],
    line: Line | None,
    *,
    seed: int,
    epochs: int | None = None,
    folder: Path | StoredFolder | None = None,
    report: Report = no_report,
    on_epoch: Callable[[EpochRecord], None] = lambda _: None,
    on_labels: Callable[[int, Mapping[str, Tensor]], None] = lambda _epoch, _labels: None,
) -> Learnt:
    """Learn from the sessions `learning`; those in `stopping` say when to stop, or there are `epochs` without them.

    `line` brings what the base says onto the scale; None where there is no base.
    """
    plan, config = material.plan, material.start.config
    normaliser = normaliser_for(material.start, answers(learning))
    trained = train(
        digest(answers(learning), normaliser, config),
        digest(answers(stopping), normaliser, config),
        scale=plan.scale,
        model_config=replace(digested(config), text=material.encoder().config),
        config=train_config(material, seed, epochs),
        text_encoder=material.encoder(),
        folder=folder,
        start=None if line is None else start_weights(material.start, line, plan.scale),
        normaliser=untouched(config),
        report=report,
        on_epoch=on_epoch,
        on_labels=on_labels,
    )
    return Learnt(trained, normaliser, material)


def train_config(material: Material, seed: int, epochs: int | None = None) -> TrainConfig:
    """How the plan's depth learns from so many answers."""
    sizes, config = (_LAYERS_SIZES, _LAYERS) if material.tunes_layers else (_SIZES, _HEADS)
    config = next((sized for limit, sized in sizes if material.answers < limit), config)
    return replace(config, seed=seed, generator=material.plan.generator, epochs=epochs or config.epochs)


def answers(sessions: Sequence[RatedSession]) -> tuple[Sample, ...]:
    """All answers of the sessions, each with its session's rating."""
    return tuple(replace(sample, label=session.rating) for session in sessions for sample in session.samples)


def told_of(
    model: MultimodalModel,
    normaliser: Normaliser,
    sessions: Sequence[RatedSession],
    scale: LabelScale,
    vectors: Texts | None = None,
) -> dict[str, Told]:
    """What a network says by task; `scale` is its own, and `vectors` where its encoder read the texts before."""
    samples = answers(sessions)
    if not samples:
        return {}
    made = fed(model, normaliser, samples, scale)
    if vectors is not None:
        made.text_vectors = torch.from_numpy(np.stack([vectors[one.text] for one in samples]).astype(np.float32))
    ends = np.cumsum([len(session.samples) for session in sessions])[:-1]
    found: dict[str, Told] = {}
    for task, values in predict(model, made).items():
        own = np.split(values.double().numpy() / scale.label_range * scale.reach + scale.cutoff, ends)
        found[task] = {session.id: part for session, part in zip(sessions, own, strict=True)}
    return found


def fed(model: MultimodalModel, normaliser: Normaliser, samples: Sequence[Sample], scale: LabelScale) -> Feed:
    """The samples as the network is fed with them, their texts not read yet."""
    return Feed(
        samples,
        tokenize=model.text_encoder.tokenize,
        normaliser=normaliser,
        scale=scale,
        modalities=frozenset(model.config.modalities),
    )


def means(told: Told, sessions: Sequence[RatedSession], scale: LabelScale | None, line: Line | None = None) -> Values:
    """Each session's mean over its answers, (sessions,); nan where none of them says anything.

    As the scorer does it: `line` first, where there is one, and each answer kept within `scale`; None: not kept.
    """
    found = np.full(len(sessions), np.nan)
    for row, session in enumerate(sessions):
        values = told[session.id]
        values = values[~np.isnan(values)]
        values = values if line is None else line.at(values)
        if len(values):
            found[row] = (values if scale is None else np.clip(values, scale.minimum, scale.maximum)).mean()
    return found


def line_to(told: Told, sessions: Sequence[RatedSession]) -> Line:
    """The line of least absolute error from what a model says of the sessions to their ratings.

    Each person counts alike. Level, at the middle rating, where it says the same of all.
    """
    values, ratings = means(told, sessions, None), ratings_of(sessions)
    there = ~np.isnan(values)
    if not there.any() or np.ptp(values[there]) == 0:
        return Line(0.0, float(np.median(ratings)))
    return fit_line(values[there], ratings[there], person_weights(sessions)[there])


def label_quantiles(labels: Mapping[str, Tensor], modalities: Sequence[Modality], scale: LabelScale) -> Labels:
    """Modality → the QUANTILES of its generated labels, in the scale's units."""
    shown = {name.value: labels[name.value].double().numpy() for name in modalities}
    return {
        name: tuple(scale.uncentre(float(value)) for value in np.quantile(values, QUANTILES))
        for name, values in shown.items()
    }
