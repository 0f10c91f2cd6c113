from __future__ import annotations

import torch
from torch import nn

from selfmm.benchmarks.material import BertSize, make_workload, write_bert
from selfmm.benchmarks.training_steps import make_run
from selfmm.model.base import FUSION
from selfmm.model.quantised import Int8Linear, quantise
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
