"""Open a recording: its sound at 16 kHz, its pictures at a fixed rate, its length in seconds.

Everything is streamed: no function here holds more than a moment of the recording. All times are seconds on one
clock for sound and pictures, the recording's own, so that gaps stay as long as they were.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from selfmm.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from av import AudioFrame, AudioStream, Packet, VideoFrame, VideoStream
    from av.container import InputContainer
    from numpy.typing import NDArray

SAMPLE_RATE = 16_000  # Hz; what speech models are made for
MAX_SECONDS = 2 * 3600.0  # no interview is longer; a longer file is more likely a mistake

# Playlists, devices and image series are left out: they would open other files, or addresses in a network.
_FORMATS = (
    "mov,matroska,webm,wav,w64,flac,mp3,aac,ogg,avi,asf,mpeg,mpegts,flv,aiff,amr,caf,au,ac3,eac3,dv,rm,tta,wv,ape"
)
_OPTIONS = {"format_whitelist": _FORMATS, "protocol_whitelist": "file"}
_SEEKABLE = {"mov", "matroska", "wav", "w64", "flac", "ogg", "aiff", "caf"}  # those whose times are right after a seek
_FROM_ZERO = {"mov", "matroska", "avi"}  # their clock starts with the recording, even where the sound begins later
_LATEST_START = 10.0  # seconds; a clock that starts later is that of a live stream and says nothing
_PACKETS_TO_TRY = 200  # damaged packets before a stream counts as unreadable
_TAIL_SECONDS = 5.0  # how much of the end is read to see whether the length that the file states is true
_LENGTH_TOLERANCE = 1.0  # seconds that a file may be shorter than it states
_GAP_TOLERANCE = 0.03  # seconds; smaller steps are jitter of the recorder's clock (one AAC frame lasts 0.02)
_TICK_TOLERANCE = 0.001  # seconds; Matroska rounds times to milliseconds
_SPARE_PICTURES = 4  # pictures that come for each one wanted, from which on some may be left out
_MEDIA_MARKS = (b"RIFF", b"fLaC", b"ID3", b"OggS", b"\x1aE\xdf\xa3", b"FLV\x01", b"FORM", b"#!AMR", b"0&\xb2u")
_ARCHIVE_MARKS = (b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
_LOCKED_MARKS = (b"-----BEGIN PGP", b"\x8c\x0d\x04", b"Salted__", b"age-encryption.org")
_OFFICE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What a recording holds and how many seconds of it can be read."""

    path: Path
    duration_seconds: float
    has_sound: bool
    has_picture: bool
    truncated: bool = False  # the file states that it is longer than it is


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What the camera showed at one moment.

    `age` is how many seconds before `time` the picture was taken: up to one frame of the camera normally, more where
    the camera stood still, below zero before its first picture.
    """

    time: float
    image: NDArray[np.uint8]  # (height, width, 3) RGB; the same array again where no newer picture came
    age: float = 0.0


def open_media(path: str | Path) -> MediaInfo:
    """Look into a recording and try to read its beginning and its end.

    Raises `MediaError`, with what to do, for a file that is missing, a folder, empty, protected, no recording,
    damaged beyond reading, or longer than `MAX_SECONDS`.
    """
    path = Path(path)
    with _opened(path) as container:
        has_sound = (sound := _sound(container)) is not None and _decodes(container, sound, path)
    with _opened(path) as container:
        has_picture = (picture := _picture(container)) is not None and _decodes(container, picture, path)
        stated = container.duration / 1e6 if container.duration else 0.0
    if not has_sound and not has_picture:
        raise _why_unreadable(path)
    duration = _length(path, stated)
    if duration > MAX_SECONDS:
        raise _too_long(path, duration)
    return MediaInfo(path, duration, has_sound, has_picture, stated - duration > max(_LENGTH_TOLERANCE, 0.02 * stated))


def waveform_blocks(
    path: str | Path, *, block_seconds: float = 30.0, start: float = 0.0, end: float | None = None
) -> Iterator[NDArray[np.float32]]:
    """The sound from `start` to `end` (seconds; None: to its end) as blocks of (samples,) at 16 kHz mono in [-1, 1].

    Every block is `block_seconds` long but the last. Where the recording has a gap, or its sound begins later than
    its clock, there is silence, so sample i is at `start + i / SAMPLE_RATE`. Raises `MediaError` where there is no
    sound.
    """
    import numpy as np

    size = round(block_seconds * SAMPLE_RATE)
    pieces: list[NDArray[np.float32]] = []
    held = 0
    for piece in _samples(Path(path), start, min(MAX_SECONDS, math.inf if end is None else end)):
        pieces.append(piece)
        held += len(piece)
        if held >= size:
            joined = np.concatenate(pieces)
            full = held // size * size
            yield from joined[:full].reshape(-1, size)
            pieces, held = [joined[full:]], held - full
    if held:
        yield np.concatenate(pieces)


def frames(path: str | Path, frames_per_second: float, *, longest_side: int = 640) -> Iterator[Frame]:
    """What the camera showed at 0, 1/rate, 2/rate … seconds, a `Frame` for every tick of the whole recording.

    Each is the newest picture taken at or before its tick (before the first picture, that one), turned upright and
    made smaller where a side is longer than `longest_side` pixels. Raises `MediaError` where there is no picture.
    """
    path = Path(path)
    ticks = max(1, math.ceil(open_media(path).duration_seconds * frames_per_second - 1e-6))
    with _opened(path) as container:
        stream = _picture(container)
        if stream is None:
            raise MediaError("{name} has no picture. Choose a video recording.", name=path.name)
        image: NDArray[np.uint8] | None = None
        for first, last, taken, picture in _shown(_pictures(container, stream, frames_per_second), frames_per_second):
            for tick in range(first, min(last, ticks)):
                image = _image(picture, stream, longest_side) if image is None or tick == first else image
                yield Frame(tick / frames_per_second, image, tick / frames_per_second - taken)
            if last >= ticks:
                return


# Opening


@contextmanager
def _opened(path: Path) -> Iterator[InputContainer]:
    import av

    _check_file(path)
    try:
        # a name in another character set must not keep a recording from being read
        container = av.open(str(path.absolute()), options=_OPTIONS, metadata_errors="replace")
    except (av.error.PermissionError, av.error.IsADirectoryError):
        raise _not_allowed(path) from None
    except (av.error.FFmpegError, ValueError):
        raise _why_unreadable(path) from None
    with container:
        yield container


def _check_file(path: Path) -> None:
    try:
        if not path.exists():
            raise MediaError("{name} is not there any more. Choose another file.", name=path.name)
        if not path.is_file():
            raise MediaError("{name} is a folder, not a recording. Choose a file in it.", name=path.name)
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError:
        raise _not_allowed(path) from None
    if empty:
        raise MediaError("{name} is empty. Choose another file, or record again.", name=path.name)


def _not_allowed(path: Path) -> MediaError:
    return MediaError("{name} cannot be read. Check that you may open it, or copy it to this computer.", name=path.name)


def _too_long(path: Path, seconds: float) -> MediaError:
    hours, minutes = divmod(round(seconds / 60), 60)
    return MediaError(
        "{name} is {hours} h {minutes} min long; at most {limit} h can be scored. "
        "Cut out the interview and choose that part.",
        name=path.name,
        hours=hours,
        minutes=minutes,
        limit=round(MAX_SECONDS / 3600),
    )


def _protected(path: Path) -> MediaError:
    return MediaError(
        "{name} may be protected by a password or against copying. Export an unprotected copy and choose that.",
        name=path.name,
    )


def _why_unreadable(path: Path) -> MediaError:
    with path.open("rb") as file:
        head = file.read(1 << 20)
        file.seek(max(0, path.stat().st_size - (1 << 16)))
        tail = file.read()
    if head.startswith(_LOCKED_MARKS) or _is_locked_document(head, tail) or _is_locked_zip(head):
        return _protected(path)
    if head.startswith(_ARCHIVE_MARKS):
        return MediaError(
            "{name} is an archive. Unpack it, with its password if it has one, and choose the recording in it.",
            name=path.name,
        )
    if head.startswith(_MEDIA_MARKS) or head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide"}:
        return MediaError(
            "{name} is damaged or cut off, and nothing in it can be played. Copy it again from where it was recorded.",
            name=path.name,
        )
    return MediaError(
        "{name} is not a sound or video recording. Choose one, such as a WAV, MP3, M4A, MP4, WebM or MKV file.",
        name=path.name,
    )


def _is_locked_zip(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and bool(head[6] & 1)  # bit 0 of the general purpose flag


def _is_locked_document(head: bytes, tail: bytes) -> bool:
    office = head.startswith(_OFFICE_MARK) and "EncryptedPackage".encode("utf-16-le") in head + tail
    return office or (head.startswith(b"%PDF") and b"/Encrypt" in head + tail)


# Streams and packets


def _sound(container: InputContainer) -> AudioStream | None:
    stream: AudioStream | None = _best(container, "audio")
    return stream


def _picture(container: InputContainer) -> VideoStream | None:
    stream: VideoStream | None = _best(container, "video")
    return stream


def _best(container: InputContainer, kind: Literal["audio", "video"]) -> Any:
    """The stream that a player would choose; not a cover picture, nor one that cannot be decoded here."""
    from av.stream import Disposition

    still = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
    usable = [
        stream
        for stream in container.streams
        if stream.type == kind and getattr(stream, "codec_context", None) is not None and not stream.disposition & still
    ]
    best = container.streams.best(kind)
    return best if best in usable else next(iter(usable), None)


def _packets(container: InputContainer, *streams: AudioStream | VideoStream) -> Iterator[Packet[Any]]:
    """All packets that can be read; damaged places are stepped over."""
    import av

    failures = 0
    while failures < _PACKETS_TO_TRY:
        try:
            for packet in container.demux(*streams):
                failures = 0
                yield packet
            return
        except (av.error.InvalidDataError, av.error.EOFError):
            failures += 1


def _decoded(packets: Iterator[Packet[Any]]) -> Iterator[Any]:
    """Frames of all packets that are whole; a damaged one leaves a gap."""
    import av

    for packet in packets:
        try:
            yield from packet.decode()
        except av.error.FFmpegError:
            continue


def _decodes(container: InputContainer, stream: AudioStream | VideoStream, path: Path) -> bool:
    """Whether anything can be had from the stream; raises `MediaError` where it is encrypted."""
    for packet in islice(_packets(container, stream), _PACKETS_TO_TRY):
        if packet.has_sidedata("encryption_info"):
            raise _protected(path)
        if any(True for _ in _decoded(iter([packet]))):
            return True
    return False


def _seekable(container: InputContainer) -> bool:
    return not _SEEKABLE.isdisjoint(container.format.name.split(","))


def _origin(container: InputContainer) -> float:
    """Where the recording's own clock stands at its beginning, in seconds."""
    start = (container.start_time or 0) / 1e6
    keeps = not _FROM_ZERO.isdisjoint(container.format.name.split(","))
    return 0.0 if keeps and 0 <= start < _LATEST_START else start


def _length(path: Path, stated: float) -> float:
    """Seconds up to the end of the last packet, which tells the truth where the header is missing or wrong."""
    end = _end_of_packets(path, stated - _TAIL_SECONDS) if stated > _TAIL_SECONDS else 0.0
    return end if end > max(0.0, stated - _LENGTH_TOLERANCE) else _end_of_packets(path, 0.0)


def _end_of_packets(path: Path, start: float) -> float:
    import av

    with _opened(path) as container:
        streams = [stream for stream in (_sound(container), _picture(container)) if stream is not None]
        origin, end = _origin(container), 0.0
        if start > 0:
            if not _seekable(container):
                return 0.0
            try:
                container.seek(int((origin + start) * 1e6))
            except av.error.FFmpegError:
                return 0.0
        for packet in _packets(container, *streams):
            if (pts := packet.dts if packet.pts is None else packet.pts) is not None:
                end = max(end, float((pts + (packet.duration or 0)) * packet.time_base) - origin)
    return end


# Sound


def _samples(path: Path, start: float, end: float) -> Iterator[NDArray[np.float32]]:
    """The sound from `start` to `end` in pieces of (samples,) as they come."""
    with _opened(path) as container:
        stream = _sound(container)
        if stream is None:
            raise MediaError("{name} has no sound. Choose a recording with sound.", name=path.name)
        if start > _TAIL_SECONDS and _seekable(container):
            container.seek(int((_origin(container) + start - 1.0) * 1e6))
        line = _Timeline(_origin(container), round(start * SAMPLE_RATE), round(end * SAMPLE_RATE))
        for frame in _decoded(_packets(container, stream)):
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
        yield from self._cut(self._resampler.resample(frame))

    def finish(self) -> Iterator[NDArray[np.float32]]:
        """What the resampler still holds of the present run."""
        if self._resampler is not None:
            yield from self._cut(self._resampler.resample(None))

    def _start_run(self, time: float) -> Iterator[NDArray[np.float32]]:
        import numpy as np
        from av import AudioResampler

        self._expected = time
        self._resampler = AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
        begin = round(time * SAMPLE_RATE)
        self._surplus = max(0, self._next - begin)
        while self._next < min(begin, self._last):  # silence, a second at a time
            size = min(SAMPLE_RATE, min(begin, self._last) - self._next)
            self._next += size
            yield np.zeros(size, np.float32)

    def _cut(self, resampled: list[AudioFrame]) -> Iterator[NDArray[np.float32]]:
        import numpy as np

        for frame in resampled:
            samples = frame.to_ndarray().reshape(-1)
            skipped = min(self._surplus, len(samples))
            self._surplus -= skipped
            samples = samples[skipped : skipped + self._last - self._next]
            self._next += len(samples)
            if len(samples):
                yield np.clip(samples, -1.0, 1.0).astype(np.float32, copy=False)


# Pictures


def _pictures(
    container: InputContainer, stream: VideoStream, frames_per_second: float
) -> Iterator[tuple[float, VideoFrame]]:
    """Each picture that may be shown with the time when it was taken, in seconds."""
    stream.thread_type = "AUTO"
    if (stream.average_rate or 0) >= _SPARE_PICTURES * frames_per_second:
        # leaves out pictures that no other is built on: half the work, and what is shown is at most 0.1 s older
        stream.codec_context.skip_frame = "NONREF"
    packets = _packets(container, stream)
    if stream.codec_context.codec.intra_only:
        packets = _one_a_tick(packets, frames_per_second)
    origin, time = _origin(container), 0.0
    for frame in _decoded(packets):
        pts = frame.dts if frame.pts is None else frame.pts
        time = time if pts is None else float(pts * frame.time_base) - origin
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
