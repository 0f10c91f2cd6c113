"""What users get wrong: each is one clear sentence and exit code 2, and nothing on the disk is touched."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import torch

from selfmm.__main__ import main

TRAIN = ["train", "-o", "out", "-d", "mosi", "--data", "synthetic", "--samples", "40", "--encoder", "tiny"]
FROZEN = ["--set", "model.text.tuned_layers=0"]
HEADER = "id,person,text,audio,video,label,split\n"


def contents(folder):
    """Every file with what is in it; the cache is the program's own."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "home" not in path.parts}


@pytest.fixture
def refused(tmp_path, monkeypatch, capsys, tiny_text_encoder, home):
    """Runs a command that must fail; gives the sentence."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        before = contents(tmp_path)
        assert main(list(arguments)) == 2
        assert contents(tmp_path) == before
        printed, said = capsys.readouterr()
        assert printed == ""
        assert "Traceback" not in said
        return said.strip().splitlines()[-1]

    return run


def changed(option, value):
    """The training command with another value."""
    place = TRAIN.index(option) + 1
    return [*TRAIN[:place], value, *TRAIN[place + 1 :]]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (changed("-d", "mosy"), "There is no data set called “mosy”; did you mean “mosi”?"),
        ([*TRAIN, "-m", "self_mn"], "There is no model called “self_mn”; did you mean “self_mm”?"),
        (changed("--encoder", "multilingual-e5-smal"), "did you mean “multilingual-e5-small”?"),
        (changed("--encoder", "bert-base-nowhere"), "is not on this computer"),
        ([*TRAIN, "--device", "cud"], "There is no device called “cud”; did you mean “cuda”?"),
        ([*TRAIN, "--set", "train.epoch=3"], "did you mean “epochs”?"),
        ([*TRAIN, *FROZEN, "--set", "model.texts.pooling=mean"], "did you mean “text”?"),
        ([*TRAIN, "--set", "epochs=3"], "options begin with model. or train."),
        ([*TRAIN, "--set", "train=3"], "is a group of options"),
        ([*TRAIN, "--set", "train.epochs"], "is no assignment"),
        ([*TRAIN, "--set", "train.epochs=many"], "epochs: a whole number is wanted"),
        ([*TRAIN, "--set", "train.batch_size=0"], "batch_size must be 1 or more"),
        ([*TRAIN, "--set", "train.optimiser=adams"], "did you mean “adam”?"),
        ([*TRAIN, "--config", "none.toml"], "none.toml cannot be read"),
        ([*TRAIN, "-s", "-1"], "A seed is a whole number from 0"),
        (changed("--samples", "0"), "synthetic data alone"),
        ([*TRAIN, "--teacher", "mosei"], "Write it as --teacher mosei=PATH"),
        ([*TRAIN, "--teacher", "moseii=x"], "did you mean “mosei”?"),
        ([*TRAIN, "--start", "nowhere"], "There is no model in nowhere"),
        (changed("--data", "nowhere")[:7], "There is no nowhere"),
        (["tune", *TRAIN[1:], *FROZEN, "--trials", "0"], "There must be 1 trial or more"),
        (["compare", *TRAIN[1:], "-m", "lmf", "-m", "lnf"], "did you mean “lmf”?"),
        (["evaluate", "--bundle", "nowhere", "-d", "mosi", "--data", "synthetic"], "There is no model in nowhere"),
        (["predict", "nowhere", "file.wav"], "There is no model in nowhere"),
        (["plot-labels", "nowhere"], "There are no generated labels in nowhere"),
    ],
)
def test_a_command_that_names_what_is_not_there(arguments, sentence, refused):
    assert sentence in refused(*arguments)


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without a graphics card")
def test_a_graphics_card_that_is_not_there(refused):
    assert "no cuda device" in refused(*TRAIN, "--device", "cuda")


def test_a_configuration_that_is_not_toml(refused, tmp_path):
    (tmp_path / "mine.toml").write_text("[train\nepochs = 3", encoding="utf-8")
    assert "mine.toml is not a TOML file" in refused(*TRAIN, "--config", "mine.toml")
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe\x00")
    assert "mine.toml cannot be read" in refused(*TRAIN, "--config", "mine.toml")


def on_disk(name):
    """The training command on data that lie on the disk."""
    return [*changed("--data", name)[:7], *TRAIN[9:]]


def test_a_file_that_is_no_data_set(refused, tmp_path):
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    assert "does not look like CMU-MOSI" in refused(*on_disk("notes.txt"))
    (tmp_path / "broken.pkl").write_bytes(b"no pickle")
    assert "broken.pkl" in refused(*on_disk("broken.pkl"))


def test_features_of_a_wrong_shape(refused, tmp_path):
    fields = {
        "raw_text": ["a", "b"],
        "audio": np.ones((2, 5)),
        "id": ["v1$_$1", "v2$_$1"],
        "regression_labels": [1.0, -1.0],
    }
    (tmp_path / "flat.pkl").write_bytes(pickle.dumps({"train": fields, "valid": fields}))
    assert "has the shape (2, 5)" in refused(*on_disk("flat.pkl"))


@pytest.mark.parametrize(
    ("name", "rows", "sentence"),
    [
        ("mosi", ["a,p1,good,,,9,train", "b,p2,bad,,,1,valid"], "is rated 9.0, but MOSI goes from -3.0 to 3.0"),
        ("mosi", ["a,p1,good,,,1,train", "b,p2,bad,,,1,test"], "no rated samples in its valid split"),
        ("mosi", ["a,p1,good,,,1,train", "b,p1,bad,,,1,valid"], "1 people are in the train and the valid split"),
        ("mosi", ["a,p1,good,,,1,training"], "split is “training”"),
        ("urfunny", ["a,p1,good,,,1,train", "b,p2,bad,,,0,valid"], "every sample of the train split is at or above"),
    ],
)
def test_labels_and_splits_that_nobody_can_learn_from(name, rows, sentence, refused, tmp_path):
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips" / "manifest.csv").write_text(HEADER + "\n".join(rows), encoding="utf-8")
    arguments = on_disk("clips")
    arguments[arguments.index("mosi")] = name
    assert sentence in refused(*arguments)


def test_an_output_folder_that_is_somebody_elses(refused, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.tex").write_text("years of work", encoding="utf-8")
    assert "There is something else in out" in refused(*TRAIN, *FROZEN)
    (tmp_path / "file").write_text("a file", encoding="utf-8")
    assert "is a file" in refused(*changed("-o", "file"), *FROZEN)


def test_an_output_folder_of_another_run_or_one_that_is_in_use(refused, tmp_path, capsys):
    from filelock import FileLock

    quick = [*TRAIN, *FROZEN, "--set", "train.epochs=1", "-m", "text_only"]
    assert main(quick) == 0
    capsys.readouterr()
    assert "holds a run with another model" in refused(*quick, "--set", "train.patience=3")
    assert "holds a run with another model" in refused("tune", *quick[1:])
    with FileLock(tmp_path / "out" / ".lock"):
        assert "Another process is training in out" in refused(*quick)


def test_a_bundle_that_does_not_fit_what_is_asked_of_it(refused, tiny_bundle, tmp_path):
    bundle = str(tiny_bundle)  # learnt EATD's kind of sound and the SDS
    synthetic = ["--data", "synthetic", "--samples", "40"]
    assert "This model tells values on SDS, and mosi is rated on MOSI" in refused(
        "evaluate", "--bundle", bundle, "-d", "mosi", *synthetic
    )
    said = refused("evaluate", "--bundle", bundle, "-d", "eatd", *synthetic)
    assert "wants audio features made by librosa_33 (33 numbers a frame)" in said
    assert "made by synthetic_eatd_audio" in said
    assert "There is no split to judge on called “trian”" in refused(
        "evaluate", "--bundle", bundle, "-d", "eatd", *synthetic, "--split", "trian"
    )
    assert "missing.txt" in refused("predict", bundle, "missing.txt")
    assert "missing.wav" in refused("predict", bundle, "missing.wav")
    (tmp_path / "said.txt").write_text("good", encoding="utf-8")
    assert "There are 1 files and 2 transcripts" in refused(
        "predict", bundle, "said.txt", "--transcript", "a", "--transcript", "b"
    )
    assert "holds a self_mm, not a lmf" in refused(*TRAIN, *FROZEN, "-m", "lmf", "--start", bundle)
