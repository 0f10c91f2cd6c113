"""How long each prompt card was shown, how much voice there was to it, and which were skipped; knows no widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.domain import ScriptCard
from selfmm.types import Cue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.services.script_cards import PromptCard

PASSED_SECONDS = 0.5  # a card that is shown for less is on the way to another one


class CardTimes:
    """Follows one recording: which card is shown from when on, in seconds of the recording."""

    def __init__(self) -> None:
        self.elapsed = 0.0
        self._since = 0.0
        self._shown: list[Cue] = []  # what was shown before what is shown now
        self._voiced: dict[str, float] = {}
        self.skipped: dict[str, float] = {}  # card → when, in seconds of the recording
        self.followed_up: set[str] = set()

    def turn(self, card: PromptCard | None) -> None:
        """End the showing of `card` here; what comes next, another card or the same one's follow-up, begins here."""
        self._shown += self._showing(card, self.elapsed)
        self._since = self.elapsed

    def skip(self, card: PromptCard) -> None:
        """Say that a card is not to be answered; the first time counts."""
        self.skipped.setdefault(card.id, self.elapsed)

    def add_voice(self, card: PromptCard, seconds: float) -> None:
        """Count voice to a card."""
        self._voiced[card.id] = self.voiced(card) + seconds

    def cues(self, card: PromptCard | None, elapsed: float) -> tuple[Cue, ...]:
        """Which card was shown when, up to `elapsed` with `card` at last; cards that were only passed are left out."""
        shown = (*self._shown, *self._showing(card, elapsed))
        return tuple(cue for cue in shown if cue.end - cue.start >= PASSED_SECONDS)

    def cards(self, script: Sequence[PromptCard], shown: PromptCard | None) -> tuple[ScriptCard, ...]:
        """All cards with what has become of them until now, `shown` being shown; those only passed were not."""
        seen = {cue.prompt for cue in self.cues(None, self.elapsed)} | ({shown.id} if shown else set())
        return tuple(
            ScriptCard(number, card.id, card.text, card.id in seen, self.skipped.get(card.id))
            for number, card in enumerate(script, start=1)
        )

    def spent(self, card: PromptCard) -> float:
        """Seconds for which a card has been shown in all, `card` being shown now."""
        before = sum(cue.end - cue.start for cue in self._shown if cue.prompt == card.id)
        return before + self.elapsed - self._since

    def voiced(self, card: PromptCard) -> float:
        """Seconds of voice while a card was shown."""
        return self._voiced.get(card.id, 0.0)

    def _showing(self, card: PromptCard | None, until: float) -> list[Cue]:
        return [] if card is None else [Cue(card.id, self._since, until)]
