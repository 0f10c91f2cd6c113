"""What was read once, kept so that it is not read again: samples as JSON, features memory-mapped beside them.

Readers of large files give `Row`s one at a time; here each feature array is cleaned and stored before the next is
asked for, so that memory stays flat however large the data set is.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from selfmm import limited_files, pretrained
from selfmm.data.cleaning import clean
from selfmm.data.data_set import SPLITS, DataSet, Mended
from selfmm.data.feature_store import FeatureStore, FeatureWriter, move_folder, saving
from selfmm.data.neighbours import with_neighbours
from selfmm.errors import DataError
from selfmm.types import FeatureSequence, Modality, Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from selfmm.data.catalogue import DataSetInfo

VERSION = 1
SEQUENCES = (Modality.AUDIO, Modality.VISION)
UNKNOWN_FRAME_SECONDS = 1.0  # where a data set does not say how long its frames are; nothing is cut by time then

_SAMPLES = "samples.json"
_DAMAGE = (KeyError, TypeError, ValueError, OSError)


@dataclass(frozen=True, slots=True)
class Frames:
    """Who made a modality's features, and seconds from one frame to the next."""

    extractor: str
    seconds: float = UNKNOWN_FRAME_SECONDS


@dataclass(frozen=True, slots=True, eq=False)
class RawSequence:
    """Features as a reader finds them, not yet cleaned."""

    values: NDArray[Any]  # (frames, dimensions)
    frames: Frames
    length: int | None = None  # true number of frames where the file tells it


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One sample as a reader finds it: words and label in `sample`, features beside it."""

    split: str  # one of SPLITS
    sample: Sample  # without features
    features: Mapping[Modality, RawSequence] = field(default_factory=dict)
    mended: Mended = field(default_factory=Mended)  # what the reader put right itself


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Cleaned samples by split, and whose features they have."""

    splits: Mapping[str, tuple[Sample, ...]]
    dimensions: Mapping[Modality, int]
    extractors: Mapping[Modality, str]
    mended: Mended
    sha256: str  # of samples and features, 64 hexadecimal digits; "" where they are in memory alone
    notes: tuple[str, ...] = ()


def keep_or_read(key: str, make: Callable[[], Iterable[Row]], notes: Callable[[], tuple[str, ...]] = tuple) -> Kept:
    """What is kept under `key`; where it is not, or is damaged, `make` is asked for the rows and they are kept.

    `key` names the content, such as a file's hash. `notes` is asked once all rows are there. Raises `DataError` where
    nothing can be written in the cache folder, and whatever `make` raises.
    """
    folder = pretrained.home() / "data_sets" / key
    lock = FileLock(folder.with_name(f"{key}.lock"))
    with saving(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    try:
        kept = read_kept(folder)
        if kept is None:
            keep(folder, make(), notes)
            kept = read_kept(folder)
    finally:
        lock.release()
    assert kept is not None
    return kept


def keep(folder: Path, rows: Iterable[Row], notes: Callable[[], tuple[str, ...]] = tuple) -> None:
    """Clean and store `rows`, one at a time, in `folder`; what lay there is replaced once all is well."""
    with saving(folder):
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        document = {"version": VERSION, **_store(beside, rows), "notes": notes()}
        text = json.dumps(document, ensure_ascii=False, allow_nan=False)
        with saving(folder):
            (beside / _SAMPLES).write_text(text, encoding="utf-8", errors="surrogatepass")
            move_folder(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def read_kept(folder: Path) -> Kept | None:
    """What is kept in `folder`, memory-mapped; None where it has to be made (again)."""
    try:
        text = limited_files.read_text(folder / _SAMPLES, limited_files.TABLE, errors="surrogatepass")
        document = limited_files.parse_json(text)
        if document["version"] != VERSION:
            return None
        frames = {Modality(name): Frames(**values) for name, values in document["frames"].items()}
        stores = {name: FeatureStore.open(folder / name.value) for name in SEQUENCES}
        splits: dict[str, list[Sample]] = {split: [] for split in SPLITS}
        for row, values in enumerate(document["samples"]):
            features = {name: store[row] if store.lengths[row] else None for name, store in stores.items()}
            splits[values["split"]].append(_with_features(_to_sample(values), features, frames))
        return Kept(
            splits=_frozen(splits),
            dimensions={name: store.dimensions for name, store in stores.items()},
            extractors=_extractors(frames),
            mended=Mended(**document["mended"]),
            sha256=combined_hash(text, *(store.sha256 for store in stores.values())),
            notes=tuple(document["notes"]),
        )
    except (DataError, IndexError, *_DAMAGE):
        return None


def in_memory(rows: Iterable[Row], notes: tuple[str, ...] = ()) -> Kept:
    """Cleaned samples without a detour over the disk, for data that are small or made up."""
    splits: dict[str, list[Sample]] = {split: [] for split in SPLITS}
    mended, frames, dimensions = Mended(), dict[Modality, Frames](), dict.fromkeys(SEQUENCES, 0)
    for row in rows:
        cleaned, put_right = _clean(row)
        mended += put_right
        frames = {name: sequence.frames for name, sequence in row.features.items()} | frames
        dimensions |= {name: values.shape[1] for name, values in cleaned.items() if values is not None}
        splits[row.split].append(_with_features(row.sample, cleaned, frames))
    return Kept(_frozen(splits), dimensions, _extractors(frames), mended, "", notes)


def to_data_set(info: DataSetInfo, kept: Kept, fingerprint: str) -> DataSet:
    """A `DataSet` of kept samples; scale, metrics and languages are those that `info` tells of."""
    splits = dict(kept.splits)
    if info.whole_videos:
        splits = {split: with_neighbours(samples) for split, samples in splits.items()}
    return DataSet(
        name=info.name,
        scale=info.scale,
        metrics=info.metrics,
        languages=info.languages,
        train=splits["train"],
        valid=splits["valid"],
        test=splits["test"],
        dimensions=kept.dimensions,
        extractors=kept.extractors,
        fingerprint=fingerprint,
        mended=kept.mended,
        notes=kept.notes,
    )


def combined_hash(*parts: str) -> str:
    """One sha256 (64 hexadecimal digits) of several texts in their order."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _store(folder: Path, rows: Iterable[Row]) -> dict[str, Any]:
    """Store the features of `rows` in `folder`; gives samples, frames and what was put right as plain values."""
    documents, mended, frames = [], Mended(), dict[Modality, Frames]()
    with contextlib.ExitStack() as stack:
        writers = {name: stack.enter_context(FeatureWriter(folder / name.value)) for name in SEQUENCES}
        for row in rows:
            cleaned, put_right = _clean(row)
            mended += put_right
            frames = {name: sequence.frames for name, sequence in row.features.items()} | frames
            for name, writer in writers.items():
                _append(writer, cleaned[name], row)
            documents.append({"split": row.split, **_from_sample(row.sample)})
    kinds = {name.value: asdict(kind) for name, kind in frames.items()}
    return {"samples": documents, "frames": kinds, "mended": asdict(mended)}


def _append(writer: FeatureWriter, values: NDArray[np.float32] | None, row: Row) -> None:
    if values is not None and writer.dimensions not in {0, values.shape[1]}:
        raise DataError(
            "Sample {sample} of the {split} split has {found} numbers a frame where others have {wanted}. "
            "Make all features in the same way.",
            sample=row.sample.id,
            split=row.split,
            found=values.shape[1],
            wanted=writer.dimensions,
        )
    writer.append(values)


def _clean(row: Row) -> tuple[dict[Modality, NDArray[np.float32] | None], Mended]:
    cleaned: dict[Modality, NDArray[np.float32] | None] = dict.fromkeys(SEQUENCES)
    mended = row.mended
    for name, sequence in row.features.items():
        cleaned[name], put_right = clean(sequence.values, sequence.length)
        mended += put_right
    return cleaned, mended


def _frozen(splits: Mapping[str, list[Sample]]) -> dict[str, tuple[Sample, ...]]:
    return {split: tuple(samples) for split, samples in splits.items()}


def _extractors(frames: Mapping[Modality, Frames]) -> dict[Modality, str]:
    return {name: frames[name].extractor if name in frames else "" for name in SEQUENCES}


def _with_features(
    sample: Sample, features: Mapping[Modality, NDArray[np.float32] | None], frames: Mapping[Modality, Frames]
) -> Sample:
    sequences = {
        name: None if values is None else FeatureSequence(values, frames[name].seconds, frames[name].extractor)
        for name, values in features.items()
    }
    return replace(sample, audio=sequences[Modality.AUDIO], vision=sequences[Modality.VISION])


def _from_sample(sample: Sample) -> dict[str, Any]:
    return {
        "id": sample.id,
        "person": sample.person,
        "text": sample.text,
        "label": sample.label,
        "start": sample.start,
        "end": sample.end,
        "unimodal_labels": dict(sample.unimodal_labels),
    }


def _to_sample(values: Mapping[str, Any]) -> Sample:
    return Sample(
        id=values["id"],
        person=values["person"],
        text=values["text"],
        label=values["label"],
        start=values["start"],
        end=values["end"],
        unimodal_labels={Modality(name): label for name, label in values["unimodal_labels"].items()},
    )
