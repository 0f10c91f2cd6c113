"""How much memory and time one piece of work may take, so that a file made to eat both ends in a sentence."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATUS = Path("/proc/self/status")
_DATA = re.compile(r"^VmData:\s+(\d+) kB$", re.MULTILINE)
_LOOK_SECONDS = 0.02  # between two looks at the memory in use
_ALLOCATORS = ("can't allocate memory", "bad_alloc", "Insufficient memory")  # torch, C++ and OpenCV


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child process may take for one function; infinitely many seconds where the work has no known length."""

    memory_bytes: int  # beyond what the child has when it begins
    seconds: float


@contextmanager
def memory_limited(limits: Limits | None) -> Iterator[None]:
    """Raise `MemoryError` at the block's end where it took more memory than `limits` say, if the system tells: Linux.

    The system itself refuses a third more. That alone would not do: a decoder that gets no memory often leaves
    pictures out and says nothing. Written memory is counted, not addresses: torch maps far more than it ever uses.
    """
    if limits is None or _data_bytes() is None:
        yield
        return
    import resource

    import numpy as np  # noqa: F401 - it takes memory for every processor, which is not the work's

    held = _data_bytes() or 0
    before = resource.getrlimit(resource.RLIMIT_DATA)
    most = held + limits.memory_bytes
    watch = _Watch(most)
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (_within(most + limits.memory_bytes // 3, before[1]), before[1]))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
        if watch.ended_above():
            raise MemoryError


def ran_out_of_memory(error: BaseException) -> bool:
    """Whether the error says, in whatever words of a library, that no memory was to be had."""
    return isinstance(error, MemoryError) or any(said in str(error) for said in _ALLOCATORS)


class _Watch:
    """Looks at this process's memory again and again, and remembers whether it was ever above `most` bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._above = False
        self._stop = Event()
        self._thread = Thread(target=self._look, name="memory-watch", daemon=True)
        self._thread.start()

    def ended_above(self) -> bool:
        """End, and whether it was above."""
        self._stop.set()
        self._thread.join()
        return self._above

    def _look(self) -> None:
        while not self._stop.wait(_LOOK_SECONDS) and not self._above:
            self._above = (_data_bytes() or 0) > self._most


def _data_bytes() -> int | None:
    """Bytes that this process has mapped to write to; None where the system does not count or limit them."""
    if not sys.platform.startswith("linux"):
        return None
    found = _DATA.search(_STATUS.read_text(encoding="ascii", errors="replace"))
    return int(found[1]) * 1024 if found else None


def _within(wanted: int, hard: int) -> int:
    import resource

    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
