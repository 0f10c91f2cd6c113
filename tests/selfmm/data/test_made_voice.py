from __future__ import annotations

import numpy as np
import pytest

from selfmm.data.made_voice import Manner, made_voice
from selfmm.features.librosa_audio import CONTEXT, HOP, voice_pitch
from selfmm.media import SAMPLE_RATE
from selfmm.transcription.voice_activity import SpeechListener

SECONDS = 6.0


def spoken(manner):
    return made_voice(manner, SECONDS, np.random.default_rng(0))


def heard(voice):
    """Seconds of speech."""
    listener = SpeechListener(0.2)
    listener.feed(voice)
    return sum(end - start for start, end in listener.spans())


def octaves(voice):
    """Of the voiced frames, above 60 Hz."""
    frames = len(voice) // HOP - 1
    found = voice_pitch(np.pad(voice, (CONTEXT, CONTEXT)), frames)
    return found[found > 0]


@pytest.mark.parametrize("pitch", [100.0, 130.0, 220.0])
def test_its_pitch_is_the_one_asked_for(pitch):
    found = octaves(spoken(Manner(pitch, melody=1.0)))
    assert len(found) > 0.5 * SECONDS * SAMPLE_RATE / HOP
    assert np.median(60 * 2**found) == pytest.approx(pitch, rel=0.06)


def test_it_is_heard_as_speech_and_pauses_are_not():
    fluent, halting = (heard(spoken(Manner(pause_share=share))) for share in (0.1, 0.5))
    assert fluent > 0.75 * SECONDS
    assert 0.3 * SECONDS < halting < fluent - 1.0


def test_it_is_as_loud_and_as_lively_as_asked_for():
    loud, soft = (spoken(Manner(decibels=decibels)) for decibels in (-18.0, -30.0))
    assert 20 * np.log10(loud.std() / soft.std()) == pytest.approx(12.0, abs=0.5)
    lively, even = (octaves(spoken(Manner(melody=melody))) for melody in (5.0, 0.5))
    assert np.ptp(np.quantile(lively, [0.1, 0.9])) > 2 * np.ptp(np.quantile(even, [0.1, 0.9]))
    assert np.abs(loud).max() < 1.0


def test_the_same_draw_says_the_same():
    assert np.array_equal(spoken(Manner()), spoken(Manner()))
