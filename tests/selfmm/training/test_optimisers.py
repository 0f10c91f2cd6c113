from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tiny_training import small_config, small_feed, tiny_split, write_tiny_bert

from selfmm.model.base import TextConfig
from selfmm.model.self_mm import SelfMM
from selfmm.model.text_encoders import create_text_encoder
from selfmm.training.config import TrainConfig
from selfmm.training.optimisers import Average, create_optimiser, learning_rate_factor, part_of

RATES = {"text": 1e-5, "audio": 2e-3, "vision": 3e-3, "other": 4e-3}
DECAYS = {"text": 0.1, "audio": 0.2, "vision": 0.3, "other": 0.4}
CONFIG = TrainConfig(
    **{f"learning_rate_{part}": rate for part, rate in RATES.items()},
    **{f"weight_decay_{part}": decay for part, decay in DECAYS.items()},
)


@pytest.fixture(scope="module")
def tuned(tmp_path_factory):
    """A small Self-MM with a BERT of two layers, the upper of which learns."""
    text = TextConfig(str(write_tiny_bert(tmp_path_factory.mktemp("bert"))), 16, pooling="first", tuned_layers=1)
    return SelfMM(small_config(text=text), create_text_encoder(text))


def test_each_part_has_its_own_rate_and_decay(tuned):
    optimiser = create_optimiser(tuned, CONFIG)
    of = {id(value): group for group in optimiser.param_groups for value in group["params"]}
    learning = {name: value for name, value in tuned.named_parameters() if value.requires_grad}
    assert len(of) == len(learning)
    for name, value in learning.items():
        group = of[id(value)]
        assert group["lr"] == RATES[part_of(name)]
        spared = name.startswith("text_encoder.") and ("bias" in name or "LayerNorm" in name)
        assert group["weight_decay"] == (0.0 if spared else DECAYS[part_of(name)])


def test_only_the_tuned_layer_of_the_encoder_is_in_the_text_group(tuned):
    names = [name for name, value in tuned.named_parameters() if value.requires_grad and part_of(name) == "text"]
    assert names
    assert all(".layer.1." in name for name in names)


def test_published_groups_are_five(tuned):
    """Text with and without decay, audio, vision, and the rest."""
    assert len(create_optimiser(tuned, CONFIG).param_groups) == 5


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("text_encoder.network.encoder.layer.0.output.dense.weight", "text"),
        ("sequences.text.lstm.weight_ih_l0", "text"),
        ("sequences.audio.lstm.weight_ih_l0", "audio"),
        ("sequences.vision.project.bias", "vision"),
        ("heads.audio.value.weight", "other"),
        ("absent.vision", "other"),
    ],
)
def test_a_parameters_part_is_told_by_its_name(name, part):
    assert part_of(name) == part


def test_the_optimiser_is_the_one_that_was_named():
    model, _ = small_feed(tiny_split(3))
    assert type(create_optimiser(model, TrainConfig(optimiser="adam"))) is torch.optim.Adam
    assert type(create_optimiser(model, TrainConfig(optimiser="adamw"))) is torch.optim.AdamW


@given(steps=st.integers(1, 300), share=st.floats(0, 0.9), schedule=st.sampled_from(["constant", "linear"]))
def test_rates_rise_to_the_full_rate_and_then_stay_or_fall(steps, share, schedule):
    config = TrainConfig(schedule=schedule, warm_up_share=share)
    factors = [learning_rate_factor(step, steps, config) for step in range(steps)]
    warm_up = int(share * steps)
    assert all(0 < factor <= 1 for factor in factors)
    assert factors[:warm_up] == sorted(factors[:warm_up])
    assert factors[warm_up] == 1.0
    rest = factors[warm_up:]
    assert rest == ([1.0] * len(rest) if schedule == "constant" else sorted(rest, reverse=True))
    assert learning_rate_factor(steps, steps, TrainConfig(schedule="linear")) == 0.0


def test_the_average_follows_by_its_formula_and_is_swapped_in_for_a_while():
    model, _ = small_feed(tiny_split(3))
    name, weight = "heads.fusion.value.bias", model.heads["fusion"].value.bias
    average = Average(model, 0.9)
    expected = float(weight.detach())
    for step in range(120):
        with torch.no_grad():
            weight.fill_(float(step))
        average.follow(step)
        decay = min(0.9, (1 + step) / (10 + step))
        expected = decay * expected + (1 - decay) * step
    assert float(average.weights[name]) == pytest.approx(expected, rel=1e-5)
    with average.swapped_in():
        assert float(weight.detach()) == pytest.approx(expected, rel=1e-5)
    assert float(weight.detach()) == 119.0
    assert float(average.weights[name]) == pytest.approx(expected, rel=1e-5)


def test_an_average_is_swapped_out_where_judging_fails():
    model, _ = small_feed(tiny_split(3))
    average = Average(model, 0.5)
    with torch.no_grad():
        model.absent["text"].fill_(7.0)
    with pytest.raises(ValueError, match="judging failed"), average.swapped_in():
        raise ValueError("judging failed")
    assert model.absent["text"].tolist() == [7.0] * len(model.absent["text"])
