"""What the clinician chooses to train, and what that means for the sessions and models that there are."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from screening_app.services.model_lineage import known_people
from screening_app.services.model_registry import DEFAULT_BUNDLE, active_bundle, active_bundle_folder
from screening_app.services.samples import prepare_interview
from screening_app.services.training_child import Order
from screening_app.services.training_sessions import (
    LeftOut,
    TrainingTable,
    propose_holdout,
    rated_sessions,
    training_instruments,
)
from selfmm.bundle import read_info
from selfmm.errors import KnownError
from selfmm.recipe import Recipe
from selfmm.stored_file import place_of
from selfmm.training.clinic.nouns import SEEDS, Depth, RetrainingPlan
from selfmm.training.clinic.readiness import check_ready
from selfmm.training.retraining import requirements
from selfmm.types import LabelScale, Modality, no_report, part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from screening_app.jobs.child import Worker
    from screening_app.services.training_sessions import RatedRow
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from selfmm.bundle import BundleInfo
    from selfmm.types import Report


@dataclass(frozen=True, slots=True)
class TrainingChoice:
    """What the clinician chooses; the defaults are enough for one button."""

    instrument: str  # id, such as "phq-9"
    scale: LabelScale
    depth: Depth = Depth.HEADS
    base: Path | None = None  # the bundle to begin from; None: the active one, and none at SCRATCH
    modalities: tuple[Modality, ...] | None = None  # None: those of the base
    generator: str = "bounded"
    seeds: tuple[int, ...] = SEEDS
    encoder_layers: int = 2
    name: str = ""  # of the new model; "" for one made of scale and date


@dataclass(frozen=True, slots=True)
class ReExtracted:
    """What became of sessions whose recordings were looked through again."""

    done: tuple[str, ...]  # ids of the interviews
    failed: tuple[tuple[str, KnownError], ...]


def training_table(
    workspace: Workspace,
    settings: Settings,
    choice: TrainingChoice,
    report: Report = no_report,
    *,
    with_material: bool = False,
) -> TrainingTable:
    """The rated sessions, and whether they are enough; with where their files lie, where that is wanted.

    Raises `BundleError` where base or active model is broken.
    """
    base, reference = _base(settings, choice), active_bundle(settings)
    recipe = _recipe(choice, base)
    rows = rated_sessions(workspace, choice.instrument, choice.scale, recipe, report, with_material=with_material)
    light = [row.light for row in rows if row.light is not None]
    holdout = propose_holdout(workspace, light, choice.scale)
    readiness = requirements(
        light,
        scale=choice.scale,
        holdout=holdout,
        known_to_base=_known(workspace, base),
        known_to_reference=_known(workspace, reference),
    )
    return TrainingTable(
        scale=choice.scale,
        rows=tuple(replace(row, is_locked=True) if row.patient_id in holdout else row for row in rows),
        readiness=readiness,
        not_rated=_not_rated(workspace, rows),
        holdout=holdout,
        holdout_is_chosen=bool(workspace.holdout.patients()),
    )


def default_choice(
    workspace: Workspace, settings: Settings, report: Report = no_report
) -> tuple[TrainingChoice, TrainingTable]:
    """The instrument with the most rated sessions, and as much learning as there is enough for; with its table."""
    known = [(one.id, one.scale) for one in training_instruments() if one.scale is not None]
    rated = workspace.rated_sessions.counts()
    name, scale = max(known, key=lambda one: rated.get(one[0], 0))
    active = active_bundle_folder(settings)
    choice = TrainingChoice(name, scale, base=active if active == DEFAULT_BUNDLE else None)
    table = training_table(workspace, settings, choice, report)
    return replace(choice, depth=table.readiness.best or Depth.HEADS), table


def order_for(workspace: Workspace, settings: Settings, choice: TrainingChoice, report: Report = no_report) -> Order:
    """What is to be done, if there is enough for it. Raises `DataError` where there is not, `BundleError` as above."""
    table = training_table(workspace, settings, choice, report, with_material=True)
    check_ready(table.readiness, choice.depth)
    base, reference = _base(settings, choice), active_bundle(settings)
    plan = RetrainingPlan(
        scale=choice.scale,
        depth=choice.depth,
        base=None if base is None else base.folder,
        reference=reference.folder,
        modalities=choice.modalities,
        generator=choice.generator,
        seeds=None if choice.seeds == SEEDS else choice.seeds,  # untouched: as many repeats as suit the depth
        encoder_layers=choice.encoder_layers,
    )
    materials = sorted((row.material for row in table.usable if row.material), key=lambda one: one.id)
    return Order(tuple(materials), plan, table.holdout, _known(workspace, base), _known(workspace, reference))


def fingerprint(order: Order) -> str:
    """12 hexadecimal digits that change with the plan, the people and what was said in the sessions."""
    files = [file for one in order.materials for file in (one.transcript, one.features) if file is not None]
    content = [
        order.plan.to_dict(),
        [(one.id, one.person, one.rating) for one in order.materials],
        [place_of(file).stat().st_mtime_ns for file in files],
        *(sorted(group) for group in (order.holdout, order.known_to_base, order.known_to_reference)),
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]


def re_extract(
    workspace: Workspace,
    settings: Settings,
    interview_ids: Sequence[str],
    choice: TrainingChoice,
    worker: Worker,
    report: Report = no_report,
) -> ReExtracted:
    """Look recordings through again by the recipe that the base wants; one that fails does not stop the others."""
    by_base = replace(settings, model_folder=str(choice.base or active_bundle_folder(settings)))
    done: list[str] = []
    failed: list[tuple[str, KnownError]] = []
    for number, interview_id in enumerate(interview_ids):
        told = part(report, number / len(interview_ids), (number + 1) / len(interview_ids))
        try:
            interview = workspace.interviews.get(interview_id)
            prepare_interview(workspace, interview, by_base, told, worker=worker)
            done.append(interview_id)
        except KnownError as error:
            failed.append((interview_id, error))
    return ReExtracted(tuple(done), tuple(failed))


def _base(settings: Settings, choice: TrainingChoice) -> BundleInfo | None:
    if choice.base is None and choice.depth is Depth.SCRATCH:
        return None
    return read_info(choice.base or active_bundle_folder(settings))


def _recipe(choice: TrainingChoice, base: BundleInfo | None) -> str | None:
    """By which recipe voice and face have to be measured; None where only words are learnt from."""
    modalities = choice.modalities or (tuple(Modality) if base is None else base.modalities)
    recipe = Recipe() if base is None else base.recipe
    return None if set(modalities) <= {Modality.TEXT} else recipe.fingerprint


def _known(workspace: Workspace, info: BundleInfo | None) -> frozenset[str]:
    return frozenset() if info is None else known_people(workspace, info.id)


def _not_rated(workspace: Workspace, rows: Sequence[RatedRow]) -> int:
    demonstrations = sum(row.left_out is LeftOut.DEMONSTRATION for row in rows)
    return workspace.interviews.count() - (len(rows) - demonstrations)
