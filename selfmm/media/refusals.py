"""Say why a file is no use as a recording, and what to do about it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from selfmm.errors import KnownError, MediaError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_MEDIA_MARKS = (b"RIFF", b"fLaC", b"ID3", b"OggS", b"\x1aE\xdf\xa3", b"FLV\x01", b"FORM", b"#!AMR", b"0&\xb2u")
_ARCHIVE_MARKS = (b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
_LOCKED_MARKS = (b"-----BEGIN PGP", b"\x8c\x0d\x04", b"Salted__", b"age-encryption.org")
_OFFICE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def not_allowed(path: Path) -> MediaError:
    """The file is there, but may not be opened."""
    return MediaError("{name} cannot be read. Check that you may open it, or copy it to this computer.", name=path.name)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """What the disk refuses while a file's bytes are read, or its keeper, comes out as a `MediaError`."""
    try:
        yield
    except OSError:
        raise not_allowed(path) from None
    except KnownError as error:  # of a keeper: its sentence says what to do
        raise error.told_as(MediaError) from None


def too_long(path: Path, seconds: float, most: float) -> MediaError:
    """The recording lasts `seconds`, more than the `most` seconds that are taken."""
    hours, minutes = divmod(round(seconds / 60), 60)
    return MediaError(
        "{name} is {hours} h {minutes} min long; at most {limit} h can be scored. "
        "Cut out the interview and choose that part.",
        name=path.name,
        hours=hours,
        minutes=minutes,
        limit=round(most / 3600),
    )


def too_large(path: Path) -> MediaError:
    """There is not enough memory to decode the recording."""
    return MediaError(
        "{name} asks for too much memory to be played. It may be damaged or made to do harm; if you trust it, convert "
        "it to a smaller MP4 with another program and choose that.",
        name=path.name,
    )


def protected(path: Path) -> MediaError:
    """The file is encrypted."""
    return MediaError(
        "{name} may be protected by a password or against copying. Export an unprotected copy and choose that.",
        name=path.name,
    )


def why_unreadable(path: Path, file: BinaryIO) -> MediaError:
    """Nothing can be read from the file; its first and last bytes tell why."""
    head = file.read(1 << 20)
    file.seek(max(0, file.seek(0, os.SEEK_END) - (1 << 16)))
    tail = file.read()
    if head.startswith(_LOCKED_MARKS) or _is_locked_document(head, tail) or _is_locked_zip(head):
        return protected(path)
    if head.startswith(_ARCHIVE_MARKS):
        return MediaError(
            "{name} is an archive. Unpack it, with its password if it has one, and choose the recording in it.",
            name=path.name,
        )
    if head.startswith(_MEDIA_MARKS) or head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide"}:
        return MediaError(
            "{name} is damaged or cut off, and nothing in it can be played. Copy it again from where it was recorded.",
            name=path.name,
        )
    return MediaError(
        "{name} is not a sound or video recording. Choose one, such as a WAV, MP3, M4A, MP4, WebM or MKV file.",
        name=path.name,
    )


def _is_locked_zip(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and bool(head[6] & 1)  # bit 0 of the general purpose flag


def _is_locked_document(head: bytes, tail: bytes) -> bool:
    office = head.startswith(_OFFICE_MARK) and "EncryptedPackage".encode("utf-16-le") in head + tail
    return office or (head.startswith(b"%PDF") and b"/Encrypt" in head + tail)
