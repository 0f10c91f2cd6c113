"""Several models on one data set, each with the same seeds, side by side."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from selfmm import limited_files
from selfmm.benchmark_metrics import headline, paired_difference, summarise_seeds
from selfmm.data.catalogue import find_data_set
from selfmm.errors import DataError
from selfmm.tables import csv_table, format_estimate, markdown_table
from selfmm.training.devices import choose_device
from selfmm.training.distributed import joined
from selfmm.training.judging import or_cutoff
from selfmm.training.output_folder import claimed, save
from selfmm.training.runs import PREDICTIONS, SEEDS, run_seeds
from selfmm.types import no_report, part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from selfmm.benchmark_metrics import Difference, SeedSummary
    from selfmm.data.data_set import DataSet
    from selfmm.training.records import SeedRecord
    from selfmm.training.runs import RunRequest
    from selfmm.training.trainer import EpochRecord
    from selfmm.types import Report

MARKDOWN, CSV = "comparison.md", "comparison.csv"


@dataclass(frozen=True, slots=True)
class ModelResult:
    """How one model did on one split."""

    model: str
    split: str
    summaries: Mapping[str, SeedSummary]  # metric → mean and deviation over seeds
    differences: Mapping[str, Difference]  # metric → less the first model's, seeds averaged; empty for the first itself


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `compare` found: rows a split and model, and the same as a Markdown text."""

    results: tuple[ModelResult, ...]
    markdown: str
    csv: Path


def compare(
    request: RunRequest,
    models: Sequence[str],
    out: Path,
    *,
    report: Report = no_report,
    on_epoch: Callable[[str, int, EpochRecord], None] = lambda _model, _seed, _record: None,
) -> Comparison:
    """Run each of `models` as the request says in a folder of its own in `out`, and set them side by side.

    What is finished there is taken as it is. Of several processes only the leading one has results. Raises SelfMMError
    where `out` holds something else or another process is at work there, and what training raises.
    """
    request = replace(request, cache=out / "cache")
    description = {"comparison": request.data_set.name, "data_sha256": request.data_set.fingerprint}
    with joined(choose_device(request.device)) as world, claimed(out, description, leads=world.leads):
        runs = {}
        for number, model in enumerate(models):
            share = part(report, number / len(models), (number + 1) / len(models))
            runs[model] = run_seeds(
                replace(request, model=model), out / model, report=share, on_epoch=partial(on_epoch, model)
            )
        if not world.leads:
            return Comparison((), "", out / CSV)
        results = _side_by_side(runs, request.data_set, out)
        markdown = _markdown(results, request.data_set, len(request.seeds))
        save(out / MARKDOWN, markdown)
        save(out / CSV, _csv(results, request.data_set.metrics))
    return Comparison(tuple(results), markdown, out / CSV)


def mean_predictions(folder: Path, split: str, seeds: Sequence[int], samples: int) -> NDArray[np.float64]:
    """The fusion's predictions of a run's split, (samples,) in the data set's order, the mean over its seeds.

    nan where the model had nothing to look at. Raises DataError where a file of predictions is damaged.
    """
    said = [_predictions(folder / f"seed-{seed}" / PREDICTIONS, split, samples) for seed in seeds]
    mean: NDArray[np.float64] = np.mean(said, axis=0)
    return mean


def _predictions(path: Path, split: str, samples: int) -> NDArray[np.float64]:
    try:
        limited_files.check_size(path, limited_files.TABLE)
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["split"] == split]
        said = [float(row["fusion"] or "nan") for row in rows]
    except (OSError, ValueError, KeyError) as error:
        raise _damaged(path) from error
    if len(said) != samples or any(None in row.values() for row in rows):
        raise _damaged(path)
    return np.array(said)


def _damaged(path: Path) -> DataError:
    return DataError("{path} is damaged. Delete this seed's folder, and the same command makes it again.", path=path)


def _side_by_side(runs: Mapping[str, Sequence[SeedRecord]], data_set: DataSet, out: Path) -> list[ModelResult]:
    first = next(iter(runs))
    results = []
    for split in [split for split in runs[first][0].metrics if split in data_set.splits]:
        said = {model: _said(records, data_set, split, out / model) for model, records in runs.items()}
        for model, records in runs.items():
            rows = [{key: np.nan if v is None else v for key, v in record.metrics[split].items()} for record in records]
            differences = {} if model == first else _differences(said[model], said[first], data_set, split)
            results.append(ModelResult(model, split, summarise_seeds(rows), differences))
    return results


def _said(records: Sequence[SeedRecord], data_set: DataSet, split: str, folder: Path) -> NDArray[np.float64]:
    seeds, samples = [record.seed for record in records], len(data_set.splits[split])
    return or_cutoff(mean_predictions(folder, split, seeds, samples), data_set.scale)


def _differences(
    ours: NDArray[np.float64], theirs: NDArray[np.float64], data_set: DataSet, split: str
) -> dict[str, Difference]:
    samples = data_set.splits[split]
    return paired_difference(
        data_set.metrics,
        np.array([sample.label for sample in samples], np.float64),
        ours,
        theirs,
        scale=data_set.scale,
        persons=[sample.person for sample in samples] if data_set.metrics == "depression" else None,
        seed=SEEDS[0],
    )


def _markdown(results: Sequence[ModelResult], data_set: DataSet, seeds: int) -> str:
    """Two tables a split: means, and differences to the first model."""
    headings = headline(data_set.metrics)
    header = ["model", *(heading.title for heading in headings)]
    text = f"# {find_data_set(data_set.name).title}: mean ± sd over {seeds} seeds\n"
    for split in dict.fromkeys(result.split for result in results):
        rows = [result for result in results if result.split == split]
        means = [
            [row.model, *(format_estimate(*row.summaries[heading.metric][:2]) for heading in headings)] for row in rows
        ]
        apart = [
            [row.model, *(_difference(row.differences[heading.metric]) for heading in headings)]
            for row in rows
            if row.differences
        ]
        text += f"\n## {split}: {len(data_set.splits[split])} samples\n\n{markdown_table(header, means)}"
        if apart:
            text += (
                f"\nLess {rows[0].model}, predictions averaged over seeds [95 % paired bootstrap interval]:\n\n"
                f"{markdown_table(header, apart)}"
            )
    return text


def _difference(difference: Difference) -> str:
    return format_estimate(difference.difference, interval=(difference.lower, difference.upper))


def _csv(results: Sequence[ModelResult], kind: str) -> str:
    """A row a split and model, each number in a column of its own."""
    parts = ("mean", "sd", "seeds", "difference", "lower", "upper")
    header = ["split", "model", *(f"{heading.metric}_{name}" for heading in headline(kind) for name in parts)]
    rows: list[list[Any]] = []
    for result in results:
        row: list[Any] = [result.split, result.model]
        for heading in headline(kind):
            row += [*result.summaries[heading.metric], *result.differences.get(heading.metric, (None, None, None))]
        rows.append(row)
    return csv_table(header, rows)
