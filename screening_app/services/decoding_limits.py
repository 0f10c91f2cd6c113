"""What the child process may take to look into a recording that somebody gave us, and to prepare it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.jobs.limits import Limits
from screening_app.jobs.memory import free_memory

if TYPE_CHECKING:
    from pathlib import Path

_GIB = 1 << 30

# Far beyond honest files: none of 5,000 changed ones took more than 0.2 GiB to look into, and 3 hours with picture
# take less than 2 GiB to prepare. A larger speech model of the user's own takes up to 3 GiB more.
_LOOK_BYTES = _GIB
_PREPARE_BYTES = 5 * _GIB
_SPARED_BYTES = _GIB  # of what is free, for the window and other programs
_LOOK_SECONDS, _LOOK_BYTES_A_SECOND = 60.0, 1_000_000  # as from a slow memory stick, when the whole file must be read
_PREPARE_SECONDS, _PREPARE_TIMES_LENGTH = 900.0, 30.0  # a large speech model on an old computer takes 5 times as long


def to_look(path: Path) -> Limits:
    """Limits for looking into a file, copying its streams, or hearing a voice in it."""
    return Limits(_LOOK_BYTES, _LOOK_SECONDS + path.stat().st_size / _LOOK_BYTES_A_SECOND)


def to_prepare(length_seconds: float) -> Limits:
    """Limits for transcript and features of a recording of so many seconds; infinitely many while it grows."""
    free = free_memory() or _PREPARE_BYTES
    memory = max(_PREPARE_BYTES, free - _SPARED_BYTES)
    return Limits(memory, _PREPARE_SECONDS + _PREPARE_TIMES_LENGTH * length_seconds)
