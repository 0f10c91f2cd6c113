"""AVEC 2013 and 2014: recordings of people in front of a computer, rated by BDI-II; AVEC 2017 is DAIC-WOZ.

Layout (Valstar et al., AVEC 2013 and 2014): recordings NNN_N… in folders that begin Training, Development and Testing,
in 2014 in Freeform and Northwind below them (203_1_Freeform_video.mp4), in 2013 one a session (203_1_cut_combined.mp4);
labels NNN_N_Depression.csv, one number each, in folders such as Training_DepressionLabels and
Testing/DepressionLabels. The audio-visual data have no transcripts; features are made by the recipe.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from selfmm import limited_files
from selfmm.data.benchmarks.recordings import Clip, read_clips
from selfmm.data.data_set import SPLITS, Mended
from selfmm.errors import DataError
from selfmm.scales import BDI_II
from selfmm.types import Sample

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from selfmm.data.catalogue import DataSetInfo
    from selfmm.data.data_set import DataSet, Extraction
    from selfmm.types import Report

LABELS = "*_Depression.csv"

_SESSION = re.compile(r"(\d{3})_(\d+)(?=_|\.)")  # person and session
_TASKS = ("Freeform", "Northwind")
_SOUND_SUFFIXES = {".wav", ".flac", ".m4a", ".mp3"}
_PICTURE_SUFFIXES = {".mp4", ".avi", ".mkv", ".mov", ".wmv"}
_SPLIT_BEGINNINGS = {"train": "train", "devel": "valid", "dev(?:_|$)": "valid", "test": "test"}
_Key = tuple[str, str, str]  # split, session, task


def read_avec(folder: Path, info: DataSetInfo, *, extraction: Extraction | None, report: Report) -> DataSet:
    """One sample a recording, labelled with its session's BDI-II sum.

    The published splits share people; samples of a person who is in a later split too are left out and counted, so
    that test and validation are as published and nobody is on two sides. Raises `DataError` where files are missing.
    """
    if extraction is None:
        raise DataError("AVEC 2013 and 2014 are recordings alone. Name a recipe to make features of them.")
    labels = {key[:2]: _label(path) for path in sorted(folder.rglob(LABELS)) if (key := _key(path, folder))}
    recordings = _recordings(folder)
    rated = {key: files for key, files in recordings.items() if key[:2] in labels}
    if not rated:
        template = "No recording in {folder} has a label. Put the recordings beside the labels' folders."
        raise DataError(template, folder=folder)
    clips = [_clip(key, files, labels[key[:2]]) for key, files in sorted(rated.items())]
    kept = _without_shared_persons(clips)
    mended = Mended(without_label=len(recordings) - len(rated), shared_person=len(clips) - len(kept))
    data_set = read_clips(replace(info, scale=BDI_II), kept, extraction, report, mended=mended)
    if not mended.shared_person:
        return data_set
    note = f"{mended.shared_person} recordings were left out because their people are in a later split too."
    return replace(data_set, notes=(*data_set.notes, note))


def _key(path: Path, folder: Path) -> _Key | None:
    """Split, session and task as the path tells them; None where it tells no split or session."""
    session = _SESSION.match(path.name)
    parts = [part.lower() for part in path.relative_to(folder).parts]
    split = next(
        (split for part in parts for begin, split in _SPLIT_BEGINNINGS.items() if re.search(rf"(?:^|_){begin}", part)),
        None,
    )
    if session is None or split is None:
        return None
    task = next((task for task in _TASKS if task.lower() in "/".join(parts)), "")
    return split, f"{session[1]}_{session[2]}", task


def _recordings(folder: Path) -> dict[_Key, list[Path]]:
    found: dict[_Key, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _SOUND_SUFFIXES | _PICTURE_SUFFIXES and (key := _key(path, folder)):
            found.setdefault(key, []).append(path)
    return found


def _label(path: Path) -> float:
    """The one number in a label file."""
    try:
        return float(limited_files.read_text(path, limited_files.SETTINGS, encoding="utf-8-sig").strip().strip(","))
    except (OSError, ValueError) as error:
        template = "{name} does not hold one number, the BDI-II sum. Fetch it again."
        raise DataError(template, name=path.name) from error


def _clip(key: _Key, files: Iterable[Path], label: float) -> Clip:
    split, session, task = key
    pictures = next((path for path in files if path.suffix.lower() in _PICTURE_SUFFIXES), None)
    sound = next((path for path in files if path.suffix.lower() in _SOUND_SUFFIXES), pictures)
    name = f"{session}_{task}" if task else session
    sample = Sample(id=name, person=session.partition("_")[0], text="", label=label)
    return Clip(sample, audio=sound, vision=pictures, split=split)


def _without_shared_persons(clips: Iterable[Clip]) -> list[Clip]:
    """Without samples of people who are in a later split too."""
    in_order = sorted(clips, key=lambda clip: SPLITS.index(clip.split))
    last = {clip.sample.person: clip.split for clip in in_order}
    return [clip for clip in in_order if clip.split == last[clip.sample.person]]
