"""Predictive values at the site's own prevalence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening_app.services.predictive_values import PredictiveValues, predictive_values

SHARES = st.floats(0.01, 0.99)


def test_the_example_of_the_literature():
    found = predictive_values(0.85, 0.85, 0.10)
    assert found.positive == pytest.approx(0.386, abs=0.001)
    assert found.negative == pytest.approx(0.981, abs=0.001)


def test_nobody_above_the_cutoff_has_no_positive_value():
    assert predictive_values(0.0, 1.0, 0.1) == PredictiveValues(None, 0.9)


@given(SHARES, SHARES, SHARES)
def test_a_useless_test_says_what_was_known_before(sensitivity, specificity, prevalence):
    found = predictive_values(sensitivity, 1 - sensitivity, prevalence)
    assert found.positive == pytest.approx(prevalence)
    assert found.negative == pytest.approx(1 - prevalence)
    better = predictive_values(sensitivity, max(specificity, 1 - sensitivity), prevalence)
    assert better.positive >= found.positive - 1e-9


@pytest.mark.parametrize("shares", [(1.1, 0.5, 0.5), (0.5, -0.1, 0.5), (0.5, 0.5, float("nan"))])
def test_what_is_no_share_is_refused(shares):
    with pytest.raises(ValueError, match="between 0 and 1"):
        predictive_values(*shares)
