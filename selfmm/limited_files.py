"""Read a file whole, but none that is larger than its kind can be, and nothing that is no file: the one place for it.

A file that is too large, a folder, a pipe or a device is an `OSError`, as one that may not be opened: whoever reads
says what to do about it.
"""

from __future__ import annotations

import errno
import json
import os
import stat
import tomllib
from typing import TYPE_CHECKING, Any

from selfmm.stored_file import opened_bytes, place_of

if TYPE_CHECKING:
    from pathlib import Path

    from selfmm.stored_file import StoredFile

MIB = 1 << 20

# Bytes, each some ten times what the largest honest file of its kind takes.
SETTINGS = MIB  # settings, state of the window, a voice, a configuration of a training
TRANSCRIPT = 128 * MIB  # four hours of words with times take 10
CHANGES = 512 * MIB  # every correction of a transcript, with the texts before and after
DESCRIPTION = 8 * MIB  # of a model, a speech model or a training
RECORD = 128 * MIB  # what a training says of each epoch and each person
FEATURES = 2048 * MIB  # of a recording; three hours take 105
TABLE = 1024 * MIB  # of a public data set


def read_bytes(file: Path | StoredFile, most: int) -> bytes:
    """The content of a file of at most so many bytes; raises OSError, FileNotFoundError among them."""
    path = place_of(file)
    check_size(path, most)
    with opened_bytes(file) as opened:
        content = opened.read(most + 1)
    if len(content) > most:  # it grew meanwhile, or is one of the system's that state no size
        raise _too_large(path)
    return content


def read_text(file: Path | StoredFile, most: int, *, encoding: str = "utf-8", errors: str = "strict") -> str:
    """The text of a file of at most so many bytes, each line end as Unix has it; raises OSError, UnicodeDecodeError."""
    text = read_bytes(file, most).decode(encoding, errors)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_json(file: Path | StoredFile, most: int) -> Any:
    """The document in a file of at most so many bytes; raises OSError, and ValueError where it is no JSON."""
    return parse_json(read_bytes(file, most))


def parse_json(text: str | bytes) -> Any:
    """The document; raises ValueError where it is none, or one of thousands of brackets within each other."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("too deeply nested") from None


def parse_toml(text: str) -> dict[str, Any]:
    """The tables; raises ValueError (`tomllib.TOMLDecodeError` is one) as `parse_json` does."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("too deeply nested") from None


def check_size(path: Path, most: int) -> None:
    """Raise OSError where the path is no file, or one of more bytes; for readers that open the file themselves."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(found.st_mode):  # to open a pipe might never end
        raise OSError(errno.EINVAL, "not a file", str(path))
    if found.st_size > most:
        raise _too_large(path)


def _too_large(path: Path) -> OSError:
    return OSError(errno.EFBIG, "larger than a file of its kind can be", str(path))
