"""How data sets may lie on a disk: what each layout is known by, and who reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from selfmm.data.benchmarks import daic, eatd, mmsa_pickle, mustard, severity, text_tables, urfunny
from selfmm.data.benchmarks.avec import LABELS, read_avec
from selfmm.data.benchmarks.clips import MANIFEST, read_clip_folder
from selfmm.data.benchmarks.synthetic import SYNTHETIC, synthetic
from selfmm.data.catalogue import DATA_SETS
from selfmm.data.checking import check, check_complete
from selfmm.errors import DataError
from selfmm.scales import PHQ_8

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from selfmm.data.catalogue import DataSetInfo
    from selfmm.data.data_set import DataSet, Extraction
    from selfmm.types import Report

_SENTIMENT = frozenset({"mosi", "mosei", "sims", "simsv2"})


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants to read."""

    info: DataSetInfo
    path: Path
    extraction: Extraction | None
    seed: int
    report: Report
    to_learn: bool = True  # else a split of it is enough, to be judged on


@dataclass(frozen=True, slots=True)
class Layout:
    """A way in which some data sets lie on a disk."""

    signs: str  # what it is known by, for a sentence
    names: frozenset[str]  # the data sets that may lie so
    fits: Callable[[Request], bool]
    read: Callable[[Request], DataSet]
    official: bool = False  # its splits are those that were published


def read(request: Request) -> DataSet:
    """The data set, read by the first layout that fits, and looked over. Raises `DataError`."""
    layouts = [layout for layout in LAYOUTS if request.info.name in layout.names]
    for layout in layouts:
        if layout.fits(request):
            data_set = layout.read(request)
            if request.to_learn:
                check_complete(data_set)
            return check(data_set, keep_shared=layout.official and request.info.official_splits)
    if not request.path.exists():
        raise DataError("There is no {path}. Check its name.", path=request.path)
    raise DataError(
        "{path} does not look like {title}; looked for {signs}. Name the file or folder that holds it.",
        path=request.path,
        title=request.info.title,
        signs=", ".join(layout.signs for layout in layouts),
    )


def _pickles(path: Path) -> list[Path]:
    """The pickle that is named, or those in the folder that is."""
    if path.is_file():
        return [path] if path.suffix.lower() in {".pkl", ".pickle"} else []
    return sorted(path.glob("*.pkl"))


def _one_pickle(request: Request) -> DataSet:
    found = _pickles(request.path)
    if len(found) > 1:
        template = "{path} holds several pickles: {files}. Name one of them."
        raise DataError(template, path=request.path, files=", ".join(path.name for path in found))
    return mmsa_pickle.read_mmsa_pickle(found[0], request.info)


def _is_eatd(request: Request) -> bool:
    """EATD's own manifest, not that of a folder of clips."""
    manifest = request.path / eatd.MANIFEST
    return manifest.is_file() and "sds_index" in manifest.read_text(encoding="utf-8", errors="replace")[:500]


def _read_eatd(request: Request) -> DataSet:
    return eatd.read_eatd_data_set(
        request.path, request.info, extraction=request.extraction, seed=request.seed, report=request.report
    )


def _read_clips(request: Request) -> DataSet:
    return read_clip_folder(
        request.path, request.info, extraction=request.extraction, seed=request.seed, report=request.report
    )


def _read_daic(request: Request) -> DataSet:
    info = replace(request.info, scale=PHQ_8, languages=DATA_SETS["daic"].languages)
    return daic.read_daic(request.path, info, report=request.report)


def _read_avec(request: Request) -> DataSet:
    return read_avec(request.path, request.info, extraction=request.extraction, report=request.report)


LAYOUTS = (
    Layout(
        "the word “synthetic”",
        frozenset(DATA_SETS),
        lambda request: str(request.path) == SYNTHETIC and not request.path.exists(),
        lambda request: synthetic(request.info.name, seed=request.seed),
    ),
    Layout(
        "an MMSA pickle (.pkl)", _SENTIMENT, lambda request: bool(_pickles(request.path)), _one_pickle, official=True
    ),
    Layout(
        "tables such as mosi_train.csv",
        _SENTIMENT,
        lambda request: bool(text_tables.find_tables(request.path, request.info.name)),
        lambda request: text_tables.read_text_tables(request.path, request.info),
        official=True,
    ),
    Layout(
        f"tables such as {severity.STEM}_train.csv",
        frozenset({"severity"}),
        lambda request: bool(text_tables.find_tables(request.path, severity.STEM)),
        lambda request: severity.read_severity(request.path, request.info, request.seed),
    ),
    Layout("EATD's manifest.csv", frozenset({"eatd"}), _is_eatd, _read_eatd),
    Layout(
        daic.SPLIT_FILES["train"][0],
        frozenset({"daic", "avec"}),
        lambda request: bool(daic.find_splits(request.path)),
        _read_daic,
    ),
    Layout(
        "labels such as Training_DepressionLabels/203_1_Depression.csv",
        frozenset({"avec"}),
        lambda request: next(request.path.rglob(LABELS), None) is not None,
        _read_avec,
    ),
    Layout(
        urfunny.FOLDS,
        frozenset({"urfunny"}),
        lambda request: (request.path / urfunny.FOLDS).is_file(),
        lambda request: urfunny.read_urfunny(request.path, request.info),
    ),
    Layout(
        mustard.LINES,
        frozenset({"mustard"}),
        lambda request: (request.path / mustard.LINES).is_file(),
        lambda request: mustard.read_mustard(request.path, request.info, seed=request.seed),
    ),
    Layout(
        "a manifest.csv of clips",
        frozenset(DATA_SETS),
        lambda request: (request.path / MANIFEST).is_file(),
        _read_clips,
    ),
)
