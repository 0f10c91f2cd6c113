"""The prompt cards that an interview follows, read from `resources/prompts`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening_app.errors import ScreeningError
from screening_app.paths import RESOURCES

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class PromptCard:
    """One question in one language; its wording is fixed, and a new wording is a new version."""

    id: str  # the same in every language
    version: int
    language: str  # one of selfmm.types.LANGUAGES
    domain: str
    valence: str  # "positive", "neutral" or "negative"
    text: str
    hint: str  # for the interviewer, should little come
    minimum_seconds: int
    maximum_seconds: int


def prompt_cards(language: str, script: str = "short", folder: Path = RESOURCES / "prompts") -> tuple[PromptCard, ...]:
    """The script's cards in `language`, in the order in which they are asked."""
    try:
        content = json.loads((folder / f"{script}.json").read_text(encoding="utf-8"))
        cards = tuple(PromptCard(**card) for card in content["cards"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScreeningError(
            "The prompt cards “{script}” cannot be read. Install the program again.", script=script
        ) from error
    return tuple(card for card in cards if card.language == language)
