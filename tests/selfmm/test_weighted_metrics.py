from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from selfmm import metrics, weighted_metrics

numbers = st.floats(-60, 60).map(lambda value: round(value, 1))


@st.composite
def draws(draw):
    """Labels and predictions (rows,), and how often each of some draws holds each row."""
    rows = draw(st.integers(1, 12))
    columns = [np.array(draw(st.lists(numbers, min_size=rows, max_size=rows))) for _ in range(2)]
    counts = st.lists(st.integers(0, 4), min_size=rows, max_size=rows).filter(any)
    return *columns, np.array(draw(st.lists(counts, min_size=1, max_size=4)), dtype=float)


def repeated(values, counts):
    return np.repeat(values, counts.astype(int))


def either_way(case, of_weights, of_rows):
    """The weighted metric of each draw, beside the plain metric of the rows written out as often as they are drawn."""
    labels, predictions, weights = case
    found = of_weights(labels, predictions, weights)
    written_out = [of_rows(repeated(labels, counts), repeated(predictions, counts)) for counts in weights]
    assert found == pytest.approx(written_out, abs=1e-9, nan_ok=True)


def or_nan(metric):
    """The plain metric, nan where it says that both sides are needed or one side does not vary."""

    def judged(labels, predictions):
        if np.ptp(labels) == 0 or np.ptp(predictions) == 0:
            return np.nan
        return metric(labels, predictions)

    return judged


@given(draws())
def test_means_and_shares(case):
    labels, predictions, weights = case
    either_way(case, lambda x, y, w: weighted_metrics.average(np.abs(x - y), w), metrics.mae)
    shares = [np.mean(repeated(labels > predictions, counts)) for counts in weights]
    assert weighted_metrics.average(labels > predictions, weights) == pytest.approx(shares)


@given(draws())
def test_correlation(case):
    either_way(case, weighted_metrics.correlation, or_nan(metrics.correlation))


def test_a_draw_of_one_value_has_no_correlation_though_its_sums_are_rounded():
    labels, predictions = np.array([0.1, 5.7, 6.9]), np.array([0.1, 4.1, 4.7])
    weights = np.array([[drawn, 0.0, 0.0] for drawn in range(1, 40)])
    assert np.isnan(weighted_metrics.correlation(labels, predictions, weights)).all()


@given(draws())
@example((np.array([0.0, 0.0]), np.array([1.9, 0.0]), np.array([[0.0, 3.0]])))  # the same constant, but for rounding
def test_concordance(case):
    def plain(labels, predictions):
        same = np.ptp(labels) == 0 == np.ptp(predictions) and labels[0] == predictions[0]
        return np.nan if same else metrics.ccc(labels, predictions)

    either_way(case, weighted_metrics.ccc, plain)


@given(draws())
def test_auc(case):
    def plain(labels, predictions):
        return metrics.auc(labels >= 0, predictions) if 0 < np.sum(labels >= 0) < len(labels) else np.nan

    either_way(
        case, lambda labels, predictions, weights: weighted_metrics.auc(labels >= 0, predictions, weights), plain
    )


@given(draws())
def test_f1_sensitivity_and_specificity(case):
    for name in ("f1", "sensitivity", "specificity"):
        of_weights, of_rows = getattr(weighted_metrics, name), getattr(metrics, name)
        either_way(
            case,
            lambda labels, predictions, weights, metric=of_weights: metric(labels >= 0, predictions >= 0, weights),
            lambda labels, predictions, metric=of_rows: metric(labels >= 0, predictions >= 0),
        )


@given(draws())
def test_f1_weighted_by_class_agrees_with_an_independent_implementation(case):
    either_way(
        case,
        lambda labels, predictions, weights: weighted_metrics.weighted_f1(labels >= 0, predictions >= 0, weights),
        lambda labels, predictions: f1_score(labels >= 0, predictions >= 0, average="weighted", zero_division=0),
    )


def test_a_draw_without_rows_cannot_be_judged():
    labels, nothing = np.array([1.0, 2.0]), np.zeros((1, 2))
    assert np.isnan(weighted_metrics.average(labels, nothing)).all()
    assert np.isnan(weighted_metrics.correlation(labels, labels, nothing)).all()
    assert np.isnan(weighted_metrics.weighted_f1(labels > 1, labels > 1, nothing)).all()
