"""What is wished in a transcript is played by a real player, and what plays is marked: answer, word, place, picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt

from screening_app.domain import Recording
from screening_app.jobs.runner import JobRunner
from screening_app.ui.answer_wishes import Wish
from screening_app.ui.main_thread import MainThread
from screening_app.ui.player import Moment, MomentPlayer
from screening_app.ui.transcript_panel import TranscriptPanel
from screening_app.ui.transcript_playback import TranscriptPlayback
from selfmm.types import Answer, Speaker, Transcript, Word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quiet_multimedia")

LONG_WAIT = 20_000  # milliseconds
SECONDS = 5


def words(text: str, start: float, length: float) -> tuple[Word, ...]:
    return tuple(
        Word(word, start + place * length, start + (place + 1) * length, 0.9) for place, word in enumerate(text.split())
    )


ANSWERS = (
    Answer("How are you?", 0.2, 0.8, words("How are you?", 0.2, 0.2), speaker=Speaker.CLINICIAN),
    Answer("I slept very badly.", 1.0, 3.0, words("I slept very badly.", 1.0, 0.5)),
    Answer("Very.", 4.0, 4.5, words("Very.", 4.0, 0.5)),
)


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    """Grey pictures that grow lighter, and a tone."""
    import av

    path, rate = tmp_path / "recording.mkv", 16_000
    with av.open(str(path), "w", format="matroska") as container:
        picture = container.add_stream("mpeg4", rate=10)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        sound = container.add_stream("pcm_s16le", rate=rate, layout="mono")
        for tick in range(SECONDS * 10):
            image = np.full((48, 64, 3), 5 * tick, np.uint8)
            container.mux(picture.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
            tone = (8000 * np.sin(np.arange(rate // 10) / 12)).astype(np.int16)
            heard = av.AudioFrame.from_ndarray(tone[None], "s16", "mono")
            heard.sample_rate, heard.pts = rate, tick * rate // 10
            container.mux(sound.encode(heard))
        for stream in (picture, sound):
            container.mux(stream.encode(None))
    return Recording(path, float(SECONDS), has_sound=True, has_picture=True)


@pytest.fixture
def player(qapp) -> Iterator[MomentPlayer]:
    jobs = JobRunner(MainThread(qapp).post)
    made = MomentPlayer(jobs, stored=lambda path: path, with_picture=True)
    yield made
    made.close()
    jobs.close()


@pytest.fixture
def panel(qtbot, player, recording) -> TranscriptPanel:
    made = TranscriptPanel()
    qtbot.addWidget(made)
    TranscriptPlayback(player, made)
    made.resize(600, 700)
    made.show_transcript(Transcript(ANSWERS, "en"), None, recording=recording)
    made.show()
    qtbot.waitUntil(lambda: len(made.correction_fields()) == len(ANSWERS))
    return made


def test_the_word_that_is_heard_is_marked_and_its_picture_shown(qtbot, panel, player, recording):
    row = panel.row(1)
    row.edit.put_cursor(len("I slept v"))
    row.edit.wished.emit(Wish.HEAR)
    assert player.moment == Moment(recording.path, 2.0, 3.0)
    heard: list[str] = []
    player.moved.connect(lambda _: heard.append(row.edit.heard))
    qtbot.waitUntil(lambda: {"very", "badly."} <= set(heard), timeout=LONG_WAIT)
    assert panel.playback.picture.has_picture
    assert panel.playback.bar.seconds > 2.0
    assert set(heard) == {"very", "badly."}
    qtbot.waitUntil(lambda: player.moment is None, timeout=LONG_WAIT)
    assert row.edit.heard == ""
    assert not row.playing
    assert not panel.playback.picture.has_picture


def test_a_click_on_a_word_plays_from_there(qtbot, panel, player, recording):
    edit = panel.row(1).edit
    edit.put_cursor(len("I slept very b"))
    place = edit.cursorRect().center()
    edit.put_cursor(0)
    qtbot.mouseClick(edit.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert player.moment == Moment(recording.path, 2.5, 3.0)


def test_space_plays_the_answer_and_stops_it(qtbot, panel, player, recording):
    edit = panel.row(1).edit
    qtbot.keyClick(edit, Qt.Key.Key_Space)
    assert player.moment == Moment(recording.path, 1.0, 3.0)
    assert panel.row(1).playing
    qtbot.keyClick(edit, Qt.Key.Key_Space)
    assert player.moment is None


def test_the_bar_plays_on_from_where_it_is_and_marks_answer_after_answer(qtbot, panel, player, recording):
    bar = panel.playback.bar
    bar.slider.setValue(5)
    bar.play.click()
    assert player.moment == Moment(recording.path, 0.5)
    assert panel.row(0).playing
    qtbot.waitUntil(lambda: panel.row(1).playing and not panel.row(0).playing, timeout=LONG_WAIT)
    assert bar.play.accessibleName() == "Pause"
    bar.play.click()
    qtbot.waitUntil(lambda: player.is_paused, timeout=LONG_WAIT)
    assert bar.play.accessibleName() == "Play"
    bar.slider.setValue(40)
    bar.play.click()
    qtbot.waitUntil(lambda: panel.row(2).playing, timeout=LONG_WAIT)
    panel.row(2).play.click()  # which stops, though it is the bar that plays
    assert player.moment is None
    assert bar.play.accessibleName() == "Play"


def test_a_leap_out_of_the_answer_plays_on_from_there(qtbot, panel, player, recording):
    panel.row(1).play.click()
    qtbot.waitUntil(lambda: player.seconds > 1.1, timeout=LONG_WAIT)
    panel.playback.bar.slider.setValue(20)
    assert player.moment == Moment(recording.path, 1.0, 3.0)
    panel.playback.bar.slider.setValue(41)
    assert player.moment == Moment(recording.path, 4.1)


def test_at_the_end_the_bar_begins_anew(panel, player, recording):
    panel.playback.bar.slider.setValue(SECONDS * 10)
    panel.playback.bar.play.click()
    assert player.moment == Moment(recording.path, 0.0)


def test_speed_and_loop_are_the_players(panel, player):
    bar = panel.playback.bar
    bar.speed.setCurrentIndex(bar.speed.findData(1.5))
    bar.loop.click()
    assert (player.speed, player.loops) == (1.5, True)


def test_what_plays_of_another_recording_is_not_marked(panel, player, recording, tmp_path):
    other = tmp_path / "other.mkv"
    other.write_bytes(recording.path.read_bytes())
    player.play(Moment(other, 1.0, 3.0))
    assert not panel.row(1).playing
    assert panel.playback.bar.play.accessibleName() == "Play"


def test_the_picture_is_hidden_on_wish_and_where_there_is_none(panel, recording):
    playback = panel.playback
    assert playback.picture.isVisible()
    playback.bar.picture.click()
    assert not playback.picture.isVisible()
    playback.bar.picture.click()
    sound = Recording(recording.path, recording.duration_seconds, has_sound=True, has_picture=False)
    panel.show_transcript(Transcript(ANSWERS, "en"), None, recording=sound)
    assert not playback.picture.isVisible()
    assert playback.isVisible()
    panel.show_transcript(Transcript((Answer("typed"),), "en"), None)
    assert not playback.isVisible()


def test_a_corrected_word_is_heard_where_it_stands_now(panel, player, recording):
    panel.start_correcting(1)
    edit = panel.row(1).edit
    edit.setPlainText("I always slept very badly.")
    edit.put_cursor(len("I always slept v"))
    edit.wished.emit(Wish.HEAR)
    assert player.moment == Moment(recording.path, 2.0, 3.0)
    assert panel.draft.transcript.answers[1].text == "I always slept very badly."
