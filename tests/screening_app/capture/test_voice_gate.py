"""Voice is what stands out from the room, however loud the room is."""

from __future__ import annotations

import random

import pytest

from screening_app.capture.voice_gate import LEVEL_SECONDS, VoiceGate


def voiced_seconds(levels: list[float]) -> float:
    gate = VoiceGate()
    return sum(gate.hears(level) for level in levels) * LEVEL_SECONDS


def around(level: float, seconds: float) -> list[float]:
    dice = random.Random(0)
    return [level + dice.uniform(-2, 2) for _ in range(round(seconds / LEVEL_SECONDS))]


@pytest.mark.parametrize("room", [-70.0, -55.0, -45.0])
def test_only_speech_counts_whatever_the_room_is_like(room):
    turns = [*around(room, 3), *around(-28, 4), *around(room, 1), *around(-30, 3), *around(room, 2)]
    assert voiced_seconds(turns) == pytest.approx(7.0, abs=0.3)


@pytest.mark.parametrize("room", [-96.0, -60.0, -45.0, -38.0])
def test_a_quiet_or_steadily_humming_room_is_no_voice(room):
    assert voiced_seconds(around(room, 2.5) + around(room, 10)) <= 2.0


def test_somebody_who_speaks_at_once_and_without_a_pause_is_heard():
    assert voiced_seconds(around(-20, 10)) == pytest.approx(10.0, abs=0.3)
