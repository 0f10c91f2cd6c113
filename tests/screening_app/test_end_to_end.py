"""The main job: an interview goes in through microphone and camera, a score with its history comes out."""

from __future__ import annotations

import re
import wave

import numpy as np
import pytest
from activating import activate
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from virtual_devices import MICROPHONE, jpeg_of, played

from screening_app import settings as settings_file
from screening_app.app import Screening
from screening_app.domain import Purpose
from screening_app.paths import RESOURCES, AppPaths
from screening_app.services.patients import add_patient
from screening_app.services.samples import read_cues
from screening_app.services.sign_in import keep_first_user, make_first_user
from screening_app.services.transcripts import read_transcript
from screening_app.settings import Settings
from screening_app.ui.main_window import HISTORY, SESSION
from screening_app.ui.recording_desk import Phase
from screening_app.ui.session_state import Stage

PASSPHRASE = "seven lamps under the quiet harbour"
RECORDED_SECONDS = 20
SPEECH = RESOURCES / "demo" / "session-1.opus"


@pytest.fixture
def speech(tmp_path):
    """The demonstration's spoken English as a WAV file that the virtual microphone can play."""
    from selfmm.media import SAMPLE_RATE, waveform_blocks

    path = tmp_path / "speech.wav"
    samples = np.concatenate(list(waveform_blocks(SPEECH)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


@pytest.fixture
def camera(serve_camera, draw_face):
    """A camera that sees a face which turns slowly from side to side."""
    faces = [jpeg_of(draw_face(yaw=turn)[:, :, ::-1].copy()) for turn in range(-15, 16, 3)]
    there_and_back = faces + faces[::-1]
    return serve_camera(lambda moment: there_and_back[int(moment * 5) % len(there_and_back)])


@pytest.fixture
def screening(qapp, tmp_path, plug_microphone, speech, camera):
    plug_microphone(played(speech))
    paths = AppPaths(tmp_path / "data")
    settings_file.save(
        paths.settings,
        Settings(language="en", theme="light", microphone=MICROPHONE, camera=camera.url),
    )
    first = make_first_user("Dr. Li", PASSPHRASE, sees_patients=True)
    made = Screening(qapp, paths, keep_first_user(paths, first))
    yield made
    for page in made.window.pages.values():
        page.shut_down()  # else a test that fails would be asked whether to stop the recording
    made.window.close()
    made.window.deleteLater()
    made.close()


class Hands:
    """A clinician at the keyboard and the mouse; counts what they do besides speaking and answering."""

    def __init__(self, qtbot, window):
        self._qtbot, self._window = qtbot, window
        self.actions = 0

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier, *, counts=True):
        """A key, wherever the keyboard is."""
        self.actions += counts
        self._qtbot.keyClick(QApplication.focusWidget() or self._window, key, modifier)

    def go_on(self):
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def type(self, text):
        """A word counts once."""
        self.actions += 1
        self._qtbot.keyClicks(QApplication.focusWidget(), text)

    def accept_dialogs(self, count, last=None):
        """Enter, in as many dialogs as are about to open out of each other."""
        dialog = QApplication.activeModalWidget()
        if dialog is None or dialog is last:
            QTimer.singleShot(50, lambda: self.accept_dialogs(count, last))
            return
        if count > 1:
            QTimer.singleShot(50, lambda: self.accept_dialogs(count - 1, dialog))
        self.actions += 1
        self._qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)  # no window manager activates it

    def click(self, button):
        self.actions += 1
        self._qtbot.waitUntil(button.isEnabled, timeout=30_000)
        self._qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.slow
def test_a_known_patient_is_interviewed_rated_and_reported_in_a_few_actions(qtbot, screening):
    patient = add_patient(screening.workspace, code="P-7K3Q", name="E. Nd", language="en")
    window = screening.open_window()
    activate(qtbot, window)
    hands = Hands(qtbot, window)
    hands.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    session = window.page(SESSION)
    faces = session.faces

    session.faces.who.picker.setFocus()
    hands.type("7K3Q")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.state.patient == patient, timeout=10_000)
    hands.go_on()
    assert session.state.stage is Stage.CONSENT
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Space)
    hands.go_on()
    assert session.state.stage is Stage.DEVICES
    assert session.state.consents == {Purpose.SOUND, Purpose.PICTURE}
    qtbot.waitUntil(lambda: faces.control.phase is Phase.READY, timeout=30_000)
    hands.go_on()
    interview = faces.interview
    qtbot.waitUntil(interview.start.isEnabled, timeout=30_000)

    hands.click(interview.start)
    qtbot.waitUntil(lambda: faces.control.elapsed_seconds >= RECORDED_SECONDS / 2, timeout=60_000)
    hands.press(Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: faces.control.elapsed_seconds >= RECORDED_SECONDS, timeout=60_000)
    hands.click(interview.stop)
    qtbot.waitUntil(lambda: session.state.stage is Stage.QUESTIONNAIRE, timeout=60_000)

    for answer in (2, 1, 2, 1, 0, 2, 1, 0, 0, 1):
        hands.press(Qt.Key(Qt.Key.Key_0 + answer), counts=False)
    hands.press(Qt.Key.Key_Return)
    assert [rating.value for rating in session.state.ratings] == [9]
    hands.go_on()
    assert session.state.stage is Stage.RESULT
    qtbot.waitUntil(lambda: session.state.assessment is not None, timeout=300_000)
    QTimer.singleShot(0, lambda: hands.accept_dialogs(2))  # which report, then where
    hands.click(session.report)
    qtbot.waitUntil(lambda: any(_reports(screening)), timeout=60_000)
    (report,) = _reports(screening)
    assert report.read_bytes().startswith(b"%PDF")
    assert hands.actions <= 25
    _check(screening, session, qtbot, window)


def _reports(screening):
    """The reports that are written to their end."""
    return [path for path in screening.workspace.paths.data.rglob("*.pdf") if ".part" not in path.name]


def words_of(text):
    return set(re.findall(r"[a-z]+", text.lower()))


def _check(screening, session, qtbot, window):
    """What was recorded is what was said and seen, and stands in the history."""
    interview, score = session.state.interview, session.state.assessment.score
    assert interview.recording.has_sound
    assert interview.recording.has_picture
    assert interview.recording.duration_seconds == pytest.approx(RECORDED_SECONDS, abs=1.5)
    transcript = read_transcript(screening.workspace, interview)
    said, heard = words_of((SPEECH.parent / "sessions.json").read_text(encoding="utf-8")), words_of(transcript.text)
    assert len(heard) > 20
    assert len(heard & said) > 0.7 * len(heard)  # the microphone plays in a loop: which part it was is left open
    first, second = (cue.prompt for cue in read_cues(screening.workspace, interview))
    assert [answer.prompt for answer in transcript.answers] == [first, second]
    assert score.value is not None
    assert score.quality.voiced_seconds > RECORDED_SECONDS / 2
    assert score.quality.face_share > 0.9
    assert session.state.assessment.markers["speech_rate"] > 0

    session.history.click()
    history = window.page(HISTORY)
    qtbot.waitUntil(lambda: len(history.chart.points_drawn()) == 1, timeout=10_000)
    (point,) = history.chart.points_drawn()
    assert point.interview_id == interview.id
    assert point.y == pytest.approx(score.value)
