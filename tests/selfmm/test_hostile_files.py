"""Whatever bytes are in a file that the library reads: it is read, or refused with an error that has a sentence.

SELFMM_FUZZ=20000 python -m pytest tests/selfmm/test_hostile_files.py     as many examples of each reader
"""

from __future__ import annotations

import json
import os
import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from selfmm.bundle import _identify, read_info
from selfmm.data.benchmarks.tables import read_table
from selfmm.data.feature_store import FeatureStore
from selfmm.data.files import read_cues, read_features, read_transcript, write_cues, write_features, write_transcript
from selfmm.data.safe_pickle import load_pickle
from selfmm.errors import SelfMMError
from selfmm.training.records import read_record
from selfmm.training.requests import read_config_file
from selfmm.typed_words import read_words
from selfmm.types import Answer, Cue, Features, FeatureSequence, Transcript, Word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXAMPLES = int(os.environ.get("SELFMM_FUZZ", "60"))

documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def _transcript(path: Path) -> None:
    words = (Word("slept", 1.0, 1.5, 0.9), Word("badly", 1.5, 2.0, None))
    write_transcript(path, Transcript((Answer("slept badly", 1.0, 2.0, words),), "en"))


def _cues(path: Path) -> None:
    write_cues(path, (Cue("sleep", 0.0, 4.0), Cue("mood", 4.0, 9.0)))


def _features(path: Path) -> None:
    values = np.ones((4, 3), np.float32)
    write_features(path, Features("recipe", audio=FeatureSequence(values, 0.1, "a"), speech=((0.0, 1.0),)))


def _bundle(path: Path) -> None:
    description = {"format": 1, "id": "0" * 12, "name": "a", "files": {"weights.safetensors": "0" * 64}, "model": {}}
    path.write_text(json.dumps(description))


def _table(path: Path) -> None:
    path.write_text('name,value\n"a, b",1\nc,2\n')


def _pickle(path: Path) -> None:
    import pickle

    path.write_bytes(pickle.dumps({"train": {"text": np.ones((2, 3), np.float32), "id": ["a", "b"]}}))


def _record(path: Path) -> None:
    path.write_text(json.dumps({"seed": 1, "epochs": [], "metrics": {"mae": 1.0}}))


def _configuration(path: Path) -> None:
    path.write_text('name = "a"\n[training]\nepochs = 3\nlist = [1, 2]\n')


READERS: dict[str, tuple[str, Callable[[Path], None], Callable[[Path], object]]] = {
    "transcript": ("transcript.json", _transcript, read_transcript),
    "cues": ("cues.json", _cues, read_cues),
    "features": ("features.safetensors", _features, read_features),
    "model": ("bundle.json", _bundle, lambda path: read_info(path.parent)),
    "table": ("table.csv", _table, lambda path: read_table(path, required=["name"])),
    "pickle": ("data.pkl", _pickle, load_pickle),
    "record": ("record.json", _record, lambda path: read_record(path.parent)),
    "configuration": ("configuration.toml", _configuration, read_config_file),
    "store": ("index.json", _record, lambda path: FeatureStore.open(path.parent)),
    "words": ("words.txt", _table, read_words),
}


def changed(content: bytes, seed: int) -> bytes:
    """Some bytes of the content changed, left out, doubled or put in."""
    chance, made = random.Random(seed), bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at, count = chance.randrange(len(made) + 1), chance.randint(1, 12)
        kind = chance.randrange(4)
        if kind == 0:
            made[at : at + count] = chance.randbytes(count)
        elif kind == 1:
            del made[at : at + count]
        elif kind == 2:
            made[at:at] = made[at : at + count] * chance.choice([2, 50])
        else:
            made[at:at] = chance.choice([b"\xff\xfe", b"NaN", b"1e999", b"9" * 5000, b"[" * 3000, b"\0", b"null", b'"'])
    return bytes(made)


def read_or_refused(reader: str, content: bytes, folder: Path) -> None:
    name, _, read = READERS[reader]
    path = folder / name
    path.write_bytes(content)
    try:
        read(path)
    except SelfMMError as refusal:
        assert len(str(refusal)) > 20, refusal  # noqa: PT017 - it may be read as well


@pytest.mark.parametrize("reader", READERS)
def test_a_file_with_changed_bytes_is_read_or_refused(reader: str, tmp_path: Path) -> None:
    seed_file = tmp_path / READERS[reader][0]
    READERS[reader][1](seed_file)
    content = seed_file.read_bytes()

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, 1 << 32))
    def read(seed: int) -> None:
        read_or_refused(reader, changed(content, seed), tmp_path)

    read()


@pytest.mark.parametrize("reader", [name for name in READERS if READERS[name][0].endswith("json")])
def test_any_other_document_is_refused(reader: str, tmp_path: Path) -> None:
    seed_file = tmp_path / READERS[reader][0]
    READERS[reader][1](seed_file)
    right: dict[str, Any] = json.loads(seed_file.read_bytes())

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(documents, st.sampled_from([None, *right]))
    @example({}, None)
    def read(value: object, key: str | None) -> None:
        document = value if key is None else {**right, key: value}
        read_or_refused(reader, json.dumps(document).encode("utf-8", "surrogatepass"), tmp_path)

    read()


def test_a_description_of_a_model_that_is_signed_but_wrong_is_refused(tiny_bundle: Path, tmp_path: Path) -> None:
    right: dict[str, Any] = json.loads((tiny_bundle / "bundle.json").read_bytes())

    @settings(max_examples=5 * EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(documents, st.sampled_from(sorted(right)), st.data())
    def read(value: object, key: str, data: st.DataObject) -> None:
        inner = right[key]
        if isinstance(inner, dict) and inner and data.draw(st.booleans()):
            value = {**inner, data.draw(st.sampled_from(sorted(inner))): value}
        document = {**right, key: value}
        document["id"] = _identify(document)
        read_or_refused("model", json.dumps(document).encode("utf-8", "surrogatepass"), tmp_path)

    read()
