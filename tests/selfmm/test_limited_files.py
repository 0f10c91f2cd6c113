"""Files that are too large, endless, nested without end or no files at all are refused before they are read."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from selfmm import limited_files
from selfmm.bundle import read_info
from selfmm.data.files import read_cues, read_features, read_transcript
from selfmm.errors import BundleError, DataError, SelfMMError
from selfmm.training.requests import read_config_file
from selfmm.typed_words import read_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIMIT = 100
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"x" * LIMIT)
    assert limited_files.read_bytes(path, LIMIT) == b"x" * LIMIT
    path.write_bytes(b"x" * (LIMIT + 1))
    with pytest.raises(OSError, match="larger than"):
        limited_files.read_bytes(path, LIMIT)


@needs_posix
def test_neither_a_pipe_nor_a_device_is_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zeros").symlink_to("/dev/zero")
    for name in ("pipe", "zeros"):
        with pytest.raises(OSError, match="not a file"):
            limited_files.read_bytes(tmp_path / name, LIMIT)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="has such files only on Linux")
def test_a_file_that_states_no_size_is_read_no_further_than_the_limit() -> None:
    from pathlib import Path

    with pytest.raises(OSError, match="larger than"):
        limited_files.read_bytes(Path("/proc/self/environ"), 3)


def test_documents_nested_without_end_are_no_documents() -> None:
    with pytest.raises(ValueError, match="nested"):
        limited_files.parse_json("[" * 100_000)
    with pytest.raises(ValueError, match="nested"):
        limited_files.parse_toml("a = " + "[" * 100_000)


def sparse(path: Path) -> None:
    """A file that says it is larger than any memory, and takes no room."""
    with path.open("wb") as file:
        file.truncate(1 << 40)


def nested(path: Path) -> None:
    path.write_bytes(b"[" * 200_000)


def folder(path: Path) -> None:
    path.mkdir()


def halves(path: Path) -> None:
    path.write_bytes(b"\xed\xa0\x80\xff\xfe\x00" * 100)


READERS: list[tuple[str, Callable[[Path], object], type[SelfMMError]]] = [
    ("transcript.json", read_transcript, DataError),
    ("cues.json", read_cues, DataError),
    ("features.safetensors", read_features, DataError),
    ("bundle.json", lambda path: read_info(path.parent), BundleError),
    ("configuration.toml", read_config_file, SelfMMError),
    ("words.txt", read_words, SelfMMError),
]


@pytest.mark.parametrize("make", [sparse, nested, folder, halves])
@pytest.mark.parametrize(("name", "read", "kind"), READERS, ids=lambda value: value if isinstance(value, str) else "")
def test_every_reader_says_what_is_wrong(
    tmp_path: Path, name: str, read: Callable[[Path], object], kind: type[SelfMMError], make: Callable[[Path], None]
) -> None:
    make(tmp_path / name)
    if (name, make) == ("words.txt", nested):  # brackets are words, too
        assert read(tmp_path / name)
        return
    with pytest.raises(kind):
        read(tmp_path / name)
