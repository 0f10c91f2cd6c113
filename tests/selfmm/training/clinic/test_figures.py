from __future__ import annotations

import numpy as np
import pytest

from selfmm.scales import PHQ_9
from selfmm.training.clinic.figures import Said, compare, halfwidth, judge, person_weights
from selfmm.training.clinic.nouns import Measured
from selfmm.training.retraining import RatedSession, Verdict


def sessions(ratings, *, each=1, **told):
    return [
        RatedSession(f"{n}-{k}", f"p{n}", rating, "en", **told) for n, rating in enumerate(ratings) for k in range(each)
    ]


def noisy(ratings, deviation, seed=0):
    drawn = np.random.default_rng(seed).normal(0, deviation, (1, len(ratings)))
    return Said(np.clip(np.array(ratings)[None] + drawn, 0, 27))


RATINGS = [float(value) for value in np.random.default_rng(1).integers(0, 28, 60)]
CONSTANT = np.full((1, 60), float(np.median(RATINGS)))


def test_a_nearer_model_is_better_and_the_other_way_round_worse():
    near, far = noisy(RATINGS, 1.5), noisy(RATINGS, 5.0, seed=2)
    better = compare(sessions(RATINGS), near, far, CONSTANT, PHQ_9)
    assert better.verdict is Verdict.BETTER
    assert better.difference["mae"].value == pytest.approx(better.new["mae"].value - better.reference["mae"].value)
    assert compare(sessions(RATINGS), far, near, CONSTANT, PHQ_9).verdict is Verdict.WORSE


def test_a_model_beside_itself_makes_no_difference():
    same = compare(sessions(RATINGS), noisy(RATINGS, 4.0), noisy(RATINGS, 4.0), CONSTANT, PHQ_9)
    assert same.difference["mae"] == Measured(0.0, 0.0, 0.0)
    assert same.verdict is Verdict.NO_RELIABLE_DIFFERENCE


def test_a_model_that_is_no_nearer_than_the_median_is_never_better():
    useless = Said(np.random.default_rng(3).uniform(0, 27, (1, 60)))
    terrible = Said(27.0 - np.array(RATINGS)[None])
    assert compare(sessions(RATINGS), useless, terrible, CONSTANT, PHQ_9).verdict is Verdict.WORSE_THAN_MEAN


def test_few_people_and_one_side_come_first():
    good, bad = Measured(2.0, 1.0, 3.0), Measured(-2.0, -3.0, -1.0)
    assert judge(9, 10, good, bad) is Verdict.TOO_FEW
    assert judge(2, 50, good, bad) is Verdict.ONE_SIDED
    assert judge(20, 20, good, None) is Verdict.BETTER
    assert judge(20, 20, Measured(0.5, -0.2, 1.0), bad) is Verdict.NO_RELIABLE_DIFFERENCE


def test_each_person_counts_alike_however_many_sessions_they_had():
    three = [RatedSession("1", "a", 5.0, "en"), RatedSession("2", "a", 5.0, "en"), RatedSession("3", "b", 20.0, "en")]
    assert person_weights(three).tolist() == [0.5, 0.5, 1.0]
    said = Said(np.array([[5.0, 5.0, 10.0]]))
    assert compare(three, said, None, np.zeros((1, 3)), PHQ_9).new["mae"].value == pytest.approx(5.0)


def test_repeating_everybodys_session_changes_nothing():
    once = compare(sessions(RATINGS), noisy(RATINGS, 3.0), None, CONSTANT, PHQ_9)
    values = np.repeat(noisy(RATINGS, 3.0).values, 3, axis=1)
    thrice = compare(sessions(RATINGS, each=3), Said(values), None, np.repeat(CONSTANT, 3, axis=1), PHQ_9)
    assert thrice.people == once.people
    for name, figure in once.new.items():
        assert thrice.new[name].value == pytest.approx(figure.value)


def test_intervals_hold_new_peoples_ratings_as_often_as_they_say():
    generator, held = np.random.default_rng(4), []
    for _ in range(300):
        sizes = generator.integers(1, 5, 31)
        levels = generator.normal(0, 2, 31)
        errors = [np.abs(generator.normal(level, 1, size)) for level, size in zip(levels, sizes, strict=True)]
        weights = np.concatenate([np.full(size, 1 / size) for size in sizes[:-1]])
        held.append(np.mean(errors[-1] <= halfwidth(np.concatenate(errors[:-1]), weights, 0.9)))
    assert 0.87 <= np.mean(held) <= 0.95


def test_too_few_people_for_an_interval_give_the_largest_error():
    assert halfwidth(np.array([1.0, 5.0, 2.0]), np.ones(3), 0.9) == 5.0


def test_subgroups_are_told_of_where_they_part_the_people_and_are_not_tiny():
    told = [
        RatedSession(f"{n}", f"p{n}", rating, "zh" if n % 2 else "en", sex="f", age=30.0 if n < 57 else 70.0)
        for n, rating in enumerate(RATINGS)
    ]
    groups = compare(told, noisy(RATINGS, 3.0), noisy(RATINGS, 3.0), CONSTANT, PHQ_9).subgroups
    assert [(group.kind, group.value) for group in groups] == [("age", "0-34"), ("language", "en"), ("language", "zh")]
    assert all(group.difference.value == 0.0 for group in groups)
