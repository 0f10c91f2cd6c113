"""A training as the window follows it: it starts, waits while an interview is recorded, and tells how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from screening_app.errors import ScreeningError
from screening_app.services.training import Pause

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import TrainedModel
    from screening_app.jobs.runner import Job, Progress
    from screening_app.services.training import CurvePoint, TrainingChoice
    from screening_app.ui.services import AppServices

_LOOK_MS = 1000  # between two looks at how it goes


class TrainingRun(QObject):
    """At most one training at a time; `cancel` throws it away, `shut_down` keeps it for the next start."""

    changed = Signal()  # progress, pause, beginning or end
    points_changed = Signal(object)  # all CurvePoints so far
    finished = Signal(object)  # the TrainedModel
    failed = Signal(object)  # the error
    cancelled = Signal()

    def __init__(self, services: AppServices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._job: Job | None = None
        self.progress: Progress | None = None
        self.is_ending = False  # cancelled, but not ended yet
        self._points = 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        services.events.recording_changed.connect(self._follow_recording)
        if services.events.is_recording:
            self._follow_recording(True)

    @property
    def is_active(self) -> bool:
        """Whether a training runs or waits."""
        return self._job is not None

    @property
    def paused(self) -> frozenset[Pause]:
        """Why it waits; empty where it does not."""
        return self._services.training.paused

    def start(self, choice: TrainingChoice, by: str) -> None:
        """Train a new model."""
        training = self._services.training
        self._begin(lambda job: training.start(choice, by, job.report))

    def go_on(self) -> None:
        """Go on with the training that was interrupted, as far as it had come."""
        training = self._services.training
        self._begin(lambda job: training.go_on(job.report))

    def _begin(self, work: Callable[[Job], TrainedModel]) -> None:
        assert self._job is None, "one training at a time"
        self.progress, self.is_ending, self._points = None, False, 0
        self.points_changed.emit(())
        self._services.training.resume(Pause.USER)
        self._job = self._services.training_jobs.start(
            work,
            on_done=self._ending(self.finished.emit),
            on_error=self._ending(self.failed.emit),
            on_cancelled=self._ending(self.cancelled.emit),
            on_progress=self._show,
        )
        self._timer.start()
        self.changed.emit()

    def _ending(self, then: Callable[..., None]) -> Callable[..., None]:
        def end(*result: object) -> None:
            self._timer.stop()
            self._look()
            self._job, self.is_ending = None, False
            self.changed.emit()
            then(*result)

        return end

    def _show(self, progress: Progress) -> None:
        self.progress = progress
        self.changed.emit()

    def _look(self) -> None:
        points: tuple[CurvePoint, ...] = self._services.training.points()
        if len(points) != self._points:
            self._points = len(points)
            self.points_changed.emit(points)

    def turn_pause(self) -> None:
        """Let it wait, or go on, as the user wants."""
        training = self._services.training
        (training.resume if Pause.USER in training.paused else training.pause)(Pause.USER)
        self.changed.emit()

    def _follow_recording(self, is_recording: bool) -> None:
        """No recorded picture may be lost for a training."""
        training = self._services.training
        (training.pause if is_recording else training.resume)(Pause.RECORDING)
        self.changed.emit()

    def cancel(self) -> None:
        """Stop, and throw away what was learnt so far."""
        self.is_ending = True
        self.changed.emit()
        try:
            self._services.training.cancel()
        except ScreeningError as error:
            self.failed.emit(error)
        if self._job is not None:  # it may not have begun yet
            self._job.cancel()

    def shut_down(self) -> None:
        """Stop because the window closes; the next start can go on."""
        self._timer.stop()
        if self._job is not None:
            self._services.training.stop()
