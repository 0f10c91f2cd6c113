from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfmm.features.voice_markers import VOICE_MARKERS, Spoken, interview_markers
from selfmm.features.voice_track import (
    AMPLITUDE_CHANGES,
    AMPLITUDES,
    COLUMNS,
    FRAME_SECONDS,
    HARMONICITY,
    NAME,
    PERIOD_CHANGES,
    PERIODS,
    PITCH,
    POWER,
)
from selfmm.types import FeatureSequence

SPEECH = ((2.0, 5.0), (6.0, 8.0), (8.5, 9.0))  # 5.5 s of speech, pauses of 1.0 and 0.5 s, in 7 s


def track(seconds=20.0, pitch=200.0, power=0.01, harmonicity=15.0, jitter=0.01, shimmer=0.05):
    """The same in each frame: numbers, or arrays (frames,)."""
    rows = np.zeros((round(seconds / FRAME_SECONDS), len(COLUMNS)), np.float32)
    rows[:, POWER], rows[:, PITCH], rows[:, HARMONICITY] = power, pitch, harmonicity
    rows[:, PERIODS], rows[:, PERIOD_CHANGES] = 0.01, 0.01 * jitter
    rows[:, AMPLITUDES], rows[:, AMPLITUDE_CHANGES] = 0.2, 0.2 * shimmer
    return FeatureSequence(rows, FRAME_SECONDS, NAME)


def measured(voice=None, speech=SPEECH, start=0.0, end=20.0, **told):
    return interview_markers(voice or track(), speech, [Spoken(start, end, **told)])


def test_every_marker_of_a_whole_answer_is_in_the_table_and_each_is_described():
    assert set(measured(words=14, cue_start=1.2)) == set(VOICE_MARKERS)
    for marker in VOICE_MARKERS.values():
        assert all(getattr(marker, field.name) for field in fields(marker))


def test_tempo_counts_from_the_first_to_the_last_sound():
    markers = measured(words=14)
    assert markers["speech_rate"] == pytest.approx(60 * 14 / 7.0)
    assert markers["articulation_rate"] == pytest.approx(60 * 14 / 5.5)


def test_pauses_are_counted_and_measured():
    markers = measured()
    assert markers["pause_share"] == pytest.approx(100 * 1.5 / 7)
    assert markers["pause_seconds"] == pytest.approx(0.75)
    assert markers["pause_rate"] == pytest.approx(60 * 2 / 7)


def test_gaps_below_a_quarter_of_a_second_are_no_pauses():
    markers = measured(speech=((1.0, 3.0), (3.2, 5.0)))
    assert markers["pause_share"] == markers["pause_rate"] == 0
    assert "pause_seconds" not in markers


def test_latency_runs_from_the_card_to_the_first_sound():
    assert measured(cue_start=1.2)["latency"] == pytest.approx(0.8)
    assert "latency" not in measured(cue_start=None)
    assert "latency" not in measured(cue_start=2.5)  # spoke before the card came


def test_only_speech_within_the_answer_counts():
    cut = measured(start=2.5, end=7.0, words=10)
    assert cut["speech_rate"] == pytest.approx(60 * 10 / 4.5)
    pitch = np.full(2000, 100.0)
    pitch[250:500] = pitch[600:700] = 240.0
    heard = measured(track(pitch=pitch), start=2.5, end=7.0)
    assert heard["pitch"] == 240.0
    assert heard["pitch_range"] == 0


def test_pitch_is_in_hertz_and_its_spread_in_semitones():
    pitch = np.zeros(2000)
    pitch[200:500] = np.tile([100.0, 200.0, 0.0], 100)
    markers = measured(track(pitch=pitch))
    assert markers["pitch"] == 150.0
    assert markers["pitch_range"] == pytest.approx(12)
    assert markers["pitch_variability"] == pytest.approx(6)


def test_loudness_is_that_of_the_voiced_frames():
    power = np.full(2000, 1.0)
    power[200:350], power[350:500] = 0.001, 0.1
    pitch = np.zeros(2000)
    pitch[205:495] = 150.0
    markers = measured(track(power=power, pitch=pitch))
    assert markers["loudness"] == pytest.approx(10 * np.log10(0.0505), abs=0.01)
    assert markers["loudness_range"] == pytest.approx(20, abs=0.01)


def test_jitter_and_shimmer_weigh_frames_by_their_cycles():
    voice = track(jitter=0.02, shimmer=0.1, harmonicity=9.0)
    voice.values[200:350, PERIODS : AMPLITUDE_CHANGES + 1] = 0
    markers = measured(voice)
    assert markers["jitter"] == pytest.approx(2.0)
    assert markers["shimmer"] == pytest.approx(10.0)
    assert markers["harmonicity"] == 9.0


def test_what_cannot_be_measured_is_left_out():
    assert measured(speech=()) == {}
    assert measured(speech=((30.0, 40.0),), end=25.0) == {}
    assert set(measured(speech=((1.0, 1.2),), words=1)) == set()
    assert {"speech_rate", "pause_share"}.isdisjoint(measured(speech=((1.0, 2.5),), words=3))
    assert "speech_rate" not in measured()
    quiet = track(pitch=0.0)
    quiet.values[:, PERIODS:] = 0
    assert set(measured(quiet)) == {"pause_share", "pause_rate", "pause_seconds"}


def test_a_track_shorter_than_the_speech_is_no_trouble():
    assert measured(track(seconds=4.0))["pitch"] == 200.0
    assert "pitch" not in measured(track(seconds=0.01))


def test_an_interview_counts_answers_by_their_length():
    pitch = np.full(2000, 100.0)
    pitch[1000:] = 200.0
    voice = track(pitch=pitch)
    answers = [Spoken(0.0, 10.0, 14, 1.0), Spoken(10.0, 20.0, 9, 10.0)]
    both = interview_markers(voice, (*SPEECH, (13.0, 16.0)), answers)
    assert both["speech_rate"] == pytest.approx(60 * 23 / 10)
    assert both["articulation_rate"] == pytest.approx(60 * 23 / 8.5)
    assert both["pause_share"] == pytest.approx(15)  # the time between answers is no pause
    assert both["latency"] == pytest.approx((1.0 + 3.0) / 2)
    assert both["pitch"] == 100.0  # 5.5 s against 3.0 s


def test_tempo_leaves_out_answers_whose_words_nobody_knows():
    answers = [Spoken(0.0, 10.0, 14), Spoken(10.0, 20.0, None)]
    both = interview_markers(track(), (*SPEECH, (13.0, 16.0)), answers)
    assert both["speech_rate"] == pytest.approx(60 * 14 / 7)
    assert both["pause_share"] == pytest.approx(15)


def test_only_the_first_answer_to_a_card_has_a_latency():
    answers = [Spoken(0.0, 5.5, 5, 1.0), Spoken(5.5, 10.0, 5, 1.0)]
    assert interview_markers(track(), SPEECH, answers)["latency"] == pytest.approx(1.0)


spans = st.lists(st.floats(0, 25, allow_nan=False), max_size=12).map(
    lambda times: tuple(zip(sorted(times)[::2], sorted(times)[1::2], strict=False))
)


@given(spans, st.floats(0, 25), st.floats(0, 25), st.integers(0, 300))
def test_markers_are_finite_and_within_their_bounds(speech, start, end, words):
    markers = measured(speech=speech, start=start, end=end, words=words, cue_start=start)
    assert np.isfinite(list(markers.values())).all()
    assert 0 <= markers.get("pause_share", 0) <= 100
    assert markers.get("speech_rate", 0) <= markers.get("articulation_rate", 0) + 1e-9
    assert markers.get("pause_seconds", 1) >= 0.25
    assert markers.get("latency", 0) >= 0
