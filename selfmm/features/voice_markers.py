"""How somebody speaks, in numbers that a clinician understands: tempo, pauses, pitch, loudness and the voice itself.

All are made of the voice track, of the spans of the participant's speech and of how many words were said: the sound is
not needed again. What cannot be measured, such as pitch where hardly anything is voiced, is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from selfmm.features.markers_base import Marker
from selfmm.features.voice_track import (
    AMPLITUDE_CHANGES,
    AMPLITUDES,
    HARMONICITY,
    PERIOD_CHANGES,
    PERIODS,
    PITCH,
    POWER,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from selfmm.types import FeatureSequence

    Numbers = NDArray[np.float64]

Span = tuple[float, float]  # seconds from the start of the recording

SHORTEST_PAUSE = 0.25  # seconds; Goldman-Eisler 1968: what is shorter belongs to the speaking of single sounds
SHORTEST_TURN = 2.0  # seconds from the first sound to the last; in less, tempo and pauses say nothing
LEAST_VOICED = 0.5  # seconds of voice, below which pitch, loudness and harmonicity are left out
LEAST_CYCLES = 0.25  # seconds of steady cycles, below which jitter and shimmer are left out
RANGE = (5, 95)  # percentiles between which a range lies: single frames that were heard wrongly do not count
LOUDNESS_FRAMES = 5  # 10 ms each: loudness is a mean over 50 ms, so that single cycles do not count
QUIETEST = 1e-10  # power, -100 decibels: digital silence has no logarithm

_BOERSMA = (
    "Boersma P. Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio of a "
    "sampled sound. Proceedings of the Institute of Phonetic Sciences 17: 97-110, 1993."
)
_CUMMINS = (
    "Cummins N, Scherer S, Krajewski J, Schnieder S, Epps J, Quatieri TF. A review of depression and suicide risk "
    "assessment using speech analysis. Speech Communication 71: 10-49, 2015."
)
_ALPERT = (
    "Alpert M, Pouget ER, Silva RR. Reflections of depression in acoustic measures of the patient's speech. "
    "Journal of Affective Disorders 66: 59-69, 2001."
)
_MUNDT = (
    "Mundt JC, Snyder PJ, Cannizzaro MS, Chappie K, Geralts DS. Voice acoustic measures of depression severity and "
    "treatment response collected via interactive voice response (IVR) technology. "
    "Journal of Neurolinguistics 20: 50-64, 2007."
)
_YANG = (
    "Yang Y, Fairbairn C, Cohn JF. Detecting depression severity from vocal prosody. "
    "IEEE Transactions on Affective Computing 4: 142-150, 2013."
)
_GOLDMAN_EISLER = "Goldman-Eisler F. Psycholinguistics: Experiments in Spontaneous Speech. Academic Press, 1968."
_PRAAT = "Boersma P, Weenink D. Praat: doing phonetics by computer, manual, pages Voice 2 (Jitter) and 3 (Shimmer)."

VOICE_MARKERS: dict[str, Marker] = {
    "speech_rate": Marker(
        "Speech rate",
        "words/min",
        "Words, or Chinese characters, divided by the time from the first to the last sound of each answer.",
        _MUNDT,
    ),
    "articulation_rate": Marker(
        "Articulation rate",
        "words/min",
        "Words, or Chinese characters, divided by the same time without its pauses.",
        _GOLDMAN_EISLER,
    ),
    "pause_share": Marker(
        "Pause share",
        "%",
        "Time in pauses of at least 0.25 s, divided by the time from the first to the last sound of each answer.",
        _ALPERT,
    ),
    "pause_seconds": Marker(
        "Pause length, mean", "s", "Mean length of the pauses of at least 0.25 s within answers.", _MUNDT
    ),
    "pause_rate": Marker(
        "Pauses per minute",
        "1/min",
        "Number of pauses of at least 0.25 s, divided by the time from the first to the last sound of each answer.",
        _MUNDT,
    ),
    "latency": Marker(
        "Response latency",
        "s",
        "Time from the moment the card appears to the first sound of the answer; over several answers, the mean.",
        _YANG,
    ),
    "pitch": Marker("Pitch, median", "Hz", "Median of the pitch in all voiced 10 ms of the answer.", _BOERSMA),
    "pitch_range": Marker(
        "Pitch range",
        "semitones",
        "Distance from the 5th to the 95th percentile of the pitch in all voiced 10 ms.",
        _CUMMINS,
    ),
    "pitch_variability": Marker(
        "Pitch variability",
        "semitones",
        "Standard deviation of the pitch, in semitones, over all voiced 10 ms.",
        _CUMMINS,
    ),
    "loudness": Marker(
        "Loudness, mean",
        "dBFS",
        "Mean power of the voiced sound against a constant at full scale; depends on the microphone and its distance.",
        _CUMMINS,
    ),
    "loudness_range": Marker(
        "Loudness range",
        "dB",
        "Distance from the 5th to the 95th percentile of the power over 50 ms around each voiced 10 ms.",
        _CUMMINS,
    ),
    "jitter": Marker(
        "Jitter",
        "%",
        "Mean difference between the lengths of two cycles of the voice that follow each other, divided by the mean "
        "length.",
        _PRAAT,
    ),
    "shimmer": Marker(
        "Shimmer",
        "%",
        "Mean difference between the amplitudes of two cycles of the voice that follow each other, divided by the mean "
        "amplitude.",
        _PRAAT,
    ),
    "harmonicity": Marker(
        "Harmonics-to-noise ratio",
        "dB",
        "Mean over all voiced 10 ms of the power of what repeats with each cycle over the power of what does not.",
        _BOERSMA,
    ),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One answer as far as markers need it; times are seconds from the start of the recording."""

    start: float
    end: float
    words: int | None = None  # words, or Chinese characters; None where nobody knows
    cue_start: float | None = None  # when the card appeared; None where there was none


def interview_markers(voice: FeatureSequence, speech: Iterable[Span], answers: Sequence[Spoken]) -> dict[str, float]:
    """The markers in VOICE_MARKERS of one answer or several together, those that can be measured, in their units.

    `voice` is the track of the whole recording. `speech` are the seconds in which somebody speaks, in the order of
    time; of them counts what lies within the answers. Each answer counts by how much of it there is: times, words,
    pauses and frames are added up, and only the latency is a mean of those of the answers, one for each card. Where
    some answers' words are not known, tempo is that of the others.
    """
    speech = tuple(speech)
    turns = [_turn(answer, speech) for answer in answers]
    said = [(answer, turn) for answer, turn in zip(answers, turns, strict=True) if turn]
    frames = _frames_inside(voice, [span for _, turn in said for span in turn])
    return _tempo(said) | _pauses([turn for _, turn in said]) | _latency(said) | _sound(voice, frames)


def _turn(answer: Spoken, speech: Sequence[Span]) -> list[Span]:
    """The spans of speech within an answer, cut at its ends; pauses too short to be one are closed."""
    turn: list[Span] = []
    for start, end in speech:
        first, last = max(start, answer.start), min(end, answer.end)
        if last <= first:
            continue
        if turn and first - turn[-1][1] < SHORTEST_PAUSE:
            turn[-1] = (turn[-1][0], max(turn[-1][1], last))
        else:
            turn.append((first, last))
    return turn


def _length(turn: Sequence[Span]) -> float:
    """Seconds from the first sound to the last."""
    return turn[-1][1] - turn[0][0]


def _spoken(turn: Sequence[Span]) -> float:
    """Seconds without the pauses."""
    return sum(end - start for start, end in turn)


def _tempo(said: Sequence[tuple[Spoken, list[Span]]]) -> dict[str, float]:
    counted = [(answer.words, turn) for answer, turn in said if answer.words is not None]
    length = sum(_length(turn) for _, turn in counted)
    if length < SHORTEST_TURN:
        return {}
    words = sum(words for words, _ in counted)
    spoken = sum(_spoken(turn) for _, turn in counted)
    return {"speech_rate": 60 * words / length, "articulation_rate": 60 * words / spoken}


def _pauses(turns: Sequence[list[Span]]) -> dict[str, float]:
    length = sum(map(_length, turns))
    if length < SHORTEST_TURN:
        return {}
    pauses = [after[0] - before[1] for turn in turns for before, after in pairwise(turn)]
    markers = {"pause_share": 100 * sum(pauses) / length, "pause_rate": 60 * len(pauses) / length}
    return markers | ({"pause_seconds": sum(pauses) / len(pauses)} if pauses else {})


def _latency(said: Sequence[tuple[Spoken, list[Span]]]) -> dict[str, float]:
    onsets: dict[float, float] = {}  # first sound after each card
    for answer, turn in said:
        if answer.cue_start is not None:
            onsets[answer.cue_start] = min(turn[0][0], onsets.get(answer.cue_start, turn[0][0]))
    latencies = [onset - cue for cue, onset in onsets.items() if onset >= cue]  # who spoke before it did not wait
    return {"latency": sum(latencies) / len(latencies)} if latencies else {}


def _sound(voice: FeatureSequence, inside: NDArray[np.bool_]) -> dict[str, float]:
    """Pitch, loudness and voice over the frames that are `inside` (frames,)."""
    track = voice.values[inside].astype(np.float64)
    markers = _cycles(track)
    voiced = track[:, PITCH] > 0
    if voiced.sum() * voice.frame_seconds < LEAST_VOICED:
        return markers
    semitones = 12 * np.log2(track[voiced, PITCH])
    levels = _decibels(_smooth(voice.values[:, POWER].astype(np.float64))[inside][voiced])
    return markers | {
        "pitch": float(np.median(track[voiced, PITCH])),
        "pitch_range": _range(semitones),
        "pitch_variability": float(semitones.std()),
        "loudness": float(_decibels(track[voiced, POWER].mean())),
        "loudness_range": _range(levels),
        "harmonicity": float(track[voiced, HARMONICITY].mean()),
    }


def _cycles(track: Numbers) -> dict[str, float]:
    sums = track.sum(axis=0)
    if sums[PERIODS] < LEAST_CYCLES or sums[AMPLITUDES] <= 0:
        return {}
    return {
        "jitter": float(100 * sums[PERIOD_CHANGES] / sums[PERIODS]),
        "shimmer": float(100 * sums[AMPLITUDE_CHANGES] / sums[AMPLITUDES]),
    }


def _frames_inside(voice: FeatureSequence, spans: Iterable[Span]) -> NDArray[np.bool_]:
    """Which frames have their middle within one of the spans: (frames,)."""
    middles = (np.arange(len(voice.values)) + 0.5) * voice.frame_seconds
    inside = np.zeros(len(middles), bool)
    for span in spans:
        first, last = np.searchsorted(middles, span)
        inside[first:last] = True
    return inside


def _smooth(power: Numbers) -> Numbers:
    """Mean power of LOUDNESS_FRAMES around each frame: (frames,)."""
    around = np.pad(power, LOUDNESS_FRAMES // 2, mode="edge")
    return np.convolve(around, np.full(LOUDNESS_FRAMES, 1 / LOUDNESS_FRAMES), mode="valid")


def _decibels(power: Numbers) -> Numbers:
    return 10 * np.log10(np.maximum(power, QUIETEST))


def _range(values: Numbers) -> float:
    low, high = np.percentile(values, RANGE)
    return float(high - low)
