"""Texts read once by a frozen encoder: a vector each in memory, or every token's state in a file that is mapped."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np
import torch

from selfmm.data.batches import by_length
from selfmm.data.feature_store import FeatureStore
from selfmm.errors import DataError
from selfmm.model.text_encoders import fingerprint
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

    from selfmm.data.batches import Feed, Ragged
    from selfmm.model.base import MultimodalModel
    from selfmm.types import Report

_BATCH = 32  # texts that are read at a time


def read_texts(
    feed: Feed, model: MultimodalModel, *, device: torch.device, cache: Path | None, report: Report = no_report
) -> None:
    """Let the model's frozen text encoder read all texts of `feed`, once; nothing happens where it is tuned.

    What a model wants of them (`reads_states`) is kept in the folder `cache`, where one is given, under the hash of the
    encoder and the texts, so that the next seed and the next run find it.
    """
    if model.text_encoder.tuned:
        return
    kept = None if cache is None else cache / f"{_key(feed, model)}-{'states' if model.reads_states else 'vectors'}"
    order = [row for rows in by_length(feed.token_counts, _BATCH) for row in rows]
    read = _read(feed, model, device, report) if kept is None else _stored(kept, feed, model, device, report)
    if model.reads_states:
        feed.text_states = _Reordered(read if isinstance(read, FeatureStore) else list(read), order)
    else:
        feed.text_vectors = torch.empty(len(feed), model.config.text.dimensions)
        for row, vector in zip(order, read, strict=True):
            feed.text_vectors[row] = torch.from_numpy(vector[0].astype(np.float32))


def text_moments(feed: Feed) -> tuple[Tensor, Tensor] | None:
    """Mean and deviation (dimensions,) of all text vectors, or of all tokens' states; None where nothing was read."""
    if feed.text_vectors is None and feed.text_states is None:
        return None
    total = squares = torch.zeros(())
    count = 0
    for row in feed.rows_with_text():
        values = feed.text_of(row).to(torch.float64)
        total, squares, count = total + values.sum(dim=0), squares + values.square().sum(dim=0), count + len(values)
    if count == 0:
        return None
    mean = total / count
    deviation = (squares / count - mean.square()).clamp(min=0).sqrt()
    return mean.float(), deviation.clamp(min=1e-4).float()


class _Reordered:
    """Sequences in the order of the samples that lie, as they were read, in the order of length."""

    def __init__(self, read: Ragged, order: list[int]) -> None:
        """`order` says which sample's each of `read` is."""
        self._read = read
        self._places = {row: place for place, row in enumerate(order)}

    def __len__(self) -> int:
        return len(self._read)

    def __getitem__(self, row: int) -> NDArray[np.floating]:
        return self._read[self._places[row]]


def _stored(kept: Path, feed: Feed, model: MultimodalModel, device: torch.device, report: Report) -> FeatureStore:
    try:
        store = FeatureStore.open(kept)
        if len(store) == len(feed):
            return store
    except DataError:
        pass  # not there yet, or damaged: it is made again
    # vectors are written in single precision, so that a first and a later run see the same numbers; states, which are
    # forty times as many, in half
    dtype = "float16" if model.reads_states else "float32"
    return FeatureStore.write(kept, _read(feed, model, device, report), dtype)


def _read(feed: Feed, model: MultimodalModel, device: torch.device, report: Report) -> Iterator[NDArray[np.float32]]:
    """What the encoder makes of each text, shortest first: (tokens, dimensions), or (1, dimensions) as one vector.

    A batch at a time, so that memory stays flat where it is stored at once.
    """
    encoder = model.text_encoder
    batches = by_length(feed.token_counts, _BATCH)
    for number, rows in enumerate(batches):
        report("reading", number / len(batches))
        tokens = feed.tokens.take(torch.tensor(rows)).to(device)
        with torch.inference_mode():
            states = encoder.states(tokens)
            vectors = None if model.reads_states else encoder.pool(states, tokens.own).cpu().numpy()
        for place, row in enumerate(rows):
            count = int(feed.token_counts[row])
            yield states[place, :count].cpu().numpy() if vectors is None else vectors[place : place + 1]


def _key(feed: Feed, model: MultimodalModel) -> str:
    digest = hashlib.sha256(json.dumps([fingerprint(model.text_encoder), asdict(model.config.text)]).encode())
    digest.update(feed.token_counts.numpy().tobytes())
    digest.update(feed.tokens.ids.numpy().tobytes())
    return digest.hexdigest()[:16]
