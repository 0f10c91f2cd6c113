"""MMSA's Self-MM, built and called by MMSA's own program; the only place that knows it.

Nothing of it is changed. Its trainer's loop is run as it stands; it is handed batches that were stacked beforehand, so
that its own loading of data costs nothing here, and the time is taken between two of them. Its progress bars are
switched off by the variable that their library reads. It has no path for clips without sound or face: these get one
frame of zeros.
"""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from selfmm.model.text_encoders.folders import load_tokenizer, read_dimensions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from torch import Tensor

    from selfmm.benchmarks.material import Workload
    from selfmm.types import Sample

    Padded = dict[str, Any]

WIDTHS = {"fusion": "post_fusion_dim", "text": "post_text_dim", "audio": "post_audio_dim", "vision": "post_video_dim"}
_FEW = 8  # samples that it is judged on after an epoch


class _EnoughError(Exception):
    """So many steps were taken as were asked for."""


def is_importable() -> bool:
    """Whether MMSA, with all that it needs, is there."""
    os.environ.setdefault("TQDM_DISABLE", "1")
    with suppress(ImportError):
        import_module("MMSA")
        return True
    return False


class Reference:
    """MMSA's model and trainer for the samples of a workload, on the processor."""

    def __init__(self, workload: Workload) -> None:
        """With random weights beside those of the text encoder."""
        program, config = import_module("MMSA.run"), import_module("MMSA.config")
        self._folder = tempfile.TemporaryDirectory()
        self._args = args = config.get_config_regression("self_mm", workload.info.name)
        width = read_dimensions(workload.encoder)
        args.update(
            train_mode="regression",
            device=torch.device("cpu"),
            pretrained=str(workload.encoder),
            text_out=width,
            feature_dims=[width, workload.info.audio[1], workload.info.vision[1]],
            train_samples=len(workload.samples),
            cur_seed=1,
            model_save_path=str(Path(self._folder.name) / "model.pth"),
        )
        torch.manual_seed(0)
        self.model = program.AMIO(args)
        self.trainer = program.ATIO().getTrain(args)
        self._batches = list(_padded(workload, args.batch_size))

    def learn(self, steps: int, after_step: Callable[[float], None]) -> None:
        """Train for so many steps of the optimiser; `after_step` is told the seconds of each, from batch to batch."""
        batches = _TimedBatches(self._batches, self._args.update_epochs, steps, after_step)
        with suppress(_EnoughError):
            self.trainer.do_train(self.model, {"train": batches, "valid": self._batches[:1]})

    def predict_all(self) -> None:
        """What it says of all samples, in its batches, as its trainer asks when it judges."""
        self.model.eval()
        with torch.no_grad():
            for batch in self._batches:
                self._say(batch, slice(None))

    def predict_one(self, row: int) -> None:
        """What it says of one sample."""
        self.model.eval()
        number, place = divmod(row, self._args.batch_size)
        with torch.no_grad():
            self._say(self._batches[number], slice(place, place + 1))

    def _say(self, batch: Padded, rows: slice) -> Any:
        return self.model(
            batch["text"][rows],
            (batch["audio"][rows], batch["audio_lengths"][rows]),
            (batch["vision"][rows], batch["vision_lengths"][rows]),
        )


class LabelReference:
    """MMSA's label generator alone: its trainer without a model."""

    def __init__(self, name: str, labels: Tensor) -> None:
        """For labels (samples,) of the data set `name`."""
        config = import_module("MMSA.config").get_config_regression("self_mm", name)
        config.update(train_mode="regression", device=torch.device("cpu"), train_samples=len(labels))
        self.widths = {task: int(config[key]) for task, key in WIDTHS.items()}
        self._trainer = import_module("MMSA.run").ATIO().getTrain(config)
        self._trainer.init_labels(torch.arange(len(labels)), labels)

    def batch(self, rows: Tensor, features: dict[str, Tensor], epoch: int) -> None:
        """What its loop does with the features (batch, width) of a batch, from the second epoch on."""
        fusion, text, audio, vision = (features[task] for task in WIDTHS)
        if epoch > 1:
            self._trainer.update_labels(fusion, text, audio, vision, epoch, rows, None)
        self._trainer.update_features(fusion, text, audio, vision, rows)
        self._trainer.update_centers()


class _TimedBatches:
    """What the trainer's loop takes its batches from: it comes for the next when it is done with the one before."""

    def __init__(self, batches: Sequence[Padded], group: int, steps: int, after_step: Callable[[float], None]) -> None:
        """`group` batches make one step. The first pass is the trainer's own, in which it only reads the labels."""
        self._batches, self._group, self._steps, self._after_step = batches, group, steps, after_step
        self._passes = self._taken = 0

    def __len__(self) -> int:
        return len(self._batches)

    def __iter__(self) -> Iterator[Padded]:
        self._passes += 1
        if self._passes == 1:
            yield from self._batches
            return
        started = time.perf_counter()
        for number, batch in enumerate(self._batches):
            yield batch
            if (number + 1) % self._group == 0:
                self._after_step(time.perf_counter() - started)
                self._taken += 1
                if self._taken == self._steps:
                    raise _EnoughError
                started = time.perf_counter()


def _padded(workload: Workload, batch_size: int) -> Iterator[Padded]:
    """All samples in the batches that MMSA's loader makes, padded to the longest of the whole data set."""
    tokenizer = load_tokenizer(workload.encoder)
    for first in range(0, len(workload.samples), batch_size):
        rows = list(range(first, min(first + batch_size, len(workload.samples))))
        samples = [workload.samples[row] for row in rows]
        labels = [workload.info.scale.centre(sample.label or 0.0) for sample in samples]
        batch = {
            "text": _text([tokenizer.encode(sample.text).ids for sample in samples], workload.info.words),
            "labels": {"M": torch.tensor(labels)[:, None]},
            "index": torch.tensor(rows),
            "id": [sample.id for sample in samples],
        }
        for name, (longest, width) in (("audio", workload.info.audio), ("vision", workload.info.vision)):
            batch[name], batch[f"{name}_lengths"] = _frames(samples, name, longest, width)
        yield batch


def _text(ids: list[list[int]], longest: int) -> Tensor:
    """(batch, 3, longest): ids, mask and segments, as numbers that are not whole, as MMSA has them."""
    text = torch.zeros(len(ids), 3, longest)
    for row, tokens in enumerate(ids):
        length = min(longest, len(tokens))
        text[row, 0, :length] = torch.tensor(tokens[:length])
        text[row, 1, :length] = 1
    return text


def _frames(samples: list[Sample], name: str, longest: int, width: int) -> tuple[Tensor, Tensor]:
    """(batch, longest, width) with zeros behind, and lengths (batch,) of at least 1."""
    values = np.zeros((len(samples), longest, width), np.float32)
    lengths = []
    for row, sample in enumerate(samples):
        sequence = getattr(sample, name)
        frames = 0 if sequence is None else len(sequence.values)
        if frames:
            values[row, :frames] = sequence.values
        lengths.append(max(1, frames))
    return torch.from_numpy(values), torch.tensor(lengths)
