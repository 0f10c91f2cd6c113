"""Prepare an interview while it is still being recorded, so that little is left to do when it ends."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event, Lock
from typing import TYPE_CHECKING

from screening_app.services.samples import prepare_recording
from selfmm.errors import KnownError
from selfmm.types import Report, no_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import Interview
    from screening_app.jobs.child import Worker
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings

_LOOK_SECONDS = 0.2  # how often somebody who waits is told how far it is, and may cancel

_log = logging.getLogger(__name__)


class _Stopped(Exception):
    """Ends the work of a session that is not wanted any more."""


@dataclass(frozen=True, slots=True)
class _Work:
    """What is being done for one interview."""

    interview_id: str
    done: Future[None]
    stop: Event


class LivePreparation:
    """Follows one recording at a time; safe from any thread.

    What it makes lies in the interview's folder and is found there by whoever scores the interview. Where it fails,
    nothing is lost: the same is made from the finished recording.
    """

    def __init__(self, workspace: Workspace, settings: Callable[[], Settings], worker: Worker) -> None:
        """`worker` should be a process of its own below normal priority: a recording must never wait for it."""
        self._workspace = workspace
        self._settings = settings
        self._worker = worker
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._lock = Lock()
        self._work: _Work | None = None
        self._news = ("", 0.0)

    def begin(self, interview: Interview) -> None:
        """Prepare `interview`, whose recording has just begun."""
        self.stop()
        with self._lock:
            stop = Event()
            self._news = ("", 0.0)
            self._work = _Work(interview.id, self._thread.submit(self._prepare, interview, stop), stop)

    def wait(self, interview_id: str, report: Report = no_report) -> None:
        """Wait until what was begun for this interview is done or has failed; at once where nothing was begun.

        Reports how far it is. If `report` raises, the work ends with it.
        """
        with self._lock:
            work = self._work if self._work is not None and self._work.interview_id == interview_id else None
        if work is None:
            return
        try:
            while not wait([work.done], _LOOK_SECONDS).done:
                step, fraction = self._news
                report(step or "preparing", fraction)
        except BaseException:
            self.stop()
            raise
        if (bug := work.done.exception()) is not None:  # whoever waits makes the same anew, and meets it there
            _log.error("a bug while a recording was being prepared", exc_info=bug)
        self._worker.end()  # its memory is wanted for scoring

    def stop(self) -> None:
        """End what is being done, such as for an interview that is thrown away."""
        with self._lock:
            work, self._work = self._work, None
        if work is not None and not work.done.done():
            work.stop.set()
            self._worker.interrupt()

    def close(self) -> None:
        """End for good."""
        self.stop()
        self._thread.shutdown(cancel_futures=True)
        self._worker.end()

    def _prepare(self, interview: Interview, stop: Event) -> None:
        def report(step: str, fraction: float) -> None:
            if stop.is_set():
                raise _Stopped
            self._news = (step, fraction)

        try:
            prepare_recording(self._workspace, interview, self._settings(), report, worker=self._worker)
        except _Stopped:
            return
        except KnownError as error:
            if not stop.is_set():
                _log.warning("a recording was not prepared while it went on: %s", type(error).__name__)
