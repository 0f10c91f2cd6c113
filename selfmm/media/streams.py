"""The streams and packets of an open recording, stepping over what is damaged."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from selfmm.media.refusals import protected, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av import AudioFrame, AudioResampler, AudioStream, Packet, VideoStream
    from av.container import InputContainer

SAMPLE_RATE = 16_000  # Hz; what speech models are made for

_SEEKABLE = {"mov", "matroska", "wav", "w64", "flac", "ogg", "aiff", "caf"}  # those whose times are right after a seek
_FROM_ZERO = {"mov", "matroska", "avi"}  # their clock starts with the recording, even where the sound begins later
_LATEST_START = 10.0  # seconds; a clock that starts later is that of a live stream and says nothing
_PACKETS_TO_TRY = 200  # damaged packets before a stream counts as unreadable
_STARVED_PACKETS = 3  # for which there was no memory before the recording counts as too large; damage asks for it, too

# 8K of cinema (DCI), more than any camera in a clinic takes; a picture of that size takes 50 MB decoded, and a decoder
# may hold some twenty of them. A damaged or evil file may state a thousand times as much in a few bytes.
MAX_PIXELS = 8192 * 4320


def sound_stream(container: InputContainer) -> AudioStream | None:
    """The sound that a player would play; None where there is none that can be decoded."""
    stream: AudioStream | None = _best(container, "audio")
    return stream


def picture_stream(container: InputContainer) -> VideoStream | None:
    """The pictures that a player would show; None where there are none that can be decoded."""
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
    chosen = best if best in usable else next(iter(usable), None)
    if chosen is not None:
        chosen.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
    return chosen


def read_packets(container: InputContainer, *streams: AudioStream | VideoStream) -> Iterator[Packet[Any]]:
    """All packets that can be read; damaged places are stepped over."""
    import av

    failures = 0
    while failures < _PACKETS_TO_TRY:
        try:
            for packet in container.demux(*streams):
                failures = 0
                yield packet
            return
        except av.error.FFmpegError:  # readers of old formats give any error for a damaged place
            failures += 1
        except IndexError:  # at its end PyAV stumbles over a stream that was not there when the file was opened
            return


def decode_all(packets: Iterator[Packet[Any]], path: Path) -> Iterator[Any]:
    """Frames of all packets that are whole; a damaged one leaves a gap.

    Raises `MediaError` where there is no memory to decode them: what is left out then would be no gap but the rest.
    """
    import av

    starved = 0
    for packet in packets:
        try:
            yield from packet.decode()
        except av.error.MemoryError:
            starved += 1
            if starved == _STARVED_PACKETS:
                raise too_large(path) from None
        except av.error.FFmpegError:
            continue


def decodes(container: InputContainer, stream: AudioStream | VideoStream, path: Path) -> bool:
    """Whether anything can be had from the stream; raises `MediaError` where it is encrypted."""
    packets = (_unprotected(packet, path) for packet in islice(read_packets(container, stream), _PACKETS_TO_TRY))
    return any(stream.type == "video" or _can_be_mixed(frame) for frame in decode_all(packets, path))


def _unprotected(packet: Packet[Any], path: Path) -> Packet[Any]:
    if packet.has_sidedata("encryption_info"):
        raise protected(path)
    return packet


def _can_be_mixed(frame: AudioFrame) -> bool:
    resampler = new_resampler()
    return bool(resampled(resampler, frame) or resampled(resampler, None))


def new_resampler() -> AudioResampler:
    """What makes 16 kHz mono of any sound."""
    from av import AudioResampler

    return AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)


def resampled(resampler: AudioResampler, frame: AudioFrame | None) -> list[AudioFrame]:
    """What comes out for the frame, or at the end for None; nothing of sound that cannot be mixed (255 channels)."""
    import av

    try:
        return resampler.resample(frame)
    except av.error.FFmpegError:
        return []


class Reach:
    """How far the sound and the pictures of a recording go, found by reading their packets."""

    def __init__(self, container: InputContainer) -> None:
        self.seconds = 0.0  # where the packet ends that goes furthest of those read so far
        self._container = container

    def follow(self) -> Iterator[Packet[Any]]:
        """All packets of both."""
        both = sound_stream(self._container), picture_stream(self._container)
        start = clock_start(self._container)
        for packet in read_packets(self._container, *(stream for stream in both if stream is not None)):
            if (pts := packet.dts if packet.pts is None else packet.pts) is not None:
                self.seconds = max(self.seconds, float((pts + (packet.duration or 0)) * packet.time_base) - start)
            yield packet


def seekable(container: InputContainer) -> bool:
    """Whether one can jump, and times are right after it."""
    return container.size > 0 and not _SEEKABLE.isdisjoint(container.format.name.split(","))


def jumped(container: InputContainer, seconds: float) -> bool:
    """Jump to the recording's second `seconds`; where that fails, the container is to be opened anew."""
    import av

    try:
        container.seek(int((clock_start(container) + seconds) * 1e6))
    except av.error.FFmpegError:
        return False
    return True


def clock_start(container: InputContainer) -> float:
    """Where the recording's own clock stands at its beginning, in seconds."""
    start = (container.start_time or 0) / 1e6
    keeps = not _FROM_ZERO.isdisjoint(container.format.name.split(","))
    return 0.0 if keeps and 0 <= start < _LATEST_START else start
