from __future__ import annotations

import numpy as np
import pytest
import soundfile

from selfmm.errors import MediaError
from selfmm.features.hearing import hear

RATE = 16_000


class Ear:
    def __init__(self):
        self.heard = []

    def feed(self, samples):
        self.heard.append(samples)


@pytest.fixture
def voice(tmp_path):
    """Forty seconds of noise as a sound file, and its samples."""
    sound = (np.random.default_rng(0).normal(size=40 * RATE) * 0.1).astype(np.float32)
    soundfile.write(tmp_path / "voice.wav", sound, RATE, subtype="FLOAT")
    return tmp_path / "voice.wav", sound


def test_all_ears_hear_the_whole_and_it_is_told_how_far_it_is(voice):
    path, sound = voice
    one, other, told = Ear(), Ear(), []
    hear(path, [one, other], lambda step, fraction: told.append((step, fraction)))
    for ear in (one, other):
        assert len(ear.heard) > 1
        np.testing.assert_array_equal(np.concatenate(ear.heard), sound)
    assert {step for step, _ in told} == {"hearing"}
    fractions = [fraction for _, fraction in told]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)


def test_it_can_be_stopped(voice):
    ear = Ear()

    def stop_half_way(step, fraction):
        if fraction > 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        hear(voice[0], [ear], stop_half_way)
    assert sum(map(len, ear.heard)) < 40 * RATE


def test_pictures_without_sound_and_what_is_no_recording_are_refused(film, tmp_path):
    with pytest.raises(MediaError, match="no sound"):
        hear(film([np.full((48, 64, 3), 90, np.uint8)] * 10), [Ear()])
    (tmp_path / "letter.wav").write_text("Dear Sir")
    with pytest.raises(MediaError):
        hear(tmp_path / "letter.wav", [Ear()])
