"""How it is said: 33 numbers for each 32 ms of sound, as in CH-SIMS: pitch, 20 MFCC and 12 chroma.

CH-SIMS (Yu et al., ACL 2020) takes log F0, 20 MFCC and 12 CQT chroma at a hop of 512 samples from librosa. Ours differ
where a recording has to be read in pieces: nothing is measured against the loudest part of the whole file.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from selfmm import pretrained
from selfmm.media import SAMPLE_RATE
from selfmm.types import FeatureSequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

HOP = 512  # samples from frame to frame: 32 ms
FRAME_SECONDS = HOP / SAMPLE_RATE
WINDOW = 1024  # samples that MFCC and pitch look at: 64 ms
CONTEXT = 16 * HOP  # samples around a frame that chroma looks at: the filter of its lowest note is 8,232 long
SEGMENT_FRAMES = 30 * SAMPLE_RATE // HOP  # frames worked on at once

MFCC = 20
CHROMA = 12

PITCH_REFERENCE = 60.0  # hertz; below every pitch that is looked for, so that voiced frames lie above zero
SHORTEST_PERIOD = 32  # samples: 500 Hz
LONGEST_PERIOD = 256  # samples: 62.5 Hz
CLEARLY_PERIODIC = 0.15  # the first period below it is taken, so that twice the period is not
BARELY_PERIODIC = 0.40  # a frame above it is unvoiced
QUIETEST_VOICE = 10 ** (-55 / 20)  # root mean square of full scale; below it a frame is unvoiced

QUIETEST_BAND = 1e-8  # power of a mel band, -80 dB: about the rounding noise of 16-bit sound
QUIETEST_NOTE = 1e-3  # magnitude; chroma below it fade to zero instead of blowing up noise


def voice_pitch(signal: NDArray[np.float32], frames: int) -> NDArray[np.float32]:
    """Octaves above 60 Hz for each frame, in (0, 3.1]; 0 where unvoiced: (frames,).

    Frame `i` is centred at sample `CONTEXT + i * HOP`. YIN (de Cheveigné and Kawahara, JASA 2002) with its own measure
    of periodicity as the voicing decision, which `librosa.yin` keeps to itself.
    """
    first = CONTEXT - WINDOW // 2
    windows = np.lib.stride_tricks.sliding_window_view(signal[first:], WINDOW)[: frames * HOP : HOP].astype(np.float64)
    windows -= windows.mean(axis=1, keepdims=True)
    aperiodicity = _aperiodicity(windows)
    period, depth = _best_period(aperiodicity)
    loud = np.sqrt(np.mean(windows**2, axis=1)) > QUIETEST_VOICE
    octaves = np.log2(SAMPLE_RATE / period / PITCH_REFERENCE)
    return np.where(loud & (depth < BARELY_PERIODIC), octaves, 0.0).astype(np.float32)


def _aperiodicity(windows: NDArray[np.float64]) -> NDArray[np.float64]:
    """YIN's normalised difference of each (frames, WINDOW) with itself, shifted: (frames, LONGEST_PERIOD + 2)."""
    lags = np.arange(LONGEST_PERIOD + 2)
    length = WINDOW - len(lags) + 1
    spectrum = np.fft.rfft(windows)
    head = np.fft.rfft(windows[:, :length], WINDOW)
    products = np.fft.irfft(head.conj() * spectrum)[:, lags]
    energy = np.cumsum(np.pad(windows**2, ((0, 0), (1, 0))), axis=1)
    energies = energy[:, lags + length] - energy[:, lags]
    difference = np.maximum(energies[:, :1] + energies - 2 * products, 0.0)
    difference[:, 0] = 0.0
    mean_so_far = np.cumsum(difference, axis=1) / np.maximum(lags, 1)
    return np.where(mean_so_far > 1e-12, difference / np.maximum(mean_so_far, 1e-12), 1.0)


def _best_period(aperiodicity: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The first clear dip, else the deepest: its place between samples (frames,) and its value (frames,)."""
    middle = aperiodicity[:, SHORTEST_PERIOD : LONGEST_PERIOD + 1]
    before = aperiodicity[:, SHORTEST_PERIOD - 1 : LONGEST_PERIOD]
    after = aperiodicity[:, SHORTEST_PERIOD + 1 : LONGEST_PERIOD + 2]
    clear = (middle < CLEARLY_PERIODIC) & (middle <= before) & (middle <= after)
    chosen = np.where(clear.any(axis=1), clear.argmax(axis=1), middle.argmin(axis=1))
    rows = np.arange(len(chosen))
    left, depth, right = before[rows, chosen], middle[rows, chosen], after[rows, chosen]
    curvature = left - 2 * depth + right
    shift = np.where(curvature > 1e-12, (left - right) / (2 * np.maximum(curvature, 1e-12)), 0.0)
    return SHORTEST_PERIOD + chosen + np.clip(shift, -0.5, 0.5), depth


def mel_cepstrum(signal: NDArray[np.float32], frames: int) -> NDArray[np.float32]:
    """MFCC of (samples,), in decibels as librosa counts them: (MFCC, frames), frame `i` at `CONTEXT + i * HOP`."""
    import librosa

    near = signal[CONTEXT - WINDOW // 2 : CONTEXT + (frames - 1) * HOP + WINDOW // 2]
    power = librosa.feature.melspectrogram(y=near, sr=SAMPLE_RATE, n_fft=WINDOW, hop_length=HOP, center=False)
    decibels = librosa.power_to_db(power, ref=1.0, amin=QUIETEST_BAND, top_db=None)
    cepstrum: NDArray[np.float32] = librosa.feature.mfcc(S=decibels, n_mfcc=MFCC)
    return cepstrum


def chroma(signal: NDArray[np.float32], frames: int) -> NDArray[np.float32]:
    """How much of each semitone is heard, loudest = 1: (CHROMA, frames), frame `i` at `CONTEXT + i * HOP`."""
    import librosa
    from librosa.filters import cq_to_chroma

    # tuning is given because librosa would estimate it from the piece at hand
    notes = np.abs(librosa.cqt(signal, sr=SAMPLE_RATE, hop_length=HOP, tuning=0.0))
    folded = cq_to_chroma(len(notes)) @ notes[:, CONTEXT // HOP :][:, :frames]
    classes: NDArray[np.float32] = folded / np.maximum(folded.max(axis=0), QUIETEST_NOTE)
    return classes


class Segments:
    """Cuts sound into pieces for `frames` frames (the last for fewer), with CONTEXT around the centres of the frames.

    Frame `i` of the recording covers samples [i, i + 1) * HOP; what is left at the end and fills no frame is only
    context. Beyond both ends of the recording there is silence.
    """

    def __init__(self, frames: int = SEGMENT_FRAMES) -> None:
        self._frames = frames
        self._kept = np.zeros(CONTEXT - HOP // 2, np.float32)
        self._waiting = 0  # samples that belong to frames not yet given out

    def feed(self, samples: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
        """The pieces that are whole once these (samples,) have come."""
        self._kept = np.concatenate([self._kept, np.clip(np.nan_to_num(samples), -1.0, 1.0).astype(np.float32)])
        self._waiting += len(samples)
        step = self._frames * HOP
        while len(self._kept) >= 2 * CONTEXT + step:
            yield self._kept[: 2 * CONTEXT + step]
            self._kept, self._waiting = self._kept[step:], self._waiting - step

    def finish(self) -> Iterator[NDArray[np.float32]]:
        """The pieces that are left at the end."""
        rest = self._waiting // HOP
        padded = np.pad(self._kept, (0, 2 * CONTEXT + HOP))
        for first in range(0, rest, self._frames):
            yield padded[first * HOP :][: 2 * CONTEXT + min(self._frames, rest - first) * HOP]


def frames_of(segment: NDArray[np.float32]) -> NDArray[np.float32]:
    """The 33 numbers for each frame of a piece from `Segments`: (frames, 33), always finite."""
    frames = (len(segment) - 2 * CONTEXT) // HOP
    rows = [voice_pitch(segment, frames)[None], mel_cepstrum(segment, frames), chroma(segment, frames)]
    return np.concatenate(rows).T.astype(np.float32)


class LibrosaAudio:
    """Hears: pitch, MFCC and chroma of a recording, read in pieces so that its length does not fill the memory.

    Column 0 is pitch in octaves above 60 Hz (0 where unvoiced), columns 1-20 MFCC, columns 21-32 chroma from C to B.
    """

    name = "librosa_33"
    dimensions = 1 + MFCC + CHROMA

    def listen(self) -> LibrosaListener:
        """A listener for one recording."""
        keep_compiled_code()
        return LibrosaListener()


class LibrosaListener:
    """Hears one recording: (frames, 33), one frame each 32 ms."""

    def __init__(self) -> None:
        self._segments = Segments()
        self._rows: list[NDArray[np.float32]] = []

    def feed(self, samples: NDArray[np.float32]) -> None:
        """See `Listener`."""
        self._rows += map(frames_of, self._segments.feed(samples))

    def finish(self) -> FeatureSequence | None:
        """See `Listener`."""
        self._rows += map(frames_of, self._segments.finish())
        return FeatureSequence(np.concatenate(self._rows), FRAME_SECONDS, LibrosaAudio.name) if self._rows else None


def keep_compiled_code() -> None:
    """Lets numba, which librosa compiles with, keep its code in the user's cache where librosa's folder is read-only.

    Works only before librosa is first imported; a folder that the user has set stays.
    """
    spec = find_spec("librosa")
    if spec is None or spec.origin is None or os.access(Path(spec.origin).parent, os.W_OK):
        return
    os.environ.setdefault("NUMBA_CACHE_DIR", str(pretrained.home() / "numba"))
