from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfmm.features.quality import (
    answer_quality,
    count_words,
    interview_quality,
    signal_to_noise,
    within,
    without,
)
from selfmm.features.voice_track import VoiceListener
from selfmm.types import Answer, Features, FeatureSequence, Speaker, Transcript, Word

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


def track(sound):
    listener = VoiceListener()
    listener.feed(sound)
    return listener.finish()


def frame_powers(sound):
    return track(sound).values[:, 0]


@pytest.mark.parametrize("decibels", [0.0, 10.0, 30.0])
def test_signal_to_noise_is_found(decibels):
    sound, spans = talk(noise=0.1 / 10 ** (decibels / 20))
    assert signal_to_noise(frame_powers(sound), spans) == pytest.approx(decibels, abs=0.7)


def test_a_cough_in_a_pause_does_not_count():
    sound, spans = talk(noise=0.001)
    quiet = signal_to_noise(frame_powers(sound), spans)
    sound[5 * RATE : 5 * RATE + 3000] += 0.5
    assert signal_to_noise(frame_powers(sound), spans) == pytest.approx(quiet, abs=1.0)


def test_gaps_of_digital_silence_are_no_pauses():
    sound, spans = talk(noise=0.01)
    with_gap = sound.copy()
    with_gap[: round(1.0 * RATE)] = 0
    with_gap[8 * RATE + 8000 :] = 0
    expected = signal_to_noise(frame_powers(sound), spans)
    assert signal_to_noise(frame_powers(with_gap), spans) == pytest.approx(expected, abs=0.7)


def test_without_speech_there_is_no_ratio():
    assert signal_to_noise(frame_powers(talk(0.1)[0]), ()) is None
    assert signal_to_noise(np.zeros(0), ((0.0, 1.0),)) is None


def test_it_is_bounded_where_the_noise_was_cut_to_nothing_or_is_all_there_is():
    sound, spans = talk(noise=0.0)
    assert signal_to_noise(frame_powers(sound), spans) <= 80.0
    loud_pauses = np.concatenate([np.full(320, 1.0), np.full(190, 1e-9), np.full(480, 1.0)])
    assert signal_to_noise(loud_pauses, ((3.2, 5.1),)) == -20.0


def test_speech_without_pauses_still_has_a_ratio():
    sound, _ = talk(noise=0.01, seconds=8.0)
    ratio = signal_to_noise(frame_powers(sound), ((0.0, 8.0),))
    assert 0 < ratio < 40


def features_of(sound, speech, **changes):
    return Features("f", voice=track(sound), speech=speech, **changes)


def pictures(faces, brightness=0.5, sharpness=100.0):
    """A track of five pictures a second with these numbers of faces, and the face's features beside it."""
    rows = np.array([(count, brightness, sharpness) for count in faces], np.float32)
    seen = np.array([(1.0, 2.0) if count else (0.0, 0.0) for count in faces], np.float32)
    return {
        "picture": FeatureSequence(rows, 0.2, "picture_track"),
        "vision": FeatureSequence(seen, 0.2, "v") if seen.any() else None,
    }


OWN = Answer(
    "I sleep badly.", 2.0, 4.0, (Word("I", 2.0, 2.5, 0.9), Word("sleep", 2.5, 4.0, 0.5), Word("badly.", 4.0, 4.0, None))
)
ASKED = Answer("Since when do you?", 6.0, 8.0, (Word("Since", 6.0, 8.0, 0.1),), speaker=Speaker.CLINICIAN)


def test_only_the_participants_part_counts():
    sound, speech = talk(noise=0.01)
    sound[6 * RATE : 8 * RATE] *= 5  # the clinician is louder
    quality = interview_quality(Transcript((OWN, ASKED), "en", "zh"), features_of(sound, speech, truncated=True))
    assert (quality.words, quality.voiced_seconds, quality.confidence) == (3, 2.0, pytest.approx(0.7))
    assert quality.signal_to_noise == pytest.approx(20.0, abs=0.7)
    assert (quality.truncated, quality.heard_language) == (True, "zh")
    alone = answer_quality(OWN, features_of(sound, speech))
    assert (alone.words, alone.voiced_seconds, alone.signal_to_noise) == (3, 2.0, quality.signal_to_noise)


def test_what_is_cut_off_at_full_scale_is_told():
    sound, speech = talk(noise=0.01)
    clean = interview_quality(Transcript((OWN,), "en"), features_of(sound, speech))
    assert clean.clipped_share == 0.0
    sound[round(2.5 * RATE) : round(3.5 * RATE)] = 1.0
    cut = answer_quality(OWN, features_of(sound, speech))
    assert cut.clipped_share == pytest.approx(1.0 / 1.8, abs=0.02)  # of 2 seconds without their edges


def test_the_picture_is_measured_for_an_answer_and_for_the_whole():
    sound, speech = talk(noise=0.01)
    seen = pictures([0] * 10 + [1] * 5 + [2] * 5 + [0] * 30)
    made = features_of(sound, speech, **seen)
    whole, answer = interview_quality(Transcript((OWN,), "en"), made), answer_quality(OWN, made)
    assert (whole.face_share, whole.several_faces_share) == (pytest.approx(0.2), pytest.approx(0.1))
    assert (answer.face_share, answer.several_faces_share) == (1.0, 0.5)
    assert (answer.brightness, answer.sharpness) == (0.5, 100.0)


def test_no_face_at_all_is_a_share_of_nothing_and_no_picture_is_not_measured():
    sound, speech = talk(noise=0.01)
    assert interview_quality(Transcript((OWN,), "en"), features_of(sound, speech, **pictures([0] * 50))).face_share == 0
    assert interview_quality(Transcript((OWN,), "en"), features_of(sound, speech)).face_share is None


def test_typed_text_has_words_alone():
    quality = interview_quality(Transcript((Answer("我睡不好"),), "zh"), None)
    assert (quality.words, quality.voiced_seconds, quality.face_share, quality.confidence) == (4, None, None, None)
    assert answer_quality(Answer("我睡不好"), None).words == 4


spans = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 10)), max_size=6).map(
    lambda pairs: tuple((float(start), float(start + length)) for start, length in pairs)
)


@given(one=spans, other=spans)
def test_spans_are_cut_to_limits_and_out_of_others(one, other):
    def covers(many, moment):
        return any(start < moment < end for start, end in many)

    for moment in np.arange(0.25, 62.0, 0.5):
        assert covers(without(one, other), moment) == (covers(one, moment) and not covers(other, moment))
        for limits in other[:1]:
            assert covers(within(one, limits), moment) == (covers(one, moment) and covers([limits], moment))
