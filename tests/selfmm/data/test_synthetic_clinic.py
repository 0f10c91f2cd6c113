from __future__ import annotations

import numpy as np
import pytest

from selfmm.data.synthetic_clinic import ClinicShape, synthetic_clinic
from selfmm.scales import GAD_7, PHQ_9, SDS

SMALL = ClinicShape(people=20, answers=2, answer_seconds=1.0)


@pytest.mark.parametrize("scale", [PHQ_9, GAD_7, SDS])
def test_ratings_lie_on_the_scale_and_half_the_people_on_each_side(scale):
    made = synthetic_clinic(scale, SMALL)
    assert all(scale.minimum <= one.rating <= scale.maximum for one in made)
    sides = {}
    for one in made:
        sides.setdefault(one.person, set()).add(one.rating >= scale.cutoff)
    assert sorted(len(side) for side in sides.values()) == [1] * 20
    assert sum(side == {True} for side in sides.values()) == 10


def test_the_same_seed_gives_the_same_clinic():
    one, again, other = (synthetic_clinic(PHQ_9, SMALL, seed=seed) for seed in (1, 1, 2))
    assert [session.transcript for session in one] == [session.transcript for session in again]
    assert [session.transcript for session in one] != [session.transcript for session in other]
    assert np.array_equal(one[0].features.audio.values, again[0].features.audio.values)


def _shown(shape):
    """Correlation of the ratings with the length of the mean frame, in the direction of the most severe."""
    made = synthetic_clinic(PHQ_9, shape)
    means = np.stack([session.features.vision.values.mean(axis=0) for session in made])
    ratings = np.array([session.rating for session in made])
    half = np.array([int(session.person[1:]) % 4 < 2 for session in made])
    direction = means[half & (ratings >= 10)].mean(axis=0) - means[half & (ratings < 10)].mean(axis=0)
    return np.corrcoef((means @ direction)[~half], ratings[~half])[0, 1]


def test_faces_show_the_rating_unless_it_is_dealt_anew():
    shape = ClinicShape(people=60, answers=2, answer_seconds=1.0)
    assert _shown(shape) > 0.9
    assert abs(_shown(ClinicShape(people=60, answers=2, answer_seconds=1.0, shuffled=True))) < 0.5
    assert abs(_shown(ClinicShape(people=60, answers=2, answer_seconds=1.0, vision_signal=0.0))) < 0.5
