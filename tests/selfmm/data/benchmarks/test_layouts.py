from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from selfmm.data.benchmarks import read_data_set
from selfmm.errors import DataError, UnknownChoiceError


def test_an_unknown_data_set_is_answered_with_the_nearest(tmp_path):
    with pytest.raises(UnknownChoiceError, match="did you mean “simsv2”"):
        read_data_set("sims2", tmp_path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mosi", r"MMSA pickle.*mosi_train\.csv.*manifest\.csv"),
        ("daic", r"train_split_Depression_AVEC2017\.csv.*manifest\.csv"),
        ("avec", r"train_split_Depression_AVEC2017\.csv.*203_1_Depression\.csv"),
        ("urfunny", r"data_folds\.pkl"),
        ("mustard", r"sarcasm_data\.json"),
        ("eatd", r"EATD's manifest\.csv"),
    ],
)
def test_what_was_looked_for_is_said(tmp_path, name, said):
    (tmp_path / "something.txt").touch()
    with pytest.raises(DataError, match=f"does not look like .*; looked for .*{said}"):
        read_data_set(name, tmp_path)


def test_a_file_of_another_kind_is_not_recognised(tmp_path):
    (tmp_path / "data.npz").touch()
    with pytest.raises(DataError, match="does not look like CMU-MOSI"):
        read_data_set("mosi", tmp_path / "data.npz")


def test_a_missing_path_is_said():
    with pytest.raises(DataError, match="There is no"):
        read_data_set("mosi", Path("nowhere/at/all"))


def test_a_folder_called_synthetic_is_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("synthetic").mkdir()
    with pytest.raises(DataError, match="does not look like"):
        read_data_set("mosi", Path("synthetic"))


def test_names_can_be_listed_without_heavy_libraries():
    code = (
        "import sys; from selfmm.data.catalogue import DATA_SETS; assert DATA_SETS; assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
