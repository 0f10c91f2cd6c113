"""One training run on several processes, as `torchrun` starts them; a single process is a world of one."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor


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


@contextmanager
def joined(device: torch.device) -> Iterator[World]:
    """The world that `torchrun` made, joined for as long as this lasts; a world of one without it."""
    if "RANK" not in os.environ or torch.distributed.is_initialized():
        yield World() if "RANK" not in os.environ else _current()
        return
    torch.distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield _current()
    finally:
        torch.distributed.destroy_process_group()


def _current() -> World:
    return World(torch.distributed.get_rank(), torch.distributed.get_world_size())


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
