from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sync_measure import measure
from virtual_devices import MICROPHONE, need_pulseaudio, noise, still, tone

import screening_app
from screening_app.capture.muxer import read_recording
from screening_app.capture.recorder import Recorder, State
from screening_app.errors import CaptureError

if TYPE_CHECKING:
    from collections.abc import Callable

    from virtual_devices import MjpegCamera, VirtualMicrophone

ROOT = Path(screening_app.__file__).parent.parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "recording.mkv"


def record(recorder: Recorder, seconds: float) -> None:
    recorder.open()
    recorder.start()
    time.sleep(seconds)


def test_sound_and_picture_in_one_file(
    path: Path, virtual_microphone: str, mjpeg_camera: str, contents: Callable
) -> None:
    levels: list[float] = []
    previews: list[np.ndarray] = []
    troubles: list[CaptureError] = []
    recorder = Recorder(
        path,
        virtual_microphone,
        mjpeg_camera,
        on_level=levels.append,
        on_frame=previews.append,
        on_trouble=troubles.append,
    )
    recorder.open()
    recorder.wait_until_open()
    time.sleep(0.3)
    assert levels
    assert previews
    assert not path.exists()  # looking and listening is not recording
    recorder.start()
    assert recorder.state is State.RECORDING
    time.sleep(2.0)
    assert recorder.elapsed_seconds == pytest.approx(2.0, abs=0.1)
    recording = recorder.stop()

    assert troubles == []
    assert (recording.path, recording.has_sound, recording.has_picture) == (path, True, True)
    assert recording.duration_seconds == pytest.approx(2.0, abs=0.15)
    read = contents(path)
    assert read.rate == 16_000
    assert read.seconds == recording.duration_seconds
    assert read.loudest_frequency() == pytest.approx(440, abs=1)
    assert 2.0 - read.picture_times[-1] < 0.3
    assert len(read.picture_times) == pytest.approx(50, abs=10)
    assert recorder.lost_seconds == 0


def test_a_pause_is_in_neither_sound_nor_picture(
    path: Path, virtual_microphone: str, mjpeg_camera: str, contents: Callable
) -> None:
    recorder = Recorder(path, virtual_microphone, mjpeg_camera)
    record(recorder, 0.7)
    recorder.pause()
    at_pause = recorder.elapsed_seconds
    time.sleep(0.8)
    assert recorder.elapsed_seconds == at_pause
    recorder.resume()
    time.sleep(0.8)
    recording = recorder.stop()
    assert recording.duration_seconds == pytest.approx(1.5, abs=0.15)
    read = contents(path)
    assert read.seconds == pytest.approx(recording.duration_seconds)
    assert np.diff(read.picture_times).max() < 0.3  # no gap where the pause was
    assert read.picture_times[-1] < recording.duration_seconds


def test_microphone_only(path: Path, virtual_microphone: str, contents: Callable) -> None:
    recorder = Recorder(path, virtual_microphone, None)
    record(recorder, 1.0)
    recording = recorder.stop()
    assert (recording.has_sound, recording.has_picture) == (True, False)
    assert recording.duration_seconds == pytest.approx(1.0, abs=0.15)
    assert contents(path).picture_times == []


def test_camera_only(path: Path, mjpeg_camera: str, contents: Callable) -> None:
    recorder = Recorder(path, None, mjpeg_camera)
    record(recorder, 1.5)
    recording = recorder.stop()
    assert (recording.has_sound, recording.has_picture) == (False, True)
    assert recording.duration_seconds == pytest.approx(1.5, abs=0.15)
    assert len(contents(path).picture_times) > 25


def test_neither_is_refused_with_another_way(path: Path) -> None:
    with pytest.raises(CaptureError, match="import a file or type the text"):
        Recorder(path, None, None).open()


def test_devices_that_all_fail_are_told_each_and_nothing_starts(path: Path) -> None:
    troubles: list[CaptureError] = []
    recorder = Recorder(path, "ALSA: Gone", "http://127.0.0.1:9/gone", on_trouble=troubles.append)
    recorder.open()
    with pytest.raises(CaptureError, match="Neither microphone nor camera"):
        recorder.start()
    recorder.close()
    assert len(troubles) == 2
    assert not path.exists()


def test_a_camera_that_fails_does_not_stop_the_sound(path: Path, virtual_microphone: str) -> None:
    troubles: list[CaptureError] = []
    recorder = Recorder(path, virtual_microphone, "http://127.0.0.1:9/gone", on_trouble=troubles.append)
    record(recorder, 0.5)
    recording = recorder.stop()
    assert len(troubles) == 1
    assert (recording.has_sound, recording.has_picture) == (True, False)


def test_the_microphone_goes_away_and_the_pictures_go_on(
    path: Path, plug_microphone: Callable[..., VirtualMicrophone], mjpeg_camera: str, contents: Callable
) -> None:
    device, troubles = plug_microphone(tone()), []
    recorder = Recorder(path, MICROPHONE, mjpeg_camera, on_trouble=troubles.append)
    record(recorder, 1.0)
    device.unplug()
    time.sleep(1.5)
    recording = recorder.stop()
    assert len(troubles) == 1
    assert "microphone stopped" in str(troubles[0])
    assert recording.duration_seconds == pytest.approx(2.5, abs=0.3)
    read = contents(path)
    assert read.seconds == pytest.approx(1.0, abs=0.3)
    assert read.picture_times[-1] == pytest.approx(2.5, abs=0.3)


def test_the_only_microphone_goes_away_and_time_stands_still(
    path: Path, plug_microphone: Callable[..., VirtualMicrophone]
) -> None:
    device, troubles = plug_microphone(tone()), []
    recorder = Recorder(path, MICROPHONE, None, on_trouble=troubles.append)
    record(recorder, 1.0)
    device.unplug()
    time.sleep(0.5)
    elapsed = recorder.elapsed_seconds
    time.sleep(0.3)
    assert recorder.elapsed_seconds == elapsed
    recorder.pause()
    recorder.resume()
    assert recorder.state is State.PAUSED  # there is nothing to go on with
    assert recorder.stop().duration_seconds == pytest.approx(1.0, abs=0.3)
    assert len(troubles) == 1


def test_the_camera_goes_away_and_the_sound_goes_on(
    path: Path, virtual_microphone: str, serve_camera: Callable[..., MjpegCamera], contents: Callable
) -> None:
    device, troubles = serve_camera(still()), []
    recorder = Recorder(path, virtual_microphone, device.url, on_trouble=troubles.append)
    record(recorder, 1.0)
    device.unplug()
    time.sleep(1.5)
    recording = recorder.stop()
    assert len(troubles) == 1
    assert "camera stopped" in str(troubles[0])
    assert recording.duration_seconds == pytest.approx(2.5, abs=0.15)
    read = contents(path)
    assert read.seconds == recording.duration_seconds
    assert read.picture_times[-1] == pytest.approx(1.0, abs=0.3)


def test_when_both_go_away_it_is_said_that_nothing_more_is_recorded(
    path: Path, plug_microphone: Callable[..., VirtualMicrophone], serve_camera: Callable[..., MjpegCamera]
) -> None:
    microphone, camera, troubles = plug_microphone(tone()), serve_camera(still()), []
    recorder = Recorder(path, MICROPHONE, camera.url, on_trouble=troubles.append)
    record(recorder, 1.0)
    microphone.unplug()
    camera.unplug()
    time.sleep(1.0)
    elapsed = recorder.elapsed_seconds
    time.sleep(0.3)
    assert recorder.elapsed_seconds == elapsed
    assert len(troubles) == 2
    assert "both stopped" in str(troubles[-1])
    assert recorder.stop().duration_seconds == pytest.approx(elapsed, abs=0.3)


def test_a_folder_that_cannot_be_written_is_told_at_start(tmp_path: Path, virtual_microphone: str) -> None:
    recorder = Recorder(tmp_path / "gone" / "recording.mkv", virtual_microphone, None)
    recorder.open()
    with pytest.raises(CaptureError, match="Check that the data folder"):
        recorder.start()
    recorder.close()


def test_closing_in_the_middle_keeps_the_file_and_is_safe_twice(path: Path, virtual_microphone: str) -> None:
    with Recorder(path.parent, virtual_microphone, None) as recorder:
        recorder.start(path)  # the file may be named as late as that
        time.sleep(0.7)
    recorder.close()
    assert recorder.state is State.CLOSED
    assert read_recording(path).duration_seconds == pytest.approx(0.7, abs=0.2)


def test_stopping_at_once_leaves_no_file(path: Path, serve_camera: Callable[..., MjpegCamera]) -> None:
    camera = serve_camera(still())
    recorder = Recorder(path, None, camera.url)
    recorder.open()
    recorder.wait_until_open()
    camera.frozen.set()
    time.sleep(0.2)
    recorder.start()
    with pytest.raises(CaptureError, match="Nothing was recorded"):
        recorder.stop()
    assert not path.exists()


def test_calls_out_of_order_are_mistakes(path: Path) -> None:
    recorder = Recorder(path, None, "http://127.0.0.1:9/gone")
    with pytest.raises(RuntimeError):
        recorder.start()
    with pytest.raises(RuntimeError):
        recorder.stop()
    recorder.close()


CHILD = """
import resource, sys, time
from pathlib import Path
from screening_app.capture.recorder import Recorder

path, microphone, camera, limit = sys.argv[1:]
recorder = Recorder(Path(path), microphone, camera, on_trouble=lambda error: print("trouble:", error, flush=True))
recorder.open()
recorder.start()
if int(limit):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
deadline = time.monotonic() + (2.5 if int(limit) else 30)
while time.monotonic() < deadline:
    print(recorder.elapsed_seconds, flush=True)
    time.sleep(0.02)
recording = recorder.stop()
print("recorded", recording.duration_seconds, recording.has_sound, recording.has_picture, flush=True)
"""


def start_child(path: Path, camera: str, limit: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), MICROPHONE, camera, str(limit)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def test_a_killed_process_loses_at_most_the_last_second(
    path: Path, virtual_microphone: str, mjpeg_camera: str, contents: Callable
) -> None:
    child = start_child(path, mjpeg_camera)
    assert child.stdout is not None
    elapsed = 0.0
    while elapsed < 2.5:
        elapsed = float(child.stdout.readline())
    child.kill()
    rest = child.communicate()[0].split()
    elapsed = float(rest[-1]) if rest else elapsed
    read = contents(path)
    assert read.seconds > elapsed - 1.0
    assert read.picture_times[-1] > elapsed - 1.0
    assert read.loudest_frequency() == pytest.approx(440, abs=1)


def test_a_full_disk_is_told_once_and_what_fits_is_kept(
    path: Path, plug_microphone: Callable[..., VirtualMicrophone], mjpeg_camera: str, contents: Callable
) -> None:
    plug_microphone(noise)
    child = start_child(path, mjpeg_camera, limit=40_000)
    lines = child.communicate(timeout=30)[0].splitlines()
    assert child.returncode == 0
    (trouble,) = [line for line in lines if line.startswith("trouble")]
    assert "The disk is full" in trouble
    _, seconds, has_sound, has_picture = lines[-1].split()
    assert (has_sound, has_picture) == ("True", "True")
    assert 0.3 < float(seconds) < 2.4
    assert contents(path).seconds == pytest.approx(float(seconds), abs=0.5)


def test_clicks_and_flashes_of_one_moment_stand_together_in_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_pulseaudio()
    monkeypatch.setenv("PULSE_SERVER", "")  # put back after the test
    offsets = measure(path, 3.5, ppm=200).offsets
    assert len(offsets) >= 2
    # what is left is the way of a picture through network and decoder, less that of a sound through PulseAudio
    assert abs(float(np.median(offsets))) < 0.04


def test_importing_the_recorder_loads_nothing_heavy() -> None:
    heavy = "{'cv2', 'av', 'sounddevice', 'numpy'}"
    code = f"import sys, screening_app.capture.recorder as _; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
