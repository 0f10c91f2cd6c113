"""A recording that somebody is still writing, read as if it were whole."""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from selfmm.media.refusals import reading
from selfmm.stored_file import StoredFile, place_of

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE = 0.2  # seconds between two looks at a file that has nothing new


@dataclass(frozen=True, slots=True)
class GrowingFile:
    """A Matroska file with the question whether it will grow no more.

    Every function of `selfmm.media` takes one where it takes a path. It then waits at the end of the file for what is
    still to come, and gives out what it would give out of the finished file. Once `is_finished()` is true, which must
    not be before the last byte is written, it is read like any other file. `is_finished` is asked five times a second
    while a reader waits; an exception that it raises comes out of the reader, which is how to stop one that waits.
    """

    file: Path | StoredFile
    is_finished: Callable[[], bool]

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return place_of(self.file)


Source = Path | StoredFile | GrowingFile
"""Where a recording is read from."""


@dataclass(frozen=True, slots=True)
class FinishedWhenGone:
    """Says that a recording is finished once a file, which the recorder makes before and deletes after it, is gone.

    It can be pickled. In a child process it is true as well once the process that started it has died: a recorder
    that has died deletes nothing.
    """

    marker: Path

    def __call__(self) -> bool:
        """Whether the recording will grow no more."""
        return not self.marker.exists() or _is_orphaned()


def settled(source: str | Source) -> Source:
    """The source, or simply its path where it grows no more."""
    if isinstance(source, GrowingFile):
        return source.file if source.is_finished() else source
    return Path(source) if isinstance(source, str) else source


def wait_for_beginning(source: GrowingFile) -> None:
    """Wait until the file has a first byte, or will never have one."""
    while not (source.path.is_file() and source.path.stat().st_size) and not source.is_finished():
        time.sleep(_PATIENCE)


class Follower:
    """The bytes of a growing file from the first to the last one, for PyAV, which sees that it cannot be seeked."""

    def __init__(self, source: GrowingFile) -> None:
        self._source = source
        file = source.file
        with reading(source.path):
            self._file = file.open("rb", buffering=0) if isinstance(file, Path) else file.open()

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self._source.path.name

    def read(self, size: int) -> bytes:
        """From one to `size` bytes as soon as there are any; none at the end of the finished file.

        Raises `MediaError` where the disk cannot be read any more, and whatever `is_finished` raises.
        """
        while True:
            finished = self._source.is_finished()  # asked first: what is written until then is read below
            with reading(self._source.path):
                data = self._file.read(size)
            if data or finished:
                return data
            time.sleep(_PATIENCE)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _is_orphaned() -> bool:
    parent = multiprocessing.parent_process()
    return parent is not None and not parent.is_alive()
