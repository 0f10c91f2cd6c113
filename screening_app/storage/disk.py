"""What the disk may refuse, said so that a clinician can act on it."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from screening_app.crypto.encrypted_file import EncryptedWriter
from screening_app.errors import StorageError

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from pathlib import Path

    from screening_app.crypto.keys import Key
    from selfmm.types import Report

_PIECE = 4 << 20  # bytes copied between two reports
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # what lies at the name already must not lead the writing elsewhere
_WRITE_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY | _NO_LINK
_SPARE = 64 << 20  # bytes
PARTIAL = ".part"  # what a name ends with until the file is whole
_SOURCE_GONE = "{name} can no longer be read. Check that its disk is connected, and choose the file again."
_NO_ROOM = "The disk with {folder} has {free} MB free and {needed} MB are needed. Free some space, then try again."
_FULL = "The disk with {folder} is full. Free some space and try again."
_CLOSED = "The folder {folder} cannot be written. Choose another one, or change its permissions."
_LINKED = "In the folder {folder} lies a link in the place of a file. Remove it, and try again."
_SENTENCES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: "The file is too large for the disk with {folder}. Choose a data folder on another disk.",
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.EROFS: _CLOSED,
    errno.ELOOP: _LINKED,
}
_OTHER = "The folder {folder} cannot be read or written. Check that its disk is connected and works."


def free_bytes(folder: Path) -> int:
    """How much may still be written to the folder's disk. Raises `StorageError`."""
    with explained(folder):
        return shutil.disk_usage(folder).free


def check_room(folder: Path, wanted: int) -> None:
    """Raise `StorageError` unless so many bytes fit on the folder's disk and some stay free."""
    needed, free = wanted + _SPARE, free_bytes(folder)
    if needed > free:
        raise StorageError(_NO_ROOM, folder=folder, needed=needed >> 20, free=free >> 20)


def checked_name(pattern: re.Pattern[str], name: str) -> str:
    """The name, if it has the form that is expected of it: a path is never made of anything else."""
    if not pattern.fullmatch(name):
        raise ValueError(f"{name!r} cannot be part of a file name here")
    return name


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """What the system refuses while working in `folder` comes out as a `StorageError`."""
    try:
        yield
    except OSError as error:
        sentence = _SENTENCES.get(error.errno or 0, _OTHER)
        raise StorageError(sentence, folder=folder) from error


def write_whole(path: Path, text: str) -> None:
    """Write a file that only this user may read; it is whole or as it was before. Raises `StorageError`."""
    with written_whole(path, mode=0o600) as file:
        file.write(text.encode())


def copy_beside(source: Path, target: Path, report: Report, *, key: Key | None = None) -> str:
    """Copy a file in pieces to beside `target`, then move it into place; the SHA-256 of it, in hex. Reports "copying".

    Where a `key` is given, the copy is encrypted with it. Whatever raises, `report` too, leaves neither `target` nor a
    part of it. Raises `StorageError` when the disk is full or cannot be written, or `source` cannot be read any more.
    """
    read = hashlib.sha256()
    with written_whole(target) if key is None else _encrypted_whole(target, key) as copy:
        for piece in _pieces(source, report):
            read.update(piece)
            copy.write(piece)
    return read.hexdigest()


@contextmanager
def written_whole(target: Path, mode: int = 0o666) -> Iterator[BinaryIO]:
    """A file beside `target`, with these permissions less the user's mask, that takes its place at the end.

    Whatever raises leaves nothing of it. Raises `StorageError` when the disk is full or cannot be written.
    """
    with _beside(target) as beside, os.fdopen(os.open(beside, _WRITE_ANEW, mode), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _encrypted_whole(target: Path, key: Key) -> Iterator[EncryptedWriter]:
    """As `written_whole`, for a file that only `key` opens."""
    with _beside(target) as beside:
        beside.unlink(missing_ok=True)  # what a program that was killed has left
        with EncryptedWriter(beside, key) as file:
            yield file


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Where to write what takes the place of `target` at the end; whatever raises leaves nothing there."""
    beside = target.with_name(f"{target.name}{PARTIAL}")
    try:
        with explained(target.parent):
            yield beside
            beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _pieces(source: Path, report: Report) -> Iterator[bytes]:
    try:
        with source.open("rb") as file:
            size, done = max(1, os.fstat(file.fileno()).st_size), 0
            report("copying", 0.0)
            while piece := file.read(_PIECE):
                yield piece
                done += len(piece)
                report("copying", min(1.0, done / size))
    except OSError as error:
        raise StorageError(_SOURCE_GONE, name=source.name) from error
