"""All measurements by name, and the sizes at which they are made."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from selfmm.benchmarks.label_generation import measure_labels
from selfmm.benchmarks.material import BertSize, make_workload, write_bert
from selfmm.benchmarks.predicting import measure_int8_error, measure_predictions
from selfmm.benchmarks.processes import THREADS, measure_growth, measure_memory, measure_start_up
from selfmm.benchmarks.reference import LabelReference, Reference
from selfmm.benchmarks.training_steps import measure_steps
from selfmm.errors import UnknownChoiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from selfmm.benchmarks.figures import Figure

STEP_SAMPLES = {"sims": 128, "mosi": 64}  # in one step of the optimiser as published: four batches


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured; as it stands, about six minutes on two cores."""

    bert: BertSize = field(default_factory=BertSize)
    small_bert: BertSize = field(default_factory=lambda: BertSize(layers=2))  # where its vectors are cached anyway
    steps: int = 4  # of the optimiser
    predicted: int = 128  # samples
    labels: int = 16326  # MOSEI's
    growing: int = 600  # samples, and ten times as many
    repeats: int = 3


@dataclass(frozen=True, slots=True)
class Bench:
    """What measurements share: how much, where to put files, the trained model, and whether MMSA is there."""

    sizes: Sizes
    folder: Path
    bundle: Path
    reference: bool

    def encoder(self, size: BertSize, name: str) -> Path:
        """A BERT of this size, made when it is first asked for."""
        folder = self.folder / name
        return folder if folder.exists() else write_bert(folder, size)


def run_bench(
    names: Sequence[str] = (), *, bundle: Path, reference: bool, sizes: Sizes | None = None
) -> Iterator[Figure]:
    """The figures of the parts that are named, or of all, each as soon as it is there.

    `bundle` is a trained model, by which the error of 8 bits is told. Uses two threads for the rest of the process.
    Raises UnknownChoiceError for a name that PARTS does not have, BundleError and WeightsError.
    """
    for name in names:
        if name not in PARTS:
            raise UnknownChoiceError("benchmark", name, PARTS)
    torch.set_num_threads(THREADS)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(sizes or Sizes(), Path(folder), bundle, reference)
        for name in names or PARTS:
            yield from PARTS[name](bench)


def _steps(bench: Bench) -> Iterator[Figure]:
    for name, samples in STEP_SAMPLES.items():
        workload = make_workload(name, samples * bench.sizes.steps, bench.encoder(bench.sizes.bert, "bert"))
        yield from measure_steps(workload, Reference if bench.reference else None)


def _predictions(bench: Bench) -> Iterator[Figure]:
    for name in STEP_SAMPLES:
        workload = make_workload(name, bench.sizes.predicted, bench.encoder(bench.sizes.bert, "bert"))
        yield from measure_predictions(workload, Reference if bench.reference else None, bench.sizes.repeats)


def _int8(bench: Bench) -> Iterator[Figure]:
    yield from measure_int8_error(bench.bundle)


def _labels(bench: Bench) -> Iterator[Figure]:
    make_reference = LabelReference if bench.reference else None
    yield from measure_labels(make_reference, bench.sizes.labels, bench.sizes.repeats)


def _memory(bench: Bench) -> Iterator[Figure]:
    encoder, folder = bench.encoder(bench.sizes.bert, "bert"), bench.folder / "memory"
    yield from measure_memory("sims", STEP_SAMPLES["sims"], encoder, folder, reference=bench.reference)


def _start_up(bench: Bench) -> Iterator[Figure]:
    yield from measure_start_up(bench.sizes.repeats, reference=bench.reference)


def _growth(bench: Bench) -> Iterator[Figure]:
    encoder = bench.encoder(bench.sizes.small_bert, "small-bert")
    yield from measure_growth("mosi", bench.sizes.growing, encoder, bench.folder / "growth")


PARTS: dict[str, Callable[[Bench], Iterator[Figure]]] = {
    "steps": _steps,
    "predictions": _predictions,
    "int8": _int8,
    "labels": _labels,
    "memory": _memory,
    "start-up": _start_up,
    "growth": _growth,
}
