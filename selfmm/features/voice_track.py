"""What is plain to hear in each 10 ms of sound: power, clipping, pitch, harmonicity and how alike the cycles are.

Quality and voice markers are made of it, without the sound itself. Pitch follows Boersma, "Accurate short-term analysis
of the fundamental frequency and the harmonics-to-noise ratio of a sampled sound", Proceedings of the Institute of
Phonetic Sciences (Amsterdam) 17, 1993, with his constants; the cycles are found as the manual of Praat (Boersma and
Weenink) tells under "Sound & Pitch: To PointProcess (cc)". Unlike there, nothing is measured against the loudest part
of the whole recording, which is heard in pieces of 10 s that lie where they lie however it is fed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.fft import irfft, rfft

from selfmm.media import SAMPLE_RATE
from selfmm.types import FeatureSequence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Integers = NDArray[np.int64]

NAME = "voice_track"
COLUMNS = (
    "power",  # mean square of full scale
    "clipped",  # share of the samples at full scale, in [0, 1]
    "pitch",  # hertz; 0 where unvoiced
    "harmonicity",  # decibels of what repeats over what does not; 0 where unvoiced
    "periods",  # seconds: sum over the cycles here of the mean of a cycle and the one before
    "period_changes",  # seconds: sum over the same cycles of the difference to the one before
    "amplitudes",  # of full scale: sum over the cycles here of the mean amplitude of a cycle and the one before
    "amplitude_changes",  # of full scale: sum over the same cycles of the difference to the one before
)
POWER, CLIPPED, PITCH, HARMONICITY, PERIODS, PERIOD_CHANGES, AMPLITUDES, AMPLITUDE_CHANGES = range(len(COLUMNS))

HOP = 160  # samples a frame: 10 ms
FRAME_SECONDS = HOP / SAMPLE_RATE
FULL_SCALE = 0.999  # of the largest value; what is beyond was cut off

PIECE_FRAMES = 1000  # frames that are worked on at once
CONTEXT_FRAMES = 50  # frames heard before and after them, so that the way of the pitch is found across their ends
PART_FRAMES = 64  # frames whose correlations are made at once
_CONTEXT = CONTEXT_FRAMES * HOP
_PIECE = PIECE_FRAMES * HOP

# Boersma 1993; also what Praat takes when nothing else is asked for
PITCH_FLOOR, PITCH_CEILING = 75.0, 600.0  # hertz
SILENCE_THRESHOLD = 0.03  # of the piece's peak
VOICING_THRESHOLD = 0.45
OCTAVE_COST = 0.01  # an octave below the ceiling, as in Praat; Boersma counts from the floor and finds more voice
OCTAVE_JUMP_COST = 0.35
VOICED_UNVOICED_COST = 0.14
CANDIDATES = 8  # pitches of a frame among which the way is found

QUIETEST_PEAK = 0.02  # of full scale; a piece with a lower peak is measured against this: its noise is not a voice

_LONGEST = round(SAMPLE_RATE / PITCH_FLOOR)  # samples of the longest period
_SHORTEST = round(SAMPLE_RATE / PITCH_CEILING)
_WINDOW = 3 * _LONGEST + 1  # samples that the pitch of a frame is heard in
_RUMBLE = SAMPLE_RATE // 10  # samples; many periods, so that the mean over them holds hardly anything of a voice
_MARGIN = 512  # samples of silence around a piece, more than any window reaches beyond it
_FINER = 2  # correlations are interpolated to half a sample, which keeps the height of their peaks
_SURE_PEAK = 1e-6  # below it a correlation would be one of rounding errors
HARMONICITY_RANGE = (-20.0, 60.0)  # decibels; beyond it the figure would only tell of rounding

# Praat's manual: "Sound & Pitch: To PointProcess (cc)", "PointProcess: Get jitter (local)", "Get shimmer (local)"
_NEAREST, _FURTHEST = 0.8, 1.25  # of the pitch's period: where the next cycle is looked for
_ALIKE = 0.3  # correlation of two cycles that follow each other; below it the second is none
_PERIOD_FACTOR = 1.3  # a period that differs more from the one before is an error of finding, not of the voice
_AMPLITUDE_FACTOR = 1.6
_AMPLITUDE_REACH = 0.2  # of a period, to either side of its mark: where the amplitude is measured


class VoiceListener:
    """Hears one recording: (frames, 8), one frame each 10 ms; what fills no frame at the end is left out."""

    def __init__(self) -> None:
        self._kept = [np.zeros(_CONTEXT, np.float32)]  # from one context before the next frame on
        self._held = _CONTEXT  # samples kept
        self._rows: list[NDArray[np.float32]] = []

    def feed(self, samples: NDArray[np.float32]) -> None:
        """See `Listener`."""
        self._kept.append(np.clip(np.nan_to_num(samples), -1.0, 1.0).astype(np.float32))
        self._held += len(samples)
        if self._held < _PIECE + 2 * _CONTEXT:
            return
        sound = np.concatenate(self._kept)
        while len(sound) >= _PIECE + 2 * _CONTEXT:
            self._rows.append(rows_of(sound[: _PIECE + 2 * _CONTEXT]))
            sound = sound[_PIECE:]
        self._kept, self._held = [sound.copy()], len(sound)

    def finish(self) -> FeatureSequence | None:
        """See `Listener`."""
        sound = np.concatenate(self._kept)
        frames = (len(sound) - _CONTEXT) // HOP
        sound = np.pad(sound, (0, _CONTEXT))
        for first in range(0, frames, PIECE_FRAMES):
            last = min(frames, first + PIECE_FRAMES)
            self._rows.append(rows_of(sound[first * HOP : last * HOP + 2 * _CONTEXT]))
        return FeatureSequence(np.concatenate(self._rows), FRAME_SECONDS, NAME) if self._rows else None


def rows_of(piece: NDArray[np.float32]) -> NDArray[np.float32]:
    """The track of a piece (samples,) in [-1, 1], without the context at both its ends: (frames, 8)."""
    sound = piece[: len(piece) // HOP * HOP].astype(np.float64)
    frames = sound.reshape(-1, HOP)
    columns = [np.mean(frames**2, axis=1), np.mean(np.abs(frames) >= FULL_SCALE, axis=1)]
    sound = np.pad(_without_offset(sound), _MARGIN)
    pitch = voice_pitch(sound)
    columns += [pitch, harmonicity(sound, pitch), *cycle_sums(sound, pitch)]
    return np.stack(columns, axis=1)[CONTEXT_FRAMES:-CONTEXT_FRAMES].astype(np.float32)


def _without_offset(sound: Numbers) -> Numbers:
    """The sound (samples,) less its mean over 0.1 s around each sample: offset and rumble are no voice."""
    sums = np.cumsum(np.pad(sound, _RUMBLE // 2))
    return sound - (sums[_RUMBLE:] - sums[:-_RUMBLE]) / _RUMBLE


def voice_pitch(sound: Numbers) -> Numbers:
    """Hertz in each frame of a piece with margins (samples,), 0 where unvoiced: (frames,)."""
    centres = _centres(np.arange((len(sound) - 2 * _MARGIN) // HOP))
    peak = max(float(np.abs(sound).max()), QUIETEST_PEAK)
    level = np.abs(_windows(sound, centres - _LONGEST // 2, _LONGEST)).max(axis=1) / peak
    unvoiced = VOICING_THRESHOLD + np.maximum(0.0, 2 - level / (SILENCE_THRESHOLD / (1 + VOICING_THRESHOLD)))
    parts = [
        _candidates(_windows(sound, part - _WINDOW // 2, _WINDOW)) for part in np.array_split(centres, _parts(centres))
    ]
    octaves, strengths = (np.concatenate(each) for each in zip(*parts, strict=True))
    return _best_way(octaves, np.column_stack([unvoiced, strengths]))


def _parts(frames: Integers) -> int:
    """In how many parts these frames are worked on, so that what they need stays in the processor's cache."""
    return -(-len(frames) // PART_FRAMES)


def _centres(frames: Integers) -> Integers:
    """The sample in the middle of each of these frames of a piece with margins."""
    return _MARGIN + frames * HOP + HOP // 2


def _windows(sound: Numbers, starts: Integers, length: int) -> Numbers:
    """The samples from each start on: (starts, length)."""
    return np.lib.stride_tricks.sliding_window_view(sound, length)[starts]


def _candidates(windows: Numbers) -> tuple[Numbers, Numbers]:
    """The strongest pitches of each window (frames, samples), in octaves above the floor, and their strengths.

    Both are (frames, CANDIDATES); where there are fewer, the strength is minus infinity. Boersma 1993, steps 3.1 to
    3.11: the autocorrelation of the windowed sound is divided by that of the window.
    """
    shape = np.hanning(_WINDOW + 2)[1:-1]
    weighted = (windows - windows.mean(axis=1, keepdims=True)) * shape
    correlation = _autocorrelation(weighted) / _autocorrelation(shape[None])
    lowest = int(_FINER * SAMPLE_RATE / PITCH_CEILING)
    before, here, after = (correlation[:, lowest + step : correlation.shape[1] - 2 + step] for step in range(3))
    is_peak = (here > before) & (here >= after) & (here > VOICING_THRESHOLD / 2)
    lags = (np.arange(here.shape[1]) + lowest + 1) / _FINER
    ranked = np.where(is_peak, here - OCTAVE_COST * np.log2(lags), -np.inf)
    best = np.argpartition(ranked, -CANDIDATES, axis=1)[:, -CANDIDATES:]
    shift, height = _peak(*(np.take_along_axis(side, best, axis=1) for side in (before, here, after)))
    octaves = np.log2(SAMPLE_RATE / (lags[best] + shift / _FINER) / PITCH_FLOOR)
    height = np.where(height > 1, 1 / np.maximum(height, 1), height)
    there = np.take_along_axis(is_peak, best, axis=1)
    below_ceiling = np.log2(PITCH_CEILING / PITCH_FLOOR) - octaves
    return octaves, np.where(there, height - OCTAVE_COST * below_ceiling, -np.inf)


def _autocorrelation(windows: Numbers) -> Numbers:
    """At lags from 0 to the longest period in halves of a sample, against that at lag 0: (frames, lags)."""
    spectrum = rfft(windows, 1024)
    power = spectrum.real**2 + spectrum.imag**2
    correlation = irfft(power, 1024 * _FINER)[:, : _FINER * _LONGEST + 2]
    return np.asarray(correlation / np.maximum(correlation[:, :1], _SURE_PEAK**2))


def _peak(before: Numbers, here: Numbers, after: Numbers) -> tuple[Numbers, Numbers]:
    """Where the parabola through three neighbours is highest, from the middle one, and how high; any shape."""
    bend = np.maximum(2 * here - before - after, 1e-12)
    shift = np.clip((after - before) / 2 / bend, -0.5, 0.5)
    return shift, here + shift * (after - before) / 4


def _best_way(octaves: Numbers, strengths: Numbers) -> Numbers:
    """Hertz of each frame along the cheapest way (Viterbi) through its candidates, 0 where unvoiced: (frames,).

    `octaves` is (frames, candidates); `strengths` is (frames, 1 + candidates), the first that of being unvoiced.
    """
    frames, choices = strengths.shape
    costs = np.full((frames, choices, choices), VOICED_UNVOICED_COST)  # [frame, of the one before, of this one]
    costs[:, 0, 0] = 0
    costs[1:, 1:, 1:] = OCTAVE_JUMP_COST * np.abs(octaves[:-1, :, None] - octaves[1:, None, :])
    came_from = np.zeros((frames, choices), np.int64)
    total = strengths[0]
    everyone = np.arange(choices)
    for frame in range(1, frames):
        ways = total[:, None] - costs[frame]
        came_from[frame] = ways.argmax(axis=0)
        total = ways[came_from[frame], everyone] + strengths[frame]
    way = np.zeros(frames, np.int64)
    way[-1] = total.argmax()
    for frame in range(frames - 1, 0, -1):
        way[frame - 1] = came_from[frame, way[frame]]
    chosen = octaves[np.arange(frames), np.maximum(way - 1, 0)]
    return np.where(way > 0, PITCH_FLOOR * 2**chosen, 0.0)


def harmonicity(sound: Numbers, pitch: Numbers) -> Numbers:
    """Decibels of what repeats with the pitch over what does not, in each frame; 0 where unvoiced: (frames,).

    10 log10(r / (1 - r)) where r is the correlation of the sound with itself one period later (Boersma 1993, equation
    4), over the longest period, so that a pitch that moves does not count as noise.
    """
    decibels = np.zeros(len(pitch))
    voiced = np.flatnonzero(pitch)
    if len(voiced):
        parts = np.array_split(voiced, _parts(voiced))
        alike = np.concatenate([_alikeness(sound, part, SAMPLE_RATE / pitch[part]) for part in parts])
        decibels[voiced] = np.clip(10 * np.log10(alike / (1 - alike)), *HARMONICITY_RANGE)
    return decibels


def _alikeness(sound: Numbers, frames: Integers, period: Numbers) -> Numbers:
    """How alike the sound in the middle of each frame is to itself about one `period` later, in (0, 1): (frames,)."""
    size, lags = 512, _LONGEST * 6 // 5
    starts = _centres(frames) - (_LONGEST + np.rint(period).astype(np.int64)) // 2
    both = _windows(sound, starts, _LONGEST + lags)
    both = both - both.mean(axis=1, keepdims=True)
    cross = irfft(np.conj(rfft(both[:, :_LONGEST], size)) * rfft(both, size), size * _FINER)
    energy = np.cumsum(np.pad(both**2, ((0, 0), (1, 0))), axis=1)
    energy = _finer(energy[:, _LONGEST:] - energy[:, : lags + 1])
    correlation = cross[:, : lags * _FINER] * _FINER / np.sqrt(np.maximum(energy * energy[:, :1], _SURE_PEAK**2))
    lag = np.arange(lags * _FINER) / _FINER / period[:, None]
    near = np.where((lag > 1 / 1.2) & (lag < 1.2), correlation, -1.0)
    best = near.argmax(axis=1).clip(1, lag.shape[1] - 2)
    _, height = _peak(*_beside(correlation, best))
    return np.asarray(np.clip(height, 1e-3, 1 - 1e-6))


def _finer(values: Numbers) -> Numbers:
    """Values (rows, n + 1) with straight lines between them: (rows, n * _FINER)."""
    share = np.arange(_FINER) / _FINER
    between = values[:, :-1, None] * (1 - share) + values[:, 1:, None] * share
    return between.reshape(len(values), -1)


def _beside(values: Numbers, places: Integers) -> tuple[Numbers, Numbers, Numbers]:
    """The value before, at and after one place of each row of `values` (rows, columns): (rows,) each."""
    rows = np.arange(len(values))
    return values[rows, places - 1], values[rows, places], values[rows, places + 1]


@dataclass(frozen=True, slots=True)
class Cycles:
    """Where the cycles of a voice begin, in the order of time within each stretch of voice: all (cycles,)."""

    times: Numbers  # samples from the start of the piece with margins
    stretches: Integers  # number of the stretch of voiced frames
    alike: Numbers  # correlation with the neighbour that it was found by; 1 for the first one found


def cycle_sums(sound: Numbers, pitch: Numbers) -> Numbers:
    """The last four columns of the track for each frame: (4, frames).

    A cycle counts in the frame in which it begins, beside the one before it, where both are sure.
    """
    cycles = find_cycles(sound, pitch)
    if len(cycles.times) < 3:
        return np.zeros((4, len(pitch)))
    period = np.diff(cycles.times)
    good = (np.diff(cycles.stretches) == 0) & (np.minimum(cycles.alike[:-1], cycles.alike[1:]) > _ALIKE)
    steady = good[:-1] & good[1:] & _within(period[:-1], period[1:], _PERIOD_FACTOR)
    times = cycles.times[1:-1]  # of the cycles that have one on either side
    amplitude = _amplitudes(sound, times, (period[:-1] + period[1:]) / 2)
    even = steady[:-1] & steady[1:] & _within(amplitude[:-1], amplitude[1:], _AMPLITUDE_FACTOR)
    frames = ((times - _MARGIN) // HOP).astype(np.int64)
    sums = (
        *_pair_sums(period / SAMPLE_RATE, steady, frames, len(pitch)),
        *_pair_sums(amplitude, even, frames[1:], len(pitch)),
    )
    return np.stack(sums)


def _pair_sums(values: Numbers, good: NDArray[np.bool_], frames: Integers, count: int) -> tuple[Numbers, Numbers]:
    """Sums by frame of the mean and of the difference of neighbours in `values`, where the pair is good."""
    means, changes = (values[:-1] + values[1:]) / 2, np.abs(np.diff(values))
    sums = (np.asarray(np.bincount(frames[good], each[good], count), np.float64) for each in (means, changes))
    return next(sums), next(sums)


def _within(first: Numbers, second: Numbers, factor: float) -> NDArray[np.bool_]:
    return np.maximum(first, second) < factor * np.minimum(first, second)


def _amplitudes(sound: Numbers, times: Numbers, period: Numbers) -> Numbers:
    """Root mean square around the mark of each cycle, weighted by a Hann window: (cycles,)."""
    reach = _AMPLITUDE_REACH * np.clip(period, _SHORTEST, _LONGEST)
    most = int(reach.max()) + 1
    places = np.rint(times).astype(np.int64)[:, None] + np.arange(-most, most + 1)
    distance = np.clip(np.abs(places - times[:, None]) / reach[:, None], 0, 1)
    weight = 0.5 + 0.5 * np.cos(np.pi * distance)
    return np.asarray(np.sqrt((weight * sound[places] ** 2).sum(axis=1) / weight.sum(axis=1)))


def find_cycles(sound: Numbers, pitch: Numbers) -> Cycles:
    """The cycles in a piece with margins, from the largest swing in the middle of each stretch to both its ends.

    The next cycle begins where the sound is most like the one around the last, from 0.8 to 1.25 periods on.
    """
    first, last = _stretches(pitch > 0)
    middles = _largest_swings(sound, pitch, (first + last) // 2)
    walk = _Walk(sound, pitch, first, last)
    stretches = np.arange(len(first))
    found = [(middles, stretches, np.ones(len(first)))]
    for direction in (-1, 1):
        found += walk.cycles(middles, stretches, direction)
    times, stretches, alike = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.lexsort((times, stretches))
    return Cycles(times[order], stretches[order], alike[order])


def _stretches(voiced: NDArray[np.bool_]) -> tuple[Integers, Integers]:
    """First frame of each run of voiced frames, and the one after its last."""
    edges = np.diff(np.concatenate([[False], voiced, [False]]).astype(np.int8))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


def _largest_swings(sound: Numbers, pitch: Numbers, frames: Integers) -> Numbers:
    """The sample furthest from zero within half a period of the middle of each of these frames."""
    starts = _centres(frames) - _LONGEST // 2
    far = np.abs(_windows(sound, starts, _LONGEST))
    beyond = np.abs(np.arange(_LONGEST) - _LONGEST // 2) > SAMPLE_RATE / pitch[frames, None] / 2
    furthest: Integers = np.where(beyond, -1.0, far).argmax(axis=1)
    return (starts + furthest).astype(np.float64)


class _Walk:
    """Goes from cycle to cycle in all stretches of voice at once."""

    size = 512  # samples of a transform: holds the longest period and where the next one may lie
    widest = 2 * (_LONGEST // 2) + 1  # samples that are compared, at most
    lags = int((_FURTHEST - _NEAREST) * _LONGEST) + 2  # places where the next cycle may begin, at most

    def __init__(self, sound: Numbers, pitch: Numbers, first: Integers, last: Integers) -> None:
        self._sound, self._pitch, self._first, self._last = sound, pitch, first, last
        self._energy = np.concatenate([[0.0], np.cumsum(sound**2)])

    def cycles(self, times: Numbers, stretches: Integers, direction: int) -> list[tuple[Numbers, Integers, Numbers]]:
        """Times, stretches and alikeness of the cycles that follow, step by step, until each stretch ends."""
        found = []
        while len(times):
            times, alike = self._step(times, stretches, direction)
            frame = (times - _MARGIN) / HOP
            inside = (frame >= self._first[stretches]) & (frame < self._last[stretches])
            times, alike, stretches = times[inside], alike[inside], stretches[inside]
            found.append((times, stretches, alike))
        return found

    def _step(self, times: Numbers, stretches: Integers, direction: int) -> tuple[Numbers, Numbers]:
        """The cycles after (1) or before (-1) those at `times`, and how alike they are: both (cycles,)."""
        whole = np.rint(times).astype(np.int64)
        frame = np.clip((whole - _MARGIN) // HOP, self._first[stretches], self._last[stretches] - 1)
        period = SAMPLE_RATE / self._pitch[frame]
        half = (period / 2).astype(np.int64)
        nearest, furthest = np.ceil(_NEAREST * period), np.floor(_FURTHEST * period)
        base = (nearest if direction > 0 else -furthest).astype(np.int64)
        alike = self._compare(whole, half, base)
        alike[np.arange(self.lags) > (furthest - nearest)[:, None]] = -1.0
        best = alike.argmax(axis=1)
        inner = best.clip(1, self.lags - 2)
        before, here, after = _beside(alike, inner)
        shift, height = _peak(before, here, after)
        at_peak = (best == inner) & (np.minimum(before, after) > -1)
        return times + base + best + np.where(at_peak, shift, 0.0), np.where(at_peak, height, alike.max(axis=1))

    def _compare(self, whole: Integers, half: Integers, base: Integers) -> Numbers:
        """Correlation of `half` samples to both sides with those from `base` samples further on: (cycles, lags)."""
        here = _windows(self._sound, whole - half, self.widest)
        here = np.where(np.arange(self.widest) <= 2 * half[:, None], here, 0.0)
        there = _windows(self._sound, whole + base - half, self.widest + self.lags - 1)
        cross = irfft(np.conj(rfft(here, self.size)) * rfft(there, self.size), self.size)[:, : self.lags]
        first = (whole + base - half)[:, None] + np.arange(self.lags)
        energy = self._energy[first + 2 * half[:, None] + 1] - self._energy[first]
        own = self._energy[whole + half + 1] - self._energy[whole - half]
        return np.asarray(cross / np.sqrt(np.maximum(energy * own[:, None], _SURE_PEAK**2)))
