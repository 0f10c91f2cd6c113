from __future__ import annotations

import json
import subprocess
import sys

import pytest

from selfmm.__main__ import main

KEYS = {"score", "modalities", "answers", "quality", "warnings", "bundle", "notice"}


def test_help_needs_no_heavy_library():
    program = (
        "import sys; from selfmm.__main__ import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "sys.exit(len({'torch', 'transformers', 'librosa', 'numpy', 'av'} & set(sys.modules)))"
    )
    finished = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert finished.returncode == 0
    assert b"score" in finished.stdout


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
        (["train", "--data", "missing", "-o", "out"], "manifest.csv"),
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
