"""Runs of one model on one data set with several seeds, each with a record and a bundle of its own.

An output folder holds `run.json` (what is run), `records.jsonl` and `summary.md` / `summary.csv` (how it went, every
seed that is finished), `cache/` (what a frozen text encoder made of the texts), and for each seed `seed-N/` with
`record.json`, `predictions.csv`, `labels/` (each epoch's generated labels), `bundle/`, and, as long as it is not
finished, a checkpoint.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from selfmm.bundle import load_bundle, read_info, write_bundle
from selfmm.errors import DataError
from selfmm.model.base import own_weights
from selfmm.model.text_encoders import create_text_encoder
from selfmm.recipe import Recipe
from selfmm.training.devices import choose_device
from selfmm.training.distributed import joined
from selfmm.training.judging import COVERAGE, judge, judge_splits, or_cutoff, predict_values
from selfmm.training.loop import forget
from selfmm.training.output_folder import claimed, save
from selfmm.training.records import (
    RECORD,
    SeedRecord,
    read_record,
    read_records,
    summary_rows,
    summary_table,
    write_record,
    write_summary,
)
from selfmm.training.run_card import write_run_card
from selfmm.training.setup import DEFAULT_ENCODER, set_up
from selfmm.training.teachers import rescaled
from selfmm.training.trainer import train
from selfmm.types import Modality, no_report, part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import torch
    from torch import Tensor

    from selfmm.bundle import BundleInfo, ModelBundle
    from selfmm.data.data_set import DataSet
    from selfmm.training.distributed import World
    from selfmm.training.judging import Judgement
    from selfmm.training.setup import Setup
    from selfmm.training.trainer import EpochRecord, Trained
    from selfmm.types import LabelScale, Report, Sample

__all__ = [
    "PREDICTIONS",
    "SEEDS",
    "RunRequest",
    "SeedRecord",
    "describe",
    "judge",
    "learn",
    "or_cutoff",
    "predict_values",
    "run_seeds",
    "start_weights",
    "summary_rows",
    "summary_table",
    "write_summary",
]

SEEDS = (1111, 1112, 1113, 1114, 1115)  # as published
PREDICTIONS = "predictions.csv"
_LIBRARIES = ("torch", "transformers", "numpy")
_BUNDLE = "bundle"


@dataclass(frozen=True, slots=True, eq=False)
class RunRequest:
    """What is to be run. `teachers` are data sets whose training splits are learnt from as well."""

    data_set: DataSet
    model: str
    seeds: tuple[int, ...] = SEEDS
    encoder: str = DEFAULT_ENCODER
    changes: Mapping[str, Any] | None = None
    device: str = "auto"
    teachers: tuple[DataSet, ...] = ()
    start: Path | None = None  # a bundle whose weights the training begins from
    cache: Path | None = None  # where is kept what a frozen encoder made of the texts; else in the output folder


def run_seeds(
    request: RunRequest,
    out: Path,
    *,
    report: Report = no_report,
    on_epoch: Callable[[int, EpochRecord], None] = lambda _seed, _record: None,
) -> list[SeedRecord]:
    """Train every seed in `out` and judge it on the validation and, where it is at hand, the test split.

    Seeds that are finished there are taken as they are, and one that was stopped goes on. Raises SelfMMError where
    `out` holds something else or another process is at work there, and what the trainer raises.
    """
    if not request.data_set.valid:
        raise DataError(
            "{name} has no validation split, by which an epoch is chosen. Put some people in a split called valid.",
            name=request.data_set.name,
        )
    device = choose_device(request.device)
    start = None if request.start is None else read_info(request.start)
    setup = set_up(request.model, request.data_set, encoder=request.encoder, changes=request.changes, start=start)
    with joined(device) as world, claimed(out, describe(request, setup, start), leads=world.leads):
        records = []
        for number, seed in enumerate(request.seeds):
            share = part(report, number / len(request.seeds), (number + 1) / len(request.seeds))
            records.append(_run_seed(request, setup, seed, out, device, world, share, on_epoch))
            if world.leads:
                write_summary(out, read_records(out), request.data_set.metrics)
    return records


def start_weights(bundle: ModelBundle, scale: LabelScale) -> dict[str, Tensor]:
    """A bundle's weights to begin from, its heads' last layers brought to the range of `scale`'s labels.

    Without that, a network that learnt labels in [-3, 3] would first have to unlearn its range on labels in [-1, 1].
    """
    ratio = scale.label_range / bundle.info.scale.label_range
    last = (".value.weight", ".value.bias")
    return {
        name: value * ratio if name.startswith("heads.") and name.endswith(last) else value
        for name, value in own_weights(bundle.model).items()
    }


def _run_seed(
    request: RunRequest,
    setup: Setup,
    seed: int,
    out: Path,
    device: torch.device,
    world: World,
    report: Report,
    on_epoch: Callable[[int, EpochRecord], None],
) -> SeedRecord:
    folder, cache = out / f"seed-{seed}", request.cache or out / "cache"
    if (folder / RECORD).exists():
        return read_record(folder)
    started = time.monotonic()
    trained = learn(request, setup, seed, device=device, folder=folder, cache=cache, report=report, on_epoch=on_epoch)
    if world.leads:
        judgement = judge_splits(trained, request.data_set, device=device, cache=cache)
        seconds = time.monotonic() - started
        _finish(folder, request, _record(request, setup, seed, trained, judgement, device, seconds), trained, judgement)
    world.wait()
    return read_record(folder)


def learn(
    request: RunRequest,
    setup: Setup,
    seed: int,
    *,
    device: torch.device,
    folder: Path | None,
    cache: Path,
    report: Report = no_report,
    on_epoch: Callable[[int, EpochRecord], None] = lambda _seed, _record: None,
) -> Trained:
    """Train with one seed on the training splits of the data set and its teachers; chosen on the validation split.

    `folder` keeps what a stopped run goes on from, `cache` what a frozen encoder made of the texts.
    """
    data_set = request.data_set
    start = None if request.start is None else start_weights(load_bundle(request.start), data_set.scale)
    return train(
        _lessons(request),
        data_set.valid,
        scale=data_set.scale,
        model_config=setup.model,
        config=replace(setup.train, seed=seed),
        text_encoder=create_text_encoder(setup.model.text),
        model_name=setup.model_name,
        device=device,
        folder=folder,
        cache=cache,
        start=start,
        report=report,
        on_epoch=lambda record: on_epoch(seed, record),
    )


def _lessons(request: RunRequest) -> list[Sample]:
    """What is learnt from: the data set's own training split and its teachers'."""
    lessons = list(request.data_set.train)
    for teacher in request.teachers:
        lessons += rescaled(teacher.train, teacher.scale, request.data_set.scale)
    return lessons


def _record(
    request: RunRequest,
    setup: Setup,
    seed: int,
    trained: Trained,
    judgement: Judgement,
    device: torch.device,
    seconds: float,
) -> SeedRecord:
    return SeedRecord(
        seed=seed,
        data_set=request.data_set.name,
        model=setup.model_name,
        config=_plain(setup, seed),
        data_sha256=request.data_set.fingerprint,
        teachers={teacher.name: teacher.fingerprint for teacher in request.teachers},
        start=None if request.start is None else read_info(request.start).id,
        versions={name: version(name) for name in _LIBRARIES},
        device=str(device),
        epoch=trained.epoch,
        epochs=[asdict(epoch) for epoch in trained.history],
        seconds=seconds,
        metrics=judgement.metrics,
        intervals=judgement.intervals,
        bundle="",
    )


def _finish(folder: Path, request: RunRequest, record: SeedRecord, trained: Trained, judgement: Judgement) -> None:
    """Write predictions, bundle and record, in this order: a seed is finished once it has a record."""
    save(folder / PREDICTIONS, judgement.predictions)
    info = _write_bundle(folder / _BUNDLE, request, record, trained, judgement.halfwidth)
    write_record(folder, replace(record, bundle=info.id))
    forget(folder)


def _write_bundle(
    folder: Path, request: RunRequest, record: SeedRecord, trained: Trained, halfwidth: float
) -> BundleInfo:
    if folder.exists():  # of a run that was killed between its bundle and its record
        return read_info(folder)
    data_set, recipe = request.data_set, Recipe()
    return write_bundle(
        folder,
        name=f"{record.model} on {data_set.name}, seed {record.seed}",
        created=datetime.now(UTC).date().isoformat(),
        model_name=record.model,
        model=trained.model,
        normaliser=trained.normaliser,
        recipe=replace(
            recipe,
            audio=data_set.extractors[Modality.AUDIO] or recipe.audio,
            vision=data_set.extractors[Modality.VISION] or recipe.vision,
        ),
        scale=data_set.scale,
        languages=data_set.languages,
        interval_halfwidth=halfwidth,
        coverage=COVERAGE,
        metrics=record.metrics,
        training=_training(request, record),
        card=write_run_card(record, data_set, halfwidth=halfwidth, coverage=COVERAGE),
    )


def _training(request: RunRequest, record: SeedRecord) -> dict[str, Any]:
    """What a bundle says of how it came to be."""
    learnt = request.data_set.train
    return {
        "data": record.data_set,
        "data_sha256": record.data_sha256,
        "teachers": record.teachers,
        "start": record.start,
        "dealt": _dealt(request),
        "seed": record.seed,
        "epoch": record.epoch,
        "config": record.config["train"],
        "samples": len(learnt),
        "people": len({sample.person for sample in learnt}),
        "versions": record.versions,
    }


def _dealt(request: RunRequest) -> list[str]:
    """Hashes of what was learnt from that has no published splits, also by the bundle that was begun from."""
    before = [] if request.start is None else read_info(request.start).training.get("dealt", [])
    own = (data_set.dealt for data_set in (request.data_set, *request.teachers) if data_set.dealt)
    return sorted({*before, *own})


def describe(request: RunRequest, setup: Setup, start: BundleInfo | None) -> dict[str, Any]:
    """What makes an output folder this run's own; seeds may be added later."""
    return {
        "data_set": request.data_set.name,
        "data_sha256": request.data_set.fingerprint,
        "teachers": {teacher.name: teacher.fingerprint for teacher in request.teachers},
        "start": None if start is None else start.id,
        "model": setup.model_name,
        "config": _plain(setup, seed=0),
    }


def _plain(setup: Setup, seed: int) -> dict[str, Any]:
    """The tables "model" and "train", whole."""
    return {"model": asdict(setup.model), "train": asdict(replace(setup.train, seed=seed))}  # type: ignore[call-overload]
