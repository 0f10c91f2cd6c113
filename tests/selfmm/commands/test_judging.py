from __future__ import annotations

import csv
import json

import pytest

from selfmm.__main__ import main

SYNTHETIC = ["-d", "mosi", "--data", "synthetic", "--samples", "40"]


@pytest.fixture
def bundle(quick, tmp_path, capsys):
    """The bundle of a quick run."""
    assert main(["train", "-m", "self_mm", "-s", "1", *quick, "-o", str(tmp_path / "run")]) == 0
    capsys.readouterr()
    return tmp_path / "run" / "seed-1" / "bundle"


def test_a_bundle_is_measured_whole_and_with_every_subset(bundle, capsys):
    assert main(["evaluate", "--bundle", str(bundle), *SYNTHETIC]) == 0
    text = capsys.readouterr().out
    assert "on CMU-MOSI, valid: 8 samples" in text
    assert [line.split("|")[1].strip() for line in text.splitlines()[-7:]] == [
        "T",
        "A",
        "V",
        "T+A",
        "T+V",
        "A+V",
        "T+A+V",
    ]


def test_the_same_is_to_be_had_as_json(bundle, capsys):
    assert main(["evaluate", "--bundle", str(bundle), *SYNTHETIC, "--split", "test", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    record = json.loads((bundle.parent / "record.json").read_text(encoding="utf-8"))
    assert document["split"] == "test"
    told = {name: metric["value"] for name, metric in document["metrics"].items()}
    assert told == pytest.approx(record["metrics"]["test"], abs=1e-5)
    assert all(metric["low"] <= metric["value"] <= metric["high"] for metric in document["metrics"].values())
    assert document["subsets"]["T+A+V"]["metrics"] == document["metrics"]


def test_every_file_gets_a_row(bundle, tmp_path, capsys):
    files = [tmp_path / "good.txt", tmp_path / "bad.txt"]
    for file in files:
        file.write_text(f"a {file.stem} day", encoding="utf-8")
    table = tmp_path / "table.csv"
    command = ["predict", str(bundle), *map(str, files)]
    assert main([*command, "--csv", str(table)]) == 0
    printed, said = capsys.readouterr()
    assert printed == ""
    assert "synthetic_mosi_audio, synthetic_mosi_vision" in said  # cannot be made of recordings
    with table.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == [str(file) for file in files]
    assert [row["words"] for row in rows] == ["a good day", "a bad day"]
    assert all(row["audio"] == "" and -3 <= float(row["value"]) <= 3 for row in rows)

    assert main([*command, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [row["value"] for row in document["rows"]] == [float(row["value"]) for row in rows]
    assert main(command) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith(f"{files[0]}: MOSI ")


def test_labels_are_drawn_beside_the_run(bundle, capsys):
    assert main(["plot-labels", str(bundle.parents[1])]) == 0
    picture = bundle.parent / "labels.png"
    assert capsys.readouterr().out.strip() == str(picture)
    assert picture.read_bytes().startswith(b"\x89PNG")
