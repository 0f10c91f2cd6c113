from __future__ import annotations

import shutil
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from screening_app.capture.clock import SAMPLE_RATE
from screening_app.capture.muxer import Muxer, check_space, fitting_size, minutes_that_fit, read_recording
from screening_app.errors import CaptureError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOISE = np.random.default_rng(7)


def write(muxer: Muxer, seconds: float, size: tuple[int, int] = (160, 120)) -> None:
    """Noise and 10 pictures a second that become brighter."""
    for tenth in range(int(seconds * 10)):
        if muxer.has_sound_track:
            muxer.write_sound(NOISE.integers(-3000, 3000, SAMPLE_RATE // 10, dtype=np.int16))
        if muxer.has_picture_track:
            image = np.full((size[1], size[0], 3), 10 + tenth, np.uint8)
            muxer.write_picture(image, tenth * SAMPLE_RATE // 10)


def test_sound_is_kept_to_the_bit_and_pictures_to_the_millisecond(tmp_path: Path, contents: Callable) -> None:
    path = tmp_path / "a.mkv"
    sound = NOISE.integers(-9000, 9000, 20_001, dtype=np.int16)
    muxer = Muxer(path, with_sound=True, picture_size=(161, 121))
    muxer.write_sound(sound[:7])
    muxer.write_sound(sound[7:])
    for position in (0, 800, 801, 8000):
        muxer.write_picture(np.full((121, 161, 3), 128, np.uint8), position)
    muxer.close()
    assert muxer.seconds == 20_001 / SAMPLE_RATE
    read = contents(path)
    assert np.array_equal(read.samples, sound)
    assert read.picture_times == pytest.approx([0.0, 0.050, 0.051, 0.5], abs=1e-6)
    assert read.size == (160, 120)


@pytest.mark.parametrize(("sound", "size"), [(True, None), (False, (160, 120))])
def test_one_track_alone(sound: bool, size: tuple[int, int] | None, tmp_path: Path) -> None:
    muxer = Muxer(tmp_path / "a.mkv", with_sound=sound, picture_size=size, frames_per_second=10)
    write(muxer, 1.0)
    muxer.close()
    recording = read_recording(tmp_path / "a.mkv")
    assert (recording.has_sound, recording.has_picture) == (sound, size is not None)
    assert recording.duration_seconds == pytest.approx(1.0, abs=0.002)
    assert muxer.seconds == pytest.approx(1.0, abs=0.002)


def test_without_x264_pictures_are_motion_jpeg(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contents: Callable
) -> None:
    monkeypatch.setattr("av.codecs_available", {"mjpeg", "flac"})
    muxer = Muxer(tmp_path / "a.mkv", with_sound=True, picture_size=(160, 120))
    write(muxer, 1.0)
    muxer.close()
    assert len(contents(tmp_path / "a.mkv").picture_times) == 10


def test_a_file_that_is_not_closed_holds_all_but_its_last_second(tmp_path: Path) -> None:
    muxer = Muxer(tmp_path / "a.mkv", with_sound=True, picture_size=(160, 120))
    write(muxer, 6.0)
    left = tmp_path / "left.mkv"
    shutil.copy(tmp_path / "a.mkv", left)
    muxer.close()
    assert read_recording(left).duration_seconds > 5.0
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(left.read_bytes()[:-1000])
    assert read_recording(cut).duration_seconds > 4.0


@pytest.mark.parametrize("content", [b"", b"no recording at all"])
def test_a_file_without_anything_says_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.mkv").write_bytes(content)
    with pytest.raises(CaptureError, match=r"Nothing could be recorded in a\.mkv"):
        read_recording(tmp_path / "a.mkv")


def test_an_older_recording_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    path.write_bytes(b"precious")
    with pytest.raises(CaptureError, match="not overwritten"):
        Muxer(path, with_sound=True, picture_size=None)
    assert path.read_bytes() == b"precious"


def test_a_folder_that_cannot_be_written_says_what_to_check(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="Check that the data folder"):
        Muxer(tmp_path / "missing" / "a.mkv", with_sound=True, picture_size=None)


@pytest.mark.parametrize(
    ("size", "fits"),
    [((640, 480), (640, 480)), ((1920, 1080), (1280, 720)), ((1080, 1920), (720, 1280)), ((3, 5000), (2, 1280))],
)
def test_pictures_are_at_most_1280_and_even(size: tuple[int, int], fits: tuple[int, int]) -> None:
    assert fitting_size(*size) == fits


def test_a_nearly_full_disk_is_told_with_the_minutes_that_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=60_000_000))
    assert minutes_that_fit(tmp_path, with_sound=True, with_picture=False) > 30
    check_space(tmp_path, with_sound=True, with_picture=False)
    with pytest.raises(CaptureError, match="only 2 minutes of recording fit"):
        check_space(tmp_path, with_sound=True, with_picture=True)


def test_a_folder_that_is_gone_is_told_before_recording(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="cannot be written"):
        check_space(tmp_path / "gone", with_sound=True, with_picture=True)
