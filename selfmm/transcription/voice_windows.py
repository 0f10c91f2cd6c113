"""Whose voice is where in a recording: one embedded voice for every 0.4 s of speech, as it is read.

Each piece of speech is heard with what surrounds it in the same span, 1.6 s in all, since a voice cannot be told from
less.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from selfmm.media import SAMPLE_RATE, Length, waveform_blocks
from selfmm.transcription.voice_activity import BLOCK_SECONDS, SpanFinder, VoiceDetector
from selfmm.transcription.voice_encoder import (
    BANDS,
    BATCH,
    FRAMES,
    FRAMES_PER_SECOND,
    MelListener,
    VoiceEncoder,
    moment,
)
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from selfmm.media import Source
    from selfmm.transcription.voice_activity import Span
    from selfmm.types import Report

    Values = NDArray[np.float32]

TELLING_APART = "telling_apart"  # the step code that is reported
PAUSE_SECONDS = 0.2  # that part two spans: people seldom take turns without one

_LONGEST_SPAN = 15.0  # seconds, so that little sound is held
_PIECE = 40  # frames of which one moment tells the speaker, on average
_LEAST_PIECE, _SHIFT = 10, 12  # frames; how far a piece's edge may move to a quieter place
_QUIET = 5  # frames over which quietness is measured


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """The voice at one place of a recording: whose the speech from `start` to `end` is, in seconds."""

    start: float
    end: float
    values: Values  # (256,) of unit length, heard in up to 1.6 s around that place
    encoder: str  # its fingerprint


def embed_windows(source: Source, report: Report = no_report) -> Iterator[Window]:
    """The voice at every place where somebody speaks, in the order of time, as soon as it has been heard.

    The windows lie side by side in each span of speech and fill it. The recording may still grow; it is read once, and
    only its latest seconds are held. Raises `MediaError` where there is no sound, `WeightsError` without the encoder,
    and whatever `report` raises.
    """
    encoder = _encoder()
    pieces: list[tuple[Span, Values]] = []
    for piece in _pieces(source, report):
        pieces.append(piece)
        if len(pieces) == BATCH:
            yield from _embedded(encoder, pieces)
            pieces = []
    if pieces:
        yield from _embedded(encoder, pieces)


def _embedded(encoder: VoiceEncoder, pieces: list[tuple[Span, Values]]) -> Iterator[Window]:
    import numpy as np

    voices = encoder.embed(np.stack([frames for _, frames in pieces]))
    for ((start, end), _), values in zip(pieces, voices, strict=True):
        yield Window(start, end, values, encoder.fingerprint)


@cache
def _encoder() -> VoiceEncoder:
    return VoiceEncoder()


def _pieces(source: Source, report: Report) -> Iterator[tuple[Span, Values]]:
    """All places where somebody speaks, in seconds, with the frames (FRAMES, 40) around each."""
    length = Length(source)
    detector, finder, mels = VoiceDetector(), SpanFinder(PAUSE_SECONDS, _LONGEST_SPAN), _LatestFrames()
    heard = 0.0
    for block in waveform_blocks(source, block_seconds=BLOCK_SECONDS):
        report(TELLING_APART, length.share(heard))
        heard += len(block) / SAMPLE_RATE
        mels.feed(block)
        for probability in detector.probabilities(block).tolist():
            if span := finder.feed(probability):
                yield from mels.pieces(span)
    mels.finish()
    if span := finder.finish():
        yield from mels.pieces((span[0], min(span[1], heard)))
    report(TELLING_APART, 1.0)


class _LatestFrames:
    """The mel frames that were measured last, as many as may still be needed."""

    def __init__(self) -> None:
        import numpy as np

        self._listener = MelListener()
        self._frames = np.zeros((0, BANDS), np.float32)
        self._first = 0  # the number of the first frame that is held

    def feed(self, samples: Values) -> None:
        """The next (samples,)."""
        self._append(self._listener.feed(samples))

    def finish(self) -> None:
        """The recording ends."""
        self._append(self._listener.finish())

    def _append(self, frames: Values) -> None:
        import numpy as np

        held = round((_LONGEST_SPAN + PAUSE_SECONDS + 2 * BLOCK_SECONDS) * FRAMES_PER_SECOND)
        dropped = max(0, len(self._frames) + len(frames) - held)
        self._frames = np.concatenate([self._frames, frames])[dropped:]
        self._first += dropped

    def pieces(self, span: Span) -> Iterator[tuple[Span, Values]]:
        """The places in a span of speech, edge to edge, with the frames around each."""
        first = round(span[0] * FRAMES_PER_SECOND) - self._first
        frames = self._frames[first : round(span[1] * FRAMES_PER_SECOND) - self._first]
        if not len(frames):  # the rest of a span that was cut, in the last instant of a recording
            return
        edges = cut(frames.sum(axis=1))
        times = [span[0], *(span[0] + edge / FRAMES_PER_SECOND for edge in edges[1:-1]), span[1]]
        for (begin, end), place in zip(pairwise(edges), pairwise(times), strict=True):
            start = max(0, min((begin + end - FRAMES) // 2, len(frames) - FRAMES))
            yield place, moment(frames[start : start + FRAMES])


def cut(powers: NDArray[np.float32]) -> list[int]:
    """Where to cut speech of these powers (frames,) into pieces of about 0.4 s: its edges, first and last included.

    Each edge lies at the quietest place near where even pieces would have it, since there a speaker rather ends.
    """
    import numpy as np

    count = max(1, round(len(powers) / _PIECE))
    around = np.convolve(np.pad(powers, _QUIET // 2, mode="edge"), np.ones(_QUIET), "valid")
    edges = [0]
    for number in range(1, count):
        even = round(number * len(powers) / count)
        low = max(edges[-1] + _LEAST_PIECE, even - _SHIFT)
        edges.append(low + int(np.argmin(around[low : even + _SHIFT + 1])))
    return [*edges, len(powers)]
