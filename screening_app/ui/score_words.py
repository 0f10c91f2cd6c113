"""What a score and its recording's quality are in words, the same in the window and on a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from screening_app.ui.formats import format_value

if TYPE_CHECKING:
    from selfmm.types import Quality, Score


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


def quality_in_words(quality: Quality) -> tuple[tuple[str, str], ...]:
    """Each measurement with its name."""
    face = None if quality.face_share is None else 100 * quality.face_share
    seconds = QCoreApplication.translate("score", "{value} s")
    decibels = QCoreApplication.translate("score", "{value} dB")
    frames = QCoreApplication.translate("score", "{value}% of the pictures")
    return (
        (QCoreApplication.translate("score", "Words"), f"{quality.words}"),
        (QCoreApplication.translate("score", "Voice"), _measured(seconds, quality.voiced_seconds)),
        (QCoreApplication.translate("score", "Signal-to-noise"), _measured(decibels, quality.signal_to_noise)),
        (QCoreApplication.translate("score", "Face seen"), _measured(frames, face)),
    )


def _measured(pattern: str, value: float | None) -> str:
    """A measurement without decimals, or that there is none."""
    if value is None:
        return QCoreApplication.translate("score", "not measured")
    return pattern.format(value=f"{value:.0f}")
