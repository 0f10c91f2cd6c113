"""What the steps of a session are called."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from screening_app.ui.session_state import Stage

_NAMES = {
    Stage.WHO: QT_TRANSLATE_NOOP("steps_of_session", "Who"),
    Stage.CONSENT: QT_TRANSLATE_NOOP("steps_of_session", "Consent"),
    Stage.DEVICES: QT_TRANSLATE_NOOP("steps_of_session", "Devices"),
    Stage.INTERVIEW: QT_TRANSLATE_NOOP("steps_of_session", "Interview"),
    Stage.QUESTIONNAIRE: QT_TRANSLATE_NOOP("steps_of_session", "Questionnaire"),
    Stage.RESULT: QT_TRANSLATE_NOOP("steps_of_session", "Result"),
    Stage.SIGN_OFF: QT_TRANSLATE_NOOP("steps_of_session", "Sign-off"),
}


def stage_name(stage: Stage) -> str:
    """A step as it stands in the bar."""
    return QCoreApplication.translate("steps_of_session", str(_NAMES[stage]))
