"""Self-MM against a transcription of its formulas that shares no code with it: loops, one sample at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from tiny_training import small_feed, tiny_split

from selfmm.model.base import FUSION, TASKS
from selfmm.scales import MOSI
from selfmm.training import run as running
from selfmm.training.config import TrainConfig
from selfmm.training.distributed import World
from selfmm.training.run import Place, Run
from selfmm.types import Modality

RATES = {"text": 5e-5, "audio": 5e-3, "vision": 4e-3, "other": 2e-3}
DECAYS = {"text": 0.0, "audio": 0.02, "vision": 0.01, "other": 0.001}
SPACES = ("text", "audio", "vision")


class Plain:
    """Self-MM as the paper and SELF_MM.md write it: weights by name, everything recomputed at every turn."""

    def __init__(self, model, feed, label_range, generator, dtype):
        self.weights = {name: value.detach().to(dtype).clone() for name, value in model.named_parameters()}
        self.mean, self.deviation = model.text_mean.to(dtype), model.text_deviation.to(dtype)
        self.feed, self.label_range, self.generator, self.dtype = feed, label_range, generator, dtype
        self.truth = feed.labels.to(dtype)
        self.labels = {task: self.truth.clone() for task in TASKS}
        self.features = {task: torch.zeros(len(feed), model.feature_widths[task], dtype=dtype) for task in TASKS}
        self.moments = {
            name: [torch.zeros_like(value), torch.zeros_like(value)] for name, value in self.weights.items()
        }
        self.steps = 0

    def encode(self, modality, row):
        """Last hidden state of an LSTM, by its equations, then a linear layer."""
        frames = self.feed.take([row]).sequences[modality].values[0].to(self.dtype)
        weight = {
            part: self.weights[f"sequences.{modality}.lstm.{part}_l0"]
            for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        }
        hidden = cell = torch.zeros(weight["weight_hh"].shape[1], dtype=self.dtype)
        for frame in frames:
            gates = weight["weight_ih"] @ frame + weight["bias_ih"] + weight["weight_hh"] @ hidden + weight["bias_hh"]
            enter, forget, new, leave = gates.chunk(4)
            cell = torch.sigmoid(forget) * cell + torch.sigmoid(enter) * torch.tanh(new)
            hidden = torch.sigmoid(leave) * torch.tanh(cell)
        return self.linear(f"sequences.{modality}.project", hidden)

    def linear(self, name, values):
        return self.weights[f"{name}.weight"] @ values + self.weights[f"{name}.bias"]

    def head(self, task, encoded):
        feature = self.linear(f"heads.{task}.feature", encoded).clamp(min=0)
        return self.linear(f"heads.{task}.value", self.linear(f"heads.{task}.hidden", feature).clamp(min=0))[0], feature

    def forward(self, row):
        """Task → value and feature F of one sample."""
        text = (self.feed.text_vectors[row].to(self.dtype) - self.mean) / self.deviation
        audio, vision = self.encode(Modality.AUDIO, row), self.encode(Modality.VISION, row)
        inputs = {FUSION: torch.cat([text, audio, vision]), "text": text, "audio": audio, "vision": vision}
        return {task: self.head(task, encoded) for task, encoded in inputs.items()}

    def loss(self, rows, told):
        """mean|ŷm - ym| + Σs mean(tanh|ys - ym| · |ŷs - ys|)."""
        total = sum((told[row][FUSION][0] - self.truth[row]).abs() for row in rows) / len(rows)
        for task in SPACES:
            weighted = [
                torch.tanh((self.labels[task][row] - self.truth[row]).abs())
                * (told[row][task][0] - self.labels[task][row]).abs()
                for row in rows
            ]
            total = total + sum(weighted) / len(rows)
        return total

    def centre(self, task, above):
        """The mean F of all samples whose own label is on this side, made anew."""
        labels = self.labels[task]
        positive = labels > 0 if self.generator == "published" else labels >= 0
        chosen = positive if above else labels < 0
        return self.features[task][chosen].mean(dim=0)

    def lean(self, task, feature):
        to_above = (feature - self.centres[task][0]).square().sum().sqrt()
        to_below = (feature - self.centres[task][1]).square().sum().sqrt()
        if self.generator == "published":
            return (to_below - to_above) / (to_above + 1e-8)
        return (to_below - to_above) / (to_below + to_above + 1e-8)

    def new_label(self, truth, lean, fusion_lean):
        if self.generator == "published":
            new = 0.5 * truth * lean / (fusion_lean + 1e-8) + 0.5 * (truth + lean - fusion_lean)
        else:
            new = truth + (lean - fusion_lean) * self.label_range / 2
        return new.clamp(-self.label_range, self.label_range)

    def generate(self, rows, told, epoch):
        if epoch > 1:
            for row in rows:
                fusion_lean = self.lean(FUSION, told[row][FUSION][1].detach())
                for task in SPACES:
                    new = self.new_label(self.truth[row], self.lean(task, told[row][task][1].detach()), fusion_lean)
                    old = self.labels[task][row]
                    self.labels[task][row] = (epoch - 1) / (epoch + 1) * old + 2 / (epoch + 1) * new
        for row in rows:
            for task in TASKS:
                self.features[task][row] = told[row][task][1].detach()
        self.centres = {task: (self.centre(task, above=True), self.centre(task, above=False)) for task in TASKS}

    def step(self, gradients):
        """Adam (Kingma, Ba, ICLR 2015) with decay in the gradient, a rate and decay for each part."""
        self.steps += 1
        for name, weight in self.weights.items():
            part = name.split(".")[1] if name.startswith("sequences.") else "other"
            gradient = gradients[name] + DECAYS[part] * weight
            first, second = self.moments[name]
            first = 0.9 * first + 0.1 * gradient
            second = 0.999 * second + 0.001 * gradient**2
            self.moments[name] = [first, second]
            scaled = first / (1 - 0.9**self.steps), second / (1 - 0.999**self.steps)
            self.weights[name] = weight - RATES[part] * scaled[0] / (scaled[1].sqrt() + 1e-8)

    def epoch(self, batches, accumulate, epoch, learn=True):
        """One pass over the batches; gives the mean loss a sample."""
        seen = loss_sum = 0
        for first in range(0, len(batches), accumulate):
            group = batches[first : first + accumulate]
            samples = sum(map(len, group))
            for weight in self.weights.values():
                weight.requires_grad_(requires_grad=True)
            gradients = {name: torch.zeros_like(weight) for name, weight in self.weights.items()}
            for rows in group:
                told = {row: self.forward(row) for row in rows}
                loss = self.loss(rows, told)
                found = torch.autograd.grad(loss * len(rows) / samples, list(self.weights.values()), allow_unused=True)
                for name, gradient in zip(self.weights, found, strict=True):
                    gradients[name] += 0 if gradient is None else gradient
                loss_sum, seen = loss_sum + float(loss.detach()) * len(rows), seen + len(rows)
                with torch.no_grad():
                    self.generate(rows, told, epoch)
            if learn:
                with torch.no_grad():
                    self.step(gradients)
        return loss_sum / seen


def _config(generator, **changes):
    config = TrainConfig(
        seed=7,
        batch_size=4,
        accumulate=4,
        optimiser="adam",
        gradient_norm=0.0,
        generator=generator,
        warm_up_epochs=1,
        warm_up_weight=0.0,
        **{f"learning_rate_{part}": rate for part, rate in RATES.items()},
        **{f"weight_decay_{part}": decay for part, decay in DECAYS.items()},
    )
    return replace(config, **changes)


def _run(model, feed, config):
    return Run(
        model,
        feed,
        config,
        label_range=MOSI.label_range,
        human_labels={},
        device=torch.device("cpu"),
        world=World(),
    )


def _watched(feed, monkeypatch):
    """The rows of each batch that is taken from the feed from now on."""
    taken = []
    take = feed.take
    monkeypatch.setattr(feed, "take", lambda rows, **options: taken.append(list(rows)) or take(rows, **options))
    return taken


def _in_double_precision(model, feed, monkeypatch):
    """Ours reads single precision; for a comparison over epochs its noise must not be amplified at the ratio's pole."""

    def widened(batch, _device):
        sequences = {name: replace(found, values=found.values.double()) for name, found in batch.sequences.items()}
        return replace(batch, sequences=sequences)

    monkeypatch.setattr(running, "to_device", widened)
    monkeypatch.setattr(running, "in_single_precision", lambda outputs: outputs)
    feed.labels, feed.text_vectors = feed.labels.double(), feed.text_vectors.double()
    return model.double()


@pytest.mark.parametrize("generator", ["published", "bounded"])
def test_three_epochs_of_weights_labels_and_losses_agree(generator, monkeypatch):
    """22 samples in batches of 4 are five batches and a tail of 2; groups of 4 batches are a step and a tail of 2."""
    model, feed = small_feed(tiny_split(22, missing=False))
    _in_double_precision(model, feed, monkeypatch)
    config = _config(generator)
    plain = Plain(model, feed, MOSI.label_range, generator, torch.float64)
    ours = _run(model, feed, config)
    for epoch in (1, 2, 3):
        with monkeypatch.context() as patch:
            taken = _watched(feed, patch)
            loss = ours.epoch(Place(epoch), lambda _: None)
        assert sorted(map(len, taken)) == [2, 4, 4, 4, 4, 4]
        assert sorted(row for rows in taken for row in rows) == list(range(22))
        assert loss == pytest.approx(plain.epoch(taken, 4, epoch), abs=1e-6)
        for task in TASKS:
            torch.testing.assert_close(ours.generator.labels[task], plain.labels[task], atol=1e-8, rtol=0)
        for name, weight in model.named_parameters():
            torch.testing.assert_close(weight.detach(), plain.weights[name].detach(), atol=1e-8, rtol=0)
    assert plain.steps == 6
    moved = [float((ours.generator.labels[task] - ours.generator.labels[FUSION]).abs().max()) for task in SPACES]
    assert min(moved) > 0.01


@pytest.mark.parametrize("generator", ["published", "bounded"])
def test_in_single_precision_an_epoch_of_labels_and_its_loss_agree_to_1e_5(generator, monkeypatch):
    """As it is used, with weights that stand still; features are far from where the published ratio has its pole."""
    model, feed = small_feed(_far_apart(18))
    still = {f"learning_rate_{part}": 0.0 for part in RATES}
    ours = _run(model, feed, _config(generator, **still))
    plain = Plain(model, feed, MOSI.label_range, generator, torch.float32)
    for epoch in (1, 2):
        with monkeypatch.context() as patch:
            taken = _watched(feed, patch)
            loss = ours.epoch(Place(epoch), lambda _: None)
        assert loss == pytest.approx(plain.epoch(taken, 4, epoch, learn=False), abs=1e-5)
    for task in TASKS:
        torch.testing.assert_close(ours.generator.labels[task], plain.labels[task], atol=1e-5, rtol=0)
        assert torch.isfinite(ours.generator.labels[task]).all()
    assert (ours.generator.labels["audio"] - ours.generator.labels[FUSION]).abs().max() > 0.01


def _far_apart(count):
    """Samples whose sounds and faces lie clearly on one side or the other, so that no distance is close to another."""
    samples = tiny_split(count, missing=False)
    return tuple(
        replace(
            sample,
            audio=replace(sample.audio, values=sample.audio.values * 0.1 + np.sign(sample.label)),
            vision=replace(sample.vision, values=sample.vision.values * 0.1 + np.sign(sample.label)),
        )
        for sample in samples
    )


def test_forward_outputs_agree_to_1e_5():
    model, feed = small_feed(tiny_split(9, missing=False))
    plain = Plain(model, feed, MOSI.label_range, "published", torch.float64)
    with torch.no_grad():
        outputs = model.eval()(feed.take(range(9)))
    for row in range(9):
        for task, (value, feature) in plain.forward(row).items():
            assert float(outputs.values[task][row]) == pytest.approx(float(value), abs=1e-5)
            torch.testing.assert_close(outputs.features[task][row].double(), feature, atol=1e-5, rtol=0)
