"""Put encrypted files in the place of those that were written before there were users, one after the other.

    plain file ──▶ encrypted beside ──▶ read back and compared ──▶ renamed over, unless the plain one has changed

Killed at any moment, the plain file or the encrypted one lies there whole; what lies beside is swept at the next start.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from screening_app.crypto.encrypted_file import MAGIC, RECORD_BYTES, EncryptedReader, EncryptedWriter
from screening_app.crypto.sealed_lines import seal_line, unseal_line
from screening_app.errors import DamagedFileError, StorageError, WrongKeyError
from screening_app.storage.interview_file import beside_of

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from screening_app.crypto.keys import Key

_WHOLE = re.compile(  # files that are encrypted as they are
    "|".join(
        (
            r"recording\.[a-z0-9]{1,8}",
            r"cues\.json",
            r"transcript(-original|-unreadable)?\.json",
            r"features-[0-9a-f]{1,64}\.safetensors",
        )
    )
)
_LINES = re.compile(r"transcript-changes\.jsonl")  # lists, to which sealed lines are added
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)  # Windows would change line ends
_NOT_ENCRYPTED = (
    "The file {name} of a session could not be encrypted, and is as it was. Check that the disk works and has space, "
    "then start again."
)
_PLAIN_LINE = b"{"  # what a line from before there were users begins with, and no sealed one does


def is_former(path: Path) -> bool:
    """Whether a file of an interview lies there as it was before there were users. Raises OSError."""
    if not (_WHOLE.fullmatch(path.name) or _LINES.fullmatch(path.name)):
        return False
    with path.open("rb") as file:
        return _is_plain(file, path.name)


def is_plain_line(line: bytes) -> bool:
    """Whether a line of a list is not sealed."""
    return line.startswith(_PLAIN_LINE)


def encrypt_former(path: Path, key: Key, changing: AbstractContextManager[object]) -> None:
    """Encrypt a file for which `is_former` holds; it stays as it is where somebody changes or removes it meanwhile.

    `changing` is held while it is renamed over, and by whoever changes a file of the interview in this process.
    The time of its last change stays. Raises OSError, and `StorageError` where it is not read back as it was.
    """
    write = _write_list if _LINES.fullmatch(path.name) else _write_copy
    beside = beside_of(path)
    try:
        with path.open("rb") as plain:
            if not _is_plain(plain, path.name):  # it was written anew since it was looked at
                return
            before = os.fstat(plain.fileno())
            write(plain, beside, key)
        os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
        with changing:
            if _is_still(path, before):
                beside.replace(path)
    except (DamagedFileError, WrongKeyError) as error:
        raise StorageError(_NOT_ENCRYPTED, name=path.name) from error
    finally:
        with suppress(OSError):  # the error that led here is the one to be told
            beside.unlink(missing_ok=True)


def _write_copy(plain: BinaryIO, beside: Path, key: Key) -> None:
    with EncryptedWriter(beside, key) as copy:
        while piece := plain.read(RECORD_BYTES):
            copy.write(piece)
    plain.seek(0)
    with EncryptedReader(beside, key) as copy:
        while piece := plain.read(RECORD_BYTES):
            _check(beside, copy.read(len(piece)) == piece)
        _check(beside, copy.is_whole and not copy.read(1))


def _write_list(plain: BinaryIO, beside: Path, key: Key) -> None:
    """Seal the lines that are not; each stays at its place, one that was torn, too."""
    lines = plain.read().splitlines()
    sealed = [_sealed(line, key, number) for number, line in enumerate(lines)]
    with os.fdopen(os.open(beside, _NEW, 0o600), "wb") as copy:
        copy.write(b"".join(sealed))
        copy.flush()
        os.fsync(copy.fileno())
    read = beside.read_bytes().splitlines()
    _check(beside, len(read) == len(lines))
    for number, line in enumerate(lines):
        if is_plain_line(line):
            _check(beside, unseal_line(read[number], key, number) == line)


def _sealed(line: bytes, key: Key, number: int) -> bytes:
    return seal_line(line, key, number) if is_plain_line(line) else line + b"\n"


def _is_plain(file: BinaryIO, name: str) -> bool:
    """Whether what was opened is plain; of a list the first line tells, for plain ones stand before sealed ones."""
    head = file.read(len(MAGIC))
    file.seek(0)
    return head.startswith(_PLAIN_LINE) if _LINES.fullmatch(name) else head != MAGIC


def _is_still(path: Path, before: os.stat_result) -> bool:
    try:
        now = path.stat()
    except FileNotFoundError:
        return False
    return _identity(now) == _identity(before)


def _identity(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _check(beside: Path, is_as_it_was: bool) -> None:
    if not is_as_it_was:
        raise DamagedFileError(beside.name)
