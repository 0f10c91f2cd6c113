"""When memory runs out: which batch would have fitted."""

from __future__ import annotations

import gc
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING

import torch

from selfmm.data.batches import to_device
from selfmm.errors import SelfMMError
from selfmm.training.run import mixed_precision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfmm.data.batches import Feed
    from selfmm.model.base import MultimodalModel

_SIGNS = ("can't allocate memory", "not enough memory", "out of memory")  # of the plain RuntimeErrors for processors


@contextmanager
def explained_shortage(model: MultimodalModel, feed: Feed, batch_size: int, device: torch.device) -> Iterator[None]:
    """A shortage of memory inside becomes a SelfMMError that names the batch size which would fit."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not is_shortage(error):
            raise
        shortage: Exception = error
    else:
        return
    traceback.clear_frames(shortage.__traceback__)  # they hold the tensors that filled the memory
    fitting = largest_fitting(model, feed, batch_size // 2, device)
    if fitting:
        raise SelfMMError(
            "There is not enough memory for batches of {batch_size}; batches of {fitting} fit. Set "
            "train.batch_size={fitting} and train.accumulate to make up for it.",
            batch_size=batch_size,
            fitting=fitting,
        ) from shortage
    raise SelfMMError(
        "There is not enough memory even for a single sample. Close other programs, use --device cpu, or tune fewer "
        "layers of the text encoder."
    ) from shortage


def is_shortage(error: BaseException) -> bool:
    """Whether this is what torch or Python says when memory runs out."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(sign in str(error).lower() for sign in _SIGNS)


def largest_fitting(model: MultimodalModel, feed: Feed, batch_size: int, device: torch.device) -> int:
    """The largest of `batch_size`, its half, its quarter … for which a step on the longest texts fits; 0 for none."""
    longest = feed.token_counts.argsort(descending=True).tolist()
    while batch_size > 0 and not _fits(model, feed, longest[:batch_size], device):
        batch_size //= 2
    return batch_size


def _fits(model: MultimodalModel, feed: Feed, rows: list[int], device: torch.device) -> bool:
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
    try:
        with mixed_precision(device):
            outputs = model(to_device(feed.take(rows), device))
        loss = torch.stack([values.float().sum() for values in outputs.values.values()]).sum()
        loss.backward()  # type: ignore[no-untyped-call]
    except (MemoryError, RuntimeError) as error:
        if is_shortage(error):
            return False
        raise
    finally:
        model.zero_grad(set_to_none=True)
    return True
