from __future__ import annotations

import pytest
import torch

from selfmm.errors import SelfMMError, UnknownChoiceError
from selfmm.training.devices import choose_device


def _there(monkeypatch, *, cuda=False, mps=False):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)


@pytest.mark.parametrize("name", ["cuda", "mps"])
def test_a_device_that_is_not_there_is_refused_in_one_sentence(monkeypatch, name):
    _there(monkeypatch)
    with pytest.raises(SelfMMError, match=rf"has no {name} device\. Use --device cpu or --device auto\."):
        choose_device(name)


def test_an_unknown_device_is_answered_with_the_nearest():
    with pytest.raises(UnknownChoiceError, match="did you mean “cuda”"):
        choose_device("cudaa")


@pytest.mark.parametrize(
    ("there", "chosen"),
    [({}, "cpu"), ({"cuda": True}, "cuda"), ({"mps": True}, "mps"), ({"cuda": True, "mps": True}, "cuda")],
)
def test_auto_takes_a_graphics_card_where_there_is_one(monkeypatch, there, chosen):
    _there(monkeypatch, **there)
    assert choose_device("auto").type == chosen
    assert choose_device("cpu").type == "cpu"
