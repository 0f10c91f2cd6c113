"""Consent, purpose by purpose: nothing is ticked beforehand, and nothing is recorded without it."""

from __future__ import annotations

import pytest

from screening_app.domain import Purpose, Source
from screening_app.services.consents import record_consent
from screening_app.services.patients import add_patient
from screening_app.services.sessions import begin_session
from screening_app.ui.steps.consent_step import ConsentStep


@pytest.fixture
def shown(qtbot, workspace):
    """Shows a session that comes in this way, in a language; the step and the session."""

    def show(source, language="en", given=()):
        session = begin_session(workspace, add_patient(workspace), source, language)
        if given:
            record_consent(workspace, session, given, "Dr. Wu")
        step = ConsentStep()
        qtbot.addWidget(step)
        step.show_session(workspace, session, language, "Dr. Li")
        step.show()
        return step, session

    return show


def test_nothing_is_ticked_and_a_recording_needs_sound_or_picture(shown, qtbot):
    step, _ = shown(Source.RECORDED)
    assert step.chosen == frozenset()
    assert not step.go_on.isEnabled()
    step.boxes[Purpose.TRAINING].box.setChecked(True)
    assert not step.go_on.isEnabled()
    step.boxes[Purpose.PICTURE].box.setChecked(True)
    with qtbot.waitSignal(step.agreed) as agreed:
        step.go_on.click()
    assert agreed.args == [frozenset({Purpose.PICTURE, Purpose.TRAINING}), "Dr. Li"]


def test_somebody_has_to_have_recorded_it(shown):
    step, _ = shown(Source.TYPED)
    assert step.go_on.isEnabled()
    step.recorded_by.setText(" ")
    assert not step.go_on.isEnabled()
    assert step._name_problem.isVisible()


def test_typed_words_are_not_asked_about_recording(shown):
    step, _ = shown(Source.TYPED)
    asked = {purpose for purpose, box in step.boxes.items() if box.isVisible()}
    assert asked == {Purpose.TRAINING, Purpose.EXPORT}


def test_what_is_in_force_is_ticked_and_the_wording_is_the_patients(shown):
    step, _ = shown(Source.RECORDED, "zh", {Purpose.SOUND})
    assert step.chosen == {Purpose.SOUND}
    assert step.boxes[Purpose.SOUND].box.text() == "录制我的声音"
