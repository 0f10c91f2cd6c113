from __future__ import annotations

import numpy as np
import pytest
import soundfile

from selfmm.errors import UnknownChoiceError
from selfmm.features import AUDIO_EXTRACTORS, VISION_EXTRACTORS, create_audio_extractor, create_vision_extractor
from selfmm.features.hearing import hear


@pytest.mark.parametrize("name", AUDIO_EXTRACTORS)
def test_each_sound_extractor_keeps_its_word(name, tmp_path):
    path = tmp_path / "noise.wav"
    soundfile.write(path, np.random.default_rng(0).normal(size=16_000) * 0.1, 16_000)
    extractor = create_audio_extractor(name)
    hear(path, [listener := extractor.listen()])
    heard = listener.finish()
    assert heard.extractor == extractor.name == name
    assert heard.values.shape[1] == extractor.dimensions
    assert heard.values.dtype == np.float32
    assert extractor.listen().finish() is None  # a new listener has heard nothing


def raise_interrupted(step, fraction):
    raise InterruptedError


@pytest.mark.slow
@pytest.mark.parametrize("name", VISION_EXTRACTORS)
def test_each_vision_extractor_keeps_its_word(name, draw_face, film):
    path = film([draw_face(side=240, width=110)] * 10)
    extractor = create_vision_extractor(name, 4.0)
    seen = extractor.extract(path, lambda step, fraction: None)
    assert seen.sequence.extractor == extractor.name == name
    assert seen.sequence.values.shape == (4, extractor.dimensions)
    assert seen.sequence.values.dtype == np.float32
    assert seen.sequence.frame_seconds == 0.25
    with pytest.raises(InterruptedError):
        extractor.extract(path, raise_interrupted)


def test_unknown_names_are_answered_with_a_close_one():
    with pytest.raises(UnknownChoiceError, match="librosa_33"):
        create_audio_extractor("librosa_34")
    with pytest.raises(UnknownChoiceError, match="face_landmarks_56"):
        create_vision_extractor("face_landmark_56", 5.0)
