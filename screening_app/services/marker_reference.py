"""Between which values markers lie in a known group of people, and why some markers have no such range.

What is known stands in `resources/markers/reference.json`, written by docs/marker_reference.py.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from screening_app.errors import ScreeningError
from screening_app.paths import RESOURCES
from selfmm.features.markers import MARKERS
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REFERENCE = RESOURCES / "markers" / "reference.json"
_DAMAGED = "The reference ranges of the markers cannot be read. Install the program again."


class NoRange(StrEnum):
    """Why a marker has no range that a person could be compared with."""

    MICROPHONE = "microphone"  # it depends on the microphone and its distance above all
    SEX = "sex"  # it depends on the sex above all, which is not known of the group
    NO_CARDS = "no_cards"  # the group was not shown cards at a known moment
    NO_FACES = "no_faces"  # the group was heard only
    OTHER_LANGUAGE = "other_language"  # the group spoke another language, and the marker depends on it


@dataclass(frozen=True, slots=True)
class MarkerRange:
    """Between which values the middle of the group lies, in the marker's own unit, and of how many people."""

    low: float
    high: float
    people: int
    only_in_its_language: bool  # the marker is something else in another language
    depends_on_microphone: bool  # on the noise in the room too


@dataclass(frozen=True, slots=True)
class MarkerReference:
    """Whose ranges these are; each marker of `MARKERS` has either a range or a reason why not, by its code."""

    source: str
    people: int
    language: str  # one of LANGUAGES
    scale: str  # by which the group was chosen
    below: float  # the cut-off on that scale, below which they all are
    percentiles: tuple[float, float]
    median_seconds_of_speech: float  # of one person
    ranges: Mapping[str, MarkerRange]
    without: Mapping[str, NoRange]

    def range_of(self, code: str, language: str) -> MarkerRange | NoRange | None:
        """What a marker of somebody who speaks `language` may be compared with, or why with nothing.

        None for a marker that is not known.
        """
        if code not in self.ranges:
            return self.without.get(code)
        found = self.ranges[code]
        if found.only_in_its_language and language != self.language:
            return NoRange.OTHER_LANGUAGE
        return found


@cache
def marker_reference(path: Path = REFERENCE) -> MarkerReference:
    """The reference that came with the program, read once; raises `ScreeningError` where the file is damaged."""
    try:
        return _checked(_parsed(json.loads(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError, OverflowError, TypeError, KeyError, AttributeError) as error:
        raise ScreeningError(_DAMAGED) from error


def _parsed(document: dict[str, Any]) -> MarkerReference:
    low, high = document["percentiles"]
    return MarkerReference(
        source=str(document["source"]),
        people=int(document["people"]),
        language=document["language"],
        scale=str(document["scale"]),
        below=float(document["below"]),
        percentiles=(float(low), float(high)),
        median_seconds_of_speech=float(document["median_seconds_of_speech"]),
        ranges={code: MarkerRange(**values) for code, values in document["ranges"].items()},
        without={code: NoRange(reason) for code, reason in document["without"].items()},
    )


def _checked(reference: MarkerReference) -> MarkerReference:
    """The same reference; raises `ValueError` where it does not hold each marker once, or holds what is no range."""
    if sorted([*reference.ranges, *reference.without]) != sorted(MARKERS):
        raise ValueError("not each marker stands in it once")
    if reference.language not in LANGUAGES:
        raise ValueError(f"{reference.language!r} is no language")
    for code, found in reference.ranges.items():
        if not -math.inf < found.low < found.high < math.inf or not 0 < found.people <= reference.people:
            raise ValueError(f"{code} has no range")
    return reference
