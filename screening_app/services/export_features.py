"""What was measured in a recording, frame by frame, as CSV tables: one for each track."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from selfmm.data.files import read_features
from selfmm.errors import DataError
from selfmm.features import picture_track, voice_track
from selfmm.features.face_graphs import BLENDSHAPES

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.services.workspace import Workspace
    from selfmm.types import Features, FeatureSequence

_TONES = ("c", "c_sharp", "d", "d_sharp", "e", "f", "f_sharp", "g", "g_sharp", "a", "a_sharp", "b")
_COLUMNS: dict[str, tuple[str, ...]] = {  # what each extractor's numbers are, by the name it has in `selfmm.features`
    "librosa_33": ("pitch_octaves", *(f"mfcc_{n}" for n in range(1, 21)), *(f"chroma_{tone}" for tone in _TONES)),
    "face_landmarks_56": (*BLENDSHAPES, "pitch_degrees", "yaw_degrees", "roll_degrees", "presence"),
    voice_track.NAME: voice_track.COLUMNS,
    picture_track.NAME: picture_track.COLUMNS,
}
_TRACKS = ("audio", "vision", "voice", "picture")


def newest_features(workspace: Workspace, interview_id: str) -> Features | None:
    """The features that were made last, by whatever recipe; None where there are none that can be read."""
    made = sorted(workspace.media.features(interview_id), key=lambda path: path.stat().st_mtime)
    try:
        return read_features(workspace.media.stored(made[-1])) if made else None
    except DataError:
        return None  # they can be made again at any time


def write_feature_tables(folder: Path, name: str, features: Features) -> tuple[str, ...]:
    """Write `name`-audio.csv, -vision.csv, -voice.csv and -picture.csv, as far as there are such; their names."""
    there = {track: getattr(features, track) for track in _TRACKS if getattr(features, track) is not None}
    for track, sequence in there.items():
        _write(folder / f"{name}-{track}.csv", sequence)
    return tuple(f"{name}-{track}.csv" for track in there)


def _write(path: Path, sequence: FeatureSequence) -> None:
    """One frame a line, the first column its start in seconds."""
    frames, dimensions = sequence.values.shape
    names = _COLUMNS.get(sequence.extractor, ())
    if len(names) != dimensions:
        names = tuple(f"column_{n}" for n in range(1, dimensions + 1))
    times = np.arange(frames) * sequence.frame_seconds
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(",".join(("seconds", *names)) + "\r\n")
        np.savetxt(file, np.column_stack([times, sequence.values]), fmt="%.6g", delimiter=",", newline="\r\n")
