from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from selfmm.data.cleaning import clean, finite
from selfmm.data.data_set import Mended

ANYTHING = arrays_of.arrays(
    st.sampled_from([np.float64, np.float32, np.int64]), st.tuples(st.integers(0, 12), st.integers(1, 4))
)


def filled(frames, dimensions=3, seed=0):
    """Values none of which is 0, (frames, dimensions)."""
    return np.random.default_rng(seed).uniform(0.5, 1.5, (frames, dimensions)).astype(np.float32)


@settings(deadline=None, max_examples=200)
@given(values=ANYTHING, length=st.none() | st.integers(-2, 20))
def test_whatever_comes_in_what_goes_out_is_finite_and_not_empty(values, length):
    cleaned, mended = clean(values, length)
    assert mended.without_frames == (cleaned is None)
    if cleaned is not None:
        assert cleaned.dtype == np.float32
        assert cleaned.shape[1] == values.shape[1]
        assert 0 < len(cleaned) <= len(values)
        assert np.isfinite(cleaned).all()


@settings(deadline=None, max_examples=100)
@given(frames=st.integers(1, 20), padding=st.integers(0, 20), told=st.booleans())
def test_padding_on_either_side_gives_the_same_rows(frames, padding, told):
    true = filled(frames)
    zeros = np.zeros((padding, 3), np.float32)
    length = frames if told else None
    right, right_mended = clean(np.concatenate([true, zeros]), length)
    left, left_mended = clean(np.concatenate([zeros, true]), length)
    np.testing.assert_array_equal(right, true)
    np.testing.assert_array_equal(left, true)
    assert right_mended == Mended()
    assert left_mended == Mended(left_padded=int(padding > 0))


@pytest.mark.parametrize("misled", [1, 5])
def test_a_length_that_was_read_off_left_padding_is_not_believed(misled):
    true = filled(10)
    values = np.concatenate([np.zeros((40, 3), np.float32), true])
    cleaned, mended = clean(values, misled)
    np.testing.assert_array_equal(cleaned, true)
    assert mended.left_padded == 1


def test_zero_frames_within_a_stated_length_are_kept():
    values = filled(8)
    values[:2] = 0  # no face yet
    values[4:] = 0
    cleaned, mended = clean(values, 6)
    np.testing.assert_array_equal(cleaned, values[:6])
    assert mended == Mended()


def test_counts_of_what_is_not_finite():
    values = np.array([[1.0, np.nan], [np.inf, -np.inf], [1e300, 2.0]])
    cleaned, mended = clean(values)
    np.testing.assert_array_equal(cleaned, [[1, 0], [0, 0], [0, 2]])
    assert (mended.not_a_number, mended.infinite) == (1, 3)


@pytest.mark.parametrize("values", [np.zeros((5, 2)), np.full((5, 2), np.nan), np.zeros((0, 2))])
def test_nothing_but_zeros_is_a_missing_modality(values):
    cleaned, mended = clean(values, 5)
    assert cleaned is None
    assert mended.without_frames == 1


def test_length_0_is_a_missing_modality():
    assert clean(filled(4), 0)[0] is None


def test_finite_takes_any_shape():
    values, mended = finite(np.array([[[1.0], [np.nan]]]))
    assert values.shape == (1, 2, 1)
    assert mended == Mended(not_a_number=1)
