"""A run's output folder: claimed for one process at a time, for one run for ever, its files written whole."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from selfmm import limited_files
from selfmm.data.feature_store import saving
from selfmm.errors import SelfMMError
from selfmm.stored_file import file_in, place_of, replace_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selfmm.stored_file import StoredFile, StoredFolder

DESCRIPTION = "run.json"
_LEFT_BEHIND = (
    "cache/.*",
    "seed-*/bundle.partial-*",
    "bundle.partial-*",
)  # what a killed process may have left half written


@contextmanager
def claimed(out: Path | StoredFolder, description: dict[str, Any], *, leads: bool = True) -> Iterator[None]:
    """The output folder, for the run of this description alone as long as it lasts; nothing where it does not lead.

    Raises SelfMMError where the folder holds something else or another process is at work there.
    """
    if not leads:
        yield
        return
    content = json.dumps(description, ensure_ascii=False, indent=1, sort_keys=True)
    place = place_of(out)
    if place.is_file():
        raise SelfMMError("{folder} is a file. Name a folder that does not exist yet.", folder=place)
    with saving(place):
        _check_same(out, content)
        place.mkdir(parents=True, exist_ok=True)
        lock = FileLock(place / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise SelfMMError(
                "Another process is training in {folder}. Wait for it or name another folder.", folder=place
            ) from error
    try:
        save(file_in(out, DESCRIPTION), content)
        for pattern in _LEFT_BEHIND:
            for path in place.glob(pattern):
                shutil.rmtree(path, ignore_errors=True)
        yield
    finally:
        lock.release()


def save(file: Path | StoredFile, text: str) -> None:
    """Write beside and move into place. Raises DataError."""
    with saving(place_of(file)):
        replace_whole(file, text.encode())


def read_saved(file: Path | StoredFile) -> Any:
    """The document that was saved; raises OSError, and ValueError where it is none."""
    return limited_files.read_json(file, limited_files.RECORD)


def _check_same(out: Path | StoredFolder, content: str) -> None:
    """Hidden files do not count: a process that was killed at its start may have left one, and so may a desktop."""
    place, kept = place_of(out), file_in(out, DESCRIPTION)
    if not place.exists() or all(path.name.startswith(".") for path in place.iterdir()):
        return
    if not place_of(kept).is_file():
        raise SelfMMError("There is something else in {folder}. Name a folder that does not exist yet.", folder=place)
    if limited_files.read_bytes(kept, limited_files.RECORD) != content.encode():
        raise SelfMMError(
            "{folder} holds a run with another model, other data or other options. Name another folder.", folder=place
        )
