"""Data folders whose place a backup has taken: which there are, and deleting one."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from glob import escape
from typing import TYPE_CHECKING

from screening_app.storage.disk import explained

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = "before-restore"  # between the data folder's name and the moment
STAMP = "%Y%m%dT%H%M%SZ"
_GOING = ".going-"  # before the name of one that is being deleted


def former_data(data: Path) -> tuple[Path, ...]:
    """Where the data lie that were in the place of the data folder before, the oldest first."""
    data = data.absolute()
    return tuple(sorted(_folders(data, f"{escape(data.name)}.{BEFORE}-*")))


def put_aside_at(folder: Path) -> datetime | None:
    """When the former data were put aside, as their name says; None where it says nothing of the kind."""
    try:
        return datetime.strptime(folder.name.rpartition("-")[2], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def remove_former_data(folder: Path) -> None:
    """Delete former data, whole: what a kill leaves of them has another name, and goes with `sweep_former_data`."""
    with explained(folder.parent):
        going = folder.rename(folder.with_name(f"{_GOING}{folder.name}"))
        shutil.rmtree(going)


def sweep_former_data(data: Path) -> None:
    """Delete what is left of former data whose deletion was interrupted. Raises `StorageError`."""
    data = data.absolute()
    with explained(data.parent):
        for going in _folders(data, f"{_GOING}{escape(data.name)}.{BEFORE}-*"):
            shutil.rmtree(going)


def _folders(data: Path, pattern: str) -> list[Path]:
    """A link is none: what it leads to is somebody else's."""
    return [folder for folder in data.parent.glob(pattern) if folder.is_dir() and not folder.is_symlink()]
