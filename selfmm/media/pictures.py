"""The pictures of a recording at a fixed rate, whatever rate the camera had."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfmm.errors import MediaError
from selfmm.media.opening import open_media, opened
from selfmm.media.streams import clock_start, decode_all, picture_stream, read_packets

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from av import Packet, VideoFrame, VideoStream
    from av.container import InputContainer
    from numpy.typing import NDArray

_TICK_TOLERANCE = 0.001  # seconds; Matroska rounds times to milliseconds
_SPARE_PICTURES = 4  # pictures that come for each one wanted, from which on some may be left out


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What the camera showed at one moment.

    `age` is how many seconds before `time` the picture was taken: up to one frame of the camera normally, more where
    the camera stood still, below zero before its first picture.
    """

    time: float
    image: NDArray[np.uint8]  # (height, width, 3) RGB; the same array again where no newer picture came
    age: float = 0.0


def frames(path: str | Path, frames_per_second: float, *, longest_side: int = 640) -> Iterator[Frame]:
    """What the camera showed at 0, 1/rate, 2/rate … seconds, a `Frame` for every tick of the whole recording.

    Each is the newest picture taken at or before its tick (before the first picture, that one), turned upright and
    made smaller where a side is longer than `longest_side` pixels. Raises `MediaError` where there is no picture.
    """
    path = Path(path)
    ticks = max(1, math.ceil(open_media(path).duration_seconds * frames_per_second - 1e-6))
    with opened(path) as container:
        stream = picture_stream(container)
        if stream is None:
            raise MediaError("{name} has no picture. Choose a video recording.", name=path.name)
        image: NDArray[np.uint8] | None = None
        for first, last, taken, picture in _shown(_pictures(container, stream, frames_per_second), frames_per_second):
            for tick in range(first, min(last, ticks)):
                image = _image(picture, stream, longest_side) if image is None or tick == first else image
                yield Frame(tick / frames_per_second, image, tick / frames_per_second - taken)
            if last >= ticks:
                return


def _pictures(
    container: InputContainer, stream: VideoStream, frames_per_second: float
) -> Iterator[tuple[float, VideoFrame]]:
    """Each picture that may be shown with the time when it was taken, in seconds."""
    stream.thread_type = "AUTO"
    if (stream.average_rate or 0) >= _SPARE_PICTURES * frames_per_second:
        # leaves out pictures that no other is built on: half the work, and what is shown is at most 0.1 s older
        stream.codec_context.skip_frame = "NONREF"
    coming = read_packets(container, stream)
    if stream.codec_context.codec.intra_only:
        coming = _one_a_tick(coming, frames_per_second)
    start, time = clock_start(container), 0.0
    for frame in decode_all(coming):
        pts = frame.dts if frame.pts is None else frame.pts
        time = time if pts is None else float(pts * frame.time_base) - start
        yield time, frame


def _one_a_tick(packets: Iterator[Packet[Any]], frames_per_second: float) -> Iterator[Packet[Any]]:
    """Of pictures that need no other to be decoded, the last before each tick: the others are never shown."""
    held: Packet[Any] | None = None
    for packet in packets:
        pts = packet.dts if packet.pts is None else packet.pts
        if held is not None and held.pts is not None and pts is not None:
            before, now = (_first_tick(float(at * packet.time_base), frames_per_second) for at in (held.pts, pts))
            if before != now:
                yield held
        elif held is not None:
            yield held
        held = packet
    if held is not None:
        yield held


def _first_tick(time: float, frames_per_second: float) -> int:
    """The first tick at or after `time`."""
    return max(0, math.ceil((time - _TICK_TOLERANCE) * frames_per_second))


def _shown(
    pictures: Iterator[tuple[float, VideoFrame]], frames_per_second: float
) -> Iterator[tuple[int, int, float, VideoFrame]]:
    """Each picture with the first tick that shows it, the tick after the last, and the time when it was taken."""
    first, held = 0, None
    for time, picture in pictures:
        tick = _first_tick(time, frames_per_second)
        if held is not None and tick > first:
            yield first, tick, *held
            first = tick
        held = (time, picture)
    if held is not None:
        yield first, 1 << 62, *held


def _image(picture: VideoFrame, stream: VideoStream, longest_side: int) -> NDArray[np.uint8]:
    """A picture as (height, width, 3) RGB with square pixels, upright, no side longer than `longest_side`."""
    import numpy as np

    width, height = picture.width * float(stream.sample_aspect_ratio or 1), picture.height
    scale = min(1.0, longest_side / max(width, height))
    size = {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
    image = picture.reformat(**size, format="rgb24", interpolation="AREA").to_ndarray()
    return np.ascontiguousarray(np.rot90(image, round(picture.rotation / 90)))
