"""The detector is heard block by block as it is at once, and its probabilities become spans."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from selfmm.media import SAMPLE_RATE, waveform_blocks
from selfmm.transcription.voice_activity import WINDOW_SECONDS, VoiceDetector, spans_of, speech_spans

SPEECH = Path(__file__).parents[2] / "resources" / "speech_en.flac"


def windows(*parts: tuple[float, float]) -> list[float]:
    """A probability for each window, of parts (seconds, probability)."""
    return [probability for seconds, probability in parts for _ in range(round(seconds / WINDOW_SECONDS))]


def found(*parts: tuple[float, float], **options: float) -> list[tuple[float, float]]:
    probabilities = windows(*parts)
    spans = spans_of(probabilities, len(probabilities) * WINDOW_SECONDS, **options)
    return [(round(begin, 1), round(end, 1)) for begin, end in spans]


def test_only_long_pauses_part_spans() -> None:
    parts = ((1.0, 0.1), (2.0, 0.9), (0.4, 0.1), (1.0, 0.9), (0.8, 0.1), (1.024, 0.9), (1.0, 0.1))
    assert found(*parts) == [(1.0, 4.4), (5.2, 6.2)]
    assert found(*parts, pause_seconds=2.0) == [(1.0, 6.2)]


def test_a_knock_is_no_speech_and_a_fading_voice_still_is() -> None:
    assert found((1.0, 0.1), (0.1, 0.9), (1.0, 0.1)) == []
    assert found((1.0, 0.0), (1.0, 0.9), (1.0, 0.4), (1.0, 0.0)) == [(1.0, 3.0)]


def test_speech_without_pauses_is_cut_at_its_quietest_place() -> None:
    assert found((20.0, 0.9), (0.2, 0.5), (19.0, 0.9), longest=28.0) == [(0.0, 20.1), (20.1, 39.2)]


@given(st.lists(st.floats(0.0, 1.0), max_size=400), st.floats(0.1, 2.0), st.floats(1.0, 5.0))
def test_spans_are_in_order_and_none_is_too_long(probabilities: list[float], pause: float, longest: float) -> None:
    seconds = len(probabilities) * WINDOW_SECONDS
    spans = list(spans_of(probabilities, seconds, pause_seconds=pause, longest=longest))
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= begin < end <= seconds and end - begin <= longest + WINDOW_SECONDS for begin, end in spans)
    loud = [k for k, probability in enumerate(probabilities) if probability >= 0.5]
    if len(loud) == len(probabilities) > 8:
        assert sum(end - begin for begin, end in spans) == pytest.approx(seconds)


def test_blocks_are_heard_as_the_whole_is() -> None:
    speech = np.concatenate(list(waveform_blocks(SPEECH)))
    whole = VoiceDetector().probabilities(speech)
    detector = VoiceDetector()
    parts = [detector.probabilities(speech[first : first + 512 * 40]) for first in range(0, len(speech), 512 * 40)]
    assert np.concatenate(parts) == pytest.approx(whole, abs=1e-4)


def test_speech_is_found_where_it_is(tmp_path: Path) -> None:
    speech = np.concatenate(list(waveform_blocks(SPEECH)))
    quiet = np.zeros(4 * SAMPLE_RATE, np.float32)
    path = tmp_path / "speech.flac"
    soundfile.write(path, np.concatenate([quiet, speech, quiet, speech, quiet]), SAMPLE_RATE)
    told: list[float] = []
    spans = speech_spans(path, lambda step, fraction: told.append(fraction), pause_seconds=2.0)
    length = len(speech) / SAMPLE_RATE
    assert len(spans) == 2
    assert spans[0] == pytest.approx((4.0, 4.0 + length), abs=0.6)
    assert spans[1] == pytest.approx((8.0 + length, 8.0 + 2 * length), abs=0.6)
    assert told == sorted(told)
    assert told[-1] <= 1.0


@pytest.mark.parametrize("kind", ["silence", "noise", "tone"])
def test_what_is_no_voice_has_no_spans(tmp_path: Path, kind: str) -> None:
    time = np.arange(10 * SAMPLE_RATE) / SAMPLE_RATE
    sounds = {
        "silence": np.zeros(len(time)),
        "noise": np.random.default_rng(0).normal(0, 0.1, len(time)),
        "tone": 0.3 * np.sin(2 * np.pi * 440 * time),
    }
    soundfile.write(tmp_path / "sound.wav", sounds[kind], SAMPLE_RATE)
    assert speech_spans(tmp_path / "sound.wav") == ()
