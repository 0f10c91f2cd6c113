"""Find where somebody speaks, with the silero detector that comes with faster-whisper (Silero Team, v6)."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

from selfmm.media import SAMPLE_RATE, open_media, waveform_blocks
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from selfmm.types import Report

Span = tuple[float, float]  # seconds from the start of the recording

WINDOW = 512  # samples for one probability, 32 ms at 16 kHz; what the detector was trained on
WINDOW_SECONDS = WINDOW / SAMPLE_RATE
_CONTEXT = 64  # samples of the window before, which the detector sees too
_BLOCK_SECONDS = 500 * WINDOW_SECONDS
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


def speech_spans(
    path: Path,
    report: Report = no_report,
    *,
    pause_seconds: float = 0.5,
    longest: float = math.inf,
) -> tuple[Span, ...]:
    """Where somebody speaks, in seconds, in the order of time and without overlap.

    Pauses shorter than `pause_seconds` stay inside a span. One that would last more than `longest` seconds goes on
    as the next span, cut at its quietest place. Raises `MediaError` where there is no sound.
    """
    seconds = open_media(path).duration_seconds
    tell = partial(report, "transcribing")
    probabilities = _probabilities(path, seconds, tell)
    return tuple(spans_of(probabilities, seconds, pause_seconds=pause_seconds, longest=longest))


def _probabilities(path: Path, seconds: float, tell: Callable[[float], None]) -> Iterator[float]:
    detector = VoiceDetector()
    for number, block in enumerate(waveform_blocks(path, block_seconds=_BLOCK_SECONDS)):
        tell(min(1.0, number * _BLOCK_SECONDS / seconds))
        yield from detector.probabilities(block).tolist()


def spans_of(
    probabilities: Iterable[float],
    seconds: float,
    *,
    pause_seconds: float = 0.5,
    longest: float = math.inf,
) -> Iterator[Span]:
    """Spans of speech of a recording that lasts `seconds`, from the probability of each of its windows."""
    pause = max(1, math.ceil(pause_seconds / WINDOW_SECONDS))
    most = max(2 * _DIP, longest / WINDOW_SECONDS)
    for first, last, is_rest in _runs(probabilities, pause, most):
        begin, end = first * WINDOW_SECONDS, min(seconds, last * WINDOW_SECONDS)
        if end > begin and (is_rest or end - begin >= _SHORTEST):
            yield begin, end


def _runs(probabilities: Iterable[float], pause: int, most: float) -> Iterator[tuple[int, int, bool]]:
    """Runs of windows with speech: first, the one after the last, and whether it is the rest of one that was cut."""
    run: list[float] = []  # probabilities since the run began
    first = quiet = 0  # the run's first window; how many windows ago somebody last spoke
    is_rest = False
    for number, probability in enumerate(probabilities):
        speaks = probability >= (_STILL_SPEECH if run and not quiet else _SPEECH)
        if not run and speaks:
            first, is_rest = number, False
        if run or speaks:
            run.append(probability)
            quiet = 0 if speaks else quiet + 1
        if quiet >= pause:
            yield first, number + 1 - quiet, is_rest
            run, quiet = [], 0
        elif len(run) > most:
            size = _quietest(run)
            yield first, first + size, is_rest
            run, first, is_rest = run[size:], first + size, True
    if run:
        yield first, first + len(run) - quiet, is_rest


def _quietest(run: list[float]) -> int:
    """The place in the second half of a run where speech is least likely."""
    places = range(len(run) // 2, len(run) - _DIP + 1)
    return min(places, key=lambda place: sum(run[place : place + _DIP])) + _DIP // 2
