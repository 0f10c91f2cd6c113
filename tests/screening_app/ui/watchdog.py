"""Measures how long the window's thread stays away from its event loop, in seconds of its own work.

What counts is the processor time of that thread, not the clock on the wall: on a busy machine the thread waits for its
turn, which is not the program's fault, and so must not make a test fail. Reading a slow disk or waiting for a lock is
not counted either; a test that wants that has to look at the clock.

Another thread posts a heartbeat into the loop, waits for it to be heard, rests, and posts the next. Between two beats
the window's thread has done what was asked of it since; the longest such time, with the stack in the middle of it, is
what to look at.
"""

from __future__ import annotations

import faulthandler
import threading
import time
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from serving import serve_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

LONGEST = 0.050  # seconds that the window may be busy at a time
_REST, _GLANCE = 0.002, 0.004  # seconds between two beats, and between two looks at a thread that is busy
_CALLS = 12  # of a stack that are told
_PATIENCE = 120.0  # seconds that a step may take, on a machine that is busy with other things too
_PULSE_MS = 5
_PAUSES, _HARDLY_ANYTHING = 10, 0.005  # at the end of a step: at most, and seconds of work in one that is quiet
_TRIES = 5
_REFERENCE_SECONDS = 0.0125  # that `_work` takes on the machine that `LONGEST` is meant for: a laptop of 2020


@dataclass(frozen=True, slots=True)
class Stall:
    """The longest time that the window was busy in one step."""

    step: str
    seconds: float  # of the thread's own work
    stack: str  # where it was, in about the middle

    def __str__(self) -> str:
        return f"{self.step}: {1000 * self.seconds:.0f} ms, in\n{self.stack}"


class Watchdog(QObject):
    """Watches the thread that it is made on, as long as it is entered; `run` does a step as the user would have it."""

    _beat = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.longest: dict[str, Stall] = {}
        self._step = ""
        self._watched = threading.get_ident()
        self._heard, self._ended = threading.Event(), threading.Event()
        self._last = 0.0
        self._glances: list[str] = []
        self._watcher = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._beat.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def __enter__(self) -> Watchdog:
        self._last = time.thread_time()
        self._watcher.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._ended.set()
        self._heard.set()
        self._watcher.join()

    def run(self, step: str, action: Callable[[], object], until: Callable[[], bool] = lambda: True) -> float:
        """Do something from within the event loop, go on until it is done and the loop is quiet; its longest stall."""
        done: list[bool] = []
        failed: list[BaseException] = []

        def act() -> None:
            try:
                action()
            except BaseException as error:  # noqa: BLE001 - it is raised below, where the test hears of it
                failed.append(error)
            done.append(True)

        self._spin(self._heard.is_set)  # what the test itself has done until now belongs to no step
        self._step, self._last = step, time.thread_time()
        QTimer.singleShot(0, act)
        self._spin(lambda: bool(done) and (bool(failed) or until()))
        self._rest_quietly()
        self._step = ""
        if failed:
            raise failed[0]
        return self.longest[step].seconds if step in self.longest else 0.0

    def _spin(self, until: Callable[[], bool]) -> None:
        serve_until(until, _PATIENCE, f"{self._step}: it did not come to an end", _PULSE_MS)

    def _rest_quietly(self) -> None:
        """Let timers of a few milliseconds, and what they lead to, belong to this step as well.

        It ends with a whole pause in which hardly anything was done: what is posted may post more, as a change of
        language does, and takes longer than one pause.
        """
        for _ in range(_PAUSES):
            begun, calm = time.thread_time(), time.monotonic() + 0.05
            self._spin(lambda calm=calm: time.monotonic() > calm)
            if time.thread_time() - begun < _HARDLY_ANYTHING:
                break
        self._count()  # the last of it, for which no heartbeat has come through

    def _hear(self) -> None:
        """A heartbeat has come through."""
        self._count()
        self._heard.set()

    def _count(self) -> None:
        """See how much was done since the last time."""
        now = time.thread_time()
        seconds, glances = now - self._last, self._glances
        self._last, self._glances = now, []
        known = self.longest.get(self._step)
        if self._step and (known is None or seconds > known.seconds):
            self.longest[self._step] = Stall(self._step, seconds, glances[len(glances) // 2] if glances else "")

    def _watch(self) -> None:
        """Post a heartbeat, look now and then what the thread does until it is heard, rest, and begin again."""
        while not self._ended.is_set():
            self._heard.clear()
            self._beat.emit()
            while not self._heard.wait(_GLANCE):
                self._glances.append(self._stack())
            time.sleep(_REST)

    def _stack(self) -> str:
        """Where the watched thread is, the innermost call first.

        Written down by faulthandler: to take another thread's frames as objects (`sys._current_frames`) has crashed
        Python 3.11 while that thread went on.
        """
        with TemporaryFile("w+") as file:
            faulthandler.dump_traceback(file)
            file.seek(0)
            stacks = file.read().split("\n\n")
        mine = next((stack for stack in stacks if f"0x{self._watched:016x}" in stack), "")
        return "\n".join(mine.splitlines()[1 : 1 + _CALLS])


def stalls(watchdog: Watchdog, limit: float = LONGEST) -> list[Stall]:
    """The steps in which the window was busy for longer than `limit` on a machine as fast as it is meant for."""
    slower = max(1.0, slowness())
    return [stall for stall in watchdog.longest.values() if stall.seconds > limit * slower]


def stalls_each_time(steps: Callable[[Watchdog], object], limit: float = LONGEST) -> list[str]:
    """What is too slow in each of a few tries of the same steps.

    What the window itself does too slowly is too slow each time. A crowded processor slows now one step, now another:
    of forty steps, each try may hold a slow one, and yet each of them have been quick in another try.
    """
    slow: dict[str, Stall] = {}
    for number in range(_TRIES):
        with Watchdog() as watchdog:
            steps(watchdog)
        slow = {stall.step: stall for stall in stalls(watchdog, limit) if number == 0 or stall.step in slow}
        if not slow:
            break
    return [str(stall) for stall in slow.values()]


def slowness() -> float:
    """How much longer this machine takes for the same work than the one that `LONGEST` is meant for, now."""
    return min(_work() for _ in range(5)) / _REFERENCE_SECONDS


def _work() -> float:
    """Seconds of processor time for a little work of the kind that a window does."""
    begun = time.thread_time()
    sum(len(str(number)) for number in range(100_000))
    return time.thread_time() - begun
