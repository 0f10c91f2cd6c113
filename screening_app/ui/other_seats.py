"""Looks whether other seats have changed something, so that the pages show what is there now."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from screening_app.services.audit import done_elsewhere

if TYPE_CHECKING:
    from screening_app.domain import AuditEntry
    from screening_app.ui.services import AppServices

_log = logging.getLogger(__name__)

_LOOK_MS = 5000
_CHANGES_NOTHING = {"patient_viewed", "session_viewed"}


class OtherSeats(QObject):
    """Tells the pages of what was done elsewhere; only where the database is shared."""

    def __init__(self, services: AppServices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._is_looking = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        if services.workspace.database.is_shared:
            self._timer.start()

    def look(self) -> None:
        """Look now, unless that is under way."""
        if self._is_looking:
            return
        self._is_looking = True
        workspace = self._services.workspace
        self._services.device_jobs.start(
            lambda _: done_elsewhere(workspace), on_done=self._tell, on_error=self._tell_of_trouble
        )

    def close(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _tell(self, done: tuple[AuditEntry, ...]) -> None:
        """One signal of each kind, however much was done."""
        self._is_looking = False
        changes = [entry for entry in done if entry.patient_id and entry.action not in _CHANGES_NOTHING]
        events = self._services.events
        patients = {entry.patient_id for entry in changes if entry.interview_id is None}
        sessions = [entry.interview_id for entry in changes if entry.interview_id is not None]
        if patients:
            events.patient_changed.emit(patients.pop() if len(patients) == 1 else "")
        if sessions:
            events.interview_changed.emit(sessions[-1])

    def _tell_of_trouble(self, error: BaseException) -> None:
        """Whoever does something is told that the server is away; this only looks again."""
        self._is_looking = False
        _log.warning("what other seats have done could not be read: %s", type(error).__name__)
