"""Turn the published speaker encoder, a pickled checkpoint, into tensors alone, the same bytes every time.

The checkpoint (Resemblyzer, `pretrained.pt`) holds the network, the two numbers of its training loss and the
optimiser's state; only the network is kept. It is opened with torch's unpickler for weights, which runs no code, and
only after its hash was checked; what is loaded later is the safetensors file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from selfmm.errors import WeightsError

if TYPE_CHECKING:
    from pathlib import Path

CHECKPOINT_NAME = "pretrained.pt"
MODEL_NAME = "model.safetensors"
_STATE = "model_state"
_NETWORK = ("lstm.", "linear.")  # how the names of the network's tensors begin


def convert_speaker_encoder(folder: Path) -> None:
    """Replace the checkpoint in `folder` by model.safetensors (single precision).

    Raises WeightsError where the checkpoint holds something else, and OSError.
    """
    from safetensors.torch import save

    path = folder / CHECKPOINT_NAME
    tensors = {name: values for name, values in _state(path).items() if name.startswith(_NETWORK)}
    (folder / MODEL_NAME).write_bytes(save(tensors, metadata={"format": "pt"}))
    path.unlink()


def _state(path: Path) -> dict[str, Any]:
    """The tensors of the checkpoint by name."""
    import pickle

    import torch

    try:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
        return dict(checkpoint[_STATE])
    except (pickle.UnpicklingError, EOFError, RuntimeError, KeyError, TypeError, ValueError) as error:
        raise WeightsError(
            "The speaker encoder's download has an unknown format. Update this program, then fetch again."
        ) from error
