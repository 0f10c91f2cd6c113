"""A file of an interview that only its key opens: a recording, or what is written and read whole."""

from __future__ import annotations

import errno
import io
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from screening_app.crypto.encrypted_file import MAGIC, RECORD_BYTES, EncryptedReader, EncryptedWriter, read_encrypted
from screening_app.errors import DamagedFileError
from screening_app.storage.disk import PARTIAL

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Buffer

    from screening_app.crypto.keys import Key


@dataclass(frozen=True, slots=True)
class InterviewFile:
    """A `selfmm.stored_file.StoredFile`, such as a transcript.

    What lies there in plain, from before there were users, can be read, too.
    """

    path: Path
    key: Key

    def open(self) -> BinaryIO:
        """Its bytes; raises OSError, also where it is damaged or another key's."""
        if plain := _opened_plain(self.path):
            return plain
        try:
            return io.BytesIO(read_encrypted(self.path, self.key))
        except DamagedFileError:
            _refuse(self.path)

    def write_whole(self, content: bytes) -> None:
        """Encrypt `content` beside and move it into place: it is whole or as it was before. Raises OSError."""
        beside = beside_of(self.path)
        try:
            with EncryptedWriter(beside, self.key) as file:
                file.write(content)
            beside.replace(self.path)
        finally:
            with suppress(OSError):  # the error that led here is the one to be told
                beside.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class EncryptedFolder:
    """A `selfmm.stored_file.StoredFolder`: all files in it under one key."""

    path: Path
    key: Key

    def file(self, name: str) -> InterviewFile:
        """The file of this name, which may lie in folders within."""
        return InterviewFile(self.path / name, self.key)


@dataclass(frozen=True, slots=True)
class RecordingFile(InterviewFile):
    """A recording: written piece by piece as it is made, read from anywhere, also while it grows or cut short."""

    def create(self) -> EncryptedWriter:
        """The new file, to be written. Raises OSError where it is there already, or cannot be made."""
        return EncryptedWriter(self.path, self.key)

    def open(self) -> BinaryIO:
        """Its bytes; raises OSError here and at each place that is damaged."""
        if plain := _opened_plain(self.path):
            return plain
        try:
            return io.BufferedReader(_Recorded(self.path, self.key), RECORD_BYTES)
        except DamagedFileError:
            _refuse(self.path)


class _Recorded(EncryptedReader):
    """The bytes of a recording, whose damage is what a broken disk is for whoever reads it."""

    def __init__(self, path: Path, key: Key) -> None:
        super().__init__(path, key)
        self._path = path

    def readinto(self, buffer: Buffer) -> int:
        try:
            return super().readinto(buffer)
        except DamagedFileError:
            _refuse(self._path)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        try:
            return super().seek(offset, whence)
        except DamagedFileError:
            _refuse(self._path)


def beside_of(path: Path) -> Path:
    """Where what is to take a file's place is written; what a killed program leaves there is swept."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}{PARTIAL}")


def _opened_plain(path: Path) -> BinaryIO | None:
    """The file where it is plain; looked at where it is read, for an encrypted one may take its place any moment."""
    file = path.open("rb")
    if file.read(len(MAGIC)) == MAGIC:
        file.close()
        return None
    file.seek(0)
    return file


def _refuse(path: Path) -> NoReturn:
    raise OSError(errno.EIO, os.strerror(errno.EIO), str(path)) from None


def is_encrypted(path: Path) -> bool:
    """Whether a file is one that is encrypted. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC
