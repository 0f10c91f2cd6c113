"""A run as it stands, in one file, so that it goes on after it was killed at any moment.

The file is safetensors with JSON in its metadata: never a pickle. It is written beside and moved into place.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfmm.data.feature_store import saving
from selfmm.errors import DataError
from selfmm.stored_file import opened_bytes, place_of

if TYPE_CHECKING:
    from torch import Tensor

    from selfmm.stored_file import StoredFile

FORMAT = 1
# a folder, since safetensors writes beside too; what a killed process left there goes with the next checkpoint
_PARTIAL = ".partial"


def write_checkpoint(
    file: Path | StoredFile, tensors: dict[str, Tensor], progress: dict[str, Any], *, run: str
) -> None:
    """Save `tensors` and the plain values `progress` of the run that the hash `run` names. Raises DataError."""
    metadata = {"format": str(FORMAT), "run": run, "progress": json.dumps(progress)}
    whole = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    with saving(place_of(file)):
        if isinstance(file, Path):
            _write_plain(file, whole, metadata)
        else:
            from safetensors.torch import save

            file.write_whole(save(whole, metadata))


def read_checkpoint(file: Path | StoredFile, *, run: str) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
    """Tensors and plain values of the run, or None where nothing was kept yet.

    Raises DataError where the file is damaged, or belongs to a run with another configuration or other data.
    """
    from safetensors import SafetensorError

    path = place_of(file)
    if not path.exists():
        return None
    try:
        tensors, metadata = _read_plain(file) if isinstance(file, Path) else _read_stored(file)
        progress = json.loads(metadata["progress"])
    except (SafetensorError, OSError, KeyError, ValueError) as error:
        raise DataError("{path} is damaged. Delete it to start this seed anew.", path=path) from error
    if metadata.get("format") != str(FORMAT) or metadata.get("run") != run:
        raise DataError(
            "{folder} holds a run with other data or another configuration. Name another output folder.",
            folder=path.parent,
        )
    return tensors, progress


def _write_plain(path: Path, tensors: dict[str, Tensor], metadata: dict[str, str]) -> None:
    """Without the whole of it in memory once more."""
    from safetensors.torch import save_file

    beside = path.parent / _PARTIAL / path.name
    try:
        shutil.rmtree(beside.parent, ignore_errors=True)
        beside.parent.mkdir()
        save_file(tensors, beside, metadata)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        shutil.rmtree(beside.parent, ignore_errors=True)


def _read_plain(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    from safetensors import safe_open

    with safe_open(path, framework="pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, dict(file.metadata() or {})  # noqa: SIM118 (not a dict)


def _read_stored(file: StoredFile) -> tuple[dict[str, Tensor], dict[str, str]]:
    from safetensors.torch import load

    with opened_bytes(file) as opened:
        content = opened.read()
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    return load(content), dict(header.get("__metadata__", {}))
