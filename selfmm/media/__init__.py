"""Open a recording: its sound at 16 kHz, its pictures at a fixed rate, its length in seconds.

Everything is streamed: no function here holds more than a moment of the recording. All times are seconds on one
clock for sound and pictures, the recording's own, so that gaps stay as long as they were.
"""

from __future__ import annotations

from selfmm.media.opening import MAX_SECONDS, MediaInfo, open_media
from selfmm.media.pictures import Frame, frames
from selfmm.media.sound import SAMPLE_RATE, waveform_blocks

__all__ = ["MAX_SECONDS", "SAMPLE_RATE", "Frame", "MediaInfo", "frames", "open_media", "waveform_blocks"]
