from __future__ import annotations

import json
import pickle

import numpy as np
import pytest

from selfmm.data.benchmarks import read_data_set
from selfmm.errors import DataError
from selfmm.scales import SARCASM
from selfmm.types import Modality


def lines():
    """Two shows with eight speakers each, four lines a speaker."""
    return {
        f"{show}_{speaker}_{line}": {
            "utterance": f"well, {speaker}",
            "speaker": f"S{speaker}",
            "context": ["What?"],
            "context_speakers": ["X"],
            "show": name,
            "sarcasm": line % 2 == 0,
        }
        for show, name in (("1", "BBT"), ("2", "FRIENDS"))
        for speaker in range(8)
        for line in range(4)
    }


def write(folder, content, features=None):
    (folder / "sarcasm_data.json").write_text(json.dumps(content), encoding="utf-8")
    if features is not None:
        (folder / "audio_features.p").write_bytes(pickle.dumps(features, 2))
    return folder


def test_friends_is_the_test_split_and_no_speaker_is_in_two(tmp_path):
    read = read_data_set("mustard", write(tmp_path, lines()))
    assert (read.scale, read.metrics) == (SARCASM, "binary")
    assert [len(samples) for samples in read.splits.values()] == [28, 4, 32]
    assert {sample.person.partition(":")[0] for sample in read.test} == {"FRIENDS"}
    assert {sample.person for sample in read.train}.isdisjoint(sample.person for sample in read.valid)
    assert {sample.label for sample in read.train} == {0.0, 1.0}
    assert read.train[0].text.startswith("well, ")


def test_sound_is_stored_dimension_by_dimension(tmp_path):
    features = {name: np.tile(np.arange(283.0)[:, None], (1, 5)) + 1 for name in list(lines())[:-1]}
    read = read_data_set("mustard", write(tmp_path, lines(), features))
    np.testing.assert_array_equal(read.train[0].audio.values, np.tile(np.arange(283.0) + 1, (5, 1)))
    assert dict(read.dimensions) == {Modality.AUDIO: 283, Modality.VISION: 0}
    assert sum(sample.audio is None for sample in read.test) == 1


def test_the_seed_deals_the_speakers(tmp_path):
    folder = write(tmp_path, lines())
    splits = [[s.id for s in read_data_set("mustard", folder, seed=seed).valid] for seed in (1, 1, 2, 3, 4)]
    assert splits[0] == splits[1]
    assert any(other != splits[0] for other in splits[2:])


@pytest.mark.parametrize("content", [[], {"1": {"speaker": "X", "sarcasm": True}}, {"1": None}])
def test_another_file_is_refused(tmp_path, content):
    with pytest.raises(DataError, match=r"sarcasm_data\.json is not MUStARD's"):
        read_data_set("mustard", write(tmp_path, content))


def test_features_of_another_shape_are_refused(tmp_path):
    features = {name: np.ones((5, 283)) for name in lines()}
    with pytest.raises(DataError, match=r"shape \(5, 283\)"):
        read_data_set("mustard", write(tmp_path, lines(), features))
