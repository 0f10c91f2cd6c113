"""A file of an interview that only its key opens: transcripts, cues and features, each written and read whole."""

from __future__ import annotations

import errno
import io
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from screening_app.crypto.encrypted_file import MAGIC, EncryptedWriter, read_encrypted
from screening_app.errors import DamagedFileError
from screening_app.storage.disk import PARTIAL

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.crypto.keys import Key


@dataclass(frozen=True, slots=True)
class InterviewFile:
    """A `selfmm.stored_file.StoredFile`; what lies there in plain, from before there were users, can be read, too."""

    path: Path
    key: Key

    def open(self) -> BinaryIO:
        """Its bytes; raises OSError, also where it is damaged or another key's."""
        file = self.path.open("rb")
        if file.read(len(MAGIC)) != MAGIC:  # looked at where it is read: an encrypted one may take its place any moment
            file.seek(0)
            return file
        file.close()
        try:
            return io.BytesIO(read_encrypted(self.path, self.key))
        except DamagedFileError:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self.path)) from None

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


def beside_of(path: Path) -> Path:
    """Where what is to take a file's place is written; what a killed program leaves there is swept."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}{PARTIAL}")


def is_encrypted(path: Path) -> bool:
    """Whether a file is one that is encrypted. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC
