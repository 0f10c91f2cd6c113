"""Open a recording safely, and look how long it is and what it holds."""

from __future__ import annotations

import math
import os
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from selfmm.errors import MediaError
from selfmm.media.growing import Follower, GrowingFile, settled, wait_for_beginning
from selfmm.media.refusals import not_allowed, reading, too_long, why_unreadable
from selfmm.media.streams import (
    MAX_PIXELS,
    Reach,
    decodes,
    jumped,
    picture_stream,
    seekable,
    sound_stream,
)
from selfmm.stored_file import opened_bytes, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.container import InputContainer

    from selfmm.media.growing import Source
    from selfmm.stored_file import StoredFile

MAX_SECONDS = 4 * 3600.0  # a full assessment with breaks takes up to three; what is longer is more likely a mistake

# Playlists, devices and image series are left out: they would open other files, or addresses in a network.
_FORMATS = (
    "mov,matroska,webm,wav,w64,flac,mp3,aac,ogg,avi,asf,mpeg,mpegts,flv,aiff,amr,caf,au,ac3,eac3,dv,rm,tta,wv,ape"
)
_OPTIONS = {"format_whitelist": _FORMATS, "protocol_whitelist": "file", "max_pixels": str(MAX_PIXELS)}
_TAIL_SECONDS = 5.0  # how much of the end is read to see whether the length that the file states is true
_UNKNOWN_SIZE = 0x7FFF0000  # what a recorder writes that does not know yet is about 2 or 4 GiB
_LENGTH_TOLERANCE = 1.0  # seconds that a file may be shorter than it states


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What a recording holds and how many seconds of it can be read; infinitely many while it grows."""

    path: Path
    duration_seconds: float
    has_sound: bool
    has_picture: bool
    truncated: bool = False  # the file states that it is longer than it is


def open_media(source: str | Source) -> MediaInfo:
    """Look into a recording and try to read its beginning and its end.

    Of one that grows only the beginning is read, as soon as it is there, and it lasts `math.inf` seconds, so that the
    share of it that is done counts as 0. Ask again once it has been read to its end: its length is known then. Raises
    `MediaError`, with what to do, for a file that is missing, a folder, empty, protected, no recording, damaged
    beyond reading, or longer than `MAX_SECONDS`. Pictures of more than `MAX_PIXELS` count as none.
    """
    source = settled(source)
    if isinstance(source, GrowingFile):
        return _look_into(source)
    _check_file(source)
    state = place_of(source).stat()
    return _looked_into(source, state.st_ino, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=8)
def _looked_into(source: Path | StoredFile, *_state: int) -> MediaInfo:
    """Whoever prepares a recording asks several times, and the end of a long one takes seconds to find."""
    return _look_into(source)


def _look_into(source: Source) -> MediaInfo:
    path = place_of(source)
    with opened(source) as container:
        has_sound = (sound := sound_stream(container)) is not None and decodes(container, sound, path)
    with opened(source) as container:
        has_picture = (picture := picture_stream(container)) is not None and decodes(container, picture, path)
        stated = container.duration / 1e6 if container.duration else 0.0
    if not has_sound and not has_picture:
        raise _unreadable(source)
    if isinstance(source, GrowingFile):
        return MediaInfo(path, math.inf, has_sound, has_picture)
    duration = _length(source, stated)
    if duration <= 0:  # a beginning that lasts no time, such as one packet without a length
        raise _unreadable(source)
    if duration > MAX_SECONDS:
        raise too_long(path, duration, MAX_SECONDS)
    stated = max(stated, duration * _share_of_whole(source))
    return MediaInfo(path, duration, has_sound, has_picture, stated - duration > max(_LENGTH_TOLERANCE, 0.02 * stated))


@contextmanager
def opened(source: Source) -> Iterator[InputContainer]:
    """The recording, open to be read; raises `MediaError` for what is none."""
    source = settled(source)
    if isinstance(source, GrowingFile):
        wait_for_beginning(source)
        source = settled(source)
    if isinstance(source, GrowingFile):
        with closing(Follower(source)) as follower, _container(follower, source.file) as container:
            yield container
    else:
        _check_file(source)
        with ExitStack() as held:
            file = str(source.absolute()) if isinstance(source, Path) else held.enter_context(closing(_Bytes(source)))
            yield held.enter_context(_container(file, source))


def _container(file: str | Follower | _Bytes, source: Path | StoredFile) -> InputContainer:
    import av

    try:
        # a name in another character set must not keep a recording from being read
        return av.open(file, "r", options=_OPTIONS, metadata_errors="replace")
    except (av.error.PermissionError, av.error.IsADirectoryError):
        raise not_allowed(place_of(source)) from None
    except (av.error.FFmpegError, ValueError):
        raise _unreadable(source) from None


def _unreadable(source: Source) -> MediaError:
    kept = source.file if isinstance(source, GrowingFile) else source
    with reading(place_of(source)), opened_bytes(kept) as file:
        return why_unreadable(place_of(source), file)


def _check_file(source: Path | StoredFile) -> None:
    path = place_of(source)
    with reading(path):
        if not path.exists():
            raise MediaError("{name} is not there any more. Choose another file.", name=path.name)
        if path.is_dir():
            raise MediaError("{name} is a folder, not a recording. Choose a file in it.", name=path.name)
        if not path.is_file():  # reading a pipe or a device might never end
            raise MediaError("{name} is a device or a pipe, not a recording. Choose a file.", name=path.name)
        with opened_bytes(source) as file:
            empty = not file.read(1)
    if empty:
        raise MediaError("{name} is empty. Choose another file, or record again.", name=path.name)


def _length(source: Path | StoredFile, stated: float) -> float:
    """Seconds up to the end of the last packet, which tells the truth where the header is missing or wrong."""
    end = _end_of_packets(source, stated - _TAIL_SECONDS) if stated > _TAIL_SECONDS else 0.0
    return end if end > max(0.0, stated - _LENGTH_TOLERANCE) else _end_of_packets(source, 0.0)


def _share_of_whole(source: Path | StoredFile) -> float:
    """How many times as large as it is a RIFF file, such as WAV, states to be, where FFmpeg goes by what is there."""
    with reading(place_of(source)), opened_bytes(source) as file:
        mark, stated = file.read(4), int.from_bytes(file.read(4), "little") + 8
        size = file.seek(0, os.SEEK_END)
    return stated / size if mark == b"RIFF" and stated < _UNKNOWN_SIZE else 0.0


class _Bytes:
    """The bytes of a file that is kept in another form, for PyAV; raises `MediaError` where the disk cannot be read."""

    def __init__(self, source: StoredFile) -> None:
        self._path = source.path
        self._has_failed = False
        with self._readable():
            self._file = source.open()
        self.name = source.path.name  # for PyAV's messages
        self.tell, self.close = self._file.tell, self._file.close

    def read(self, size: int) -> bytes:
        """As many as asked for, fewer only at the end."""
        if self._has_failed:  # it has been told, and FFmpeg asks on
            return b""
        with self._readable():
            return self._file.read(size)

    def seek(self, offset: int, whence: int) -> int:
        """Go to a place."""
        with self._readable():
            return self._file.seek(offset, whence)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            with reading(self._path):
                yield
        except MediaError:
            self._has_failed = True
            raise


def _end_of_packets(source: Path | StoredFile, start: float) -> float:
    with opened(source) as container:
        reach = Reach(container)
        if start > 0 and not (seekable(container) and jumped(container, start)):
            return 0.0
        for _ in reach.follow():
            pass
    return reach.seconds


class Length:
    """How long a recording lasts, which of one that grows is known only once it has been finished."""

    def __init__(self, source: str | Source) -> None:
        """Raises `MediaError` as `open_media` does."""
        self._source = source
        self._seconds = open_media(source).duration_seconds

    def share(self, done: float) -> float:
        """Which share of it `done` seconds are, in [0, 1]; 0 as long as it grows."""
        if math.isinf(self._seconds) and not isinstance(settled(self._source), GrowingFile):
            self._seconds = open_media(self._source).duration_seconds
        return min(1.0, done / self._seconds)
