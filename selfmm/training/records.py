"""How the seeds of a run went: a record each, and their summary."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from selfmm import limited_files
from selfmm.benchmark_metrics import headline, summarise_seeds
from selfmm.errors import DataError
from selfmm.tables import csv_table, format_estimate, markdown_table
from selfmm.training.output_folder import save

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RECORD = "record.json"  # in a seed's folder
_RECORDS = "records.jsonl"


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
    seconds: float  # since it was started, or since it went on after a stop
    metrics: dict[str, dict[str, float | None]]  # split → metric → value; None where it cannot be had
    intervals: dict[str, dict[str, list[float]]]  # split → metric → 95 % bootstrap interval; nan where there is none
    bundle: str  # its id


def write_record(folder: Path, record: SeedRecord) -> None:
    """Write a seed's record in its folder. Raises DataError."""
    save(folder / RECORD, json.dumps(_to_plain(record), ensure_ascii=False, indent=1, allow_nan=False))


def read_record(folder: Path) -> SeedRecord:
    """The record in a seed's folder. Raises DataError where it is missing or damaged."""
    path = folder / RECORD
    try:
        return _from_plain(limited_files.read_json(path, limited_files.RECORD))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DataError(
            "{path} is missing or damaged. Delete its folder to train this seed anew.", path=path
        ) from error


def read_records(out: Path) -> list[SeedRecord]:
    """The records of all seeds that are finished in an output folder, by seed. Raises DataError."""
    found = [read_record(path.parent) for path in out.glob(f"seed-*/{RECORD}")]
    return sorted(found, key=lambda record: record.seed)


def summary_rows(records: Sequence[SeedRecord], kind: str, split: str) -> list[dict[str, Any]]:
    """One row a metric: title, mean, deviation over seeds, and the mean of the seeds' bootstrap intervals."""
    told = [{name: _number(value) for name, value in record.metrics[split].items()} for record in records]
    summaries = summarise_seeds(told)
    rows = []
    for heading in headline(kind):
        lower, upper = _mean_interval([record.intervals[split][heading.metric] for record in records])
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
    lines = (json.dumps(_to_plain(record), ensure_ascii=False, allow_nan=False) for record in records)
    save(out / _RECORDS, "".join(f"{line}\n" for line in lines))
    save(out / "summary.md", summary_table(records, kind))
    header = ["split", "metric", "mean", "sd", "lower", "upper", "seeds"]
    rows = [{"split": split, **row} for split in records[0].metrics for row in summary_rows(records, kind, split)]
    save(out / "summary.csv", csv_table(header, rows))


def _to_plain(record: SeedRecord) -> dict[str, Any]:
    """For JSON, which has no nan: null stands for it."""
    intervals = {
        split: {metric: [None if np.isnan(edge) else edge for edge in edges] for metric, edges in found.items()}
        for split, found in record.intervals.items()
    }
    return {**asdict(record), "intervals": intervals}


def _from_plain(values: dict[str, Any]) -> SeedRecord:
    intervals = {
        split: {metric: [_number(edge) for edge in edges] for metric, edges in found.items()}
        for split, found in values["intervals"].items()
    }
    return SeedRecord(**{**values, "intervals": intervals})


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _mean_interval(intervals: Sequence[list[float]]) -> tuple[float, float]:
    """Of those that could be had; nan where none could."""
    known = [edges for edges in intervals if not np.isnan(edges).any()]
    if not known:
        return np.nan, np.nan
    lower, upper = np.mean(known, axis=0).tolist()
    return lower, upper
