"""MMSA's pickles of MOSI, MOSEI, SIMS and SIMSv2, aligned or not, read safely and only once.

Layout (MMSA 2.2.1, data_loader.py): a dict of train, valid and test; each a dict of raw_text (texts), audio and vision
(samples, frames, dimensions), audio_lengths and vision_lengths (absent in aligned files), id ("video$_$clip", in SIMS
"video_0001/0001" or "video_0001_0001"), regression_labels and, in SIMS, regression_labels_T, _A and _V.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from selfmm.data.benchmarks.kept import SEQUENCES, Frames, RawSequence, Row, keep_or_read, to_data_set
from selfmm.data.data_set import SPLITS, Mended
from selfmm.data.safe_pickle import load_pickle
from selfmm.errors import DataError
from selfmm.pretrained.store import sha256_of
from selfmm.types import Modality, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from selfmm.data.catalogue import DataSetInfo
    from selfmm.data.data_set import DataSet

_CLIP_OF_VIDEO = re.compile(r"(.+?)(?:\$_\$|/|_)\d+")
_LABELS = "regression_labels"
_UNIMODAL_LABELS = {Modality.TEXT: "_T", Modality.AUDIO: "_A", Modality.VISION: "_V"}


def read_mmsa_pickle(path: Path, info: DataSetInfo) -> DataSet:
    """The data set in the pickle at `path`; its features are copied once to a memory-mapped store in the cache folder.

    A second reading finds them by the file's hash and unpickles nothing. Raises `DataError`, which names the split and
    the field, for a file that is unsafe, damaged or laid out in another way.
    """
    if not path.is_file():
        raise DataError("There is no file {path}. Check its name.", path=path)
    fingerprint = sha256_of(path)
    kept = keep_or_read(f"{info.name}-{fingerprint[:32]}", lambda: _rows(path, info))
    return to_data_set(info, kept, fingerprint)


def person_of(clip: str) -> str:
    """The video that a clip is from, which stands for the person who speaks in it."""
    match = _CLIP_OF_VIDEO.fullmatch(clip)
    return match[1] if match else clip


def _rows(path: Path, info: DataSetInfo) -> Iterator[Row]:
    data = load_pickle(path)
    if not isinstance(data, dict) or "train" not in data:
        template = "{name} holds no train split. Name a pickle as MMSA makes it, with train, valid and test."
        raise DataError(template, name=path.name)
    parts = [_Split(path, split, data[split], info) for split in SPLITS if split in data]
    for part in parts:
        yield from part.rows()


class _Split:
    """One split of the pickle, whose fields have been checked."""

    def __init__(self, path: Path, split: str, fields: Any, info: DataSetInfo) -> None:
        self.path, self.split, self.fields = path, split, fields
        if not isinstance(fields, dict):
            raise self._wrong("", "is no table of fields")
        self.ids = [_text(clip) for clip in self._list("id")]
        self.texts = [_text(text) for text in self._column("raw_text")]
        self.labels = self._numbers(_LABELS)
        self.unimodal_labels = {
            name: self._numbers(_LABELS + suffix)
            for name, suffix in _UNIMODAL_LABELS.items()
            if _LABELS + suffix in fields
        }
        self.features = {name: self._features(name.value) for name in SEQUENCES if name.value in fields}
        self.lengths = {
            name: np.nan_to_num(self._numbers(f"{name.value}_lengths"))
            for name in SEQUENCES
            if f"{name.value}_lengths" in fields
        }
        self.frames = {name: Frames(f"mmsa_{info.name}_{name.value}") for name in SEQUENCES}

    def rows(self) -> Iterator[Row]:
        """One row a sample; what nobody rated is left out and counted with the sample before or after it."""
        unrated = sum(math.isnan(label) for label in self.labels)
        for row, label in enumerate(self.labels):
            if math.isnan(label):
                continue
            yield Row(self.split, self._sample(row, label), self._sequences(row), Mended(without_label=unrated))
            unrated = 0

    def _sample(self, row: int, label: float) -> Sample:
        unimodal = {name: labels[row] for name, labels in self.unimodal_labels.items()}
        return Sample(
            id=self.ids[row],
            person=person_of(self.ids[row]),
            text=self.texts[row],
            label=label,
            unimodal_labels={name: value for name, value in unimodal.items() if not math.isnan(value)},
        )

    def _sequences(self, row: int) -> dict[Modality, RawSequence]:
        return {
            name: RawSequence(values[row], self.frames[name], self._length(name, row))
            for name, values in self.features.items()
        }

    def _length(self, name: Modality, row: int) -> int | None:
        return int(self.lengths[name][row]) if name in self.lengths else None

    def _list(self, field: str) -> Any:
        if field not in self.fields:
            raise self._wrong(field, "is missing")
        if not isinstance(self.fields[field], list | tuple | np.ndarray):
            raise self._wrong(field, "is no list")
        return self.fields[field]

    def _column(self, field: str) -> Any:
        """A list or array with an entry a sample."""
        column = self._list(field)
        if len(column) != len(self.ids):
            raise self._wrong(field, f"has {len(column)} entries for {len(self.ids)} samples")
        return column

    def _numbers(self, field: str) -> list[float]:
        """(samples,) or (samples, 1) numbers."""
        try:
            numbers = np.asarray(self._column(field), dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise self._wrong(field, "holds something else than numbers") from error
        if numbers.size != len(self.ids):
            raise self._wrong(field, f"has the shape {numbers.shape} for {len(self.ids)} samples")
        return [float(number) for number in numbers.reshape(-1)]

    def _features(self, field: str) -> NDArray[Any]:
        """(samples, frames, dimensions), as stored."""
        try:
            values = np.asarray(self._column(field))
        except ValueError as error:
            raise self._wrong(field, "has samples of different shapes") from error
        if values.ndim != 3 or values.dtype.kind not in "fiu":
            raise self._wrong(field, f"has the shape {values.shape}, not (samples, frames, dimensions)")
        return values

    def _wrong(self, field: str, what: str) -> DataError:
        return DataError(
            "{name}: {field} of the {split} split {what}. Name a pickle as MMSA makes it.",
            name=self.path.name,
            field=field or "the content",
            split=self.split,
            what=what,
        )


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
