"""Runs of one model on one data set with several seeds, each with a record and a bundle of its own.

An output folder holds `run.json` (what is run), `records.jsonl` and `summary.md` / `summary.csv` (how it went), and for
each seed `seed-N/` with `record.json`, `predictions.csv`, `labels/` (each epoch's generated labels), `bundle/`, and, as
long as it is not finished, a checkpoint.
"""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock, Timeout

from selfmm.benchmark_metrics import headline, intervals, measure, summarise_seeds
from selfmm.bundle import load_bundle, read_info, write_bundle
from selfmm.data.feature_store import saving
from selfmm.errors import SelfMMError
from selfmm.metrics import conformal_halfwidth
from selfmm.model.base import FUSION, own_weights
from selfmm.model.text_encoders import create_text_encoder
from selfmm.recipe import Recipe
from selfmm.tables import csv_table, format_estimate, markdown_table
from selfmm.training.devices import choose_device
from selfmm.training.distributed import joined
from selfmm.training.run_card import write_run_card
from selfmm.training.setup import DEFAULT_ENCODER, set_up
from selfmm.training.trainer import CHECKPOINT, feed, predict, train
from selfmm.types import no_report, part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import torch
    from numpy.typing import NDArray

    from selfmm.bundle import BundleInfo
    from selfmm.data.data_set import DataSet
    from selfmm.training.setup import Setup
    from selfmm.training.trainer import EpochRecord, Trained
    from selfmm.types import LabelScale, Report, Sample

SEEDS = (1111, 1112, 1113, 1114, 1115)  # as published
COVERAGE = 0.9  # of the prediction interval that a bundle states
_LIBRARIES = ("torch", "transformers", "numpy")

_DESCRIPTION, _RECORDS = "run.json", "records.jsonl"
_RECORD, _PREDICTIONS, _BUNDLE = "record.json", "predictions.csv", "bundle"


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


@dataclass(frozen=True, slots=True)
class SeedRecord:
    """How one seed went: plain values for JSON."""

    seed: int
    data_set: str
    model: str
    config: dict[str, Any]  # "model" and "train", whole
    data_sha256: str
    teachers: dict[str, str]  # name → sha256
    start: str | None  # id of the bundle that it began from
    versions: dict[str, str]
    device: str
    epoch: int  # that was kept, from 1
    epochs: list[dict[str, Any]]  # how each went
    seconds: float
    metrics: dict[str, dict[str, float | None]]  # split → metric → value; None where it cannot be had
    intervals: dict[str, dict[str, list[float]]]  # split → metric → 95 % bootstrap interval
    bundle: str  # its id


def run_seeds(
    request: RunRequest,
    out: Path,
    *,
    report: Report = no_report,
    on_epoch: Callable[[int, EpochRecord], None] = lambda _seed, _record: None,
) -> list[SeedRecord]:
    """Train every seed in `out` and judge it on the validation and, where it is at hand, the test split.

    Seeds that are finished there are taken as they are, and one that was stopped goes on. Raises SelfMMError where `out`
    holds something else or another process is at work there, and what the trainer raises.
    """
    device = choose_device(request.device)
    start = None if request.start is None else read_info(request.start)
    setup = set_up(request.model, request.data_set, encoder=request.encoder, changes=request.changes, start=start)
    with joined(device) as world, _claimed(out, _describe(request, setup, start), leads=world.leads):
        records = []
        for number, seed in enumerate(request.seeds):
            share = part(report, number / len(request.seeds), (number + 1) / len(request.seeds))
            records.append(_run_seed(request, setup, seed, out, device, world.leads, share, on_epoch))
        if world.leads:
            write_summary(out, records, request.data_set.metrics)
    return records


def summary_rows(records: Sequence[SeedRecord], kind: str, split: str) -> list[dict[str, Any]]:
    """One row a metric: title, mean, deviation over seeds, and the mean of the seeds' bootstrap intervals."""
    told = [{name: np.nan if v is None else v for name, v in record.metrics[split].items()} for record in records]
    summaries = summarise_seeds(told)
    rows = []
    for heading in headline(kind):
        found = [record.intervals[split][heading.metric] for record in records]
        lower, upper = np.mean(found, axis=0).tolist()
        mean, deviation, seeds = summaries[heading.metric]
        rows.append(
            {"metric": heading.title, "mean": mean, "sd": deviation, "lower": lower, "upper": upper, "seeds": seeds}
        )
    return rows


def summary_table(records: Sequence[SeedRecord], kind: str) -> str:
    """A Markdown table: a row a metric, a column a split; mean ± sd over seeds [95 % bootstrap interval]."""
    splits = list(records[0].metrics)
    columns = [summary_rows(records, kind, split) for split in splits]
    rows = [
        [cells[0]["metric"], *(format_estimate(c["mean"], c["sd"], (c["lower"], c["upper"])) for c in cells)]
        for cells in zip(*columns, strict=True)
    ]
    return markdown_table(["", *splits], rows)


def write_summary(out: Path, records: Sequence[SeedRecord], kind: str) -> None:
    """Write `records.jsonl`, `summary.md` and `summary.csv`. Raises DataError."""
    lines = "".join(json.dumps(asdict(record), ensure_ascii=False) + "\n" for record in records)
    _save(out / _RECORDS, lines)
    _save(out / "summary.md", summary_table(records, kind))
    header = ["split", "metric", "mean", "sd", "lower", "upper", "seeds"]
    rows = [{"split": split, **row} for split in records[0].metrics for row in summary_rows(records, kind, split)]
    _save(out / "summary.csv", csv_table(header, [[row[name] for name in header] for row in rows]))


def judge(
    samples: Sequence[Sample], predictions: NDArray[np.float64], data_set: DataSet
) -> tuple[dict[str, float | None], dict[str, list[float]]]:
    """Metrics and their 95 % bootstrap intervals; `predictions` (samples,) in the scale's units."""
    labels = np.array([sample.label for sample in samples], np.float64)
    persons = [sample.person for sample in samples] if data_set.metrics == "depression" else None
    found = measure(data_set.metrics, labels, predictions, scale=data_set.scale, persons=persons)
    ranges = intervals(data_set.metrics, labels, predictions, scale=data_set.scale, persons=persons, seed=SEEDS[0])
    return (
        {name: None if np.isnan(value) else value for name, value in found.items()},
        {name: [float(edge) for edge in edges] for name, edges in ranges.items()},
    )


def predict_values(
    trained: Trained, samples: Sequence[Sample], scale: LabelScale, *, device: torch.device, cache: Path | None
) -> dict[str, NDArray[np.float64]]:
    """Task → predictions (samples,) in the scale's units, not clipped; nan where a task has nothing to look at."""
    texts = feed(samples, trained.model, trained.normaliser, scale, device=device, cache=cache)
    told = predict(trained.model, texts, device=device)
    return {task: scale.uncentre(values.double().numpy()) for task, values in told.items()}  # type: ignore[arg-type]


def rescaled(samples: Sequence[Sample], source: LabelScale, target: LabelScale) -> tuple[Sample, ...]:
    """The samples with their labels on another scale: the same share of the way from the cut-off to the end."""
    if source == target:
        return tuple(samples)

    def move(value: float) -> float:
        return target.uncentre(source.centre(value) / source.label_range * target.label_range)

    return tuple(
        replace(
            sample,
            label=None if sample.label is None else move(sample.label),
            unimodal_labels={modality: move(value) for modality, value in sample.unimodal_labels.items()},
        )
        for sample in samples
    )


def _run_seed(
    request: RunRequest,
    setup: Setup,
    seed: int,
    out: Path,
    device: torch.device,
    leads: bool,
    report: Report,
    on_epoch: Callable[[int, EpochRecord], None],
) -> SeedRecord:
    folder = out / f"seed-{seed}"
    if (folder / _RECORD).exists():
        return SeedRecord(**json.loads((folder / _RECORD).read_text(encoding="utf-8")))
    started = time.monotonic()
    data_set = request.data_set
    learning = list(data_set.train)
    for teacher in request.teachers:
        learning += rescaled(teacher.train, teacher.scale, data_set.scale)
    start = None if request.start is None else own_weights(load_bundle(request.start).model)
    trained = train(
        learning,
        data_set.valid,
        scale=data_set.scale,
        model_config=setup.model,
        config=replace(setup.train, seed=seed),
        text_encoder=create_text_encoder(setup.model.text),
        model_name=setup.model_name,
        device=device,
        folder=folder,
        cache=out / "cache",
        start=start,
        report=report,
        on_epoch=lambda record: on_epoch(seed, record),
    )
    return _finish(request, setup, seed, folder, trained, device, leads, started)


def _finish(
    request: RunRequest,
    setup: Setup,
    seed: int,
    folder: Path,
    trained: Trained,
    device: torch.device,
    leads: bool,
    started: float,
) -> SeedRecord:
    """Judge a trained network, and write its bundle, predictions and record; the record last."""
    data_set = request.data_set
    found, ranges, rows = {}, {}, []
    halfwidth = 0.0
    for split, samples in data_set.splits.items():
        if split == "train" or not samples:
            continue
        told = predict_values(trained, samples, data_set.scale, device=device, cache=folder.parent / "cache")
        found[split], ranges[split] = judge(samples, told[FUSION], data_set)
        rows += [
            [split, sample.id, sample.person, sample.label, *(float(values[row]) for values in told.values())]
            for row, sample in enumerate(samples)
        ]
        if split == "valid":
            labels = np.array([sample.label for sample in samples], np.float64)
            halfwidth = conformal_halfwidth(labels, told[FUSION], coverage=COVERAGE)
    record = SeedRecord(
        seed=seed,
        data_set=data_set.name,
        model=setup.model_name,
        config={"model": asdict(setup.model), "train": asdict(replace(setup.train, seed=seed))},  # type: ignore[call-overload]
        data_sha256=data_set.fingerprint,
        teachers={teacher.name: teacher.fingerprint for teacher in request.teachers},
        start=None if request.start is None else read_info(request.start).id,
        versions={name: version(name) for name in _LIBRARIES},
        device=str(device),
        epoch=trained.epoch,
        epochs=[asdict(epoch) for epoch in trained.history],
        seconds=time.monotonic() - started,
        metrics=found,
        intervals=ranges,
        bundle="",
    )
    if leads:
        tasks = list(told)
        header = ["split", "id", "person", "label", *tasks]
        _save(folder / _PREDICTIONS, csv_table(header, rows))
        info = _write_bundle(folder / _BUNDLE, request, record, trained, halfwidth)
        record = replace(record, bundle=info.id)
        _save(folder / _RECORD, json.dumps(asdict(record), ensure_ascii=False, indent=1))
        (folder / CHECKPOINT).unlink(missing_ok=True)
    return record


def _write_bundle(
    folder: Path, request: RunRequest, record: SeedRecord, trained: Trained, halfwidth: float
) -> BundleInfo:
    data_set = request.data_set
    if folder.exists():  # of a run that was killed between its bundle and its record
        return read_info(folder)
    extractors = {modality.value: name for modality, name in data_set.extractors.items() if name}
    return write_bundle(
        folder,
        name=f"{record.model} on {data_set.name}, seed {record.seed}",
        created=datetime.now(UTC).date().isoformat(),
        model_name=record.model,
        model=trained.model,
        normaliser=trained.normaliser,
        recipe=replace(Recipe(), **extractors),
        scale=data_set.scale,
        languages=data_set.languages,
        interval_halfwidth=halfwidth,
        coverage=COVERAGE,
        metrics=record.metrics,
        training={
            "data": data_set.name,
            "data_sha256": record.data_sha256,
            "teachers": record.teachers,
            "start": record.start,
            "seed": record.seed,
            "epoch": record.epoch,
            "config": record.config["train"],
            "samples": len(data_set.train),
            "people": len({sample.person for sample in data_set.train}),
            "versions": record.versions,
        },
        card=write_run_card(record, data_set, halfwidth=halfwidth, coverage=COVERAGE),
    )


def _describe(request: RunRequest, setup: Setup, start: BundleInfo | None) -> dict[str, Any]:
    """What makes an output folder this run's own; seeds may be added later."""
    return {
        "data_set": request.data_set.name,
        "data_sha256": request.data_set.fingerprint,
        "teachers": {teacher.name: teacher.fingerprint for teacher in request.teachers},
        "start": None if start is None else start.id,
        "model": setup.model_name,
        "config": {"model": asdict(setup.model), "train": asdict(replace(setup.train, seed=0))},  # type: ignore[call-overload]
    }


@contextmanager
def _claimed(out: Path, description: dict[str, Any], *, leads: bool) -> Iterator[None]:
    """The output folder, for this run alone as long as it lasts. Raises SelfMMError where it is not free."""
    if not leads:
        yield
        return
    content = json.dumps(description, ensure_ascii=False, indent=1, sort_keys=True)
    try:
        if out.exists() and any(out.iterdir()):
            _check_same(out, content)
        with saving(out):
            out.mkdir(parents=True, exist_ok=True)
    except NotADirectoryError as error:
        raise SelfMMError("{folder} is a file. Name a folder that does not exist yet.", folder=out) from error
    lock = FileLock(out / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise SelfMMError(
            "Another process is training in {folder}. Wait for it or name another folder.", folder=out
        ) from error
    try:
        _save(out / _DESCRIPTION, content)
        yield
    finally:
        lock.release()


def _check_same(out: Path, content: str) -> None:
    kept = out / _DESCRIPTION
    if not kept.is_file():
        raise SelfMMError("There is something else in {folder}. Name a folder that does not exist yet.", folder=out)
    if kept.read_text(encoding="utf-8") != content:
        raise SelfMMError(
            "{folder} holds a run with another model, other data or other options. Name another folder.", folder=out
        )


def _save(path: Path, text: str) -> None:
    """Write beside and move into place. Raises DataError."""
    beside = path.with_name(f".{path.name}.partial")
    with saving(path):
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(path)
