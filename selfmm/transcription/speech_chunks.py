"""Collect speech into chunks that fill Whisper's window of 30 seconds, and find the way back to recording time.

Each call of Whisper costs a whole window, so short answers share one. The recording is read once, from its start to
its end, and it may still be growing: a chunk is given as soon as it is sure that nothing more will fit in.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from selfmm.media import SAMPLE_RATE, waveform_blocks
from selfmm.transcription.answers import PAUSE_SECONDS
from selfmm.transcription.voice_activity import BLOCK_SECONDS, SpanFinder, VoiceDetector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from selfmm.media import Source
    from selfmm.transcription.voice_activity import Span

CHUNK_SECONDS = 29.0  # a little less than Whisper's window, so that rounding never makes it a second one
MARGIN_SECONDS = 0.4  # heard before and after each span, so that no soft beginning of a word is lost
LONGEST_SPAN = CHUNK_SECONDS - 2 * MARGIN_SECONDS  # so that every span fits into a chunk
_KEPT_SECONDS = CHUNK_SECONDS + PAUSE_SECONDS + BLOCK_SECONDS  # of sound: a span, the pause that ends it, what is read
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

    def between(self, begin: float, end: float) -> Chunk:
        """What lies between two places in the samples, in seconds, of which something must be in the chunk."""
        starts = [0.0, *self._ends]
        inside = [number for number, past in enumerate(self._ends) if begin < past and starts[number] < end]
        return joined([self._part(number, begin, end) for number in inside])

    def cut(self, begin: float, end: float) -> float:
        """The best place between two in the samples to cut at, in seconds: where two spans meet, else the middle."""
        return next((past for past in self._ends if begin <= past <= end), (begin + end) / 2)

    def halves(self) -> tuple[Chunk, Chunk]:
        """The first and the second half of at least two spans, as chunks of their own."""
        middle = self._ends[len(self.spans) // 2 - 1]
        return self.between(0.0, middle), self.between(middle, self.seconds)

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
        return joined(left) if left else None

    def _part(self, number: int, begin: float, end: float) -> Chunk:
        """What of one span lies between two places in the samples, in seconds."""
        shift = self.heard[number][1] - self._ends[number]
        begin = min(max(begin, self.heard[number][0] - shift), self._ends[number])
        end = min(max(end, begin), self._ends[number])
        first, last = begin + shift, end + shift
        speech = min(max(self.spans[number][0], first), last), max(min(self.spans[number][1], last), first)
        samples = self.samples[round(begin * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
        return Chunk((speech,), ((first, last),), samples)


def joined(chunks: list[Chunk]) -> Chunk:
    """Chunks, of which there is at least one, as a single one."""
    import numpy as np

    spans = tuple(span for chunk in chunks for span in chunk.spans)
    heard = tuple(span for chunk in chunks for span in chunk.heard)
    return Chunk(spans, heard, np.concatenate([chunk.samples for chunk in chunks]))


class SpeechPacker:
    """Packs the speech of one recording, block by block, into chunks that are as full as can be."""

    def __init__(self) -> None:
        self._detector = VoiceDetector()
        self._finder = SpanFinder(PAUSE_SECONDS, LONGEST_SPAN)
        self._sound = _LatestSound()
        self._waiting: list[Chunk] = []  # for more to share a window with, a span each
        self._span_end = 0.0  # of the latest span

    @property
    def given_before(self) -> float:
        """Seconds of the recording before which all speech has been given out."""
        if self._waiting:
            return self._waiting[0].spans[0][0]
        since = self._finder.speaking_since
        return self._sound.seconds if since is None else since

    def feed(self, block: NDArray[np.float32]) -> Iterator[Chunk]:
        """The chunks of which it is sure, once (samples,) of the next BLOCK_SECONDS have come, that nothing fits in."""
        self._sound.append(block)
        for probability in self._detector.probabilities(block).tolist():
            span = self._finder.feed(probability)
            yield from self._make_room(span[1] - span[0] if span else self._finder.spoken_seconds)
            if span:
                self._keep(span)

    def finish(self) -> Iterator[Chunk]:
        """What is left where the recording ends."""
        span = self._finder.finish()
        if span and span[0] < self._sound.seconds:
            span = span[0], min(span[1], self._sound.seconds)
            yield from self._make_room(span[1] - span[0])
            self._keep(span)
        yield from self._make_room(math.inf)

    def _make_room(self, seconds: float) -> Iterator[Chunk]:
        """The chunk that is waiting, if speech of `seconds` with its margins would not fit in."""
        held = sum(chunk.heard[0][1] - chunk.heard[0][0] for chunk in self._waiting)
        if self._waiting and held + seconds + 2 * MARGIN_SECONDS > CHUNK_SECONDS:
            yield joined(self._waiting)
            self._waiting = []

    def _keep(self, span: Span) -> None:
        begin, end = span
        # a span that was cut goes on without a pause, and so without a margin
        first = begin if begin == self._span_end else max(0.0, begin - MARGIN_SECONDS)
        last = end if end == self._finder.speaking_since else min(self._sound.seconds, end + MARGIN_SECONDS)
        self._span_end = end
        self._waiting.append(Chunk((span,), ((first, last),), _levelled(self._sound.between(first, last))))


class _LatestSound:
    """The sound that was read last, as much as may still be needed."""

    def __init__(self) -> None:
        self._blocks: deque[NDArray[np.float32]] = deque()
        self._dropped = 0  # samples before the first block that is kept
        self._heard = 0  # samples

    @property
    def seconds(self) -> float:
        """How much has been heard since the recording began."""
        return self._heard / SAMPLE_RATE

    def append(self, block: NDArray[np.float32]) -> None:
        """The next (samples,)."""
        self._blocks.append(block)
        self._heard += len(block)
        while self._heard - self._dropped - len(self._blocks[0]) >= _KEPT_SECONDS * SAMPLE_RATE:
            self._dropped += len(self._blocks.popleft())

    def between(self, begin: float, end: float) -> NDArray[np.float32]:
        """The samples (samples,) from `begin` to `end`, in seconds."""
        import numpy as np

        first, last = (round(seconds * SAMPLE_RATE) - self._dropped for seconds in (begin, end))
        return np.concatenate(self._blocks)[max(0, first) : last]


def speech_chunks(source: Source, told: Callable[[float], None] = lambda _: None) -> Iterator[Chunk]:
    """All speech of a recording, chunk by chunk, in the order of time; only the latest sound is held.

    Pauses shorter than PAUSE_SECONDS stay inside a span: without them Whisper gets a tenth more of the words wrong.
    `told` is called again and again with the seconds before which all speech has been given out. Raises
    `MediaError` where there is no sound.
    """
    packer = SpeechPacker()
    for block in waveform_blocks(source, block_seconds=BLOCK_SECONDS):
        told(packer.given_before)
        yield from packer.feed(block)
    yield from packer.finish()


def _levelled(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same at the usual loudness: a quiet voice beside a loud one would not be heard."""
    import numpy as np

    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    gain = min(_MOST_GAIN, _USUAL_LEVEL / math.sqrt(power)) if power > 0 else 1.0
    levelled: NDArray[np.float32] = np.clip(samples * np.float32(gain), -1.0, 1.0)
    return levelled
