"""The generated labels of every epoch of a run, a file each, so that their way can be followed and drawn."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

import numpy as np

from selfmm.data.feature_store import saving
from selfmm.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

_DAMAGE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


def write_labels(folder: Path, epoch: int, ids: Sequence[str], labels: Mapping[str, Tensor]) -> None:
    """Save the labels (samples,) of every task after `epoch`, with the samples' ids. Raises DataError."""
    path = folder / f"epoch-{epoch:03d}.npz"
    beside = path.with_name(f".{path.stem}.partial.npz")
    with saving(path):
        folder.mkdir(parents=True, exist_ok=True)
        arrays = {task: values.cpu().numpy() for task, values in labels.items()}
        np.savez_compressed(beside, ids=np.array(ids, np.str_), **arrays)  # type: ignore[arg-type]
        beside.replace(path)


def read_labels(folder: Path) -> dict[int, dict[str, NDArray[np.float32]]]:
    """Epoch → task → labels (samples,). Raises DataError where there are none or a file is damaged."""
    epochs = {}
    for path in sorted(folder.glob("epoch-*.npz")):
        try:
            with np.load(path, allow_pickle=False) as file:
                epochs[int(path.stem.removeprefix("epoch-"))] = {
                    task: file[task] for task in file.files if task != "ids"
                }
        except _DAMAGE as error:
            raise DataError(
                "{path} is damaged. Delete the folder of this seed and train it again.", path=path
            ) from error
    if not epochs:
        raise DataError(
            "There are no generated labels in {folder}. Name the folder of one seed of a Self-MM run.", folder=folder
        )
    return dict(sorted(epochs.items()))
