"""How good an answer or a recording is as evidence: how much is said, how clearly it is heard and seen."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from selfmm.features import picture_track, voice_track
from selfmm.types import Quality, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from selfmm.types import Answer, Features, FeatureSequence, Transcript

    Span = tuple[float, float]  # seconds from the start of the recording

GUARD_SECONDS = 0.2  # around speech that count neither as speech nor as pause: breath, echo, soft ends of words
FEWEST_PAUSE_SECONDS = 0.3  # with less, the quietest tenth of the speech stands for the noise
SIGNAL_TO_NOISE_RANGE = (-20.0, 80.0)  # decibels; beyond it the figure would only say that something was cut to zero

_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CHINESE}]|[^\W_{_CHINESE}]+(?:['’\-][^\W_{_CHINESE}]+)*")


def count_words(text: str) -> int:
    """Words of a text, each Chinese character counting as one."""
    return len(_WORD.findall(text))


def interview_quality(transcript: Transcript, features: Features | None) -> Quality:
    """How good the participant's part of a whole recording is, or of typed text where there are no features."""
    own = [answer for answer in transcript.answers if answer.speaker is Speaker.PARTICIPANT]
    others = [(answer.start, answer.end) for answer in transcript.answers if answer.speaker is not Speaker.PARTICIPANT]
    speech = () if features is None else without(features.speech, others)
    quality = _measured(own, features, speech, seen=None)
    truncated = features is not None and features.truncated
    return replace(quality, truncated=truncated, heard_language=transcript.heard_language)


def answer_quality(answer: Answer, features: Features | None) -> Quality:
    """How good one answer is."""
    if features is None or answer.end <= answer.start:
        return Quality(count_words(answer.text))
    during = (answer.start, answer.end)
    return _measured([answer], features, within(features.speech, during), seen=during)


def signal_to_noise(
    powers: NDArray[np.floating], speech: Sequence[Span], all_speech: Sequence[Span] | None = None
) -> float | None:
    """Decibels of `speech` over the noise in the pauses, from the power of each 10 ms (frames,); None without speech.

    Pauses are what lies outside `all_speech`, by default the same spans. The noise is their median, so that a cough or
    a door does not count; frames of digital silence, such as gaps in a recording, are no pauses. What is left of the
    speech when the noise is taken off is the signal.
    """
    pause = ~_inside(len(powers), speech if all_speech is None else all_speech, GUARD_SECONDS) & (powers > 0)
    loud = powers[_speaking(len(powers), speech)].astype(np.float64)
    if not len(loud):
        return None
    enough = pause.sum() * voice_track.FRAME_SECONDS >= FEWEST_PAUSE_SECONDS
    noise = float(np.median(powers[pause]) if enough else np.quantile(loud, 0.1))
    lowest, highest = SIGNAL_TO_NOISE_RANGE
    if noise <= 0:
        return highest
    signal = max(float(loud.mean()) - noise, noise * 10 ** (lowest / 10))
    return min(highest, 10 * float(np.log10(signal / noise)))


def within(spans: Iterable[Span], limits: Span) -> tuple[Span, ...]:
    """The parts of `spans` that lie within `limits`."""
    cut = ((max(start, limits[0]), min(end, limits[1])) for start, end in spans)
    return tuple((start, end) for start, end in cut if end > start)


def without(spans: Iterable[Span], others: Iterable[Span]) -> tuple[Span, ...]:
    """The parts of `spans` that lie in none of `others`."""
    left = list(spans)
    for first, last in others:
        left = [
            (start, end)
            for span in left
            for start, end in ((span[0], min(span[1], first)), (max(span[0], last), span[1]))
            if end > start
        ]
    return tuple(left)


def _measured(
    answers: Sequence[Answer], features: Features | None, speech: Sequence[Span], *, seen: Span | None
) -> Quality:
    """The quality of `answers`, spoken in the spans `speech` and seen in the span `seen`, or throughout."""
    words = (word for answer in answers for word in answer.words)
    confidences = [word.confidence for word in words if word.confidence is not None]
    quality = Quality(
        sum(count_words(answer.text) for answer in answers),
        confidence=float(np.mean(confidences)) if confidences else None,
    )
    if features is None:
        return quality
    return _with_picture(_with_sound(quality, features, speech), features, seen)


def _with_sound(quality: Quality, features: Features, speech: Sequence[Span]) -> Quality:
    if features.voice is None:
        return quality
    powers, clipped = (features.voice.values[:, column] for column in (voice_track.POWER, voice_track.CLIPPED))
    speaking = _speaking(len(powers), speech)
    return replace(
        quality,
        voiced_seconds=sum((end - start for start, end in speech), 0.0),
        signal_to_noise=signal_to_noise(powers, speech, features.speech),
        clipped_share=float(clipped[speaking].mean()) if speaking.any() else None,
    )


def _with_picture(quality: Quality, features: Features, seen: Span | None) -> Quality:
    if features.picture is None:
        return quality
    track = _part(features.picture, seen)
    if not len(track):
        return quality
    faces = 0.0 if features.vision is None else float(_part(features.vision, seen).any(axis=1).mean())
    return replace(
        quality,
        face_share=faces,
        several_faces_share=float((track[:, picture_track.FACES] > 1).mean()),
        brightness=float(track[:, picture_track.BRIGHTNESS].mean()),
        sharpness=float(np.median(track[:, picture_track.SHARPNESS])),
    )


def _part(sequence: FeatureSequence, span: Span | None) -> NDArray[np.float32]:
    return sequence.values if span is None else sequence.between(*span).values


def _speaking(frames: int, speech: Sequence[Span]) -> NDArray[np.bool_]:
    """Which frames are speech without its soft edges, or with them where nothing else is there: (frames,)."""
    inner = _inside(frames, speech, -GUARD_SECONDS / 2)
    return inner if inner.any() else _inside(frames, speech, 0.0)


def _inside(frames: int, spans: Sequence[Span], margin: float) -> NDArray[np.bool_]:
    """Which frames have their middle within a span that is made longer by `margin` seconds at both ends: (frames,)."""
    middles = (np.arange(frames) + 0.5) * voice_track.FRAME_SECONDS
    inside = np.zeros(frames, bool)
    for start, end in spans:
        first, last = np.searchsorted(middles, (start - margin, end + margin))
        inside[first:last] = True
    return inside
