"""Dialogs that work for longer than a moment: what they ask, how far they are, what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from screening_app.ui.asking_dialog import WIDTH, AskingDialog
from screening_app.ui.widgets import ProgressPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from screening_app.jobs.runner import Job, JobRunner
    from screening_app.ui.services import AppServices

T = TypeVar("T")


class ProgressDialog(AskingDialog):
    """Put what it asks into `body`; it stays open until it is closed, and closing stops the work first."""

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None, width: int = WIDTH) -> None:
        super().__init__(jobs, parent, width)
        self.progress = ProgressPanel()
        self._column.insertWidget(1, self.progress)
        self.progress.finished.connect(self.refresh)

    def work(
        self,
        title: Callable[[], str],
        work: Callable[[Job], T],
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None] | None = None,
        on_cancelled: Callable[[], None] = lambda: None,
    ) -> None:
        """Do something as a job that shows how far it is; without `on_error`, what goes wrong is said below it."""
        self.banner.clear()
        on_error = on_error or self.banner.show_error
        self.progress.run(self.jobs, title, work, on_done=on_done, on_error=on_error, on_cancelled=on_cancelled)
        self.refresh()

    def reject(self) -> None:
        """Close; while the work goes on, stop it first."""
        if self.progress.active:
            self.progress.cancel()
        else:
            super().reject()


class WorkingDialog(ProgressDialog):
    """A dialog that works on the disk of the backups."""

    def __init__(self, services: AppServices, parent: QWidget | None = None, width: int = WIDTH) -> None:
        super().__init__(services.backup_jobs, parent, width)
        self.services = services
