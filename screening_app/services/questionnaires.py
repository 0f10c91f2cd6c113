"""Questionnaires and what their answers add up to: wording, totals, bands, item 9, agreement with the model's score.

What an instrument is stands in `resources/questionnaires`, its range, cut-off and bands in `selfmm.scales` with their
sources. Nothing here converts between scales.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from screening_app.errors import ScreeningError
from screening_app.paths import RESOURCES
from selfmm.scales import SEVERITY, find_scale
from selfmm.types import INDETERMINATE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from screening_app.domain import Rating
    from selfmm.types import LabelScale, Score

Words = Mapping[str, str]  # a text in each of selfmm.types.LANGUAGES
Answers = tuple[int | None, ...]  # one for each item; None where the item was not answered

FOLDER = RESOURCES / "questionnaires"
_IDS = ("phq-9", "phq-8", "gad-7", "hamd-17", "bdi-ii", "sds")  # in the order in which they are offered
_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")


class Measures(StrEnum):
    """What an instrument is about; two that are about different things cannot agree or disagree."""

    DEPRESSION = "depression"
    ANXIETY = "anxiety"


class Agreement(StrEnum):
    """How the model's score and a questionnaire stand to each other, each by its own scale and cut-off."""

    BOTH_BELOW = "both_below"
    BOTH_AT_OR_ABOVE = "both_at_or_above"
    ONLY_SCORE_AT_OR_ABOVE = "only_score_at_or_above"
    ONLY_RATING_AT_OR_ABOVE = "only_rating_at_or_above"
    SCORE_INDETERMINATE = "score_indeterminate"
    RATING_UNDECIDED = "rating_undecided"  # what was not answered could tip it over the cut-off
    NO_CUTOFF = "no_cutoff"  # the instrument has none here
    NOT_COMPARABLE = "not_comparable"  # one is about depression, the other is not


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One of the answers to choose from, with the points it counts and its LOINC answer code."""

    value: int
    code: str
    text: Words


@dataclass(frozen=True, slots=True)
class Item:
    """One question in its official wording, with its number on the form (from 1) and its LOINC code."""

    number: int
    code: str
    text: Words


@dataclass(frozen=True, slots=True)
class Difficulty:
    """The question at the end of the form that counts no points: how hard the problems make life."""

    code: str  # LOINC
    text: Words
    options: tuple[AnswerOption, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire or rating scale; without `items`, only its total is entered."""

    id: str  # such as "phq-9"
    title: Words
    measures: Measures
    minimum: float
    maximum: float
    step: float  # an entered total is a whole number or a multiple of this
    scale: LabelScale | None  # its cut-off and bands; None where this program knows of none
    lead_in: Words
    items: tuple[Item, ...]
    options: tuple[AnswerOption, ...]  # the answers to each item, in rising order
    difficulty: Difficulty | None
    safety_item: int | None  # number of the item about death and self-harm
    most_missing: int  # so many items may be missing for a pro-rated total: docs/decisions/0015
    panel_code: str  # LOINC; "" where none is known for sure
    total_code: str  # LOINC; "" where none is known for sure
    source: Words  # who made it, and that it may be used; {} where only the total is entered

    @property
    def name(self) -> str:
        """The short name that is the same in every language, such as "PHQ-9"."""
        return self.id.upper()

    @property
    def cutoff(self) -> float | None:
        """The lowest total that counts as above the cut-off; None where this program knows of none."""
        return self.scale.cutoff if self.scale else None


@dataclass(frozen=True, slots=True)
class Total:
    """What the answers add up to.

    `value` is None where too many items are missing. `missing` are the numbers of the items without an answer; whatever
    these would be answered, the total lies between `lowest` and `highest`.
    """

    value: int | None
    is_complete: bool
    is_prorated: bool
    missing: tuple[int, ...]
    lowest: int
    highest: int


@cache
def instruments() -> tuple[Instrument, ...]:
    """All instruments, in the order in which they are offered."""
    return tuple(read_instrument(name) for name in _IDS)


def instrument(name: str) -> Instrument:
    """The instrument with this id. Raises ScreeningError where there is none."""
    for known in instruments():
        if known.id == name:
            return known
    raise ScreeningError("This program knows no questionnaire “{name}”. Install its newest version.", name=name)


def read_instrument(name: str, folder: Path = FOLDER) -> Instrument:
    """An instrument from its file. Raises ScreeningError where the file cannot be read."""
    try:
        return _instrument_of(_content(name, folder))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScreeningError(
            "The questionnaire “{name}” cannot be read. Install the program again.", name=name
        ) from error


def _content(name: str, folder: Path) -> dict[str, Any]:
    """What a file says; a shorter form takes its items and their wording from the longer one."""
    content: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    if "first_items_of" not in content:
        return content
    longer = _content(content["first_items_of"], folder)
    shared = {key: longer[key] for key in ("lead_in", "options", "difficulty", "source")}
    return shared | content | {"items": longer["items"][: content["count"]]}


def _instrument_of(content: dict[str, Any]) -> Instrument:
    scale = find_scale(content["scale"]) if "scale" in content else None
    return Instrument(
        id=content["id"],
        title=content["title"],
        measures=Measures(content["measures"]),
        minimum=scale.minimum if scale else content["minimum"],
        maximum=scale.maximum if scale else content["maximum"],
        step=content.get("step", 1),
        scale=scale,
        lead_in=content.get("lead_in", {}),
        items=tuple(Item(**item) for item in content.get("items", ())),
        options=_options(content.get("options", ())),
        difficulty=_difficulty(content.get("difficulty")),
        safety_item=content.get("safety_item"),
        most_missing=content.get("most_missing", 0),
        panel_code=content.get("panel_code", ""),
        total_code=content.get("total_code", ""),
        source=content.get("source", {}),
    )


def _options(content: Sequence[dict[str, Any]]) -> tuple[AnswerOption, ...]:
    return tuple(AnswerOption(**option) for option in content)


def _difficulty(content: dict[str, Any] | None) -> Difficulty | None:
    return Difficulty(content["code"], content["text"], _options(content["options"])) if content else None


def total_of(instrument: Instrument, answers: Answers) -> Total:
    """The total of an instrument's items.

    With few enough missing, it is the mean of the answered items times the number of items, rounded to the nearest
    whole number and a half upwards (docs/decisions/0015). Raises ValueError for answers to another instrument.
    """
    _check(instrument, answers)
    given = [answer for answer in answers if answer is not None]
    missing = tuple(item.number for item, answer in zip(instrument.items, answers, strict=True) if answer is None)
    points, most = sum(given), max(option.value for option in instrument.options)
    can_be_given = bool(given) and len(missing) <= instrument.most_missing
    return Total(
        value=_prorated(points, len(given), len(answers)) if can_be_given else None,
        is_complete=not missing,
        is_prorated=can_be_given and bool(missing),
        missing=missing,
        lowest=points,
        highest=points + most * len(missing),
    )


def _prorated(points: int, answered: int, items: int) -> int:
    """`points / answered * items`, a half rounded upwards, without the rounding errors of floats."""
    return (2 * points * items + answered) // (2 * answered)


def _check(instrument: Instrument, answers: Answers) -> None:
    allowed = {None, *(option.value for option in instrument.options)}
    if not instrument.items or len(answers) != len(instrument.items) or not allowed.issuperset(answers):
        raise ValueError(f"these are no answers to {instrument.id}: {answers}")


def band_of(instrument: Instrument, value: float) -> str | None:
    """The code of the band that a total lies in, such as "moderate"; None where this program knows of no bands."""
    return instrument.scale.band(value) if instrument.scale else None


def needs_safety_review(instrument: Instrument, answers: Answers) -> bool:
    """Whether the item about death and self-harm was answered with more than 0."""
    return bool(_safety_answer(instrument, answers))


def safety_item_is_open(instrument: Instrument, answers: Answers) -> bool:
    """Whether there is an item about death and self-harm, and it was not answered: ask the patient."""
    return instrument.safety_item is not None and _safety_answer(instrument, answers) is None


def _safety_answer(instrument: Instrument, answers: Answers) -> int | None:
    if instrument.safety_item is None:
        return None
    _check(instrument, answers)
    numbers = [item.number for item in instrument.items]
    return answers[numbers.index(instrument.safety_item)]


def total_from_text(instrument: Instrument, text: str) -> float:
    """A total as it is typed, wide digits and a comma for the point included.

    Raises ScreeningError that says what the instrument's totals are like.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", ".").replace("。", ".")
    ends = {"minimum": f"{instrument.minimum:g}", "maximum": f"{instrument.maximum:g}"}
    if not _NUMBER.fullmatch(plain) or not instrument.minimum <= float(plain) <= instrument.maximum:
        raise ScreeningError("Type a number from {minimum} to {maximum}.", **ends)
    value = float(plain)
    if value % 1 and value % instrument.step:
        if instrument.step == 1:
            raise ScreeningError("Type a whole number.")
        raise ScreeningError("Type a whole number or a multiple of {step}.", step=f"{instrument.step:g}")
    return value


def agreement(score: Score, rating: Rating) -> Agreement:
    """Whether the model's score and a questionnaire lie on the same side, each of its own cut-off."""
    known = instrument(rating.instrument)
    if known.measures != Measures.DEPRESSION or score.scale.name not in depression_scales():
        return Agreement.NOT_COMPARABLE
    if known.cutoff is None:
        return Agreement.NO_CUTOFF
    if score.value is None or score.band == INDETERMINATE:
        return Agreement.SCORE_INDETERMINATE
    rated = {total >= known.cutoff for total in _possible_totals(known, rating)}
    if len(rated) != 1:
        return Agreement.RATING_UNDECIDED
    sides = score.value >= score.scale.cutoff, rated.pop()
    return {
        (False, False): Agreement.BOTH_BELOW,
        (True, True): Agreement.BOTH_AT_OR_ABOVE,
        (True, False): Agreement.ONLY_SCORE_AT_OR_ABOVE,
        (False, True): Agreement.ONLY_RATING_AT_OR_ABOVE,
    }[sides]


def depression_scales() -> set[str]:
    """The scales of models that score depression; others score sentiment or humour."""
    scales = {known.scale.name for known in instruments() if known.scale and known.measures == Measures.DEPRESSION}
    return scales | {SEVERITY.name}


def _possible_totals(known: Instrument, rating: Rating) -> tuple[float, ...]:
    """The lowest and highest total that a rating's missing answers leave open; () where nothing is known."""
    if known.items:
        total = total_of(known, rating.answers)
        return total.lowest, total.highest
    return () if rating.value is None else (rating.value,)
