"""Waiting in Qt's thread as a program does whose loop sleeps where nothing is to be done."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable


def serve_until(
    until: Callable[[], object], patience: float, told: str = "what was waited for did not come", pulse_ms: int = 10
) -> None:
    """Serve the loop until something is the case; TimeoutError as it is `told` where it is not within `patience`."""
    deadline, pulse = time.monotonic() + patience, QTimer(interval=pulse_ms)
    pulse.start()  # wakes the loop; without it, a loop that never sleeps would keep the jobs from Python's lock
    while not until():
        if time.monotonic() > deadline:
            raise TimeoutError(told)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
