from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import numpy as np
import pytest

from screening_app.errors import StorageError
from screening_app.services import voices
from screening_app.services.voices import clinician_voice, enrol_clinician, forget_clinician
from selfmm.errors import SelfMMError
from selfmm.transcription.speakers import VoicePrint

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.services.workspace import Workspace
    from selfmm.types import Report


@pytest.fixture
def voice() -> VoicePrint:
    values = np.random.default_rng(0).normal(size=256).astype(np.float32)
    return VoicePrint(values / np.linalg.norm(values), seconds=8.0, encoder="0" * 64)


@pytest.fixture(autouse=True)
def enrolled(monkeypatch: pytest.MonkeyPatch, voice: VoicePrint) -> None:
    """The library hears this voice; that it hears real ones is tried where it lives."""

    def hear(recording: Path, report: Report) -> VoicePrint:
        if recording.stem == "silence":
            raise SelfMMError("Too little voice was heard.")
        return voice

    monkeypatch.setattr(voices, "_enrol", hear)


def same(one: VoicePrint | None, other: VoicePrint) -> bool:
    return one is not None and np.array_equal(one.values, other.values) and one.seconds == other.seconds


def test_a_voice_is_remembered_for_this_user_alone_until_it_is_forgotten(
    workspace: Workspace, wav: Path, voice: VoicePrint
) -> None:
    assert clinician_voice(workspace) is None
    assert same(enrol_clinician(workspace, wav), voice)
    assert same(clinician_voice(workspace), voice)
    path = workspace.paths.clinician_voice
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(file.name for file in path.parent.iterdir() if "voice" in file.name) == [path.name]
    forget_clinician(workspace)
    forget_clinician(workspace)
    assert clinician_voice(workspace) is None
    assert not path.exists()


def test_a_voice_that_cannot_be_heard_leaves_the_one_before(workspace: Workspace, wav: Path, voice: VoicePrint) -> None:
    enrol_clinician(workspace, wav)
    with pytest.raises(SelfMMError, match="Too little voice"):
        enrol_clinician(workspace, wav.with_stem("silence"))
    assert same(clinician_voice(workspace), voice)


@pytest.mark.parametrize("content", ["", "[]", "{}", json.dumps({"values": [0.1]}), "\x00"])
def test_a_damaged_voice_counts_as_none(workspace: Workspace, content: str) -> None:
    workspace.paths.clinician_voice.write_text(content)
    assert clinician_voice(workspace) is None


def test_a_folder_that_cannot_be_written_is_told(
    workspace: Workspace, wav: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.paths.clinician_voice.mkdir()
    with pytest.raises(StorageError):
        enrol_clinician(workspace, wav)
