"""One Matroska file, written so that a crash loses less than the last second; see docs/decisions/0002."""

from __future__ import annotations

import errno
import shutil
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from screening_app.capture.clock import SAMPLE_RATE
from screening_app.crypto.encrypted_file import RECORD_BYTES
from screening_app.domain import Recording
from screening_app.errors import CaptureError
from selfmm.stored_file import place_of

if TYPE_CHECKING:
    import numpy as np
    from av import FFmpegError
    from numpy.typing import NDArray

    from screening_app.crypto.encrypted_file import EncryptedWriter

LONGEST_SIDE = 1280
MINIMUM_MINUTES = 5

_SOUND_BYTES_A_MINUTE = 60 * 24_000  # FLAC of speech at 16 kHz, generously
_PICTURE_BITS_A_SECOND = 2_500_000
_MILLISECONDS = Fraction(1, 1000)

# A cluster is what Matroska keeps in memory before it writes; the delta is how long one stream waits for the other.
_CONTAINER = {"cluster_time_limit": "400", "flush_packets": "1", "max_interleave_delta": "400000"}
_H264 = {
    "preset": "ultrafast",
    "tune": "zerolatency",
    "threads": "1",  # the other core belongs to sound and window
    "crf": "25",
    "maxrate": str(_PICTURE_BITS_A_SECOND),
    "bufsize": str(2 * _PICTURE_BITS_A_SECOND),
    "g": "50",  # a key picture every two seconds, so that players can seek
}
_MJPEG = {"qmin": "4", "qmax": "8"}

_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


class NewFile(Protocol):
    """A file that is not there yet, and will lie on the disk in another form than it is written in: encrypted."""

    @property
    def path(self) -> Path:
        """Where it will lie."""

    def create(self) -> EncryptedWriter:
        """Begin it; raises OSError."""

    def open(self) -> BinaryIO:
        """What was written of it; raises OSError."""


class Muxer:
    """Writes sound, pictures or both into a new file; every method raises CaptureError when the file cannot grow."""

    def __init__(
        self,
        file: Path | NewFile,
        *,
        with_sound: bool,
        picture_size: tuple[int, int] | None,
        frames_per_second: float = 25.0,
    ) -> None:
        import av

        self.file = file
        self.path = place_of(file)
        _refuse_to_overwrite(self.path)
        self._encrypted = None if isinstance(file, Path) else _created(file)
        # in pieces as large as an encrypted file takes them: fewer, and each is read at once
        self._container = av.open(
            self._encrypted or str(self.path), "w", format="matroska", options=_CONTAINER, buffer_size=RECORD_BYTES
        )
        self._sound: Any = None
        self._picture: Any = None
        if with_sound:
            self._sound = self._container.add_stream("flac", rate=SAMPLE_RATE, layout="mono", format="s16")
        if picture_size is not None:
            self._picture = self._picture_stream(picture_size, frames_per_second)
        self._last_picture = -1  # milliseconds
        self.samples = 0  # written so far
        self.pictures = 0
        try:
            self._container.start_encoding()
        except (OSError, av.FFmpegError) as error:
            raise _cannot_write(self.path, error) from error

    @property
    def seconds(self) -> float:
        """How long the recording is: the counted samples, or where pictures go on after them, the last one's end."""
        sound = self.samples / SAMPLE_RATE
        if not self.pictures or self._last_picture / 1000 < sound:
            return sound
        return (self._last_picture + self._picture_milliseconds) / 1000

    @property
    def has_sound_track(self) -> bool:
        """Whether sound was asked for."""
        return self._sound is not None

    @property
    def has_picture_track(self) -> bool:
        """Whether pictures were asked for."""
        return self._picture is not None

    def write_sound(self, samples: NDArray[np.int16]) -> None:
        """Append samples (samples,) at 16 kHz."""
        import av

        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.time_base = Fraction(1, SAMPLE_RATE)
        frame.pts = self.samples
        self.samples += len(samples)
        self._encode(self._sound, frame)

    def write_picture(self, image: NDArray[np.uint8], position: int) -> None:
        """Append a picture, (height, width, 3) BGR, shown from `position` (in samples) of the recording on."""
        import av
        import cv2

        size = (self._picture.width, self._picture.height)
        if (image.shape[1], image.shape[0]) != size:
            image = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(image.dtype, copy=False)
        frame = av.VideoFrame.from_ndarray(image, format="bgr24")
        frame.time_base = _MILLISECONDS
        frame.pts = max(round(position * 1000 / SAMPLE_RATE), self._last_picture + 1)
        self._last_picture = frame.pts
        self.pictures += 1
        self._encode(self._picture, frame)

    def close(self) -> None:
        """Write what is still inside the encoders, the index and the duration."""
        try:
            self._flush(self._sound, self.samples)
            self._flush(self._picture, self.pictures)
            self._end()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Close the file as it is."""
        try:
            self._end_container()
        finally:
            if self._encrypted is not None:
                self._encrypted.abandon()

    def _end(self) -> None:
        """Write index and duration, and mark an encrypted file as whole."""
        self._end_container()
        try:
            if self._encrypted is not None:
                self._encrypted.close()
        except OSError as error:
            raise _cannot_write(self.path, error) from error

    def _end_container(self) -> None:
        import av

        try:
            self._container.close()
        except (OSError, av.FFmpegError) as error:
            raise _cannot_write(self.path, error) from error

    def _picture_stream(self, size: tuple[int, int], frames_per_second: float) -> Any:
        import av

        has_h264 = "libx264" in av.codecs_available
        rate = min(30, max(1, round(frames_per_second)))
        stream: Any = self._container.add_stream(
            "libx264" if has_h264 else "mjpeg", rate=rate, options=_H264 if has_h264 else _MJPEG
        )
        stream.width, stream.height = fitting_size(*size)
        stream.pix_fmt = "yuv420p" if has_h264 else "yuvj420p"
        stream.codec_context.time_base = _MILLISECONDS
        self._picture_milliseconds = 1000 // rate
        return stream

    def _encode(self, stream: Any, frame: Any) -> None:
        import av

        try:
            for packet in stream.encode(frame):
                self._container.mux(packet)
        except (OSError, av.FFmpegError) as error:
            raise _cannot_write(self.path, error) from error

    def _flush(self, stream: Any, written: int) -> None:
        if stream is not None and written:
            self._encode(stream, None)


def fitting_size(width: int, height: int) -> tuple[int, int]:
    """The picture's size (width, height) with the longest side at most 1280, both even as H.264 asks."""
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


def minutes_that_fit(folder: Path, *, with_sound: bool, with_picture: bool) -> float:
    """For how many minutes of recording the folder's disk has space; OSError if the folder cannot be asked."""
    bytes_a_minute = _SOUND_BYTES_A_MINUTE * with_sound + _PICTURE_BITS_A_SECOND * 60 // 8 * with_picture
    return shutil.disk_usage(folder).free / max(1, bytes_a_minute)


def check_space(folder: Path, *, with_sound: bool, with_picture: bool) -> None:
    """Raise CaptureError unless a recording of some minutes fits on the folder's disk."""
    try:
        minutes = minutes_that_fit(folder, with_sound=with_sound, with_picture=with_picture)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    if minutes < MINIMUM_MINUTES:
        raise CaptureError(
            "The disk is nearly full: only {minutes} minutes of recording fit. Free some space, then start again.",
            minutes=int(minutes),
        )


def read_recording(file: Path | NewFile) -> Recording:
    """What a file that was cut short really holds, found by reading it through; CaptureError if nothing."""
    import av

    path, ends = place_of(file), dict[str, float]()
    try:
        with ExitStack() as held:
            content = str(path) if isinstance(file, Path) else held.enter_context(file.open())
            container = held.enter_context(av.open(content, "r"))
            for packet in container.demux():
                if packet.pts is not None and packet.time_base is not None:
                    end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
                    ends[packet.stream.type] = max(end, ends.get(packet.stream.type, 0.0))
    except (OSError, av.FFmpegError) as error:
        if not ends:
            raise CaptureError("Nothing could be recorded in {name}. Record again.", name=path.name) from error
    return Recording(path, max(ends.values(), default=0.0), "audio" in ends, "video" in ends)


def _created(file: NewFile) -> EncryptedWriter:
    try:
        return file.create()
    except OSError as error:
        raise _cannot_write(file.path, error) from error


def _refuse_to_overwrite(path: Path) -> None:
    if path.exists() and path.stat().st_size:
        raise CaptureError("{name} is there already and is not overwritten. Begin a new session.", name=path.name)


def _cannot_write(path: Path, error: OSError | FFmpegError) -> CaptureError:
    if error.errno in _FULL:
        return CaptureError(
            "The disk is full. What was recorded so far is kept. Free some space, then record again in a new session."
        )
    return CaptureError(
        "The recording {name} cannot be written ({reason}). "
        "Check that the data folder is there and may be changed, then start again.",
        name=path.name,
        reason=error.strerror or type(error).__name__,
    )
