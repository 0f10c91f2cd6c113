"""Data sets on disk as samples; each reader checks what it reads and says which file is wrong."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfmm.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """One spoken answer of a data set, before features are made of it."""

    id: str
    person: str
    text: str
    recording: Path | None
    label: float  # on the data set's scale
    duration_seconds: float


def read_eatd(folder: Path) -> tuple[RatedAnswer, ...]:
    """EATD-Corpus (Shen, Yang, Lin, ICASSP 2022): up to three spoken answers a person, label is the SDS index.

    `folder` holds manifest.csv (subject, stimulus, audio, duration_seconds, sds_index, transcript) and the sound
    files it names. Raises DataError where it is missing or malformed.
    """
    manifest = folder / "manifest.csv"
    if not manifest.is_file():
        raise DataError("There is no {file}. Name the folder that holds EATD's manifest.csv.", file=manifest)
    return tuple(_read_rows(manifest))


def _read_rows(manifest: Path) -> Iterator[RatedAnswer]:
    with manifest.open(newline="", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                yield RatedAnswer(
                    id=f"{row['subject']}_{row['stimulus']}",
                    person=row["subject"],
                    text=row["transcript"],
                    recording=manifest.parent / row["audio"] if row["audio"] else None,
                    label=float(row["sds_index"]),
                    duration_seconds=float(row["duration_seconds"] or 0),
                )
            except (KeyError, TypeError, ValueError) as error:
                raise DataError(
                    "Line {number} of {file} cannot be read ({error}). Correct it and try again.",
                    number=number,
                    file=manifest,
                    error=error,
                ) from error
