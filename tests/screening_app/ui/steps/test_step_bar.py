"""The steps in one row: what is told of each, and where one may go."""

from __future__ import annotations

import pytest

from screening_app.domain import Source
from screening_app.ui.session_state import Stage, stages_of
from screening_app.ui.steps.step_bar import StepBar


@pytest.fixture
def bar(qtbot):
    made = StepBar()
    qtbot.addWidget(made)
    made.show_steps(
        stages_of(Source.TYPED),
        Stage.RESULT,
        reached=Stage.RESULT,
        allowed={Stage.CONSENT, Stage.RESULT},
        left_out={Stage.CONSENT},
    )
    return made


def test_each_step_says_where_it_stands(bar):
    told = {stage: button.accessibleName() for stage, button in bar.buttons.items()}
    assert told[Stage.WHO] == "Step 1 of 6: Who, done"
    assert told[Stage.CONSENT] == "Step 2 of 6: Consent, left out"
    assert told[Stage.RESULT] == "Step 5 of 6: Result, open now"
    assert told[Stage.SIGN_OFF] == "Step 6 of 6: Sign-off, still to come"
    assert Stage.DEVICES not in told  # nothing is recorded


def test_only_what_is_allowed_can_be_gone_to(qtbot, bar):
    enabled = {stage for stage, button in bar.buttons.items() if button.isEnabled()}
    assert enabled == {Stage.CONSENT, Stage.RESULT}
    with qtbot.waitSignal(bar.wanted) as wanted:
        bar.buttons[Stage.CONSENT].click()
    assert wanted.args == [Stage.CONSENT]


def test_a_recorded_session_has_the_devices_as_well(bar):
    bar.show_steps(stages_of(Source.RECORDED), Stage.DEVICES, reached=Stage.DEVICES, allowed={Stage.CONSENT})
    assert list(bar.buttons) == list(Stage)
    assert bar.buttons[Stage.DEVICES].accessibleName() == "Step 3 of 7: Devices, open now"
