"""What the training page asks away from the window: what can be learnt from, how long it takes; the newest counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from screening_app.jobs.runner import JobRunner
from screening_app.services.training import Light
from screening_app.ui.backup_jobs import seldom
from screening_app.ui.main_thread import MainThread
from screening_app.ui.training_form import same_sessions
from selfmm.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.jobs.runner import Job
    from screening_app.services.training import TrainingChoice, TrainingTable
    from screening_app.ui.services import AppServices

_SETTLED_MS = 600  # after the last change of the choice


class TrainingLookups(QObject):
    """Follows a choice that changes; answers that are no longer asked for are passed over."""

    proposed = Signal(object)  # the TrainingChoice to begin with
    table_found = Signal(object)  # a TrainingTable; None while it is looked for
    looking = Signal(object)  # how far the look at the sessions is: a Progress
    estimating = Signal()
    estimated = Signal(object, object)  # a TimeEstimate and None, or None and the KnownError
    failed = Signal(object)  # the error

    def __init__(self, services: AppServices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._choice: TrainingChoice | None = None
        self._looked: TrainingChoice | None = None  # what the newest table was asked for
        self._table: TrainingTable | None = None
        self._asked = 0
        self._jobs = JobRunner(MainThread(self).post)  # many sessions take long, and no device is to wait for them
        self._is_over = False  # the window has closed: whatever changes is looked up no more
        self._proposal_job: Job | None = None
        self._table_job: Job | None = None
        self._estimate_job: Job | None = None
        self._later = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._later.timeout.connect(self._ask_for_time)

    def propose(self) -> None:
        """Ask for a sensible choice."""
        if self._is_over:
            return
        training = self._services.training
        self._proposal_job = self._jobs.start(
            lambda job: training.default_choice(seldom(job.report)),
            on_done=self._propose,
            on_error=self.failed.emit,
            on_progress=self.looking.emit,
        )

    def _propose(self, found: tuple[TrainingChoice, TrainingTable]) -> None:
        """Tell of what is proposed, and of its table, which is not looked up once more unless it is of no use."""
        choice, table = found
        self._forget_table()
        self._looked, self._table = choice, table
        self.proposed.emit(choice)
        if self._looked is choice:
            self.table_found.emit(table)

    def follow(self, choice: TrainingChoice | None, *, again: bool = False) -> None:
        """Look up what belongs to a choice; `again` where the sessions themselves may have changed."""
        self._choice = choice
        self._forget_time()
        if choice is None or self._is_over:
            return
        if again or not same_sessions(choice, self._looked):
            self._looked = choice
            self._ask_for_table(choice)
        else:
            self._later.start()

    def _ask_for_table(self, choice: TrainingChoice) -> None:
        self._forget_table()
        asked, training = self._asked, self._services.training
        self.table_found.emit(None)

        def newest(then: Callable[[Any], None]) -> Callable[[Any], None]:
            return lambda result: then(result) if asked == self._asked else None

        def found(table: TrainingTable) -> None:
            self._table = table
            self.table_found.emit(table)
            self._later.start()

        self._table_job = self._jobs.start(
            lambda job: training.table(choice, seldom(job.report)),
            on_done=newest(found),
            on_error=newest(self.failed.emit),
            on_progress=newest(self.looking.emit),
        )

    def _forget_table(self) -> None:
        self._asked += 1
        self._table = None
        if self._table_job is not None:
            self._table_job.cancel()

    # How long it takes

    def _forget_time(self) -> None:
        self._later.stop()
        if self._estimate_job is not None:
            self._estimate_job.cancel()
            self._estimate_job = None
        self.estimated.emit(None, None)

    def _ask_for_time(self) -> None:
        choice, training = self._choice, self._services.training
        if choice is None or training.is_running or not self._is_enough(choice):
            return
        self.estimating.emit()

        def fail(error: BaseException) -> None:
            if not isinstance(error, KnownError):
                self.failed.emit(error)
            elif self._estimate_job is job:
                self.estimated.emit(None, error)

        def done(estimate: object) -> None:
            if self._estimate_job is job:
                self.estimated.emit(estimate, None)

        job = self._estimate_job = self._services.training_jobs.start(
            lambda job: training.estimate(choice, job.report), on_done=done, on_error=fail
        )

    def _is_enough(self, choice: TrainingChoice) -> bool:
        """Whether there is something to be estimated: what is missing is said elsewhere."""
        table = self._table
        return table is not None and not table.readiness.leaks and table.readiness.lights[choice.depth] is not Light.RED

    def stop(self) -> None:
        """Pass over what was asked for."""
        self._forget_table()
        self._forget_time()

    def shut_down(self) -> None:
        """Ask for nothing more."""
        self._is_over = True
        self.stop()
        if self._proposal_job is not None:
            self._proposal_job.cancel()
        self._jobs.close()
