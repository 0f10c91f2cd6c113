from __future__ import annotations

import numpy as np
import pytest

from selfmm.familiarity import SHARE, fit_familiarity


def people(count=200, level=0.0):
    return np.random.default_rng(0).normal(level, 1.0, (count, 8)).astype(np.float32)


def test_most_known_people_are_familiar_and_strangers_are_not():
    known = fit_familiarity(people())
    familiar = [known.distance(vector) <= known.limit for vector in people()]
    assert np.mean(familiar) >= SHARE - 0.01
    assert all(known.distance(vector) > known.limit for vector in people(20, level=6.0))


def test_the_middle_of_all_is_at_no_distance():
    vectors = people()
    assert fit_familiarity(vectors).distance(vectors.mean(axis=0)) == pytest.approx(0.0, abs=1e-5)


def test_what_never_varied_does_not_divide_by_zero():
    vectors = people()
    vectors[:, 3] = 1.0
    known = fit_familiarity(vectors)
    assert np.isfinite(known.distance(people(1)[0]))
    assert np.isfinite(known.limit)
