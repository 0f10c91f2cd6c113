"""What microphone and camera share: opened, read and closed on a thread of their own, their end told once."""

from __future__ import annotations

from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from screening_app.errors import CaptureError

if TYPE_CHECKING:
    from collections.abc import Callable

STALL_SECONDS = 2.0
"""A device that delivered and then says nothing for this long is taken to be gone."""

_CLOSE_SECONDS = 4.0


class Source:
    """A device at work. Subclasses write `_open_device`, `_read` (until `_closing` is set) and `_close_device`."""

    def __init__(self, name: str, on_trouble: Callable[[Source, CaptureError], None]) -> None:
        self._on_trouble = on_trouble
        self._closing = Event()
        self._settled = Event()  # it delivers, or it never will
        self._ended = Event()
        self._ending = Lock()
        self._thread = Thread(target=self._run, name=f"capture-{name}", daemon=True)

    @property
    def is_delivering(self) -> bool:
        """Whether something has come from the device and it has not gone away since."""
        return self._settled.is_set() and not self._ended.is_set()

    @property
    def is_over(self) -> bool:
        """Whether nothing will come any more."""
        return self._ended.is_set()

    def open(self) -> None:
        """Begin to open the device; `wait_until_settled` tells when that is done."""
        self._thread.start()

    def wait_until_settled(self, seconds: float) -> bool:
        """Wait until the device delivers or has failed; False if neither happened in time."""
        return self._settled.wait(seconds)

    def give_up(self, error: CaptureError) -> None:
        """Take the device to be gone, telling so unless that has been told already."""
        if self._end():
            self._on_trouble(self, error)

    def close(self) -> None:
        """Ask the thread to close the device and wait for it, though not for ever: drivers can hang."""
        self._closing.set()
        if self._thread.ident is not None:
            self._thread.join(_CLOSE_SECONDS)
        self._end()

    def _delivers(self) -> None:
        self._settled.set()

    def _run(self) -> None:
        try:
            device = self._open_device()
            try:
                self._read(device)
            except CaptureError as error:
                self._fail(error)  # told before closing, which may take its time
            finally:
                self._close_device(device)
        except CaptureError as error:
            self._fail(error)
        finally:
            self._end()

    def _fail(self, error: CaptureError) -> None:
        if not self._closing.is_set():
            self.give_up(error)

    def _end(self) -> bool:
        """Note the end; True for the first who does."""
        with self._ending:
            first = not self._ended.is_set()
            self._ended.set()
        self._settled.set()
        return first

    def _open_device(self) -> Any:
        raise NotImplementedError

    def _read(self, device: Any) -> None:
        raise NotImplementedError

    def _close_device(self, device: Any) -> None:
        raise NotImplementedError
