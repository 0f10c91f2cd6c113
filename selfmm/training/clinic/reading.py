"""What the frozen part of a text encoder makes of the texts, kept session by session for the next retraining.

cache/ENCODER/SESSION.safetensors   one vector a text, or a state a token; named by the hash of what it was made of
"""

from __future__ import annotations

import hashlib
import json
from contextlib import nullcontext
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from selfmm import limited_files
from selfmm.data.feature_store import saving
from selfmm.model.text_encoders import fingerprint
from selfmm.stored_file import file_in, place_of, replace_whole
from selfmm.training.clinic.encoders import without_upper
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from selfmm.model.base import TextConfig
    from selfmm.model.text_encoders import TextEncoder
    from selfmm.stored_file import StoredFile, StoredFolder
    from selfmm.training.clinic.nouns import RatedSession
    from selfmm.types import Report

    Arrays = list[NDArray[Any]]

_BATCH = 16  # texts that are read at a time


def read_vectors(
    encoder: TextEncoder, sessions: Sequence[RatedSession], cache: Path | StoredFolder, report: Report = no_report
) -> dict[str, NDArray[Any]]:
    """Text → its vector (dimensions,) float32, of all answers of the sessions."""
    found = _read_all(encoder, 0, sessions, cache, report)
    return {text: values[0] for text, values in found.items()}


def read_lower_states(
    encoder: TextEncoder,
    upper: int,
    sessions: Sequence[RatedSession],
    cache: Path | StoredFolder,
    report: Report = no_report,
) -> dict[str, NDArray[Any]]:
    """Text → each token's state below the upper `upper` layers, (tokens, dimensions) float16."""
    return _read_all(encoder, upper, sessions, cache, report)


def unread(
    encoder: TextEncoder, upper: int, sessions: Sequence[RatedSession], cache: Path | StoredFolder | None
) -> list[str]:
    """The texts that are not in the cache yet; all of them without one."""
    key = _key(encoder, upper)
    return [
        text
        for session in sessions
        if cache is None or not place_of(_file(cache, key, _texts(session))).exists()
        for text in _texts(session)
    ]


def read(encoder: TextEncoder, texts: Sequence[str], upper: int) -> Arrays:
    """(1, dimensions) float32 of each text; with `upper` layers left out, (tokens, dimensions) float16."""
    found: Arrays = []
    whole = without_upper(encoder.network, upper) if upper else nullcontext()  # type: ignore[attr-defined]
    with whole, torch.inference_mode():
        for start in range(0, len(texts), _BATCH):
            tokens = encoder.tokenize(list(texts[start : start + _BATCH]))
            made = encoder.states(tokens)
            if upper:
                counts = tokens.mask.sum(dim=1).tolist()
                found += [row[:count].half().numpy() for row, count in zip(made, counts, strict=True)]
            else:
                found += list(encoder.pool(made, tokens.own).float().numpy()[:, None])
    return found


def _read_all(
    encoder: TextEncoder, upper: int, sessions: Sequence[RatedSession], cache: Path | StoredFolder, report: Report
) -> dict[str, NDArray[Any]]:
    key = _key(encoder, upper)
    found: dict[str, NDArray[Any]] = {}
    for number, session in enumerate(sessions):
        report("reading", number / len(sessions))
        if texts := _texts(session):
            found |= dict(zip(texts, _session(cache, key, encoder, texts, upper), strict=True))
    return found


def _session(cache: Path | StoredFolder, key: str, encoder: TextEncoder, texts: Sequence[str], upper: int) -> Arrays:
    file = _file(cache, key, texts)
    kept = _load(file, len(texts))
    if kept is None:
        kept = read(encoder, texts, upper)
        _save(file, kept)
    return kept


def _texts(session: RatedSession) -> list[str]:
    return list(dict.fromkeys(sample.text for sample in session.samples))


def _file(cache: Path | StoredFolder, key: str, texts: Iterable[str]) -> Path | StoredFile:
    content = json.dumps(list(texts)).encode()
    return file_in(cache, f"{key}/{hashlib.sha256(content).hexdigest()[:24]}.safetensors")


def _load(file: Path | StoredFile, count: int) -> Arrays | None:
    """What is kept; None where there is nothing whole."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    if not place_of(file).exists():
        return None
    try:
        tensors: Mapping[str, NDArray[Any]] = load(limited_files.read_bytes(file, limited_files.FEATURES))
        ends = np.cumsum(tensors["lengths"])
    except (SafetensorError, OSError, KeyError, ValueError):
        return None
    if len(ends) != count or ends[-1] != len(tensors["values"]):
        return None
    return np.split(tensors["values"], ends[:-1])


def _save(file: Path | StoredFile, arrays: Arrays) -> None:
    from safetensors.numpy import save

    content = save({"values": np.concatenate(arrays), "lengths": np.array([len(array) for array in arrays])})
    with saving(place_of(file)):
        place_of(file).parent.mkdir(parents=True, exist_ok=True)
        replace_whole(file, content)


def _key(encoder: TextEncoder, upper: int) -> str:
    """What makes two readings the same: the encoder's weights, those it has learnt since, and how it is read."""
    config: TextConfig = encoder.config
    how = {name: value for name, value in asdict(config).items() if name not in {"tuned_layers", "tuned_embeddings"}}
    digest = hashlib.sha256(json.dumps([fingerprint(encoder), how, upper]).encode())
    for name, parameter in encoder.named_parameters():  # type: ignore[attr-defined]
        if parameter.requires_grad:
            digest.update(name.encode())
            digest.update(parameter.detach().numpy().tobytes())
    return digest.hexdigest()[:16]
