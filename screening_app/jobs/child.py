"""Heavy work in a process of its own: the window stays smooth, and memory comes back when the process ends.

While they are loaded, the libraries that hear, see and score hold Python's lock for up to 0.7 seconds; in a thread of
the window's own process, the window would stand still for as long.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import time
import traceback
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from screening_app.errors import ScreeningError
from screening_app.jobs.limits import Limits, memory_limited, ran_out_of_memory

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from selfmm.types import Report

T = TypeVar("T")

_NICENESS = 5  # below the window and a recording in progress
_PATIENCE_SECONDS = 2.0  # that a process is given to end by itself

_DIED = (
    "The work stopped unexpectedly, perhaps because memory ran out. What was recorded is kept. "
    "Close other programs and try again."
)
_TOO_SLOW = (
    "The work was stopped because it took far too long. The file may be damaged or made to do harm; if you trust it, "
    "convert it to MP4 or WAV with another program and choose that."
)
_TOO_LARGE = (
    "The work was stopped because it asked for too much memory. The file may be damaged or made to do harm; if you "
    "trust it, convert it to MP4 or WAV with another program and choose that."
)
_LONGEST_LOOK = 2.0  # seconds between two looks at the clock; one that takes longer was the computer's sleep


class Worker(Protocol):
    """Runs functions, here or elsewhere; the last argument that they get is a report."""

    def run(self, function: Callable[..., T], *arguments: object, report: Report, limits: Limits | None = None) -> T:
        """What `function(*arguments, report)` returns; raises what it raises, and what `report` raises.

        Raises `ScreeningError` where it goes beyond the `limits`, as far as the worker can hold it to them.
        """

    def interrupt(self) -> None:
        """Make what runs now, in whatever thread, raise soon."""

    def end(self) -> None:
        """Give back the memory that earlier work left behind; the next run begins anew."""


class ThisProcess:
    """A worker that calls the function where it is."""

    def run(self, function: Callable[..., T], *arguments: object, report: Report, limits: Limits | None = None) -> T:
        """What the function returns; nothing can be limited here."""
        return function(*arguments, report)

    def interrupt(self) -> None:
        """Nothing to do: it ends at its next report."""

    def end(self) -> None:
        """Nothing to give back."""


class ChildProcess:
    """A worker that calls functions in one child process, started when it is first needed.

    Function, arguments and result have to be picklable. If `report` raises, because the user has cancelled, the
    child is killed: the work stops at once wherever it is.
    """

    def __init__(self, niceness: int = _NICENESS) -> None:
        """`niceness` says how far below the window's own priority the child works, where the system knows that."""
        self._niceness = niceness
        self._lock = Lock()
        self._running: tuple[BaseProcess, Connection] | None = None

    def run(self, function: Callable[..., T], *arguments: object, report: Report, limits: Limits | None = None) -> T:
        """What the function returns in the child; raises `ScreeningError` where the child dies or is over `limits`."""
        with self._lock:
            connection = self._connection()
            try:
                connection.send((function, arguments, limits))
                result: T = self._result(connection, report, limits)
            except (EOFError, ConnectionError) as error:
                self._kill()
                raise ScreeningError(_DIED) from error
            except _InChildError as error:
                raise error.cause from error
            except BaseException:
                self._kill()
                raise
            return result

    def interrupt(self) -> None:
        """Kill the child; `run` then raises `ScreeningError`."""
        running = self._running  # without the lock, which `run` holds
        if running is not None:
            running[0].kill()

    def end(self) -> None:
        """End the child, if there is one; the next run starts another."""
        with self._lock:
            if self._running is not None:
                self._running[1].close()  # an idle child ends by itself then, and cleans up
                self._running[0].join(_PATIENCE_SECONDS)
            self._kill()

    def _connection(self) -> Connection:
        if self._running is not None and self._running[0].is_alive():
            return self._running[1]
        context = multiprocessing.get_context("spawn")  # a forked Qt does not work
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._niceness), name="heavy-work", daemon=True)
        process.start()
        theirs.close()
        self._running = process, ours
        return ours

    def _result(self, connection: Connection, report: Report, limits: Limits | None) -> Any:
        waited, last = 0.0, time.monotonic()
        while True:
            arrived = connection.poll(None if limits is None else _LONGEST_LOOK / 2)
            now = time.monotonic()
            waited, last = waited + min(_LONGEST_LOOK, now - last), now
            if limits is not None and waited > limits.seconds:
                raise ScreeningError(_TOO_SLOW)  # which kills the child
            if not arrived:
                continue
            kind, content = connection.recv()
            if kind == "report":
                report(*content)
            elif kind == "error":
                raise _InChildError(content)
            else:
                return content

    def _kill(self) -> None:
        if self._running is None:
            return
        process, connection = self._running
        self._running = None
        connection.close()
        process.kill()
        process.join(_PATIENCE_SECONDS)


class _InChildError(Exception):
    """Carries what a function raised in the child, which itself is well and goes on."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__()
        self.cause = cause


def _serve(connection: Connection, niceness: int) -> None:
    """The child's life: a function at a time until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    if hasattr(os, "nice"):
        os.nice(niceness)
    try:
        while True:
            function, arguments, limits = connection.recv()
            connection.send(_answer(function, arguments, limits, lambda *news: connection.send(("report", news))))
    except (EOFError, ConnectionError):
        return


def _answer(
    function: Callable[..., object], arguments: tuple[object, ...], limits: Limits | None, report: Report
) -> tuple[str, object]:
    try:
        with memory_limited(limits):
            return "result", function(*arguments, report)
    except ConnectionError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is raised again in the parent
        if limits is not None and ran_out_of_memory(error):
            return "error", ScreeningError(_TOO_LARGE)
        return "error", _sendable(error)


def _sendable(error: Exception) -> Exception:
    """The error, or a stand-in with its kind and place where it cannot be pickled. Never holds its text then."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own, to see whether it survives the way
    except Exception:  # noqa: BLE001 - an error may refuse in any way
        frames = traceback.extract_tb(error.__traceback__)
        places = "\n".join(f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
        return RuntimeError(f"{type(error).__name__} in the child process\n{places}")
    return error
