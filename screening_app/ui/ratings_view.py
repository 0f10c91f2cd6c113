"""The questionnaires of a session beside the model's score: each on its own scale, and whether the two agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from screening_app.services.questionnaires import instrument
from screening_app.ui import theme
from screening_app.ui.rating_words import rating_beside_score, rating_in_words
from screening_app.ui.widgets import label
from screening_app.ui.widgets.note_row import clear
from screening_app.ui.widgets.score_strip import ScoreStrip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.domain import Rating
    from selfmm.types import Score


class RatingsView(QWidget):
    """One block a rating, or a line that there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE_XS)

    def show_ratings(self, ratings: Sequence[Rating], score: Score | None) -> None:
        """Show ratings, and how each stands to `score`, which is on a scale of its own."""
        clear(self._column)
        if not ratings:
            self._column.addWidget(label(self.tr("No questionnaire was filled in."), "muted", wrap=True))
        for rating in ratings:
            self._add(rating, score)

    def _add(self, rating: Rating, score: Score | None) -> None:
        known = instrument(rating.instrument)
        self._column.addWidget(label(f"{known.name}: {rating_in_words(rating)}", "strong", wrap=True))
        if known.scale is not None and rating.value is not None:
            strip = ScoreStrip()
            strip.show_value(known.scale, rating.value)
            self._column.addWidget(strip)
        if score is not None:
            self._column.addWidget(label(rating_beside_score(rating, score), "muted", wrap=True))
