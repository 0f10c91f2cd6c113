"""The lines of a comparison of two sessions, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from screening_app.services.history import ChangeCode
from screening_app.services.instrument_facts import instrument_name
from screening_app.ui.formats import format_value
from screening_app.ui.marker_words import marker_title, marker_value
from screening_app.ui.series_words import points_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from screening_app.services.comparison import Comparison, Pair
    from selfmm.types import AnswerScore


_MEANINGS = {
    ChangeCode.WITHIN_ERROR: QT_TRANSLATE_NOOP("compare", "Within measurement error ({threshold} points)"),
    ChangeCode.RELIABLE_RISE: QT_TRANSLATE_NOOP("compare", "Reliable rise: beyond measurement error"),
    ChangeCode.RELIABLE_FALL: QT_TRANSLATE_NOOP("compare", "Reliable fall: beyond measurement error"),
    ChangeCode.OTHER_MODEL: QT_TRANSLATE_NOOP("compare", "Different models: not to be compared"),
    ChangeCode.NO_VALUE: QT_TRANSLATE_NOOP("compare", "Not in both sessions"),
    ChangeCode.NOT_KNOWN: QT_TRANSLATE_NOOP("compare", "Measurement error not known"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: what it is, the earlier and the later session, the difference, what that means."""

    cells: tuple[str, ...]
    is_heading: bool = False


def number_lines(comparison: Comparison) -> list[Line]:
    """Scores, ratings and markers, each under a heading; a heading without anything below is left out."""
    groups = (
        (
            QCoreApplication.translate("compare", "Score of the model"),
            [_score_line(pair) for pair in comparison.scores],
        ),
        (QCoreApplication.translate("compare", "Ratings"), [_rating_line(pair) for pair in comparison.ratings]),
        (
            QCoreApplication.translate("compare", "Markers of voice and face"),
            [_marker_line(pair) for pair in comparison.markers],
        ),
    )
    return [line for title, lines in groups if lines for line in (Line((title, "", "", "", ""), True), *lines)]


def answer_lines(comparison: Comparison) -> list[Line]:
    """What was said to each card in both sessions, with the model's score of it."""
    return [
        Line((f"{number}", *_answer(earlier), *_answer(later)))
        for number, (earlier, later) in enumerate(comparison.answers, start=1)
    ]


def _answer(answer: AnswerScore | None) -> tuple[str, str]:
    return ("–", "–") if answer is None else (answer.text or "–", format_value(answer.value))


def _score_line(pair: Pair) -> Line:
    return _line(
        pair.code, pair, map(format_value, (pair.earlier, pair.later)), points_in_words(pair.change.difference)
    )


def _rating_line(pair: Pair) -> Line:
    values = ("–" if value is None else QLocale().toString(value, "g", 4) for value in (pair.earlier, pair.later))
    return _line(instrument_name(pair.code), pair, values, points_in_words(pair.change.difference))


def _marker_line(pair: Pair) -> Line:
    values = ("–" if value is None else marker_value(pair.code, value) for value in (pair.earlier, pair.later))
    difference = pair.change.difference
    if difference is None:
        return _line(marker_title(pair.code), pair, values, "")
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return _line(marker_title(pair.code), pair, values, f"{sign}{marker_value(pair.code, abs(difference))}")


def _line(name: str, pair: Pair, values: Iterable[str], difference: str) -> Line:
    return Line((name, *values, difference or "–", _meaning(pair)))


def _meaning(pair: Pair) -> str:
    words = QCoreApplication.translate("compare", str(_MEANINGS[pair.change.code]))
    return words.format(threshold=format_value(pair.change.threshold))
