"""Clips whose features are made by a recipe, once per recipe and recording, and then kept.

The recipe lies above this floor and is handed in as an `Extraction`. A recording that cannot be read costs its sample
that modality and is named in the notes; hours of work are not lost for one broken file.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from selfmm import pretrained
from selfmm.data.benchmarks.kept import Frames, RawSequence, Row, combined_hash, in_memory, keep_or_read, to_data_set
from selfmm.data.checking import check
from selfmm.data.data_set import SPLITS, Mended
from selfmm.data.feature_store import saving
from selfmm.data.files import read_features, write_features
from selfmm.data.splits import split_by_person
from selfmm.errors import DataError, MediaError
from selfmm.types import Modality

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from selfmm.data.catalogue import DataSetInfo
    from selfmm.data.data_set import DataSet, Extraction
    from selfmm.types import Features, FeatureSequence, Report, Sample

EXTRACTING = "extracting"  # step code while features are made
SHARES = (0.7, 0.15, 0.15)  # of the people, in train, valid and test, where a data set has no splits of its own
NAMED = 10  # so many files are named in a note or an error, the rest are counted

_EDGE_BYTES = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A sample with the files that its features are to be made of."""

    sample: Sample
    audio: Path | None = None  # whose sound is heard
    vision: Path | None = None  # whose pictures are seen; may be the same file
    split: str = ""  # one of SPLITS; "" where there are none yet


def _deal(clips: Sequence[Clip], info: DataSetInfo, seed: int) -> list[Clip]:
    """The same clips with a split each, by person and with both sides of the cut-off in each split."""
    splits = split_by_person([clip.sample for clip in clips], SHARES, cutoff=info.scale.cutoff, seed=seed)
    of_person = {sample.person: SPLITS[number] for number, samples in enumerate(splits) for sample in samples}
    return [replace(clip, split=of_person[clip.sample.person]) for clip in clips]


def read_clips(
    info: DataSetInfo,
    clips: Sequence[Clip],
    extraction: Extraction | None,
    report: Report,
    *,
    mended: Mended,
    seed: int = 0,
) -> DataSet:
    """A data set of `clips`, each of which has a label; `mended` is what the caller left out.

    Where a clip has no split, `seed` deals all people into splits.

    Labels and splits are looked over before the first recording is opened. Raises `DataError` also where files are
    missing or no recording at all can be read.
    """
    undealt = not all(clip.split for clip in clips)
    if undealt:
        clips = _deal(clips, info, seed)
    identity = combined_hash(*(repr(clip.sample) + clip.split for clip in clips))
    has_recordings = any(clip.audio or clip.vision for clip in clips)
    note = ("The recordings were not used, since no recipe was given for them.",) if has_recordings else ()
    words = in_memory(_words(clips, mended), note)
    dealt = identity if undealt else ""
    plain = replace(to_data_set(info, words, identity), dealt=dealt)
    check(plain, keep_shared=False)
    if extraction is None or not has_recordings:
        return plain
    _check_files(clips)
    maker = _FeatureMaker(extraction, clips, report)
    key = combined_hash(identity, extraction.recipe, *(f"{path}{content}" for path, content in maker.contents.items()))
    kept = keep_or_read(f"{info.name}-{key[:32]}", lambda: maker.rows(mended), maker.notes)
    return replace(to_data_set(info, kept, kept.sha256), dealt=dealt)


def _words(clips: Sequence[Clip], mended: Mended) -> Iterator[Row]:
    for clip in clips:
        yield Row(clip.split, clip.sample, mended=mended)
        mended = Mended()


def _check_files(clips: Sequence[Clip]) -> None:
    missing = sorted({str(path) for clip in clips for path in (clip.audio, clip.vision) if path and not path.is_file()})
    if missing:
        raise DataError(
            "{count} recordings are missing: {files}. Put them there, or leave their cells empty.",
            count=len(missing),
            files=listed(missing),
        )


def listed(names: Sequence[str]) -> str:
    """The first few names in one line, with a count of the others."""
    rest = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {rest} more" if rest > 0 else "")


class _FeatureMaker:
    """Makes and keeps the features of a data set's recordings, and knows which could not be read."""

    def __init__(self, extraction: Extraction, clips: Sequence[Clip], report: Report) -> None:
        self.extraction, self.clips, self.report = extraction, clips, report
        paths = dict.fromkeys(path for clip in clips for path in (clip.audio, clip.vision) if path)
        self.contents = {path: content_hash(path) for path in paths}
        self.folder = pretrained.home() / "features" / extraction.recipe
        self.broken: dict[Path, MediaError] = {}

    def rows(self, mended: Mended) -> Iterator[Row]:
        """A row a clip, as soon as its recordings have been heard and seen."""
        with saving(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        for number, clip in enumerate(self.clips):
            self.report(EXTRACTING, number / len(self.clips))
            features, lost = self._features_of(clip)
            yield Row(clip.split, clip.sample, features, mended + Mended(unreadable=lost))
            mended = Mended()
        if len(self.broken) == len(self.contents):
            path, error = next(iter(self.broken.items()))
            template = "None of the {count} recordings can be read. The first is {name}: {reason}"
            raise DataError(template, count=len(self.contents), name=path.name, reason=error)
        self.report(EXTRACTING, 1.0)

    def notes(self) -> tuple[str, ...]:
        """Which recordings could not be read."""
        if not self.broken:
            return ()
        names = listed([path.name for path in self.broken])
        return (f"{len(self.broken)} recordings could not be read and count as missing: {names}.",)

    def _features_of(self, clip: Clip) -> tuple[dict[Modality, RawSequence], int]:
        """The clip's features, and how many of its modalities were lost because a file could not be read."""
        found, lost = {}, 0
        for name, path in ((Modality.AUDIO, clip.audio), (Modality.VISION, clip.vision)):
            features = None if path is None else self._features(path)
            lost += path is not None and features is None
            sequence: FeatureSequence | None = getattr(features, name, None)
            if sequence is not None:
                frames = Frames(sequence.extractor, sequence.frame_seconds)
                found[name] = RawSequence(sequence.values, frames, len(sequence.values))
        return found, lost

    def _features(self, path: Path) -> Features | None:
        kept = self.folder / f"{self.contents[path]}.safetensors"
        if path in self.broken:
            return None
        if kept.exists():
            return read_features(kept)
        try:
            features = self.extraction.extract(path)
        except MediaError as error:
            self.broken[path] = error
            return None
        write_features(kept, features)
        return features


def content_hash(path: Path) -> str:
    """A name for a recording's content, 32 hexadecimal digits: of its size, its beginning and its end.

    Recordings may be hundreds of gigabytes together, and two of one size that differ in the middle alone do not occur.
    Raises `DataError` where it may not be opened.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            digest = hashlib.sha256(str(size).encode())
            for start in (0, max(0, size - _EDGE_BYTES)):
                file.seek(start)
                digest.update(file.read(_EDGE_BYTES))
    except OSError as error:
        raise DataError("{name} cannot be read. Check that you may open it.", name=path.name) from error
    return digest.hexdigest()[:32]
