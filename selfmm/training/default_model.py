"""The bundled model: Self-MM taught sentiment, whose value a line then brings to the SDS index.

Eighty-three rated people are too few to teach a network depression (docs/model_development.md has what was tried). So
the network, its text encoder included, learns sentiment from three published sets at once; of the rated people it
learns two numbers, the line of least absolute error from sentiment to the SDS index.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import torch

from selfmm import metrics
from selfmm.bundle import load_bundle, write_bundle
from selfmm.calibration import Line, Plane, fit_line, fit_logistic, fit_plane
from selfmm.data.benchmarks import read_data_set
from selfmm.familiarity import fit_familiarity
from selfmm.model.base import FUSION
from selfmm.model.self_mm import Head
from selfmm.recipe import Recipe
from selfmm.scales import MOSI, SDS, SEVERITY, SIMS
from selfmm.training.card import write_card
from selfmm.training.judging import COVERAGE, labels_of
from selfmm.training.line_validation import FOLDS, cross_validate_line, summarise_line
from selfmm.training.predicting import feed, fusion_features, predict, text_vectors
from selfmm.training.requests import SPLIT_SEED, prepare
from selfmm.training.runs import SEEDS, run_seeds
from selfmm.training.setup import DEFAULT_ENCODER
from selfmm.types import Modality, no_report, part

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import nn

    from selfmm.bundle import BundleInfo, ModelBundle
    from selfmm.data.data_set import DataSet
    from selfmm.model.self_mm import SelfMM
    from selfmm.training.line_validation import LineValidation
    from selfmm.types import LabelScale, Report, Sample

    Values = NDArray[np.float64]

TASKS = (FUSION, Modality.TEXT.value)  # of the heads that say something of words
PRETRAINING_SEED = 1111
# Found on the validation splits of the sentiment sets (docs/selfmm.md): two passes are enough where three sets teach.
PRETRAINING = {
    "train": {
        "average_weights": 0.0,
        "averaged_runs": 2,  # takes much of one run's luck out of what the network says of rated people
        "batch_size": 32,
        "epochs": 2,
        "learning_rate_other": 1e-3,
        "learning_rate_text": 1e-4,
        "warm_up_epochs": 2,
        "warm_up_weight": 0.5,
    }
}
TEACHERS = ("mosi", "simsv2")  # beside MOSEI, the largest
_SHARE = 0.95  # of the work, in which the network learns sentiment


@dataclass(frozen=True, slots=True, eq=False)
class _Rated:
    """The rated people's answers, and what the network says of each, by task, as sentiment from -3 to 3."""

    data: DataSet
    samples: tuple[Sample, ...]
    values: dict[str, Values]  # task → (samples,)
    vectors: NDArray[np.float32]  # (samples, width), of their texts

    def line(self, task: str) -> Line:
        """From a task's sentiment to the SDS index, fitted on all people; each is the mean of their answers."""
        people = [sample.person for sample in self.samples]
        mean, rated = metrics.by_person(people, self.values[task]), metrics.by_person(people, labels_of(self.samples))
        return fit_line(np.array([*mean.values()]), np.array([rated[person] for person in mean]))

    def person_vectors(self) -> NDArray[np.float32]:
        """The mean of each person's text vectors: (persons, width)."""
        people = np.array([sample.person for sample in self.samples])
        return np.stack([self.vectors[people == person].mean(axis=0) for person in dict.fromkeys(people.tolist())])


def build_default_model(data: Path, out: Path, *, created: str, report: Report = no_report) -> BundleInfo:
    """Build the bundle in `out`; the sentiment run stays beside it, so that a build that was stopped goes on.

    `data` holds sentiment_text/ (tables of MOSI, MOSEI and SIMSv2), eatd_train/ and, for one of the other views,
    depression_text/. `created` is the card's date, ISO 8601. Raises DataError, WeightsError and BundleError.
    """
    rated_set = read_data_set("eatd", data / "eatd_train", extract=None, seed=SPLIT_SEED)
    severity = read_data_set("severity", data / "depression_text", extract=None, seed=SPLIT_SEED)
    taught, sentences = _teach_sentiment(data / "sentiment_text", out, part(report, 0.0, _SHARE))
    bundle = load_bundle(taught)
    rated = _ask(bundle, rated_set)
    validation = cross_validate_line(rated.samples, rated.values[FUSION], scale=SDS, seeds=SEEDS)
    summary = summarise_line(validation, cutoff=SDS.cutoff, seed=SEEDS[0])
    lines = {task: rated.line(task) for task in TASKS}
    for task, line in lines.items():
        _bring_onto(cast("SelfMM", bundle.model).heads[task], line, SDS)
    training = _describe(bundle, rated, severity, lines[FUSION], sentences)
    halfwidth = _halfwidth(validation)
    return write_bundle(
        out,
        name="Sentiment brought to the SDS index, research model",
        created=created,
        model_name="self_mm",
        model=bundle.model,
        normaliser=bundle.normaliser,
        recipe=Recipe(),
        scale=SDS,
        languages=("zh",),
        interval_halfwidth=halfwidth,
        coverage=COVERAGE,
        metrics=summary,
        training=training,
        card=write_card(summary, training, interval_halfwidth=halfwidth),
        probability=_chance(validation),
        views=_sentiment_views(lines[FUSION]),
        feature_views={SEVERITY.name: severity_view(bundle, severity)},
        familiarity=fit_familiarity(rated.person_vectors()),
    )


def _teach_sentiment(tables: Path, out: Path, report: Report) -> tuple[Path, int]:
    """Self-MM on the words of MOSEI, MOSI and SIMSv2 in one run; its bundle's folder, and how many sentences taught."""
    beside = out.with_name(f"{out.name}.sentiment")
    request = prepare(
        "mosei",
        ["self_mm"],
        data=tables,
        seeds=(PRETRAINING_SEED,),
        encoder=DEFAULT_ENCODER,
        changes=PRETRAINING,
        teachers=dict.fromkeys(TEACHERS, tables),
    )
    run_seeds(request, beside, report=report)
    sentences = sum(len(teacher.train) for teacher in (request.data_set, *request.teachers))
    return beside / f"seed-{PRETRAINING_SEED}" / "bundle", sentences


def _ask(bundle: ModelBundle, data: DataSet) -> _Rated:
    samples = tuple(sample for sample in data.samples if sample.text)
    texts = feed(samples, bundle.model, bundle.normaliser, bundle.info.scale)
    told = predict(bundle.model, texts)
    values = {task: told[task].double().numpy() for task in TASKS}
    return _Rated(data, samples, values, text_vectors(bundle.model, texts))


def _bring_onto(head: nn.Module, line: Line, scale: LabelScale) -> None:
    """Let a `Head` that says sentiment say `line` of it, centred as the scale's labels are."""
    assert isinstance(head, Head)
    unit = scale.label_range / scale.reach
    with torch.no_grad():
        head.value.weight.mul_(line.slope * unit)
        head.value.bias.mul_(line.slope * unit).add_((line.intercept - scale.cutoff) * unit)


def _sentiment_views(line: Line) -> dict[str, Line]:
    """Back from the SDS index to sentiment, on both of its scales."""
    back = line.inverse()
    return {MOSI.name: back, SIMS.name: Line(back.slope / MOSI.label_range, back.intercept / MOSI.label_range)}


def severity_view(bundle: ModelBundle, severity: DataSet) -> Plane:
    """From the fusion's feature F to how severe a depression a post speaks of, fitted on all posts at hand."""
    texts = feed(severity.samples, bundle.model, bundle.normaliser, SEVERITY)
    return fit_plane(fusion_features(bundle.model, texts).double().numpy(), labels_of(severity.samples))


def _halfwidth(validation: LineValidation) -> float:
    """From each repeat's errors on held-out people; the mean over repeats."""
    result = validation.result
    each = [metrics.conformal_halfwidth(result.labels, row, coverage=COVERAGE) for row in result.predictions]
    return float(np.mean(each))


def _chance(validation: LineValidation) -> Line:
    """The logit of being at or above the cut-off, from what was said of people who were held out."""
    result = validation.result
    positive = np.tile(result.labels >= SDS.cutoff, len(result.predictions))
    return fit_logistic(result.predictions.ravel(), positive)


def _describe(bundle: ModelBundle, rated: _Rated, severity: DataSet, line: Line, sentences: int) -> dict[str, Any]:
    labels = metrics.by_person([sample.person for sample in rated.samples], labels_of(rated.samples)).values()
    sentiment = bundle.info.training
    return {
        "data": "EATD-Corpus, training half (Shen, Yang, Lin, ICASSP 2022)",
        "data_sha256": rated.data.fingerprint,
        "severity_sha256": severity.fingerprint,
        "dealt": sorted(data_set.dealt for data_set in (rated.data, severity) if data_set.dealt),
        "people": len(labels),
        "people_at_or_above_cutoff": sum(label >= SDS.cutoff for label in labels),
        "answers": len(rated.samples),
        "cross_validation": {"folds": FOLDS, "seeds": list(SEEDS)},
        "line": asdict(line),
        "sentiment": {
            "bundle": bundle.info.id,
            "metrics": bundle.info.metrics,
            "sentences": sentences,
            **{key: sentiment[key] for key in ("data", "data_sha256", "teachers", "seed", "epoch", "config")},
        },
        "versions": {name: version(name) for name in ("torch", "transformers", "scikit-learn", "numpy")},
    }
