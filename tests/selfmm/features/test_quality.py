from __future__ import annotations

import numpy as np
import pytest
import soundfile

from selfmm.features.quality import FRAME, count_words, frame_powers, measure_sound, signal_to_noise

RATE = 16_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" … ,.!? ", 0),
        ("I don't know, really.", 4),
        ("a well-known 24-hour day", 4),
        ("我最近睡不好。", 6),
        ("我用 iPhone 打电话", 6),
        ("naïve café", 2),
    ],
)
def test_words_are_counted_and_chinese_characters_are_words(text, words):
    assert count_words(text) == words


def talk(noise, speech=0.1, seconds=10.0):
    """Noise throughout, and 'speech' between seconds 2 and 4 and 6 and 8: (samples,) and its spans."""
    generator = np.random.default_rng(3)
    sound = generator.normal(size=round(seconds * RATE)) * noise
    spans = ((2.0, 4.0), (6.0, 8.0))
    for start, end in spans:
        part = slice(round(start * RATE), round(end * RATE))
        sound[part] += generator.normal(size=part.stop - part.start) * speech
    return sound.astype(np.float32), spans


@pytest.mark.parametrize("decibels", [0.0, 10.0, 30.0])
def test_signal_to_noise_is_found(decibels):
    sound, spans = talk(noise=0.1 / 10 ** (decibels / 20))
    assert signal_to_noise(frame_powers([sound]), spans) == pytest.approx(decibels, abs=0.7)


def test_a_cough_in_a_pause_does_not_count():
    sound, spans = talk(noise=0.001)
    quiet = signal_to_noise(frame_powers([sound]), spans)
    sound[5 * RATE : 5 * RATE + 3000] += 0.5
    assert signal_to_noise(frame_powers([sound]), spans) == pytest.approx(quiet, abs=1.0)


def test_gaps_of_digital_silence_are_no_pauses():
    sound, spans = talk(noise=0.01)
    with_gap = sound.copy()
    with_gap[: round(1.0 * RATE)] = 0
    with_gap[8 * RATE + 8000 :] = 0
    expected = signal_to_noise(frame_powers([sound]), spans)
    assert signal_to_noise(frame_powers([with_gap]), spans) == pytest.approx(expected, abs=0.7)


def test_without_speech_there_is_no_ratio():
    assert signal_to_noise(frame_powers([talk(0.1)[0]]), ()) is None
    assert signal_to_noise(frame_powers([]), ((0.0, 1.0),)) is None


def test_it_is_bounded_where_the_noise_was_cut_to_nothing_or_is_all_there_is():
    sound, spans = talk(noise=0.0)
    assert signal_to_noise(frame_powers([sound]), spans) <= 80.0
    loud_pauses = np.concatenate([np.full(100, 1.0), np.full(62, 1e-9), np.full(150, 1.0)])
    assert signal_to_noise(loud_pauses, ((3.2, 5.1),)) == -20.0


def test_speech_without_pauses_still_has_a_ratio():
    sound, _ = talk(noise=0.01, seconds=8.0)
    ratio = signal_to_noise(frame_powers([sound]), ((0.0, 8.0),))
    assert 0 < ratio < 40


def test_a_file_is_measured_in_blocks(tmp_path):
    sound, spans = talk(noise=0.01, seconds=70.0)
    path = tmp_path / "talk.wav"
    soundfile.write(path, sound, RATE)
    measured = measure_sound(path, spans)
    assert measured.voiced_seconds == 4.0
    assert measured.signal_to_noise == pytest.approx(20.0, abs=0.7)


def test_blocks_of_whole_frames_make_the_same_powers():
    sound = talk(noise=0.1)[0]
    blocks = np.split(sound, range(10 * FRAME, len(sound), 10 * FRAME))
    np.testing.assert_array_equal(frame_powers(blocks), frame_powers([sound]))
