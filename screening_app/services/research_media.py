"""Copies of recordings for research: the streams as they are, without anything that the file says about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm.errors import MediaError
from selfmm.media.opening import opened
from selfmm.stored_file import place_of

if TYPE_CHECKING:
    from pathlib import Path

    from selfmm.stored_file import StoredFile
    from selfmm.types import Report

_UNREADABLE = "The recording {name} cannot be copied. It may be damaged."
_EVERY = 500  # packets between two reports


def copy_streams(source: Path | StoredFile, target: Path, kinds: frozenset[str], report: Report) -> None:
    """Copy the streams of these kinds ("audio", "video") into a new Matroska file.

    Titles, places, dates and cover pictures stay behind. Raises `MediaError` where the file has no such streams or
    cannot be read.
    """
    import av
    from av.stream import Disposition

    try:
        with opened(source) as recording:
            wanted = [
                stream
                for stream in recording.streams
                if stream.type in kinds and not stream.disposition & Disposition.attached_pic
            ]
            if not wanted:
                raise MediaError(_UNREADABLE, name=place_of(source).name)
            with av.open(str(target), "w", format="matroska") as container:
                copies = {stream.index: container.add_stream_from_template(stream) for stream in wanted}
                for number, packet in enumerate(recording.demux(wanted)):
                    if number % _EVERY == 0:
                        report("copying", 0.0)
                    if packet.dts is not None:
                        packet.stream = copies[packet.stream.index]
                        container.mux(packet)
    except (av.error.FFmpegError, ValueError) as error:
        target.unlink(missing_ok=True)
        raise MediaError(_UNREADABLE, name=place_of(source).name) from error
