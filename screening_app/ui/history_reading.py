"""Reads a patient's history and shows it without holding the window up, however long it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from screening_app.services.patient_history import PatientHistory, is_long, read_history

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from screening_app.ui.services import AppServices


class HistoryReading(QObject):
    """A short history is shown at once; a long one is read by a job and shown step by step."""

    def __init__(
        self,
        services: AppServices,
        steps: Sequence[Callable[[PatientHistory], None]],
        on_error: Callable[[BaseException], None],
        shown_in: QWidget,
    ) -> None:
        """`steps` show a history in `shown_in` between them, in this order, each quickly."""
        super().__init__(shown_in)
        self._services, self._steps, self._on_error = services, tuple(steps), on_error
        self._shown_in = shown_in
        self._turn = 0  # of the newest wish; what was wished before is not shown any more

    def show(self, patient_id: str) -> None:
        """Show the history of a patient; "" for nobody."""
        self._turn += 1
        workspace, turn = self._services.workspace, self._turn
        if not patient_id or not is_long(workspace, patient_id):
            history = read_history(workspace, patient_id) if patient_id else PatientHistory()
            for step in self._steps:
                step(history)
            return
        self._services.device_jobs.start(  # its jobs are short; those of the other queue may take minutes
            lambda _: read_history(workspace, patient_id),
            on_done=lambda history: self._show_from(0, history, turn),
            on_error=self._on_error,
        )

    def _show_from(self, place: int, history: PatientHistory, turn: int) -> None:
        is_more = turn == self._turn and place < len(self._steps)
        self._shown_in.setUpdatesEnabled(not is_more)  # drawn once, in the end: the plots would be at each step
        if not is_more:
            return
        self._steps[place](history)
        QTimer.singleShot(0, self, lambda: self._show_from(place + 1, history, turn))
