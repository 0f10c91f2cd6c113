from __future__ import annotations

import copy
import math

import pytest
import torch
from torch import nn

from selfmm.model import quick_layers
from selfmm.model.quick_layers import LightNorm, LightOutput, QuickLinear, quicken


@pytest.fixture(params=[True, False], ids=["oneDNN", "MKL"])
def multiplier(request, monkeypatch):
    """Who multiplies."""
    monkeypatch.setattr(quick_layers, "prefers_onednn", lambda: request.param)


def tiny_bert(activation="gelu"):
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    return BertModel(BertConfig(vocab_size=9, hidden_act=activation, **sizes), add_pooling_layer=False)


def remembered(work):
    """How many numbers autograd keeps for the way back, parameters aside."""
    kept = {}

    def pack(tensor):
        if not isinstance(tensor, nn.Parameter):
            kept[tensor.data_ptr()] = math.prod(tensor.shape)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        work().sum().backward()
    return sum(kept.values())


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.usefixtures("multiplier")
def test_the_quick_product_and_its_gradients_are_those_of_a_plain_layer(bias):
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


@pytest.mark.usefixtures("multiplier")
def test_a_quick_bert_gives_what_a_plain_one_gives_and_remembers_less():
    plain = tiny_bert().train()
    quick = copy.deepcopy(plain)
    quicken(quick)
    assert isinstance(quick.encoder.layer[0].output, LightOutput)
    assert {*quick.state_dict()} == {*plain.state_dict()}
    ids, wanted, told, kept = torch.randint(9, (3, 7)), torch.randn(3, 7, 16), [], []
    for network in (plain, quick):
        torch.manual_seed(1)  # dropout draws the same
        kept.append(remembered(lambda network=network: network(input_ids=ids).last_hidden_state * wanted))
        network.eval()
        told.append([network(input_ids=ids).last_hidden_state, *(each.grad for each in network.parameters())])
    for one, other in zip(*told, strict=True):
        torch.testing.assert_close(one, other, atol=1e-5 * max(1.0, float(other.detach().abs().max())), rtol=1e-5)
    behind_activations, before_norms = 2 * 3 * 7 * 64, 2 * 2 * 3 * 7 * 16
    assert kept[1] <= kept[0] - behind_activations - before_norms


@pytest.mark.parametrize("least", [0.5, 0.02, 0.0])  # the last is not divided by again
def test_a_light_norm_and_its_gradients_are_those_of_a_plain_one(least):
    torch.manual_seed(0)
    plain, light = nn.Sequential(nn.LayerNorm(16)), nn.Sequential(nn.LayerNorm(16))
    with torch.no_grad():
        plain[0].weight.uniform_(-2, 2)[3] = least
        plain[0].bias.normal_()
    light.load_state_dict(plain.state_dict())
    quicken(light)
    assert type(light[0]) is LightNorm
    given, wanted = 3 + 5 * torch.randn(4, 7, 16), torch.randn(4, 7, 16)
    told = []
    for layer in (plain, light):
        values = given.clone().requires_grad_(requires_grad=True)
        output = layer(values)
        (output * wanted).sum().backward()
        told.append([output.detach(), values.grad, *(parameter.grad for parameter in layer.parameters())])
    for one, other in zip(*told, strict=True):
        torch.testing.assert_close(one, other, atol=1e-4, rtol=1e-4)


def test_another_activation_stays_where_it_was():
    network = tiny_bert("relu")
    quicken(network)
    assert not isinstance(network.encoder.layer[0].output, LightOutput)
    assert isinstance(network.encoder.layer[0].output.dense, QuickLinear)
