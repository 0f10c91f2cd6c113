"""The streams and packets of an open recording, stepping over what is damaged."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from selfmm.media.refusals import protected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av import AudioStream, Packet, VideoStream
    from av.container import InputContainer

_SEEKABLE = {"mov", "matroska", "wav", "w64", "flac", "ogg", "aiff", "caf"}  # those whose times are right after a seek
_FROM_ZERO = {"mov", "matroska", "avi"}  # their clock starts with the recording, even where the sound begins later
_LATEST_START = 10.0  # seconds; a clock that starts later is that of a live stream and says nothing
_PACKETS_TO_TRY = 200  # damaged packets before a stream counts as unreadable


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
    return best if best in usable else next(iter(usable), None)


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
        except (av.error.InvalidDataError, av.error.EOFError):
            failures += 1


def decode_all(packets: Iterator[Packet[Any]]) -> Iterator[Any]:
    """Frames of all packets that are whole; a damaged one leaves a gap."""
    import av

    for packet in packets:
        try:
            yield from packet.decode()
        except av.error.FFmpegError:
            continue


def decodes(container: InputContainer, stream: AudioStream | VideoStream, path: Path) -> bool:
    """Whether anything can be had from the stream; raises `MediaError` where it is encrypted."""
    for packet in islice(read_packets(container, stream), _PACKETS_TO_TRY):
        if packet.has_sidedata("encryption_info"):
            raise protected(path)
        if any(True for _ in decode_all(iter([packet]))):
            return True
    return False


def seekable(container: InputContainer) -> bool:
    """Whether times are right after a jump."""
    return not _SEEKABLE.isdisjoint(container.format.name.split(","))


def clock_start(container: InputContainer) -> float:
    """Where the recording's own clock stands at its beginning, in seconds."""
    start = (container.start_time or 0) / 1e6
    keeps = not _FROM_ZERO.isdisjoint(container.format.name.split(","))
    return 0.0 if keeps and 0 <= start < _LATEST_START else start
