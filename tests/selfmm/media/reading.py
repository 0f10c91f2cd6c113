"""Read a file as the program does, and check that what comes out is sane."""

from __future__ import annotations

import math
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from odd_files import BOTH, PICTURE, REFUSED, SOUND

from selfmm.errors import MediaError
from selfmm.media import MAX_SECONDS, SAMPLE_RATE, frames, open_media, waveform_blocks

if TYPE_CHECKING:
    from pathlib import Path

RATE = 5.0  # pictures a second
SIDE = 640


def read(path: Path) -> str:
    """What was found: sound, picture, both, or that the file is refused. AssertionError for what is not sane."""
    try:
        info = open_media(path)
    except MediaError as error:
        _check_refusal(path, error)
        return REFUSED
    assert 0 < info.duration_seconds <= MAX_SECONDS
    if info.has_sound:
        check_sound(path, info.duration_seconds)
    if info.has_picture:
        check_pictures(path, info.duration_seconds)
    return BOTH if info.has_sound and info.has_picture else SOUND if info.has_sound else PICTURE


def check_sound(path: Path, seconds: float) -> None:
    assert sum(len(block) for block in waveform_blocks(path, start=6.0, end=8.0)) <= 2 * SAMPLE_RATE  # found by a jump
    samples = 0
    for block in waveform_blocks(path):
        assert block.dtype == np.float32
        assert block.ndim == 1
        assert np.isfinite(block).all()
        assert np.abs(block).max(initial=0.0) <= 1.0
        samples += len(block)
    assert samples <= (seconds + 1.0) * SAMPLE_RATE


def check_pictures(path: Path, seconds: float) -> None:
    number = -1
    for number, frame in enumerate(frames(path, RATE)):
        assert frame.time == number / RATE
        assert math.isfinite(frame.age)
        assert frame.image.dtype == np.uint8
        assert frame.image.ndim == 3
        assert frame.image.shape[2] == 3
        assert 1 <= min(frame.image.shape[:2]) <= max(frame.image.shape[:2]) <= SIDE
    assert number + 1 <= max(1, math.ceil(seconds * RATE))


def _check_refusal(path: Path, error: MediaError) -> None:
    """It names the file; and if sound or pictures are asked for all the same, no other error comes."""
    assert path.name in str(error)
    for reading in (waveform_blocks(path), frames(path, RATE)):
        try:
            for _ in islice(reading, 5):
                pass
        except MediaError:
            continue
