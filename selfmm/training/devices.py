"""On which device a network runs."""

from __future__ import annotations

import torch

from selfmm.errors import SelfMMError, UnknownChoiceError

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
