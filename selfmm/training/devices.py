"""On which device a network runs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import torch

from selfmm.errors import SelfMMError, UnknownChoiceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfmm.data.batches import Feed

DEVICES = ("auto", "cpu", "cuda", "mps")


def choose_device(name: str) -> torch.device:
    """The device of this name; "auto" is a graphics card where there is one, else the processor.

    Raises SelfMMError where the device is not there, UnknownChoiceError for a name that is none.
    """
    if name not in DEVICES:
        raise UnknownChoiceError("device", name, DEVICES)
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        name = next(kind for kind in ("cuda", "mps", "cpu") if there[kind])
    if not there[name]:
        raise SelfMMError(
            "This machine, or this build of PyTorch, has no {device} device. Use --device cpu or --device auto.",
            device=name,
        )
    return torch.device(name)


def derived_seed(*parts: int) -> int:
    """A seed made of several numbers, such as a run's seed and an epoch: another one for each, the same each time."""
    return int(np.random.SeedSequence(parts).generate_state(1)[0])


def seed_draws(seed: int, device: torch.device) -> None:
    """Let `seed` settle what is drawn from now on, on the processor and on `device`.

    `torch.manual_seed` does so for every kind of device that there might be, and notes down where it was called from:
    where it is called for each step, that takes a fifth of a small network's training.
    """
    torch.default_generator.manual_seed(seed)
    if device.type == "cuda":
        torch.cuda.manual_seed_all(seed)
    elif device.type == "mps":
        torch.mps.manual_seed(seed)


@contextmanager
def fitting_threads(feed: Feed) -> Iterator[None]:
    """One thread of the processor where the texts were read already and recurrent layers are most of what is left.

    A step of such a layer is so little work that two threads wait for one another longer than they work: even on an
    idle machine one is faster, and on a busy one several times.
    """
    threads = torch.get_num_threads()
    if feed.text_vectors is not None:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
