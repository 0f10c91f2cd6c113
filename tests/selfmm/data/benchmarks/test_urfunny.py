from __future__ import annotations

import pickle

import numpy as np
import pytest

from selfmm.data.benchmarks import read_data_set
from selfmm.errors import DataError
from selfmm.scales import HUMOUR
from selfmm.types import Modality

FOLDS = {"train": [1, 2, 3], "dev": [4, 5], "test": [6]}
IDS = [clip for fold in FOLDS.values() for clip in fold]


def tables():
    """The five pickles as they are published; sample n has n + 1 words."""
    features = {
        name: {
            clip: {
                "punchline_features": [[float(clip + 1)] * width for _ in range(clip + 1)],
                "context_features": [[[0.0] * width] * 2],
            }
            for clip in IDS
        }
        for name, width in (("covarep", 81), ("openface", 371))
    }
    return {
        "data_folds.pkl": FOLDS,
        "humor_label_sdk.pkl": {clip: clip % 2 for clip in IDS},
        "language_sdk.pkl": {
            clip: {
                "punchline_sentence": f"punchline {clip}",
                "context_sentences": ["before it"],
                "punchline_embedding_indexes": [1, 2],
            }
            for clip in IDS
        },
        "covarep_features_sdk.pkl": features["covarep"],
        "openface_features_sdk.pkl": features["openface"],
    }


def write(folder, content):
    for name, table in content.items():
        (folder / name).write_bytes(pickle.dumps(table, 2))
    return folder


def test_punchlines_with_their_words_features(tmp_path):
    read = read_data_set("urfunny", write(tmp_path, tables()))
    assert (read.scale, read.metrics) == (HUMOUR, "binary")
    assert [len(samples) for samples in read.splits.values()] == [3, 2, 1]
    sample = read.train[1]
    assert (sample.id, sample.text, sample.label) == ("2", "punchline 2", 0.0)
    np.testing.assert_array_equal(sample.audio.values, np.full((3, 81), 3.0))
    assert sample.vision.values.shape == (3, 371)
    assert read.extractors[Modality.AUDIO] == "urfunny_covarep"


def test_arrays_empty_words_and_missing_samples(tmp_path):
    content = tables()
    content["covarep_features_sdk.pkl"][1]["punchline_features"] = np.full((2, 81), np.nan)
    content["covarep_features_sdk.pkl"][2]["punchline_features"][1] = []
    del content["openface_features_sdk.pkl"][3]
    read = read_data_set("urfunny", write(tmp_path, content))
    assert read.train[0].audio is None
    assert read.mended.not_a_number == 162
    np.testing.assert_array_equal(read.train[1].audio.values[:, 0], [3, 0, 3])
    assert read.train[2].vision is None


def test_a_missing_features_file_is_a_missing_modality(tmp_path):
    content = tables()
    del content["openface_features_sdk.pkl"]
    read = read_data_set("urfunny", write(tmp_path, content))
    assert dict(read.dimensions) == {Modality.AUDIO: 81, Modality.VISION: 0}


def test_the_first_version_lacks_the_words(tmp_path):
    content = tables()
    del content["language_sdk.pkl"]
    with pytest.raises(DataError, match=r"language_sdk\.pkl.*version 2"):
        read_data_set("urfunny", write(tmp_path, content))


def spoil(content, table, clip, value):
    content[table][clip] = value


@pytest.mark.parametrize(
    ("table", "value", "said"),
    [
        ("language_sdk.pkl", {}, "sample 2 of the train split"),
        ("humor_label_sdk.pkl", "funny", "sample 2 of the train split"),
        ("humor_label_sdk.pkl", 7, "rated 7.0, but humour goes from 0.0 to 1.0"),
        ("covarep_features_sdk.pkl", {"punchline_features": [[1.0], [1.0, 2.0]]}, "different widths"),
        ("covarep_features_sdk.pkl", {"punchline_features": [[1.0]]}, "numbers a frame"),
    ],
)
def test_what_is_malformed_is_named(tmp_path, table, value, said):
    content = tables()
    spoil(content, table, 2, value)
    with pytest.raises(DataError, match=said):
        read_data_set("urfunny", write(tmp_path, content))


def test_another_pickle_is_refused(tmp_path):
    content = tables() | {"humor_label_sdk.pkl": [1, 2]}
    with pytest.raises(DataError, match=r"humor_label_sdk\.pkl holds no table"):
        read_data_set("urfunny", write(tmp_path, content))
