"""What a rating says, in words: its total, its band, and how it stands to the model's score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.services.questionnaires import agreement, instrument, total_of
from screening_app.ui.questionnaire_words import agreement_in_words, total_in_words, value_in_words

if TYPE_CHECKING:
    from screening_app.domain import Rating
    from selfmm.types import Score


def rating_in_words(rating: Rating) -> str:
    """The total with the end of its scale and its band, or why there is none."""
    known = instrument(rating.instrument)
    if known.items and rating.answers:
        return total_in_words(known, total_of(known, rating.answers))
    return value_in_words(known, rating.value) if rating.value is not None else "–"


def rating_beside_score(rating: Rating, score: Score) -> str:
    """Whether the rating and the model's score lie on the same side, each of its own cut-off."""
    return agreement_in_words(agreement(score, rating), instrument(rating.instrument))
