"""Tables of words and labels alone: <name>_train.csv, <name>_valid.csv and, where it is at hand, <name>_test.csv.

MOSI and MOSEI have the columns video, clip, text, label (and id in MOSI); SIMSv2 has id, text, label_M, label_T,
label_A, label_V and in_sims_v1, by which CH-SIMS is a part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm.data.benchmarks.kept import Row, combined_hash, in_memory, to_data_set
from selfmm.data.benchmarks.mmsa_pickle import person_of
from selfmm.data.benchmarks.tables import read_table
from selfmm.data.data_set import SPLITS, Mended
from selfmm.pretrained.store import sha256_of
from selfmm.types import Modality, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selfmm.data.benchmarks.tables import Line
    from selfmm.data.catalogue import DataSetInfo
    from selfmm.data.data_set import DataSet

_UNIMODAL_COLUMNS = {Modality.TEXT: "label_t", Modality.AUDIO: "label_a", Modality.VISION: "label_v"}
_PART_OF = {"sims": "simsv2"}  # CH-SIMS may be read from the table of its second version
_MEMBER_COLUMN = {"sims": "in_sims_v1"}
_NO = {"0", "0.0"}


def find_tables(folder: Path, name: str) -> dict[str, Path]:
    """The table of each split that there is; empty where the folder holds none of this data set."""
    for stem in (name, _PART_OF.get(name, name)):
        tables = {split: folder / f"{stem}_{split}.csv" for split in SPLITS}
        found = {split: path for split, path in tables.items() if path.is_file()}
        if found:
            return found
    return {}


def read_text_tables(folder: Path, info: DataSetInfo) -> DataSet:
    """The data set in `folder`'s tables, with text alone; a missing test table is an empty split. Raises DataError."""
    tables = find_tables(folder, info.name)
    rows = [row for split, path in tables.items() for row in _rows(split, path, info)]
    fingerprint = combined_hash(info.name, *(sha256_of(path) for path in tables.values()))
    return to_data_set(info, in_memory(rows), fingerprint)


def _rows(split: str, path: Path, info: DataSetInfo) -> Iterator[Row]:
    label_column = "label_m" if info.unimodal_labels else "label"
    named = ("id",) if info.unimodal_labels else ("video", "clip")
    member_column = _MEMBER_COLUMN.get(info.name, "")
    lines = read_table(path, required=(*named, "text", label_column))
    labelled = [(line, line.number_in(label_column)) for line in lines if line.text(member_column) not in _NO]
    rated = [(line, label) for line, label in labelled if label is not None]
    mended = Mended(without_label=len(labelled) - len(rated))
    for line, label in rated:
        yield Row(split, _sample(line, label), mended=mended)
        mended = Mended()


def _sample(line: Line, label: float) -> Sample:
    video = line.text("video")
    clip = line.text("id") or f"{video}_{line.required('clip')}"
    unimodal = {name: line.number_in(column) for name, column in _UNIMODAL_COLUMNS.items()}
    return Sample(
        id=clip,
        person=video or person_of(clip),
        text=line.text("text"),
        label=label,
        start=line.number_in("start") or 0.0,
        end=line.number_in("stop") or 0.0,
        unimodal_labels={name: value for name, value in unimodal.items() if value is not None},
    )
