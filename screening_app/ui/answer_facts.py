"""What is known of the answers of a transcript, and the rows that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.ui.answer_places import places_in_score, values
from screening_app.ui.answer_row import AnswerRow
from screening_app.ui.score_words import most_influential

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.services.evidence import AnswerEvidence
    from selfmm.types import Answer, Score


class AnswerFacts:
    """Values and evidence of saved answers; an answer that is not corrected stays the same object, others have none."""

    def __init__(
        self, answers: Sequence[Answer], score: Score | None, evidence: Sequence[AnswerEvidence | None]
    ) -> None:
        """`evidence` is that of each answer in turn, where there is some."""
        self._answers = answers  # held, so that no other object can have the identity of one of them
        self._scale = score.scale if score else None
        self._influential = most_influential(score) if score else ()
        told = values(answers, score, places_in_score(answers, score))
        self._values = {id(answers[index]): value for index, value in told.items()}
        self._evidence = {id(answer): found for answer, found in zip(answers, evidence, strict=False)}

    def row_of(self, answer: Answer, number: int, *, playable: bool) -> AnswerRow:
        """A row with all that is known of an answer."""
        row = AnswerRow(number, answer, self._evidence.get(id(answer)), playable=playable)
        row.show_value(self._scale, self._values.get(id(answer)))
        row.show_passages([passage for passage in self._influential if passage.text in answer.text])
        return row
