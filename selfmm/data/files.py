"""Transcripts, features and cues on disk: written beside and then moved into place, checked when they are read.

Transcripts and cues are JSON, features are safetensors with JSON in the metadata. All say what they are and in which
version.
"""

from __future__ import annotations

import contextlib
import errno
import json
import math
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfmm import limited_files
from selfmm.errors import DataError
from selfmm.stored_file import place_of
from selfmm.types import Answer, Cue, Features, FeatureSequence, Speaker, Transcript, Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from selfmm.stored_file import StoredFile

TRANSCRIPT_FORMAT, TRANSCRIPT_VERSION = "selfmm-transcript", 3
FEATURES_FORMAT, FEATURES_VERSION = "selfmm-features", 2
CUES_FORMAT, CUES_VERSION = "selfmm-cues", 1

_SEQUENCES = ("audio", "vision", "voice", "picture")
_DAMAGE = (KeyError, TypeError, ValueError, OverflowError, RecursionError)


def write_transcript(file: Path | StoredFile, transcript: Transcript) -> None:
    """Save a transcript; the file is whole or as it was before. Raises `DataError`."""
    document = {
        "format": TRANSCRIPT_FORMAT,
        "version": TRANSCRIPT_VERSION,
        "language": transcript.language,
        "heard_language": transcript.heard_language,
        "answers": [_from_answer(answer) for answer in transcript.answers],
    }
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    _write(file, text.encode("utf-8", "surrogatepass"))


def read_transcript(file: Path | StoredFile) -> Transcript:
    """The transcript in a file; raises `DataError` where it is missing, foreign, damaged or of a newer version."""
    content = _read(file, limited_files.TRANSCRIPT)
    try:
        document = limited_files.parse_json(content.decode("utf-8", "surrogatepass"))
    except _DAMAGE as error:
        raise _damaged(file) from error
    _check_kind(file, document, TRANSCRIPT_FORMAT, 1, TRANSCRIPT_VERSION)
    try:
        answers = tuple(_to_answer(answer) for answer in _list(document["answers"]))
        heard = document["heard_language"]
        return Transcript(answers, _text(document["language"]), None if heard is None else _text(heard))
    except _DAMAGE as error:
        raise _damaged(file) from error


def write_cues(file: Path | StoredFile, cues: Sequence[Cue]) -> None:
    """Save which prompt card was shown when; the file is whole or as it was before. Raises `DataError`."""
    rows = [[cue.prompt, cue.start, cue.end] for cue in cues]
    document = {"format": CUES_FORMAT, "version": CUES_VERSION, "cues": rows}
    _write(file, json.dumps(document, ensure_ascii=False, allow_nan=False).encode())


def read_cues(file: Path | StoredFile) -> tuple[Cue, ...]:
    """The cues in a file; raises `DataError` where it is missing, foreign, damaged or of a newer version."""
    content = _read(file, limited_files.DESCRIPTION)
    try:
        document = limited_files.parse_json(content)
    except _DAMAGE as error:
        raise _damaged(file) from error
    _check_kind(file, document, CUES_FORMAT, CUES_VERSION, CUES_VERSION)
    try:
        return tuple(_to_cue(*_list(row)) for row in _list(document["cues"]))
    except _DAMAGE as error:
        raise _damaged(file) from error


def write_features(file: Path | StoredFile, features: Features) -> None:
    """Save features; the file is whole or as it was before. Raises `DataError`, `ValueError` for NaN and infinity."""
    from safetensors.numpy import save

    sequences = {name: getattr(features, name) for name in _SEQUENCES if getattr(features, name) is not None}
    description = {
        "recipe": features.recipe,
        **{
            name: {"frame_seconds": sequence.frame_seconds, "extractor": sequence.extractor}
            for name, sequence in sequences.items()
        },
        "speech": features.speech,
        "truncated": features.truncated,
    }
    metadata = {
        "format": FEATURES_FORMAT,
        "version": str(FEATURES_VERSION),
        "features": json.dumps(description, allow_nan=False),
    }
    tensors = {name: _checked(sequence.values) for name, sequence in sequences.items()}
    _write(file, save(tensors, metadata))


def read_features(file: Path | StoredFile) -> Features:
    """The features in a file; raises `DataError` where it is missing, foreign, damaged or of a newer version."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    content = _read(file, limited_files.FEATURES)
    try:
        tensors = load(content)  # first: it checks the header that the next line reads
        metadata = _metadata(content)
    except (SafetensorError, *_DAMAGE) as error:
        raise _damaged(file) from error
    _check_kind(file, metadata, FEATURES_FORMAT, FEATURES_VERSION, FEATURES_VERSION)
    try:
        return _to_features(json.loads(metadata["features"]), tensors)
    except _DAMAGE as error:
        raise _damaged(file) from error


# Values


def _from_answer(answer: Answer) -> dict[str, Any]:
    words = [[word.text, word.start, word.end, word.confidence] for word in answer.words]
    times = {"start": answer.start, "end": answer.end}
    return {"prompt": answer.prompt, "speaker": answer.speaker, "text": answer.text, **times, "words": words}


def _to_answer(values: dict[str, Any]) -> Answer:
    words = tuple(_to_word(*_list(word)) for word in _list(values["words"]))
    return Answer(
        _text(values["text"]),
        _number(values["start"]),
        _number(values["end"]),
        words,
        prompt=_text(values.get("prompt", "")),  # version 1 had neither
        speaker=Speaker(values.get("speaker", Speaker.PARTICIPANT)),
    )


def _to_word(text: object, start: object, end: object, confidence: object) -> Word:
    sure = None if confidence is None else _number(confidence)  # version 2 knew no word without
    return Word(_text(text), _number(start), _number(end), sure)


def _to_cue(prompt: object, start: object, end: object) -> Cue:
    return Cue(_text(prompt), _number(start), _number(end))


def _to_features(description: dict[str, Any], tensors: Mapping[str, NDArray[Any]]) -> Features:
    sequences = {name: _sequence(description[name], tensors[name]) for name in _SEQUENCES if name in description}
    return Features(
        recipe=_text(description["recipe"]),
        **sequences,
        speech=tuple(_span(*_list(span)) for span in _list(description["speech"])),
        truncated=description["truncated"] is True,
    )


def _span(start: object, end: object) -> tuple[float, float]:
    return _number(start), _number(end)


def _sequence(description: dict[str, Any], values: NDArray[Any]) -> FeatureSequence:
    frame_seconds = _number(description["frame_seconds"])
    if frame_seconds <= 0:
        raise ValueError("frames without length")
    return FeatureSequence(_checked(values), frame_seconds, _text(description["extractor"]))


def _checked(values: NDArray[Any]) -> NDArray[np.float32]:
    """Feature values (frames, dimensions); raises `ValueError` where they are none, or not finite."""
    import numpy as np

    if values.dtype != np.float32 or values.ndim != 2 or not np.isfinite(values).all():
        raise ValueError("not (frames, dimensions) of finite 32-bit numbers")
    return np.ascontiguousarray(values)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("not a finite number")
    return float(value)


# Files


def _write(file: Path | StoredFile, content: bytes) -> None:
    try:
        if isinstance(file, Path):
            _write_whole(file, content)
        else:
            file.write_whole(content)
    except OSError as error:
        raise _not_saved(file, error) from error


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside, make sure that it is on the disk, and move into place."""
    beside = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            beside = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        if beside is not None:
            with contextlib.suppress(OSError):  # the error that led here is the one to be told
                beside.unlink(missing_ok=True)


def _read(file: Path | StoredFile, most: int) -> bytes:
    try:
        return limited_files.read_bytes(file, most)
    except FileNotFoundError as error:
        raise DataError("{name} is missing. Prepare the recording again to make it.", name=_name(file)) from error
    except OSError as error:
        raise DataError("{name} cannot be read. Check that you may open it.", name=_name(file)) from error


def _metadata(content: bytes) -> dict[str, Any]:
    """What a sound safetensors file says of itself."""
    length = int.from_bytes(content[:8], "little")
    return dict(json.loads(content[8 : 8 + length]).get("__metadata__", {}))


def _check_kind(file: Path | StoredFile, header: object, kind: str, oldest: int, newest: int) -> None:
    """Raise `DataError` unless `header` tells of this kind of file in a version from `oldest` to `newest`."""
    if not isinstance(header, dict) or header.get("format") != kind:
        template = "{name} was not made by this program. Prepare the recording again to replace it."
        raise DataError(template, name=_name(file))
    found = str(header.get("version"))
    if found.isdecimal() and int(found) > newest:
        template = "{name} was made by a newer version of this program. Update this one to read it."
        raise DataError(template, name=_name(file))
    if not found.isdecimal() or int(found) < oldest:
        raise _damaged(file)


def _damaged(file: Path | StoredFile) -> DataError:
    return DataError("{name} is damaged. Prepare the recording again to replace it.", name=_name(file))


def _not_saved(file: Path | StoredFile, error: OSError) -> DataError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DataError("{name} was not saved: the disk is full. Free some space and try again.", name=_name(file))
    template = "{name} was not saved. Check that you may write in its folder, then try again."
    return DataError(template, name=_name(file))


def _name(file: Path | StoredFile) -> str:
    return place_of(file).name
