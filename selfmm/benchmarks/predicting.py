"""What a prediction costs, of one sample and of many, in single precision and in 8 bits, and what 8 bits change."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import torch

from selfmm.benchmarks.figures import Figure, Goal, compared, in_turns
from selfmm.benchmarks.training_steps import make_run
from selfmm.bundle import load_bundle
from selfmm.data.benchmarks.synthetic import synthetic
from selfmm.model.base import FUSION
from selfmm.model.quantised import quantise
from selfmm.training.predicting import feed, predict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from torch import Tensor

    from selfmm.benchmarks.material import Workload
    from selfmm.benchmarks.training_steps import MakeReference
    from selfmm.data.batches import Feed
    from selfmm.model.base import MultimodalModel

_LATENCY, _THROUGHPUT = Goal(0.35, times=False), Goal(4.0, times=True)
_LARGE = 32  # samples in a batch


def measure_predictions(workload: Workload, make_reference: MakeReference | None, repeats: int) -> Iterator[Figure]:
    """Seconds of one sample at a time (of 8 times `repeats`), and of a sample where all are read in batches of 32.

    All begin with tokens and with features as they lie in memory; ours normalises and stacks them within the time, the
    reference is handed them stacked.
    """
    run = make_run(workload, workload.set_up())
    models, texts = [run.model.eval(), quantise(run.model)], run.feed
    reference = make_reference(workload) if make_reference is not None else None
    ones: list[Callable[[], object]] = [partial(_predict_next, model, texts, count()) for model in models]
    alls: list[Callable[[], object]] = [partial(predict, model, texts, batch_size=_LARGE) for model in models]
    if reference is not None:
        rows = count()
        ones.append(lambda: reference.predict_one(next(rows)))
        alls.append(reference.predict_all)
    title = workload.info.title
    yield from _figures(f"prediction of one sample, {title}", in_turns(ones, 8 * repeats), 1, _LATENCY)
    name = f"prediction in batches of {_LARGE}, a sample, {title}"
    yield from _figures(name, in_turns(alls, repeats), len(texts), _THROUGHPUT)


def _figures(name: str, taken: list[tuple[float, ...]], samples: int, goal: Goal) -> Iterator[Figure]:
    """Of times in single precision, in 8 bits and, where there is a third, of the reference; for so many samples."""
    each = [tuple(seconds / samples for seconds in times) for times in taken]
    for kind, ours in zip(("single precision", "8 bits"), each, strict=False):
        yield compared(f"{name}, {kind}", "s", [ours, *each[2:]], goal)


def measure_int8_error(bundle: Path) -> Iterator[Figure]:
    """How far a trained model's values move on its own scale when its text encoder is brought to 8 bits.

    On made-up texts of its language. Raises BundleError and WeightsError.
    """
    loaded = load_bundle(bundle)
    name = "eatd" if "zh" in loaded.info.languages else "mosi"
    samples = synthetic(name).train
    told = [
        predict(model, feed(samples, model, loaded.normaliser, loaded.info.scale))[FUSION]
        for model in (loaded.model, quantise(loaded.model))
    ]
    difference, spread = error_in_points(*told, scale=loaded.info.scale.reach / loaded.info.scale.label_range)
    points = f"{loaded.info.scale.name} points"
    yield Figure(f"8 bits against single precision, mean difference in {points}", "", (difference,))
    yield Figure(f"8 bits against single precision, deviation of the values in {points}", "", (spread,))


def error_in_points(told: Tensor, rounded: Tensor, *, scale: float) -> tuple[float, float]:
    """Mean absolute difference of two sets of values (samples,), and the first one's deviation, `scale` units each."""
    return float((told - rounded).abs().nanmean()) * scale, float(told[~told.isnan()].std()) * scale


def _predict_next(model: MultimodalModel, texts: Feed, rows: Iterator[int]) -> None:
    with torch.inference_mode():
        model(texts.take([next(rows)]))
