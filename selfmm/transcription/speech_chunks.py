"""Collect speech into chunks that fill Whisper's window of 30 seconds, and find the way back to recording time.

Each call of Whisper costs a whole window, so short answers share one.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise
from typing import TYPE_CHECKING

from selfmm.media import SAMPLE_RATE, waveform_blocks
from selfmm.transcription.answers import PAUSE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from selfmm.transcription.voice_activity import Span

CHUNK_SECONDS = 29.0  # a little less than Whisper's window, so that rounding never makes it a second one
MARGIN_SECONDS = 0.4  # heard before and after each span, so that no soft beginning of a word is lost
_BLOCK_SECONDS = 10.0
_USUAL_LEVEL = 0.07  # root mean square, -23 dB
_MOST_GAIN = 10.0
_WORTH_HEARING = 1.5  # seconds of speech without words from which on something must have been missed


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Speech of one or several spans without most of the pauses between them."""

    spans: tuple[Span, ...]  # where somebody speaks
    heard: tuple[Span, ...]  # the same with a margin around each; what the samples are of
    samples: NDArray[np.float32]  # (samples,) 16 kHz mono

    @property
    def seconds(self) -> float:
        """How long its sound is."""
        return len(self.samples) / SAMPLE_RATE

    @property
    def speech_seconds(self) -> float:
        """How long somebody speaks in it."""
        return sum(end - begin for begin, end in self.spans)

    @property
    def _ends(self) -> list[float]:
        """Where each span ends in the samples, in seconds."""
        return list(accumulate(last - first for first, last in self.heard))

    def _span_at(self, seconds: float) -> int:
        """The number of the span that lies at `seconds` of the samples."""
        return min(bisect_right(self._ends, seconds), len(self.spans) - 1)

    def restore(self, begin: float, end: float) -> Span:
        """A word's time in the samples as its time in the recording, inside the span that its middle lies in."""
        inside = self._span_at((begin + end) / 2)
        first, last = self.spans[inside]
        shift = self.heard[inside][1] - self._ends[inside]
        return min(max(begin + shift, first), last), min(max(end + shift, first), last)

    def parts(self) -> Iterator[Chunk]:
        """Each span as a chunk of its own."""
        for number, past in enumerate(self._ends):
            yield self._part(number, 0.0, past)

    def unheard(self, words: list[Span]) -> Chunk | None:
        """Where somebody speaks but `words` (begin and end in the samples) leave a gap; None where there is none."""
        left: list[Chunk] = []
        begin = 0.0
        for number, past in enumerate(self._ends):
            inside = [word for word in words if self._span_at(sum(word) / 2) == number]
            edges = [begin, *(edge for word in inside for edge in word), past]
            gaps = [self._part(number, *gap) for gap in zip(edges[::2], edges[1::2], strict=True)]
            # a gap between two words may be a pause, but a span begins and ends with speech
            least = [_WORTH_HEARING + (PAUSE_SECONDS if 0 < i < len(gaps) - 1 else 0.0) for i in range(len(gaps))]
            left += [gap for gap, seconds in zip(gaps, least, strict=True) if gap.speech_seconds >= seconds]
            begin = past
        return self._joined(left) if left else None

    def _part(self, number: int, begin: float, end: float) -> Chunk:
        """What of one span lies between two places in the samples, in seconds."""
        shift = self.heard[number][1] - self._ends[number]
        begin = min(max(begin, self.heard[number][0] - shift), self._ends[number])
        end = min(max(end, begin), self._ends[number])
        first, last = begin + shift, end + shift
        speech = min(max(self.spans[number][0], first), last), max(min(self.spans[number][1], last), first)
        samples = self.samples[round(begin * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
        return Chunk((speech,), ((first, last),), samples)

    @staticmethod
    def _joined(chunks: list[Chunk]) -> Chunk:
        import numpy as np

        spans = tuple(span for chunk in chunks for span in chunk.spans)
        heard = tuple(span for chunk in chunks for span in chunk.heard)
        return Chunk(spans, heard, np.concatenate([chunk.samples for chunk in chunks]))


def with_margins(spans: tuple[Span, ...], margin: float = MARGIN_SECONDS) -> tuple[Span, ...]:
    """Spans made longer on both sides, at most up to the middle of the pause that parts them from their neighbours."""
    pauses = [after[0] - before[1] for before, after in pairwise(spans)]
    before = [2 * spans[0][0], *pauses] if spans else []
    after = [*pauses, math.inf]
    return tuple(
        (begin - min(margin, left / 2), end + min(margin, right / 2))
        for (begin, end), left, right in zip(spans, before, after[: len(spans)], strict=True)
    )


def pack(spans: tuple[Span, ...], longest: float = CHUNK_SECONDS) -> tuple[tuple[Span, ...], ...]:
    """Neighbouring spans in groups that hold at most `longest` seconds of speech, or a single longer span."""
    groups: list[list[Span]] = []
    held = 0.0
    for begin, end in spans:
        if not groups or held + end - begin > longest:
            groups.append([])
            held = 0.0
        groups[-1].append((begin, end))
        held += end - begin
    return tuple(tuple(group) for group in groups)


def speech_chunks(path: Path, spans: tuple[Span, ...]) -> Iterator[Chunk]:
    """The sound of all spans, packed; the recording is read once from its start and only one chunk is held."""
    import numpy as np

    heard = with_margins(spans)
    sounds, rest = _sounds(path, heard), iter(spans)
    for group in pack(heard):
        samples = np.concatenate([_levelled(next(sounds)) for _ in group])
        yield Chunk(tuple(islice(rest, len(group))), group, samples)


def _levelled(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same at the usual loudness: a quiet voice beside a loud one would not be heard."""
    import numpy as np

    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    gain = min(_MOST_GAIN, _USUAL_LEVEL / math.sqrt(power)) if power > 0 else 1.0
    levelled: NDArray[np.float32] = np.clip(samples * np.float32(gain), -1.0, 1.0)
    return levelled


def _sounds(path: Path, spans: tuple[Span, ...]) -> Iterator[NDArray[np.float32]]:
    """The samples of one span after the other."""
    import numpy as np

    blocks = waveform_blocks(path, block_seconds=_BLOCK_SECONDS)
    held, offset = np.zeros(0, np.float32), 0  # samples that were read but are not used up, and where they begin
    for begin, end in spans:
        first, last = round(begin * SAMPLE_RATE), round(end * SAMPLE_RATE)
        pieces = [held]
        while offset + sum(map(len, pieces)) < last and (block := next(blocks, None)) is not None:
            pieces.append(block)
            while len(pieces) > 1 and offset + len(pieces[0]) <= first:
                offset += len(pieces.pop(0))
        held = np.concatenate(pieces)
        yield held[max(0, first - offset) : last - offset]
        held, offset = held[max(0, first - offset) :], max(first, offset)
