"""Data sets on disk as samples: one file a layout, and one door for all of them.

Each reader checks what it reads and says which file, line or split is wrong; features are cleaned, and those of large
files kept memory-mapped in the cache folder, so that a second reading takes moments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm.data.benchmarks.layouts import Request, read
from selfmm.data.benchmarks.synthetic import synthetic
from selfmm.data.catalogue import DATA_SETS, DataSetInfo, find_data_set
from selfmm.types import no_report

if TYPE_CHECKING:
    from pathlib import Path

    from selfmm.data.data_set import DataSet, Extraction
    from selfmm.types import Report

__all__ = ["DATA_SETS", "DataSetInfo", "read_data_set", "synthetic"]


def read_data_set(
    name: str,
    path: Path,
    *,
    extract: Extraction | None = None,
    seed: int = 1111,
    report: Report = no_report,
    to_learn: bool = True,
) -> DataSet:
    """The data set `name`, in whichever layout lies at `path`; Path("synthetic") makes data of its shape.

    `extract` makes features of recordings where the layout is one of recordings; without it their words alone are
    used. `seed` deals people into splits where there are no published ones. `to_learn` asks for a training and a
    validation split; without it, what is there is enough to be judged on. Raises UnknownChoiceError for an unknown
    name and DataError, which says what was looked for, where the data are missing, unsafe or malformed.
    """
    return read(Request(find_data_set(name), path, extract, seed, report, to_learn))
