from __future__ import annotations

import numpy as np
import pytest

from selfmm.features.face_graphs import BLENDSHAPES
from selfmm.features.markers import MARKERS, measure_markers
from selfmm.features.voice_track import VoiceListener
from selfmm.types import Answer, Cue, Features, FeatureSequence, Speaker

RATE = 16_000


@pytest.fixture(scope="module")
def features():
    """Twelve seconds: a voice of 150 Hz from 2 to 5, one of 300 Hz from 7 to 10; a smile in the second half."""
    moments = np.arange(12 * RATE) / RATE
    sound = np.random.default_rng(0).normal(size=len(moments)) * 1e-4
    for start, end, hertz in ((2, 5, 150), (7, 10, 300)):
        part = slice(start * RATE, end * RATE)
        sound[part] += 0.2 * sum(np.sin(2 * np.pi * hertz * k * moments[part]) / k for k in range(1, 10))
    listener = VoiceListener()
    listener.feed(sound.astype(np.float32))
    face = np.zeros((120, len(BLENDSHAPES) + 4), np.float32)
    face[:, -1] = 1
    for side in ("mouthSmileLeft", "mouthSmileRight"):
        face[60:, BLENDSHAPES.index(side)] = 0.9
    vision = FeatureSequence(face, 0.1, "face_landmarks_56")
    return Features("f", voice=listener.finish(), vision=vision, speech=((2.0, 5.0), (7.0, 10.0)))


OWN = Answer("I sleep badly and often", 2.0, 5.0, prompt="sleep")
OTHER = Answer("Since when?", 7.0, 10.0, prompt="sleep", speaker=Speaker.CLINICIAN)


def test_every_marker_is_described():
    for name, marker in MARKERS.items():
        assert name == name.lower()
        assert marker.name
        assert marker.meaning.endswith(".")
        assert marker.unit or name in {"smile_intensity", "brow_lowering", "expressivity"}


def test_only_the_participants_part_is_measured(features):
    markers = measure_markers([OWN, OTHER], features)
    assert set(markers) <= set(MARKERS)
    assert markers["pitch"] == pytest.approx(150, rel=0.02)
    assert markers["smile_share"] == 0
    assert measure_markers([OTHER], features) == {}
    swapped = measure_markers([Answer(OTHER.text, OTHER.start, OTHER.end)], features)
    assert swapped["pitch"] == pytest.approx(300, rel=0.02)
    assert swapped["smile_share"] == 100


def test_the_latency_counts_from_the_cards_appearance(features):
    cues = [Cue("sleep", 0.5, 8.0), Cue("sleep", 11.0, 12.0)]
    assert measure_markers([OWN], features, cues)["latency"] == pytest.approx(1.5, abs=0.05)
    assert "latency" not in measure_markers([OWN], features)
    assert "latency" not in measure_markers([OWN], features, [Cue("mood", 0.5, 8.0)])


def test_typed_answers_and_missing_modalities_have_no_markers(features):
    assert measure_markers([Answer("typed")], features) == {}
    assert measure_markers([OWN], Features("f")) == {}
    assert "face_share" not in measure_markers([OWN], Features("f", voice=features.voice, speech=features.speech))
