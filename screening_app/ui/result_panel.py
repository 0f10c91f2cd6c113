"""What is known after an interview: the model's score, the questionnaires beside it, and what both rest on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.ui import glossary, theme
from screening_app.ui.answers_chart import AnswersChart
from screening_app.ui.bookmarks_view import BookmarksView
from screening_app.ui.cards_view import CardsView
from screening_app.ui.formats import format_date
from screening_app.ui.ratings_view import RatingsView
from screening_app.ui.result_views import InfluentialView, MarkersView, ModalityViews, QualityView, ScoreView
from screening_app.ui.widgets import Button, label, line
from screening_app.ui.widgets.vertical_scroll import VerticalScroll

if TYPE_CHECKING:
    from collections.abc import Mapping

    from screening_app.domain import Assessment, Bookmark, Rating, ScriptCard


@dataclass(frozen=True, slots=True)
class Result:
    """All that the panel shows; without an assessment it offers to score."""

    assessment: Assessment | None = None
    card_line: str = ""  # first line of the card of the model that scored
    meaning: str = ""  # what a result on this side of the cut-off is worth here
    markers: Mapping[str, float] = field(default_factory=dict)  # by code
    language: str = ""  # that was spoken
    seconds: float | None = None  # length of the recording; None where there is none
    ratings: tuple[Rating, ...] = ()
    cards: tuple[ScriptCard, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    locked: bool = False  # whether the session is signed off


class ResultPanel(QFrame):
    """One assessment, with what can be done with it; without one, the offer to score the interview now."""

    score_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._result = Result()
        self.title, self._when = label("", "section"), label("", "small")
        self._score, self._modalities, self._quality = ScoreView(), ModalityViews(), QualityView()
        self._markers, self._markers_title, self._markers_line = MarkersView(), label("", "strong"), line()
        self.answers, self._answers_title = AnswersChart(), label("", "strong")
        self._influential, self._about_answers = InfluentialView(), label("", "small", wrap=True)
        self._modalities_title, self._quality_title = label("", "strong"), label("", "strong")
        self._ratings, self._ratings_title = RatingsView(), label("", "strong")
        self._meaning = label("", "muted", wrap=True)
        self.bookmarks, self._bookmarks_title = BookmarksView(), label("", "strong")
        self.cards, self._cards_title = CardsView(), label("", "strong")
        self._model = label("", "small", wrap=True)
        self._unscored = label("", "muted", wrap=True)
        self.score_now = Button("", "play", "primary")
        self.score_now.clicked.connect(self.score_wanted)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, theme.SPACE_M, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self._when)
        inside = QWidget()
        self._parts: tuple[QWidget, ...] = (
            *(self._score, self._meaning, self._model, line()),
            *(self._answers_title, self.answers, self._influential, self._about_answers, line()),
            *(self._modalities_title, self._modalities, line()),
            *(self._quality_title, self._quality),
        )
        self._marker_parts = (self._markers_line, self._markers_title, self._markers)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.SPACE_M, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self._unscored)
        column.addWidget(self.score_now, 0, Qt.AlignmentFlag.AlignLeft)
        kept = (  # with or without a score
            *(self._ratings_title, self._ratings),
            *(self._cards_title, self.cards),
            *(self._bookmarks_title, self.bookmarks),
        )
        for part in (*self._parts[:3], *kept, *self._parts[3:], *self._marker_parts):
            column.addWidget(part)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.SPACE_L, theme.SPACE_M, theme.SPACE_S, theme.SPACE_M)
        outer.setSpacing(theme.SPACE_S)
        outer.addLayout(head)
        outer.addWidget(VerticalScroll(inside), 1)

    def show_result(self, result: Result) -> None:
        """Show what is known of an interview."""
        self._result = result
        self._show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again, and show the assessment anew."""
        self.title.setText(self.tr("Result"))
        self._answers_title.setText(self.tr("Answer by answer"))
        self._about_answers.setText(
            self.tr(
                "The score is the mean of the answers. How much an answer or a sentence raises or lowers it is the "
                "difference that leaving it out would make. This says what moved the number, not why somebody feels as "
                "they do."
            )
        )
        self._ratings_title.setText(self.tr("Questionnaires, each on its own scale"))
        self._cards_title.setText(self.tr("Prompt cards"))
        self._bookmarks_title.setText(self.tr("Bookmarks"))
        self._modalities_title.setText(self.tr("What each says by itself"))
        self._quality_title.setText(self.tr("Quality of the recording"))
        self._markers_title.setText(self.tr("Voice and face, measured"))
        self._unscored.setText(self.tr("This session has not been scored yet. Everything that belongs to it is kept."))
        self.score_now.setText(self.tr("Score now"))
        terms = {
            self._answers_title: "influence",
            self._markers_title: "marker",
            self._meaning: "prevalence",
            self._ratings_title: "questionnaire",
        }
        for widget, term in terms.items():
            glossary.explain(widget, term)
        self._show()

    def _show(self) -> None:
        result, assessment = self._result, self._result.assessment
        for part in (*self._parts, self._when):
            part.setVisible(assessment is not None)
        for part in (self._unscored, self.score_now):
            part.setVisible(assessment is None)
        for part in self._marker_parts:
            part.setVisible(assessment is not None and bool(result.markers))
        score = assessment.score if assessment else None
        self._ratings.show_ratings(result.ratings, score)
        self.bookmarks.show_bookmarks(result.bookmarks, playable=result.seconds is not None, locked=result.locked)
        for part in (self._bookmarks_title, self.bookmarks):
            part.setVisible(bool(result.bookmarks))
        self.cards.show_cards(result.cards)
        for part in (self._cards_title, self.cards):
            part.setVisible(bool(result.cards))
        if assessment is None or score is None:
            return
        self._when.setText(format_date(assessment.created_at, with_time=True))
        for view in (self._score, self._influential, self._modalities, self._quality):
            view.show_score(score)
        self.answers.show_answers(score, result.seconds)
        self._markers.show_markers(result.markers, result.language)
        self._meaning.setText(result.meaning)
        self._meaning.setVisible(bool(result.meaning))
        model = self.tr("Model {model}").format(model=score.bundle)
        self._model.setText(f"{model}\n{result.card_line}" if result.card_line else model)
