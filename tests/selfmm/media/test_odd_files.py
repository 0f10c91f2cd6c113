"""Whatever file is given: sane sound and pictures, or one clear refusal, in little time and memory."""

from __future__ import annotations

import math
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import av
import numpy as np
import pytest
from odd_files import (
    BOTH,
    CUT,
    EITHER,
    ODD_FILES,
    PICTURE,
    REFUSED,
    SOUND,
    Odd,
    bare_packets,
    corner,
    film,
    jpeg,
    kind,
    png,
)
from odd_files import with_exif as jpeg_with_exif
from reading import read
from recordings import Kind, click_times, heard, write

from selfmm.errors import MediaError
from selfmm.media import SAMPLE_RATE, frames, open_media

TIME_LIMIT = 20.0  # seconds for one file of a second or two; a hang is meant, not a slow machine

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such names or files")


def test_there_are_enough_of_them() -> None:
    assert len({odd.name for odd in ODD_FILES}) == len(ODD_FILES)
    assert len(ODD_FILES) + 9 * len(CUT) >= 60


@needs_posix
@pytest.mark.parametrize("odd", ODD_FILES, ids=lambda odd: ascii(odd.name)[1:40])
def test_an_odd_file_is_read_or_refused(tmp_path: Path, odd: Odd) -> None:
    path = tmp_path / odd.name
    odd.make(path)
    begun = time.monotonic()
    found = read(path)
    assert time.monotonic() - begun < TIME_LIMIT
    assert odd.found in {found, EITHER}


@pytest.fixture(scope="module")
def whole_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    return {name: write(folder / name, kind(name), 2.0).read_bytes() for name in CUT}


@pytest.mark.parametrize("tenths", range(1, 10))
@pytest.mark.parametrize("name", CUT)
def test_a_file_cut_at_a_tenth_is_read_or_refused(
    tmp_path: Path, whole_files: dict[str, bytes], name: str, tenths: int
) -> None:
    path, content = tmp_path / name, whole_files[name]
    path.write_bytes(content[: len(content) * tenths // 10])
    found = read(path)
    if name in {"a.mp4", "a.mov", "a.m4a"}:  # what says where everything lies comes last
        assert found == REFUSED
    elif tenths >= 5:
        assert found == (BOTH if kind(name).picture else SOUND)
        assert open_media(path).duration_seconds < 2.1


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("mirrored", [(False, False), (True, False), (False, True)], ids=["", "sideways", "over"])
@pytest.mark.parametrize("name", ["phone.mp4", "phone.mov", "phone.mkv"])
def test_a_turned_or_mirrored_phone_video_comes_out_upright(
    tmp_path: Path, name: str, degrees: int, mirrored: tuple[bool, bool]
) -> None:
    path = tmp_path / name
    film(path, "libx264", turned=(degrees, *mirrored))
    upright = np.rot90(corner(64, 48), degrees // 90)  # counter-clockwise, then mirrored
    upright = upright[:, ::-1] if mirrored[0] else upright
    upright = upright[::-1] if mirrored[1] else upright
    image = next(frames(path, 5)).image
    assert image.shape == upright.shape
    assert np.abs(image.astype(int) - upright).mean() < 8


def test_what_a_camera_tells_in_exif_turns_its_pictures(tmp_path: Path) -> None:
    bare_packets(tmp_path / "a.mkv", "mjpeg", [jpeg_with_exif(jpeg(), 6)] * 5)  # 6: to be turned to the right
    image = next(frames(tmp_path / "a.mkv", 5)).image
    assert image.shape == (64, 48, 3)
    assert image[:8].mean() > 200  # what was left is above


def test_the_louder_fields_of_a_header_do_not_make_sound_up(tmp_path: Path) -> None:
    """Sound of a telephone, of six channels and of 384 kHz has its length and its pitch."""
    for odd in ODD_FILES:
        if odd.name.startswith(("telephone", "surround", "seven", "fast")):
            path = tmp_path / odd.name
            odd.make(path)
            wave = heard(path)
            assert len(wave) / SAMPLE_RATE == pytest.approx(1.0, abs=0.1), odd.name
            middle = wave[4000:12_000] * np.hanning(8000)
            assert np.abs(np.fft.rfft(middle)).argmax() * SAMPLE_RATE / 8000 == pytest.approx(440, abs=4), odd.name


def test_samples_that_are_no_numbers_are_silence(tmp_path: Path) -> None:
    odd = next(odd for odd in ODD_FILES if odd.name == "not-a-number.wav")
    odd.make(tmp_path / odd.name)
    wave = heard(tmp_path / odd.name)
    assert np.isfinite(wave).all()
    assert np.abs(wave).max() <= 1.0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux for the memory of a process")
def test_a_small_file_with_huge_pictures_takes_little_memory(tmp_path: Path) -> None:
    """150 kB that are really 144 million points: with the limit none of them is unpacked."""
    path = tmp_path / "bomb.mov"
    bare_packets(path, "png", [png(64, 48), *[png(12_000, 12_000)] * 2])
    assert path.stat().st_size < 400_000
    program = f"""
from pathlib import Path
from selfmm.media import frames, open_media
assert len(list(frames(Path({str(path)!r}), 25))) == 3
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line))
"""
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, stdout=subprocess.PIPE, text=True, check=True)
    assert int(done.stdout) < 120_000  # kB, of which Python and FFmpeg take 50,000


@needs_posix
@pytest.mark.parametrize("name", ["pipe.wav", "to-zeros.wav"])
def test_a_pipe_or_a_device_is_told_as_such(tmp_path: Path, name: str) -> None:
    odd = next(odd for odd in ODD_FILES if odd.name == name)
    odd.make(tmp_path / name)
    with pytest.raises(MediaError, match="is a device or a pipe"):
        open_media(tmp_path / name)


def test_a_file_that_goes_while_it_is_read_ends_the_reading(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", kind("a.mkv"), 2.0)
    pictures = frames(path, 5)
    next(pictures)
    with path.open("r+b") as file:
        file.truncate(1000)
    assert len(list(pictures)) <= 10


def test_two_readers_do_not_disturb_each_other(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", kind("a.mp4"), 2.0)
    alone, found = heard(path), []
    threads = [Thread(target=lambda: found.append(heard(path))) for _ in range(3)]
    for thread in threads:
        thread.start()
    seen = list(frames(path, 5))
    for thread in threads:
        thread.join()
    assert all(np.array_equal(alone, wave) for wave in found)
    assert len(seen) == math.ceil(open_media(path).duration_seconds * 5 - 1e-6)


def test_a_part_is_found_in_a_file_that_cannot_be_jumped_in(tmp_path: Path) -> None:
    whole, path = write(tmp_path / "whole.mkv", Kind("", "flac", "libx264", rate=16_000), 12.0), tmp_path / "a.mkv"
    with av.open(str(whole)) as old, av.open(str(path), "w") as new:
        streams = [new.add_stream_from_template(stream) for stream in old.streams]
        for packet in old.demux():
            if packet.dts is not None:
                packet.stream, packet.is_keyframe = streams[packet.stream.index], False  # nothing to begin at
                new.mux(packet)
    with av.open(str(path)) as container, pytest.raises(av.error.FFmpegError):
        container.seek(8_000_000)
    assert click_times(heard(path, start=8.2, end=10.0)) == pytest.approx([0.3, 1.3], abs=0.002)
    assert open_media(path).duration_seconds == pytest.approx(12.0, abs=0.1)


def test_a_lone_picture_stands_for_the_whole_recording(tmp_path: Path) -> None:
    film(tmp_path / "a.mkv", times=(0.0,))
    assert read(tmp_path / "a.mkv") == PICTURE
    assert len(list(frames(tmp_path / "a.mkv", 5))) == 1
