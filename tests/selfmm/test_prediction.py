from __future__ import annotations

import csv
import wave

import numpy as np
import pytest
from tiny import TINY
from tiny_training import small_request, tiny_set

from selfmm import api, prediction
from selfmm.bundle import read_info
from selfmm.errors import BundleError, MediaError
from selfmm.prediction import predict_files
from selfmm.training.runs import run_seeds


def write_tone(path, pitch, seconds=1.0):
    count = int(16_000 * seconds)
    values = 8000 * np.sin(np.arange(count) * pitch) * np.linspace(0.2, 1, count)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(values.astype("<i2").tobytes())


@pytest.fixture
def clips(tmp_path, monkeypatch):
    """Eight tones with words, half of them in the validation split."""
    monkeypatch.setenv("SELFMM_HOME", str(tmp_path / "home"))
    folder = tmp_path / "clips"
    folder.mkdir()
    rows = ["id,person,text,audio,video,label,split"]
    for number in range(8):
        split = "train" if number < 4 else "valid"
        write_tone(folder / f"{number}.wav", 0.05 * (number + 1), seconds=1 + number / 10)
        rows.append(f"{number},p{number},words of {number},{number}.wav,,{(-1) ** number},{split}")
    (folder / "manifest.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder


def test_a_raw_clip_gets_the_value_that_it_has_in_a_data_set(clips, tiny_text_encoder, tmp_path):
    shape = {"text": {"tuned_layers": 0}, "audio": {"pool": 4}}
    changes = {"model": shape, "train": {"epochs": 2, "learning_rate_other": 0.01}}
    api.train("mosi", data=clips, out=tmp_path / "run", seeds=(1,), encoder=TINY, changes=changes)
    folder = tmp_path / "run" / "seed-1"
    assert read_info(folder / "bundle").recipe.audio == "librosa_33"
    files = [clips / f"{number}.wav" for number in range(4, 8)]
    found = predict_files(folder / "bundle", files, transcripts=[f"words of {number}" for number in range(4, 8)])
    with (folder / "predictions.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == "valid"]
    assert not found.warnings
    assert [row.vision for row in found.rows] == [None] * 4
    for ours, theirs in zip(found.rows, rows, strict=True):
        told = (ours.value, ours.text, ours.audio)
        assert told == pytest.approx([float(theirs[task]) for task in ("fusion", "text", "audio")], abs=1e-5)


@pytest.fixture
def foreign(tiny_text_encoder, tmp_path):
    """A bundle whose features come from a file of a data set."""

    def train(model):
        run_seeds(small_request(tiny_set(), model=model, train={"epochs": 1}), tmp_path / model)
        return tmp_path / model / "seed-1" / "bundle"

    return train


def test_without_its_extractors_a_model_is_asked_for_words_alone(foreign, tmp_path):
    bundle = foreign("self_mm")
    write_tone(tmp_path / "tone.wav", 0.1)
    (tmp_path / "said.txt").write_text("good\nand  fine", encoding="utf-8")
    found = predict_files(bundle, [tmp_path / "tone.wav"], transcripts=["good\nand  fine"])
    typed = predict_files(bundle, [tmp_path / "said.txt"])
    assert "(tiny_audio, tiny_vision) cannot be made of recordings here" in found.warnings[0]
    assert found.rows[0].value == typed.rows[0].value
    assert (found.rows[0].audio, found.rows[0].words) == (None, "good and  fine")


def test_a_model_without_words_cannot_do_without_them(foreign, tmp_path):
    write_tone(tmp_path / "tone.wav", 0.1)
    with pytest.raises(BundleError, match=r"cannot make of recordings \(tiny_audio\)"):
        predict_files(foreign("audio_only"), [tmp_path / "tone.wav"])


def test_words_are_heard_where_nobody_wrote_them(foreign, tmp_path, monkeypatch):
    from selfmm.types import Answer, Transcript

    heard = Transcript((Answer("good day", 0.0, 0.4), Answer("fine", 0.6, 1.0)), "en")
    monkeypatch.setattr(prediction.recipes, "transcribe", lambda recipe, file, language, report: heard)
    write_tone(tmp_path / "tone.wav", 0.1)
    found = predict_files(foreign("self_mm"), [tmp_path / "tone.wav"])
    assert found.rows[0].words == "good day fine"
    assert found.rows[0].value is not None


def test_a_file_with_nothing_in_it_has_no_value(foreign, tmp_path):
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (row,) = predict_files(foreign("self_mm"), [tmp_path / "empty.txt"]).rows
    assert (row.value, row.text, row.audio, row.vision) == (None,) * 4


def test_a_broken_recording_is_told_of_before_anything_is_done(foreign, tmp_path, monkeypatch):
    def transcribe(*_):
        raise AssertionError("It began with the first file.")

    monkeypatch.setattr(prediction.recipes, "transcribe", transcribe)
    write_tone(tmp_path / "tone.wav", 0.1)
    (tmp_path / "broken.wav").write_bytes(b"RIFF")
    with pytest.raises(MediaError, match="broken"):
        predict_files(foreign("self_mm"), [tmp_path / "tone.wav", tmp_path / "broken.wav"])
