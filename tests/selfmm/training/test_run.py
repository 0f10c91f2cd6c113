from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import FAST
from tiny_training import small_config, small_feed, tiny_split

from selfmm.errors import SelfMMError, UnknownChoiceError
from selfmm.model.base import FUSION, TASKS, Outputs
from selfmm.scales import MOSI
from selfmm.training.config import TrainConfig
from selfmm.training.distributed import World
from selfmm.training.losses import multitask_loss, unimodal_weights
from selfmm.training.run import Place, Run
from selfmm.training.unimodal_labels import LabelGenerator
from selfmm.types import Modality

SAMPLES = tiny_split(40)


def _run(samples=SAMPLES, human=None, **options):
    model, feed = small_feed(samples)
    config = TrainConfig(**FAST | {"batch_size": 8} | options)
    return Run(
        model,
        feed,
        config,
        label_range=MOSI.label_range,
        human_labels=human or {},
        device=torch.device("cpu"),
        world=World(),
    )


# Modality dropout ---------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=25)
@given(rate=st.floats(0.05, 0.99), epoch=st.integers(1, 50), number=st.integers(0, 50))
def test_a_modality_is_hidden_only_where_another_is_left(rate, epoch, number):
    run = _HIDING
    run._config = replace(run._config, modality_dropout=rate)
    rows = list(range(40))
    hidden = run._hide(rows, epoch, number)
    there = torch.stack([run.feed.present[modality] for modality in Modality])
    gone = torch.stack([hidden[modality] for modality in Modality])
    assert not (gone & ~there).any()
    assert (there & ~gone).any(dim=0)[there.any(dim=0)].all()


def test_modalities_are_hidden_at_the_rate_that_was_asked_for():
    """Of three modalities each is hidden with p, but for the case that all would be: p - p³."""
    run = _run(tiny_split(40, missing=False), modality_dropout=0.3)
    hidden = [run._hide(list(range(40)), epoch, 0) for epoch in range(200)]
    for modality in Modality:
        share = torch.stack([gone[modality] for gone in hidden]).float().mean()
        assert share == pytest.approx(0.3 - 0.3**3, abs=0.02)


def test_hidden_modalities_are_hidden_from_the_network_and_keep_their_labels(monkeypatch):
    run = _run(tiny_split(8, missing=False), modality_dropout=0.5, warm_up_epochs=0)
    seen = []
    forward = run.model.forward
    monkeypatch.setattr(run.model, "forward", lambda batch: seen.append(batch) or forward(batch))
    run.epoch(Place(1), lambda _: None)
    (batch,) = seen
    gone = ~batch.present[Modality.AUDIO]
    assert 0 < gone.sum() < 8
    assert not batch.sequences[Modality.AUDIO].lengths[gone].any()
    assert run.feed.present[Modality.AUDIO].all()  # hidden this time only


def test_nothing_is_hidden_unless_asked_for():
    assert _run()._hide([0, 1], 1, 0) == {}


_HIDING = _run()


# Labels that people gave -------------------------------------------------------------------------------------------


def test_labels_that_people_gave_stay_as_they_are_and_have_their_own_weight():
    samples = tiny_split(16, missing=False)
    given = torch.full((16,), torch.nan)
    given[:5] = torch.tensor([3.0, -2.0, 0.5, 0.0, -3.0])
    run = _run(samples, {"audio": given}, warm_up_epochs=1, human_label_weight=0.7, warm_up_weight=0.2)
    for epoch in (1, 2, 3):
        run.epoch(Place(epoch), lambda _: None)
    labels = run.generator.labels
    assert torch.equal(labels["audio"][:5], given[:5])
    assert not torch.equal(labels["audio"][5:], labels[FUSION][5:])
    weights = unimodal_weights(run.generator, torch.arange(16), run._config)
    assert weights["audio"][:5].tolist() == pytest.approx([0.7] * 5)
    apart = (labels["audio"] - labels[FUSION]).abs()
    torch.testing.assert_close(weights["audio"][5:], torch.tanh(apart[5:]))


def test_without_a_weight_the_labels_that_people_gave_are_not_used():
    given = torch.full((16,), 1.0)
    run = _run(tiny_split(16), {"audio": given}, human_label_weight=0.0)
    assert torch.equal(run.generator.labels["audio"], run.generator.labels[FUSION])


def test_centres_are_taken_by_the_labels_that_people_gave():
    labels, human = torch.tensor([1.0, -1.0]), torch.tensor([-1.0, 1.0])
    labeller = LabelGenerator(labels, dict.fromkeys(TASKS, 1), 3.0, generator="bounded", human={"audio": human})
    present = dict.fromkeys(TASKS, torch.tensor([True, True]))
    labeller.remember(torch.arange(2), dict.fromkeys(TASKS, torch.tensor([[5.0], [-5.0]])), present)
    above, below = labeller.sums
    columns = {task: column for column, task in enumerate(TASKS)}
    assert (above[columns["text"]], below[columns["text"]]) == (5.0, -5.0)
    assert (above[columns["audio"]], below[columns["audio"]]) == (-5.0, 5.0)


# Learned absence ----------------------------------------------------------------------------------------------------


def test_what_stands_for_a_missing_modality_is_learnt():
    samples = [replace(sample, audio=None) if number % 2 else sample for number, sample in enumerate(SAMPLES)]
    run = _run(samples)
    before = {name: value.detach().clone() for name, value in run.model.absent.items()}
    assert not any(bool(value.any()) for value in before.values())
    run.epoch(Place(1), lambda _: None)
    assert bool(run.model.absent["audio"].any())


# Loss ---------------------------------------------------------------------------------------------------------------


def _outputs(present, penalty=None):
    values = {task: torch.zeros(len(present[task]), requires_grad=True) for task in TASKS}
    return Outputs(values, {}, {task: torch.tensor(there) for task, there in present.items()}, penalty)


def test_each_task_is_averaged_over_those_who_have_it():
    present = {FUSION: [True, True, True], "text": [True, False, True], "audio": [False] * 3, "vision": [True] * 3}
    outputs = _outputs(present, penalty=torch.tensor(10.0))
    labels = {task: torch.tensor([1.0, 2.0, 3.0]) for task in TASKS}
    weights = {task: torch.tensor([1.0, 100.0, 0.5]) for task in TASKS[1:]}
    counts = {task: sum(there) for task, there in present.items()}
    loss = multitask_loss(outputs, labels, weights, counts)
    assert float(loss.detach()) == pytest.approx(2.0 + (1.0 + 1.5) / 2 + (1.0 + 200.0 + 1.5) / 3 + 10.0)
    loss.backward()
    assert outputs.values["audio"].grad.tolist() == [0.0, 0.0, 0.0]  # zeros, not nothing: every head takes part


def test_a_batch_in_which_nobody_has_anything_has_no_loss():
    present = {task: [False, False] for task in TASKS}
    labels, weights = ({task: torch.ones(2) for task in TASKS} for _ in range(2))
    assert multitask_loss(_outputs(present), labels, weights, dict.fromkeys(TASKS, 0)).item() == 0.0


def test_small_errors_count_by_their_square_where_that_is_wanted():
    present = {task: [True, True] for task in TASKS}
    labels, weights = {task: torch.tensor([0.1, 2.0]) for task in TASKS}, {task: torch.zeros(2) for task in TASKS[1:]}
    counts = dict.fromkeys(TASKS, 2)
    assert multitask_loss(_outputs(present), labels, weights, counts).item() == pytest.approx((0.1 + 2.0) / 2)
    smooth = multitask_loss(_outputs(present), labels, weights, counts, smooth=0.5)
    assert smooth.item() == pytest.approx((0.1**2 / (2 * 0.5) + 2.0 - 0.5 / 2) / 2)


# Steps --------------------------------------------------------------------------------------------------------------


def test_gradients_are_clipped_where_a_norm_is_given():
    norms = {}
    for limit in (0.0, 1e-3):
        run = _run(gradient_norm=limit)
        found = []
        step = run._optimiser.step
        run._optimiser.step = lambda found=found, run=run, step=step: (
            found.append(torch.stack([value.grad.norm() for value in run.model.parameters()]).norm()),
            step(),
        )
        run.epoch(Place(1), lambda _: None)
        norms[limit] = float(torch.stack(found).max())
    assert norms[0.0] > 0.01
    assert norms[1e-3] <= 1e-3 * 1.001


def test_rates_follow_the_schedule_over_all_epochs():
    run = _run(schedule="linear", warm_up_share=0.5, epochs=2, accumulate=2)  # three steps an epoch
    rates = []
    for epoch in (1, 2):
        run.epoch(Place(epoch), lambda _: rates.append(run._optimiser.param_groups[0]["lr"]))
    assert rates == pytest.approx([FAST["learning_rate_other"] * share for share in (1 / 3, 2 / 3, 1, 1, 2 / 3, 1 / 3)])


# Choices that cannot be trained with --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"epochs": 0}, "epochs must be 1 or more"),
        ({"batch_size": -4}, "batch_size must be 1 or more"),
        ({"modality_dropout": 1.0}, "modality_dropout must be from 0 to less than 1"),
        ({"average_weights": -0.1}, "average_weights must be from 0"),
        ({"learning_rate_audio": -1e-3}, "learning_rate_audio must be a number that is 0 or more"),
        ({"learning_rate_other": float("nan")}, "learning_rate_other must be a number that is 0 or more"),
        ({"seed": -1}, "seed must be a number that is 0 or more"),
    ],
)
def test_choices_that_cannot_be_trained_with_are_refused(choice, message):
    with pytest.raises(SelfMMError, match=message):
        TrainConfig(**choice)


@pytest.mark.parametrize(
    ("choice", "close"),
    [({"optimiser": "adamm"}, "adamw|adam"), ({"generator": "bound"}, "bounded"), ({"schedule": "liner"}, "linear")],
)
def test_unknown_choices_are_answered_with_the_nearest(choice, close):
    with pytest.raises(UnknownChoiceError, match=f"did you mean “({close})”"):
        TrainConfig(**choice)


def test_several_layers_learn():
    model, feed = small_feed(SAMPLES, config=small_config(layers=2))
    run = Run(
        model,
        feed,
        TrainConfig(**FAST),
        label_range=3.0,
        human_labels={},
        device=torch.device("cpu"),
        world=World(),
    )
    before = model.sequences["audio"].lstm.weight_ih_l1.detach().clone()
    run.epoch(Place(1), lambda _: None)
    assert not torch.equal(before, model.sequences["audio"].lstm.weight_ih_l1)
