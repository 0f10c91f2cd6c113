"""The prompt cards, one at a time and large enough to be read across a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets import Badge, Button, label
from selfmm.types import Cue

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from screening_app.services.prompts import PromptCard

_PASSED_SECONDS = 0.5  # a card that is shown for less is on the way to another one
_SIZES = (30, 26, 22, 19, 16, 14, 12)  # points; the largest that fits is taken


class PromptView(QFrame):
    """A card with its hint, the time spent on it, and the way back and on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._cards: tuple[PromptCard, ...] = ()
        self._index = 0
        self._elapsed = 0.0
        self._since = 0.0
        self._shown: list[Cue] = []  # the cards before the one that is shown now
        self._number, self._time = Badge("", "accent"), label("", "muted")
        self._text, self._hint = label("", wrap=True), label("", "muted", wrap=True)
        self.back, self.next = Button("", "chevron-left"), Button("", "chevron-right")
        self.back.clicked.connect(lambda: self._go(self._index - 1))
        self.next.clicked.connect(lambda: self._go(self._index + 1))
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head, below = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._number)
        head.addStretch(1)
        head.addWidget(self._time)
        below.addWidget(self.back)
        below.addStretch(1)
        below.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_M, theme.SPACE_L, theme.SPACE_M)
        column.setSpacing(theme.SPACE_M)
        column.addLayout(head)
        column.addStretch(1)
        column.addWidget(self._text)
        column.addWidget(self._hint)
        column.addStretch(1)
        column.addLayout(below)

    @property
    def card(self) -> PromptCard | None:
        """The card that is shown."""
        return self._cards[self._index] if self._cards else None

    def show_cards(self, cards: tuple[PromptCard, ...]) -> None:
        """Show a script; the same place in it stays open when only its language has changed."""
        if [card.id for card in cards] != [card.id for card in self._cards]:
            self._turn_to(0)
        self._cards = cards
        self.retranslate()

    def restart(self) -> None:
        """Back to the first card, for a new recording."""
        self._index, self._elapsed, self._since = 0, 0.0, 0.0
        self._shown = []
        self.retranslate()

    def cues(self, elapsed: float) -> tuple[Cue, ...]:
        """Which card was shown when, up to `elapsed` seconds of the recording; cards that were only passed are not."""
        return tuple(cue for cue in (*self._shown, *self._cue_until(elapsed)) if cue.end - cue.start >= _PASSED_SECONDS)

    def _cue_until(self, elapsed: float) -> list[Cue]:
        return [Cue(self.card.id, self._since, elapsed)] if self.card else []

    def show_elapsed(self, seconds: float) -> None:
        """How long the recording is now; the card counts from when it was opened."""
        self._elapsed = seconds
        self._show_time()

    def _go(self, index: int) -> None:
        self._turn_to(min(len(self._cards) - 1, max(0, index)))
        self.retranslate()

    def _turn_to(self, index: int) -> None:
        self._shown += self._cue_until(self._elapsed)
        self._index, self._since = index, self._elapsed

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again; the card itself is in the language that is spoken."""
        self.back.setText(self.tr("Back"))
        self.next.setText(self.tr("Next card"))
        self.next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.back.setEnabled(self._index > 0)
        self.next.setEnabled(self._index + 1 < len(self._cards))
        card = self.card
        if card is None:
            return
        self._number.setText(self.tr("Card {number} of {count}").format(number=self._index + 1, count=len(self._cards)))
        self._text.setText(card.text)
        self._hint.setText(card.hint)
        self._fit()
        self._show_time()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the card's text to the room there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Write the card as large as it can stand there whole."""
        width = self.width() - 2 * theme.SPACE_L
        others = sum(part.sizeHint().height() for part in (self._number, self.back)) + 6 * theme.SPACE_M
        room = self.height() - others - self._hint.heightForWidth(width)
        flags = Qt.TextFlag.TextWordWrap
        for size in _SIZES:
            metrics = QFontMetrics(theme.font(size), self._text)
            needed = metrics.boundingRect(QRect(0, 0, width, 10_000), flags, self._text.text())
            if needed.height() <= room and needed.width() <= width:
                break
        self._text.setStyleSheet(f"font-size: {size}pt;")

    def _show_time(self) -> None:
        card = self.card
        if card is None:
            return
        spent = int(self._elapsed - self._since)
        if spent > card.maximum_seconds:
            words = self.tr("{spent} s · time for the next card")
        elif spent >= card.minimum_seconds:
            words = self.tr("{spent} s · long enough")
        else:
            words = self.tr("{spent} s of at least {minimum} s")
        self._time.setText(words.format(spent=spent, minimum=card.minimum_seconds))
