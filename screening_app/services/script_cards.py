"""Prompt cards, and what has to be true of each and of all together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from screening_app.errors import ScreeningError
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VALENCES = ("positive", "neutral", "negative")
MOST_CARDS = 60  # a language

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_ID, _LONGEST_DOMAIN, _LONGEST_TEXT = 40, 60, 400  # characters
_LARGEST_VERSION = 999
_SHORTEST, _LONGEST = 5, 1800  # seconds that a card may ask for


@dataclass(frozen=True, slots=True)
class PromptCard:
    """One question in one language; its wording is fixed, and a new wording is a new version."""

    id: str  # the same in every language
    version: int
    language: str  # one of selfmm.types.LANGUAGES
    domain: str
    valence: str  # one of VALENCES
    text: str
    hint: str  # for the interviewer, should little come; "" for none
    minimum_seconds: int
    maximum_seconds: int


FIELDS = tuple(field.name for field in fields(PromptCard))


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: in which line of a CSV file, or on which card of a JSON file, each counted from 1, and why."""

    place: str  # "line", "card", or "file" where it is none of one card
    number: int  # 0 for the file
    reason: ScreeningError

    def __str__(self) -> str:
        return str(self.reason) if self.place == "file" else f"{self.place.capitalize()} {self.number}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Row:
    """What a file says of one card, not checked yet."""

    place: str
    number: int
    values: dict[str, Any]

    def problem(self, reason: ScreeningError) -> Problem:
        """A mistake of this card."""
        return Problem(self.place, self.number, reason)


def of_file(reason: ScreeningError) -> Problem:
    """A mistake of no single card."""
    return Problem("file", 0, reason)


# Each card for itself


def checked_card(row: Row, tell: Callable[[Problem], None]) -> PromptCard | None:
    """The card, or None where it has a mistake, which is told."""
    wrong: list[ScreeningError] = []
    values = row.values
    card = PromptCard(
        id=_id(values.get("id"), wrong),
        version=_whole(values.get("version"), "version", 1, _LARGEST_VERSION, wrong),
        language=_one_of(values.get("language"), "language", LANGUAGES, wrong),
        domain=_text(values.get("domain"), "domain", _LONGEST_DOMAIN, wrong),
        valence=_one_of(values.get("valence"), "valence", VALENCES, wrong),
        text=_text(values.get("text"), "text", _LONGEST_TEXT, wrong),
        hint=_text(values.get("hint", ""), "hint", _LONGEST_TEXT, wrong, may_be_empty=True),
        minimum_seconds=_whole(values.get("minimum_seconds"), "minimum_seconds", _SHORTEST, _LONGEST, wrong),
        maximum_seconds=_whole(values.get("maximum_seconds"), "maximum_seconds", _SHORTEST, _LONGEST, wrong),
    )
    if not wrong and card.maximum_seconds <= card.minimum_seconds:
        wrong.append(ScreeningError("“maximum_seconds” has to be larger than “minimum_seconds”."))
    for reason in wrong:
        tell(row.problem(reason))
    return None if wrong else card


def _id(value: object, wrong: list[ScreeningError]) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not _ID.fullmatch(text) or len(text) > _LONGEST_ID:
        wrong.append(
            ScreeningError(
                "“id” has to be a short name of small letters, digits and hyphens, such as “enjoyed-lately”."
            )
        )
    return text


def _whole(value: object, field: str, least: int, most: int, wrong: list[ScreeningError]) -> int:
    number = -1
    if isinstance(value, int) and not isinstance(value, bool):
        number = value
    elif isinstance(value, str) and re.fullmatch(r"\d{1,6}", value.strip(), re.ASCII):
        number = int(value)
    if least <= number <= most:
        return number
    wrong.append(
        ScreeningError(
            "“{field}” has to be a whole number from {least} to {most}.", field=field, least=least, most=most
        )
    )
    return least


def _one_of(value: object, field: str, known: tuple[str, ...], wrong: list[ScreeningError]) -> str:
    text = value.strip().lower() if isinstance(value, str) else ""
    if text not in known:
        wrong.append(ScreeningError("“{field}” has to be one of: {known}.", field=field, known=", ".join(known)))
    return text


def _text(value: object, field: str, longest: int, wrong: list[ScreeningError], *, may_be_empty: bool = False) -> str:
    text = clean(value) if isinstance(value, str) else ""
    if not isinstance(value, str) or not (text or may_be_empty):
        wrong.append(ScreeningError("“{field}” is missing or empty.", field=field))
    elif len(text) > longest:
        wrong.append(ScreeningError("“{field}” is longer than {longest} characters.", field=field, longest=longest))
    elif not text.isprintable():
        wrong.append(ScreeningError("“{field}” has a character that cannot be shown.", field=field))
    return text


def clean(text: str) -> str:
    """The text as one line, without the invisible marks that word processors leave."""
    return " ".join("".join(sign for sign in text if unicodedata.category(sign) != "Cf").split())


# All cards together


def disagreements(cards: list[tuple[Row, PromptCard]]) -> Iterator[Problem]:
    """What is wrong with cards that are right each for itself."""
    seen: dict[tuple[str, str], Row] = {}
    twins: dict[str, PromptCard] = {}
    for row, card in cards:
        if (card.id, card.language) in seen:
            yield row.problem(_twice(card, seen[card.id, card.language]))
            continue
        seen[card.id, card.language] = row
        if _facts(twins.setdefault(card.id, card)) != _facts(card):
            yield row.problem(_differs(card))
    by_language = {code: [card.id for _, card in cards if card.language == code] for code in LANGUAGES}
    yield from map(of_file, _language_problems({code: ids for code, ids in by_language.items() if ids}))


def _facts(card: PromptCard) -> tuple[int, str, int, int]:
    return card.version, card.valence, card.minimum_seconds, card.maximum_seconds


def _twice(card: PromptCard, first: Row) -> ScreeningError:
    return ScreeningError(
        "The card “{id}” is there twice in the language “{language}”; the first one is number {first}.",
        id=card.id,
        language=card.language,
        first=first.number,
    )


def _differs(card: PromptCard) -> ScreeningError:
    return ScreeningError(
        "The card “{id}” has another version, valence or time in its other language; they have to be the same.",
        id=card.id,
    )


def _language_problems(ids: dict[str, list[str]]) -> Iterator[ScreeningError]:
    if max(map(len, ids.values())) > MOST_CARDS:
        yield ScreeningError("There are more than {limit} cards in one language.", limit=MOST_CARDS)
    if len(ids) < len(LANGUAGES):
        return
    everywhere = set.intersection(*map(set, ids.values()))
    for language, there in ids.items():
        for missing in sorted(set().union(*ids.values()) - set(there)):
            yield ScreeningError(
                "The card “{id}” is missing in the language “{language}”.", id=missing, language=language
            )
    orders = {tuple(one for one in there if one in everywhere) for there in ids.values()}
    if len(orders) > 1:
        yield ScreeningError("The cards are not in the same order in every language.")
