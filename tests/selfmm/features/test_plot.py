from __future__ import annotations

import numpy as np
import pytest
import soundfile

from selfmm.errors import DataError
from selfmm.features.plot import draw_recording
from selfmm.features.voice_track import VoiceListener
from selfmm.types import Answer, Features, FeatureSequence, Speaker, Transcript

RATE = 16_000


@pytest.fixture
def recorded(tmp_path):
    """Four seconds with a voice of 200 Hz in the middle two, as a file, and its features with a face."""
    moments = np.arange(4 * RATE) / RATE
    sound = 0.3 * np.sin(2 * np.pi * 200 * moments) * ((moments > 1) & (moments < 3))
    soundfile.write(tmp_path / "talk.wav", sound, RATE)
    listener = VoiceListener()
    listener.feed(sound.astype(np.float32))
    vision = FeatureSequence(np.ones((20, 56), np.float32), 0.2, "face_landmarks_56")
    return tmp_path / "talk.wav", Features("f", voice=listener.finish(), vision=vision, speech=((1.0, 3.0),))


TRANSCRIPT = Transcript(
    (Answer("我睡不好。", 1.0, 2.0), Answer("How long?", 2.0, 3.0, speaker=Speaker.CLINICIAN)), "zh"
)


def test_all_that_was_heard_and_seen_is_on_one_time_axis(recorded, tmp_path, recwarn):
    path, features = recorded
    figure = draw_recording(path, TRANSCRIPT, features)
    titles = [axis.get_ylabel() for axis in figure.axes]
    assert titles == [
        "waveform", "words", "pitch (Hz)", "loudness (dBFS)", "smile (0-1)", "gaze (degrees)", "head (degrees)",
    ]  # fmt: skip
    for axis in figure.axes:
        assert axis.get_xlim() == (0.0, 4.0)
        assert any(patch.get_x() == 1.0 and patch.get_width() == 2.0 for patch in axis.patches)
    words = {text.get_text(): text.get_position()[0] for text in figure.axes[1].texts}
    assert words == {"我睡不好。": 1.0, "How long?": 2.0}
    pitch = figure.axes[2].lines[0].get_ydata()
    assert np.nanmedian(pitch) == pytest.approx(200, rel=0.01)
    assert np.isnan(pitch[:90]).all()
    figure.savefig(tmp_path / "out.png")
    assert (tmp_path / "out.png").stat().st_size > 10_000


def test_sound_alone_has_no_face_and_nothing_at_all_is_told(recorded):
    path, features = recorded
    heard = Features("f", voice=features.voice, speech=features.speech)
    assert len(draw_recording(path, TRANSCRIPT, heard).axes) == 4
    with pytest.raises(DataError, match="neither speech nor a face"):
        draw_recording(path, TRANSCRIPT, Features("f"))
