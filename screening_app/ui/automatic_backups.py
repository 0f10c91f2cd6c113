"""Backups that nobody has to think of: looked at once an hour, made where one is due, quiet unless they fail."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from screening_app.services.backups import back_up, is_due
from screening_app.ui.backup_jobs import resting, seldom
from screening_app.ui.messages import say
from selfmm.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.jobs.runner import Job
    from screening_app.ui.services import AppServices

_EVERY = {"daily": timedelta(days=1), "weekly": timedelta(weeks=1)}
_LOOK_MS = 60 * 60 * 1000
_AGAIN_MS = 5 * 60 * 1000  # after something else went first


class AutomaticBackups(QObject):
    """Makes backups as often as the settings say; never while an interview is recorded."""

    def __init__(
        self, services: AppServices, tell: Callable[[Callable[[], str]], None], parent: QObject | None = None
    ) -> None:
        """`tell` shows a sentence to the user; it is called at most once a day."""
        super().__init__(parent)
        self._services, self._tell = services, tell
        self._told_on: date | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        for timer in (self._timer, self._again):
            timer.timeout.connect(self.look)
        services.events.recording_changed.connect(self._follow_recording)

    def begin(self) -> None:
        """Look now, and then once an hour."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Make a backup where one is due."""
        every = _EVERY.get(self._services.settings_store.current.backup_every)
        if every is None:
            return
        if self._services.events.is_recording:
            self._again.start()
            return
        workspace = self._services.workspace

        def work(job: Job) -> bool:
            due = is_due(workspace, every, datetime.now(UTC))
            if due:
                back_up(workspace, resting(seldom(job.report)))
            return due

        self._services.backup_jobs.start_unasked(
            work, on_done=self._made, on_error=self._failed, on_cancelled=self._again.start
        )

    def _made(self, made: bool) -> None:
        if made:
            self._services.events.backups_changed.emit()

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        today = datetime.now().astimezone().date()
        if self._told_on != today:
            self._told_on = today
            self._tell(lambda: self.tr("No backup could be made. {reason}").format(reason=say(error)))

    def _follow_recording(self, is_recording: bool) -> None:
        """Leave the disk to the recording; what is written already is not written again later."""
        if is_recording:
            self._services.backup_jobs.stop_unasked()
