"""EATD-Corpus: up to three spoken answers a person in Mandarin, rated by the SDS index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfmm.data.benchmarks.recordings import Clip, read_clips
from selfmm.data.benchmarks.tables import read_table, wrong_line
from selfmm.data.data_set import Mended
from selfmm.types import Sample

if TYPE_CHECKING:
    from pathlib import Path

    from selfmm.data.benchmarks.tables import Line
    from selfmm.data.catalogue import DataSetInfo
    from selfmm.data.data_set import DataSet, Extraction
    from selfmm.types import Report

MANIFEST = "manifest.csv"
COLUMNS = ("subject", "stimulus", "audio", "sds_index", "transcript")


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
    lines = read_table(folder / MANIFEST, required=COLUMNS)
    return tuple(_answer(line, folder) for line in lines)


def read_eatd_data_set(
    folder: Path, info: DataSetInfo, *, extraction: Extraction | None, seed: int, report: Report
) -> DataSet:
    """EATD's answers dealt by person into three splits, each with its part of those at or above the cut-off."""
    clips = [
        Clip(Sample(id=answer.id, person=answer.person, text=answer.text, label=answer.label), audio=answer.recording)
        for answer in read_eatd(folder)
    ]
    return read_clips(info, clips, extraction, report, seed=seed, mended=Mended())


def _answer(line: Line, folder: Path) -> RatedAnswer:
    label = line.number_in("sds_index")
    if label is None:
        raise wrong_line(line.path, line.number, "sds_index is empty")
    return RatedAnswer(
        id=f"{line.required('subject')}_{line.required('stimulus')}",
        person=line.required("subject"),
        text=line.text("transcript"),
        recording=line.file_in(folder, "audio"),
        label=label,
        duration_seconds=line.number_in("duration_seconds") or 0.0,
    )
