"""Recording through the window, from a microphone and a camera made of software."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from both_steps import BothSteps
from virtual_devices import mjpeg_camera, plug_microphone, serve_camera, tone, virtual_microphone

from screening_app.services.interviews import interviews_of
from screening_app.services.patients import add_patient
from screening_app.services.samples import read_cues
from screening_app.settings import NO_DEVICE
from screening_app.ui.recording_desk import Phase

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from screening_app.domain import Patient
    from screening_app.ui.services import AppServices

__all__ = ["mjpeg_camera", "plug_microphone", "serve_camera", "virtual_microphone"]  # fixtures
LONG_WAIT = 20_000  # milliseconds


@pytest.fixture
def recorded_patient(app_services: AppServices) -> Patient:
    return add_patient(app_services.workspace, code="P-7K3Q")


@pytest.fixture
def open_panel(qtbot: QtBot, app_services: AppServices, recorded_patient: Patient) -> Callable[..., BothSteps]:
    """Show a panel with these devices once they deliver, or it is known that they do not."""

    kept = []  # pytest-qt itself holds no widget

    def make(microphone: str, camera: str, phase: Phase = Phase.READY) -> BothSteps:
        app_services.settings_store.change(microphone=microphone, camera=camera)
        panel = BothSteps(app_services)
        qtbot.addWidget(panel, before_close_func=BothSteps.shut_down)
        kept.append(panel)
        panel.set_patient(recorded_patient)
        panel.show()
        qtbot.waitUntil(lambda: panel.phase is Phase.OPENING, timeout=LONG_WAIT)
        qtbot.waitUntil(lambda: panel.phase is phase, timeout=LONG_WAIT)
        return panel

    return make


def wait_for_phase(qtbot: QtBot, panel: BothSteps, phase: Phase) -> None:
    qtbot.waitUntil(lambda: panel.phase is phase, timeout=LONG_WAIT)


@pytest.mark.slow
def test_an_interview_is_recorded_with_sound_and_picture(
    qtbot, open_panel, virtual_microphone, mjpeg_camera, recorded_patient, workspace, app_services
):
    panel = open_panel(virtual_microphone, mjpeg_camera)
    qtbot.waitUntil(lambda: panel.devices.meter.level > -40 and panel.devices.preview.has_picture, timeout=LONG_WAIT)
    panel.interview.start.click()
    wait_for_phase(qtbot, panel, Phase.RECORDING)
    qtbot.waitUntil(lambda: panel.control.desk.elapsed_seconds > 1.0, timeout=LONG_WAIT)
    panel.interview.pause.click()
    paused_at = panel.control.desk.elapsed_seconds
    qtbot.wait(500)
    assert panel.control.desk.elapsed_seconds == paused_at
    panel.interview.pause.click()
    qtbot.wait(500)
    with qtbot.waitSignal(panel.finished, timeout=LONG_WAIT) as told:
        panel.interview.stop.click()
    recording = told.args[0].recording
    assert app_services.live.begun == [told.args[0].id]
    assert recording.has_sound
    assert recording.has_picture
    assert paused_at + 0.3 < recording.duration_seconds < paused_at + 2
    assert interviews_of(workspace, recorded_patient.id) == (told.args[0],)


@pytest.mark.slow
def test_a_camera_that_goes_away_is_told_and_the_sound_is_kept(qtbot, open_panel, virtual_microphone, serve_camera):
    from virtual_devices import still

    camera = serve_camera(still())
    panel = open_panel(virtual_microphone, camera.url)
    panel.interview.start.click()
    wait_for_phase(qtbot, panel, Phase.RECORDING)
    qtbot.wait(500)
    camera.unplug()
    qtbot.waitUntil(lambda: "camera" in panel.interview.banner.text, timeout=LONG_WAIT)
    before = panel.control.desk.elapsed_seconds
    qtbot.waitUntil(lambda: panel.control.desk.elapsed_seconds > before + 0.5, timeout=LONG_WAIT)
    with qtbot.waitSignal(panel.finished, timeout=LONG_WAIT) as told:
        panel.interview.stop.click()
    assert told.args[0].recording.duration_seconds > before


@pytest.mark.slow
def test_which_card_was_shown_when_is_kept_with_the_recording(qtbot, open_panel, virtual_microphone, workspace):
    panel = open_panel(virtual_microphone, NO_DEVICE)
    first = panel.interview.prompts.card.id
    panel.interview.start.click()
    wait_for_phase(qtbot, panel, Phase.RECORDING)
    qtbot.waitUntil(lambda: panel.control.desk.elapsed_seconds > 1.2, timeout=LONG_WAIT)
    panel.interview.prompts.next.click()
    second = panel.interview.prompts.card.id
    panel.interview.pause.click()
    qtbot.wait(700)  # which do not count
    panel.interview.pause.click()
    qtbot.waitUntil(lambda: panel.control.desk.elapsed_seconds > 2.5, timeout=LONG_WAIT)
    with qtbot.waitSignal(panel.finished, timeout=LONG_WAIT) as told:
        panel.interview.stop.click()
    cues = read_cues(workspace, told.args[0])
    assert [cue.prompt for cue in cues] == [first, second]
    assert cues[0].start == 0.0
    assert 1.0 < cues[0].end < 1.7
    assert cues[1].start == cues[0].end
    assert cues[1].end == pytest.approx(told.args[0].recording.duration_seconds, abs=0.5)


@pytest.mark.slow
def test_a_silent_microphone_is_pointed_out_before_recording(qtbot, open_panel, plug_microphone, virtual_microphone):
    plug_microphone(tone(amplitude=0))
    panel = open_panel(virtual_microphone, NO_DEVICE)
    assert panel.devices.hint.text() == ""
    qtbot.waitUntil(lambda: "Nothing is heard" in panel.devices.hint.text(), timeout=LONG_WAIT)


@pytest.mark.slow
def test_closing_the_window_keeps_what_is_recorded(qtbot, open_panel, virtual_microphone, recorded_patient, workspace):
    panel = open_panel(virtual_microphone, NO_DEVICE)
    panel.interview.start.click()
    wait_for_phase(qtbot, panel, Phase.RECORDING)
    qtbot.waitUntil(lambda: panel.control.desk.elapsed_seconds > 0.7, timeout=LONG_WAIT)
    panel.shut_down()
    (interview,) = interviews_of(workspace, recorded_patient.id)
    assert interview.recording.duration_seconds > 0.5


def test_without_any_device_the_panel_says_what_to_do(qtbot, open_panel):
    panel = open_panel(NO_DEVICE, NO_DEVICE, Phase.CLOSED)
    assert "No microphone and no camera" in panel.devices.hint.text()
    assert not panel.interview.start.isEnabled()


def test_a_camera_that_is_not_there_is_named_and_nothing_is_left_open(qtbot, open_panel):
    panel = open_panel(NO_DEVICE, "http://127.0.0.1:9/none.mjpg", Phase.CLOSED)
    qtbot.waitUntil(lambda: "camera" in panel.devices.hint.text(), timeout=LONG_WAIT)
    assert not panel.interview.start.isEnabled()


def test_the_cards_follow_the_patient_where_the_language_is_left_open(qtbot, open_panel, app_services):
    panel = open_panel(NO_DEVICE, NO_DEVICE, Phase.CLOSED)
    panel.set_patient(add_patient(app_services.workspace, language="zh"))
    panel.set_language("auto")
    assert "您" in panel.interview.prompts.card.text
    panel.set_language("en")
    assert "您" not in panel.interview.prompts.card.text


def test_the_cards_follow_the_spoken_language(qtbot, open_panel):
    panel = open_panel(NO_DEVICE, NO_DEVICE, Phase.CLOSED)
    panel.interview.prompts.next.click()
    panel.set_language("zh")
    assert panel.interview.prompts.card.language == "zh"
    assert panel.interview.prompts.card.id == "describe-room"
    panel.interview.prompts.next.click()
    assert not panel.interview.prompts.next.isEnabled()
