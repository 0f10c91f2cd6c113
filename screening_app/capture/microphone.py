"""A microphone at work: counted 16 kHz mono samples without holes, their level, and the clock they make."""

from __future__ import annotations

import logging
import math
import time
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from screening_app.capture.clock import SAMPLE_RATE
from screening_app.capture.devices import microphone_index, portaudio
from screening_app.capture.source import STALL_SECONDS, Source
from screening_app.errors import CaptureError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    import numpy as np
    from numpy.typing import NDArray

    from screening_app.capture.clock import SampleClock

SILENCE_LEVEL = -96.0
"""The level of digital silence in dBFS: what 16 bits can tell."""

_LATENCY_SECONDS = 0.2  # how long the driver can wait for Python before it loses sound
_BLOCKS_A_SECOND = 50
_QUEUED_BLOCKS = 60 * _BLOCKS_A_SECOND
_FIRST_SOUND_SECONDS = 6.0  # a cold source keeps quiet for up to 2 s
_ABORT_SECONDS = 2.0
_LEVELS_A_SECOND = 8
_LATE_SECONDS = 0.1
_LATE_AFTER_LOSS_SECONDS = 0.02
_LATE_FOR_SECONDS = 0.5
_SETTLE_BLOCKS = _BLOCKS_A_SECOND // 2  # a cold source first hands out what it had piled up

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Block:
    """What one call of the sound driver brought: `frames` sound frames, the first one counted as `position`."""

    arrived_at: float  # monotonic seconds
    position: int  # of its first frame, in frames of the device, lost ones of our own queue included
    frames: int
    data: bytes  # int16, channels interleaved
    after_loss: bool  # the driver says that it lost some sound


@dataclass(frozen=True, slots=True)
class StreamFormat:
    """How a device is asked to deliver."""

    rate: int
    channels: int


class Microphone(Source):
    """Reads one microphone from `open` to `close`.

    `on_sound(position, samples)` gets every sample once and in order, int16 (samples,) at 16 kHz: positions count
    from 0 at the first sample, and where input was lost there is silence. `on_level(dBFS)` comes 8 times a second.
    """

    def __init__(
        self,
        device_id: str,
        clock: SampleClock,
        *,
        on_sound: Callable[[int, NDArray[np.int16]], None],
        on_level: Callable[[float], None],
        on_trouble: Callable[[Source, CaptureError], None],
        wanted: tuple[StreamFormat, ...] = (StreamFormat(SAMPLE_RATE, 1),),
    ) -> None:
        super().__init__("microphone", on_trouble)
        self._device_id = device_id
        self._wanted = wanted
        self._clock = clock
        self._on_sound = on_sound
        self._meter = LevelMeter(on_level)
        self._queue: SimpleQueue[Block] = SimpleQueue()
        self._counted = 0  # frames of the device
        self._position = 0  # samples at 16 kHz that were handed on
        self.lost_samples = 0

    def _open_device(self) -> tuple[Any, StreamFormat]:
        with portaudio() as sounddevice:
            index = microphone_index(sounddevice, self._device_id)
            sounddevice._initialize()  # held while the stream is open: see list_microphones
            try:
                return self._first_possible_stream(sounddevice, index)
            except sounddevice.PortAudioError as error:
                sounddevice._terminate()
                raise CaptureError(
                    "The microphone cannot be opened: another program may be using it, or the system forbids it. "
                    "Close the other program, or choose another microphone."
                ) from error

    def _first_possible_stream(self, sounddevice: ModuleType, index: int) -> tuple[Any, StreamFormat]:
        """The stream in the first format that the device agrees to; PortAudioError if it agrees to none."""
        forms = _formats(self._wanted, sounddevice.query_devices(index))
        for form in forms[:-1]:
            try:
                return self._stream(sounddevice, index, form), form
            except sounddevice.PortAudioError:
                _log.info("the microphone refuses %s", form)
        return self._stream(sounddevice, index, forms[-1]), forms[-1]

    def _stream(self, sounddevice: ModuleType, index: int, form: StreamFormat) -> Any:
        stream = sounddevice.RawInputStream(
            device=index,
            samplerate=form.rate,
            channels=form.channels,
            dtype="int16",
            blocksize=form.rate // _BLOCKS_A_SECOND,
            latency=_LATENCY_SECONDS,
            callback=self._receive,
        )
        stream.start()
        return stream

    def _receive(self, data: Any, frames: int, _: Any, status: Any) -> None:
        """Called by the sound driver: count and hand on, never wait. A full queue is a hole, filled later."""
        if self._queue.qsize() < _QUEUED_BLOCKS:
            self._queue.put(Block(time.monotonic(), self._counted, frames, bytes(data), bool(status.input_overflow)))
        self._counted += frames

    def _close_device(self, device: tuple[Any, StreamFormat]) -> None:
        _close_stream(device[0])

    def _read(self, device: tuple[Any, StreamFormat]) -> None:
        stream, form = device
        resampler = Resampler(form)
        holes = HoleFinder(self._clock, form.rate)
        heard_at = time.monotonic()
        patience = _FIRST_SOUND_SECONDS
        while not (self._closing.is_set() or self.is_over):
            try:
                block = self._queue.get(timeout=0.1)
            except Empty:
                if not stream.active or time.monotonic() - heard_at > patience:
                    raise _gone(self.is_delivering) from None
                continue
            for hole, ready in holes.push(block):
                self._hand_on_silence(hole)
                self._hand_on(resampler.push(ready.data))
            heard_at, patience = time.monotonic(), STALL_SECONDS
            if self._counted > _SETTLE_BLOCKS * block.frames:
                self._delivers()

    def _hand_on_silence(self, samples: int) -> None:
        import numpy as np

        if samples:
            _log.warning("%d ms of sound were lost and are silent in the recording", samples * 1000 // SAMPLE_RATE)
            self.lost_samples += samples
            self._hand_on(np.zeros(samples, np.int16))

    def _hand_on(self, samples: NDArray[np.int16]) -> None:
        self._meter.push(samples)
        if len(samples):
            self._on_sound(self._position, samples)
        self._position += len(samples)


class HoleFinder:
    """Tells late sound from lost sound, and says how much silence fills each hole.

    A block that seems late is held back for half a second: if a following one is prompt it was only late; if all
    of them stay late, that much input was lost before the first of them. Blocks that our own queue dropped were
    counted, so their hole is exact. Losses too small to be told from lateness (under 0.1 s, 0.02 s where the driver
    reports one) stay, and the clock takes them for drift, so that the pictures stay in step all the same.
    """

    def __init__(self, clock: SampleClock, rate: int) -> None:
        self._clock = clock
        self._rate = rate
        self._expected = 0  # the device frame that comes next
        self._filled = 0  # samples of silence so far
        self._held: list[Block] = []

    def push(self, block: Block) -> list[tuple[int, Block]]:
        """The blocks to hand on now, each with the samples of silence (at 16 kHz) that go before it."""
        self._held.append(block)
        told = any(one.after_loss for one in self._held)
        if self._lateness(block) < (_LATE_AFTER_LOSS_SECONDS if told else _LATE_SECONDS):
            return self._release(0)
        if block.arrived_at - self._held[0].arrived_at < _LATE_FOR_SECONDS:
            return []
        return self._release(round(min(self._lateness(one) for one in self._held) * SAMPLE_RATE))

    def _end(self, block: Block) -> float:
        return (block.position + block.frames) * SAMPLE_RATE / self._rate + self._filled

    def _lateness(self, block: Block) -> float:
        return self._clock.lateness(block.arrived_at, self._end(block))

    def _release(self, hole: int) -> list[tuple[int, Block]]:
        self._filled += hole
        ready = []
        for block in self._held:
            dropped = block.position - self._expected
            ready.append((hole + round(dropped * SAMPLE_RATE / self._rate), block))
            self._clock.observe(block.arrived_at, self._end(block))
            self._expected = block.position + block.frames
            hole = 0
        self._held = []
        return ready


class Resampler:
    """Any device format → 16 kHz mono int16 (samples,), piece by piece without seams."""

    def __init__(self, form: StreamFormat) -> None:
        self._form = form
        self._resampler: Any = None
        if form != StreamFormat(SAMPLE_RATE, 1):
            import av

            self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)

    def push(self, data: bytes) -> NDArray[np.int16]:
        """Take interleaved int16 frames, give what is ready of them; a few samples stay inside for the next piece."""
        import numpy as np

        samples = np.frombuffer(data, np.int16)
        if self._resampler is None:
            return samples
        import av

        layout = "mono" if self._form.channels == 1 else "stereo"
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout=layout)
        frame.sample_rate = self._form.rate
        pieces = [piece.to_ndarray()[0] for piece in self._resampler.resample(frame)]
        return np.concatenate([np.empty(0, np.int16), *pieces]).astype(np.int16, copy=False)


class LevelMeter:
    """Collects samples and tells their RMS level in dBFS, 8 times a second of sound."""

    def __init__(self, on_level: Callable[[float], None]) -> None:
        self._on_level = on_level
        self._squares = 0.0
        self._count = 0

    def push(self, samples: NDArray[np.int16]) -> None:
        """Take the next samples (samples,)."""
        import numpy as np

        self._squares += float(np.square(samples, dtype=np.float64).sum())
        self._count += len(samples)
        if self._count >= SAMPLE_RATE // _LEVELS_A_SECOND:
            self._on_level(decibels(math.sqrt(self._squares / self._count)))
            self._squares, self._count = 0.0, 0


def decibels(amplitude: float) -> float:
    """The level of an int16 amplitude in dBFS, not below SILENCE_LEVEL."""
    return max(SILENCE_LEVEL, 20 * math.log10(amplitude / 32768)) if amplitude > 0 else SILENCE_LEVEL


def _formats(wanted: tuple[StreamFormat, ...], device: dict[str, Any]) -> tuple[StreamFormat, ...]:
    """What to ask the device for, in this order: what we want, then its own rate in mono, then in stereo."""
    own = round(device["default_samplerate"])
    stereo = (StreamFormat(own, 2),) if device["max_input_channels"] >= 2 else ()
    return (*wanted, StreamFormat(own, 1), *stereo)


def _gone(delivered: bool) -> CaptureError:
    if delivered:
        return CaptureError(
            "The microphone stopped delivering sound. What was recorded so far is kept. "
            "Check its cable, then stop and record again."
        )
    return CaptureError("The microphone delivers no sound. Check its cable and its switch, or choose another one.")


def _close_stream(stream: Any) -> None:
    """Drop the stream. `stop()` can wait for minutes and even `abort()` hangs with its server, so not on this thread.

    A stream that hangs keeps PortAudio held: the list of devices is not refreshed any more, but nothing crashes.
    """

    def close() -> None:
        import sounddevice

        try:
            stream.abort()
            stream.close()
        except sounddevice.PortAudioError as error:
            _log.info("closing the microphone: %s", error)
        try:
            with portaudio():
                sounddevice._terminate()
        except CaptureError as error:
            _log.warning("closing the microphone: %s", error)

    worker = Thread(target=close, name="capture-microphone-close", daemon=True)
    worker.start()
    worker.join(_ABORT_SECONDS)
    if worker.is_alive():
        _log.warning("the sound system does not let go of the microphone")
