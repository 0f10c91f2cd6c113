"""One training run on several processes, as `torchrun` starts them; a single process is a world of one.

The result is that of one process, but for dropout, which each process draws for itself, and for models with batch
normalisation, which each process takes over its own share of a batch. All processes have to see the same output folder.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor, nn

_PATIENCE = timedelta(hours=12)  # the others wait while the leading process reads all texts of a large data set


@dataclass(frozen=True, slots=True)
class World:
    """Which of how many processes this is."""

    rank: int = 0
    size: int = 1

    @property
    def leads(self) -> bool:
        """Whether this process writes files and tells of progress."""
        return self.rank == 0

    def share(self, rows: Sequence[int]) -> list[int]:
        """The rows of a batch that this process works on: every `size`-th of them."""
        return list(rows[self.rank :: self.size])

    def wait(self) -> None:
        """Wait until all processes are here."""
        if self.size > 1:
            torch.distributed.barrier()


@contextmanager
def joined(device: torch.device) -> Iterator[World]:
    """The world that `torchrun` made, joined for as long as this lasts; a world of one without it."""
    if "RANK" not in os.environ or torch.distributed.is_initialized():
        yield World() if "RANK" not in os.environ else _current()
        return
    if device.type == "cuda":  # "cuda" then means this process's own card
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    torch.distributed.init_process_group("nccl" if device.type == "cuda" else "gloo", timeout=_PATIENCE)
    try:
        yield _current()
    finally:
        torch.distributed.destroy_process_group()


def _current() -> World:
    return World(torch.distributed.get_rank(), torch.distributed.get_world_size())


@contextmanager
def leader_first(world: World) -> Iterator[None]:
    """The leading process does what stands inside before the others, so that they find what it kept."""
    if not world.leads:
        world.wait()
    yield
    if world.leads:
        world.wait()


def mean_over(value: Tensor, world: World) -> float:
    """The mean of every process's `value`, a tensor of one number."""
    value = value.detach().clone()
    if world.size > 1:
        torch.distributed.all_reduce(value)
    return float(value) / world.size


def average_statistics(model: nn.Module, world: World) -> None:
    """Give all processes the mean of what each one's batch normalisation counted."""
    if world.size == 1:
        return
    for name, value in model.named_buffers():
        if name.endswith(("running_mean", "running_var")):
            torch.distributed.all_reduce(value)
            value.div_(world.size)


def gather_rows(own: Tensor, count: int, world: World) -> Tensor:
    """What every process has of `count` rows, dealt as `World.share` deals them: (own rows, …) → (count, …)."""
    if world.size == 1:
        return own
    most = -(-count // world.size)
    padded = torch.zeros(most, *own.shape[1:], dtype=own.dtype, device=own.device)
    padded[: len(own)] = own
    parts = [torch.zeros_like(padded) for _ in range(world.size)]
    torch.distributed.all_gather(parts, padded)
    return torch.stack(parts, dim=1).flatten(0, 1)[:count]
