from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfmm.calibration import Line, fit_line, fit_logistic, fit_plane

numbers = st.floats(-100, 100).filter(lambda value: abs(value) > 1e-3)


@given(slope=numbers, intercept=numbers, value=numbers)
def test_a_line_and_its_inverse_undo_each_other(slope, intercept, value):
    line = Line(slope, intercept)
    assert line.inverse().at(line.at(value)) == pytest.approx(value, rel=1e-6, abs=1e-6)


def test_a_level_line_has_no_inverse():
    with pytest.raises(ValueError, match="no inverse"):
        Line(0.0, 1.0).inverse()


@given(st.floats(-30, 30))
def test_a_probability_is_one_and_rises(value):
    line = Line(1.0, 0.0)
    assert 0 < line.probability_at(value) < 1
    assert line.probability_at(value) < line.probability_at(value + 1)
    assert line.probability_at(0.0) == 0.5


def test_an_outlier_does_not_move_the_line_of_least_absolute_error():
    x = np.arange(11.0)
    y = 2.0 * x - 1.0
    y[3] += 1000.0
    line = fit_line(x, y)
    assert (line.slope, line.intercept) == pytest.approx((2.0, -1.0))


def test_no_line_nearby_has_a_smaller_error():
    generator = np.random.default_rng(0)
    x = generator.normal(size=40)
    y = -3.0 * x + generator.laplace(size=40)
    line = fit_line(x, y)
    least = np.abs(line.intercept + line.slope * x - y).mean()
    for slope in (-0.05, 0.0, 0.05):
        for intercept in (-0.05, 0.0, 0.05):
            assert np.abs(line.intercept + intercept + (line.slope + slope) * x - y).mean() >= least - 1e-9


def test_the_logistic_line_gives_back_the_share_of_positives():
    generator = np.random.default_rng(0)
    x = generator.normal(50, 10, 4000)
    positive = generator.random(4000) < 1 / (1 + np.exp(-0.2 * (x - 55)))
    line = fit_logistic(x, positive)
    assert line.slope == pytest.approx(0.2, abs=0.02)
    assert line.probability_at(55.0) == pytest.approx(0.5, abs=0.05)
    assert np.mean([line.probability_at(value) for value in x]) == pytest.approx(positive.mean(), abs=0.01)


def test_a_class_that_is_empty_is_refused():
    with pytest.raises(ValueError, match="class"):
        fit_logistic(np.arange(5.0), np.zeros(5, dtype=bool))


def test_a_plane_finds_what_is_linear_and_bears_a_constant_column():
    generator = np.random.default_rng(0)
    vectors = generator.normal(size=(300, 4))
    vectors[:, 2] = 7.0
    y = 1.5 * vectors[:, 0] - 2.0 * vectors[:, 1] + 4.0
    plane = fit_plane(vectors, y)
    np.testing.assert_allclose(plane.at(vectors), y, atol=0.1)
