"""Find where somebody speaks, with the silero detector that comes with faster-whisper (Silero Team, v6)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from selfmm.media import SAMPLE_RATE, Length, waveform_blocks
from selfmm.transcription.base import TRANSCRIBING
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from selfmm.media import Source
    from selfmm.types import Report

Span = tuple[float, float]  # seconds from the start of the recording

WINDOW = 512  # samples for one probability, 32 ms at 16 kHz; what the detector was trained on
WINDOW_SECONDS = WINDOW / SAMPLE_RATE
BLOCK_SECONDS = 125 * WINDOW_SECONDS  # heard at once: 4 s, so that one who waits for speech does not wait long
_CONTEXT = 64  # samples of the window before, which the detector sees too
_SPEECH, _STILL_SPEECH = 0.5, 0.35  # probabilities at which speech begins and goes on, silero's own
_SHORTEST = 0.25  # seconds of speech; what is shorter is a knock or a cough
_DIP = 6  # windows over which the quietest place is looked for


class VoiceDetector:
    """How likely somebody speaks, window by window; it remembers what it heard in the block before."""

    def __init__(self) -> None:
        import numpy as np
        from faster_whisper.vad import get_vad_model

        self._session: Any = get_vad_model().session
        self._hidden = np.zeros((1, 1, 128), np.float32)
        self._cell = np.zeros((1, 1, 128), np.float32)
        self._context = np.zeros(_CONTEXT, np.float32)

    def probabilities(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Speech probabilities (windows,) of (samples,) at 16 kHz; a last window that is not full is filled up."""
        import numpy as np

        windows = np.pad(samples, (0, -len(samples) % WINDOW)).reshape(-1, WINDOW)
        contexts = np.vstack([self._context, windows[:-1, -_CONTEXT:]])
        self._context = windows[-1, -_CONTEXT:]
        inputs = {"input": np.hstack([contexts, windows]), "h": self._hidden, "c": self._cell}
        output, self._hidden, self._cell = self._session.run(None, inputs)
        return np.asarray(output, np.float32).reshape(-1)


class SpanFinder:
    """Turns speech probabilities, one window after the other, into spans of speech."""

    def __init__(self, pause_seconds: float = 0.5, longest: float = math.inf) -> None:
        """Set how long a pause parts two spans, and how many seconds a span may last.

        Pauses shorter than `pause_seconds` stay inside a span. One that would last more than `longest` seconds goes
        on as the next span, cut at its quietest place.
        """
        self._pause = max(1, math.ceil(pause_seconds / WINDOW_SECONDS))
        self._most = max(2 * _DIP, longest / WINDOW_SECONDS)
        self._run: list[float] = []  # probabilities since the present span began
        self._first = 0  # its first window
        self._quiet = 0  # how many windows ago somebody last spoke in it
        self._is_rest = False  # whether it is the rest of a span that was cut
        self._heard = 0  # windows

    @property
    def speaking_since(self) -> float | None:
        """When the span began that has not ended yet, in seconds; None where nobody speaks."""
        return self._first * WINDOW_SECONDS if self._run else None

    @property
    def spoken_seconds(self) -> float:
        """How long the span that has not ended yet is so far; 0 where nobody speaks."""
        return (len(self._run) - self._quiet) * WINDOW_SECONDS

    def feed(self, probability: float) -> Span | None:
        """Hear the next window; a span if one ended with it."""
        speaks = probability >= (_STILL_SPEECH if self._run and not self._quiet else _SPEECH)
        if not self._run and speaks:
            self._first, self._is_rest = self._heard, False
        self._heard += 1
        if self._run or speaks:
            self._run.append(probability)
            self._quiet = 0 if speaks else self._quiet + 1
        if self._quiet >= self._pause:
            return self.finish()
        return self._cut() if len(self._run) > self._most else None

    def finish(self) -> Span | None:
        """The span that was not at its end, where the recording ends; None where there is none."""
        span = self._span(len(self._run) - self._quiet)
        self._run, self._quiet = [], 0
        return span

    def _cut(self) -> Span | None:
        size = _quietest(self._run)
        span = self._span(size)
        self._run, self._first, self._is_rest = self._run[size:], self._first + size, True
        return span

    def _span(self, windows: int) -> Span | None:
        """The first windows of the present run; None where they are too short to be speech."""
        begin, end = self._first * WINDOW_SECONDS, (self._first + windows) * WINDOW_SECONDS
        return (begin, end) if end > begin and (self._is_rest or end - begin >= _SHORTEST) else None


def _quietest(run: list[float]) -> int:
    """The place in the second half of a run where speech is least likely."""
    places = range(len(run) // 2, len(run) - _DIP + 1)
    return min(places, key=lambda place: sum(run[place : place + _DIP])) + _DIP // 2


def spans_of(
    probabilities: Iterable[float],
    seconds: float = math.inf,
    *,
    pause_seconds: float = 0.5,
    longest: float = math.inf,
) -> Iterator[Span]:
    """Spans of speech of a recording that lasts `seconds`, from the probability of each of its windows.

    Each is given as soon as its end is known. See `SpanFinder` for `pause_seconds` and `longest`.
    """
    finder = SpanFinder(pause_seconds, longest)
    for probability in probabilities:
        if span := finder.feed(probability):
            yield span
    if (span := finder.finish()) and span[0] < seconds:
        yield span[0], min(span[1], seconds)


class SpeechListener:
    """Hears where somebody speaks in one recording, piece by piece, beside others who hear it too."""

    def __init__(self, pause_seconds: float = 0.5, longest: float = math.inf) -> None:
        """See `SpanFinder` for `pause_seconds` and `longest`."""
        self._detector = VoiceDetector()
        self._finder = SpanFinder(pause_seconds, longest)
        self._pieces: list[NDArray[np.float32]] = []  # samples that fill no window yet
        self._spans: list[Span] = []
        self._samples = 0

    def feed(self, samples: NDArray[np.float32]) -> None:
        """The next samples (samples,) at 16 kHz, as many as there are."""
        import numpy as np

        self._samples += len(samples)
        sound = np.concatenate([*self._pieces, samples])
        whole = len(sound) // WINDOW * WINDOW
        self._pieces = [sound[whole:]]
        if whole:
            self._hear(sound[:whole])

    def spans(self) -> tuple[Span, ...]:
        """Where somebody spoke, in seconds, in the order of time and without overlap; nothing may be fed after it."""
        if self._pieces and len(self._pieces[0]):
            self._hear(self._pieces[0])
        if span := self._finder.finish():
            self._spans.append(span)
        seconds = self._samples / SAMPLE_RATE
        return tuple((begin, min(end, seconds)) for begin, end in self._spans)

    def _hear(self, sound: NDArray[np.float32]) -> None:
        found = map(self._finder.feed, self._detector.probabilities(sound).tolist())
        self._spans += [span for span in found if span]


def speech_spans(
    source: Source,
    report: Report = no_report,
    *,
    pause_seconds: float = 0.5,
    longest: float = math.inf,
) -> tuple[Span, ...]:
    """Where somebody speaks, in seconds, in the order of time and without overlap.

    See `SpanFinder` for `pause_seconds` and `longest`. Raises `MediaError` where there is no sound.
    """
    length, listener = Length(source), SpeechListener(pause_seconds, longest)
    for number, block in enumerate(waveform_blocks(source, block_seconds=BLOCK_SECONDS)):
        report(TRANSCRIBING, length.share(number * BLOCK_SECONDS))
        listener.feed(block)
    return listener.spans()
