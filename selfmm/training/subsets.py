"""How good a model still is where modalities are missing: judged with each of the seven subsets of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from selfmm.benchmark_metrics import headline
from selfmm.model.base import FUSION
from selfmm.tables import markdown_table
from selfmm.training.judging import judge, or_cutoff
from selfmm.training.predicting import CPU, predict
from selfmm.types import modality_subsets, subset_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import torch
    from numpy.typing import NDArray

    from selfmm.data.batches import Feed
    from selfmm.data.data_set import DataSet
    from selfmm.model.base import MultimodalModel
    from selfmm.types import LabelScale, Modality, Sample

    Judged = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class SubsetResult:
    """How good the model is when it is shown these modalities alone."""

    subset: frozenset[Modality]
    metrics: dict[str, float | None] | None  # None where the model or the data lack one of them
    intervals: dict[str, list[float]] | None  # metric → 95 % bootstrap interval
    silent: int = 0  # samples that have none of them; judged as if the model had said the cut-off


def judge_subsets(
    say: Callable[[Feed], NDArray[np.float64]],
    texts: Feed,
    samples: Sequence[Sample],
    data_set: DataSet,
    *,
    on_subset: Callable[[int], None] = lambda _: None,
) -> list[SubsetResult]:
    """The seven subsets in the order of `modality_subsets`; `texts` are `samples` as the model is fed with them.

    `say` gives the model's values (samples,) on the data set's scale, nan where it has nothing to look at.
    `on_subset` is told how many are done.
    """
    there = {modality for modality, present in texts.present.items() if bool(present.any())}
    results = []
    for number, subset in enumerate(modality_subsets()):
        on_subset(number)
        if subset <= there:
            said = say(texts.showing(subset))
            found, ranges = judge(samples, or_cutoff(said, data_set.scale), data_set)
            results.append(SubsetResult(subset, found, ranges, int(np.isnan(said).sum())))
        else:
            results.append(SubsetResult(subset, None, None))
    return results


def predicted(
    model: MultimodalModel, texts: Feed, scale: LabelScale, *, device: torch.device = CPU
) -> NDArray[np.float64]:
    """The fusion's values (samples,) in the scale's units, not clipped; nan where it has nothing to look at."""
    values: NDArray[np.float64] = predict(model, texts, device=device)[FUSION].double().numpy()
    return scale.uncentre(values)  # type: ignore[arg-type, return-value]


def subset_table(results: Iterable[SubsetResult], kind: str) -> str:
    """A Markdown table: a row a subset, a column a metric, and how many samples had none of its modalities."""
    headings = headline(kind)
    rows = [
        [subset_name(result.subset), *(_value(result.metrics, heading.metric) for heading in headings), result.silent]
        for result in results
    ]
    return markdown_table(["shown", *(heading.title for heading in headings), "without any"], rows)


def _value(metrics: Judged | None, metric: str) -> float:
    value = None if metrics is None else metrics[metric]
    return np.nan if value is None else value
