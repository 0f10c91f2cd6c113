from __future__ import annotations

from dataclasses import replace

import pytest

from selfmm.data.benchmarks import synthetic
from selfmm.data.checking import check, check_complete
from selfmm.errors import DataError


@pytest.fixture
def data_set():
    return synthetic("sims", samples=60)


def test_what_is_well_is_returned_without_notes(data_set):
    assert check(data_set, keep_shared=False).notes == ()


def test_earlier_notes_stay(data_set):
    assert check(replace(data_set, notes=("one",)), keep_shared=False).notes == ("one",)


@pytest.mark.parametrize("split", ["train", "valid"])
def test_an_empty_split_is_refused_where_something_is_to_be_learnt(data_set, split):
    lacking = replace(data_set, **{split: ()})
    with pytest.raises(DataError, match=f"{split} split"):
        check_complete(lacking)
    assert check(lacking, keep_shared=False).notes == ()  # enough to be judged on


def test_an_empty_test_split_is_not(data_set):
    assert check(replace(data_set, test=()), keep_shared=False).notes == ()


@pytest.mark.parametrize("label", [1.2, -7.0, float("nan"), None])
def test_a_label_beyond_the_scale_is_refused_with_its_sample(data_set, label):
    wrong = replace(data_set.valid[0], label=label)
    with pytest.raises(DataError, match=rf"sample {wrong.id} of the valid split is rated {label}, but SIMS goes from"):
        check(replace(data_set, valid=(wrong, *data_set.valid[1:])), keep_shared=False)


def test_a_unimodal_label_beyond_the_scale_is_refused(data_set):
    wrong = replace(data_set.train[0], unimodal_labels={"text": 3.0})
    with pytest.raises(DataError, match=r"rated 3\.0"):
        check(replace(data_set, train=(wrong, *data_set.train[1:])), keep_shared=False)


def test_rounding_of_32_bit_labels_is_no_fault(data_set):
    rounded = replace(data_set.train[0], label=1.0000001)
    check(replace(data_set, train=(rounded, *data_set.train[1:])), keep_shared=False)


def test_a_person_in_two_splits_is_refused_or_noted(data_set):
    shared = replace(data_set.valid[0], person=data_set.train[0].person)
    spoilt = replace(data_set, valid=(shared, *data_set.valid[1:]))
    with pytest.raises(DataError, match=f"1 people .* such as {shared.person}"):
        check(spoilt, keep_shared=False)
    (note,) = check(spoilt, keep_shared=True).notes
    assert "train and valid share 1" in note


def test_a_split_on_one_side_of_the_cutoff_is_noted(data_set):
    below = tuple(sample for sample in data_set.train if sample.label < 0)
    (note,) = check(replace(data_set, train=below), keep_shared=False).notes
    assert note == "Every sample of the train split is below the cut-off 0."
