"""The terms that the window uses, each with its meaning: one place for tooltips and for the help."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

# By code: the term, then what it means. Kept in the order in which a session meets them.
_TERMS = {
    "code": (
        QT_TRANSLATE_NOOP("glossary", "Code"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "The pseudonym under which a patient is kept, such as P-7K3Q. It says nothing of who the patient is; the "
            "name is optional.",
        ),
    ),
    "tag": (
        QT_TRANSLATE_NOOP("glossary", "Tag"),
        QT_TRANSLATE_NOOP(
            "glossary", "A word of your own by which patients are grouped and found, such as “day clinic”."
        ),
    ),
    "archive": (
        QT_TRANSLATE_NOOP("glossary", "Archive"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "Where patients go who are no longer seen. Nothing is lost, and they can be brought back at any time.",
        ),
    ),
    "consent": (
        QT_TRANSLATE_NOOP("glossary", "Consent"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "What the patient has agreed to in this session, each purpose by itself. Any of it can be withdrawn later.",
        ),
    ),
    "transcript": (
        QT_TRANSLATE_NOOP("glossary", "Transcript"),
        QT_TRANSLATE_NOOP(
            "glossary", "What was said, written down by the program on this computer. Read it and correct it."
        ),
    ),
    "questionnaire": (
        QT_TRANSLATE_NOOP("glossary", "Questionnaire"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "The patient’s own answers to a standard form, such as the PHQ-9. It stands beside the score and never "
            "changes it.",
        ),
    ),
    "rating": (
        QT_TRANSLATE_NOOP("glossary", "Rating"),
        QT_TRANSLATE_NOOP(
            "glossary", "The number that a questionnaire or a clinician gives. A model can learn from ratings later."
        ),
    ),
    "item_9": (
        QT_TRANSLATE_NOOP("glossary", "Item 9"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "The PHQ-9’s question about thoughts of death or self-harm. Any answer above 0 asks for your own "
            "assessment before sign-off; an answer of 0 does not rule out risk.",
        ),
    ),
    "score": (
        QT_TRANSLATE_NOOP("glossary", "Score"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "The model’s estimate, from the words of the session, of the number that the person would have on a "
            "depression scale. It is an estimate with an error, not a finding.",
        ),
    ),
    "scale": (
        QT_TRANSLATE_NOOP("glossary", "Scale of the score"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "The questionnaire in whose points the score is given. Points of different scales are never converted "
            "into each other.",
        ),
    ),
    "cut_off": (
        QT_TRANSLATE_NOOP("glossary", "Cut-off"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "The number on the scale from which on a closer look is advised. People on either side of it may or may "
            "not be depressed.",
        ),
    ),
    "band": (
        QT_TRANSLATE_NOOP("glossary", "Band"),
        QT_TRANSLATE_NOOP("glossary", "A part of the scale with a name, such as “below the cut-off” or “moderate”."),
    ),
    "interval": (
        QT_TRANSLATE_NOOP("glossary", "Prediction interval"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "The range in which the person’s own value is expected. Of people whom the model had not seen, nine in "
            "ten had theirs within such a range.",
        ),
    ),
    "probability": (
        QT_TRANSLATE_NOOP("glossary", "Probability"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "Of 100 people with such a score, about so many have a value at or above the cut-off. It says nothing of "
            "what caused it.",
        ),
    ),
    "prevalence": (
        QT_TRANSLATE_NOOP("glossary", "Prevalence"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "How many of the people whom you screen are depressed. Where few are, most scores above the cut-off are "
            "false alarms.",
        ),
    ),
    "indeterminate": (
        QT_TRANSLATE_NOOP("glossary", "Indeterminate"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "The session does not say on which side of the cut-off the person is: there was too little to go on, or "
            "the interval reaches over the cut-off. This is a result, not a fault.",
        ),
    ),
    "influence": (
        QT_TRANSLATE_NOOP("glossary", "Raises or lowers the score"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "By how many points the score would differ without this answer or sentence. It describes the model, not "
            "the person’s reasons.",
        ),
    ),
    "marker": (
        QT_TRANSLATE_NOOP("glossary", "Marker"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "A plain measurement of voice or face, such as the share of pauses. It describes the recording; unless "
            "the model says so, it does not enter the score.",
        ),
    ),
    "quality": (
        QT_TRANSLATE_NOOP("glossary", "Quality"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "How much there was to go on: words, voice, noise, face. Below a floor there is no number, and the "
            "program says what to do better.",
        ),
    ),
    "reliable_change": (
        QT_TRANSLATE_NOOP("glossary", "Reliable change"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "A difference between two scores that is larger than the measurement error. Smaller differences may be "
            "chance.",
        ),
    ),
    "sign_off": (
        QT_TRANSLATE_NOOP("glossary", "Sign-off"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "With your name the session is closed for good. What comes later is added as an addendum; what was signed "
            "stays as it was.",
        ),
    ),
    "model": (
        QT_TRANSLATE_NOOP("glossary", "Model"),
        QT_TRANSLATE_NOOP(
            "glossary",
            "What makes the score. It is known by its id; scores of different models are not to be compared. Its card "
            "says on whom it was tried and how good it is.",
        ),
    ),
}


def codes() -> tuple[str, ...]:
    """All terms, by their codes."""
    return tuple(_TERMS)


def term(code: str) -> str:
    """What the window calls it."""
    return QCoreApplication.translate("glossary", str(_TERMS[code][0]))


def meaning(code: str) -> str:
    """What it means, in a sentence or two of plain text."""
    return QCoreApplication.translate("glossary", str(_TERMS[code][1]))


def tooltip(code: str) -> str:
    """Term and meaning as the markup of a tooltip, which wraps its lines."""
    return f"<p><b>{escape(term(code))}</b><br>{escape(meaning(code))}</p>"


def explain(widget: QWidget, code: str) -> None:
    """Let a widget explain a term to mouse and screen reader; call it again in `retranslate`."""
    widget.setToolTip(tooltip(code))
    widget.setAccessibleDescription(meaning(code))


def as_markdown() -> str:
    """The whole glossary as a page of the help."""
    heading = QCoreApplication.translate("glossary", "What the words mean")
    return "\n\n".join((f"# {heading}", *(f"**{term(code)}**  \n{meaning(code)}" for code in _TERMS)))
