"""A recording that is read while it is made gives, bit for bit, what the finished file gives."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from recordings import PICTURES_PER_SECOND, click_times, clicks, counting_picture, heard, sound_frame

from selfmm.errors import MediaError
from selfmm.media import SAMPLE_RATE, FinishedWhenGone, GrowingFile, Length, frames, open_media, waveform_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from selfmm.media import Frame, Source

SECONDS = 8.0
# as the recorder of the app sets them: what is held back is less than a second
CONTAINER = {"cluster_time_limit": "400", "flush_packets": "1", "max_interleave_delta": "400000"}
H264 = {"preset": "ultrafast", "tune": "zerolatency", "threads": "1", "g": "50"}


def record(path: Path, *, picture: str | None = "libx264", sound: bool = True, delay: float = 0.0) -> None:
    """Write a recording of 8 s as the app does, waiting `delay` s after each tenth of a second."""
    with av.open(str(path), "w", format="matroska", options=CONTAINER) as container:
        heard = container.add_stream("flac", rate=SAMPLE_RATE, layout="mono", format="s16") if sound else None
        seen = container.add_stream(picture, rate=PICTURES_PER_SECOND, options=H264) if picture else None
        if seen is not None:
            seen.width, seen.height, seen.pix_fmt = 64, 48, "yuv420p"
            if picture == "mjpeg":
                seen.options, seen.pix_fmt = {}, "yuvj420p"
        container.start_encoding()
        wave, size = clicks(SECONDS, SAMPLE_RATE), SAMPLE_RATE // PICTURES_PER_SECOND
        for tick in range(round(SECONDS * PICTURES_PER_SECOND)):
            if heard is not None:
                block = wave[tick * size : (tick + 1) * size]
                container.mux(heard.encode(sound_frame(block, tick * size, SAMPLE_RATE)))
            if seen is not None and tick % 7 != 3:  # a camera that leaves some pictures out
                container.mux(seen.encode(counting_picture(tick)))
            if tick % 3 == 0:
                time.sleep(delay)
        for stream in (heard, seen):
            if stream is not None:
                container.mux(stream.encode())


class Growing:
    """A recording that a thread is writing; the marker beside it goes away after the last byte."""

    def __init__(self, path: Path, write: Callable[[Path], None]) -> None:
        self.path = path
        self.marker = path.with_name(path.name + ".writing")
        self.marker.touch()
        self._write = write
        self._thread = Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._write(self.path)
        finally:
            self.marker.unlink()

    @property
    def source(self) -> GrowingFile:
        return GrowingFile(self.path, FinishedWhenGone(self.marker))

    def finished(self) -> Path:
        self._thread.join()
        return self.path


@pytest.fixture
def grow(tmp_path: Path) -> Iterator[Callable[[Callable[[Path], None]], Growing]]:
    made: list[Growing] = []

    def start(write: Callable[[Path], None]) -> Growing:
        made.append(Growing(tmp_path / f"recording-{len(made)}.mkv", write))
        return made[-1]

    yield start
    for growing in made:
        growing.finished()


def in_pieces(content: bytes, pieces: int = 12, delay: float = 0.05) -> Callable[[Path], None]:
    """A writer that puts bytes into the file a piece at a time."""

    def write(path: Path) -> None:
        with path.open("wb", buffering=0) as file:
            for first in range(0, len(content), len(content) // pieces + 1):
                time.sleep(delay)
                file.write(content[first : first + len(content) // pieces + 1])

    return write


def seen(source: Source) -> list[Frame]:
    return list(frames(source, 5))


def assert_same_pictures(one: list[Frame], other: list[Frame]) -> None:
    assert [(frame.time, frame.age) for frame in one] == [(frame.time, frame.age) for frame in other]
    assert all(np.array_equal(a.image, b.image) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("picture", ["libx264", "mjpeg"])
def test_the_same_comes_out_while_it_grows_as_of_the_finished_file(grow, picture: str) -> None:
    growing = grow(lambda path: record(path, picture=picture, delay=0.02))
    with ThreadPoolExecutor(2) as readers:
        sound, pictures = readers.submit(heard, growing.source), readers.submit(seen, growing.source)
        early, live = sound.result(), pictures.result()
    path = growing.finished()
    assert np.array_equal(early, heard(path))
    assert len(early) / SAMPLE_RATE == pytest.approx(SECONDS, abs=0.01)
    assert_same_pictures(live, seen(path))
    assert len(live) == 5 * SECONDS


def test_blocks_and_pictures_come_before_the_recording_ends(grow) -> None:
    hold = Event()

    def write(path: Path) -> None:
        whole = path.with_suffix(".whole")
        record(whole)
        content = whole.read_bytes()
        with path.open("wb", buffering=0) as file:
            file.write(content[: len(content) // 2])
            hold.wait(60)
            file.write(content[len(content) // 2 :])

    growing = grow(write)
    try:
        info, length = open_media(growing.source), Length(growing.source)
        assert length.share(3.0) == 0.0
        assert (info.path, info.duration_seconds, info.truncated) == (growing.path, math.inf, False)
        assert (info.has_sound, info.has_picture) == (True, True)
        blocks, pictures = waveform_blocks(growing.source, block_seconds=1.0), frames(growing.source, 5)
        first = [next(blocks) for _ in range(3)], [next(pictures) for _ in range(12)]
        assert not hold.is_set()
    finally:
        hold.set()
    path = growing.finished()
    assert np.array_equal(np.concatenate([*first[0], *blocks]), heard(path))
    assert_same_pictures([*first[1], *pictures], seen(path))
    assert open_media(growing.source) == open_media(path)
    assert length.share(SECONDS / 2) == pytest.approx(0.5, abs=0.01)
    assert length.share(2 * SECONDS) == 1.0


@pytest.mark.parametrize("holds", ["sound", "picture"])
def test_sound_or_picture_alone(grow, holds: str) -> None:
    growing = grow(
        lambda path: record(path, picture="libx264" if holds == "picture" else None, sound=holds == "sound", delay=0.01)
    )
    info = open_media(growing.source)
    assert (info.has_sound, info.has_picture) == (holds == "sound", holds == "picture")
    if holds == "sound":
        early = heard(growing.source)
        assert np.array_equal(early, heard(growing.finished()))
        with pytest.raises(MediaError, match="has no picture"):
            seen(growing.source)
    else:
        live = seen(growing.source)
        assert_same_pictures(live, seen(growing.finished()))
        with pytest.raises(MediaError, match="has no sound"):
            heard(growing.source)


@pytest.mark.parametrize("tenths", [3, 5, 8])
def test_a_recording_that_is_cut_off(grow, tmp_path: Path, tenths: int) -> None:
    record(tmp_path / "whole.mkv")
    content = (tmp_path / "whole.mkv").read_bytes()
    growing = grow(in_pieces(content[: len(content) * tenths // 10]))
    early, live = heard(growing.source), seen(growing.source)  # the second one begins while it grows, or just after
    path = growing.finished()
    assert np.array_equal(early, heard(path))
    assert_same_pictures(live, seen(path))
    slow = grow(in_pieces(content[: len(content) * tenths // 10]))
    assert_same_pictures(seen(slow.source), seen(path))


def test_a_part_is_found_without_jumping(grow) -> None:
    growing = grow(lambda path: record(path, delay=0.01))
    part = heard(growing.source, start=6.2, end=7.9)
    assert len(part) == round(1.7 * SAMPLE_RATE)
    assert click_times(part) == pytest.approx([0.3, 1.3], abs=0.002)
    assert np.array_equal(part, heard(growing.finished())[round(6.2 * SAMPLE_RATE) : round(7.9 * SAMPLE_RATE)])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "not there any more"), (b"", "is empty"), (0.01, "damaged or cut off"), (b"words", "not a sound or video")],
)
def test_a_recording_with_nothing_in_it(grow, tmp_path: Path, content, sentence: str) -> None:
    if isinstance(content, float):  # the head and no more
        record(tmp_path / "whole.mkv")
        content = (tmp_path / "whole.mkv").read_bytes()[:300]

    def write(path: Path) -> None:
        time.sleep(0.3)
        if content is not None:
            path.write_bytes(content)

    growing = grow(write)
    for read in (open_media, heard, seen):
        with pytest.raises(MediaError, match=sentence):
            read(growing.source)


def test_a_recording_that_is_too_long_is_refused_once_it_is(grow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfmm.media.pictures.MAX_SECONDS", 4.0)
    growing = grow(lambda path: record(path, delay=0.01))
    with pytest.raises(MediaError, match="at most"):
        seen(growing.source)


def test_a_reader_can_be_given_up_or_stopped_while_it_waits(grow, tmp_path: Path) -> None:
    record(tmp_path / "whole.mkv")
    content = (tmp_path / "whole.mkv").read_bytes()
    hold = Event()

    def write(path: Path) -> None:
        path.write_bytes(content[: len(content) // 2])
        hold.wait(60)

    class Stopped(Exception):
        pass

    def stopping() -> bool:
        if time.monotonic() > stop_at:
            raise Stopped
        return False

    growing = grow(write)
    try:
        for blocks in (waveform_blocks(growing.source, block_seconds=1.0), frames(growing.source, 5)):
            next(blocks)
            begun = time.monotonic()
            blocks.close()  # as happens when a report raises between two blocks
            assert time.monotonic() - begun < 2.0
        for read in (heard, seen):
            stop_at = time.monotonic() + 1.0
            with pytest.raises(Stopped):
                read(GrowingFile(growing.path, stopping))
            assert time.monotonic() - stop_at < 5.0
    finally:
        hold.set()


def test_the_marker_travels_to_another_process_and_its_absence_is_seen(tmp_path: Path) -> None:
    marker = tmp_path / "recording.mkv.writing"
    source = pickle.loads(pickle.dumps(GrowingFile(tmp_path / "recording.mkv", FinishedWhenGone(marker))))
    assert source.is_finished()
    marker.touch()
    assert not source.is_finished()


def test_a_child_does_not_wait_for_a_recorder_that_has_died(tmp_path: Path) -> None:
    program = tmp_path / "recorder.py"
    program.write_text(
        """
import multiprocessing, os, sys, time
from pathlib import Path
from selfmm.media import FinishedWhenGone

def wait(marker, told):
    is_finished = FinishedWhenGone(marker)
    told.with_suffix(".first").write_text(str(is_finished()))
    while not is_finished():
        time.sleep(0.05)
    told.write_text("finished")

if __name__ == "__main__":
    marker, told = map(Path, sys.argv[1:])
    marker.touch()
    multiprocessing.get_context("spawn").Process(target=wait, args=(marker, told)).start()
    while not told.with_suffix(".first").exists():
        time.sleep(0.05)
    os._exit(1)  # as if it had been killed
"""
    )
    marker, told = tmp_path / "marker", tmp_path / "told"
    subprocess.run([sys.executable, str(program), str(marker), str(told)], check=False, timeout=120)
    until = time.monotonic() + 60
    while not told.exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert told.with_suffix(".first").read_text() == "False"
    assert told.read_text() == "finished"
    assert marker.exists()
