"""A recording that nobody keeps is one while it is wanted, and never lies anywhere in plain."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import numpy as np

from screening_app.capture.clock import SAMPLE_RATE
from screening_app.capture.sound_check import write_sound
from screening_app.services.passing_recordings import PassingRecording
from selfmm.media import waveform_blocks

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_it_is_heard_until_it_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    sound = np.random.default_rng(0).integers(-9000, 9000, SAMPLE_RATE, dtype=np.int16)
    passing, other = PassingRecording("sound.wav"), PassingRecording("sound.wav")
    write_sound(passing.file, sound)
    (heard,) = waveform_blocks(passing.file)
    assert np.array_equal(np.round(heard * 32768), sound)
    on_disk = passing.file.path.read_bytes()
    assert [piece for piece in (b"RIFF", b"WAVE", sound[500:520].tobytes()) if piece in on_disk] == []
    assert passing.file.key != other.file.key
    for one in (passing, other, passing):
        one.delete()
    assert list(tmp_path.iterdir()) == []
