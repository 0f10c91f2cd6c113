"""What a prediction costs, of one sample and of many, in single precision and in 8 bits, and what 8 bits change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from selfmm.benchmarks.figures import Figure, Goal, in_turns
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

FLOAT, INT8 = "single precision", "8 bits"
_LATENCY, _THROUGHPUT = Goal(0.35, times=False), Goal(4.0, times=True)
_LARGE = 32  # samples in a batch


def measure_predictions(workload: Workload, make_reference: MakeReference | None, repeats: int) -> Iterator[Figure]:
    """Seconds of one sample at a time, and of a sample where all are read in batches of 32.

    All begin with tokens and with features as they lie in memory; ours normalises and stacks them within the time, the
    reference is handed them stacked.
    """
    run = make_run(workload, workload.set_up())
    model, texts = run.model.eval(), run.feed
    models = {FLOAT: model, INT8: quantise(model)}
    reference = make_reference and make_reference(workload, texts.tokens)
    title = workload.info.title
    for name, ours in models.items():
        rows = iter(range(repeats + 1))
        other_rows = iter(range(repeats + 1))
        taken = in_turns(
            lambda ours=ours, rows=rows: _predict_one(ours, texts, next(rows)),
            reference and (lambda rows=other_rows: reference.predict_one(next(rows))),
            repeats,
        )
        yield Figure(f"prediction of one sample, {title}, {name}", "s", *taken, goal=_LATENCY)
    for name, ours in models.items():
        taken = in_turns(
            lambda ours=ours: predict(ours, texts, batch_size=_LARGE),
            reference and (lambda: [reference.predict(number) for number in range(reference.batches)]),
            max(1, repeats // 8),
        )
        ours_each, other_each = (tuple(seconds / len(texts) for seconds in side) for side in taken)
        yield Figure(
            f"prediction in batches of {_LARGE}, a sample, {title}, {name}",
            "s",
            ours_each,
            other_each,
            goal=_THROUGHPUT,
        )


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
    yield Figure(f"8 bits against single precision, mean difference, {loaded.info.scale.name} points", "", (difference,))
    yield Figure(f"spread of those values, {loaded.info.scale.name} points", "", (spread,))


def error_in_points(told: Tensor, rounded: Tensor, *, scale: float) -> tuple[float, float]:
    """Mean absolute difference of two sets of values (samples,), and the first one's deviation, `scale` units each."""
    return float((told - rounded).abs().nanmean()) * scale, float(told[~told.isnan()].std()) * scale


def _predict_one(model: MultimodalModel, texts: Feed, row: int) -> None:
    with torch.inference_mode():
        model(texts.take([row]))
