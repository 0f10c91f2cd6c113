"""Costs that need a process of their own: peaks of memory, start-up, and how time and memory grow with the data.

Memory is what Linux tells of a process; elsewhere these figures are left out.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, TypeVar

from selfmm.benchmarks.figures import Figure, Goal, compared, in_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

THREADS = 2
_STATUS = Path("/proc/self/status")
_PEAK = "VmHWM"  # the most that was ever in memory
_OWN = "RssAnon"  # what is in memory now but for pages of files, which the system may take back at any time
_EVERY_SECONDS = 0.02
_STEPS = 2  # from the second on, the optimiser's moments are there when the activations are
_JUDGED = 8  # samples that are judged after an epoch


def measure_memory(name: str, samples: int, encoder: Path, folder: Path, *, reference: bool) -> Iterator[Figure]:
    """Bytes at their peak in two epochs of fine-tuning, from the start of the process to its end."""
    if not _STATUS.exists():
        return
    ours = in_own_process(peak_of_training, name, samples, encoder, folder)
    others = (float(in_own_process(peak_of_reference, name, samples, encoder)),) if reference else ()
    yield Figure("memory at its peak in fine-tuning", "MB", (float(ours),), others, goal=Goal(0.6, times=False))


def measure_start_up(repeats: int, *, reference: bool) -> Iterator[Figure]:
    """Seconds until the command line has answered, and until MMSA is imported."""
    programs = [["-m", "selfmm", "--help"], ["-c", "import MMSA"]][: 2 if reference else 1]
    works = [lambda program=program: _call(program) for program in programs]
    yield compared("start-up, python -m selfmm --help", "s", in_turns(works, repeats), Goal(0.5 / 6, times=False))


def measure_growth(name: str, samples: int, encoder: Path, folder: Path) -> Iterator[Figure]:
    """What becomes of an epoch's time and of the memory when the data are ten times as many.

    Features lie memory-mapped, and a frozen encoder's vectors are cached.
    """
    less, more = (
        in_own_process(cost_of_training, name, count, encoder, folder / str(count)) for count in (samples, 10 * samples)
    )
    fewer = f"{samples:,} samples"
    yield Figure(
        f"an epoch, a sample, of {10 * samples:,} samples",
        "s",
        (more.epoch_seconds / (10 * samples),),
        (less.epoch_seconds / samples,),
        fewer,
        Goal(1.2, times=False),
    )
    if less.peak and more.peak:
        name = f"memory of its own at its peak, {10 * samples:,} samples"
        yield Figure(name, "MB", (float(more.peak),), (float(less.peak),), fewer, Goal(1.1, times=False))


@dataclass(frozen=True, slots=True)
class TrainingCost:
    """What a training run took."""

    epoch_seconds: float  # the median of its epochs
    peak: int | None  # bytes of memory of its own; None where the system does not tell


def in_own_process(work: Callable[..., T], *arguments: Any) -> T:
    """What `work` gives in a new process of Python that has imported nothing else."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def peak_of_training(name: str, samples: int, encoder: Path, folder: Path) -> int:
    """The peak of this process, in bytes, after two epochs of ours."""
    _train(name, samples, encoder, folder, {}, epochs=_STEPS)
    return _memory(_PEAK) or 0


def peak_of_reference(name: str, samples: int, encoder: Path) -> int:
    """The peak of this process, in bytes, after two steps of the reference."""
    import torch

    from selfmm.benchmarks.material import make_workload
    from selfmm.benchmarks.reference import Reference, is_importable

    assert is_importable()
    torch.set_num_threads(THREADS)
    Reference(make_workload(name, samples, encoder)).learn(_STEPS, lambda _: None)
    return _memory(_PEAK) or 0


def cost_of_training(name: str, samples: int, encoder: Path, folder: Path) -> TrainingCost:
    """What three epochs with a frozen encoder take."""
    with OwnPeak() as watched:
        seconds = _train(name, samples, encoder, folder, {"tuned_layers": 0, "tuned_embeddings": False}, epochs=3)
    return TrainingCost(median(seconds), watched.peak)


def _train(name: str, samples: int, encoder: Path, folder: Path, text: dict[str, Any], *, epochs: int) -> list[float]:
    """Train as a user would; gives the seconds of each epoch."""
    import torch

    from selfmm.benchmarks.material import make_workload
    from selfmm.model.text_encoders import create_text_encoder
    from selfmm.training.trainer import train

    torch.set_num_threads(THREADS)
    folder.mkdir(parents=True, exist_ok=True)
    workload = make_workload(name, samples, encoder, folder=folder / "features")
    setup = workload.set_up(text, epochs=epochs)
    seconds: list[float] = []
    train(
        workload.samples,
        workload.samples[:_JUDGED],
        scale=workload.info.scale,
        model_config=setup.model,
        config=setup.train,
        text_encoder=create_text_encoder(setup.model.text),
        folder=folder / "run",
        cache=folder / "cache",
        on_epoch=lambda record: seconds.append(record.seconds),
    )
    return seconds


class OwnPeak:
    """The most memory of its own that this process has while the `with` block lasts, looked at many times a second."""

    def __enter__(self) -> OwnPeak:
        self.peak = _memory(_OWN)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while self.peak is not None and not self._over.wait(_EVERY_SECONDS):
            self.peak = max(self.peak, _memory(_OWN) or 0)


def _memory(field: str) -> int | None:
    """A field of the process's status in bytes; None where the system has no such file."""
    if not _STATUS.exists():
        return None
    lines = (line.split() for line in _STATUS.read_text(encoding="utf-8").splitlines())
    return next(int(parts[1]) * 1024 for parts in lines if parts[0] == f"{field}:")


def _call(program: list[str]) -> None:
    subprocess.run(  # noqa: S603 (our own interpreter on our own words)
        [sys.executable, *program], check=True, capture_output=True, env={**os.environ, "TQDM_DISABLE": "1"}
    )
