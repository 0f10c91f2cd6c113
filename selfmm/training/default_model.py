"""The bundled model, built from EATD: features, cross-validation by person, the final training, and its card."""

from __future__ import annotations

import hashlib
import statistics
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from selfmm import metrics
from selfmm.bundle import write_bundle
from selfmm.data.benchmarks import read_eatd
from selfmm.data.files import read_features, write_features
from selfmm.features import AUDIO_EXTRACTORS, VISION_EXTRACTORS
from selfmm.model.self_mm import HeadConfig, SelfMMConfig, SequenceConfig
from selfmm.model.text_encoders import create_text_encoder, describe_encoder
from selfmm.recipe import Recipe, extract
from selfmm.scales import SDS
from selfmm.training.card import write_card
from selfmm.training.config import TrainConfig
from selfmm.training.evaluation import cross_validate, summarise
from selfmm.training.trainer import train
from selfmm.types import Modality, Sample, no_report, part

if TYPE_CHECKING:
    from pathlib import Path

    from selfmm.bundle import BundleInfo
    from selfmm.data.benchmarks import RatedAnswer
    from selfmm.training.evaluation import CrossValidation
    from selfmm.types import Features, Report

SEEDS = (1111, 1112, 1113, 1114, 1115)  # as published
COVERAGE = 0.9

# Widths as MMSA's for SIMS, a data set of the same language and order of size; the text encoder is frozen and its
# vector is 384 wide. Eight sound frames of 32 ms are one step: about a quarter of a second, a syllable.
MODEL = SelfMMConfig(
    text=describe_encoder("multilingual-e5-small"),
    audio=SequenceConfig(dimensions=AUDIO_EXTRACTORS["librosa_33"].dimensions, hidden=16, out=16, pool=8),
    vision=SequenceConfig(dimensions=VISION_EXTRACTORS["face_landmarks_56"].dimensions, hidden=64, out=32),
    fusion_head=HeadConfig(width=128, dropout=0.1),
    text_head=HeadConfig(width=64, dropout=0.1),
    audio_head=HeadConfig(width=16, dropout=0.1),
    vision_head=HeadConfig(width=32),
    modalities=(Modality.TEXT, Modality.AUDIO),
)
TRAINING = TrainConfig()


def build_default_model(eatd: Path, out: Path, *, created: str, report: Report = no_report) -> BundleInfo:
    """Build the bundle in `out` from EATD's folder; features are kept beside it, so that a second run is quick.

    `created` is the card's date, ISO 8601. Raises DataError, MediaError, WeightsError and BundleError.
    """
    answers = read_eatd(eatd)
    samples = _read_samples(answers, out.with_name(f"{out.name}.features"), report)
    text_encoder = create_text_encoder(MODEL.text)
    validation = cross_validate(
        samples,
        scale=SDS,
        model_config=MODEL,
        config=TRAINING,
        text_encoder=text_encoder,
        seeds=SEEDS,
        report=part(report, 0.3, 0.9),
    )
    epochs = round(statistics.median(validation.epochs))
    final = train(
        samples,
        (),
        scale=SDS,
        model_config=MODEL,
        config=replace(TRAINING, epochs=epochs),
        text_encoder=text_encoder,
        report=part(report, 0.9, 1.0),
    )
    summary = summarise(validation, cutoff=SDS.cutoff, seed=SEEDS[0])
    halfwidth = _interval_halfwidth(validation)
    training = _describe_training(answers, eatd, epochs)
    return write_bundle(
        out,
        name="EATD first research model",
        created=created,
        model_name="self_mm",
        model=final.model,
        normaliser=final.normaliser,
        recipe=Recipe(),
        scale=SDS,
        languages=("zh",),
        interval_halfwidth=halfwidth,
        coverage=COVERAGE,
        metrics=summary,
        training=training,
        card=write_card(summary, training, interval_halfwidth=halfwidth),
    )


def _read_samples(answers: tuple[RatedAnswer, ...], cache: Path, report: Report) -> tuple[Sample, ...]:
    """Features of each answer's sound, from `cache` where they were made before."""
    cache.mkdir(parents=True, exist_ok=True)
    samples = []
    for number, answer in enumerate(answers):
        report("hearing", 0.3 * number / len(answers))
        features = None if answer.recording is None else _hear(answer.recording, cache / f"{answer.id}.safetensors")
        samples.append(
            Sample(
                id=answer.id,
                person=answer.person,
                text=answer.text,
                audio=None if features is None else features.audio,
                label=answer.label,
            )
        )
    return tuple(samples)


def _hear(recording: Path, kept: Path) -> Features:
    if not kept.exists():
        write_features(kept, extract(Recipe(), recording))
    return read_features(kept)


def _interval_halfwidth(validation: CrossValidation) -> float:
    """From each repeat's errors on held-out people; the mean over repeats."""
    halfwidths = [
        metrics.conformal_halfwidth(validation.labels, row, coverage=COVERAGE) for row in validation.predictions
    ]
    return statistics.fmean(halfwidths)


def _describe_training(answers: tuple[RatedAnswer, ...], eatd: Path, epochs: int) -> dict[str, Any]:
    labels = {answer.person: answer.label for answer in answers}
    return {
        "data": "EATD-Corpus, training half (Shen, Yang, Lin, ICASSP 2022)",
        "manifest_sha256": hashlib.sha256((eatd / "manifest.csv").read_bytes()).hexdigest(),
        "people": len(labels),
        "people_at_or_above_cutoff": sum(label >= SDS.cutoff for label in labels.values()),
        "answers": len(answers),
        "answers_without_sound": sum(answer.recording is None for answer in answers),
        "cross_validation": {"folds": 5, "seeds": list(SEEDS)},
        "final": {"seed": TRAINING.seed, "epochs": epochs},
        "versions": {name: version(name) for name in ("torch", "transformers", "librosa", "numpy")},
    }
