"""A run's output folder: claimed for one process at a time, for one run for ever, its files written whole."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from selfmm.data.feature_store import saving
from selfmm.errors import SelfMMError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DESCRIPTION = "run.json"
_LEFT_BEHIND = (
    "cache/.*",
    "seed-*/bundle.partial-*",
    "bundle.partial-*",
)  # what a killed process may have left half written


@contextmanager
def claimed(out: Path, description: dict[str, Any], *, leads: bool = True) -> Iterator[None]:
    """The output folder, for the run of this description alone as long as it lasts; nothing where it does not lead.

    Raises SelfMMError where the folder holds something else or another process is at work there.
    """
    if not leads:
        yield
        return
    content = json.dumps(description, ensure_ascii=False, indent=1, sort_keys=True)
    if out.is_file():
        raise SelfMMError("{folder} is a file. Name a folder that does not exist yet.", folder=out)
    with saving(out):
        _check_same(out, content)
        out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(out / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise SelfMMError(
                "Another process is training in {folder}. Wait for it or name another folder.", folder=out
            ) from error
    try:
        save(out / DESCRIPTION, content)
        for pattern in _LEFT_BEHIND:
            for path in out.glob(pattern):
                shutil.rmtree(path, ignore_errors=True)
        yield
    finally:
        lock.release()


def save(path: Path, text: str) -> None:
    """Write beside and move into place. Raises DataError."""
    beside = path.with_name(f".{path.name}.partial")
    with saving(path):
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(path)


def _check_same(out: Path, content: str) -> None:
    """Hidden files do not count: a process that was killed at its start may have left one, and so may a desktop."""
    kept = out / DESCRIPTION
    if not out.exists() or all(path.name.startswith(".") for path in out.iterdir()):
        return
    if not kept.is_file():
        raise SelfMMError("There is something else in {folder}. Name a folder that does not exist yet.", folder=out)
    if kept.read_text(encoding="utf-8") != content:
        raise SelfMMError(
            "{folder} holds a run with another model, other data or other options. Name another folder.", folder=out
        )
