from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfmm.scales import SDS
from selfmm.types import (
    AnswerScore,
    FeatureSequence,
    Modality,
    Quality,
    Sample,
    Score,
    join_words,
    modality_subsets,
    part,
    subset_name,
)


@pytest.mark.parametrize(
    ("words", "language", "line"),
    [
        (["I", "slept", "badly."], "en", "I slept badly."),
        (["Well", ",", "no"], "en", "Well, no"),
        (["我", "睡得", "不好", "。"], "zh", "我睡得不好。"),
        (["我用", "Python", "3", "写"], "zh", "我用Python 3写"),
        ([], "en", ""),
    ],
)
def test_words_are_joined_as_the_language_writes_them(words, language, line):
    assert join_words(words, language) == line


@given(st.floats(SDS.minimum, SDS.maximum))
def test_a_label_is_restored_and_lies_within_one_of_the_cutoff(value):
    label = SDS.centre(value)
    assert -1 <= label <= 1
    assert (label >= 0) == (value >= SDS.cutoff)
    assert SDS.restore(label) == pytest.approx(value)


@given(st.floats(-10, 10))
def test_a_restored_score_never_leaves_the_scale(label):
    assert SDS.minimum <= SDS.restore(label) <= SDS.maximum


@pytest.mark.parametrize(
    ("value", "band"),
    [(25, "below_cutoff"), (52.9, "below_cutoff"), (53, "at_or_above_cutoff"), (100, "at_or_above_cutoff")],
)
def test_bands_begin_at_their_lower_end(value, band):
    assert SDS.band(value) == band


def test_frames_between_two_times():
    sequence = FeatureSequence(np.arange(10, dtype=np.float32)[:, None], 0.5, "any")
    assert sequence.between(1.0, 2.0).values[:, 0].tolist() == [2, 3]
    assert len(sequence.between(9.0, 12.0).values) == 0


def test_a_sample_has_only_what_it_holds():
    empty = FeatureSequence(np.zeros((0, 33), np.float32), 0.032, "librosa_33")
    assert Sample("1", "p", "  ", audio=empty).modalities == frozenset()
    assert Sample("1", "p", "yes").modalities == {Modality.TEXT}


def test_parts_of_parts_go_from_their_start_to_their_end():
    told = []
    second_half = part(lambda step, fraction: told.append((step, fraction)), 0.5, 1.0)
    part(second_half, 0.0, 0.5)("hearing", 1.0)
    second_half("seeing", 0.0)
    second_half("seeing", 1.0)
    assert told == [("hearing", 0.75), ("seeing", 0.5), ("seeing", 1.0)]


def test_the_seven_subsets_stand_in_the_order_of_the_tables():
    assert [subset_name(subset) for subset in modality_subsets()] == ["T", "A", "V", "T+A", "T+V", "A+V", "T+A+V"]
    assert modality_subsets()[4] == {Modality.TEXT, Modality.VISION}


def score_of(*values):
    answers = tuple(AnswerScore("words", float(place), place + 1.0, value) for place, value in enumerate(values))
    return Score(SDS, 50.0, None, 0.9, "below_cutoff", 50.0, None, None, answers, Quality(words=8), "0123456789ab")


@given(st.lists(st.none() | st.floats(25, 100), max_size=8))
def test_an_effect_is_what_leaving_the_answer_out_would_change(values):
    known = [value for value in values if value is not None]
    effects = score_of(*values).effects
    assert len(effects) == len(values)
    for place, (value, effect) in enumerate(zip(values, effects, strict=True)):
        if value is None or len(known) < 2:
            assert effect is None
            continue
        others = [other for at, other in enumerate(values) if other is not None and at != place]
        assert effect == pytest.approx(sum(known) / len(known) - sum(others) / len(others), abs=1e-9)


def test_answers_that_are_alike_move_nothing():
    assert score_of(40.0, 40.0, 40.0).effects == pytest.approx((0.0, 0.0, 0.0))
