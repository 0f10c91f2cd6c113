"""A file that lies on the disk in another form than it is read in, as an encrypted one does."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

_MIRROR = bytes(range(255, -1, -1))


class _Mirror(io.RawIOBase):
    """The bytes of a file, each turned over."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.name = path.name
        self._file = path.open("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer) -> int:
        content = self._file.read(len(buffer)).translate(_MIRROR)
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        self._file.close()
        super().close()


@dataclass(frozen=True)
class MirroredFile:
    """A `StoredFile` whose bytes are turned over on the disk."""

    path: Path

    def open(self) -> BinaryIO:
        return io.BufferedReader(_Mirror(self.path))

    def write_whole(self, content: bytes) -> None:
        self.path.write_bytes(content.translate(_MIRROR))


@dataclass(frozen=True)
class MirroredFolder:
    """A `StoredFolder` of such files."""

    path: Path

    def file(self, name: str) -> MirroredFile:
        return MirroredFile(self.path / name)

    def folder(self, name: str) -> MirroredFolder:
        return MirroredFolder(self.path / name)


def mirrored(path: Path) -> MirroredFile:
    """The same content as in `path`, beside it in another form."""
    file = MirroredFile(path.with_name(f"{path.name}.mirrored"))
    file.write_whole(path.read_bytes())
    return file
