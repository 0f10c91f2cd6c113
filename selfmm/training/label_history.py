"""The generated labels of every epoch of a run, a file each, so that their way can be followed and drawn."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

import numpy as np

from selfmm.data.feature_store import saving
from selfmm.errors import DataError
from selfmm.stored_file import file_in, place_of, replace_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

    from selfmm.stored_file import StoredFolder

_DAMAGE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


def write_labels(folder: Path | StoredFolder, epoch: int, ids: Sequence[str], labels: Mapping[str, Tensor]) -> None:
    """Save the labels (samples,) of every task after `epoch`, with the samples' ids. Raises DataError."""
    file, content = file_in(folder, f"epoch-{epoch:03d}.npz"), io.BytesIO()
    arrays = {task: values.cpu().numpy() for task, values in labels.items()}
    np.savez_compressed(content, ids=np.array(ids, np.str_), **arrays)  # type: ignore[arg-type]
    with saving(place_of(file)):
        place_of(folder).mkdir(parents=True, exist_ok=True)
        replace_whole(file, content.getvalue())


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
