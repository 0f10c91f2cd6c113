from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

from selfmm.errors import SelfMMError, UnknownChoiceError
from selfmm.training.devices import choose_device, fitting_threads, seed_draws


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


@pytest.mark.parametrize(("vectors", "inside"), [(None, 2), (torch.zeros(3, 4), 1)])
def test_texts_that_were_read_already_leave_work_for_one_thread(vectors, inside):
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        with fitting_threads(SimpleNamespace(text_vectors=vectors)):
            assert torch.get_num_threads() == inside
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_the_same_seed_draws_what_it_draws_everywhere():
    torch.manual_seed(7)
    expected = torch.rand(5)
    seed_draws(7, torch.device("cpu"))
    assert torch.equal(torch.rand(5), expected)


@pytest.mark.parametrize(("kind", "seeding"), [("cuda", "cuda.manual_seed_all"), ("mps", "mps.manual_seed")])
def test_a_device_that_draws_by_itself_is_given_the_seed(monkeypatch, kind, seeding):
    seeds = []
    monkeypatch.setattr(f"torch.{seeding}", seeds.append)
    seed_draws(7, torch.device(kind))
    assert seeds == [7]
