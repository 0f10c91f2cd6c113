"""The sound of a recording as 16 kHz mono, laid out on the recording's own clock."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from selfmm.errors import MediaError
from selfmm.media.growing import settled
from selfmm.media.opening import MAX_SECONDS, opened
from selfmm.media.streams import (
    SAMPLE_RATE,
    clock_start,
    decode_all,
    jumped,
    new_resampler,
    read_packets,
    resampled,
    seekable,
    sound_stream,
)
from selfmm.stored_file import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from av import AudioFrame
    from numpy.typing import NDArray

    from selfmm.media.growing import Source

_NEAR_START = 5.0  # seconds that are read through rather than jumped over
_BEFORE = 1.0  # seconds read before the place that is wanted, for decoders that need a run-up
_GAP_TOLERANCE = 0.03  # seconds; smaller steps are jitter of the recorder's clock (one AAC frame lasts 0.02)


def waveform_blocks(
    source: str | Source, *, block_seconds: float = 30.0, start: float = 0.0, end: float | None = None
) -> Iterator[NDArray[np.float32]]:
    """The sound from `start` to `end` (seconds; None: to its end) as blocks of (samples,) at 16 kHz mono in [-1, 1].

    Every block is `block_seconds` long but the last. Where the recording has a gap, or its sound begins later than
    its clock, there is silence, so sample i is at `start + i / SAMPLE_RATE`. Of a recording that
    grows, a block comes as soon as it is full. Raises `MediaError` where there is no sound.
    """
    import numpy as np

    size = round(block_seconds * SAMPLE_RATE)
    pieces: list[NDArray[np.float32]] = []
    held = 0
    for piece in _samples(settled(source), start, min(MAX_SECONDS, math.inf if end is None else end)):
        pieces.append(piece)
        held += len(piece)
        if held >= size:
            joined = np.concatenate(pieces)
            full = held // size * size
            yield from joined[:full].reshape(-1, size)
            pieces, held = [joined[full:]], held - full
    if held:
        yield np.concatenate(pieces)


def _samples(source: Source, start: float, end: float, *, may_jump: bool = True) -> Iterator[NDArray[np.float32]]:
    """The sound from `start` to `end` in pieces of (samples,) as they come."""
    with opened(source) as container:
        stream = sound_stream(container)
        if stream is None:
            raise MediaError("{name} has no sound. Choose a recording with sound.", name=place_of(source).name)
        if may_jump and start > _NEAR_START and seekable(container) and not jumped(container, start - _BEFORE):
            yield from _samples(source, start, end, may_jump=False)
            return
        line = _Timeline(clock_start(container), round(start * SAMPLE_RATE), round(end * SAMPLE_RATE))
        for frame in decode_all(read_packets(container, stream), place_of(source)):
            yield from line.place(frame)
            if line.full:
                return
        yield from line.finish()


class _Timeline:
    """Puts decoded sound where its time stamps say, at 16 kHz."""

    def __init__(self, origin: float, first: int, last: int) -> None:
        self._origin = origin
        self._next = first  # the sample that is to be given out next, counted from the start of the recording
        self._last = last
        self._surplus = 0  # samples of the present run that lie before `_next`
        self._expected = 0.0  # seconds at which the next frame of the present run begins
        self._kind: tuple[object, ...] = ()
        self._resampler: Any = None

    @property
    def full(self) -> bool:
        """Whether nothing more can be given out."""
        return self._next >= self._last

    def place(self, frame: AudioFrame) -> Iterator[NDArray[np.float32]]:
        """What can be given out once `frame` has come."""
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        time = self._expected if frame.time is None else frame.time - self._origin
        if kind != self._kind or abs(time - self._expected) > _GAP_TOLERANCE:
            yield from self.finish()
            yield from self._start_run(time)
            self._kind = kind
        self._expected += frame.samples / frame.sample_rate
        frame.pts = None  # the run's start says where it lies; the resampler only counts
        yield from self._cut(resampled(self._resampler, frame))

    def finish(self) -> Iterator[NDArray[np.float32]]:
        """What the resampler still holds of the present run."""
        if self._resampler is not None:
            yield from self._cut(resampled(self._resampler, None))

    def _start_run(self, time: float) -> Iterator[NDArray[np.float32]]:
        import numpy as np

        self._expected = time
        self._resampler = new_resampler()
        begin = round(time * SAMPLE_RATE)
        self._surplus = max(0, self._next - begin)
        while self._next < min(begin, self._last):  # silence, a second at a time
            size = min(SAMPLE_RATE, min(begin, self._last) - self._next)
            self._next += size
            yield np.zeros(size, np.float32)

    def _cut(self, frames: list[AudioFrame]) -> Iterator[NDArray[np.float32]]:
        import numpy as np

        for frame in frames:
            samples = np.nan_to_num(frame.to_ndarray().reshape(-1))  # files of floating point may hold anything
            skipped = min(self._surplus, len(samples))
            self._surplus -= skipped
            samples = samples[skipped : skipped + self._last - self._next]
            self._next += len(samples)
            if len(samples):
                yield np.clip(samples, -1.0, 1.0).astype(np.float32, copy=False)
