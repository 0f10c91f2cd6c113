"""Open a recording safely, and look how long it is and what it holds."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from selfmm.errors import MediaError
from selfmm.media.refusals import not_allowed, too_long, why_unreadable
from selfmm.media.streams import clock_start, decodes, picture_stream, read_packets, seekable, sound_stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.container import InputContainer

MAX_SECONDS = 2 * 3600.0  # no interview is longer; a longer file is more likely a mistake

# Playlists, devices and image series are left out: they would open other files, or addresses in a network.
_FORMATS = (
    "mov,matroska,webm,wav,w64,flac,mp3,aac,ogg,avi,asf,mpeg,mpegts,flv,aiff,amr,caf,au,ac3,eac3,dv,rm,tta,wv,ape"
)
_OPTIONS = {"format_whitelist": _FORMATS, "protocol_whitelist": "file"}
_TAIL_SECONDS = 5.0  # how much of the end is read to see whether the length that the file states is true
_UNKNOWN_SIZE = 0x7FFF0000  # what a recorder writes that does not know yet is about 2 or 4 GiB
_LENGTH_TOLERANCE = 1.0  # seconds that a file may be shorter than it states


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What a recording holds and how many seconds of it can be read."""

    path: Path
    duration_seconds: float
    has_sound: bool
    has_picture: bool
    truncated: bool = False  # the file states that it is longer than it is


def open_media(path: str | Path) -> MediaInfo:
    """Look into a recording and try to read its beginning and its end.

    Raises `MediaError`, with what to do, for a file that is missing, a folder, empty, protected, no recording,
    damaged beyond reading, or longer than `MAX_SECONDS`.
    """
    path = Path(path)
    with opened(path) as container:
        has_sound = (sound := sound_stream(container)) is not None and decodes(container, sound, path)
    with opened(path) as container:
        has_picture = (picture := picture_stream(container)) is not None and decodes(container, picture, path)
        stated = container.duration / 1e6 if container.duration else 0.0
    if not has_sound and not has_picture:
        raise why_unreadable(path)
    duration = _length(path, stated)
    if duration <= 0:  # a beginning that lasts no time, such as one packet without a length
        raise why_unreadable(path)
    if duration > MAX_SECONDS:
        raise too_long(path, duration, MAX_SECONDS)
    stated = max(stated, duration * _whole_size(path) / path.stat().st_size)
    return MediaInfo(path, duration, has_sound, has_picture, stated - duration > max(_LENGTH_TOLERANCE, 0.02 * stated))


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """The recording, open to be read; raises `MediaError` for what is none."""
    import av

    _check_file(path)
    try:
        # a name in another character set must not keep a recording from being read
        container = av.open(str(path.absolute()), options=_OPTIONS, metadata_errors="replace")
    except (av.error.PermissionError, av.error.IsADirectoryError):
        raise not_allowed(path) from None
    except (av.error.FFmpegError, ValueError):
        raise why_unreadable(path) from None
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
        raise not_allowed(path) from None
    if empty:
        raise MediaError("{name} is empty. Choose another file, or record again.", name=path.name)


def _length(path: Path, stated: float) -> float:
    """Seconds up to the end of the last packet, which tells the truth where the header is missing or wrong."""
    end = _end_of_packets(path, stated - _TAIL_SECONDS) if stated > _TAIL_SECONDS else 0.0
    return end if end > max(0.0, stated - _LENGTH_TOLERANCE) else _end_of_packets(path, 0.0)


def _whole_size(path: Path) -> int:
    """Bytes that a RIFF file, such as WAV, states to have, where FFmpeg goes by what is there; 0 if none are stated."""
    with path.open("rb") as file:
        mark, size = file.read(4), int.from_bytes(file.read(4), "little")
    return size + 8 if mark == b"RIFF" and size < _UNKNOWN_SIZE else 0


def _end_of_packets(path: Path, start: float) -> float:
    import av

    with opened(path) as container:
        streams = [stream for stream in (sound_stream(container), picture_stream(container)) if stream is not None]
        start_of_clock, end = clock_start(container), 0.0
        if start > 0:
            if not seekable(container):
                return 0.0
            try:
                container.seek(int((start_of_clock + start) * 1e6))
            except av.error.FFmpegError:
                return 0.0
        for packet in read_packets(container, *streams):
            if (pts := packet.dts if packet.pts is None else packet.pts) is not None:
                end = max(end, float((pts + (packet.duration or 0)) * packet.time_base) - start_of_clock)
    return end
