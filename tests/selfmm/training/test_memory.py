from __future__ import annotations

import weakref

import pytest
import torch
from tiny import FAST, TinyTextEncoder
from tiny_training import small_config, small_feed, tiny_split

from selfmm.errors import SelfMMError
from selfmm.model.self_mm import SelfMM
from selfmm.scales import MOSI
from selfmm.training.config import TrainConfig
from selfmm.training.memory import explained_shortage, is_shortage, largest_fitting
from selfmm.training.trainer import train

CPU = torch.device("cpu")
SHORTAGES = [
    torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
    RuntimeError(
        "[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"
    ),
    RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes."),
    MemoryError(),
]


def _with_room_for(monkeypatch, most, error):
    """From now on a forward pass of more than `most` rows runs out of memory."""
    forward = SelfMM.forward

    def limited(self, batch):
        if len(batch.tokens.ids) > most:
            raise error
        return forward(self, batch)

    monkeypatch.setattr(SelfMM, "forward", limited)


def _train(samples, **options):
    return train(
        samples,
        (),
        scale=MOSI,
        model_config=small_config(),
        config=TrainConfig(**FAST | {"epochs": 1} | options),
        text_encoder=TinyTextEncoder(),
    )


@pytest.mark.parametrize("error", SHORTAGES)
def test_a_shortage_names_the_batch_that_fits(monkeypatch, error):
    _with_room_for(monkeypatch, 5, error)
    with pytest.raises(
        SelfMMError, match=r"not enough memory for batches of 16; batches of 4 fit\. Set train\.batch_size=4"
    ):
        _train(tiny_split(20), batch_size=16)
    _train(tiny_split(20), batch_size=4)


def test_a_shortage_even_for_one_sample_says_so(monkeypatch):
    _with_room_for(monkeypatch, 0, SHORTAGES[1])
    with pytest.raises(SelfMMError, match="not enough memory even for a single sample"):
        _train(tiny_split(8), batch_size=4)


def test_other_trouble_is_not_taken_for_a_shortage():
    error = RuntimeError("mat1 and mat2 shapes cannot be multiplied")
    assert not is_shortage(error)
    model, feed = small_feed(tiny_split(3))
    with pytest.raises(RuntimeError, match="cannot be multiplied"), explained_shortage(model, feed, 4, CPU):
        raise error


def test_what_filled_the_memory_is_let_go_before_a_smaller_batch_is_tried(monkeypatch):
    kept = []
    model, feed = small_feed(tiny_split(6))

    def fill():
        filling = torch.zeros(1000)
        kept.append(weakref.ref(filling))
        raise SHORTAGES[1]

    forward = SelfMM.forward
    seen = []
    monkeypatch.setattr(SelfMM, "forward", lambda self, batch: seen.append(kept[0]()) or forward(self, batch))
    with pytest.raises(SelfMMError, match="batches of 2 fit"), explained_shortage(model, feed, 4, CPU):
        fill()
    assert seen == [None]


def test_trying_leaves_no_gradient_behind_and_tries_the_longest_texts():
    model, feed = small_feed(tiny_split(12, missing=False))
    taken = []
    take = feed.take
    feed.take = lambda rows: taken.append(rows) or take(rows)
    assert largest_fitting(model, feed, 4, CPU) == 4
    assert all(value.grad is None for value in model.parameters())
    longest = feed.token_counts.sort(descending=True).values[:4]
    assert feed.token_counts[taken[0]].tolist() == longest.tolist()
