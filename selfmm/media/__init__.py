"""Open a recording: its sound at 16 kHz, its pictures at a fixed rate, its length in seconds.

Everything is streamed: no function here holds more than a moment of the recording. All times are seconds on one
clock for sound and pictures, the recording's own, so that gaps stay as long as they were. A recording that is still
being made is read the same way, as a `GrowingFile`.
"""

from __future__ import annotations

from selfmm.media.growing import FinishedWhenGone, GrowingFile, Source
from selfmm.media.opening import MAX_SECONDS, Length, MediaInfo, open_media
from selfmm.media.pictures import Frame, frames
from selfmm.media.sound import waveform_blocks
from selfmm.media.streams import SAMPLE_RATE

__all__ = [
    "MAX_SECONDS",
    "SAMPLE_RATE",
    "FinishedWhenGone",
    "Frame",
    "GrowingFile",
    "Length",
    "MediaInfo",
    "Source",
    "frames",
    "open_media",
    "waveform_blocks",
]
