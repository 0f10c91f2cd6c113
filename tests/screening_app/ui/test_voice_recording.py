"""Some seconds of a voice from a microphone made of software, in a folder that nobody else reads."""

from __future__ import annotations

import stat
import tempfile
import time
from typing import TYPE_CHECKING

import pytest
from virtual_devices import plug_microphone, virtual_microphone

from screening_app.errors import CaptureError
from screening_app.settings import NO_DEVICE
from screening_app.storage.interview_file import is_encrypted
from screening_app.ui.voice_recording import VoiceRecording
from selfmm.media import open_media

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["plug_microphone", "virtual_microphone"]  # fixtures


def recording_from(microphone: str, levels: list[float]) -> VoiceRecording:
    return VoiceRecording(microphone, on_level=levels.append, on_trouble=lambda _: None)


@pytest.mark.slow
def test_a_voice_is_recorded_and_deleted(virtual_microphone: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    levels: list[float] = []
    recording = recording_from(virtual_microphone, levels)
    recording.begin()
    while recording.elapsed_seconds < 1.0:
        time.sleep(0.05)
    file = recording.end()
    assert open_media(file).has_sound
    assert not open_media(file).has_picture
    assert is_encrypted(file.path)
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
    assert max(levels) > -40
    recording.discard()
    recording.discard()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_recording_that_is_thrown_away_leaves_nothing(virtual_microphone: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    recording = recording_from(virtual_microphone, [])
    recording.begin()
    recording.discard()
    assert list(tmp_path.iterdir()) == []


def test_without_a_microphone_it_says_what_to_do() -> None:
    with pytest.raises(CaptureError, match="No microphone is chosen"):
        recording_from(NO_DEVICE, []).begin()
