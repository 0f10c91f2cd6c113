"""DAIC-WOZ's published features of one participant: sound and face, as frames of a tenth of a second."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from selfmm import limited_files
from selfmm.data.benchmarks.kept import Frames, RawSequence
from selfmm.data.cleaning import finite
from selfmm.data.data_set import Mended
from selfmm.errors import DataError
from selfmm.types import Modality

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

# the end of each file's name; a modality is the numbers of its parts side by side
AUDIO_PARTS = ("COVAREP.csv", "FORMANT.csv")
VISION_PARTS = ("CLNF_AUs.txt", "CLNF_gaze.txt", "CLNF_pose.txt")
PARTS = (*AUDIO_PARTS, *VISION_PARTS)

# Ten published frames of sound and three of pictures are one of ours: an answer of a minute is then 600 frames, and
# what a syllable does is still seen.
FRAME_SECONDS = 0.1
_POOLED = {Modality.AUDIO: 10, Modality.VISION: 3}

_SUCCESS, _FIRST_VALUE = 3, 4  # columns of the CLNF files: frame, timestamp, confidence, success, values
_WINDOWS_NAN = re.compile(r"[-+]?1\.#\w+")  # how a C library on Windows writes what is not a number


def present_parts(people: Iterable[tuple[str, Path]]) -> frozenset[str]:
    """The parts that at least one participant (id, folder) has; others were not fetched and make no modality."""
    people = list(people)
    return frozenset(
        part for part in PARTS if any((folder / f"{person}_{part}").is_file() for person, folder in people)
    )


@dataclass(frozen=True, slots=True, eq=False)
class PersonFeatures:
    """All frames of one participant; a modality is missing where one of its parts is missing or cannot be read."""

    sequences: Mapping[Modality, NDArray[np.float32]]  # (frames, dimensions)
    frames: Mapping[Modality, Frames]
    mended: Mended

    @classmethod
    def read(cls, folder: Path, person: str, parts: frozenset[str]) -> PersonFeatures:
        """The features in a participant's folder, of the parts that the data set has."""
        sequences, frames, mended = {}, {}, Mended()
        for modality, wanted in ((Modality.AUDIO, AUDIO_PARTS), (Modality.VISION, VISION_PARTS)):
            names = [part for part in wanted if part in parts]
            if not names:
                continue
            frames[modality] = Frames("daic_" + "+".join(name.partition(".")[0] for name in names), FRAME_SECONDS)
            arrays = [_read(folder / f"{person}_{name}") for name in names]
            found = [array for array in arrays if array is not None]
            if len(found) < len(names):
                mended += Mended(unreadable=1)
                continue
            values, put_right = finite(_side_by_side(found))
            sequences[modality] = _pool(values, _POOLED[modality])
            mended += put_right
        return cls(sequences, frames, mended)

    def between(self, start: float, end: float) -> dict[Modality, RawSequence]:
        """The frames from `start` to `end`, in seconds, of each modality that is there."""
        first, last = max(0, round(start / FRAME_SECONDS)), max(0, round(end / FRAME_SECONDS))
        return {
            modality: RawSequence(values[first:last], self.frames[modality], len(values[first:last]))
            for modality, values in self.sequences.items()
        }


def _read(path: Path) -> NDArray[np.float64] | None:
    """(frames, dimensions); None where the file is missing or holds something else than numbers."""
    try:
        text = limited_files.read_text(path, limited_files.TABLE, encoding="ascii", errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DataError("{name} cannot be read. Check that you may open it.", name=path.name) from error
    if "#" in text:
        text = _WINDOWS_NAN.sub("nan", text)
    of_face = path.name.endswith(VISION_PARTS)
    try:
        with warnings.catch_warnings(action="ignore", category=UserWarning):  # an empty file is no frames
            values = np.loadtxt(io.StringIO(text), delimiter=",", skiprows=int(of_face), ndmin=2, comments=None)
    except ValueError:
        return None
    if not of_face or values.size == 0:
        return values if values.size else None
    seen = values[:, _SUCCESS] > 0
    numbers: NDArray[np.float64] = values[:, _FIRST_VALUE:] * seen[:, None]  # 0 where no face was found
    return np.where(seen[:, None], numbers, 0.0)


def _side_by_side(arrays: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Parts of one modality end within a few frames of each other; the shortest decides."""
    frames = min(map(len, arrays))
    return np.concatenate([array[:frames] for array in arrays], axis=1)


def _pool(values: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Means of `size` frames each, (frames / size, dimensions); what is left at the end is dropped."""
    whole = len(values) // size
    means: NDArray[np.float32] = values[: whole * size].reshape(whole, size, values.shape[1]).mean(axis=1)
    return means
