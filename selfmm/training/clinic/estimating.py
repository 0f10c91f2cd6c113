"""How long a retraining will take, from counts and a few measured steps on this machine as it is now."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from selfmm.training.clinic.folds import FOLDS
from selfmm.training.clinic.learning import Material, answers, learn, train_config
from selfmm.training.clinic.network import begin, digest, normaliser_for
from selfmm.training.clinic.nouns import Depth, TimeEstimate
from selfmm.training.clinic.reading import read, unread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from selfmm.stored_file import StoredFolder
    from selfmm.training.clinic.nouns import ClinicData, RatedSession, RetrainingPlan

_MEASURED_SESSIONS = 8  # from which the pace is measured
# what a run was seen to need until patience is lost: some epochs of waiting, and some steps of learning
_WAITING_EPOCHS, _LEARNING_STEPS = 4, 150
_LEARNING_SHARE = 1 - 2 / FOLDS  # of the sessions, in a fold
_JUDGING_SECONDS = 5.0  # bootstrap, card and bundle
_MEMORY = 700_000_000  # bytes: libraries and text encoder
_DISK = 100_000_000  # bytes: bundle and checkpoints


def estimate(data: ClinicData, plan: RetrainingPlan, cache: Path | StoredFolder | None) -> TimeEstimate:
    """See `selfmm.training.retraining.estimate`."""
    start = begin(plan, data.learnt)
    upper = plan.encoder_layers if plan.depth in {Depth.EVERYTHING, Depth.SCRATCH} else 0
    some = [session for session in data.learnt if session.samples][:_MEASURED_SESSIONS]
    texts = list(dict.fromkeys(sample.text for sample in answers(some)))
    started = time.monotonic()
    made = read(start.encoder, texts, upper)
    a_text = (time.monotonic() - started) / len(texts)
    reading = a_text * len(unread(start.encoder, upper, data.sessions, cache))
    read_already = dict(zip(texts, made if upper else [one[0] for one in made], strict=True))
    material = Material(plan, start, read_already, len(answers(data.learnt)))
    learning = 0.0 if plan.depth is Depth.RECALIBRATE else _learning(material, some, data)
    states = sum(array.nbytes for array in made) / len(texts) * len(answers(data.sessions))
    return TimeEstimate(
        seconds=reading + learning + _JUDGING_SECONDS,
        reading=reading,
        memory_bytes=int(_MEMORY + 2 * _bytes_of(data.sessions) + states),
        disk_bytes=int(_DISK + states),
    )


def _learning(material: Material, some: Sequence[RatedSession], data: ClinicData) -> float:
    """Seconds of all folds and of the last run."""
    config = train_config(material, 0)
    _timed(material, some, 1)  # the first steps of a process are slow
    once, thrice = _timed(material, some, 1), _timed(material, some, 3)
    a_step = max(1e-4, (thrice - once) / 2 / math.ceil(len(answers(some)) / config.batch_size))
    started = time.monotonic()
    digest(answers(some), normaliser_for(material.start, answers(some)), material.start.config)
    begun = (time.monotonic() - started) / len(some) * len(data.learnt)  # features are normalised before each run
    whole = len(answers(data.learnt))
    in_a_fold = math.ceil(whole * _LEARNING_SHARE / config.batch_size)
    epochs = min(config.epochs, config.patience + _WAITING_EPOCHS + _LEARNING_STEPS / in_a_fold)
    runs = FOLDS * len(material.plan.repeats)
    steps = runs * in_a_fold * epochs + math.ceil(whole / config.batch_size) * epochs
    return steps * a_step + (runs + 1) * begun


def _timed(material: Material, sessions: Sequence[RatedSession], epochs: int) -> float:
    started = time.monotonic()
    learn(material, sessions, (), None, seed=0, epochs=epochs)
    return time.monotonic() - started


def _bytes_of(sessions: Sequence[RatedSession]) -> int:
    sequences = [one for sample in answers(sessions) for one in (sample.audio, sample.vision) if one is not None]
    return sum(sequence.values.nbytes for sequence in sequences)
