"""What markers may be compared with, in words: the usual range, whose it is, or why there is none.

The table holds the English words; `QT_TRANSLATE_NOOP` marks them for the translators.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from screening_app.errors import ScreeningError
from screening_app.services.marker_reference import MarkerRange, NoRange, marker_reference
from screening_app.ui import messages
from screening_app.ui.marker_words import as_shown, marker_span

if TYPE_CHECKING:
    from screening_app.services.marker_reference import MarkerReference

_NONE = "–"
_REASONS = {
    NoRange.MICROPHONE: QT_TRANSLATE_NOOP(
        "markers", "No usual range: it depends on the microphone and how far away it stands."
    ),
    NoRange.SEX: QT_TRANSLATE_NOOP(
        "markers",
        "No usual range: it differs above all between women and men, and of the volunteers only the voice is known.",
    ),
    NoRange.NO_CARDS: QT_TRANSLATE_NOOP(
        "markers", "No usual range: it is not known when the volunteers saw their questions."
    ),
    NoRange.NO_FACES: QT_TRANSLATE_NOOP("markers", "No usual range: the volunteers were heard, not seen."),
    NoRange.OTHER_LANGUAGE: QT_TRANSLATE_NOOP(
        "markers",
        "No usual range: it is another thing in another language, and the volunteers spoke Mandarin.",
    ),
}
_SPEAKERS = {
    "zh": QT_TRANSLATE_NOOP("markers", "{people} Mandarin-speaking volunteers"),
    "en": QT_TRANSLATE_NOOP("markers", "{people} English-speaking volunteers"),
}


@dataclass(frozen=True, slots=True)
class RangeWords:
    """A marker's range as it is shown beside its value."""

    text: str  # with an arrow and a word where the value lies outside; a dash where there is no range
    meaning: str  # whose range it is, or why there is none


def ranges_title() -> str:
    """What stands above the ranges."""
    return QCoreApplication.translate("markers", "Usual range")


def range_in_words(code: str, value: float, language: str) -> RangeWords:
    """The range for a known marker of one who speaks `language`, and on which side of it the value lies."""
    try:
        reference = marker_reference()
    except ScreeningError as error:
        return RangeWords(_NONE, messages.say(error))
    found = reference.range_of(code, language)
    if isinstance(found, MarkerRange):
        return RangeWords(_placed(code, value, found), _whose(reference, found))
    return RangeWords(_NONE, QCoreApplication.translate("markers", str(_REASONS[found])) if found else "")


def about_markers() -> str:
    """What such a number can and cannot say."""
    return QCoreApplication.translate(
        "markers",
        "Measurements, not a judgement: none is healthy or ill by itself. Compare a person with themselves first, "
        "recorded with the same microphone and camera.",
    )


def about_ranges(language: str) -> str:
    """Whose ranges these are and which markers have none, for a session in `language`."""
    try:
        reference = marker_reference()
    except ScreeningError as error:
        return messages.say(error)
    parts = [
        _group(reference, reference.people),
        QCoreApplication.translate("markers", "“–”: there is no range to compare with, as for all of the face."),
    ]
    if language != reference.language:
        parts.append(
            QCoreApplication.translate(
                "markers", "This session is in another language: what depends on the language is not compared."
            )
        )
    return "\n".join(parts)


def _group(reference: MarkerReference, people: int) -> str:
    """Whose range it is, and that it is no norm."""
    words = QCoreApplication.translate(
        "markers",
        "Usual range: the middle {share}% of {volunteers} below the {scale} cut-off of {cutoff}, not told apart by "
        "sex, all recorded in one study, about {seconds} s of speech each. It is not a norm: a value outside it is "
        "neither healthy nor ill by itself.",
    )
    low, high = reference.percentiles
    speakers = QCoreApplication.translate("markers", str(_SPEAKERS[reference.language]))
    return words.format(
        share=f"{high - low:g}",
        volunteers=speakers.format(people=people),
        scale=reference.scale,
        cutoff=f"{reference.below:g}",
        seconds=f"{reference.median_seconds_of_speech:.0f}",
    )


def _whose(reference: MarkerReference, found: MarkerRange) -> str:
    told = _group(reference, found.people)
    if not found.depends_on_microphone:
        return told
    beside = QCoreApplication.translate("markers", "The microphone and the noise in the room move it too.")
    return f"{told}\n{beside}"


def _placed(code: str, value: float, found: MarkerRange) -> str:
    """The range, and that the value lies outside as far as its decimals show it."""
    span, shown = marker_span(code, found.low, found.high), as_shown(code, value)
    below, above = QCoreApplication.translate("markers", "below"), QCoreApplication.translate("markers", "above")
    if shown < as_shown(code, found.low):
        return f"{span} ↓\N{NO-BREAK SPACE}{below}"
    if shown > as_shown(code, found.high):
        return f"{span} ↑\N{NO-BREAK SPACE}{above}"
    return span
