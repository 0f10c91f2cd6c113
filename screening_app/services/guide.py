"""The texts of the help: the user guide and the model's card, as they lie on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.errors import ScreeningError
from screening_app.paths import DOCS
from screening_app.services.model_registry import active_bundle

if TYPE_CHECKING:
    from screening_app.settings import Settings

_NO_GUIDE = "The user guide {name} is not there. Install the program again."


def user_guide(language: str) -> str:
    """The user guide in "en" or "zh", as Markdown. Raises `ScreeningError` where it did not come along."""
    path = DOCS / f"user-guide.{language}.md"
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScreeningError(
            "The user guide {name} is not there. Install the program again.", name=path.name
        ) from error


def model_card(settings: Settings, language: str) -> str:
    """The card of the model that scores, as Markdown. Raises `BundleError` when the model is missing or broken."""
    card = active_bundle(settings).card
    return card.get(language, card["en"])
