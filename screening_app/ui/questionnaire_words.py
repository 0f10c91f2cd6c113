"""What a questionnaire's total, its change and its agreement with the score are in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from screening_app.services.questionnaire_change import Verdict
from screening_app.services.questionnaires import Agreement, band_of
from screening_app.ui import messages
from screening_app.ui.formats import language_in_force

if TYPE_CHECKING:
    from collections.abc import Iterable

    from screening_app.services.questionnaire_change import Change
    from screening_app.services.questionnaires import Instrument, Total

_AGREEMENT = {
    Agreement.BOTH_BELOW: QT_TRANSLATE_NOOP(
        "questionnaire", "Score and {name} agree: each lies below its own cut-off. This does not rule out depression."
    ),
    Agreement.BOTH_AT_OR_ABOVE: QT_TRANSLATE_NOOP(
        "questionnaire", "Score and {name} agree: each lies at or above its own cut-off."
    ),
    Agreement.ONLY_SCORE_AT_OR_ABOVE: QT_TRANSLATE_NOOP(
        "questionnaire",
        "Score and {name} disagree: the score lies at or above its cut-off, the {name} below. Ask further before "
        "you rely on either.",
    ),
    Agreement.ONLY_RATING_AT_OR_ABOVE: QT_TRANSLATE_NOOP(
        "questionnaire",
        "Score and {name} disagree: the {name} lies at or above its cut-off, the score below. Ask further before "
        "you rely on either.",
    ),
    Agreement.SCORE_INDETERMINATE: QT_TRANSLATE_NOOP(
        "questionnaire", "The score is indeterminate, so it neither agrees nor disagrees with the {name}."
    ),
    Agreement.RATING_UNDECIDED: QT_TRANSLATE_NOOP(
        "questionnaire",
        "The unanswered items of the {name} leave open on which side of its cut-off it lies, so it cannot be compared "
        "with the score.",
    ),
    Agreement.NO_CUTOFF: QT_TRANSLATE_NOOP(
        "questionnaire",
        "This program has no cut-off for the {name}, so it is shown beside the score without comparison.",
    ),
    Agreement.NOT_COMPARABLE: QT_TRANSLATE_NOOP(
        "questionnaire", "Score and {name} are about different things and are not compared."
    ),
}

_VERDICTS = {
    Verdict.IMPROVED: QT_TRANSLATE_NOOP("questionnaire", "Reliable improvement by {points} points"),
    Verdict.WORSENED: QT_TRANSLATE_NOOP("questionnaire", "Reliable worsening by {points} points"),
    Verdict.WITHIN_ERROR: QT_TRANSLATE_NOOP(
        "questionnaire", "A difference of {points} points, within measurement error"
    ),
    Verdict.NOT_KNOWN: QT_TRANSLATE_NOOP(
        "questionnaire", "A difference of {points} points; no reliable change is known for this scale"
    ),
}


def title_of(instrument: Instrument) -> str:
    """The instrument's full name in the window's language."""
    return instrument.title[language_in_force()]


def value_in_words(instrument: Instrument, value: float) -> str:
    """A total with the end of its scale and, where there is one, its band, such as “12 of 27 · Moderate”."""
    words = QCoreApplication.translate("questionnaire", "{value} of {maximum}")
    shown = words.format(value=f"{value:g}", maximum=f"{instrument.maximum:g}")
    band = band_of(instrument, value)
    return f"{shown} · {messages.band_name(band)}" if band else shown


def total_in_words(instrument: Instrument, total: Total) -> str:
    """The total, how it was made where items are missing, or that there is none."""
    if total.value is None:
        words = QCoreApplication.translate("questionnaire", "No total: too many items are not answered ({items}).")
        return words.format(items=numbers_in_words(total.missing))
    shown = value_in_words(instrument, total.value)
    if not total.is_prorated:
        return shown
    words = QCoreApplication.translate(
        "questionnaire",
        "{total} · pro-rated from {answered} of {count} items; with all of them between {lowest} and {highest}",
    )
    count = len(instrument.items)
    return words.format(
        total=shown, answered=count - len(total.missing), count=count, lowest=total.lowest, highest=total.highest
    )


def numbers_in_words(numbers: Iterable[int]) -> str:
    """Numbers of items, such as “3, 7”."""
    return QCoreApplication.translate("questionnaire", ", ").join(map(str, numbers))


def agreement_in_words(agreement: Agreement, instrument: Instrument) -> str:
    """Whether score and questionnaire agree, in a sentence."""
    return QCoreApplication.translate("questionnaire", str(_AGREEMENT[agreement])).format(name=instrument.name)


def change_in_words(change: Change) -> str:
    """What a difference between two totals means; response and remission where they are reached."""
    verdict = QCoreApplication.translate("questionnaire", str(_VERDICTS[change.verdict]))
    parts = [verdict.format(points=f"{abs(change.points):g}")]
    if change.is_response:
        parts.append(QCoreApplication.translate("questionnaire", "response (half the points or fewer)"))
    if change.is_remission:
        parts.append(QCoreApplication.translate("questionnaire", "remission (below 5)"))
    return " · ".join(parts)
