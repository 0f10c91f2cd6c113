"""A voice that belongs to nobody: harmonics of a pitch (the source) made louder and softer by formants (the filter).

It says no words; it changes from vowel to vowel as fast as speech does, so that what listens for voices hears one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from selfmm.media import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

_VOWELS = (  # formants in hertz, as of a grown-up: /a/, /e/, /i/, /o/, /u/
    (730.0, 1090.0, 2440.0),
    (530.0, 1840.0, 2480.0),
    (270.0, 2290.0, 3010.0),
    (570.0, 840.0, 2410.0),
    (300.0, 870.0, 2240.0),
)
_BANDWIDTHS = (80.0, 100.0, 140.0)  # hertz
_TILT = 1.2  # power of the harmonic's number by which the source falls
_SYLLABLE_SECONDS = 0.2
_DIP = 0.75  # by how much it is softer between two syllables
_HIGHEST = 7000.0  # hertz
_BREATH = 0.02  # noise, as a share of the loudness
_ROOM = 1e-4  # noise of the room, of full scale


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody speaks."""

    pitch: float = 150.0  # hertz, in the middle
    melody: float = 3.0  # semitones by which the pitch wanders
    decibels: float = -20.0  # of full scale, while speaking
    pause_share: float = 0.2  # of the time


def made_voice(manner: Manner, seconds: float, generator: Generator) -> NDArray[np.float32]:
    """So many seconds of somebody speaking: (samples,) at 16 kHz, in [-1, 1]."""
    count = round(seconds * SAMPLE_RATE)
    syllables = int(np.ceil(seconds / _SYLLABLE_SECONDS)) + 1
    times = np.arange(count) / SAMPLE_RATE / _SYLLABLE_SECONDS  # in syllables
    vowels = np.array(_VOWELS)[generator.integers(len(_VOWELS), size=syllables)]
    formants = [np.interp(times, np.arange(syllables), column).astype(np.float32) for column in vowels.T]
    steps = manner.melody * generator.standard_normal(syllables) / 2
    pitch = manner.pitch * 2 ** (np.interp(times, np.arange(syllables), steps) / 12)
    sound = _filtered(pitch, formants)
    sound += _BREATH * generator.standard_normal(count).astype(np.float32)
    loud = (1 - _DIP * np.sin(np.pi * times) ** 8) * _speaking(times, manner.pause_share, generator)
    sound *= loud.astype(np.float32)
    level = 10 ** (manner.decibels / 20) / np.sqrt(np.mean(sound[loud > _DIP] ** 2, dtype=np.float64))
    room = _ROOM * generator.standard_normal(count).astype(np.float32)
    return np.clip(sound * np.float32(level) + room, -1.0, 1.0)


def _filtered(pitch: NDArray[np.float64], formants: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    """The sum of all harmonics of a pitch (samples,) in hertz, each as loud as the formants let it be: (samples,)."""
    phase = (2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE % (2 * np.pi)).astype(np.float32)
    pitch = pitch.astype(np.float32)
    sound = np.zeros(len(pitch), np.float32)
    for number in range(1, int(_HIGHEST / float(pitch.max())) + 1):
        frequency = number * pitch
        gain = sum(1 / (1 + ((frequency - one) / width) ** 2) for one, width in zip(formants, _BANDWIDTHS, strict=True))
        sound += np.sin(number * phase) * (gain + np.float32(0.02)) / number**_TILT
    return sound


def _speaking(times: NDArray[np.float64], pause_share: float, generator: Generator) -> NDArray[np.float64]:
    """1 in a phrase and 0 in a pause, with soft ends, from times in syllables: (samples,)."""
    whole = 12  # syllables from phrase to phrase
    spoken = whole * (1 - pause_share)
    place = (times + generator.uniform(0, whole)) % whole
    speaking: NDArray[np.float64] = np.clip(np.minimum(place, spoken - place) * 2, 0.0, 1.0)
    return speaking
