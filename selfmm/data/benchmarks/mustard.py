"""MUStARD: whether a line of a television series is meant sarcastically (1) or not (0).

Layout (Castro et al., ACL 2019, and the repository soujanyaporia/MUStARD): sarcasm_data.json, id → utterance, speaker,
context, context_speakers, show, sarcasm; beside it, where it was fetched, audio_features.p, a pickle of id →
(283, frames) from librosa.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from selfmm import limited_files
from selfmm.data.benchmarks.kept import Frames, RawSequence, Row, combined_hash, keep_or_read, to_data_set
from selfmm.data.safe_pickle import load_pickle
from selfmm.data.splits import split_by_person
from selfmm.errors import DataError
from selfmm.pretrained.store import sha256_of
from selfmm.types import Modality, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selfmm.data.catalogue import DataSetInfo
    from selfmm.data.data_set import DataSet

LINES, AUDIO = "sarcasm_data.json", "audio_features.p"
TEST_SHOW = "FRIENDS"  # the speaker-independent set-up of the paper
AUDIO_DIMENSIONS = 283

_VALID_SHARE = 0.15  # of the speakers outside the test show


def read_mustard(folder: Path, info: DataSetInfo, *, seed: int) -> DataSet:
    """One sample a line, without the context before it; Friends is the test split, as in the paper.

    The other shows' speakers are dealt into train and valid. Raises `DataError`.
    """
    lines = _read_lines(folder / LINES)
    splits = _split(lines, seed, info)
    audio = folder / AUDIO
    fingerprint = combined_hash(*(sha256_of(path) for path in (folder / LINES, audio) if path.is_file()))
    key = combined_hash(fingerprint, str(seed))
    kept = keep_or_read(f"{info.name}-{key[:32]}", lambda: _rows(splits, audio))
    return to_data_set(info, kept, fingerprint)


def _read_lines(path: Path) -> list[tuple[str, Sample]]:
    """Show and sample of each line."""
    try:
        content = limited_files.read_json(path, limited_files.TABLE)
        return [(str(line.get("show", "")).upper(), _sample(name, line)) for name, line in content.items()]
    except FileNotFoundError as error:
        raise DataError("There is no {file}. Name the folder that holds it.", file=path) from error
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        template = "{name} is not MUStARD's table of lines ({error}). Fetch it again."
        raise DataError(template, name=path.name, error=repr(error)) from error


def _sample(name: str, line: dict[str, Any]) -> Sample:
    return Sample(
        id=name,
        person=f"{line.get('show', '')}:{line['speaker']}",
        text=str(line["utterance"]),
        label=float(line["sarcasm"]),
    )


def _split(lines: list[tuple[str, Sample]], seed: int, info: DataSetInfo) -> dict[str, tuple[Sample, ...]]:
    test = tuple(sample for show, sample in lines if show == TEST_SHOW)
    others = [sample for show, sample in lines if show != TEST_SHOW]
    shares = (1 - _VALID_SHARE, _VALID_SHARE)
    train, valid = split_by_person(others, shares, cutoff=info.scale.cutoff, seed=seed)
    return {"train": train, "valid": valid, "test": test}


def _rows(splits: dict[str, tuple[Sample, ...]], audio: Path) -> Iterator[Row]:
    features = load_pickle(audio) if audio.is_file() else {}
    if not isinstance(features, dict):
        raise DataError("{name} holds no table of samples. Fetch it again.", name=audio.name)
    for split, samples in splits.items():
        for sample in samples:
            sequences = {Modality.AUDIO: _sequence(features[sample.id], sample, audio)} if sample.id in features else {}
            yield Row(split, sample, sequences)


def _sequence(values: Any, sample: Sample, audio: Path) -> RawSequence:
    """Stored dimension by dimension, (283, frames); frames come first here."""
    array = np.asarray(values)
    if array.ndim != 2 or array.dtype.kind not in "fiu" or len(array) != AUDIO_DIMENSIONS:
        template = "{name}: the features of {sample} have the shape {shape}, not (283, frames). Fetch it again."
        raise DataError(template, name=audio.name, sample=sample.id, shape=array.shape)
    return RawSequence(array.T, Frames("mustard_librosa"), array.shape[1])
