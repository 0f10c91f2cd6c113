from __future__ import annotations

import csv
import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from filelock import FileLock
from tiny_training import small_request, tiny_set, tiny_split

from selfmm.benchmark_metrics import headline
from selfmm.bundle import load_bundle, read_info
from selfmm.errors import BundleError, DataError, SelfMMError
from selfmm.model.base import own_weights
from selfmm.scales import MOSI, PHQ_9, SIMS
from selfmm.training import runs
from selfmm.training.loop import DivergedError
from selfmm.training.records import SeedRecord, read_record, summary_rows, summary_table
from selfmm.training.runs import run_seeds, start_weights
from selfmm.training.trainer import feed, predict
from selfmm.types import Modality

pytestmark = pytest.mark.usefixtures("tiny_text_encoder")
ONE_EPOCH = {"epochs": 1}


def _strictly(text):
    """JSON as other programs read it: without NaN."""
    return json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def _never(*_, **__):
    pytest.fail("trained again")


# What a run leaves --------------------------------------------------------------------------------------------------


def test_a_seed_leaves_a_record_predictions_labels_and_a_bundle(tmp_path):
    data = tiny_set()
    (record,) = run_seeds(small_request(data), tmp_path)
    folder = tmp_path / "seed-1"
    assert sorted(path.name for path in folder.iterdir()) == ["bundle", "labels", "predictions.csv", "record.json"]
    assert record == read_record(folder)
    assert (record.data_sha256, record.seed, record.config["train"]["seed"]) == ("f" * 64, 1, 1)
    assert set(record.versions) == {"torch", "transformers", "numpy"}
    assert set(record.metrics) == set(record.intervals) == {"valid", "test"}
    info = read_info(folder / "bundle")
    assert info.id == record.bundle
    assert (info.recipe.audio, info.recipe.vision) == ("tiny_audio", "tiny_vision")
    assert info.training["epoch"] == record.epoch
    assert info.interval_halfwidth > 0
    assert "seed 1" in info.card_line("en")
    with (folder / "predictions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [sample.id for sample in (*data.valid, *data.test)]
    assert [float(row["label"]) for row in rows] == [sample.label for sample in (*data.valid, *data.test)]
    silent = [row["audio"] == "" for row in rows]
    assert silent == [sample.audio is None for sample in (*data.valid, *data.test)]
    mae = np.mean([abs(float(row["fusion"]) - float(row["label"])) for row in rows if row["split"] == "test"])
    assert record.metrics["test"]["mae"] == pytest.approx(mae, abs=1e-6)


def test_what_the_bundle_says_is_what_was_recorded(tmp_path):
    """The network that is loaded later is the one that was judged."""
    data = tiny_set()
    run_seeds(small_request(data), tmp_path)
    bundle = load_bundle(tmp_path / "seed-1" / "bundle")
    told = predict(bundle.model, feed(data.test, bundle.model, bundle.normaliser, MOSI))
    with (tmp_path / "seed-1" / "predictions.csv").open(encoding="utf-8") as file:
        kept = [float(row["fusion"]) for row in csv.DictReader(file) if row["split"] == "test"]
    assert [MOSI.uncentre(value) for value in told["fusion"].double().tolist()] == kept


def test_records_and_summary_are_of_all_seeds_that_are_finished(tmp_path):
    told = []
    records = run_seeds(small_request(seeds=(2, 1)), tmp_path, on_epoch=lambda seed, epoch: told.append(seed))
    assert [record.seed for record in records] == [2, 1]
    assert told == [2, 2, 2, 1, 1, 1]
    (third,) = run_seeds(small_request(seeds=(3,)), tmp_path)
    lines = [_strictly(line) for line in (tmp_path / "records.jsonl").read_text().splitlines()]
    assert [line["seed"] for line in lines] == [1, 2, 3]
    with (tmp_path / "summary.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == "valid" and row["metric"] == "MAE"]
    values = [record.metrics["valid"]["mae"] for record in (*records, third)]
    assert float(rows[0]["mean"]) == pytest.approx(np.mean(values))
    assert float(rows[0]["sd"]) == pytest.approx(np.std(values, ddof=1))
    assert rows[0]["seeds"] == "3"
    assert f"{np.mean(values):.3f} ± {np.std(values, ddof=1):.3f} [" in (tmp_path / "summary.md").read_text()


def test_what_is_finished_is_not_trained_again(tmp_path, monkeypatch):
    first = run_seeds(small_request(seeds=(1, 2)), tmp_path)
    monkeypatch.setattr(runs, "train", _never)
    assert run_seeds(small_request(seeds=(1, 2)), tmp_path) == first


def test_a_summary_of_metrics_that_cannot_be_had_says_so_without_them():
    def record(seed, mae):
        names = [heading.metric for heading in headline("mosi")]
        metrics = dict.fromkeys(names) | {"mae": mae}
        ranges = {name: [np.nan, np.nan] for name in names} | {"mae": [mae - 0.1, mae + 0.1]}
        return SeedRecord(
            seed, "mosi", "lmf", {}, "", {}, None, {}, "cpu", 1, [], 0.0, {"valid": metrics}, {"valid": ranges}, ""
        )

    rows = {row["metric"]: row for row in summary_rows([record(1, 1.0), record(2, 2.0)], "mosi", "valid")}
    assert rows["MAE"]["mean"] == 1.5
    assert (rows["MAE"]["lower"], rows["MAE"]["upper"]) == pytest.approx((1.4, 1.6))
    others = [row for name, row in rows.items() if name != "MAE"]
    assert all(np.isnan(row["mean"]) and np.isnan(row["lower"]) and row["seeds"] == 0 for row in others)
    assert "–" in summary_table([record(1, 1.0)], "mosi")


def test_records_are_json_even_where_a_metric_cannot_be_had(tmp_path):
    """All labels on one side: there is no correlation of anything with them, and no interval."""
    data = tiny_set()
    same = tuple(replace(sample, label=1.0, person="one") for sample in data.valid)
    (record,) = run_seeds(small_request(replace(data, valid=same), train=ONE_EPOCH), tmp_path)
    told = _strictly((tmp_path / "seed-1" / "record.json").read_text())
    assert told["metrics"]["valid"]["correlation"] is None
    assert record.metrics["valid"]["correlation"] is None
    assert all(isinstance(edge, float) for edges in record.intervals["valid"].values() for edge in edges)
    _strictly((tmp_path / "records.jsonl").read_text())


def test_a_model_of_one_modality_is_judged_on_all_samples(tmp_path):
    (record,) = run_seeds(small_request(model="audio_only", train=ONE_EPOCH), tmp_path)
    data = tiny_set()
    assert any(sample.audio is None for sample in (*data.valid, *data.test))
    assert all(value is not None for value in record.metrics["test"].values())
    _strictly((tmp_path / "seed-1" / "record.json").read_text())


# Output folders -----------------------------------------------------------------------------------------------------


def test_a_folder_with_something_else_is_refused_and_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_text("everything")
    with pytest.raises(SelfMMError, match="There is something else in"):
        run_seeds(small_request(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("everything")
    for place in (tmp_path / "out", tmp_path / "out" / "below"):
        with pytest.raises(SelfMMError):
            run_seeds(small_request(), place)
    assert (tmp_path / "out").read_text() == "everything"


@pytest.mark.parametrize(
    "other",
    [
        {"train": {"epochs": 2}},
        {"model": "lmf"},
        {"data_set": replace(tiny_set(), fingerprint="0" * 64)},
        {"teachers": (tiny_set(seed=1),)},
    ],
)
def test_a_run_with_other_options_is_refused(tmp_path, other):
    run_seeds(small_request(train=ONE_EPOCH), tmp_path)
    before = (tmp_path / "records.jsonl").read_bytes()
    with pytest.raises(SelfMMError, match="holds a run with another model, other data or other options"):
        run_seeds(small_request(**{"train": ONE_EPOCH} | other), tmp_path)
    assert (tmp_path / "records.jsonl").read_bytes() == before


def test_a_folder_in_which_somebody_trains_is_refused(tmp_path):
    run_seeds(small_request(train=ONE_EPOCH), tmp_path)
    with FileLock(tmp_path / ".lock"), pytest.raises(SelfMMError, match="Another process is training in"):
        run_seeds(small_request(seeds=(2,), train=ONE_EPOCH), tmp_path)
    assert not (tmp_path / "seed-2").exists()


def test_what_a_killed_process_left_half_written_is_cleared_away(tmp_path):
    run_seeds(small_request(train=ONE_EPOCH), tmp_path)
    left = [tmp_path / "cache" / ".abc-vectors.x1", tmp_path / "seed-1" / "bundle.partial-7"]
    for folder in left:
        folder.mkdir()
        (folder / "values.bin").write_bytes(b"0")
    run_seeds(small_request(train=ONE_EPOCH), tmp_path)
    assert not any(folder.exists() for folder in left)


def test_a_process_that_was_killed_at_its_very_start_does_not_block_the_folder(tmp_path):
    (tmp_path / ".lock").touch()
    (tmp_path / ".run.json.partial").touch()
    assert len(run_seeds(small_request(train=ONE_EPOCH), tmp_path)) == 1


@pytest.mark.parametrize("moment", ["save", "write_record"])
def test_a_run_that_was_stopped_between_training_and_record_is_finished_later(tmp_path, monkeypatch, moment):
    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(runs, moment, stop)
        with pytest.raises(KeyboardInterrupt):
            run_seeds(small_request(train=ONE_EPOCH), tmp_path / "stopped")
    assert not (tmp_path / "stopped" / "seed-1" / "record.json").exists()
    monkeypatch.setattr(torch.optim.AdamW, "step", _never)
    (record,) = run_seeds(small_request(train=ONE_EPOCH), tmp_path / "stopped")
    assert record.bundle == read_info(tmp_path / "stopped" / "seed-1" / "bundle").id


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"seed": 1}'])
def test_a_damaged_record_is_refused_by_name(tmp_path, content):
    run_seeds(small_request(train=ONE_EPOCH), tmp_path)
    (tmp_path / "seed-1" / "record.json").write_text(content)
    with pytest.raises(DataError, match=r"record\.json is missing or damaged"):
        run_seeds(small_request(train=ONE_EPOCH), tmp_path)


# Bad input ----------------------------------------------------------------------------------------------------------


def test_data_without_a_validation_split_are_refused(tmp_path):
    with pytest.raises(DataError, match="no validation split"):
        run_seeds(small_request(replace(tiny_set(), valid=())), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_split_in_which_the_model_can_read_nothing_is_refused(tmp_path):
    data = tiny_set()
    silent = tuple(replace(sample, audio=None) for sample in data.valid)
    with pytest.raises(
        DataError, match=r"No sample of the validation split has anything that the model reads \(audio\)"
    ):
        run_seeds(small_request(replace(data, valid=silent), model="audio_only"), tmp_path)


def test_losses_that_are_no_longer_numbers_stop_the_run_with_advice(tmp_path):
    wild = {f"learning_rate_{part}": 1e30 for part in ("audio", "vision", "other")} | {"gradient_norm": 0.0}
    with pytest.raises(DivergedError, match=r"In epoch \d the loss is no longer a number.*Lower the learning rates"):
        run_seeds(small_request(train=wild | {"epochs": 9}), tmp_path)
    assert not (tmp_path / "seed-1" / "bundle").exists()


# Teachers and beginnings --------------------------------------------------------------------------------------------


def test_teachers_are_learnt_from_on_the_scale_of_the_data_set(tmp_path, monkeypatch):
    learnt = []
    train = runs.train
    monkeypatch.setattr(
        runs, "train", lambda samples, *given, **told: learnt.extend(samples) or train(samples, *given, **told)
    )
    halves = tuple(
        replace(sample, label=sample.label / 3, unimodal_labels={Modality.TEXT: 0.5})
        for sample in tiny_split(6, "teacher")
    )
    teacher = replace(tiny_set(), name="sims", scale=SIMS, train=halves)
    (record,) = run_seeds(small_request(teachers=(teacher,), train=ONE_EPOCH), tmp_path)
    data = tiny_set()
    assert [sample.id for sample in learnt[: len(data.train)]] == [sample.id for sample in data.train]
    taught = learnt[len(data.train) :]
    assert [sample.label for sample in taught] == pytest.approx([sample.label for sample in tiny_split(6, "teacher")])
    assert taught[0].unimodal_labels[Modality.TEXT] == pytest.approx(1.5)
    assert record.teachers == {"sims": "f" * 64}
    assert "and sims" in read_info(tmp_path / "seed-1" / "bundle").card["en"]


def test_a_run_begins_from_the_weights_of_a_bundle(tmp_path):
    run_seeds(small_request(), tmp_path / "first")
    start = tmp_path / "first" / "seed-1" / "bundle"
    still = {f"learning_rate_{part}": 0.0 for part in ("audio", "vision", "other")} | ONE_EPOCH
    (record,) = run_seeds(small_request(start=start, train=still, seeds=(9,)), tmp_path / "second")
    assert record.start == read_info(start).id
    before, after = (load_bundle(place).model for place in (start, tmp_path / "second" / "seed-9" / "bundle"))
    for name, value in own_weights(before).items():
        assert torch.equal(value, own_weights(after)[name]), name


def test_a_beginning_of_another_shape_is_refused_in_a_sentence(tmp_path):
    run_seeds(small_request(train=ONE_EPOCH), tmp_path / "first")
    start = tmp_path / "first" / "seed-1" / "bundle"
    with pytest.raises(SelfMMError, match=r"The weights to start from do not fit the network \(heads\.fusion"):
        run_seeds(small_request(start=start, shape={"fusion_head": {"width": 9}}), tmp_path / "second")
    with pytest.raises(BundleError, match="holds a self_mm, not a lmf"):
        run_seeds(small_request(start=start, model="lmf"), tmp_path / "third")


def test_heads_that_begin_on_another_range_are_brought_to_it(tmp_path):
    run_seeds(small_request(train=ONE_EPOCH), tmp_path)
    bundle = load_bundle(tmp_path / "seed-1" / "bundle")
    weights, own = start_weights(bundle, PHQ_9), own_weights(bundle.model)
    for name, value in weights.items():
        brought = name.startswith("heads.") and ".value." in name
        torch.testing.assert_close(value, own[name] / 3 if brought else own[name])
