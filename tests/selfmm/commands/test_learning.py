from __future__ import annotations

import csv
import json
import tomllib

import pytest

from selfmm.__main__ import main
from selfmm.bundle import read_info
from selfmm.commands.progress import ProgressLine


def test_a_run_trains_every_seed_and_prints_the_summary(quick, tmp_path, capsys):
    out = tmp_path / "run"
    command = ["train", "-m", "self_mm", "-s", "7", "-s", "8", "-s", "7", *quick, "-o", str(out)]
    assert main(command) == 0
    printed, said = capsys.readouterr()
    assert printed.startswith((out / "summary.md").read_text(encoding="utf-8"))
    assert [line for line in printed.splitlines() if line.startswith("Bundle")] == [
        f"Bundle: {out / f'seed-{seed}' / 'bundle'}" for seed in (7, 8)
    ]
    assert "mosi: 23 train, 8 valid, 12 test samples." in said
    epochs = [line.partition(":")[0] for line in said.splitlines() if "validation loss" in line]
    assert epochs == [f"seed {seed}, epoch {epoch}" for seed in (7, 8) for epoch in (1, 2)]
    assert read_info(out / "seed-8" / "bundle").model_name == "self_mm"

    assert main(command) == 0  # all is there
    again, said = capsys.readouterr()
    assert again == printed
    assert "validation loss" not in said


def test_what_was_put_right_in_the_data_and_what_to_know_of_them_is_said(quick, tmp_path, capsys):
    head, data = "id,video,clip,text,label\n", tmp_path / "tables"
    data.mkdir()
    rows = [f"v{n}_1,v{n},1,word {n},{-1 if n % 2 else 1}" for n in range(6)]
    (data / "mosi_train.csv").write_text("\n".join([head.strip(), *rows, "v9_1,v9,1,unrated,"]), encoding="utf-8")
    (data / "mosi_valid.csv").write_text(head + "v1_2,v1,2,so good,2\nv8_1,v8,1,so bad,-2\n", encoding="utf-8")
    options = [option for option in quick if option not in {"--samples", "40"}]
    options[options.index("synthetic")] = str(data)
    assert main(["train", "-m", "text_only", *options, "-o", str(tmp_path / "run")]) == 0
    said = capsys.readouterr().err
    assert "mosi: 6 train, 2 valid samples." in said
    assert "mosi: 1 samples had no label (left out)." in said
    assert "mosi: The published splits train and valid share 1 speakers" in said


def test_one_seed_is_the_default_and_said(quick, tmp_path, capsys):
    assert main(["train", "-m", "text_only", *quick, "-o", str(tmp_path / "run")]) == 0
    assert "Seed 1111; name several with -s" in capsys.readouterr().err
    assert [folder.name for folder in (tmp_path / "run").glob("seed-*")] == ["seed-1111"]


def test_a_file_changes_options_and_set_changes_them_last(quick, tmp_path):
    config = tmp_path / "mine.toml"
    config.write_text('[train]\nepochs = 5\nbatch_size = 5\n[model]\ntext = { pooling = "first" }\n', encoding="utf-8")
    command = ["train", "-m", "text_only", *quick, "--config", str(config), "-o", str(tmp_path / "run")]
    assert main([*command, "--set", "train.patience=3"]) == 0
    told = json.loads((tmp_path / "run" / "seed-1111" / "record.json").read_text(encoding="utf-8"))["config"]
    train = told["train"]
    assert (train["epochs"], train["batch_size"], train["patience"]) == (2, 5, 3)
    assert told["model"]["text"]["pooling"] == "first"


def test_what_was_stopped_goes_on_with_the_same_command(quick, tmp_path, capsys, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    command = ["train", "-m", "self_mm", "-s", "3", *quick, "-o"]
    with monkeypatch.context() as patched:
        patched.setattr(ProgressLine, "epoch", stop)
        assert main([*command, str(tmp_path / "stopped")]) == 130
    assert "The same command goes on where it stopped." in capsys.readouterr().err
    assert main([*command, str(tmp_path / "stopped")]) == 0
    stopped, said = capsys.readouterr()
    assert "epoch 2" in said
    assert "epoch 1" not in said
    assert main([*command, str(tmp_path / "whole")]) == 0
    whole = capsys.readouterr().out
    assert stopped.partition("Bundle")[0] == whole.partition("Bundle")[0]


def test_other_data_teach_and_a_bundle_is_begun_from(quick, tmp_path, capsys):
    command = ["train", "-m", "text_only", *quick]
    assert main([*command, "--teacher", "mosei=synthetic", "-o", str(tmp_path / "first")]) == 0
    said = capsys.readouterr().err
    assert "The audio of mosei is left out: other extractors made it." in said
    bundle = tmp_path / "first" / "seed-1111" / "bundle"
    assert main([*command, "--start", str(bundle), "-o", str(tmp_path / "second")]) == 0
    record = json.loads((tmp_path / "second" / "seed-1111" / "record.json").read_text(encoding="utf-8"))
    assert record["start"] == read_info(bundle).id
    first = json.loads((tmp_path / "first" / "seed-1111" / "record.json").read_text(encoding="utf-8"))
    assert list(first["teachers"]) == ["mosei"]


def test_tuning_writes_a_file_to_train_with(quick, tmp_path, capsys):
    out = tmp_path / "tuned"
    assert main(["tune", "-m", "text_only", *quick, "-o", str(out), "--trials", "2"]) == 0
    printed, said = capsys.readouterr()
    assert "Best of 2 trials" in printed
    assert said.count("trial ") == 2
    config = out / "best.toml"
    assert str(config) in printed
    assert tomllib.loads(config.read_text(encoding="utf-8"))["train"]["epochs"] == 2
    assert main(["train", "-m", "text_only", *quick, "--config", str(config), "-o", str(tmp_path / "run")]) == 0


def test_models_are_set_side_by_side(quick, tmp_path, capsys):
    out = tmp_path / "compared"
    assert main(["compare", "-m", "self_mm", "-m", "lmf", "-s", "1", "-s", "2", *quick, "-o", str(out)]) == 0
    printed, said = capsys.readouterr()
    assert printed.strip() == (out / "comparison.md").read_text(encoding="utf-8").strip()
    assert "lmf seed 2, epoch 2" in said
    with (out / "comparison.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["split"], row["model"]) for row in rows] == [
        (split, model) for split in ("valid", "test") for model in ("self_mm", "lmf")
    ]
    assert main(["plot-labels", str(out / "self_mm")]) == 2
    assert "several seeds" in capsys.readouterr().err
    assert main(["plot-labels", str(out / "self_mm" / "seed-2"), "-o", str(tmp_path / "labels.svg")]) == 0
    assert "<svg" in (tmp_path / "labels.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["--recipe", "default", "--data", "missing"], "eatd_train"), (["--data", "synthetic"], "-d")],
)
def test_the_bundled_model_is_built_by_its_recipe(arguments, sentence, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["train", *arguments, "-o", "out"]) == 2
    assert sentence in capsys.readouterr().err
