"""The pictures of a recording at a fixed rate, whatever rate the camera had."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selfmm.errors import MediaError
from selfmm.media.growing import settled
from selfmm.media.opening import MAX_SECONDS, open_media, opened
from selfmm.media.refusals import too_long
from selfmm.media.streams import Reach, clock_start, decode_all, picture_stream, read_packets
from selfmm.stored_file import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from av import Packet, VideoFrame, VideoStream
    from av.container import InputContainer
    from numpy.typing import NDArray

    from selfmm.media.growing import Source

_TICK_TOLERANCE = 0.001  # seconds; Matroska rounds times to milliseconds
_Turning = tuple[float, float, float, float]
_END = 1 << 62  # a tick after all others
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


def frames(source: str | Source, frames_per_second: float, *, longest_side: int = 640) -> Iterator[Frame]:
    """What the camera showed at 0, 1/rate, 2/rate … seconds, a `Frame` for every tick of the whole recording.

    Each is the newest picture taken at or before its tick (before the first picture, that one), turned upright and
    made smaller where a side is longer than `longest_side` pixels. Of a recording that grows, it comes as soon as a
    newer one is there. Raises `MediaError` where there is no picture.
    """
    source = settled(source)
    length = open_media(source).duration_seconds
    with opened(source) as container:
        stream = picture_stream(container)
        if stream is None:
            raise MediaError("{name} has no picture. Choose a video recording.", name=place_of(source).name)
        reach, developer, image = Reach(container), _Developer(stream, longest_side), None
        packets = _packets_of(stream, reach.follow()) if math.isinf(length) else read_packets(container, stream)
        pictures = _pictures(container, stream, packets, frames_per_second, place_of(source))
        for first, last, taken, picture in _shown(pictures, frames_per_second):
            if reach.seconds > MAX_SECONDS:
                raise too_long(place_of(source), reach.seconds, MAX_SECONDS)
            if last == _END and math.isinf(length):
                length = reach.seconds  # all packets have been seen
            for tick in range(first, min(last, _ticks(length, frames_per_second))):
                image = developer.image(picture) if image is None or tick == first else image
                yield Frame(tick / frames_per_second, image, tick / frames_per_second - taken)
            if last >= _ticks(length, frames_per_second):
                return


def _ticks(seconds: float, frames_per_second: float) -> int:
    """How many ticks a recording of so many seconds has."""
    return _END if math.isinf(seconds) else max(1, math.ceil(seconds * frames_per_second - 1e-6))


def _packets_of(stream: VideoStream, packets: Iterator[Packet[Any]]) -> Iterator[Packet[Any]]:
    # the packets that empty the decoders at the end know their stream, but carry no right index
    return (packet for packet in packets if packet.stream.index == stream.index)


def _pictures(
    container: InputContainer,
    stream: VideoStream,
    packets: Iterator[Packet[Any]],
    frames_per_second: float,
    path: Path,
) -> Iterator[tuple[float, VideoFrame]]:
    """Each picture that may be shown with the time when it was taken, in seconds."""
    stream.thread_type = "AUTO"
    if (stream.average_rate or 0) >= _SPARE_PICTURES * frames_per_second:
        # leaves out pictures that no other is built on: half the work, and what is shown is at most 0.1 s older
        stream.codec_context.skip_frame = "NONREF"
    if stream.codec_context.codec.intra_only:
        packets = _one_a_tick(packets, frames_per_second)
    start, time = clock_start(container), 0.0
    for frame in decode_all(packets, path):
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
        yield first, _END, *held


class _Developer:
    """Makes images of pictures: RGB with square pixels, upright, no side longer than `longest_side` pixels."""

    def __init__(self, stream: VideoStream, longest_side: int) -> None:
        from av.video.reformatter import VideoReformatter

        self._shape = float(stream.sample_aspect_ratio or 1)  # a pixel's width divided by its height
        self._longest_side = longest_side
        self._scaler = VideoReformatter()  # one for all: to make one takes as long as to use it
        self._turnings: dict[int, _Turning] = {}

    def image(self, picture: VideoFrame) -> NDArray[np.uint8]:
        """The picture as (height, width, 3)."""
        width, height = picture.width * self._shape, picture.height
        scale = min(1.0, self._longest_side / max(width, height))
        width, height = max(1, round(width * scale)), max(1, round(height * scale))
        small = self._scaler.reformat(picture, width, height, "rgb24", interpolation="AREA", threads=1)
        image: NDArray[Any] = small.to_ndarray()
        if picture.rotation not in self._turnings:  # looked at once: a picture that was asked stays in memory for long
            self._turnings[picture.rotation] = _turning(picture)
        return _upright(image, *self._turnings[picture.rotation])


def _turning(picture: VideoFrame) -> _Turning:
    """How a player turns the picture: where it moves a point x to the right (a, b), and a point y down (c, d)."""
    try:
        beside: Any = picture.side_data  # is a mapping, which its types do not tell
        matrix = beside.get("DISPLAYMATRIX")
    except ValueError:  # PyAV does not know all that can lie beside a picture, such as what a camera tells in Exif
        turned = math.radians(picture.rotation)
        return math.cos(turned), -math.sin(turned), math.sin(turned), math.cos(turned)
    if matrix is None:
        return 1.0, 0.0, 0.0, 1.0
    a, b, _, c, d, *_ = struct.unpack("=9i", bytes(matrix))
    return a, b, c, d


def _upright(image: NDArray[np.uint8], a: float, b: float, c: float, d: float) -> NDArray[np.uint8]:
    """The image (height, width, 3) turned to the nearest quarter and mirrored."""
    import numpy as np

    across, down = a, d
    if abs(b) + abs(c) > abs(a) + abs(d):  # lies on its side
        image, across, down = image.transpose(1, 0, 2), c, b
    return np.ascontiguousarray(image[:: -1 if down < 0 else 1, :: -1 if across < 0 else 1])
