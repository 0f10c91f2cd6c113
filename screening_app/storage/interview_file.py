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
from screening_app.errors import DamagedFileError, DamagedPlaceError, PutThereError
from screening_app.storage.disk import PARTIAL

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Buffer

    from screening_app.crypto.keys import Key


@dataclass(frozen=True, slots=True)
class FileKey:
    """What files are encrypted with, and whether plain ones are taken all the same, from before there were users."""

    key: Key
    takes_plain: bool = False


@dataclass(frozen=True, slots=True)
class InterviewFile:
    """A `selfmm.stored_file.StoredFile`, such as a transcript.

    Only where it `takes_plain` what lies there in plain, from before there were users, can be read, too.
    """

    path: Path
    key: Key
    takes_plain: bool = False

    def open(self) -> BinaryIO:
        """Its bytes; raises OSError, also where it is damaged or another key's, and `PutThereError`."""
        if plain := self._opened_plain():
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

    def _opened_plain(self) -> BinaryIO | None:
        """The file where it is plain; looked at where it is read, for an encrypted one may take its place any moment.

        An empty one is damaged rather than plain: that is what a disk leaves that lost its power.
        """
        file = self.path.open("rb")
        head = file.read(len(MAGIC))
        if head != MAGIC and (self.takes_plain or not head):
            file.seek(0)
            return file
        file.close()
        if head != MAGIC:
            raise PutThereError(short_name(self.path))
        return None


@dataclass(frozen=True, slots=True)
class EncryptedFolder:
    """A `selfmm.stored_file.StoredFolder`: all files in it under one key."""

    path: Path
    key: Key
    takes_plain: bool = False

    def file(self, name: str) -> InterviewFile:
        """The file of this name, which may lie in folders within."""
        return InterviewFile(self.path / name, self.key, self.takes_plain)

    def folder(self, name: str) -> EncryptedFolder:
        """The folder of this name within, under the same key."""
        return EncryptedFolder(self.path / name, self.key, self.takes_plain)


@dataclass(frozen=True, slots=True)
class RecordingFile(InterviewFile):
    """A recording: written piece by piece as it is made, read from anywhere, also while it grows or cut short."""

    def create(self) -> EncryptedWriter:
        """The new file, to be written. Raises OSError where it is there already, or cannot be made."""
        return EncryptedWriter(self.path, self.key)

    def open(self) -> BinaryIO:
        """Its bytes; raises OSError, `PutThereError`, and `DamagedFileError`; `DamagedPlaceError` where it is read."""
        return self._opened_plain() or io.BufferedReader(_Recorded(self.path, self.key), RECORD_BYTES)

    def was_closed(self) -> bool:
        """Whether its end is there: not where it was cut off, nor where the program was killed while it recorded.

        Of a plain one nothing is known, and it counts as closed. Raises as `open`.
        """
        if plain := self._opened_plain():
            plain.close()
            return True
        with EncryptedReader(self.path, self.key) as reader:
            return reader.is_whole


class _Recorded(EncryptedReader):
    """The bytes of a recording."""

    def readinto(self, buffer: Buffer) -> int:
        begins = self.tell() == 0
        try:
            return super().readinto(buffer)
        except DamagedFileError:
            if begins:
                raise
            raise DamagedPlaceError(self.name) from None


def beside_of(path: Path) -> Path:
    """Where what is to take a file's place is written; what a killed program leaves there is swept."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}{PARTIAL}")


def short_name(path: Path) -> str:
    """A file's name with that of its folder, by which it is found in the data folder."""
    return f"{path.parent.name}/{path.name}"


def _refuse(path: Path) -> NoReturn:
    raise OSError(errno.EIO, os.strerror(errno.EIO), str(path)) from None


def is_encrypted(path: Path) -> bool:
    """Whether a file is one that is encrypted. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC
