"""From the microphone through the settings' card and the real speaker encoder to who speaks in a recording."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from virtual_devices import MICROPHONE, RATE, played

from screening_app.services.voices import clinician_voice
from screening_app.ui.settings_page import SettingsPage
from screening_app.ui.voice_card import Stage
from selfmm.media import waveform_blocks
from selfmm.transcription.speakers import decide, embed_windows
from selfmm.types import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from pytestqt.qtbot import QtBot
    from virtual_devices import VirtualMicrophone

    from screening_app.ui.services import AppServices
    from selfmm.transcription.base import Turn

    Sound = NDArray[np.float32]

ROOT = Path(__file__).parents[3]
CLINICIAN = ROOT / "resources" / "demo" / "session-1.opus"
PARTICIPANT = ROOT / "tests" / "resources" / "speech_en.flac"


def cut(path: Path, start: float, end: float) -> Sound:
    """What is heard from `start` to `end`, in seconds."""
    sound = np.concatenate(list(waveform_blocks(path)))[round(start * RATE) : round(end * RATE)]
    assert len(sound) == round((end - start) * RATE)
    return sound


def spoken_into_a_microphone(path: Path, sound: Sound) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((sound * 32767).astype("<i2").tobytes())
    return path


def turns_in(path: Path, app_services: AppServices, *sounds: Sound) -> tuple[Turn, ...]:
    """Whose turn it is in a recording of these sounds, half a second of silence behind each."""
    pause = np.zeros(RATE // 2, np.float32)
    soundfile.write(path, np.concatenate([part for sound in sounds for part in (sound, pause)]), RATE)
    voice = clinician_voice(app_services.workspace)
    assert voice is not None
    return decide(tuple(embed_windows(path)), voice)


def share(turns: tuple[Turn, ...], speaker: Speaker, start: float, end: float) -> float:
    """How much of the speech that was found from `start` to `end` is this speaker's."""
    inside = [(min(end, turn.end) - max(start, turn.start), turn.speaker) for turn in turns]
    heard = sum(seconds for seconds, _ in inside if seconds > 0)
    assert heard > (end - start) / 2
    return sum(seconds for seconds, who in inside if seconds > 0 and who is speaker) / heard


@pytest.mark.slow
def test_a_voice_enrolled_through_the_window_is_known_again_and_another_is_not(
    app_services: AppServices, qtbot: QtBot, plug_microphone: Callable[..., VirtualMicrophone], tmp_path: Path
) -> None:
    plug_microphone(played(spoken_into_a_microphone(tmp_path / "spoken.wav", cut(CLINICIAN, 2.0, 20.0))))
    app_services.settings_store.change(microphone=MICROPHONE)
    page, troubles = SettingsPage(app_services), []
    qtbot.addWidget(page)
    page.voice.failed.connect(troubles.append)
    page.show()
    page.voice.record.click()
    qtbot.waitUntil(lambda: page.voice.stage is Stage.RECORDING or bool(troubles), timeout=20_000)
    qtbot.waitUntil(lambda: page.voice.enrolled_at is not None or bool(troubles), timeout=120_000)
    assert troubles == []
    page.close()
    asked, told, asked_again = cut(CLINICIAN, 43.7, 52.7), cut(PARTICIPANT, 0.0, 6.5), cut(CLINICIAN, 64.7, 70.7)
    talk = turns_in(tmp_path / "talk.wav", app_services, asked, told, asked_again)
    assert share(talk, Speaker.CLINICIAN, 0.0, 9.0) > 0.9
    assert share(talk, Speaker.PARTICIPANT, 9.5, 16.0) > 0.9
    assert share(talk, Speaker.CLINICIAN, 16.5, 22.5) > 0.9
    alone = turns_in(tmp_path / "alone.wav", app_services, told)
    assert {turn.speaker for turn in alone} == {Speaker.PARTICIPANT}
