"""Retraining on the clinic's own sessions: what may be learnt from, how long it takes, and the training itself.

A training runs in a child process below the window's priority and lies in a folder of its own, so that it survives the
app: see `training_folder`. It ends as a model in the list, never as the active one.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING

from screening_app.domain import Action, Lesson, ModelOrigin, TrainedModel
from screening_app.errors import ScreeningError
from screening_app.jobs.child import ThisProcess, Worker
from screening_app.jobs.memory import free_memory
from screening_app.jobs.runner import Cancelled
from screening_app.services import training_folder as on_disk
from screening_app.services import training_plans as plans
from screening_app.services.audit import record, recorded
from screening_app.services.interviews import check_room
from screening_app.services.model_comparisons import judgement_document
from screening_app.services.seats import TRAINING, is_elsewhere
from screening_app.services.texts import check_line, check_signature
from screening_app.services.training_child import Order, draw_curve, estimate_order, train_run, write_run
from screening_app.services.training_folder import Pause, UnfinishedRun
from screening_app.services.training_plans import ReExtracted, TrainingChoice
from screening_app.services.training_sessions import TrainingTable
from screening_app.storage.disk import explained
from selfmm.bundle import read_info
from selfmm.training.clinic.nouns import (
    Comparison,
    CurvePoint,
    Depth,
    LearningCurve,
    Light,
    Measured,
    Predicted,
    Readiness,
    Subgroup,
    TimeEstimate,
    Verdict,
)
from selfmm.types import no_report, part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from screening_app.storage.interview_file import FileKey
    from selfmm.training.clinic.nouns import RetrainingResult
    from selfmm.types import Report

# the window takes the library's nouns from here
__all__ = [
    "Comparison",
    "CurvePoint",
    "Depth",
    "LearningCurve",
    "Light",
    "Measured",
    "Pause",
    "Predicted",
    "ReExtracted",
    "Readiness",
    "Subgroup",
    "TimeEstimate",
    "TrainingChoice",
    "TrainingService",
    "TrainingTable",
    "UnfinishedRun",
    "Verdict",
]

_READ, _ESTIMATED, _WRITTEN = 0.01, 0.03, 0.05  # how far a training is when these are done

_NO_NAME = "Start the program and sign in first, so that it is known who trained the model."
_UNFINISHED = "There is a training that is not finished. Go on with it or cancel it before you begin another one."
_RUNNING = "A training is running. Wait until it has ended, or cancel it."
_ELSEWHERE = "A training runs on another computer of your clinic. Wait until it has ended, or go on there."
_NOTHING_UNFINISHED = "There is no training to go on with. Begin a new one."
_NO_MEMORY = (
    "There is too little memory: about {needed} MB are needed, {free} MB are free. Close other programs, or choose to "
    "tune less of the model."
)


class TrainingService:
    """Trains models of one workspace, one at a time. What takes a report takes long, and belongs into a job.

    `pause`, `resume`, `stop` and `cancel` may be called from any thread.
    """

    def __init__(self, workspace: Workspace, settings: Callable[[], Settings], worker: Worker | None = None) -> None:
        """`worker` does what is heavy, by default in this process; nobody else may use it."""
        self._workspace = workspace
        self._settings = settings
        self._worker = worker or ThisProcess()
        self._training = workspace.paths.training
        self._busy = Lock()
        self._pauses: frozenset[Pause] = frozenset()
        self._is_halted = False
        self._is_discarded = False
        self._estimated: tuple[Order, TimeEstimate] | None = None

    def table(self, choice: TrainingChoice, report: Report = no_report) -> TrainingTable:
        """The rated sessions, and whether they are enough. Raises `BundleError` where base or active one is broken."""
        return plans.training_table(self._workspace, self._settings(), choice, report)

    def default_choice(self, report: Report = no_report) -> tuple[TrainingChoice, TrainingTable]:
        """The instrument with the most rated sessions, and as much learning as there is enough for; with its table."""
        return plans.default_choice(self._workspace, self._settings(), report)

    def re_extract(
        self, interview_ids: Sequence[str], choice: TrainingChoice, report: Report = no_report
    ) -> ReExtracted:
        """Look recordings through again by the recipe that the base wants; one that fails does not stop the others."""
        with self._alone():
            told = self._told(report)
            return plans.re_extract(self._workspace, self._settings(), interview_ids, choice, self._worker, told)

    def estimate(self, choice: TrainingChoice, report: Report = no_report) -> TimeEstimate:
        """How long it would take, and what it needs. Raises `DataError` where there is too little to learn from."""
        with self._alone():
            return self._estimate(self._order(choice, part(report, 0.0, 0.1)), part(self._told(report), 0.1, 1.0))

    def start(self, choice: TrainingChoice, by: str, report: Report = no_report) -> TrainedModel:
        """Check, write down what is to be learnt from, train, and list the new model, which is not active.

        Raises `ScreeningError` where nobody is named, another training is not finished, somebody withdrew meanwhile, or
        disk or memory do not do; `Cancelled` after `stop` and `cancel`; and as `selfmm.training.retraining.retrain`.
        """
        if not by.strip():
            raise ScreeningError(_NO_NAME)
        check_signature(by.strip())
        check_line(choice.name.strip())
        with self._alone():
            if on_disk.unfinished_run(self._training) is not None:
                raise ScreeningError(_UNFINISHED)
            on_disk.discard_run(self._training)  # what was left of one that was never whole
            told = self._told(report)
            order = self._order(choice, part(told, 0.0, _READ))
            self._check_resources(order, part(told, _READ, _ESTIMATED))
            self._begin(choice, order, by.strip(), part(told, _ESTIMATED, _WRITTEN))
            return self._train(part(told, _WRITTEN, 1.0))

    def go_on(self, report: Report = no_report) -> TrainedModel:
        """Go on with the unfinished training, from its last checkpoint; raises as `start`."""
        with self._alone():
            return self._train(part(self._told(report), _WRITTEN, 1.0))

    def unfinished(self) -> UnfinishedRun | None:
        """The training that was begun and is neither finished nor thrown away; it may be running, but not elsewhere."""
        run = on_disk.unfinished_run(self._training)
        is_mine = run is not None and (self.is_running or not is_elsewhere(self._workspace, TRAINING))
        return run if is_mine else None

    @property
    def _key(self) -> FileKey | None:
        """What the training's files are encrypted with, asked anew: from some moment on nothing plain is taken."""
        return on_disk.training_key(self._workspace)

    @property
    def is_running(self) -> bool:
        """Whether a training, or something else of this service that takes long, is being worked at."""
        return self._busy.locked()

    @property
    def paused(self) -> frozenset[Pause]:
        """Why training waits, or would."""
        return self._pauses

    def pause(self, because: Pause = Pause.USER) -> None:
        """Let training wait, from its next step on, until all reasons are gone. Raises `StorageError`."""
        self._pauses |= {because}
        on_disk.show_pauses(self._training, self._pauses)

    def resume(self, because: Pause = Pause.USER) -> None:
        """Take one reason back. Raises `StorageError`."""
        self._pauses -= {because}
        on_disk.show_pauses(self._training, self._pauses)

    def stop(self) -> None:
        """End what runs now; its job ends as cancelled, and a training can be gone on with."""
        self._is_halted = True
        if self._busy.locked():
            self._worker.interrupt()

    def cancel(self) -> None:
        """Throw the training away, whether it runs or not. Raises `StorageError`."""
        if self._busy.locked():
            self._is_discarded = True
            self.stop()
        else:
            self._discard()

    def close(self) -> None:
        """Give back what the worker holds, once its job has ended."""
        self._worker.end()

    def points(self) -> tuple[CurvePoint, ...]:
        """How each epoch went so far, those before a restart too."""
        return on_disk.read_points(self._training)

    def learning_curve(self, choice: TrainingChoice, report: Report = no_report) -> LearningCurve:
        """What more sessions would bring; goes on where it was stopped, unless the sessions have changed since."""
        with self._alone():
            order = self._order(choice, part(report, 0.0, _READ))
            out = self._training / f"curve-{plans.fingerprint(order)}"
            for old in set(self._training.glob("curve-*")) - {out}:
                shutil.rmtree(old)
            told = part(self._told(report), _READ, 1.0)
            on_disk.show_pauses(self._training, self._pauses)
            return self._worker.run(draw_curve, self._training, self._key, out, order, report=told)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nothing else of this service runs meanwhile; what `stop` ends comes out as `Cancelled`."""
        if not self._busy.acquire(blocking=False):
            raise ScreeningError(_RUNNING)
        if not self._workspace.database.claim(TRAINING):
            self._busy.release()
            raise ScreeningError(_ELSEWHERE)
        self._is_halted = self._is_discarded = False
        try:
            yield
        except ScreeningError as error:
            if self._is_halted:  # it tells of the process that was ended
                raise Cancelled from error
            raise
        finally:
            try:
                self._tidy()
            finally:
                self._workspace.database.release(TRAINING)
                self._busy.release()

    def _tidy(self) -> None:
        """Throw a training away that was cancelled, or whose people have withdrawn."""
        if on_disk.is_withdrawn(on_disk.run_folder(self._training)):
            on_disk.drop_vectors(self._training)
            self._is_discarded = True
        if self._is_discarded:
            self._discard()

    def _discard(self) -> None:
        if on_disk.unfinished_run(self._training) is not None:
            with recorded(self._workspace, Action.TRAINING_DISCARDED, unasked=True):
                pass  # all that goes lies in files
        on_disk.discard_run(self._training)

    def _order(self, choice: TrainingChoice, report: Report) -> Order:
        return plans.order_for(self._workspace, self._settings(), choice, report)

    def _estimate(self, order: Order, report: Report) -> TimeEstimate:
        if self._estimated is None or self._estimated[0] != order:
            self._estimated = order, self._worker.run(estimate_order, self._training, self._key, order, report=report)
        return self._estimated[1]

    def _check_resources(self, order: Order, report: Report) -> None:
        needed, free = self._estimate(order, report), free_memory()
        check_room(self._workspace, needed.disk_bytes)
        if free is not None and free < needed.memory_bytes:
            raise ScreeningError(_NO_MEMORY, needed=round(needed.memory_bytes / 1e6), free=round(free / 1e6))

    def _begin(self, choice: TrainingChoice, order: Order, by: str, report: Report) -> None:
        """Lock people away where that is due, and write all that the training needs; from then on it survives."""
        now = datetime.now(UTC)
        if order.holdout and not self._workspace.holdout.patients():
            self._workspace.holdout.lock(order.holdout, now)
        self._worker.run(write_run, self._training, self._key, order, report=report)
        base, reference = order.plan.base, order.plan.reference
        assert reference is not None, "a training here is always compared with the active model"
        run = UnfinishedRun(
            name=choice.name.strip() or f"{choice.scale.name} · {now.astimezone():%Y-%m-%d %H:%M}",
            started_by=by,
            started_at=now,
            created=f"{now.astimezone():%Y-%m-%d}",
            scale=choice.scale.name,
            depth=choice.depth.value,
            parent="" if base is None else read_info(base).id,
            base=base,
            reference=reference,
            interview_ids=tuple(material.id for material in order.materials),
            people=len({material.person for material in order.materials}),
        )
        record(
            self._workspace, Action.TRAINING_STARTED, sessions=list(run.interview_ids), depth=run.depth, scale=run.scale
        )
        on_disk.keep_run(self._training, run)

    def _train(self, report: Report) -> TrainedModel:
        run = on_disk.unfinished_run(self._training)
        if run is None:
            raise ScreeningError(_NOTHING_UNFINISHED)
        on_disk.show_pauses(self._training, self._pauses)
        result = self._worker.run(train_run, self._training, self._key, run.created, run.name, report=report)
        self._worker.end()  # its memory
        report("registering", 1.0)
        model = self._register(run, result)
        on_disk.discard_run(self._training)
        return model

    def _register(self, run: UnfinishedRun, result: RetrainingResult) -> TrainedModel:
        """List the new model. Its bundle is copied before: killed in between, the training ends here once more."""
        models, info = self._workspace.paths.models, result.bundle
        beside = models / f".new-{info.id}"
        with explained(models):
            shutil.rmtree(beside, ignore_errors=True)
            if not (models / info.id).exists():
                shutil.copytree(info.folder, beside)
                for path in beside.iterdir():  # weights have learnt from people: other users of this computer need none
                    path.chmod(0o600)
                beside.replace(models / info.id)
        model = _entry(run, result)
        people = {interview.id: interview.patient_id for interview in self._workspace.interviews.all()}
        with recorded(self._workspace, Action.TRAINING_FINISHED, subject=model.id, verdict=model.verdict):
            self._workspace.models.add(model, [Lesson(one, people[one]) for one in result.learnt_sessions])
        return model

    def _told(self, report: Report) -> Report:
        """A report that ends the work after `stop`, for a worker that cannot be interrupted."""

        def told(step: str, fraction: float) -> None:
            if self._is_halted:
                raise Cancelled
            report(step, fraction)

        return told


def _entry(run: UnfinishedRun, result: RetrainingResult) -> TrainedModel:
    readiness = result.readiness
    return TrainedModel(
        id=result.bundle.id,
        name=run.name,
        folder=result.bundle.id,
        origin=ModelOrigin.TRAINED,
        parent=run.parent,
        scale=run.scale,
        depth=run.depth,
        made_by=run.started_by,
        made_at=datetime.now(UTC),
        summary={
            "people": readiness.people,
            "sessions": readiness.sessions,
            "people_above": readiness.people_above,
            "people_below": readiness.people_below,
            "languages": dict(readiness.languages),
            "holdout_people": readiness.holdout_people,
        },
        verdict=result.verdict.value,
        comparison=judgement_document(result),
    )
