"""The thread that owns the file: takes sound and pictures as they come and puts them in step."""

from __future__ import annotations

import logging
import time
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import TYPE_CHECKING, Any

from screening_app.capture.clock import SAMPLE_RATE
from screening_app.capture.muxer import read_recording
from screening_app.domain import Recording
from screening_app.errors import CaptureError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from screening_app.capture.clock import SampleClock
    from screening_app.capture.muxer import Muxer
    from screening_app.capture.timeline import Timeline

_QUEUED_PICTURES = 12  # half a second; at 1280×720 one has 2.8 MB
_LAST_SOUND_SECONDS = 2.0
_PERIOD = SAMPLE_RATE // 30

_log = logging.getLogger(__name__)


class Writer:
    """Writes what the timeline keeps. Sound waits as long as it must, pictures are dropped (and counted) when too many.

    `sound_comes()` says whether the microphone still delivers; `on_tick` is called some times a second;
    `on_trouble` is called once if the file cannot be written any more, and then nothing more is written.
    """

    def __init__(
        self,
        muxer: Muxer,
        timeline: Timeline,
        clock: SampleClock,
        *,
        sound_comes: Callable[[], bool],
        on_tick: Callable[[], None],
        on_trouble: Callable[[CaptureError], None],
    ) -> None:
        self._muxer = muxer
        self._timeline = timeline
        self._clock = clock
        self._sound_comes = sound_comes
        self._on_tick = on_tick
        self._on_trouble = on_trouble
        self._queue: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._room_for_pictures = BoundedSemaphore(_QUEUED_PICTURES)
        self._picture_due = 0
        self._heard_until = 0  # stream position
        self._finish_by: float | None = None
        self.has_failed = False
        self.dropped_pictures = 0
        self._thread = Thread(target=self._run, name="capture-writer", daemon=True)
        self._thread.start()

    def put_sound(self, position: int, samples: NDArray[np.int16]) -> None:
        """Hand over samples (samples,) from the stream's `position` on; never waits."""
        if self._muxer.has_sound_track and not self.has_failed:
            self._queue.put(lambda: self._write_sound(position, samples))

    def put_picture(self, taken_at: float, image: NDArray[np.uint8]) -> None:
        """Hand over a picture, (height, width, 3) BGR, taken at monotonic seconds; never waits."""
        if not self._muxer.has_picture_track or self.has_failed:
            return
        if not self._room_for_pictures.acquire(blocking=False):
            self.dropped_pictures += 1
            return
        self._queue.put(lambda: self._write_picture(taken_at, image))

    def finish(self) -> None:
        """Wait for the last samples that the timeline keeps, and close the file; the timeline has ended before."""
        self._finish_by = time.monotonic() + _LAST_SOUND_SECONDS
        self._thread.join()

    def recording(self) -> Recording:
        """What the finished file holds; CaptureError if it could not be written and holds nothing."""
        if self.has_failed:
            return read_recording(self._muxer.file)
        return Recording(self._muxer.path, self._muxer.seconds, self._muxer.samples > 0, self._muxer.pictures > 0)

    def _run(self) -> None:
        try:
            while not self._is_done():
                self._step()
            self._muxer.close()
        except CaptureError as error:
            self._fail(error)

    def _step(self) -> None:
        try:
            item = self._queue.get(timeout=0.05)
        except Empty:
            pass
        else:
            item()
        self._on_tick()

    def _is_done(self) -> bool:
        if self._finish_by is None:
            return False
        overdue = time.monotonic() > self._finish_by
        return self._queue.empty() and (overdue or not self._awaits_sound())

    def _awaits_sound(self) -> bool:
        end = self._timeline.last_end
        return self._muxer.has_sound_track and self._sound_comes() and end is not None and self._heard_until < end

    def _write_sound(self, position: int, samples: NDArray[np.int16]) -> None:
        import numpy as np

        self._heard_until = position + len(samples)
        for recorded, part in self._timeline.kept(position, len(samples)):
            if recorded > self._muxer.samples:  # the recording began a few samples before the stream reached us
                self._muxer.write_sound(np.zeros(recorded - self._muxer.samples, np.int16))
            self._muxer.write_sound(samples[part])

    def _write_picture(self, taken_at: float, image: NDArray[np.uint8]) -> None:
        self._room_for_pictures.release()
        position = self._timeline.place(self._clock.position_at(taken_at))
        if position is None or position < self._picture_due:
            return
        # at most about 30 a second, with leave to come two periods early so that a trembling camera loses none
        self._picture_due = max(self._picture_due, position - 2 * _PERIOD) + _PERIOD
        self._muxer.write_picture(image, position)

    def _fail(self, error: CaptureError) -> None:
        self.has_failed = True
        self._drop_queue()
        try:
            self._muxer.abandon()
        except CaptureError as second:
            _log.info("closing the broken recording: %s", second)
        self._on_trouble(error)

    def _drop_queue(self) -> None:
        while not self._queue.empty():
            self._queue.get_nowait()


def nothing(*_: Any) -> None:
    """The callback of whoever does not want to hear."""
