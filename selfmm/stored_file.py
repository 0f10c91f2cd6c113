"""Files whose bytes do not lie on the disk as they are, such as encrypted ones."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO, Protocol


class Placed(Protocol):
    """What lies somewhere."""

    @property
    def path(self) -> Path:
        """Where it lies, for messages and to see whether it is there."""


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

    def folder(self, name: str) -> StoredFolder:
        """The folder of this name within."""


def folder_in(folder: Path | StoredFolder, name: str) -> Path | StoredFolder:
    """The folder of this name in a folder, by whomever it is kept."""
    return folder / name if isinstance(folder, Path) else folder.folder(name)


def file_in(folder: Path | StoredFolder, name: str) -> Path | StoredFile:
    """The file of this name in a folder, by whomever it is kept."""
    return folder / name if isinstance(folder, Path) else folder.file(name)


def place_of(it: Path | Placed) -> Path:
    """Where a file or folder lies."""
    return it if isinstance(it, Path) else it.path


def opened_bytes(file: Path | StoredFile) -> BinaryIO:
    """The file's bytes as they are meant; raises OSError."""
    return file.open("rb") if isinstance(file, Path) else file.open()


def replace_whole(file: Path | StoredFile, content: bytes) -> None:
    """Put `content` in the file's place, by whomever it is kept: it is whole or as it was before. Raises OSError.

    What nobody else keeps is not waited for until it is on the disk: it can be made again after a power failure.
    """
    if not isinstance(file, Path):
        file.write_whole(content)
        return
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(file)
