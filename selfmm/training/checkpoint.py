"""A run as it stands, in one file, so that it goes on after it was killed at any moment.

The file is safetensors with JSON in its metadata: never a pickle. It is written beside and moved into place.
"""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

from selfmm.data.feature_store import saving
from selfmm.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

FORMAT = 1
# a folder, since safetensors writes beside too; what a killed process left there goes with the next checkpoint
_PARTIAL = ".partial"


def write_checkpoint(path: Path, tensors: dict[str, Tensor], progress: dict[str, Any], *, run: str) -> None:
    """Save `tensors` and the plain values `progress` of the run that the hash `run` names. Raises DataError."""
    from safetensors.torch import save_file

    beside = path.parent / _PARTIAL / path.name
    metadata = {"format": str(FORMAT), "run": run, "progress": json.dumps(progress)}
    try:
        with saving(path):
            shutil.rmtree(beside.parent, ignore_errors=True)
            beside.parent.mkdir()
            save_file({name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}, beside, metadata)
            with beside.open("rb") as file:
                os.fsync(file.fileno())
            beside.replace(path)
    finally:
        shutil.rmtree(beside.parent, ignore_errors=True)


def read_checkpoint(path: Path, *, run: str) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
    """Tensors and plain values of the run, or None where nothing was kept yet.

    Raises DataError where the file is damaged, or belongs to a run with another configuration or other data.
    """
    from safetensors import SafetensorError, safe_open

    if not path.exists():
        return None
    try:
        with safe_open(path, framework="pt") as file:
            metadata = dict(file.metadata() or {})
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a dict)
        progress = json.loads(metadata["progress"])
    except (SafetensorError, OSError, KeyError, ValueError) as error:
        raise DataError("{path} is damaged. Delete it to start this seed anew.", path=path) from error
    if metadata.get("format") != str(FORMAT) or metadata.get("run") != run:
        raise DataError(
            "{folder} holds a run with other data or another configuration. Name another output folder.",
            folder=path.parent,
        )
    return tensors, progress
