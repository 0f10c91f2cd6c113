from __future__ import annotations

import os
import pickle
from pathlib import Path

import numpy as np
import pytest

from selfmm.data.benchmarks import kept, mmsa_pickle, read_data_set
from selfmm.data.benchmarks.mmsa_pickle import person_of
from selfmm.errors import DataError
from selfmm.types import Modality

SIZES = {"train": 6, "valid": 3, "test": 2}


def split_fields(size, videos, *, name="mosi", frames=8, seed=0):
    """The fields of one split as MMSA writes them."""
    generator = np.random.default_rng(seed)
    audio = generator.uniform(0.5, 1, (size, frames, 5)).astype(np.float32)
    vision = generator.uniform(0.5, 1, (size, frames, 4))
    lengths = generator.integers(1, frames + 1, (2, size))
    for row in range(size):
        audio[row, lengths[0, row] :] = 0
        vision[row, lengths[1, row] :] = 0
    limit = 1 if name == "sims" else 3
    fields = {
        "raw_text": np.array([f"words of {row}" for row in range(size)], dtype=object),
        "text_bert": np.zeros((size, 3, 50), np.float32),
        "audio": audio,
        "vision": vision,
        "audio_lengths": lengths[0].tolist(),
        "vision_lengths": lengths[1],
        "id": [f"{videos}{row // 2}$_${row}" for row in range(size)],
        "regression_labels": np.linspace(-limit, limit, size, dtype=np.float32),
        "annotations": np.array(["Positive"] * size, dtype=object),
        "classification_labels": np.zeros(size),
    }
    if name == "sims":
        fields |= {
            f"regression_labels_{letter}": np.full(size, value) for letter, value in {"T": -1, "A": 0, "V": 0.4}.items()
        }
        fields["id"] = [f"video_{videos}{row // 2:03}/{row:04}" for row in range(size)]
    return fields


def content(name="mosi"):
    return {split: split_fields(size, "abc"[n], name=name, seed=n) for n, (split, size) in enumerate(SIZES.items())}


def written(path, data):
    path.write_bytes(pickle.dumps(data, 4))
    return path


def test_samples_have_their_words_features_and_labels(tmp_path):
    data = content()
    read = read_data_set("mosi", written(tmp_path / "unaligned_50.pkl", data))
    assert {split: len(samples) for split, samples in read.splits.items()} == SIZES
    assert dict(read.dimensions) == {Modality.AUDIO: 5, Modality.VISION: 4}
    for split, samples in read.splits.items():
        for row, sample in enumerate(samples):
            assert (sample.id, sample.text) == (data[split]["id"][row], f"words of {row}")
            assert sample.person == data[split]["id"][row].partition("$_$")[0]
            assert sample.label == pytest.approx(data[split]["regression_labels"][row])
            for name in ("audio", "vision"):
                length = data[split][f"{name}_lengths"][row]
                wanted = data[split][name][row, :length].astype(np.float32)
                np.testing.assert_array_equal(getattr(sample, name).values, wanted)
                assert getattr(sample, name).extractor == read.extractors[Modality(name)] != ""


def test_a_clip_knows_its_neighbours(tmp_path):
    read = read_data_set("mosi", written(tmp_path / "unaligned_50.pkl", content()))
    told = [(sample.before, sample.after) for sample in read.train]
    assert told == [pair for row in (0, 2, 4) for pair in (("", f"words of {row + 1}"), (f"words of {row}", ""))]


def test_a_second_reading_unpickles_nothing(tmp_path, monkeypatch):
    path = written(tmp_path / "data.pkl", content())
    first = read_data_set("mosi", path)
    monkeypatch.setattr(mmsa_pickle, "load_pickle", None)
    second = read_data_set("mosi", path)
    assert second.fingerprint == first.fingerprint
    assert [sample.id for sample in second.train] == [sample.id for sample in first.train]
    np.testing.assert_array_equal(second.train[3].audio.values, first.train[3].audio.values)
    with pytest.raises(ValueError, match="read-only"):  # memory-mapped, not in memory
        second.train[0].audio.values[0] = 0


def test_a_damaged_cache_is_made_again(tmp_path, home):
    path = written(tmp_path / "data.pkl", content())
    wanted = read_data_set("mosi", path).train[3].audio.values.copy()
    for file in home.rglob("values.bin"):
        file.unlink()
        file.write_bytes(b"x")
    np.testing.assert_array_equal(read_data_set("mosi", path).train[3].audio.values, wanted)


def test_other_content_is_another_data_set(tmp_path):
    first = read_data_set("mosi", written(tmp_path / "data.pkl", content()))
    data = content()
    data["train"]["raw_text"][0] = "changed"
    second = read_data_set("mosi", written(tmp_path / "data.pkl", data))
    assert second.train[0].text == "changed"
    assert second.fingerprint != first.fingerprint


def test_what_each_modality_alone_was_rated_is_kept(tmp_path):
    read = read_data_set("sims", written(tmp_path / "data.pkl", content("sims")))
    assert dict(read.train[0].unimodal_labels) == {Modality.TEXT: -1, Modality.AUDIO: 0, Modality.VISION: 0.4}
    assert read.train[0].person == "video_a000"


def test_features_are_mended_and_it_is_told(tmp_path):
    data = content()
    train = data["train"]
    train["audio"][0, 0, 0] = np.nan
    train["vision"][1, 0, 0] = -np.inf
    train["vision_lengths"][2] = 0
    train["audio"][3] = 0
    train["audio"][3, 5:] = 7.0  # left-padded, and read as length 1
    train["audio_lengths"][3] = 1
    read = read_data_set("mosi", written(tmp_path / "data.pkl", data))
    mended = read.mended
    assert (mended.not_a_number, mended.infinite, mended.without_frames, mended.left_padded) == (1, 1, 1, 1)
    assert read.train[2].vision is None
    np.testing.assert_array_equal(read.train[3].audio.values, np.full((3, 5), 7.0))
    for sample in read.train:
        for sequence in (sample.audio, sample.vision):
            assert sequence is None or np.isfinite(sequence.values).all()


def test_an_aligned_file_has_no_lengths(tmp_path):
    data = content()
    for fields in data.values():
        del fields["audio_lengths"], fields["vision_lengths"]
    read = read_data_set("mosi", written(tmp_path / "aligned_50.pkl", data))
    lengths = content()["train"]["audio_lengths"]
    assert [len(sample.audio.values) for sample in read.train] == lengths


def test_unrated_samples_are_left_out_and_counted(tmp_path):
    data = content()
    data["train"]["regression_labels"][[1, 4]] = np.nan
    read = read_data_set("mosi", written(tmp_path / "data.pkl", data))
    assert len(read.train) == 4
    assert read.mended.without_label == 2


def test_labels_may_be_a_column_and_test_may_be_missing(tmp_path):
    data = content()
    del data["test"]
    data["train"]["regression_labels"] = data["train"]["regression_labels"][:, None]
    assert read_data_set("mosi", written(tmp_path / "data.pkl", data)).test == ()


def without(field):
    return lambda fields: fields.pop(field)


def with_(field, value):
    return lambda fields: fields.update({field: value})


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (without("raw_text"), "raw_text of the train split is missing"),
        (without("regression_labels"), "regression_labels of the train split is missing"),
        (with_("raw_text", "text"), "raw_text of the train split is no list"),
        (with_("raw_text", ["one"]), "has 1 entries for 6 samples"),
        (with_("audio", np.ones((6, 5))), "audio of the train split has the shape"),
        (with_("audio", np.ones((5, 8, 5))), "has 5 entries for 6 samples"),
        (with_("audio", [np.ones((2, 3)), np.ones((3, 3))] * 3), "different shapes"),
        (with_("regression_labels", ["high"] * 6), "something else than numbers"),
        (with_("regression_labels", np.ones((6, 2))), r"has the shape \(6, 2\)"),
        (with_("regression_labels", [9.0] * 6), "rated 9.0, but MOSI goes from -3.0 to 3.0"),
        (
            with_("audio", np.ones((6, 8, 9))),
            "9 numbers a frame where others have|5 numbers a frame where others have 9",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, spoil, said):
    data = content()
    spoil(data["train"])
    with pytest.raises(DataError, match=said):
        read_data_set("mosi", written(tmp_path / "data.pkl", data))


@pytest.mark.parametrize("data", [[1, 2], {"a": 1}, {"train": [1]}])
def test_another_pickle_is_refused(tmp_path, data):
    with pytest.raises(DataError, match=r"train split|is no table"):
        read_data_set("mosi", written(tmp_path / "data.pkl", data))


def test_an_empty_split_is_refused(tmp_path):
    data = content()
    del data["valid"]
    with pytest.raises(DataError, match="no rated samples in its valid split"):
        read_data_set("mosi", written(tmp_path / "data.pkl", data))


class Attack:
    def __reduce__(self):
        return os.system, ("touch canary",)


def test_a_malicious_data_set_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = content()
    data["train"]["annotations"] = [Attack()]
    with pytest.raises(DataError, match="could run a program"):
        read_data_set("mosi", written(tmp_path / "data.pkl", data))
    assert not Path("canary").exists()


def test_two_pickles_in_a_folder_have_to_be_told_apart(tmp_path):
    for name in ("aligned.pkl", "unaligned.pkl"):
        written(tmp_path / name, content())
    with pytest.raises(DataError, match=r"aligned\.pkl, unaligned\.pkl"):
        read_data_set("mosi", tmp_path)


def test_a_cache_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("SELFMM_HOME", str(tmp_path / "file"))
    with pytest.raises(DataError, match="was not saved"):
        read_data_set("mosi", written(tmp_path / "data.pkl", content()))


def test_nothing_half_made_stays_in_the_cache(tmp_path, home):
    data = content()
    data["test"]["audio"] = np.ones((2, 8, 9), np.float32)
    with pytest.raises(DataError, match="numbers a frame"):
        read_data_set("mosi", written(tmp_path / "data.pkl", data))
    assert [path for path in (home / "data_sets").iterdir() if path.is_dir()] == []


def test_a_newer_cache_is_made_again(tmp_path, monkeypatch):
    path = written(tmp_path / "data.pkl", content())
    read_data_set("mosi", path)
    monkeypatch.setattr(kept, "VERSION", 99)
    assert len(read_data_set("mosi", path).train) == 6


@pytest.mark.parametrize(
    ("clip", "video"),
    [
        ("-3g5yACwYnA$_$10", "-3g5yACwYnA"),
        ("03bSnISJMiM_11", "03bSnISJMiM"),
        ("a_b_2$_$3", "a_b_2"),
        ("video_0001/0001", "video_0001"),
        ("video_0001_0001", "video_0001"),
        ("alone", "alone"),
    ],
)
def test_the_video_stands_for_the_person(clip, video):
    assert person_of(clip) == video
