"""The main job: an interview goes in through microphone and camera, a score with its history comes out."""

from __future__ import annotations

import wave

import numpy as np
import pytest
from virtual_devices import MICROPHONE, jpeg_of, played

from screening_app import settings as settings_file
from screening_app.app import Screening
from screening_app.paths import RESOURCES, AppPaths
from screening_app.services.patients import add_patient
from screening_app.services.samples import read_cues, read_transcript
from screening_app.settings import Settings
from screening_app.ui.main_window import HISTORY, SESSION
from screening_app.ui.recording_desk import Phase
from screening_app.ui.session_state import Stage

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
    settings_file.save(paths.settings, Settings(language="en", theme="light", microphone=MICROPHONE, camera=camera.url))
    made = Screening(qapp, paths)
    yield made
    made.window.close()
    made.window.deleteLater()
    made.close()


@pytest.mark.slow
def test_a_recorded_interview_becomes_a_point_in_the_chart(qtbot, screening):
    patient = add_patient(screening.workspace, name="E. Nd")
    window = screening.open_window()
    session = window.go(SESSION)
    session.setup.picker.choose(patient)
    record = session.setup.record
    qtbot.waitUntil(lambda: record.phase is Phase.READY and record.interview.start.isEnabled(), timeout=30_000)

    record.interview.start.click()
    qtbot.waitUntil(lambda: record.control.desk.elapsed_seconds >= RECORDED_SECONDS / 2, timeout=60_000)
    record.interview.prompts.next.click()
    qtbot.waitUntil(lambda: record.control.desk.elapsed_seconds >= RECORDED_SECONDS, timeout=60_000)
    record.interview.stop.click()
    qtbot.waitUntil(lambda: session.state.stage is Stage.REVIEW, timeout=300_000)

    interview, score = session.state.interview, session.state.assessment.score
    assert interview.recording.has_sound
    assert interview.recording.has_picture
    assert interview.recording.duration_seconds == pytest.approx(RECORDED_SECONDS, abs=1.5)
    transcript = read_transcript(screening.workspace, interview)
    assert "sleep" in transcript.text.lower()
    first, second = (cue.prompt for cue in read_cues(screening.workspace, interview))
    assert [answer.prompt for answer in transcript.answers] == [first, second]
    assert score.value is not None
    assert score.quality.voiced_seconds > RECORDED_SECONDS / 2
    assert score.quality.face_share > 0.9

    session.history.click()
    history = window.page(HISTORY)
    qtbot.waitUntil(lambda: len(history.chart.points_drawn()) == 1, timeout=10_000)
    (point,) = history.chart.points_drawn()
    assert point.interview_id == interview.id
    assert point.y == pytest.approx(score.value)
