"""What the child process does that trains: it reads and writes folders, and knows no database."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from filelock import Timeout

from screening_app.errors import ScreeningError
from screening_app.services.training_folder import (
    clinic_folder,
    is_paused,
    is_withdrawn,
    keep_point,
    keep_progress,
    out_folder,
    run_folder,
    run_lock,
    stored,
    vectors_folder,
)
from screening_app.storage.disk import PARTIAL
from selfmm.data.files import read_features, read_transcript
from selfmm.training import retraining
from selfmm.training.clinic.nouns import ClinicData, RatedSession

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.storage.interview_file import FileKey
    from selfmm.stored_file import StoredFile
    from selfmm.training.clinic.nouns import LearningCurve, RetrainingPlan, RetrainingResult, TimeEstimate
    from selfmm.types import Features, Report, Transcript

PAUSED = "paused"  # step code while a training waits

_LOOK_SECONDS = 0.25  # between two looks at whether to go on
_PATIENCE_SECONDS = 60.0  # for a process left over from an app that was killed; it ends at its next report
_KEPT_STEP = 0.005  # of the fraction, between two that are kept
_STILL_THERE = "The training that the app was at when it was killed has not ended yet. Try again in a minute."
_WITHDRAWN = (
    "Consent to learn from one of the sessions was withdrawn, so the training was stopped and thrown away. "
    "Begin a new one without that session."
)


class WithdrawnError(ScreeningError):
    """Somebody among the sessions of a training has withdrawn."""


@dataclass(frozen=True, slots=True)
class Material:
    """One session to learn from, with where its files lie."""

    id: str
    person: str
    rating: float
    language: str
    sex: str
    age: float | None
    transcript: Path | StoredFile
    features: Path | StoredFile | None  # None where it was typed, or its recording is no longer kept

    def read(self) -> tuple[Transcript, Features | None]:
        """What was said, and how. Raises `DataError` where a file is missing or damaged."""
        return read_transcript(self.transcript), None if self.features is None else read_features(self.features)

    @property
    def light(self) -> RatedSession:
        """The session without its answers."""
        return RatedSession(self.id, self.person, self.rating, self.language, (), self.sex, self.age)

    @property
    def whole(self) -> RatedSession:
        """The session with its answers, read now."""
        transcript, features = self.read()
        return retraining.rated_session(
            self.id, transcript, features, person=self.person, rating=self.rating, sex=self.sex, age=self.age
        )


@dataclass(frozen=True, slots=True)
class Order:
    """All that one training is about; it can be sent to another process."""

    materials: tuple[Material, ...]
    plan: RetrainingPlan
    holdout: frozenset[str]
    known_to_base: frozenset[str]
    known_to_reference: frozenset[str]

    def data(self, sessions: tuple[RatedSession, ...]) -> ClinicData:
        """What the library learns from."""
        return ClinicData(sessions, self.holdout, self.known_to_base, self.known_to_reference)


def write_run(training: Path, key: FileKey | None, order: Order, report: Report) -> None:
    """Copy the sessions into the folder of the run, so that what happens to them later does not change it."""
    read = {material.id: material.read for material in order.materials}
    data = order.data(tuple(material.light for material in order.materials))
    clinic = stored(clinic_folder(training), key)
    retraining.write_clinic(clinic, data, lambda session: read[session](), order.plan, report)


def train_run(training: Path, key: FileKey | None, created: str, name: str, report: Report) -> RetrainingResult:
    """Train, from the last checkpoint on. Raises `WithdrawnError`, and as `retrain` does."""
    folder = run_folder(training)
    try:
        with run_lock(training).acquire(timeout=_PATIENCE_SECONDS):
            for path in folder.rglob(f"*{PARTIAL}"):  # what a training that was killed has left half written
                path.unlink()
            data, plan = retraining.read_clinic(stored(clinic_folder(training), key))
            assert plan is not None, "a run is written with its plan"
            return retraining.retrain(
                data,
                plan,
                stored(out_folder(training), key),
                created=created,
                name=name,
                cache=stored(vectors_folder(training), key),
                report=_Watch(training, report),
                on_point=partial(keep_point, folder),
            )
    except Timeout as error:
        raise ScreeningError(_STILL_THERE) from error


def estimate_order(training: Path, key: FileKey | None, order: Order, report: Report) -> TimeEstimate:
    """How long it would take. Raises as `retrain` does."""
    return retraining.estimate(_read(order, report), order.plan, cache=stored(vectors_folder(training), key))


def draw_curve(training: Path, key: FileKey | None, out: Path, order: Order, report: Report) -> LearningCurve:
    """The learning curve, from where it was stopped on. Raises as `retrain` does."""
    return retraining.learning_curve(
        _read(order, report),
        order.plan,
        stored(out, key),
        cache=stored(vectors_folder(training), key),
        report=_Watch(training, report),
    )


def _read(order: Order, report: Report) -> ClinicData:
    report("reading", 0.0)
    return order.data(tuple(material.whole for material in order.materials))


class _Watch:
    """A report that waits while the training is paused, and ends it once somebody has withdrawn."""

    def __init__(self, training: Path, report: Report) -> None:
        self._training = training
        self._report = report
        self._kept = -1.0

    def __call__(self, step: str, fraction: float) -> None:
        while is_paused(self._training) and not is_withdrawn(run_folder(self._training)):
            self._report(PAUSED, fraction)  # raises where nobody is there any more
            time.sleep(_LOOK_SECONDS)
        if is_withdrawn(run_folder(self._training)):
            raise WithdrawnError(_WITHDRAWN)
        if run_folder(self._training).exists() and abs(fraction - self._kept) >= _KEPT_STEP:
            keep_progress(run_folder(self._training), fraction)
            self._kept = fraction
        self._report(step, fraction)
