"""Files whose bytes do not lie on the disk as they are, such as encrypted ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from pathlib import Path


class StoredFile(Protocol):
    """What this library asks of a file that somebody else keeps; it may be given wherever a path may.

    It has to be hashable, equal where it is the same file, and picklable, for work that is done in other processes.
    """

    @property
    def path(self) -> Path:
        """Where it lies, for messages and to see whether it is there."""

    def __hash__(self) -> int:
        """By what it is equal to."""

    def open(self) -> BinaryIO:
        """Its bytes as they are meant, seekable, as many as asked for; raises OSError and what its keeper raises."""

    def write_whole(self, content: bytes) -> None:
        """Put `content` in its place: it is whole or as it was before. Raises OSError."""
