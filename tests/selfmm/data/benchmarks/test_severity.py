from __future__ import annotations

import pytest

from selfmm.data.benchmarks import read_data_set
from selfmm.errors import DataError

LEVELS = ("minimum", "mild", "moderate", "severe")


def write(folder, split, rows):
    lines = ["text,label", *(f'"post {number}, with a comma",{label}' for number, label in enumerate(rows))]
    (folder / f"reddit_severity_{split}.csv").write_text("\n".join(lines), encoding="utf-8")


def test_a_train_table_alone_is_dealt_into_splits(tmp_path):
    write(tmp_path, "train", LEVELS * 10)
    found = read_data_set("severity", tmp_path)
    assert found.dealt
    assert sum(map(len, found.splits.values())) == 40
    assert {sample.label for sample in found.train} == {0.0, 1.0, 2.0, 3.0}
    assert found.train[0].text.endswith("with a comma")


def test_published_tables_keep_their_splits(tmp_path):
    for split, count in (("train", 5), ("valid", 2), ("test", 1)):
        write(tmp_path, split, LEVELS * count)
    found = read_data_set("severity", tmp_path)
    assert not found.dealt
    assert [len(samples) for samples in found.splits.values()] == [20, 8, 4]


def test_a_test_table_alone_is_enough_to_be_judged_on(tmp_path):
    write(tmp_path, "test", LEVELS)
    assert len(read_data_set("severity", tmp_path, to_learn=False).test) == 4
    with pytest.raises(DataError, match="train split"):
        read_data_set("severity", tmp_path)


def test_an_unknown_level_is_told_with_its_line(tmp_path):
    write(tmp_path, "train", [*LEVELS, "dire"])
    with pytest.raises(DataError, match=r"Line 6 .*dire.*minimum, mild, moderate, severe"):
        read_data_set("severity", tmp_path)
