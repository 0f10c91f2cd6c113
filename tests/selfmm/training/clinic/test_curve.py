from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_clinic import clinic, words_plan

from selfmm.training.clinic.curve import fit_power_law, sizes_for
from selfmm.training.retraining import Depth, estimate, learning_curve


@settings(deadline=None, max_examples=30)
@given(floor=st.floats(0, 5), scale=st.floats(1, 30), power=st.floats(0.3, 1.3))
def test_a_power_law_is_found_again(floor, scale, power):
    people = np.array([8.0, 15.0, 28.0, 53.0, 100.0])
    told = [values[0] for values in fit_power_law(people, (floor + scale * people**-power)[None])]
    expected = floor + scale * 150.0**-power
    assert told[0] + told[1] * 150.0 ** -told[2] == pytest.approx(expected, rel=0.03, abs=0.03)


def test_where_errors_rise_no_gain_is_made_up():
    people = np.array([8.0, 15.0, 28.0, 53.0, 100.0])
    floor, scale, power = (float(values[0]) for values in fit_power_law(people, np.array([[5.0, 5.1, 5.2, 5.3, 5.4]])))
    assert scale < 0
    assert floor + scale * 120.0**-power > 5.3


def test_sizes_rise_by_one_factor():
    assert sizes_for(100) == (8, 15, 28, 53, 100)
    assert sizes_for(8) == (8,)
    assert sizes_for(6) == (6,)


def test_the_curve_and_the_time_of_a_clinic(tmp_path, tiny_text_encoder, tiny_bundle):
    data, plan = clinic(), words_plan(tiny_bundle, depth=Depth.RECALIBRATE)
    curve = learning_curve(data, plan, tmp_path / "curve", sessions_more=20)
    assert [people for people, _ in curve.points] == list(sizes_for(24))
    assert curve.people_more == pytest.approx(10.0)  # two sessions a person
    assert curve.gain.lower <= curve.gain.value <= curve.gain.upper
    assert learning_curve(data, plan, tmp_path / "curve", sessions_more=20) == curve
    quick, slow = (estimate(data, words_plan(tiny_bundle, depth=depth)) for depth in (Depth.RECALIBRATE, Depth.HEADS))
    assert 0 < quick.reading < quick.seconds < slow.seconds
    assert slow.memory_bytes > 500_000_000
