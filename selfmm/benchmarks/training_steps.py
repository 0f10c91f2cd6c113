"""What a step of the optimiser costs: all of the text encoder tuned, its upper half, and its vectors cached."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import torch

from selfmm.benchmarks.figures import Figure, Goal
from selfmm.data.normaliser import fit_normaliser
from selfmm.model import find_model
from selfmm.model.text_encoders import create_text_encoder
from selfmm.training.distributed import World
from selfmm.training.predicting import CPU, feed, frame_dimensions
from selfmm.training.run import Place, Run
from selfmm.training.text_reading import text_moments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selfmm.benchmarks.material import Workload
    from selfmm.benchmarks.reference import Reference
    from selfmm.training.setup import Setup

    MakeReference = Callable[[Workload], Reference]

# what is changed of the published text encoder, and how many times as fast as the whole fine-tuning it should be
VARIANTS = {
    "all layers tuned": ({}, 2.5),
    "lower half frozen": ({"tuned_layers": 6, "tuned_embeddings": False}, 3.5),
    "frozen, vectors cached": ({"tuned_layers": 0, "tuned_embeddings": False}, 60.0),
}


class _EnoughError(Exception):
    """One step was taken."""


def measure_steps(workload: Workload, make_reference: MakeReference | None) -> Iterator[Figure]:
    """Seconds a step, over all whole steps of the workload's first epoch.

    All learn from the same samples; ours in batches of about one length, as it trains, so that its steps do unequal
    work and only their sum is compared.
    """
    runs = {name: make_run(workload, workload.set_up(text)) for name, (text, _) in VARIANTS.items()}
    ours: dict[str, list[float]] = {name: [] for name in runs}
    others: list[float] = []
    train = workload.set_up().train
    steps = len(workload.samples) // (train.batch_size * train.accumulate)

    def take_turns(seconds: float) -> None:
        others.append(seconds)
        for name, run in runs.items():
            ours[name].append(seconds_of_step(run, len(ours[name]) * train.accumulate))

    if make_reference is None:
        for _ in range(steps):
            take_turns(0.0)
        others.clear()
    else:
        make_reference(workload).learn(steps, take_turns)
    for name, (_, times) in VARIANTS.items():
        yield Figure(
            f"training step, {workload.info.title}, {name}",
            "s",
            tuple(ours[name]),
            tuple(others),
            goal=Goal(times, times=True),
            even=False,
        )


def make_run(workload: Workload, setup: Setup) -> Run:
    """A run of Self-MM on the workload's samples, ready for its first step; a frozen encoder has read all texts."""
    torch.manual_seed(setup.train.seed)
    normaliser = fit_normaliser(workload.samples, frame_dimensions(setup.model))
    encoder = create_text_encoder(setup.model.text)
    model = find_model(setup.model_name).network_class()(setup.model, encoder)
    made = feed(workload.samples, model, normaliser, workload.info.scale)
    if (moments := text_moments(made)) is not None:
        model.fit_text(*moments)
    return Run(
        model,
        made,
        setup.train,
        label_range=workload.info.scale.label_range,
        human_labels={},
        device=CPU,
        world=World(),
    )


def seconds_of_step(run: Run, batch: int) -> float:
    """The seconds of one step of the optimiser that begins with this batch of the first epoch."""

    def stop(_: Place) -> None:
        raise _EnoughError

    started = time.perf_counter()
    try:
        run.epoch(Place(1, batch), stop)
    except _EnoughError:
        return time.perf_counter() - started
    raise AssertionError("there is no such batch")
