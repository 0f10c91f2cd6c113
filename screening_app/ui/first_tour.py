"""What the tour shows to somebody who opens the program for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from screening_app.ui.rail import HELP, HISTORY, PATIENTS, SESSION, SETTINGS
from screening_app.ui.tour import Tour, TourStep

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from screening_app.ui.rail import Rail

_NOTICE = "notice"
# By the place that is pointed at: the title and the words.
_STEPS = {
    PATIENTS: (
        QT_TRANSLATE_NOOP("tour", "Your patients"),
        QT_TRANSLATE_NOOP(
            "tour",
            "Begin here: add a patient, or load the demonstration to look around with a patient who does not exist. "
            "Type a few letters to find a patient again.",
        ),
    ),
    SESSION: (
        QT_TRANSLATE_NOOP("tour", "A session"),
        QT_TRANSLATE_NOOP(
            "tour",
            "Consent, devices, interview, questionnaire, result, sign-off: one step after the other, each kept at "
            "once. A session that was cut short goes on where it was.",
        ),
    ),
    HISTORY: (
        QT_TRANSLATE_NOOP("tour", "The history"),
        QT_TRANSLATE_NOOP(
            "tour",
            "All sessions of a patient over time, with the measurement error. Click a point to open its session.",
        ),
    ),
    SETTINGS: (
        QT_TRANSLATE_NOOP("tour", "Settings"),
        QT_TRANSLATE_NOOP(
            "tour",
            "Enter the crisis numbers of your region here, and choose microphone, camera, language and text size.",
        ),
    ),
    _NOTICE: (
        QT_TRANSLATE_NOOP("tour", "What this program is not"),
        QT_TRANSLATE_NOOP(
            "tour",
            "The score supports your judgement and never replaces it. It does not assess suicide risk: ask the person.",
        ),
    ),
    HELP: (
        QT_TRANSLATE_NOOP("tour", "Help"),
        QT_TRANSLATE_NOOP(
            "tour",
            "The user guide, the model’s card and the meaning of every word are here, without a network. "
            "F1 shows all keys, Ctrl+K jumps to a patient.",
        ),
    ),
}


def first_tour(rail: Rail, notice: QWidget, window: QWidget) -> Tour:
    """The tour through the window whose rail and notice these are."""
    targets: dict[str, QWidget] = {**rail.buttons, _NOTICE: notice}
    return Tour([_step(targets[place], *map(str, words)) for place, words in _STEPS.items()], window)


def _step(target: QWidget, title: str, text: str) -> TourStep:
    return TourStep(
        lambda: target,
        lambda: QCoreApplication.translate("tour", title),
        lambda: QCoreApplication.translate("tour", text),
    )
