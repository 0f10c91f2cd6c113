"""All consents of a session, and the way to withdraw each, of a signed session as well."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from screening_app.domain import Purpose, Source
from screening_app.services.consents import consented, record_consent
from screening_app.services.patients import add_patient
from screening_app.services.sessions import begin_session, sign_off
from screening_app.ui.consent_dialog import ConsentDialog


@pytest.fixture
def session(workspace):
    begun = begin_session(workspace, add_patient(workspace), Source.TYPED, "en")
    record_consent(workspace, begun, {Purpose.TRAINING, Purpose.EXPORT}, "Dr. Wu")
    sign_off(workspace, begun, "Dr. Wu")
    return begun


def words(dialog):
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_a_consent_is_withdrawn_by_name_after_a_question(qtbot, workspace, session, answer_question):
    dialog = ConsentDialog(workspace, session, "Dr. Li", None)
    qtbot.addWidget(dialog)
    assert "recorded by Dr. Wu" in words(dialog)
    answer_question("Keep")
    dialog.buttons[Purpose.TRAINING].click()
    assert Purpose.TRAINING in consented(workspace, session.id)
    said = answer_question("Withdraw")
    dialog.buttons[Purpose.TRAINING].click()
    assert "no longer used" in said[0]
    assert consented(workspace, session.id) == {Purpose.EXPORT}
    assert set(dialog.buttons) == {Purpose.EXPORT}
    assert "recorded by Dr. Li" in words(dialog)


def test_without_a_name_nothing_is_withdrawn_and_it_is_said_why(qtbot, workspace, session, answer_question):
    dialog = ConsentDialog(workspace, session, "", None)
    qtbot.addWidget(dialog)
    answer_question("Withdraw")
    dialog.buttons[Purpose.EXPORT].click()
    assert "sign in first" in dialog._problem.text()
    assert Purpose.EXPORT in consented(workspace, session.id)
