"""Forum posts rated by how severe the depression is that they speak of (Naseem et al., WWW 2022): words alone.

Tables reddit_severity_train.csv, reddit_severity_valid.csv and reddit_severity_test.csv, as far as they are there, with
the columns text and label (minimum, mild, moderate, severe). Their authors are not named, so each post counts as a
person of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm.data.benchmarks.recordings import Clip, read_clips
from selfmm.data.benchmarks.tables import read_table, wrong_line
from selfmm.data.benchmarks.text_tables import find_tables
from selfmm.data.data_set import Mended
from selfmm.types import Sample, no_report

if TYPE_CHECKING:
    from pathlib import Path

    from selfmm.data.benchmarks.tables import Line
    from selfmm.data.catalogue import DataSetInfo
    from selfmm.data.data_set import DataSet

LEVELS = ("minimum", "mild", "moderate", "severe")  # 0 to 3
STEM = "reddit_severity"  # of the tables' names


def read_severity(folder: Path, info: DataSetInfo, seed: int) -> DataSet:
    """The posts in `folder`'s tables; those of a train table that stands alone are dealt into three splits.

    Raises DataError.
    """
    tables = find_tables(folder, STEM)
    alone = set(tables) == {"train"}
    clips = [
        Clip(_sample(line, split), split="" if alone else split)
        for split, path in tables.items()
        for line in read_table(path, required=("text", "label"))
    ]
    return read_clips(info, clips, None, no_report, seed=seed, mended=Mended())


def _sample(line: Line, split: str) -> Sample:
    level = line.required("label").lower()
    if level not in LEVELS:
        raise wrong_line(line.path, line.number, f"label is “{level}”, not one of {', '.join(LEVELS)}")
    name = f"{split}_{line.number}"
    return Sample(id=name, person=name, text=line.text("text"), label=float(LEVELS.index(level)))
