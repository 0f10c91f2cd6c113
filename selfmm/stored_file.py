"""Files whose bytes do not lie on the disk as they are, such as encrypted ones."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Protocol


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


class StoredFolder(Protocol):
    """A folder whose files somebody else keeps; it may be given wherever a folder of such files may. Picklable."""

    @property
    def path(self) -> Path:
        """Where it lies; what makes folders makes them there."""

    def file(self, name: str) -> StoredFile:
        """The file of this name, which may lie in folders within."""


def file_in(folder: Path | StoredFolder, name: str) -> Path | StoredFile:
    """The file of this name in a folder, by whomever it is kept."""
    return folder / name if isinstance(folder, Path) else folder.file(name)


def place_of(it: Path | StoredFile | StoredFolder) -> Path:
    """Where a file or folder lies."""
    return it if isinstance(it, Path) else it.path
