"""Holding an interview: keys, bookmarks, the patient's window, what is told, and what consent allows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from activating import activate
from both_steps import BothSteps
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from virtual_devices import jpeg_of, mjpeg_camera, plug_microphone, serve_camera, tone, virtual_microphone

from screening_app.capture.sound_check import NOISY, SILENT
from screening_app.domain import CardFate, Source
from screening_app.errors import CaptureError
from screening_app.services.interviews import cards_of, get_interview, interviews_of, recover_recordings
from screening_app.services.patients import add_patient
from screening_app.services.samples import read_cues
from screening_app.services.sessions import begin_session, bookmarks_of
from screening_app.settings import NO_DEVICE
from screening_app.ui.recording_desk import Phase, RecordingDesk

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pytestqt.qtbot import QtBot

    from screening_app.domain import Patient
    from screening_app.ui.services import AppServices

__all__ = ["mjpeg_camera", "plug_microphone", "serve_camera", "virtual_microphone"]  # fixtures
LONG_WAIT = 20_000  # milliseconds


@pytest.fixture
def recorded_patient(app_services: AppServices) -> Patient:
    return add_patient(app_services.workspace, code="P-7K3Q", language="en")


@pytest.fixture
def panel(qtbot: QtBot, app_services: AppServices, recorded_patient: Patient) -> BothSteps:
    """A panel without devices, not shown yet; it lets go of them before anything is taken away."""
    app_services.settings_store.change(microphone=NO_DEVICE, camera=NO_DEVICE)
    made = BothSteps(app_services)
    qtbot.addWidget(made, before_close_func=BothSteps.shut_down)
    made.set_patient(recorded_patient)
    return made


@pytest.fixture
def begin(qtbot: QtBot, panel: BothSteps, app_services: AppServices) -> Callable[..., None]:
    """Open these devices; then record with them, unless it is only tried."""

    def show(microphone: str, camera: str = NO_DEVICE, *, record: bool = True) -> None:
        app_services.settings_store.change(microphone=microphone, camera=camera)
        panel.resize(900, 600)
        panel.show()
        panel.activateWindow()
        qtbot.waitUntil(lambda: panel.phase is Phase.READY, timeout=LONG_WAIT)
        if record:
            panel.interview.start.click()
            qtbot.waitUntil(lambda: panel.phase is Phase.RECORDING, timeout=LONG_WAIT)

    return show


def press(panel: BothSteps, key: Qt.Key) -> None:
    panel.activateWindow()
    QTest.keyClick(panel.window().focusWidget() or panel.interview.prompts, key)


def stop(qtbot: QtBot, panel: BothSteps) -> Any:
    with qtbot.waitSignal(panel.finished, timeout=LONG_WAIT) as told:
        panel.interview.stop.click()
    return told.args[0]


def test_the_cards_are_turned_by_keyboard(qtbot, panel):
    panel.interview.script.choose("full")
    panel.show()
    qtbot.waitUntil(lambda: panel.phase is Phase.CLOSED)
    activate(qtbot, panel)
    panel.interview.prompts.setFocus()
    qtbot.waitUntil(panel.interview.prompts.hasFocus)
    for key, number in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_PageDown, 2),
        (Qt.Key.Key_Space, 3),
        (Qt.Key.Key_Left, 2),
        (Qt.Key.Key_PageUp, 1),
    ):
        press(panel, key)
        assert panel.interview.prompts.card is panel.interview.prompts.cards[number]


def test_space_presses_the_button_that_has_the_keyboard(qtbot, panel):
    panel.show()
    activate(qtbot, panel)
    panel.interview.show_patient.setFocus()
    qtbot.waitUntil(panel.interview.show_patient.hasFocus)
    first = panel.interview.prompts.card
    press(panel, Qt.Key.Key_Space)
    assert panel.interview.window_for_patient.isVisible()
    assert panel.interview.prompts.card is first


def test_the_patients_window_follows_the_cards_and_closes(qtbot, panel):
    panel.show()
    interview = panel.interview
    interview.show_patient.click()
    assert interview.window_for_patient.text == interview.prompts.card.text
    interview.prompts.next.click()
    assert interview.window_for_patient.text == interview.prompts.card.text
    panel.set_language("zh")
    assert "您" in interview.window_for_patient.text
    interview.window_for_patient.close()
    assert not interview.show_patient.isChecked()
    interview.show_patient.click()
    assert interview.window_for_patient.isVisible()
    panel.shut_down()
    assert not interview.window_for_patient.isVisible()


@pytest.mark.slow
def test_an_interview_by_keyboard_with_bookmarks_and_a_pause(virtual_microphone, qtbot, panel, begin, workspace):
    begin(virtual_microphone)
    interview = panel.interview
    qtbot.waitUntil(interview.prompts.hasFocus)
    assert not panel.devices.isVisible()
    interview.show_patient.click()
    qtbot.waitUntil(lambda: panel.control.elapsed_seconds > 0.7, timeout=LONG_WAIT)
    press(panel, Qt.Key.Key_B)
    assert interview.note.field.hasFocus()
    QTest.keyClicks(interview.note.field, "sbp looks away")  # letters that are shortcuts elsewhere
    assert panel.phase is Phase.RECORDING
    with qtbot.waitSignal(interview.bookmarked):
        press(panel, Qt.Key.Key_Return)
    assert interview.prompts.hasFocus()
    press(panel, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: panel.control.elapsed_seconds > 1.5, timeout=LONG_WAIT)
    press(panel, Qt.Key.Key_S)
    press(panel, Qt.Key.Key_P)
    assert panel.phase is Phase.PAUSED
    assert "Paused" in interview.strip.words.text()
    press(panel, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: panel.control.elapsed_seconds > 2.3, timeout=LONG_WAIT)
    press(panel, Qt.Key.Key_B)
    QTest.keyClicks(interview.note.field, "not finished")
    made = stop(qtbot, panel)
    assert not interview.window_for_patient.isVisible()
    qtbot.waitUntil(lambda: len(bookmarks_of(workspace, made.id)) == 2)
    first, second = bookmarks_of(workspace, made.id)
    assert first.note == "sbp looks away"
    assert 0.7 <= first.at_seconds < 1.2
    assert (second.note, second.at_seconds > 2.2) == ("not finished", True)
    cards = [card.id for card in interview.prompts.cards]
    assert [cue.prompt for cue in read_cues(workspace, made)] == [cards[0], cards[0], cards[1]]
    assert get_interview(workspace, made.id).script == "short"
    first, second, third = cards_of(workspace, made.id)
    assert [card.fate for card in (first, second, third)] == [CardFate.SKIPPED, CardFate.ASKED, CardFate.NOT_REACHED]
    assert 1.2 <= first.skipped_at < 2.2  # the clock of the cards ticks a few times a second
    assert [first.prompt, first.text] == [cards[0], interview.prompts.cards[0].text]


@pytest.mark.slow
def test_only_voice_counts_as_voice(plug_microphone, qtbot, panel, begin):
    import numpy as np
    from virtual_devices import MICROPHONE, RATE

    def speech(first: int, last: int) -> np.ndarray:
        """Half a second of tone a second, over a soft hiss."""
        place = np.arange(first, last)
        hiss = np.random.default_rng(first).normal(0, 20, last - first)
        return (hiss + 6000 * np.sin(place / 12) * (place % RATE < RATE // 2)).astype(np.int16)

    plug_microphone(speech)
    begin(MICROPHONE)
    card = panel.interview.prompts.card
    qtbot.waitUntil(lambda: panel.control.elapsed_seconds > 5.0, timeout=LONG_WAIT)
    assert panel.interview.prompts.times.voiced(card) == pytest.approx(2.5, abs=0.8)
    stop(qtbot, panel)


@pytest.mark.slow
def test_a_crash_loses_neither_cards_nor_bookmarks(virtual_microphone, qtbot, panel, begin, workspace, tmp_path):
    begin(virtual_microphone)
    interview = panel.control.interview
    qtbot.waitUntil(lambda: panel.control.elapsed_seconds > 0.8, timeout=LONG_WAIT)
    panel.interview.prompts.next.click()
    cards = [card.id for card in panel.interview.prompts.cards]
    qtbot.waitUntil(lambda: len(read_cues(workspace, interview)) == 1, timeout=LONG_WAIT)
    assert read_cues(workspace, interview)[0].prompt == cards[0]
    qtbot.waitUntil(lambda: cards_of(workspace, interview.id)[1].was_shown, timeout=LONG_WAIT)
    assert [card.fate for card in cards_of(workspace, interview.id)] == [
        CardFate.ASKED, CardFate.ASKED, CardFate.NOT_REACHED,
    ]  # fmt: skip
    panel.interview.prompts.skip.click()
    qtbot.waitUntil(lambda: cards_of(workspace, interview.id)[1].fate is CardFate.SKIPPED, timeout=LONG_WAIT)
    panel.interview.prompts.back.click()
    qtbot.waitUntil(lambda: panel.control.elapsed_seconds > 1.6, timeout=LONG_WAIT)
    panel.interview.mark()
    QTest.keyClicks(panel.interview.note.field, "half a word")
    panel.shut_down()  # closing the window is the milder end
    assert [cue.prompt for cue in read_cues(workspace, interview)] == cards[:2]
    assert [mark.note for mark in bookmarks_of(workspace, interview.id)] == ["half a word"]
    assert get_interview(workspace, interview.id).recording is not None
    assert recover_recordings(workspace) == ()


@pytest.mark.slow
def test_a_session_that_was_begun_gets_the_recording(
    virtual_microphone, qtbot, panel, begin, workspace, recorded_patient
):
    session = begin_session(workspace, recorded_patient, Source.RECORDED, "en")
    panel.set_interview(session)
    begin(virtual_microphone)
    qtbot.waitUntil(lambda: panel.control.elapsed_seconds > 0.6, timeout=LONG_WAIT)
    made = stop(qtbot, panel)
    assert made.id == session.id
    assert interviews_of(workspace, recorded_patient.id) == (made,)
    panel.hide()
    begin(virtual_microphone, record=False)
    with qtbot.waitSignal(panel.failed, timeout=LONG_WAIT) as told:
        panel.set_interview(made)
        panel.interview.start.click()
    assert "has a recording already" in str(told.args[0])
    assert get_interview(workspace, made.id).recording.path.exists()


def test_a_recording_that_cannot_begin_leaves_the_session_as_it_was(workspace, app_services, recorded_patient):
    desk = RecordingDesk(
        workspace, app_services.live, on_level=lambda _: None, on_frame=lambda _: None, on_trouble=lambda _: None
    )

    class Broken:
        def start(self, path: Any) -> None:
            path.write_bytes(b"half a header")
            raise CaptureError("The disk is full.")

    desk._recorder = Broken()
    session = begin_session(workspace, recorded_patient, Source.RECORDED, "en")
    with pytest.raises(CaptureError):
        desk.start(recorded_patient, "en", begun=session)
    assert get_interview(workspace, session.id) == session
    assert list(workspace.media.of(session.id).iterdir()) == []
    with pytest.raises(CaptureError):
        desk.start(recorded_patient, "en")
    assert interviews_of(workspace, recorded_patient.id) == (session,)
    kept = workspace.media.recording_path(session.id)
    kept.write_bytes(b"from before a crash")
    with pytest.raises(Exception, match="has a recording already"):
        desk.start(recorded_patient, "en", begun=session)
    assert kept.exists()


def test_nothing_is_opened_that_was_not_consented_to(qtbot, panel, app_services, monkeypatch):
    opened = []
    monkeypatch.setattr(panel.control.desk, "open", lambda *devices: opened.append(devices))
    app_services.settings_store.change(microphone="desk", camera="http://127.0.0.1:9/x.mjpg")
    panel.allow(sound=False, picture=False)
    panel.show()
    qtbot.waitUntil(lambda: panel.phase is Phase.OPENING)
    qtbot.waitUntil(lambda: panel.phase is Phase.CLOSED, timeout=LONG_WAIT)
    assert opened == []
    assert "neither sound nor picture" in panel.devices.hint.text()
    assert not panel.devices.camera.isEnabled()
    assert not panel.interview.start.isEnabled()
    panel.allow(sound=True, picture=False)
    qtbot.waitUntil(lambda: panel.phase is Phase.READY, timeout=LONG_WAIT)
    assert opened == [("desk", None)]
    assert "not agreed to a picture" in panel.devices.preview.accessibleName()
    assert panel.devices.microphone.isEnabled()
    panel.allow(sound=True, picture=True)
    qtbot.waitUntil(lambda: len(opened) == 2, timeout=LONG_WAIT)
    assert opened[1] == ("desk", "http://127.0.0.1:9/x.mjpg")


@pytest.mark.slow
def test_withdrawn_consent_ends_the_recording_and_keeps_what_there_was_consent_for(
    virtual_microphone, qtbot, panel, begin, workspace
):
    begin(virtual_microphone)
    qtbot.waitUntil(lambda: panel.control.elapsed_seconds > 0.8, timeout=LONG_WAIT)
    with qtbot.waitSignal(panel.finished, timeout=LONG_WAIT) as told:
        panel.allow(sound=False, picture=False)
    assert told.args[0].recording.has_sound
    assert read_cues(workspace, told.args[0])


@pytest.mark.slow
def test_after_a_recording_nothing_is_opened_until_somebody_comes_back(qtbot, panel, begin, virtual_microphone):
    begin(virtual_microphone)
    qtbot.waitUntil(lambda: panel.control.elapsed_seconds > 0.6, timeout=LONG_WAIT)
    stop(qtbot, panel)
    qtbot.waitUntil(panel.devices.isVisible)
    qtbot.wait(300)
    assert panel.phase is Phase.CLOSED
    panel.hide()
    panel.show()
    qtbot.waitUntil(lambda: panel.phase is Phase.READY, timeout=LONG_WAIT)


@pytest.mark.slow
def test_the_devices_stay_open_from_one_step_to_the_next(virtual_microphone, qtbot, panel, begin):
    begin(virtual_microphone, record=False)
    phases = []
    panel.control.phase_changed.connect(phases.append)
    panel.devices.hide()
    panel.interview.hide()
    panel.interview.show()
    qtbot.wait(100)
    assert phases == []
    panel.interview.hide()
    qtbot.waitUntil(lambda: panel.phase is Phase.CLOSED)


@pytest.mark.slow
def test_five_seconds_are_judged_and_can_be_heard(virtual_microphone, qtbot, panel, begin, quiet_multimedia):
    begin(virtual_microphone, record=False)
    test = panel.devices.test
    assert not test.play.isVisible()
    test.test.click()
    assert not test.test.isEnabled()
    qtbot.waitUntil(lambda: test.verdict is not None, timeout=LONG_WAIT)
    assert test.verdict.code == NOISY  # a tone without a pause
    assert test.words.property("role") == "problem"
    test.play.click()
    qtbot.waitUntil(lambda: test.player.moment is not None, timeout=LONG_WAIT)
    sound = test.player.moment.path
    assert sound.stat().st_size > 5 * 16_000
    test.play.click()
    assert not sound.parent.exists()
    panel.devices.hide()
    assert test._sound is None


@pytest.mark.slow
def test_a_silent_microphone_fails_the_test(plug_microphone, qtbot, panel, begin):
    from virtual_devices import MICROPHONE

    plug_microphone(tone(amplitude=0))
    begin(MICROPHONE, record=False)
    panel.devices.test.start()
    qtbot.waitUntil(lambda: panel.devices.test.verdict is not None, timeout=LONG_WAIT)
    assert panel.devices.test.verdict.code == SILENT
    assert "not muted" in panel.devices.test.words.text()


@pytest.mark.slow
def test_a_face_is_framed_before_and_told_of_while_recording(serve_camera, qtbot, panel, begin, draw_face):
    image = draw_face()[:, :, ::-1]
    picture = jpeg_of(image)
    begin(NO_DEVICE, serve_camera(lambda _: picture, frames_per_second=10).url, record=False)
    qtbot.waitUntil(lambda: len(panel.devices.preview.faces) == 1, timeout=LONG_WAIT)
    assert panel.devices.advice.text() == ""
    panel.interview.start.click()
    qtbot.waitUntil(lambda: "Face in view" in panel.interview.strip.words.text(), timeout=LONG_WAIT)
    qtbot.waitUntil(lambda: panel.control.elapsed_seconds > 0.7, timeout=LONG_WAIT)
    assert stop(qtbot, panel).recording.has_picture


@pytest.mark.slow
def test_a_dark_picture_gets_advice(serve_camera, qtbot, panel, begin, draw_face):
    picture = jpeg_of(draw_face() // 12)
    begin(NO_DEVICE, serve_camera(lambda _: picture, frames_per_second=10).url, record=False)
    panel.control._show_problem(None)
    qtbot.waitUntil(lambda: panel.devices._advice_text().startswith("The picture is dark"), timeout=LONG_WAIT)


def test_what_stands_in_the_way_of_recording_is_said(qtbot, panel):
    panel.show()
    qtbot.waitUntil(lambda: panel.phase is Phase.CLOSED)
    assert panel.interview._words.text() == "No microphone or camera is open. Look at the devices first."
    panel.set_patient(None)
    assert panel.interview._words.text() == "Choose the patient first."


def test_the_panel_follows_the_language(qtbot, panel, translation, recorded_patient):
    panel.set_patient(replace(recorded_patient, language="zh"))
    translation.use("zh")
    assert "您" in panel.interview.prompts.card.text
