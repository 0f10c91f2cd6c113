"""What became of the prompt cards of an interview: how many were asked, which were skipped, which never came up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from screening_app.domain import CardFate
from screening_app.ui import theme
from screening_app.ui.formats import format_clock
from screening_app.ui.questionnaire_words import numbers_in_words
from screening_app.ui.widgets.note_row import NoteRow, clear

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from screening_app.domain import ScriptCard


class CardsView(QWidget):
    """A note for the cards that were asked, one for each that was skipped, and one for those that were not reached."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.SPACE_XS)

    def show_cards(self, cards: Sequence[ScriptCard]) -> None:
        """Show what became of the cards."""
        clear(self._rows)
        for icon, text in self._notes(cards):
            self._rows.addWidget(NoteRow(icon, "muted", text))

    def _notes(self, cards: Sequence[ScriptCard]) -> Iterator[tuple[str, str]]:
        asked, skipped, never = ([card for card in cards if card.fate is fate] for fate in CardFate)
        words = self.tr("Asked: {count} of {all} cards")
        yield "check-circle-outline", words.format(count=len(asked), all=len(cards))
        for card in skipped:
            words = self.tr("Card {number}, skipped at {time}: {text}")
            time = format_clock(card.skipped_at or 0.0)
            yield "debug-step-over", words.format(number=card.number, time=time, text=card.text)
        if never:
            words = self.tr("Not reached: cards {numbers}")
            yield "circle-outline", words.format(numbers=numbers_in_words([card.number for card in never]))
