"""A few seconds of sound get the verdict that a listener would give them."""

from __future__ import annotations

import wave

import numpy as np
import pytest
from mirrored_file import MirroredFile

from screening_app.capture import sound_check
from screening_app.capture.clock import SAMPLE_RATE
from screening_app.capture.sound_check import SECONDS, SoundSample, judge, write_sound


def speech(amplitude: float, noise: float, seconds: float = SECONDS) -> np.ndarray:
    """Syllables of half a second and pauses as long, over noise; amplitudes of int16."""
    dice = np.random.default_rng(0)
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    voice = amplitude * np.sqrt(2) * np.sin(2 * np.pi * 180 * time) * (time % 1 < 0.5)
    return np.clip(voice + noise * dice.standard_normal(len(time)), -32768, 32767).astype(np.int16)


@pytest.mark.parametrize(
    ("samples", "code"),
    [
        (speech(2000, 20), sound_check.GOOD),
        (speech(150, 5), sound_check.QUIET),
        (speech(20, 2), sound_check.SILENT),
        (speech(0, 0), sound_check.SILENT),
        (speech(20_000, 20), sound_check.LOUD),
        (speech(3000, 1800), sound_check.NOISY),
        (np.zeros(0, np.int16), sound_check.SILENT),
        (np.full(7, 900, np.int16), sound_check.SILENT),
    ],
)
def test_the_verdict_is_what_a_listener_would_say(samples, code):
    assert judge(samples).code == code


def test_the_levels_are_those_of_speech_and_pauses():
    found = judge(speech(2000, 20))
    assert found.level == pytest.approx(-24.3, abs=1.0)
    assert found.noise == pytest.approx(-64.3, abs=1.0)


def test_only_what_comes_between_begin_and_end_is_collected():
    sample = SoundSample()
    sample.push(np.ones(400, np.int16))
    assert sample.seconds == 0.0
    sample.begin()
    block = np.full(SAMPLE_RATE, 7, np.int16)
    sample.push(block)
    block[:] = 0  # the microphone may use its buffer again
    assert sample.seconds == 1.0
    assert (sample.end() == 7).all()
    sample.push(block)
    assert len(sample.end()) == 0


def test_what_nobody_fetches_does_not_grow_for_ever():
    sample = SoundSample()
    sample.begin()
    for _ in range(60):
        sample.push(np.zeros(SAMPLE_RATE, np.int16))
    assert sample.seconds == 2 * SECONDS


def test_it_can_be_played_back(tmp_path):
    stored = MirroredFile(tmp_path / "check.wav")
    write_sound(stored, speech(2000, 20))
    with stored.open() as content, wave.open(content) as file:
        assert file.getnframes() == SECONDS * SAMPLE_RATE
        assert file.getframerate() == SAMPLE_RATE
