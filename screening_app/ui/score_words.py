"""What a score and its recording's quality are in words, the same in the window and on a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from screening_app.ui.formats import format_value
from selfmm.types import Modality

if TYPE_CHECKING:
    from selfmm.types import Passage, Quality, Score

_MOST = 3  # sentences that are shown as the most influential
_NOTICED = 0.05  # points of the score that are not rounded away


def interval_in_words(score: Score) -> str:
    """What the interval promises of one person; "" where there is none."""
    if score.interval is None:
        return ""
    words = QCoreApplication.translate(
        "score",
        "{share} prediction interval: this person’s own {scale} value is expected between {low} and {high}. "
        "Of people whom the model had not seen, about {share} had theirs within such an interval.",
    )
    low, high = map(format_value, score.interval)
    return words.format(share=f"{score.coverage:.0%}", scale=score.scale.name, low=low, high=high)


def chance_in_words(score: Score) -> str:
    """How probable it is that this person's own value is at or above the cut-off; "" where the model does not say."""
    if score.probability is None:
        return ""
    words = QCoreApplication.translate(
        "score",
        "Estimated probability of an own {scale} value of {cutoff} or more: {share}.",
    )
    return words.format(scale=score.scale.name, cutoff=f"{score.scale.cutoff:g}", share=f"{score.probability:.0%}")


def modality_in_words(score: Score, modality: Modality) -> str:
    """What a modality says by itself, or why it says nothing."""
    value: float | None = getattr(score, modality.value)
    if value is not None:
        return format_value(value)
    if score.value is None or modality not in _measured_by(score.quality):
        return QCoreApplication.translate("score", "not used")
    return QCoreApplication.translate("score", "not scored")


def unscored_in_words(score: Score) -> str:
    """That what was recorded of voice and picture is described but not scored; "" where the model uses it all."""
    if score.value is None:
        return ""
    unscored = [name for name in _measured_by(score.quality) if getattr(score, name.value) is None]
    if unscored == [Modality.AUDIO]:
        return QCoreApplication.translate("score", "Voice recorded and described, not scored by this model.")
    if unscored == [Modality.VISION]:
        return QCoreApplication.translate("score", "Picture recorded and described, not scored by this model.")
    if unscored:
        return QCoreApplication.translate(
            "score", "Voice and picture recorded and described, not scored by this model."
        )
    return ""


def _measured_by(quality: Quality) -> tuple[Modality, ...]:
    """The modalities beside words that were recorded."""
    there = {Modality.AUDIO: quality.voiced_seconds, Modality.VISION: quality.face_share}
    return tuple(modality for modality, measured in there.items() if measured is not None)


def most_influential(score: Score) -> tuple[Passage, ...]:
    """The few sentences that move the score most, the strongest first; those that hardly move it are left out."""
    passages = [passage for answer in score.answers for passage in answer.passages]
    strongest = sorted(passages, key=lambda passage: abs(passage.effect), reverse=True)
    return tuple(passage for passage in strongest[:_MOST] if abs(passage.effect) >= _NOTICED)


def effect_in_words(effect: float) -> str:
    """By how much something raises or lowers the score."""
    if effect > 0:
        words = QCoreApplication.translate("score", "raises the score by {points}")
    else:
        words = QCoreApplication.translate("score", "lowers the score by {points}")
    return words.format(points=format_value(abs(effect)))


def quality_in_words(quality: Quality) -> tuple[tuple[str, str], ...]:
    """Each measurement with its name; the finer ones only where they were made."""
    face = None if quality.face_share is None else 100 * quality.face_share
    seconds = QCoreApplication.translate("score", "{value} s")
    decibels = QCoreApplication.translate("score", "{value} dB")
    frames = QCoreApplication.translate("score", "{value}% of the pictures")
    return (
        (QCoreApplication.translate("score", "Words"), f"{quality.words}"),
        (QCoreApplication.translate("score", "Voice"), _measured(seconds, quality.voiced_seconds)),
        (QCoreApplication.translate("score", "Signal-to-noise"), _measured(decibels, quality.signal_to_noise)),
        (QCoreApplication.translate("score", "Face seen"), _measured(frames, face)),
        *_finer(quality),
    )


def _finer(quality: Quality) -> list[tuple[str, str]]:
    """What older assessments do not have, nor recordings without sound or picture."""
    share = QCoreApplication.translate("score", "{value}%")
    sound = QCoreApplication.translate("score", "{value}% of the speech")
    measured = (
        (QCoreApplication.translate("score", "Overloaded"), sound, quality.clipped_share, 100.0),
        (QCoreApplication.translate("score", "Transcript confidence"), share, quality.confidence, 100.0),
        (QCoreApplication.translate("score", "Brightness"), share, quality.brightness, 100.0),
        (QCoreApplication.translate("score", "Sharpness"), "{value}", quality.sharpness, 1.0),
    )
    return [(name, _measured(pattern, unit * value)) for name, pattern, value, unit in measured if value is not None]


def _measured(pattern: str, value: float | None) -> str:
    """A measurement without decimals, or that there is none; a little is told apart from nothing."""
    if value is None:
        return QCoreApplication.translate("score", "not measured")
    return pattern.format(value="< 1" if 0 < value < 0.5 else f"{value:.0f}")
