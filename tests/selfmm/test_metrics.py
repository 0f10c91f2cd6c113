from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn import metrics as reference

from selfmm import metrics

values = arrays(np.float64, st.integers(4, 40), elements=st.floats(-50, 50).map(lambda value: round(value, 2)))


@given(values, st.randoms(use_true_random=False))
def test_auc_agrees_with_an_independent_implementation(predictions, random):
    positive = np.array([random.random() < 0.5 for _ in predictions])
    positive[:2] = True, False
    assert metrics.auc(positive, predictions) == pytest.approx(reference.roc_auc_score(positive, predictions))


def test_auc_needs_both_classes():
    with pytest.raises(ValueError, match="both sides"):
        metrics.auc(np.array([True, True]), np.array([1.0, 2.0]))


@given(values)
def test_perfect_predictions_are_perfect(labels):
    assert metrics.mae(labels, labels) == 0
    assert metrics.rmse(labels, labels) == 0
    if labels.std() > 0:
        assert metrics.ccc(labels, labels) == pytest.approx(1)


def test_concordance_punishes_a_shift_that_correlation_forgives():
    labels = np.array([1.0, 2.0, 3.0, 4.0])
    assert metrics.correlation(labels, labels + 5) == pytest.approx(1)
    # population variance 1.25 on both sides, shift 5: 2 * 1.25 / (1.25 + 1.25 + 25)
    assert metrics.ccc(labels, labels + 5) == pytest.approx(2.5 / 27.5)


@given(values, st.randoms(use_true_random=False))
def test_f1_sensitivity_specificity_agree_with_an_independent_implementation(labels, random):
    positive = labels >= 0
    called = np.array([random.random() < 0.5 for _ in labels])
    assert metrics.f1(positive, called) == pytest.approx(reference.f1_score(positive, called, zero_division=0))
    if positive.any():
        assert metrics.sensitivity(positive, called) == pytest.approx(reference.recall_score(positive, called))
    if (~positive).any():
        assert metrics.specificity(positive, called) == pytest.approx(reference.recall_score(~positive, ~called))


@pytest.mark.parametrize("rows", [3, 7, 10, 13])
@pytest.mark.parametrize("value", [0.1, 0.3, 53.3])
def test_a_constant_says_nothing_even_where_its_mean_is_rounded(rows, value):
    constant = np.full(rows, value)
    assert metrics.ccc(constant, constant) == 0
    assert metrics.correlation(constant, np.arange(rows) * 1.7) == 0


def test_a_person_is_the_mean_of_their_answers():
    assert metrics.by_person(["a", "b", "a"], np.array([1.0, 5.0, 3.0])) == {"a": 2.0, "b": 5.0}


def test_a_bootstrap_interval_holds_the_estimate_and_is_reproducible():
    generator = np.random.default_rng(0)
    labels = generator.normal(size=60)
    predictions = labels + generator.normal(size=60)
    lower, upper = metrics.bootstrap_interval(metrics.mae, labels, predictions, seed=1)
    assert lower < metrics.mae(labels, predictions) < upper
    assert (lower, upper) == metrics.bootstrap_interval(metrics.mae, labels, predictions, seed=1)


def test_a_conformal_interval_covers_new_people_as_often_as_it_says():
    generator = np.random.default_rng(0)
    covered = []
    for _ in range(400):
        errors = generator.normal(size=41)
        halfwidth = metrics.conformal_halfwidth(errors[:40], np.zeros(40), coverage=0.9)
        covered.append(abs(errors[40]) <= halfwidth)
    assert 0.86 <= np.mean(covered) <= 0.95
