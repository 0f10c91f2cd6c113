"""How far a job is: its step, a bar, the time left, and a button to cancel it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from screening_app.ui import messages, theme
from screening_app.ui.widgets.basics import Button, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.jobs.runner import Job, JobRunner, Progress

T = TypeVar("T")
Parameters = ParamSpec("Parameters")

_STEPS = 1000  # of the bar


class ProgressPanel(QFrame):
    """Hidden while no job runs in it; holds at most one job at a time."""

    finished = Signal()  # however it ended

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._job: Job | None = None
        self._progress: Progress | None = None
        self._cancelling = False
        self._title: Callable[[], str] = str
        self._heading = label("", "section")
        self._step = label("", "muted")
        self._left = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _STEPS)
        self._cancel = Button("", "close")
        self._cancel.clicked.connect(self.cancel)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(theme.SPACE_S)
        column.addWidget(self._heading)
        column.addWidget(self._bar)
        words = QHBoxLayout()
        words.addWidget(self._step, 1)
        words.addWidget(self._left, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_L, theme.SPACE_M, theme.SPACE_L, theme.SPACE_M)
        row.setSpacing(theme.SPACE_L)
        row.addLayout(column, 1)
        row.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def active(self) -> bool:
        """Whether a job runs here."""
        return self._job is not None

    def run(
        self,
        jobs: JobRunner,
        title: str | Callable[[], str],
        work: Callable[[Job], T],
        *,
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None],
        on_cancelled: Callable[[], None] = lambda: None,
    ) -> None:
        """Start a job, show it here, hide again when it ends, and only then call what was asked for.

        Until its turn comes, the panel says that the job waits.
        """

        def begin(job: Job) -> T:
            job.report("preparing", 0.0)
            return work(job)

        self._title = title if callable(title) else lambda: title
        self._progress, self._cancelling = None, False
        self._job = jobs.start(
            begin,
            on_done=self._ending(on_done),
            on_error=self._ending(on_error),
            on_cancelled=self._ending(on_cancelled),
            on_progress=self.show_progress,
        )
        self._refresh()
        self.show()

    def show_progress(self, progress: Progress) -> None:
        """Show how far the work is."""
        self._progress = progress
        self._refresh()

    def cancel(self) -> None:
        """Ask the job to stop; it does so at its next report."""
        if self._job is not None:
            self._job.cancel()
            self._cancelling = True
            self._refresh()

    def _ending(self, then: Callable[Parameters, None]) -> Callable[Parameters, None]:
        """A callback that first puts the panel away, so that `then` may start the next job in it."""

        def end(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
            self._job = None
            self.hide()
            self.finished.emit()
            then(*args, **kwargs)

        return end

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._refresh()

    def _refresh(self) -> None:
        self._heading.setText(self._title())
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setEnabled(not self._cancelling)
        self._bar.setAccessibleName(self._title())
        progress = self._progress
        self._bar.setRange(0, _STEPS if progress else 0)  # 0 to 0 is a bar that only says "busy"
        if progress:
            self._bar.setValue(round(progress.fraction * _STEPS))
        waiting = self.tr("Waiting for its turn…")
        step = messages.step_name(progress.step) if progress else waiting
        self._step.setText(self.tr("Stopping…") if self._cancelling else step)
        left = progress.seconds_left if progress and not self._cancelling else None
        self._left.setText("" if left is None else messages.time_left(left))
