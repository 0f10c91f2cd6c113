from __future__ import annotations

import json
import wave
from pathlib import Path

import numpy as np
import pytest

from selfmm.__main__ import main

SPEECH = Path(__file__).resolve().parents[2] / "resources" / "speech_en.flac"
KEYS = {"score", "modalities", "answers", "quality", "warnings", "bundle", "notice"}


def test_typed_text_is_scored_line_by_line(tiny_bundle, tmp_path, capsys):
    words = tmp_path / "said.txt"
    words.write_text("我最近睡得不好，早上很累，没有力气。\n\n但是周末和朋友出去走走，心情好一些。\n", encoding="utf-8")
    assert main(["score", str(words), "--bundle", str(tiny_bundle), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document) == KEYS
    assert {"scale", "value", "band", "cutoff"} <= set(document["score"])
    assert document["score"]["scale"] == "SDS"
    assert set(document["modalities"]) == {"text", "audio", "vision"}
    assert document["modalities"]["audio"] is None
    assert [answer["text"][:2] for answer in document["answers"]] == ["我最", "但是"]
    first, second = document["answers"]
    assert first["effect"] == pytest.approx((first["value"] - second["value"]) / 2)
    assert document["score"]["probability"] is None  # the bundle does not tell it
    assert document["notice"].startswith("Research and decision-support software.")


def test_the_readable_form_says_the_same(tiny_bundle, tmp_path, capsys):
    words = tmp_path / "said.txt"
    words.write_text("I have slept badly for weeks and I do not enjoy anything any more.", encoding="utf-8")
    assert main(["score", str(words), "--bundle", str(tiny_bundle)]) == 0
    lines = capsys.readouterr().out
    assert "SDS: " in lines
    assert "language not trained" in lines
    assert "Not a diagnosis." in lines


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["score", "missing.txt"], "There is no file"),
        (["score", "missing.wav"], "missing.wav"),
        (["transcribe", "missing.wav"], "missing.wav"),
        (["extract", "missing.wav"], "Name a file for the features"),
        (["extract", "missing.wav", "--plot", "picture.docx"], "picture.docx is no picture"),
    ],
)
def test_trouble_is_one_sentence_and_no_traceback(arguments, sentence, capsys, monkeypatch, tmp_path, tiny_bundle):
    monkeypatch.chdir(tmp_path)
    if arguments[0] == "score":
        arguments = [*arguments, "--bundle", str(tiny_bundle)]
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert "Traceback" not in error


@pytest.fixture
def tone(tmp_path):
    """Three seconds of a tone that nobody would take for speech."""
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes((8000 * np.sin(np.arange(48_000) * 0.17)).astype("<i2").tobytes())
    return path


def test_a_given_transcript_is_scored_with_the_sound_of_the_whole_recording(tiny_bundle, tone, capsys):
    said = "我最近睡得不好，早上很累。\n没有力气。"
    assert main(["score", str(tone), "--transcript", said, "--bundle", str(tiny_bundle), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    (answer,) = document["answers"]
    assert answer["text"] == "我最近睡得不好，早上很累。没有力气。"
    assert (answer["start"], answer["end"]) == (0.0, pytest.approx(3.0, abs=0.1))
    assert document["score"]["reasons"] == ["too_little_voice"]
    assert document["score"]["value"] is None


def test_a_transcript_may_come_from_a_file(tiny_bundle, tone, tmp_path, capsys):
    words = tmp_path / "said.txt"
    words.write_text("I sleep badly.", encoding="utf-8")
    assert main(["score", str(tone), "--transcript", str(words), "--bundle", str(tiny_bundle), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["answers"][0]["text"] == "I sleep badly."


def test_features_are_written_where_they_are_wanted(tone, tmp_path, capsys):
    from selfmm.data.files import read_features

    out = tmp_path / "features.safetensors"
    assert main(["extract", str(tone), "-o", str(out)]) == 0
    features = read_features(out)
    assert features.audio.values.shape == (93, 33)
    assert features.vision is None
    assert str(out) in capsys.readouterr().out


@pytest.mark.slow
def test_speech_is_drawn_and_measured(tmp_path, capsys):
    out = tmp_path / "pictures" / "speech.png"
    assert main(["extract", str(SPEECH), "--language", "en", "--plot", str(out), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document) == {"quality", "markers", "answers"}
    assert document["quality"]["voiced_seconds"] > 3
    assert 50 < document["markers"]["pitch"] < 300
    assert 80 < document["markers"]["speech_rate"] < 300
    assert "face_share" not in document["markers"]
    assert [answer["text"] for answer in document["answers"]]
    assert out.read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
def test_speech_is_written_down_with_times_and_confidence(capsys):
    assert main(["transcribe", str(SPEECH), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["language"] == "en"
    assert set(document["words"][0]) == {"word", "start", "end", "confidence"}
    assert document["text"].split()[0].strip(".,") == document["words"][0]["word"].strip(".,")


@pytest.mark.slow
def test_the_bundled_model_tells_a_probability(tmp_path, capsys):
    scores = {}
    for said in ("我睡得很好，每天都很开心，周末和朋友去爬山。", "我整晚睡不着，什么都不想做，觉得自己没有用。"):
        words = tmp_path / "said.txt"
        words.write_text(said, encoding="utf-8")
        assert main(["score", str(words), "--language", "zh", "--json"]) == 0
        scores[said] = json.loads(capsys.readouterr().out)["score"]
    well, badly = scores.values()
    assert 0 < well["probability"] < badly["probability"] < 1
    assert well["value"] < badly["value"]


def test_the_bundled_model_scores_speech_whole(capsys):
    assert main(["score", str(SPEECH), "--language", "en", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document) == KEYS
    assert document["answers"][0]["text"]
    assert document["quality"]["voiced_seconds"] > 3
    assert "language_not_trained" in document["warnings"]
