"""From a base bundle to a network that can learn a clinic's ratings, and from what was learnt to a whole network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np
import torch

from selfmm.bundle import check_features, load_bundle
from selfmm.data.normaliser import SEQUENCES, AsItIs, Normaliser, fit_normaliser
from selfmm.errors import BundleError, DataError, SelfMMError
from selfmm.model.base import FUSION, own_weights
from selfmm.model.self_mm import Head, HeadConfig, SelfMM, SelfMMConfig, SequenceConfig
from selfmm.model.text_encoders import create_text_encoder, describe_encoder
from selfmm.training.clinic.nouns import Depth
from selfmm.training.predicting import frame_dimensions
from selfmm.training.setup import DEFAULT_ENCODER
from selfmm.types import FeatureSequence, Modality

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor, nn

    from selfmm.bundle import ModelBundle
    from selfmm.calibration import Line
    from selfmm.model.text_encoders import TextEncoder
    from selfmm.training.clinic.nouns import RatedSession, RetrainingPlan
    from selfmm.types import LabelScale, Sample

STEP_SECONDS = 1.0  # of voice and face that are averaged into one step of the recurrent layers
_HIDDEN = {Modality.AUDIO: 16, Modality.VISION: 32}  # as published (MOSI), also for what comes out
_HEADS = HeadConfig(128, 0.1), HeadConfig(32), HeadConfig(16, 0.1), HeadConfig(32)


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """What a retraining begins from: a base, or the published text encoder alone."""

    bundle: ModelBundle | None
    config: SelfMMConfig  # of the network that comes out; frames not yet pooled
    encoder: TextEncoder  # whole, with the base's weights


def begin(plan: RetrainingPlan, sessions: Sequence[RatedSession]) -> Start:
    """Load the base and shape the network. Raises BundleError, DataError, WeightsError and SelfMMError."""
    bundle = None if plan.base is None or plan.depth is Depth.SCRATCH else load_self_mm(plan.base)
    samples = [sample for session in sessions for sample in session.samples]
    if bundle is None:
        text = describe_encoder(DEFAULT_ENCODER if plan.base is None else _encoder_of(plan.base))
        empty = {name: SequenceConfig(0, _HIDDEN[name], _HIDDEN[name]) for name in SEQUENCES}
        config = SelfMMConfig(text, empty[Modality.AUDIO], empty[Modality.VISION], *_HEADS, modalities=())
    else:
        config = cast("SelfMMConfig", bundle.model.config)
    config = _shaped(config, bundle, plan, samples)
    return Start(bundle, config, _whole_encoder(config, bundle))


def load_self_mm(folder: Path) -> ModelBundle:
    """The bundle in `folder`. Raises BundleError where it is no Self-MM: others have nothing to be tuned alone."""
    bundle = load_bundle(folder)
    if not isinstance(bundle.model, SelfMM):
        raise BundleError(
            "The model in {folder} is a {found}; only Self-MM can be retrained. Choose the model that comes with the "
            "app.",
            folder=folder,
            found=bundle.info.model_name,
        )
    return bundle


def normaliser_for(start: Start, samples: Sequence[Sample]) -> Normaliser:
    """The base's for what the base reads, else fitted on `samples`; nothing is done to what is not learnt from."""
    widths = frame_dimensions(start.config)
    found = Normaliser(*_changing_nothing(widths))
    known = () if start.bundle is None else start.bundle.info.modalities
    new = {name: widths[name] for name in SEQUENCES if name in start.config.modalities and name not in known}
    fitted = fit_normaliser(samples, new)
    kept = fitted if start.bundle is None else start.bundle.normaliser
    for modality in SEQUENCES:
        source = fitted if modality in new else kept
        if modality in source.means and len(source.means[modality]) == widths[modality]:
            found.means[modality] = source.means[modality]
            found.deviations[modality] = source.deviations[modality]
    return found


def digest(samples: Sequence[Sample], normaliser: Normaliser, config: SelfMMConfig) -> tuple[Sample, ...]:
    """The samples with their frames normalised and pooled once, as the network would do it in each epoch."""
    return tuple(
        replace(
            sample,
            audio=_digested(sample.audio, Modality.AUDIO, normaliser, config),
            vision=_digested(sample.vision, Modality.VISION, normaliser, config),
        )
        for sample in samples
    )


def digested(config: SelfMMConfig) -> SelfMMConfig:
    """The configuration of a network that is fed with digested samples."""
    return replace(config, audio=replace(config.audio, pool=1), vision=replace(config.vision, pool=1))


def untouched(config: SelfMMConfig) -> Normaliser:
    """A normaliser that leaves digested samples as they are."""
    return AsItIs(*_changing_nothing(frame_dimensions(config)))


def start_weights(start: Start, line: Line, scale: LabelScale) -> dict[str, Tensor] | None:
    """The base's weights but for the text encoder, its heads saying `line` of what they said; None from scratch.

    What the base has not learnt (a voice, a face) is left out, and begins at random.
    """
    if start.bundle is None:
        return None
    read = start.bundle.info.modalities
    fresh = tuple(f"sequences.{name}." for name in SEQUENCES if name not in read)
    weights = {
        name: value.clone()
        for name, value in own_weights(start.bundle.model).items()
        if not name.startswith(("text_encoder.", *fresh))
    }
    for task in (FUSION, *(modality.value for modality in read)):
        slope, shift = _bringing(line, start.bundle.info.scale, scale)
        weights[f"heads.{task}.value.weight"] *= slope
        weights[f"heads.{task}.value.bias"] = weights[f"heads.{task}.value.bias"] * slope + shift
    return weights


def recalibrated(bundle: ModelBundle, config: SelfMMConfig, lines: Mapping[str, Line], scale: LabelScale) -> SelfMM:
    """The bundle's own network, whose heads say `lines` (task → line) of what they said, on `scale`. Changes it."""
    model = cast("SelfMM", bundle.model)
    for task, line in lines.items():
        head = model.heads[task]
        assert isinstance(head, Head)
        slope, shift = _bringing(line, bundle.info.scale, scale)
        with torch.no_grad():
            head.value.weight.mul_(slope)
            head.value.bias.mul_(slope).add_(shift)
    model.config = config
    return model


def assemble(start: Start, learnt: Mapping[str, Tensor]) -> SelfMM:
    """The whole network: the encoder as it was, over it what was learnt."""
    model = SelfMM(start.config, start.encoder)
    missing = own_weights(model).keys() - learnt.keys()
    assert all(name.startswith("text_encoder.") for name in missing), missing
    _, unexpected = model.load_state_dict(dict(learnt), strict=False)
    assert not unexpected, unexpected
    return model.eval()


def _changing_nothing(
    widths: Mapping[Modality, int],
) -> tuple[dict[Modality, NDArray[np.float32]], dict[Modality, NDArray[np.float32]]]:
    """Means 0 and deviations 1."""
    means = {name: np.zeros(width, np.float32) for name, width in widths.items()}
    return means, {name: np.ones(width, np.float32) for name, width in widths.items()}


def _bringing(line: Line, source: LabelScale, target: LabelScale) -> tuple[float, float]:
    """Slope and shift from a label centred on `source` to the label centred on `target` that `line` makes of it."""
    unit = target.label_range / target.reach
    slope = line.slope * unit * source.reach / source.label_range
    return slope, (line.at(source.cutoff) - target.cutoff) * unit


def _encoder_of(base: Path) -> str:
    from selfmm.bundle import read_info

    encoder: str = read_info(base).model["text"]["encoder"]
    return encoder


def _shaped(
    config: SelfMMConfig, bundle: ModelBundle | None, plan: RetrainingPlan, samples: Sequence[Sample]
) -> SelfMMConfig:
    there = frozenset[Modality]().union(*(sample.modalities for sample in samples))
    own = tuple(config.modalities) if bundle is not None else tuple(m for m in Modality if m in there)
    wanted = plan.modalities or own
    if plan.depth is Depth.RECALIBRATE and not set(wanted) <= set(own):
        raise SelfMMError(
            "Recalibrating teaches a model no other modality than it has. Choose to tune the heads, or take its own."
        )
    _check_there(wanted, there)
    for modality in SEQUENCES:
        if modality in wanted:
            extractor, width, seconds = _frames(samples, modality)
            if bundle is not None and modality in own:
                check_features(bundle.info, config, modality, extractor, width)
            else:
                pool = max(1, round(STEP_SECONDS / seconds))
                shape = replace(
                    config.audio if modality is Modality.AUDIO else config.vision, dimensions=width, pool=pool
                )
                sides = {Modality.AUDIO: config.audio, Modality.VISION: config.vision} | {modality: shape}
                config = replace(config, audio=sides[Modality.AUDIO], vision=sides[Modality.VISION])
    if plan.depth in {Depth.EVERYTHING, Depth.SCRATCH}:
        layers = max(plan.encoder_layers, config.text.tuned_layers)
        config = replace(config, text=replace(config.text, tuned_layers=layers))
    return replace(config, modalities=tuple(modality for modality in Modality if modality in wanted))


def _check_there(wanted: Sequence[Modality], there: frozenset[Modality]) -> None:
    if missing := [modality for modality in wanted if modality not in there]:
        raise DataError(
            "None of the sessions has what is to be learnt from ({missing}). Choose other modalities.",
            missing=", ".join(missing),
        )


def _frames(samples: Sequence[Sample], modality: Modality) -> tuple[str, int, float]:
    """Extractor, numbers a frame, and seconds a frame. Raises DataError where they are not the same everywhere."""
    sequences = [sequence for sample in samples if (sequence := getattr(sample, modality)) is not None]
    kinds = {(sequence.extractor, sequence.values.shape[1], sequence.frame_seconds) for sequence in sequences}
    if len(kinds) > 1:
        raise DataError(
            "The sessions' {modality} was prepared in different ways. Prepare the older sessions again.",
            modality=modality.value,
        )
    return kinds.pop()


def _whole_encoder(config: SelfMMConfig, bundle: ModelBundle | None) -> TextEncoder:
    if bundle is None:
        return create_text_encoder(config.text)
    if config.text == bundle.model.config.text:
        return bundle.model.text_encoder
    encoder = create_text_encoder(config.text)
    weights = {
        name.removeprefix("text_encoder."): value
        for name, value in own_weights(bundle.model).items()
        if name.startswith("text_encoder.")
    }
    cast("nn.Module", encoder).load_state_dict(weights, strict=False)
    return encoder


def _digested(
    sequence: FeatureSequence | None, modality: Modality, normaliser: Normaliser, config: SelfMMConfig
) -> FeatureSequence | None:
    if sequence is None or modality not in config.modalities or not len(sequence.values):
        return None
    pool: int = getattr(config, modality).pool
    values = _pooled(normaliser.apply(modality, sequence.values), pool)
    return replace(sequence, values=values, frame_seconds=sequence.frame_seconds * pool)


def _pooled(values: NDArray[np.float32], pool: int) -> NDArray[np.float32]:
    """Means of each `pool` frames in a row; the last group is averaged over the frames that it has."""
    starts = np.arange(0, len(values), pool)
    counts = np.diff(starts, append=len(values))
    sums = np.add.reduceat(values, starts, axis=0)
    return (sums / counts[:, None]).astype(np.float32)
