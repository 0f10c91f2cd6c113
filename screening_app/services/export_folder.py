"""Folders that the user exports to: whole or not at all, and a sentence where one cannot be written."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from screening_app.errors import StorageError
from screening_app.storage.disk import explained

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MISSING = "The folder {folder} is not there. Connect its disk, or choose another folder."
_UNSAFE = re.compile(r"[^\w-]+")  # what some file system or other refuses in a name
_LONGEST = 60  # characters of a name


def file_name(text: str) -> str:
    """A text, such as a patient's code, as a part of a file's name that every system takes."""
    return _UNSAFE.sub("_", text)[:_LONGEST].strip("_") or "_"


def write_folder(parent: Path, name: str, fill: Callable[[Path], None]) -> Path:
    """Let `fill` write into a new folder, which takes its place below `parent` when all is written; where it lies.

    Whatever raises leaves nothing of it. The name gets a number where there is a folder of that name already. Raises
    `StorageError` where `parent` is not there or cannot be written.
    """
    if not parent.is_dir():
        raise StorageError(_MISSING, folder=parent)
    beside = _free(parent, f".{name}.part")
    try:
        with explained(parent):
            beside.mkdir(mode=0o700)  # what is exported is the patient's, whatever else lies there
            fill(beside)
            place = _free(parent, name)
            beside.rename(place)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return place


def _free(parent: Path, name: str) -> Path:
    """A path below `parent` that nothing lies at: the name itself, or with -2, -3, … behind it."""
    path, number = parent / name, 2
    while path.exists():
        path, number = parent / f"{name}-{number}", number + 1
    return path
