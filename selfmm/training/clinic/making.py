"""The model that learnt from everybody, whole, and its bundle."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from selfmm.bundle import write_bundle
from selfmm.calibration import Line
from selfmm.familiarity import fit_familiarity
from selfmm.model.base import FUSION, own_weights
from selfmm.recipe import Recipe
from selfmm.training.clinic.card import write_local_card
from selfmm.training.clinic.folds import FOLDS
from selfmm.training.clinic.learning import answers, line_to, means
from selfmm.training.clinic.network import assemble, recalibrated
from selfmm.training.clinic.nouns import Depth
from selfmm.training.clinic.readiness import JUDGED_PEOPLE, sides
from selfmm.training.judging import COVERAGE
from selfmm.types import Modality

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from selfmm.bundle import BundleInfo
    from selfmm.data.normaliser import Normaliser
    from selfmm.familiarity import Familiarity
    from selfmm.model.base import MultimodalModel
    from selfmm.training.clinic.folds import OutOfFold
    from selfmm.training.clinic.learning import Learnt, Material, Told
    from selfmm.training.clinic.nouns import ClinicData, Comparison, Measured, RatedSession
    from selfmm.types import Sample

    Values = NDArray[np.float64]

_LIBRARIES = ("torch", "transformers", "scikit-learn", "numpy")


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A whole network with what it is fed by, and what it says of the people who are locked away."""

    model: MultimodalModel
    normaliser: Normaliser
    locked: Values  # (locked sessions,) in the scale's units; nan where it has nothing to look at
    epochs: int  # 0 where nothing has epochs
    line: Line | None  # from what the base said to the scale
    familiarity: Familiarity | None


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is known of a model when its bundle is written."""

    data_sha256: str
    out_of_fold: OutOfFold
    validated: Comparison
    locked: Comparison | None
    reference: BundleInfo | None


def from_base(material: Material, of_base: Mapping[str, Told], data: ClinicData) -> Made:
    """The base, whose heads say a line of what they said; each head has a line of its own."""
    bundle, scale = material.start.bundle, material.plan.scale
    assert bundle is not None
    read = material.start.config.modalities
    lines = {task: line_to(of_base[task], data.learnt) for task in (FUSION, *(modality.value for modality in read))}
    locked = means(of_base[FUSION], data.locked, scale, lines[FUSION])
    model = recalibrated(bundle, material.start.config, lines, scale)
    known = bundle.familiarity
    if Modality.TEXT in read:
        known = _familiar(data.learnt, [material.texts[one.text] for one in answers(data.learnt)]) or known
    return Made(model, bundle.normaliser, locked, 0, lines[FUSION], known)


def from_learnt(material: Material, learnt: Learnt, data: ClinicData, line: Line | None) -> Made:
    """The network that learnt, put together with the part of the text encoder that it did not hold."""
    small = learnt.trained.model
    model = assemble(material.start, own_weights(small))
    known = None
    if Modality.TEXT in material.start.config.modalities:
        known = _familiar(data.learnt, list(learnt.vectors(data.learnt)))
    return Made(model, learnt.normaliser, learnt.values(data.locked), learnt.trained.epoch, line, known)


def write_model(
    folder: Path, made: Made, material: Material, data: ClinicData, evidence: Evidence, *, created: str, name: str
) -> BundleInfo:
    """Write the bundle with what was found about it."""
    plan, base = material.plan, material.start.bundle
    languages = tuple(sorted({session.language for session in data.learnt}))
    halfwidth = evidence.out_of_fold.halfwidth()
    training = _training(made, material, data, evidence)
    same_network = plan.depth is Depth.RECALIBRATE and base is not None and made.line is not None
    return write_bundle(
        folder,
        name=name,
        created=created,
        model_name="self_mm",
        model=made.model,
        normaliser=made.normaliser,
        recipe=_recipe(Recipe() if base is None else base.info.recipe, answers(data.learnt), material),
        scale=plan.scale,
        languages=languages,
        interval_halfwidth=halfwidth,
        coverage=COVERAGE,
        metrics=_metrics(evidence.validated),
        training=training,
        card=write_local_card(plan, training, evidence.validated, evidence.locked, halfwidth),
        probability=evidence.out_of_fold.chance(plan.scale),
        views=_views(base.info.views, made.line) if same_network and base and made.line else None,
        feature_views=base.info.feature_views if same_network and base else None,
        familiarity=made.familiarity,
    )


def _familiar(sessions: Sequence[RatedSession], vectors: Sequence[NDArray[np.floating]]) -> Familiarity | None:
    """Of each person's mean text vector; `vectors` are the answers'. None where too few people are known."""
    persons = np.array([session.person for session in sessions for _ in session.samples])
    spoken = np.array([bool(sample.text.strip()) for session in sessions for sample in session.samples])
    table = np.asarray(vectors, np.float32)
    known = list(dict.fromkeys(persons[spoken].tolist()))
    if len(known) < JUDGED_PEOPLE:
        return None
    return fit_familiarity(np.stack([table[spoken & (persons == person)].mean(axis=0) for person in known]))


def _recipe(recipe: Recipe, samples: Sequence[Sample], material: Material) -> Recipe:
    """The base's recipe with the extractors that made what is learnt from."""
    for modality in (Modality.AUDIO, Modality.VISION):
        if modality in material.start.config.modalities:
            made = next(sequence for sample in samples if (sequence := getattr(sample, modality)) is not None)
            recipe = replace(recipe, **{modality.value: made.extractor})
    return recipe


def _metrics(comparison: Comparison) -> dict[str, dict[str, float]]:
    """The cross-validation's figures as every bundle tells them."""
    told = {**comparison.new, "mae_of_mean_predictor": comparison.constant_mae}
    told["mae_below_mean_predictor"] = comparison.gain
    return {name: {"mean": one.value, "lower": one.lower, "upper": one.upper} for name, one in told.items()}


def _views(views: Mapping[str, Line], line: Line) -> dict[str, Line]:
    """The base's views on other scales, by way of its own; none where the line is level and has no way back."""
    if line.slope == 0:
        return {}
    back = line.inverse()
    return {
        name: Line(view.slope * back.slope, view.intercept + view.slope * back.intercept)
        for name, view in views.items()
    }


def _training(made: Made, material: Material, data: ClinicData, evidence: Evidence) -> dict[str, Any]:
    """How the model came to be, in counts: no person can be told from it."""
    plan, base, validated = material.plan, material.start.bundle, evidence.validated
    learnt = data.learnt
    before = {} if base is None else base.info.training
    return {
        "data": "local",
        "data_sha256": evidence.data_sha256,
        "dealt": before.get("dealt", []),
        "people": len({session.person for session in learnt}),
        "sessions": len(learnt),
        "answers": sum(len(session.samples) for session in learnt),
        "people_at_or_above_cutoff": sides(learnt, plan.scale)[0],
        "languages": dict(sorted(Counter(session.language for session in learnt).items())),
        "modalities": [modality.value for modality in material.start.config.modalities],
        "depth": plan.depth.value,
        "base": None if base is None else {"bundle": base.info.id, "name": base.info.name},
        "lineage": [] if base is None else [*before.get("lineage", []), base.info.id],
        "reference": None if evidence.reference is None else evidence.reference.id,
        "verdict": validated.verdict.value,
        "cross_validation": {"folds": FOLDS, "seeds": list(plan.repeats), "people": validated.people},
        "compared": _figures(validated),
        "holdout": None if evidence.locked is None else _figures(evidence.locked),
        "line": None if made.line is None else asdict(made.line),
        "epochs": made.epochs,
        "generator": plan.generator,
        "tuned_layers": plan.encoder_layers if material.tunes_layers else 0,
        "versions": {name: version(name) for name in _LIBRARIES},
    }


def _figures(comparison: Comparison) -> dict[str, Any]:
    def told(figures: Mapping[str, Measured] | None) -> dict[str, Any] | None:
        return None if figures is None else {name: asdict(figure) for name, figure in figures.items()}

    return {
        "people": comparison.people,
        "sessions": comparison.sessions,
        "verdict": comparison.verdict.value,
        "new": told(comparison.new),
        "reference": told(comparison.reference),
        "difference": told(comparison.difference),
        "constant_mae": asdict(comparison.constant_mae),
        "gain": asdict(comparison.gain),
    }
