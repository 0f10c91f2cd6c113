"""How good a recording is as evidence: how much is spoken, how loud against the pauses, how many words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from selfmm.media import SAMPLE_RATE, waveform_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

FRAME = 512  # samples: 32 ms
FRAMES_A_BLOCK = 1000
GUARD_SECONDS = 0.2  # around speech that count neither as speech nor as pause: breath, echo, soft ends of words
FEWEST_PAUSE_FRAMES = 10  # with fewer, the quietest tenth of the speech stands for the noise
SIGNAL_TO_NOISE_RANGE = (-20.0, 80.0)  # decibels; beyond it the figure would only say that something was cut to zero

_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CHINESE}]|[^\W_{_CHINESE}]+(?:['’\-][^\W_{_CHINESE}]+)*")


@dataclass(frozen=True, slots=True)
class SoundQuality:
    """How well somebody can be heard."""

    voiced_seconds: float
    signal_to_noise: float | None  # decibels; None where nobody speaks


def count_words(text: str) -> int:
    """Words of a text, each Chinese character counting as one."""
    return len(_WORD.findall(text))


def measure_sound(path: Path, speech_spans: Sequence[tuple[float, float]]) -> SoundQuality:
    """How much of a recording is speech, and how much louder than its pauses; raises `MediaError`.

    `speech_spans` are the seconds in which somebody speaks, in the order of time.
    """
    voiced_seconds = sum((end - start for start, end in speech_spans), 0.0)
    powers = frame_powers(waveform_blocks(path, block_seconds=FRAMES_A_BLOCK * FRAME / SAMPLE_RATE))
    return SoundQuality(voiced_seconds, signal_to_noise(powers, speech_spans))


def frame_powers(blocks: Iterable[NDArray[np.float32]]) -> NDArray[np.float64]:
    """Mean square of each 32 ms of sound that comes in blocks of whole frames: (frames,)."""
    powers = [np.zeros(0)]
    for block in blocks:
        whole = block[: len(block) // FRAME * FRAME].reshape(-1, FRAME)
        powers.append(np.mean(whole.astype(np.float64) ** 2, axis=1))
    return np.concatenate(powers)


def signal_to_noise(powers: NDArray[np.float64], speech_spans: Sequence[tuple[float, float]]) -> float | None:
    """Decibels of speech over the noise in the pauses, from `frame_powers` (frames,); None without speech.

    The noise is the median of the pauses, so that a cough or a door does not count; frames of digital silence, such as
    gaps in a recording, are no pauses. What is left of the speech when the noise is taken off is the signal.
    """
    speech = _inside(len(powers), speech_spans, -GUARD_SECONDS / 2)
    pause = ~_inside(len(powers), speech_spans, GUARD_SECONDS) & (powers > 0)
    speech = speech if speech.any() else _inside(len(powers), speech_spans, 0.0)
    if not speech.any():
        return None
    loud = powers[speech]
    noise = float(np.median(powers[pause]) if pause.sum() >= FEWEST_PAUSE_FRAMES else np.quantile(loud, 0.1))
    lowest, highest = SIGNAL_TO_NOISE_RANGE
    if noise <= 0:
        return highest
    signal = max(float(loud.mean()) - noise, noise * 10 ** (lowest / 10))
    return min(highest, 10 * float(np.log10(signal / noise)))


def _inside(frames: int, spans: Sequence[tuple[float, float]], margin: float) -> NDArray[np.bool_]:
    """Which frames have their middle within a span that is made longer by `margin` seconds at both ends: (frames,)."""
    middles = (np.arange(frames) + 0.5) * FRAME / SAMPLE_RATE
    inside = np.zeros(frames, bool)
    for start, end in spans:
        first, last = np.searchsorted(middles, (start - margin, end + margin))
        inside[first:last] = True
    return inside
