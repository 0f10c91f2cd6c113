"""The prompt cards, one at a time and large enough to be read across a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.card_times import CardTimes
from screening_app.ui.widgets import Badge, Button, label, restyle
from screening_app.ui.widgets.fitted_text import FittedText

if TYPE_CHECKING:
    from screening_app.domain import ScriptCard
    from screening_app.services.script_cards import PromptCard
    from selfmm.types import Cue

_SIZES = (44, 38, 34, 30, 26, 22, 19, 16, 14, 12)


class PromptView(QFrame):
    """A card with its follow-up, the time and voice it has got, and the ways back, on and past it.

    Before a recording the follow-up stands below the card; while one runs, it is shown when it is asked for.

    A follow-up begins a further cue of the same card, so that the transcript parts what was said before and after it.
    """

    card_changed = Signal(object)  # the PromptCard that is shown now, or None; also when its follow-up begins

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._cards: tuple[PromptCard, ...] = ()
        self._index = 0
        self.times = CardTimes()
        self._counts = False  # whether time runs, because it is recorded
        self._number, self._mark = Badge("", "accent"), Badge("")
        self._time = label("", "muted")
        self._text, self._hint = FittedText(_SIZES), label("", "section", wrap=True)
        self.back, self.next = Button("", "chevron-left"), Button("", "chevron-right", "primary")
        self.skip, self.follow_up = Button("", "debug-step-over"), Button("", "comment-question-outline")
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.skip.clicked.connect(self.skip_card)
        self.follow_up.clicked.connect(self.ask_further)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head, below = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(theme.SPACE_S)
        head.addWidget(self._number)
        head.addWidget(self._mark)
        head.addStretch(1)
        head.addWidget(self._time)
        below.setSpacing(theme.SPACE_S)
        for button in (self.back, self.skip, self.follow_up):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.next)
        self.next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_M, theme.SPACE_L, theme.SPACE_M)
        column.setSpacing(theme.SPACE_M)
        column.addLayout(head)
        column.addWidget(self._text, 1)
        column.addWidget(self._hint)
        column.addLayout(below)

    # What is shown

    @property
    def card(self) -> PromptCard | None:
        """The card that is shown."""
        return self._cards[self._index] if self._cards else None

    @property
    def cards(self) -> tuple[PromptCard, ...]:
        """All cards of the script, in the order in which they are asked."""
        return self._cards

    def show_cards(self, cards: tuple[PromptCard, ...]) -> None:
        """Show a script; the same place in it stays open when only its language has changed."""
        if [card.id for card in cards] != [card.id for card in self._cards]:
            self.times.turn(self.card)
            self._index = 0
        self._cards = cards
        self._show_change()

    def restart(self) -> None:
        """Back to the first card, for a new recording."""
        self._index, self.times, self._counts = 0, CardTimes(), True
        self._show_change()

    def end(self) -> None:
        """Count no more: nothing is recorded any longer."""
        self._counts = False
        self.retranslate()

    # What is counted

    def cues(self, elapsed: float) -> tuple[Cue, ...]:
        """Which card was shown when, up to `elapsed` seconds of the recording; cards that were only passed are not."""
        return self.times.cues(self.card, elapsed)

    def script_cards(self) -> tuple[ScriptCard, ...]:
        """All cards of the script with what has become of them until now."""
        return self.times.cards(self._cards, self.card)

    def show_elapsed(self, seconds: float) -> None:
        """How long the recording is now."""
        self.times.elapsed = seconds
        self._show_time()

    def add_voice(self, seconds: float) -> None:
        """Count seconds of voice, told by how loud it is, to the card that is shown; whose voice is not known."""
        if self.card is not None:
            self.times.add_voice(self.card, seconds)

    # Ways on

    def go_back(self) -> None:
        """To the card before."""
        self._go(self._index - 1)

    def go_on(self) -> None:
        """To the next card."""
        self._go(self._index + 1)

    def skip_card(self) -> None:
        """Past this card, because it is not to be answered; what was said to it stays its answer."""
        if self.card is not None and self._counts:
            self.times.skip(self.card)
            self._go(self._index + 1)

    def ask_further(self) -> None:
        """Show the follow-up of this card."""
        card = self.card
        if card is None or not card.hint or not self._counts or card.id in self.times.followed_up:
            return
        self.times.turn(card)
        self.times.followed_up.add(card.id)
        self._show_change()

    def _go(self, index: int) -> None:
        index = min(len(self._cards) - 1, max(0, index))
        if index != self._index:
            self.times.turn(self.card)
            self._index = index
        self._show_change()

    def _show_change(self) -> None:
        self.retranslate()
        self.card_changed.emit(self.card)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again; the card itself is in the language that is spoken."""
        self._name_buttons()
        card = self.card
        for part in (self._number, self._text, self._hint, self._mark):
            part.setVisible(card is not None)
        if card is None:
            self._time.setText(self.tr("This script has no cards in the language that is spoken."))
            return
        self._number.setText(self.tr("Card {number} of {count}").format(number=self._index + 1, count=len(self._cards)))
        self._mark.setText(self.tr("Skipped"))
        self._mark.setVisible(card.id in self.times.skipped)
        self._text.setText(card.text)
        self._hint.setText(card.hint)
        self._weigh_hint("section" if self._counts else "muted")
        self._hint.setVisible(bool(card.hint) and (not self._counts or card.id in self.times.followed_up))
        self.setAccessibleName(f"{self._number.text()}: {card.text}")
        self._show_time()

    def _weigh_hint(self, role: str) -> None:
        if self._hint.property("role") != role:
            self._hint.setProperty("role", role)
            restyle(self._hint)

    def _name_buttons(self) -> None:
        card = self.card
        may_ask = card is not None and bool(card.hint) and card.id not in self.times.followed_up
        for button, text, key, possible in (
            (self.back, self.tr("Back"), "←", self._index > 0),
            (self.next, self.tr("Next"), "→", self._index + 1 < len(self._cards)),
            (self.skip, self.tr("Skip"), "S", card is not None and card.id not in self.times.skipped),
            (self.follow_up, self.tr("Follow-up"), "F", may_ask),
        ):
            button.setText(text)
            button.setToolTip(f"{text}  ({key})")
            button.setEnabled(possible)
        for button in (self.skip, self.follow_up):
            button.setVisible(self._counts)

    def _show_time(self) -> None:
        card = self.card
        if card is None:
            return
        if not self._counts:
            self._time.setText(self.tr("at least {minimum} s of voice").format(minimum=card.minimum_seconds))
            return
        spent, voiced = self.times.spent(card), self.times.voiced(card)
        if spent > card.maximum_seconds:
            words = self.tr("{spent} s · time for the next card")
        elif voiced >= card.minimum_seconds:
            words = self.tr("{spent} s · voice {voiced} s, enough")
        else:
            words = self.tr("{spent} s · voice {voiced} s of at least {minimum} s")
        self._time.setText(words.format(spent=int(spent), voiced=int(voiced), minimum=card.minimum_seconds))
