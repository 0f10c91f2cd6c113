"""What markers of voice and face are called, in which unit they are, and what each one is.

The tables hold the English words; `QT_TRANSLATE_NOOP` marks them for the translators.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS_A_MINUTE = QT_TRANSLATE_NOOP("markers", "words/min")
_A_MINUTE = QT_TRANSLATE_NOOP("markers", "per minute")
_SECONDS = QT_TRANSLATE_NOOP("markers", "s")
_SEMITONES = QT_TRANSLATE_NOOP("markers", "semitones")
_PERCENT, _HERTZ, _DECIBELS, _FULL_SCALE, _DEGREES = "%", "Hz", "dB", "dBFS", "°/s"  # the same in every language


@dataclass(frozen=True, slots=True)
class MarkerWords:
    """One marker as it is shown."""

    code: str
    name: str
    value: str  # with its unit
    meaning: str  # a sentence


# code: name, unit, decimals, meaning; in the order in which they are shown
_VOICE = {
    "speech_rate": (
        QT_TRANSLATE_NOOP("markers", "Speech rate"),
        _WORDS_A_MINUTE,
        0,
        QT_TRANSLATE_NOOP("markers", "Words, or Chinese characters, a minute of answering, with the pauses."),
    ),
    "articulation_rate": (
        QT_TRANSLATE_NOOP("markers", "Articulation rate"),
        _WORDS_A_MINUTE,
        0,
        QT_TRANSLATE_NOOP("markers", "Words, or Chinese characters, a minute of answering, without the pauses."),
    ),
    "pause_share": (
        QT_TRANSLATE_NOOP("markers", "Pause share"),
        _PERCENT,
        0,
        QT_TRANSLATE_NOOP("markers", "Share of the time of answering that is silent for 0.25 seconds or more."),
    ),
    "pause_seconds": (
        QT_TRANSLATE_NOOP("markers", "Mean pause"),
        _SECONDS,
        2,
        QT_TRANSLATE_NOOP("markers", "How long a pause within an answer lasts on average."),
    ),
    "pause_rate": (
        QT_TRANSLATE_NOOP("markers", "Pauses"),
        _A_MINUTE,
        1,
        QT_TRANSLATE_NOOP("markers", "How many pauses there are in a minute of answering."),
    ),
    "latency": (
        QT_TRANSLATE_NOOP("markers", "Response latency"),
        _SECONDS,
        1,
        QT_TRANSLATE_NOOP(
            "markers", "From the moment the card appears to the first sound of the answer, on average over the cards."
        ),
    ),
    "pitch": (
        QT_TRANSLATE_NOOP("markers", "Pitch, median"),
        _HERTZ,
        0,
        QT_TRANSLATE_NOOP("markers", "How high the voice is. It differs between people, above all between sexes."),
    ),
    "pitch_range": (
        QT_TRANSLATE_NOOP("markers", "Pitch range"),
        _SEMITONES,
        1,
        QT_TRANSLATE_NOOP("markers", "From the 5th to the 95th percentile of the pitch; 12 semitones are an octave."),
    ),
    "pitch_variability": (
        QT_TRANSLATE_NOOP("markers", "Pitch variability"),
        _SEMITONES,
        1,
        QT_TRANSLATE_NOOP("markers", "Standard deviation of the pitch: small where somebody speaks in one tone."),
    ),
    "loudness": (
        QT_TRANSLATE_NOOP("markers", "Loudness, mean"),
        _FULL_SCALE,
        0,
        QT_TRANSLATE_NOOP(
            "markers", "How loud the voice is below the loudest that can be recorded. It depends on the microphone."
        ),
    ),
    "loudness_range": (
        QT_TRANSLATE_NOOP("markers", "Loudness range"),
        _DECIBELS,
        0,
        QT_TRANSLATE_NOOP("markers", "From the 5th to the 95th percentile of the loudness of the voice."),
    ),
    "jitter": (
        QT_TRANSLATE_NOOP("markers", "Jitter"),
        _PERCENT,
        2,
        QT_TRANSLATE_NOOP("markers", "How much one cycle of the voice differs in length from the next, on average."),
    ),
    "shimmer": (
        QT_TRANSLATE_NOOP("markers", "Shimmer"),
        _PERCENT,
        1,
        QT_TRANSLATE_NOOP("markers", "How much one cycle of the voice differs in strength from the next, on average."),
    ),
    "harmonicity": (
        QT_TRANSLATE_NOOP("markers", "Harmonics-to-noise ratio"),
        _DECIBELS,
        1,
        QT_TRANSLATE_NOOP("markers", "Tone against noise within the voice: low where it is hoarse or breathy."),
    ),
}
_FACE = {
    "face_share": (
        QT_TRANSLATE_NOOP("markers", "Face in the picture"),
        _PERCENT,
        0,
        QT_TRANSLATE_NOOP("markers", "Share of the time in which the face can be seen; the other numbers are of it."),
    ),
    "smile_share": (
        QT_TRANSLATE_NOOP("markers", "Time smiling"),
        _PERCENT,
        0,
        QT_TRANSLATE_NOOP(
            "markers", "Share of the time with the corners of the mouth clearly drawn up. Crying can look like it."
        ),
    ),
    "smile_intensity": (
        QT_TRANSLATE_NOOP("markers", "Smile intensity, 0 to 1"),
        "",
        2,
        QT_TRANSLATE_NOOP("markers", "How far the corners of the mouth are drawn up on average."),
    ),
    "brow_lowering": (
        QT_TRANSLATE_NOOP("markers", "Brow lowering, 0 to 1"),
        "",
        2,
        QT_TRANSLATE_NOOP("markers", "How far the brows are drawn down and together on average."),
    ),
    "gaze_aversion": (
        QT_TRANSLATE_NOOP("markers", "Looking away"),
        _PERCENT,
        0,
        QT_TRANSLATE_NOOP(
            "markers", "Share of the time in which the person looks more than 15 degrees away from the usual direction."
        ),
    ),
    "head_movement": (
        QT_TRANSLATE_NOOP("markers", "Head movement"),
        _DEGREES,
        1,
        QT_TRANSLATE_NOOP("markers", "How fast the head turns and tilts on average."),
    ),
    "blink_rate": (
        QT_TRANSLATE_NOOP("markers", "Blinks"),
        _A_MINUTE,
        0,
        QT_TRANSLATE_NOOP("markers", "How often both eyes close briefly. A few are missed."),
    ),
    "expressivity": (
        QT_TRANSLATE_NOOP("markers", "Expressivity, 0 to 1"),
        "",
        3,
        QT_TRANSLATE_NOOP("markers", "How much the face moves in all, whichever movement it is."),
    ),
}


def markers_in_words(markers: Mapping[str, float]) -> list[tuple[str, list[MarkerWords]]]:
    """The markers, by their codes, under the headings "Voice" and "Face"; a heading without markers is left out."""
    groups = (
        (QCoreApplication.translate("markers", "Voice"), _VOICE),
        (QCoreApplication.translate("markers", "Face"), _FACE),
    )
    told = [(title, [_in_words(code, markers[code]) for code in table if code in markers]) for title, table in groups]
    return [(title, rows) for title, rows in told if rows]


def marker_title(code: str) -> str:
    """A marker's name with its unit; a code that is not known stands for itself, in readable form."""
    known = _VOICE | _FACE
    if code not in known:
        return code.replace("_", " ")
    name, unit, _, _ = known[code]
    return f"{_translated(name)} ({_translated(unit)})" if unit else _translated(name)


def marker_value(code: str, value: float) -> str:
    """A marker's value with its unit."""
    known = _VOICE | _FACE
    return _in_words(code, value).value if code in known else QLocale().toString(float(value), "g", 3)


def marker_span(code: str, low: float, high: float) -> str:
    """From one value of a known marker to another, without the unit."""
    _, _, decimals, _ = (_VOICE | _FACE)[code]
    return f"{_number(low, decimals)}\N{NO-BREAK SPACE}–\N{NO-BREAK SPACE}{_number(high, decimals)}"


def as_shown(code: str, value: float) -> float:
    """A value of a known marker with the decimals that are shown of it."""
    _, _, decimals, _ = (_VOICE | _FACE)[code]
    return round(float(value), decimals)


def _in_words(code: str, value: float) -> MarkerWords:
    name, unit, decimals, meaning = (_VOICE | _FACE)[code]
    glue = "" if unit in ("", _PERCENT, _DEGREES) else "\N{NO-BREAK SPACE}"
    shown = f"{_number(value, decimals)}{glue}{_translated(unit)}"
    return MarkerWords(code, _translated(name), shown, _translated(meaning))


def _number(value: float, decimals: int) -> str:
    return QLocale().toString(float(value), "f", decimals).replace("-", "−")


def _translated(text: object) -> str:
    return QCoreApplication.translate("markers", str(text)) if text else ""
