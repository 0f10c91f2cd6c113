"""A folder of raw clips with manifest.csv: id, person, text, audio, video, label[, label_text, …][, split].

`audio` and `video` are paths relative to the manifest, inside its folder; both may name the same file. An empty cell is
a modality that the clip does not have. Without a `split` column people are dealt 70 : 15 : 15 into train, valid and
test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm.data.benchmarks.recordings import Clip, read_clips
from selfmm.data.benchmarks.tables import read_table, wrong_line
from selfmm.data.data_set import SPLITS, Mended
from selfmm.types import Modality, Sample

if TYPE_CHECKING:
    from pathlib import Path

    from selfmm.data.benchmarks.tables import Line
    from selfmm.data.catalogue import DataSetInfo
    from selfmm.data.data_set import DataSet, Extraction
    from selfmm.types import Report

MANIFEST = "manifest.csv"

_REQUIRED = ("id", "person", "label")
_SPLIT_WORDS = {**{split: split for split in SPLITS}, "dev": "valid", "val": "valid", "validation": "valid"}


def read_clip_folder(
    folder: Path, info: DataSetInfo, *, extraction: Extraction | None, seed: int, report: Report
) -> DataSet:
    """The clips that `folder`'s manifest lists. Raises `DataError`, which names the line."""
    manifest = folder / MANIFEST
    lines = read_table(manifest, required=_REQUIRED)
    clips = [_clip(line, folder) for line in lines]
    _check_ids(lines)
    _check_splits(lines)
    rated = [clip for clip in clips if clip.sample.label is not None]
    mended = Mended(without_label=len(clips) - len(rated))
    return read_clips(info, rated, extraction, report, seed=seed, mended=mended)


def _clip(line: Line, folder: Path) -> Clip:
    split = line.text("split").lower()
    if split and split not in _SPLIT_WORDS:
        raise wrong_line(line.path, line.number, f"split is “{split}”, not {', '.join(SPLITS)}")
    unimodal = {modality: line.number_in(f"label_{modality}") for modality in Modality}
    sample = Sample(
        id=line.required("id"),
        person=line.required("person"),
        text=line.text("text"),
        label=line.number_in("label"),
        unimodal_labels={modality: label for modality, label in unimodal.items() if label is not None},
    )
    audio, vision = (line.file_in(folder, column) for column in ("audio", "video"))
    if not sample.text and audio is None and vision is None:
        raise wrong_line(line.path, line.number, "there is no text, audio or video")
    return Clip(sample, audio, vision, _SPLIT_WORDS.get(split, ""))


def _check_ids(lines: list[Line]) -> None:
    seen: dict[str, int] = {}
    for line in lines:
        clip = line.text("id")
        if clip in seen:
            raise wrong_line(line.path, line.number, f"the id “{clip}” is that of line {seen[clip]} too")
        seen[clip] = line.number


def _check_splits(lines: list[Line]) -> None:
    """Either every line has a split or none has."""
    without = [line for line in lines if not line.text("split")]
    if 0 < len(without) < len(lines):
        raise wrong_line(without[0].path, without[0].number, "split is empty, but other lines have one")
