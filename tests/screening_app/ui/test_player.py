"""Moments are played from a real file; a computer without a loudspeaker plays them all the same, unheard."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import wave
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QIODevice

from screening_app.capture.muxer import Muxer
from screening_app.crypto.encrypted_file import MAGIC, RECORD_BYTES
from screening_app.crypto.keys import new_key
from screening_app.errors import DamagedPlaceError, StorageError
from screening_app.jobs.runner import JobRunner
from screening_app.storage.interview_file import RecordingFile
from screening_app.ui.main_thread import MainThread
from screening_app.ui.messages import say
from screening_app.ui.player import Moment, MomentPlayer
from screening_app.ui.stored_device import StoredDevice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quiet_multimedia")

LONG_WAIT = 20_000  # milliseconds
SECONDS = 4


@pytest.fixture(params=["wav", "mkv", "encrypted"])
def recording(request, tmp_path: Path, stored: dict[Path, RecordingFile]) -> Path:
    """A tone: as a plain file, and as our own recorder writes sound, plain or encrypted."""
    sound = (8000 * np.sin(np.arange(16_000 * SECONDS) * 0.17)).astype("<i2")
    path = tmp_path / ("recording.wav" if request.param == "wav" else "recording.mkv")
    if request.param == "wav":
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(sound.tobytes())
        return path
    if request.param == "encrypted":
        stored[path] = RecordingFile(path, new_key())
    muxer = Muxer(stored.get(path, path), with_sound=True, picture_size=None, frames_per_second=0)
    muxer.write_sound(sound)
    muxer.close()
    return path


@pytest.fixture
def stored() -> dict[Path, RecordingFile]:
    """What recordings are read from that are encrypted."""
    return {}


@pytest.fixture
def player(qapp, stored: dict[Path, RecordingFile]) -> Iterator[MomentPlayer]:
    jobs = JobRunner(MainThread(qapp).post)
    made = MomentPlayer(jobs, stored=lambda path: stored.get(path, path))
    made.trouble = []
    made.failed.connect(lambda error: made.trouble.append(say(error)))
    yield made
    made.close()
    jobs.close()


def play(qtbot, player: MomentPlayer, moment: Moment) -> list[float]:
    """Play a moment to its end; where in the recording it was meanwhile, in seconds."""
    seen: list[float] = []
    player._watch.timeout.connect(lambda: seen.append(player.seconds))
    with qtbot.waitSignal(player.changed, timeout=LONG_WAIT, check_params_cb=lambda now: now is None):
        player.play(moment)
    return [seconds for seconds in seen if seconds]


def test_a_moment_is_played_from_its_start_to_its_end(qtbot, player, recording):
    seen = play(qtbot, player, Moment(recording, 1.5, 2.5))
    assert min(seen) == pytest.approx(1.5, abs=0.2)
    assert 2.3 < max(seen) < 2.9
    assert len(set(seen)) > 5


def test_it_says_where_it_is_and_never_a_place_before_the_moment(qtbot, player, recording):
    said: list[float] = []
    player.moved.connect(said.append)
    play(qtbot, player, Moment(recording, 1.5, 2.5))
    assert said == sorted(said)
    assert 1.5 <= said[0] <= said[-1] <= 2.6
    assert len(set(said)) > 5
    assert player.moment is None


def test_without_an_end_it_goes_on_to_the_end_of_the_recording(qtbot, player, recording):
    seen = play(qtbot, player, Moment(recording, 3.2))
    assert min(seen) >= 3.1
    assert max(seen) > 3.6


def test_another_moment_takes_the_place_of_the_one_that_plays(qtbot, player, recording):
    late, early = Moment(recording, 3.0, 3.9), Moment(recording, 0.5, 1.2)
    player.play(late)
    qtbot.waitUntil(lambda: player.seconds > 3.0, timeout=LONG_WAIT)
    seen = play(qtbot, player, early)
    assert max(seen) < 2.0
    assert max(seen) > 1.0


def test_the_same_moment_again_stops_and_lets_go_of_the_file(qtbot, player, recording):
    moment = Moment(recording, 0.5, 3.5)
    player.toggle(moment)
    qtbot.waitUntil(lambda: player.seconds > 0.5, timeout=LONG_WAIT)
    player.toggle(moment)
    assert player.moment is None
    qtbot.waitUntil(lambda: player._player.source().isEmpty(), timeout=LONG_WAIT)


def test_stopping_before_it_is_loaded_plays_nothing(qtbot, player, recording):
    player.play(Moment(recording))
    player.stop()
    qtbot.waitUntil(lambda: player._player is not None, timeout=LONG_WAIT)
    qtbot.wait(100)
    assert player._player.source().isEmpty()


def test_a_missing_recording_says_what_to_do(qtbot, player, tmp_path):
    with qtbot.waitSignal(player.failed):
        player.play(Moment(tmp_path / "recording.mkv"))
    assert "recording.mkv is no longer in the data folder" in player.trouble[0]
    assert player.moment is None
    assert player._player is None  # nothing was loaded for it


def test_a_broken_recording_says_what_to_do(qtbot, player, tmp_path):
    broken = tmp_path / "recording.mp4"
    broken.write_bytes(b"this is no film")
    player.play(Moment(broken))
    qtbot.waitUntil(lambda: any("cannot be played here" in said for said in player.trouble), timeout=LONG_WAIT)
    assert str(broken) in player.trouble[-1]
    assert player.moment is None


def test_an_encrypted_recording_that_is_broken_says_what_to_do(qtbot, player, stored, tmp_path):
    broken = RecordingFile(tmp_path / "recording.mkv", new_key())
    stored[broken.path] = broken
    broken.write_whole(b"this is no film")
    for content in (broken.path.read_bytes(), broken.path.read_bytes()[:-1] + b"!", MAGIC):
        broken.path.write_bytes(content)
        player.trouble.clear()
        player.play(Moment(broken.path))
        qtbot.waitUntil(lambda: any("from a backup" in said for said in player.trouble), timeout=LONG_WAIT)
        assert player.moment is None


def test_where_a_place_is_damaged_it_plays_up_to_there_and_says_so(qtbot, player, stored, tmp_path):
    path = tmp_path / "recording.mkv"
    stored[path] = RecordingFile(path, new_key())
    muxer = Muxer(stored[path], with_sound=True, picture_size=None, frames_per_second=0)
    muxer.write_sound(np.random.default_rng(0).integers(-9000, 9000, 8 * 16_000, np.int16))
    muxer.close()
    content = bytearray(path.read_bytes())
    assert len(content) > 3 * RECORD_BYTES
    content[len(content) * 2 // 3] ^= 1
    path.write_bytes(content)
    moved: list[float] = []
    player.moved.connect(moved.append)
    player.play(Moment(path))
    qtbot.waitUntil(lambda: any("may still be played" in said for said in player.trouble), timeout=LONG_WAIT)
    assert moved
    assert 2.0 < max(moved) < 7.0
    assert player.moment is None


def test_a_plain_recording_that_somebody_put_there_is_not_played(qtbot, player, stored, tmp_path):
    path = film(tmp_path / "recording.mkv")
    stored[path] = RecordingFile(path, new_key())
    moved: list[float] = []
    player.moved.connect(moved.append)
    player.play(Moment(path))
    qtbot.waitUntil(lambda: any("put there by somebody else" in said for said in player.trouble), timeout=LONG_WAIT)
    assert moved == []
    stored[path] = RecordingFile(path, new_key(), takes_plain=True)
    playing(qtbot, player, Moment(path), beyond=0.2)


def test_a_recording_whose_key_is_gone_says_so(qtbot, qapp, tmp_path):
    def gone(_: Path) -> Path:
        raise StorageError("This interview is no longer in the database.")

    path, jobs = tmp_path / "recording.mkv", JobRunner(MainThread(qapp).post)
    path.touch()
    player = MomentPlayer(jobs, stored=gone)
    with qtbot.waitSignal(player.failed, timeout=LONG_WAIT, check_params_cb=lambda e: "no longer" in say(e)):
        player.play(Moment(path))
    assert player.moment is None
    player.close()
    jobs.close()


def test_an_encrypted_recording_is_let_go_of_and_nothing_of_it_is_written(qtbot, player, stored, tmp_path, monkeypatch):
    path = tmp_path / "film.mkv"
    stored[path] = RecordingFile(path, new_key())
    stored[path].write_whole(film(tmp_path / "plain.mkv").read_bytes())
    (tmp_path / "plain.mkv").unlink()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = sorted(tmp_path.iterdir())
    for _ in range(5):
        playing(qtbot, player, Moment(path), beyond=0.2)
        assert sorted(tmp_path.iterdir()) == before
    player.stop()
    qtbot.waitUntil(lambda: not player.findChildren(QIODevice), timeout=LONG_WAIT)


def test_at_a_place_that_is_damaged_the_device_ends(tmp_path, qapp):
    file = RecordingFile(tmp_path / "recording.mkv", new_key())
    file.write_whole(bytes(5 * RECORD_BYTES))
    content = bytearray(file.path.read_bytes())
    content[3 * RECORD_BYTES] ^= 1
    file.path.write_bytes(content)
    device = StoredDevice(file, qapp)
    assert device.size() == 5 * RECORD_BYTES
    assert device.seek(RECORD_BYTES)
    assert device.read(10).data() == bytes(10)
    assert device.seek(2 * RECORD_BYTES)
    assert device.read(10).data() == b""
    assert device.atEnd()
    assert isinstance(device.trouble, DamagedPlaceError)
    assert device.seek(4 * RECORD_BYTES)
    assert device.read(10).data() == bytes(10)
    device.close()


def test_qts_multimedia_is_not_loaded_before_something_is_played():
    pages = "screening_app.ui.session_page, screening_app.ui.history_page"
    code = f"import sys, {pages}; sys.exit('PySide6.QtMultimedia' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Standing still, leaping, speed, loops and pictures


def playing(qtbot, player: MomentPlayer, moment: Moment, *, beyond: float) -> None:
    """Play a moment until it is beyond a place in the recording, in seconds."""
    player.play(moment)
    qtbot.waitUntil(lambda: player.seconds > beyond, timeout=LONG_WAIT)


def test_a_paused_moment_stands_still_and_goes_on_from_there(qtbot, player, recording):
    told: list[bool] = []
    player.paused.connect(told.append)
    playing(qtbot, player, Moment(recording, 1.0, 2.5), beyond=1.3)
    player.pause()
    qtbot.wait(150)
    stood = player.seconds
    qtbot.wait(200)
    assert player.seconds == stood < 2.4
    assert player.moment is not None
    with qtbot.waitSignal(player.changed, timeout=LONG_WAIT, check_params_cb=lambda now: now is None):
        player.toggle(player.moment)
    assert told == [True, False]


def test_a_leap_goes_on_elsewhere_in_the_moment(qtbot, player, recording):
    playing(qtbot, player, Moment(recording, 0.5, 3.8), beyond=0.6)
    said: list[float] = []
    player.moved.connect(said.append)
    player.seek(3.0)
    qtbot.waitUntil(lambda: bool(said), timeout=LONG_WAIT)
    assert 2.9 < said[0] < 3.5
    assert player.moment is not None


def test_a_loop_begins_anew_at_the_end_until_it_is_told_not_to(qtbot, player, recording):
    player.loops = True
    said: list[float] = []
    player.moved.connect(said.append)
    player.play(Moment(recording, 1.0, 1.6))
    qtbot.waitUntil(lambda: sum(after < before for before, after in pairwise(said)) >= 2, timeout=LONG_WAIT)
    assert min(said) >= 1.0
    assert max(said) < 1.9
    with qtbot.waitSignal(player.changed, timeout=LONG_WAIT, check_params_cb=lambda now: now is None):
        player.loops = False


def test_a_loop_to_the_end_of_the_recording_begins_anew_as_well(qtbot, player, recording):
    player.loops = True
    said: list[float] = []
    player.moved.connect(said.append)
    player.play(Moment(recording, 3.3))
    qtbot.waitUntil(lambda: any(after < before for before, after in pairwise(said)), timeout=LONG_WAIT)
    assert min(said) >= 3.3


def test_twice_the_speed_takes_half_the_time(qtbot, player, recording):
    took = {}
    for speed in (2.0, 0.5):
        player.set_speed(speed)
        playing(qtbot, player, Moment(recording, 0.5, 2.5), beyond=0.8)
        start, since = player.seconds, time.monotonic()
        qtbot.waitUntil(lambda start=start: player.seconds >= start + 0.6, timeout=LONG_WAIT)
        took[speed] = time.monotonic() - since
    assert took[2.0] < 0.75 * took[0.5]


def film(path: Path) -> Path:
    """Two seconds of grey pictures."""
    import av

    with av.open(str(path), "w", format="matroska") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for tick in range(20):
            image = np.full((48, 64, 3), 5 * tick, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def test_pictures_are_handed_over_where_they_are_wanted(qtbot, qapp, tmp_path):
    path = film(tmp_path / "film.mkv")
    jobs = JobRunner(MainThread(qapp).post)
    player = MomentPlayer(jobs, stored=lambda path: path, with_picture=True)
    sizes: list[tuple[int, int]] = []
    player.pictured.connect(lambda frame: sizes.append((frame.width(), frame.height())))
    player.play(Moment(path, 0.2, 1.5))
    qtbot.waitUntil(lambda: len(sizes) > 3, timeout=LONG_WAIT)
    assert set(sizes) == {(64, 48)}
    player.close()
    jobs.close()
