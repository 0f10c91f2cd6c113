"""A recording that lies on the disk in another form is read, bit for bit, as if it lay there as it is."""

from __future__ import annotations

import math
from threading import Event, Thread

import numpy as np
import pytest
from mirrored_file import MirroredFile, mirrored
from test_growing import record

from selfmm.errors import MediaError
from selfmm.media import GrowingFile, frames, open_media, waveform_blocks


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    path = tmp_path_factory.mktemp("stored") / "recording.mkv"
    record(path)
    return path


def everything(source) -> tuple:
    sound = np.concatenate(list(waveform_blocks(source)))
    return sound.tobytes(), [(frame.time, frame.age, frame.image.tobytes()) for frame in frames(source, 5.0)]


def test_sound_pictures_and_length_are_the_same(plain):
    stored = mirrored(plain)
    with pytest.raises(MediaError):
        open_media(stored.path)  # as it lies there, it is no recording
    of_plain, of_stored = open_media(plain), open_media(stored)
    assert (of_stored.duration_seconds, of_stored.has_sound, of_stored.has_picture) == (
        of_plain.duration_seconds,
        of_plain.has_sound,
        of_plain.has_picture,
    )
    assert everything(stored) == everything(plain)
    assert next(iter(waveform_blocks(stored, start=3.0, end=5.0))).tolist() == (
        next(iter(waveform_blocks(plain, start=3.0, end=5.0))).tolist()
    )


def test_it_is_read_while_it_grows(plain, tmp_path):
    finished = Event()
    stored = MirroredFile(tmp_path / "growing.mkv")

    def write() -> None:
        whole = mirrored(plain).path.read_bytes()
        with stored.path.open("ab", buffering=0) as file:
            for begin in range(0, len(whole), 1 + len(whole) // 10):
                file.write(whole[begin : begin + 1 + len(whole) // 10])
                finished.wait(0.1)
        finished.set()

    stored.write_whole(b"")
    thread = Thread(target=write)
    thread.start()
    source = GrowingFile(stored, finished.is_set)
    assert math.isinf(open_media(source).duration_seconds) or finished.is_set()
    assert everything(source) == everything(plain)
    thread.join()


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "empty"), (b"not a recording at all", "not a sound"), (b"RIFF....", "damaged")]
)
def test_what_is_no_recording_is_told_by_its_own_bytes(tmp_path, content, said):
    stored = MirroredFile(tmp_path / "a.wav")
    stored.write_whole(content)
    with pytest.raises(MediaError, match=said):
        open_media(stored)
    with pytest.raises(MediaError, match="not there"):
        open_media(MirroredFile(tmp_path / "none.wav"))
