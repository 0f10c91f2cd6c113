from __future__ import annotations

import csv

import numpy as np
import pytest
from tiny_training import SMALL, small_request, tiny_set

from selfmm.benchmark_metrics import measure, paired_difference
from selfmm.errors import DataError, SelfMMError
from selfmm.training.comparison import compare, mean_predictions
from selfmm.training.judging import or_cutoff
from selfmm.training.records import read_records

MODELS = ("self_mm", "text_only", "lmf")


@pytest.fixture
def request_(tiny_text_encoder):
    return small_request(tiny_set(), seeds=(1, 2), shape={"text": SMALL["text"]}, train={"epochs": 1})


@pytest.fixture
def compared(request_, tmp_path):
    return compare(request_, MODELS, tmp_path / "out")


def test_each_number_has_a_column_of_its_own(compared):
    with compared.csv.open(encoding="utf-8") as file:
        rows = {(row["split"], row["model"]): row for row in csv.DictReader(file)}
    assert list(rows) == [(split, model) for split in ("valid", "test") for model in MODELS]
    for (split, model), row in rows.items():
        maes = [record.metrics[split]["mae"] for record in read_records(compared.csv.parent / model)]
        assert float(row["mae_mean"]) == pytest.approx(np.mean(maes))
        assert float(row["mae_sd"]) == pytest.approx(np.std(maes, ddof=1))
        assert row["mae_seeds"] == "2"
        assert (row["mae_difference"] == "") == (model == "self_mm")


def test_differences_are_of_predictions_averaged_over_seeds(compared, request_):
    data, out = request_.data_set, compared.csv.parent
    labels = np.array([sample.label for sample in data.valid])
    said = {
        model: or_cutoff(mean_predictions(out / model, "valid", (1, 2), len(data.valid)), data.scale)
        for model in MODELS
    }
    (lmf,) = [result for result in compared.results if (result.split, result.model) == ("valid", "lmf")]
    expected = paired_difference("mosi", labels, said["lmf"], said["self_mm"], scale=data.scale, seed=1111)
    for metric, difference in expected.items():
        assert lmf.differences[metric] == pytest.approx(difference, nan_ok=True)
    plain = [measure("mosi", labels, said[model], scale=data.scale)["mae"] for model in ("lmf", "self_mm")]
    assert lmf.differences["mae"].difference == pytest.approx(plain[0] - plain[1])


def test_the_text_has_a_row_a_model_and_a_table_a_split(compared):
    assert compared.markdown == (compared.csv.parent / "comparison.md").read_text(encoding="utf-8")
    assert [line for line in compared.markdown.splitlines() if line.startswith("## ")] == [
        "## valid: 9 samples",
        "## test: 7 samples",
    ]
    assert compared.markdown.count("\n| text_only") == 4  # means and differences of two splits
    assert compared.markdown.count("\n| self_mm") == 2


def test_a_second_call_trains_nothing_and_says_the_same(compared, request_, tmp_path):
    def train(*_):
        raise AssertionError("It trained again.")

    again = compare(request_, MODELS, tmp_path / "out", on_epoch=train)
    assert again.markdown == compared.markdown


def test_models_share_what_a_frozen_encoder_read(compared):
    assert (compared.csv.parent / "cache").is_dir()
    assert not (compared.csv.parent / "lmf" / "cache").exists()


def test_damaged_predictions_and_other_peoples_folders_are_told_of(compared, request_, tmp_path):
    predictions = tmp_path / "out" / "lmf" / "seed-2" / "predictions.csv"
    lines = predictions.read_text(encoding="utf-8").splitlines(keepends=True)
    for damaged in (
        lines[:-1],
        [*lines[:-1], '"test","x"'],
        ["split,id\n", *lines[1:]],
        [lines[0].replace("fusion", "F")],
    ):
        predictions.write_text("".join(damaged), encoding="utf-8")
        with pytest.raises(DataError, match=r"predictions.csv is damaged"):
            compare(request_, MODELS, tmp_path / "out")
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.tex").write_text("years of work", encoding="utf-8")
    with pytest.raises(SelfMMError, match="something else"):
        compare(request_, MODELS, tmp_path / "thesis")
