"""Who speaks when: the clinician, whose voice is known, or the participant, whose voice is not.

The clinician enrols once. A recording is heard in moments of 1.6 s, each of which says whose voice the 0.4 s in its
middle are. The participant's voice is learned from the recording itself: what sounds least like the clinician is the
participant to begin with, then each of the two voices is taken anew as the mean of its moments, and each moment goes
to the nearer voice, with its neighbours' say (a hidden Markov model of two states, solved by the forward-backward
algorithm: Rabiner, Proc. IEEE 77(2), 1989). Nothing is told apart where no voice is near enough to the clinician's.

The constants below were chosen with tests/benchmarks/speakers.py on people whom its tables do not report.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

from selfmm.errors import SelfMMError
from selfmm.media import SAMPLE_RATE, waveform_blocks
from selfmm.transcription.base import Turn
from selfmm.transcription.voice_activity import BLOCK_SECONDS
from selfmm.transcription.voice_encoder import DIMENSIONS, FRAMES_PER_SECOND
from selfmm.transcription.voice_windows import PAUSE_SECONDS, Window, embed_windows
from selfmm.types import Speaker, no_report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from selfmm.media import Source
    from selfmm.types import Report

    Values = NDArray[np.float32]
    Numbers = NDArray[np.floating[Any]]

__all__ = ["VoicePrint", "Window", "decide", "embed_windows", "enrol"]

ENROLMENT_SECONDS = 5.0  # of voice that are enough to know it again

_JOINED_PAUSE = 0.5  # seconds within which a speaker goes on with the same turn

_SHARPNESS = 30.0  # log odds of the speaker for one unit of difference of the inner products with the two voices
_CHANGE, _CHANGE_AT_PAUSE = 0.1, 0.35  # how often the speaker changes from one piece to the next
_PRINT_WEIGHT = 20.0  # moments that the enrolment counts as, in the clinician's voice
_ROUNDS = 8  # of learning the two voices

# The clinician is there where the voice found is this much nearer to the enrolment than half as near as the two voices
# are to each other: voices that are alike prove less.
_PRESENT, _LIKENESS_WEIGHT = 0.40, 0.5
_ONE_VOICE = 0.70  # inner product of the two most different halves of an enrolment, below which they are two people

_QUIETEST = -50.0  # decibels of full scale of an enrolled voice
_LEAST_RATIO = 10.0  # decibels from the noise to an enrolled voice


@dataclass(frozen=True, slots=True, eq=False)
class VoicePrint:
    """What is kept of an enrolled voice; speech cannot be made of it again."""

    values: Values  # (256,) of unit length
    seconds: float  # of voice that it was made of
    encoder: str  # the fingerprint of the encoder, as only voices of one encoder can be compared

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return {"values": self.values.tolist(), "seconds": self.seconds, "encoder": self.encoder}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """The same again; KeyError, TypeError or ValueError where `plain` is not what `to_dict` makes."""
        import numpy as np

        values = np.asarray(plain["values"], np.float32)
        if values.shape != (DIMENSIONS,) or not math.isclose(float(np.linalg.norm(values)), 1.0, abs_tol=1e-3):
            raise ValueError("no voice")
        return cls(values, float(plain["seconds"]), str(plain["encoder"]))


def enrol(source: Source, report: Report = no_report) -> VoicePrint:
    """The voice that speaks in a recording, which should be 5 to 10 s of one person.

    Raises `SelfMMError` where there is less than 5 s of voice, where it is too soft, where there is too much noise and
    where several people seem to speak, `MediaError` where there is no sound, `WeightsError` without the encoder.
    """
    import numpy as np

    windows = tuple(embed_windows(source, report))
    seconds = sum(window.end - window.start for window in windows)
    if seconds < ENROLMENT_SECONDS:
        raise SelfMMError(
            "Only {seconds} s of voice were heard, and {needed} s are needed. Check that the right microphone is "
            "chosen and speak at your usual loudness, then record again.",
            seconds=f"{seconds:.1f}",
            needed=f"{ENROLMENT_SECONDS:.0f}",
        )
    _check_sound(source, windows)
    values = np.stack([window.values for window in windows])
    if _likeness_of_parts(values) < _ONE_VOICE:
        raise SelfMMError(
            "More than one voice seems to speak. Record again where nobody else can be heard, and speak alone."
        )
    return VoicePrint(_unit(values.mean(axis=0)), round(seconds, 2), windows[0].encoder)


def _check_sound(source: Source, windows: Sequence[Window]) -> None:
    """Refuse a voice that is too soft, or not far above the noise between the words."""
    import numpy as np

    powers = np.concatenate([_frame_powers(block) for block in waveform_blocks(source, block_seconds=BLOCK_SECONDS)])
    places = [range(*(round(edge * FRAMES_PER_SECOND) for edge in (window.start, window.end))) for window in windows]
    voice = float(np.mean(powers[[frame for place in places for frame in place if frame < len(powers)]]))
    if _decibels(voice) < _QUIETEST:
        raise SelfMMError(
            "Your voice is too soft to be learned. Move closer to the microphone or raise its level, then record again."
        )
    if _decibels(voice) - _decibels(float(np.percentile(powers, 10))) < _LEAST_RATIO:
        raise SelfMMError("There is too much noise to learn your voice. Go where it is quiet, then record again.")


def _frame_powers(samples: Values) -> Values:
    """The mean power of each 10 ms (frames,) of (samples,); a last frame that is not full is left out."""
    size = SAMPLE_RATE // FRAMES_PER_SECOND
    powers: Values = (samples[: len(samples) // size * size].reshape(-1, size) ** 2).mean(axis=1)
    return powers


def _decibels(power: float) -> float:
    return 10 * math.log10(max(power, 1e-12))


def _likeness_of_parts(values: Values) -> float:
    """The inner product of the means of the two parts into which windows (windows, 256) fall most naturally.

    That is along the direction in which they differ most, smoothed over three neighbours as one person speaks longer.
    """
    import numpy as np

    _, _, directions = np.linalg.svd(values - values.mean(axis=0), full_matrices=False)
    side = _smoothed((values - values.mean(axis=0)) @ directions[0]) > 0
    if side.all() or not side.any():
        return 1.0
    return float(_unit(values[side].mean(axis=0)) @ _unit(values[~side].mean(axis=0)))


# Deciding ---------------------------------------------------------------------------------------------------------


def decide(windows: Sequence[Window], clinician: VoicePrint) -> tuple[Turn, ...]:
    """Whose turn it is: turns in the order of time that cover all windows and do not overlap.

    A turn goes on over pauses of up to half a second. All is the participant's where no voice in the recording is
    clearly the clinician's; a recording in which the clinician alone speaks is not told apart reliably. Raises
    `SelfMMError` where the windows were heard with another encoder than the clinician's voice.
    """
    if not windows:
        return ()
    if windows[0].encoder != clinician.encoder:
        raise SelfMMError(
            "Your voice was enrolled with another version of this program and cannot be compared. Enrol it again."
        )
    return _turns(windows, _is_clinician(windows, clinician.values))


def _is_clinician(windows: Sequence[Window], enrolled: Values) -> NDArray[np.bool_]:
    """Whether it is the clinician who speaks, for each window (windows,)."""
    import numpy as np

    values = np.stack([window.values for window in windows])
    change = np.array(
        [_CHANGE if b.start - a.end < PAUSE_SECONDS / 2 else _CHANGE_AT_PAUSE for a, b in pairwise(windows)]
    )
    certainty: Numbers = _first_guess(values @ enrolled)
    for _ in range(_ROUNDS):
        clinician, participant = _two_voices(values, certainty, enrolled)
        certainty = smooth(_SHARPNESS * (values @ (clinician - participant)), change)
    found: NDArray[np.bool_] = certainty > 0.5
    return found if _is_present(values, found, enrolled) else np.zeros(len(windows), bool)


def _first_guess(likeness: Values) -> Values:
    """1 for what is likest to the enrolled voice (windows,) and 0 for the rest, parted by two means."""
    import numpy as np

    smoothed = _smoothed(likeness)
    low, high = np.percentile(smoothed, [10, 90])
    for _ in range(20):
        above = smoothed >= (low + high) / 2
        if above.all() or not above.any():
            break
        low, high = smoothed[~above].mean(), smoothed[above].mean()
    guess: Values = (smoothed >= (low + high) / 2).astype(np.float32)
    return guess


def _two_voices(values: Values, certainty: Numbers, enrolled: Values) -> tuple[Values, Values]:
    """The clinician's and the participant's voice, (256,) each, where (windows, 256) are the clinician's so surely."""
    return _unit(_PRINT_WEIGHT * enrolled + certainty @ values), _unit((1 - certainty) @ values)


def _is_present(values: Values, found: NDArray[np.bool_], enrolled: Values) -> bool:
    """Whether the voice that was found is the enrolled one."""
    if not found.any():
        return False
    clinician = _unit(values[found].mean(axis=0))
    # where nobody else speaks, nothing says how different voices sound here: as if the other one were as like as can be
    likeness = 1.0 if found.all() else float(clinician @ _unit(values[~found].mean(axis=0)))
    return float(clinician @ enrolled) - _LIKENESS_WEIGHT * likeness >= _PRESENT


def smooth(odds: Numbers, change: Numbers) -> Numbers:
    """How sure (windows,) the first of two states is, by log odds (windows,) and its neighbours.

    `change` (windows - 1,) is how likely the state changes from one window to the next. Forward-backward algorithm.
    """
    import numpy as np

    evidence = np.stack([odds, -odds], axis=1) / 2
    logs = np.log(np.stack([1 - change, change], axis=1))
    forward, backward = evidence.astype(np.float64), np.zeros_like(evidence)
    for i in range(1, len(odds)):
        forward[i] += _step(forward[i - 1], logs[i - 1])
    for i in range(len(odds) - 2, -1, -1):
        backward[i] = _step(backward[i + 1] + evidence[i + 1], logs[i])
    first, second = (forward + backward).T
    certainty: Numbers = 0.5 + 0.5 * np.tanh((first - second) / 2)
    return certainty


def _step(before: Numbers, logs: Numbers) -> Numbers:
    """The log weights (2,) of two states a window on, if they stay and change with these log probabilities (2,)."""
    import numpy as np

    stepped: Numbers = np.logaddexp(before + logs[0], before[::-1] + logs[1])
    return stepped


def _turns(windows: Sequence[Window], is_clinician: NDArray[np.bool_]) -> tuple[Turn, ...]:
    """Windows joined where the same person goes on without a long pause."""
    turns: list[Turn] = []
    for window, clinician in zip(windows, is_clinician, strict=True):
        speaker = Speaker.CLINICIAN if clinician else Speaker.PARTICIPANT
        if turns and turns[-1].speaker == speaker and window.start - turns[-1].end < _JOINED_PAUSE:
            turns[-1] = Turn(turns[-1].start, window.end, speaker)
        else:
            turns.append(Turn(window.start, window.end, speaker))
    return tuple(turns)


def _smoothed(values: Values) -> Values:
    """The mean of each of (windows,) and its two neighbours."""
    import numpy as np

    smoothed: Values = np.convolve(np.pad(values, 1, mode="edge"), np.full(3, 1 / 3), "valid")
    return smoothed


def _unit(values: Numbers) -> Values:
    """At unit length; what is nothing stays so."""
    import numpy as np

    unit: Values = (values / max(float(np.linalg.norm(values)), 1e-9)).astype(np.float32)
    return unit
