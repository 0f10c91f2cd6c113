from __future__ import annotations

import pytest
import torch
from torch import nn

from selfmm.benchmarks.material import BertSize, make_workload, write_bert
from selfmm.benchmarks.training_steps import make_run
from selfmm.model.base import FUSION
from selfmm.model.quantised import Int8Linear, quantise
from selfmm.model.quick_layers import QuickLinear, quicken
from selfmm.training.predicting import predict
from selfmm.training.run import Place


def test_a_layer_in_8_bits_is_within_two_hundredths_of_the_exact_one():
    torch.manual_seed(0)
    linear = nn.Linear(64, 32)
    values = torch.randn(5, 7, 64)
    exact, rounded = linear(values).detach(), Int8Linear(linear)(values)
    assert rounded.shape == exact.shape
    assert float((rounded - exact).abs().mean() / exact.abs().mean()) < 0.02


def test_a_row_of_zeros_stays_finite():
    linear = nn.Linear(32, 32, bias=False)
    assert torch.equal(Int8Linear(linear)(torch.zeros(40, 32)), torch.zeros(40, 32))


def test_a_trained_network_says_nearly_the_same_in_8_bits_and_is_itself_left_alone(tmp_path):
    encoder = write_bert(tmp_path / "bert", BertSize(layers=2, width=32, heads=2, inner=64, words=300))
    workload = make_workload("mosi", 64, encoder)
    run = make_run(workload, workload.set_up({"tuned_layers": 2, "tuned_embeddings": False}))
    for epoch in (1, 2, 3):
        run.epoch(Place(epoch), lambda _: None)
    run.model.eval()
    exact = predict(run.model, run.feed)[FUSION]
    rounded = predict(quantise(run.model), run.feed)[FUSION]
    assert not torch.equal(exact, rounded)
    assert float((exact - rounded).abs().mean()) < 0.05 * float(exact.std() + exact.abs().mean())
    assert torch.equal(predict(run.model, run.feed)[FUSION], exact)


@pytest.mark.parametrize("bias", [True, False])
def test_the_quick_product_and_its_gradients_are_those_of_a_plain_layer(bias, monkeypatch):
    torch.manual_seed(0)
    plain = nn.Sequential(nn.Linear(24, 16, bias=bias))
    quick = nn.Sequential(nn.Linear(24, 16, bias=bias))
    quick.load_state_dict(plain.state_dict())
    quicken(quick)
    assert type(quick[0]) is QuickLinear
    inputs = torch.randn(3, 5, 24), torch.randn(3, 5, 16)
    told = []
    for layer in (plain, quick):
        values = inputs[0].clone().requires_grad_(requires_grad=True)
        output = layer(values)
        (output * inputs[1]).sum().backward()
        told.append([output.detach(), values.grad, *(parameter.grad for parameter in layer.parameters())])
    for one, other in zip(*told, strict=True):
        torch.testing.assert_close(one, other, atol=1e-5, rtol=1e-5)
