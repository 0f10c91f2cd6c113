"""From which quality on there is a number, and from which on it comes without a warning.

All limits are here. The codes are told in words, each with what to do, by whoever shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from selfmm.types import Quality


@dataclass(frozen=True, slots=True)
class QualityLimits:
    """Below a floor there is no number; below the limit of a warning there is a number and a warning.

    Our own choices, to be revised with evidence: 90 seconds of voice is what the interview's script asks for in
    all and 15 what it asks for a card; 10 words are about one short sentence; at 0 dB the pauses are as loud as the
    speech; a sharpness of 10 lies between a blur of 2 and of 4 pixels (docs/features.md). The rest has no evidence yet.
    """

    fewest_words: int = 10
    fewest_voiced_seconds: float = 5.0
    lowest_signal_to_noise: float = 0.0  # decibels
    warn_voiced_seconds: float = 90.0
    warn_answer_voiced_seconds: float = 15.0
    warn_signal_to_noise: float = 10.0  # decibels
    warn_clipped_share: float = 0.01
    warn_confidence: float = 0.5
    warn_face_share: float = 0.6
    warn_several_faces_share: float = 0.1
    warn_darkness: float = 0.15  # mean luma
    warn_brightness: float = 0.9
    warn_sharpness: float = 10.0


LIMITS = QualityLimits()


def quality_reasons(quality: Quality, *, has_answers: bool) -> tuple[str, ...]:
    """Why there can be no number, as codes; empty where the quality is above the floor."""
    if not has_answers:
        return ("no_speech",)
    reasons = []
    if quality.words < LIMITS.fewest_words:
        reasons.append("too_few_words")
    if quality.voiced_seconds is not None and quality.voiced_seconds < LIMITS.fewest_voiced_seconds:
        reasons.append("too_little_voice")
    if _below(quality.signal_to_noise, LIMITS.lowest_signal_to_noise):
        reasons.append("too_noisy")
    return tuple(reasons)


def quality_warnings(
    quality: Quality, *, language: str, trained: tuple[str, ...], hears: bool = True
) -> tuple[str, ...]:
    """What makes the score of a whole interview less sure, as codes; `hears` is whether the model uses the voice."""
    warnings = []
    if language not in LANGUAGES:
        warnings.append("unknown_language")
    elif language not in trained:
        warnings.append("language_not_trained")
    if quality.heard_language is not None:
        warnings.append("another_language")
    if quality.truncated:
        warnings.append("truncated")
    if quality.voiced_seconds is None:
        warnings += ["no_sound"] if hears else []
    elif quality.voiced_seconds < LIMITS.warn_voiced_seconds:
        warnings.append("little_voice")
    return (*warnings, *_sound_warnings(quality), *_picture_warnings(quality))


def answer_warnings(quality: Quality) -> tuple[str, ...]:
    """What makes one answer less good as evidence, as codes."""
    little = _below(quality.voiced_seconds, LIMITS.warn_answer_voiced_seconds)
    return (*(["little_voice"] if little else []), *_sound_warnings(quality), *_picture_warnings(quality))


def _sound_warnings(quality: Quality) -> list[str]:
    warnings = []
    if _below(quality.signal_to_noise, LIMITS.warn_signal_to_noise):
        warnings.append("noisy")
    if (quality.clipped_share or 0.0) > LIMITS.warn_clipped_share:
        warnings.append("clipped")
    if _below(quality.confidence, LIMITS.warn_confidence):
        warnings.append("words_unsure")
    return warnings


def _picture_warnings(quality: Quality) -> list[str]:
    if quality.face_share is None:
        return []
    warnings = []
    if quality.face_share == 0:
        warnings.append("no_face")
    elif quality.face_share < LIMITS.warn_face_share:
        warnings.append("face_seldom_seen")
    if (quality.several_faces_share or 0) > LIMITS.warn_several_faces_share:
        warnings.append("several_faces")
    if _below(quality.brightness, LIMITS.warn_darkness):
        warnings.append("dark")
    if (quality.brightness or 0.0) > LIMITS.warn_brightness:
        warnings.append("too_bright")
    if _below(quality.sharpness, LIMITS.warn_sharpness):
        warnings.append("blurred")
    return warnings


def _below(value: float | None, limit: float) -> bool:
    return value is not None and value < limit
