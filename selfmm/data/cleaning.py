"""Puts one feature array right: its true length, its padding behind it, and no value that is not finite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from selfmm.data.data_set import Mended

if TYPE_CHECKING:
    from numpy.typing import NDArray


def clean(values: NDArray[Any], length: int | None = None) -> tuple[NDArray[np.float32] | None, Mended]:
    """The true rows of `values` (frames, dimensions), and what was put right; None where there are none.

    `length` is the true number of frames where the file tells it, else the end is where trailing rows of zeros begin.
    Rows of zeros in front of the true rows are padding too where the true rows reach the array's end: such features
    are read as length 1 by programs that look for the first row of zeros. Zeros alone are no features.
    """
    values, mended = finite(values)
    filled = np.flatnonzero(values.any(axis=1))
    if len(filled) == 0 or (length is not None and length <= 0):
        return None, mended + Mended(without_frames=1)
    start, stop = _true_rows(len(values), int(filled[0]), int(filled[-1]), length)
    return np.ascontiguousarray(values[start:stop]), mended + Mended(left_padded=int(start > 0))


def finite(values: NDArray[Any]) -> tuple[NDArray[np.float32], Mended]:
    """`values` of any shape as float32 with 0 for NaN, infinity and what is too large for float32; and their counts."""
    with np.errstate(over="ignore", invalid="ignore"):
        narrow = np.asarray(values).astype(np.float32)
    good = np.isfinite(narrow)
    if good.all():
        return narrow, Mended()
    missing = int(np.isnan(narrow).sum())
    return np.where(good, narrow, np.float32(0)), Mended(missing, int((~good).sum()) - missing)


def _true_rows(frames: int, first: int, last: int, length: int | None) -> tuple[int, int]:
    """Start and stop of the true rows, where rows `first` to `last` are the outermost that are not zero."""
    reaches_end = last == frames - 1
    if length is None:
        return (first if reaches_end else 0), last + 1
    length = min(length, frames)
    padding = frames - length
    if 0 < padding <= first:  # as many zero rows in front as there should be behind
        return (padding, frames) if last >= length else (0, length)
    if first >= length and reaches_end:  # the stated length is that of a reader who was misled by the padding
        return first, frames
    return 0, length
