from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import tiny_samples

from selfmm.data.splits import of_persons, person_folds, split_by_person
from selfmm.errors import DataError
from selfmm.scales import SDS


@settings(deadline=None, max_examples=30)
@given(people=st.integers(5, 30), folds=st.integers(2, 5), seed=st.integers(0, 100))
def test_everybody_is_in_exactly_one_fold(people, folds, seed):
    samples = tiny_samples(people=people, answers=2)
    groups = person_folds(samples, folds, cutoff=SDS.cutoff, seed=seed)
    everybody = [person for group in groups for person in group]
    assert sorted(everybody) == sorted({sample.person for sample in samples})
    for first in groups:
        for second in groups:
            ids = {sample.id for sample in of_persons(samples, first)} & {s.id for s in of_persons(samples, second)}
            assert first is second or not ids


def test_people_above_the_cutoff_are_spread():
    samples = tiny_samples(people=20)
    groups = person_folds(samples, 5, cutoff=SDS.cutoff, seed=1)
    above = {sample.person for sample in samples if sample.label >= SDS.cutoff}
    assert [len(group & above) for group in groups] == [2] * 5


def test_too_few_people_are_refused():
    with pytest.raises(DataError, match="3 rated people"):
        person_folds(tiny_samples(people=3), 5, cutoff=SDS.cutoff, seed=1)


@settings(deadline=None, max_examples=40)
@given(people=st.integers(3, 40), seed=st.integers(0, 100))
def test_shares_of_the_people_are_dealt_and_nobody_is_in_two(people, seed):
    samples = tiny_samples(people=people, answers=2)
    groups = split_by_person(samples, (0.7, 0.15, 0.15), cutoff=SDS.cutoff, seed=seed)
    persons = [{sample.person for sample in group} for group in groups]
    assert sum(map(len, persons)) == len(set.union(*persons)) == people
    assert sorted(sample.id for group in groups for sample in group) == sorted(sample.id for sample in samples)
    for group, share in zip(persons, (0.7, 0.15, 0.15), strict=True):
        assert len(group) >= 1
        assert abs(len(group) - share * people) <= 1.5


def test_both_sides_of_the_cutoff_are_in_every_split():
    samples = tiny_samples(people=40)
    groups = split_by_person(samples, (0.7, 0.15, 0.15), cutoff=SDS.cutoff, seed=3)
    above = {sample.person for sample in samples if sample.label >= SDS.cutoff}
    assert [len({sample.person for sample in group} & above) for group in groups] == [14, 3, 3]


def test_fewer_people_than_splits_are_refused():
    with pytest.raises(DataError, match="2 rated people"):
        split_by_person(tiny_samples(people=2), (0.7, 0.15, 0.15), cutoff=SDS.cutoff, seed=1)
