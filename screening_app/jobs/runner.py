"""Do heavy things one at a time, away from the window.

Knows nothing of Qt: `post` says how to get back to the thread that asked.
"""

from __future__ import annotations

import time
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_FRACTION_WORTH_TRUSTING = 0.02  # a time left that is told earlier jumps about


class Cancelled(Exception):
    """The user asked for the job to stop."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: step "transcribing", a fraction in [0, 1], and the seconds that are left, once known."""

    step: str
    fraction: float
    seconds_left: float | None


class Job:
    """One piece of work in progress: the work reports through it, the window cancels through it."""

    def __init__(self, show: Callable[[Progress], None]) -> None:
        self._show = show
        self._cancelled = Event()
        self._started: float | None = None

    def report(self, step: str, fraction: float) -> None:
        """Show how far the work is (a `selfmm.types.Report`), and stop it here if the user has cancelled."""
        if self._cancelled.is_set():
            raise Cancelled
        now = time.monotonic()
        self._started = now if self._started is None else self._started
        seconds_left = None
        if fraction >= _FRACTION_WORTH_TRUSTING:
            seconds_left = (now - self._started) * (1 - fraction) / fraction
        self._show(Progress(step, fraction, seconds_left))

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancelled.set()


class JobRunner:
    """A queue of jobs with one worker thread."""

    def __init__(self, post: Callable[[Callable[[], None]], None]) -> None:
        self._post = post
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")

    def start(
        self,
        work: Callable[[Job], T],
        *,
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None],
        on_cancelled: Callable[[], None] = lambda: None,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> Job:
        """Queue `work`; the callbacks run on the thread that `post` leads to."""
        job = Job(lambda progress: self._post(lambda: on_progress(progress)))

        def deliver(future: Future[T]) -> None:
            if future.cancelled() or isinstance(future.exception(), Cancelled | CancelledError):
                on_cancelled()
            elif (error := future.exception()) is not None:
                on_error(error)
            else:
                on_done(future.result())

        future = self._worker.submit(work, job)
        future.add_done_callback(lambda done: self._post(lambda: deliver(done)))
        return job

    def close(self) -> None:
        """Drop the queued jobs and wait for the running one, which the caller has cancelled."""
        self._worker.shutdown(cancel_futures=True)
