"""A patient's change from one score to the next, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from screening_app.services.history import ChangeCode
from screening_app.ui.formats import format_value

if TYPE_CHECKING:
    from screening_app.services.history import Change


def change_in_words(change: Change | None) -> str:
    """Whether the last two scores differ by more than the measurement error; None where there are not two."""
    if change is None:
        return QCoreApplication.translate(
            "history", "This is the first scored session, so there is nothing to compare it with."
        )
    words = {
        ChangeCode.WITHIN_ERROR: QCoreApplication.translate(
            "history",
            "From the session before, the score changed by {difference} points: within the measurement error. "
            "Only more than {threshold} points would be a reliable change.",
        ),
        ChangeCode.RELIABLE_RISE: QCoreApplication.translate(
            "history",
            "From the session before, the score rose by {difference} points: more than the measurement error "
            "({threshold} points).",
        ),
        ChangeCode.RELIABLE_FALL: QCoreApplication.translate(
            "history",
            "From the session before, the score fell by {difference} points: more than the measurement error "
            "({threshold} points).",
        ),
        ChangeCode.OTHER_MODEL: QCoreApplication.translate(
            "history", "The session before was scored by another model, so the two scores are not to be compared."
        ),
        ChangeCode.NO_VALUE: QCoreApplication.translate(
            "history", "This session or the one before has no score, so nothing can be said about a change."
        ),
    }
    return words[change.code].format(difference=_difference(change), threshold=format_value(change.threshold))


def _difference(change: Change) -> str:
    """How far apart the scores are; with a sign where the words do not say in which direction."""
    if change.difference is None or change.code is not ChangeCode.WITHIN_ERROR:
        return format_value(abs(change.difference or 0.0))
    return f"{'+' if change.difference > 0 else '−'}{format_value(abs(change.difference))}"
