"""The queue of all that works on the disk of the backups: what the user asks for goes before what runs unasked."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakSet

from screening_app.jobs.runner import Job, JobRunner

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.jobs.runner import Progress
    from selfmm.types import Report

T = TypeVar("T")

_SELDOM = 0.05  # seconds; small files are written by the thousand
_LONGEST_REST = 0.25  # seconds


class BackupJobs(JobRunner):
    """Cancels a backup that runs unasked as soon as the user wants something; a later one goes on where it was."""

    def __init__(self, post: Callable[[Callable[[], None]], None]) -> None:
        super().__init__(post)
        self._all: WeakSet[Job] = WeakSet()
        self._unasked: Job | None = None

    def start(
        self,
        work: Callable[[Job], T],
        *,
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None],
        on_cancelled: Callable[[], None] = lambda: None,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> Job:
        """Queue what the user wants."""
        self.stop_unasked()
        job = super().start(
            work, on_done=on_done, on_error=on_error, on_cancelled=on_cancelled, on_progress=on_progress
        )
        self._all.add(job)
        return job

    def start_unasked(
        self,
        work: Callable[[Job], T],
        *,
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None],
        on_cancelled: Callable[[], None],
    ) -> None:
        """Queue what nobody waits for."""
        self._unasked = self.start(work, on_done=on_done, on_error=on_error, on_cancelled=on_cancelled)

    def stop_unasked(self) -> None:
        """Let what nobody waits for end now."""
        if self._unasked is not None:
            self._unasked.cancel()
            self._unasked = None

    def close(self) -> None:
        """Cancel everything, which leaves no half backup behind, and wait for what runs."""
        for job in tuple(self._all):
            job.cancel()
        super().close()


def seldom(report: Report) -> Report:
    """A report that tells twenty times a second at most, and of the end: the window has to keep up."""
    told = 0.0

    def report_seldom(step: str, fraction: float) -> None:
        nonlocal told
        if fraction >= 1 or time.monotonic() - told >= _SELDOM:
            told = time.monotonic()
            report(step, fraction)

    return report_seldom


def resting(report: Report) -> Report:
    """A report that rests after each piece as long as the piece took, so that half of disk and processor stay free."""
    ended = time.monotonic()

    def report_and_rest(step: str, fraction: float) -> None:
        nonlocal ended
        report(step, fraction)
        time.sleep(min(_LONGEST_REST, time.monotonic() - ended))
        ended = time.monotonic()

    return report_and_rest
