"""Records an interview: microphone and camera into one file, with level, preview, pause, and trouble told once."""

from __future__ import annotations

import time
from enum import Enum
from typing import TYPE_CHECKING

from screening_app.capture.camera import Camera
from screening_app.capture.clock import SAMPLE_RATE, SampleClock
from screening_app.capture.microphone import Microphone
from screening_app.capture.muxer import Muxer, check_space
from screening_app.capture.timeline import Timeline
from screening_app.capture.writer import Writer, nothing
from screening_app.errors import CaptureError
from selfmm.stored_file import place_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    import numpy as np
    from numpy.typing import NDArray

    from screening_app.capture.muxer import NewFile
    from screening_app.capture.source import Source
    from screening_app.domain import Recording

_OPEN_SECONDS = 12.0
_NOTHING_LEFT = (
    "Microphone and camera have both stopped, so nothing more is recorded. What was recorded so far is kept. "
    "Stop, check the cables, and record again in a new session."
)


class State(Enum):
    """What a recorder is doing."""

    CLOSED = "closed"
    OPEN = "open"  # level and preview, nothing is kept
    RECORDING = "recording"
    PAUSED = "paused"


class Recorder:
    """One recording from `open` to `stop`; make another one for the next.

    `microphone` and `camera` are ids of `devices` ("" is the default microphone), None for none. All callbacks come
    from worker threads and must return at once: `on_level(dBFS)` 8 times a second, `on_sound(samples)` with all that is
    heard, kept or not (int16 (samples,) at 16 kHz), `on_frame(image)` at most 12 times a second ((height, width, 3)
    uint8 RGB, longest side 480), `on_trouble(CaptureError)` once for each thing that goes wrong: a device that cannot
    be opened or goes away (the other one goes on), or a file that cannot grow.
    """

    def __init__(
        self,
        file: Path | NewFile,
        microphone: str | None,
        camera: str | None,
        *,
        on_level: Callable[[float], None] = nothing,
        on_sound: Callable[[NDArray[np.int16]], None] = nothing,
        on_frame: Callable[[NDArray[np.uint8]], None] = nothing,
        on_trouble: Callable[[CaptureError], None] = nothing,
    ) -> None:
        self._file = file
        self._on_trouble = on_trouble
        self._on_sound = on_sound
        self._clock = SampleClock(time.monotonic())
        self._timeline = Timeline()
        self._writer: Writer | None = None
        self._state = State.CLOSED
        self._microphone: Microphone | None = None
        self._camera: Camera | None = None
        if microphone is not None:
            self._microphone = Microphone(
                microphone, self._clock, on_sound=self._take_sound, on_level=on_level, on_trouble=self._lose
            )
        if camera is not None:
            self._camera = Camera(camera, on_picture=self._take_picture, on_preview=on_frame, on_trouble=self._lose)

    @property
    def state(self) -> State:
        """What it is doing now."""
        return self._state

    @property
    def elapsed_seconds(self) -> float:
        """How long the recording is by now, pauses left out."""
        return self._timeline.length_at(self._clock.position_at(time.monotonic())) / SAMPLE_RATE

    @property
    def lost_seconds(self) -> float:
        """How much sound was lost on the way and filled with silence, since `open`."""
        return self._microphone.lost_samples / SAMPLE_RATE if self._microphone else 0.0

    @property
    def dropped_pictures(self) -> int:
        """How many pictures came faster than they could be written."""
        return self._writer.dropped_pictures if self._writer else 0

    def open(self) -> None:
        """Begin to open the devices for level and preview, and return at once; what fails comes by `on_trouble`.

        Raises CaptureError if there is neither a microphone nor a camera.
        """
        if not self._sources:
            raise CaptureError(
                "There is no microphone and no camera to record with. Connect one and choose it, "
                "or import a file or type the text instead."
            )
        self._state = State.OPEN
        for source in self._sources:
            source.open()

    def wait_until_open(self) -> None:
        """Wait until each device delivers or has failed, at most 12 s; CaptureError if none delivers."""
        deadline = time.monotonic() + _OPEN_SECONDS
        for source in self._sources:
            if not source.wait_until_settled(max(0.0, deadline - time.monotonic())):
                source.give_up(_no_answer(source))
        if not any(source.is_delivering for source in self._sources):
            raise CaptureError(
                "Neither microphone nor camera can be used. Check the cables and choose other devices, "
                "or import a file or type the text instead."
            )

    def start(self, file: Path | NewFile | None = None) -> None:
        """Keep sound and pictures from now on, of the devices that deliver; waits for those still being opened.

        It is kept in `file` where one is given, since the devices may be tried before it is known whose interview
        it will be. Raises CaptureError if none delivers, the disk is nearly full, or the file cannot be written.
        """
        if self._state is not State.OPEN:
            raise RuntimeError(f"start() while {self._state.value}")
        self._file = file or self._file
        self.wait_until_open()
        with_sound = self._microphone is not None and self._microphone.is_delivering
        camera = self._camera if self._camera is not None and self._camera.is_delivering else None
        check_space(place_of(self._file).parent, with_sound=with_sound, with_picture=camera is not None)
        self._writer = self._make_writer(with_sound, camera)
        self._begin()

    def pause(self) -> None:
        """Keep nothing until `resume`; level and preview go on."""
        if self._state is State.RECORDING:
            self._state = State.PAUSED
            self._timeline.end(self._now())

    def resume(self) -> None:
        """Go on after a pause; the pause is in neither sound nor picture."""
        if self._state is State.PAUSED and self._can_go_on():
            self._begin()

    def stop(self) -> Recording:
        """End the recording, close the devices and tell what was recorded; takes a second, some if a driver hangs.

        Raises CaptureError if the file holds nothing at all.
        """
        if self._writer is None:
            raise RuntimeError("stop() without start()")
        self._timeline.end(self._now())
        self._writer.finish()
        self._close_sources()
        recording = self._writer.recording()
        if not (recording.has_sound or recording.has_picture):
            place_of(self._file).unlink(missing_ok=True)
            raise CaptureError("Nothing was recorded: it was stopped too soon. Record again.")
        return recording

    def close(self) -> None:
        """Close everything; a recording in progress is ended and its file kept. Safe to call at any time, twice too."""
        self._timeline.end(self._now())
        if self._writer is not None:
            self._writer.finish()
        self._close_sources()

    def __enter__(self) -> Recorder:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _sources(self) -> list[Source]:
        return [source for source in (self._microphone, self._camera) if source is not None]

    def _can_go_on(self) -> bool:
        file_grows = self._writer is not None and not self._writer.has_failed
        return file_grows and any(source.is_delivering for source in self._sources)

    def _now(self) -> int:
        return self._clock.position_at(time.monotonic())

    def _begin(self) -> None:
        self._timeline.begin(self._now())
        self._state = State.RECORDING

    def _make_writer(self, with_sound: bool, camera: Camera | None) -> Writer:
        muxer = Muxer(
            self._file,
            with_sound=with_sound,
            picture_size=camera.size if camera else None,
            frames_per_second=camera.frames_per_second if camera else 0,
        )
        return Writer(
            muxer,
            self._timeline,
            self._clock,
            sound_comes=lambda: self._microphone is not None and self._microphone.is_delivering,
            on_tick=camera.check if camera else nothing,
            on_trouble=self._give_up_file,
        )

    def _take_sound(self, position: int, samples: NDArray[np.int16]) -> None:
        if self._writer is not None:
            self._writer.put_sound(position, samples)
        self._on_sound(samples)

    def _take_picture(self, taken_at: float, image: NDArray[np.uint8]) -> None:
        if self._writer is not None:
            self._writer.put_picture(taken_at, image)

    def _lose(self, _: Source, error: CaptureError) -> None:
        """A device is gone. With none left nothing more is recorded, so time stands still."""
        if not any(source.is_delivering for source in self._sources):
            self._timeline.end(self._now())
            if self._writer is not None and len(self._sources) > 1:
                error = CaptureError(_NOTHING_LEFT)
        self._on_trouble(error)

    def _give_up_file(self, error: CaptureError) -> None:
        self._timeline.end(self._now())
        self._on_trouble(error)

    def _close_sources(self) -> None:
        for source in self._sources:
            source.close()
        self._state = State.CLOSED


def _no_answer(source: Source) -> CaptureError:
    if isinstance(source, Camera):
        return CaptureError("The camera does not answer. Unplug it and connect it again, or choose another one.")
    return CaptureError("The microphone does not answer. Unplug it and connect it again, or choose another one.")
