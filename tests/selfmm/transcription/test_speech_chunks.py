"""Chunks fill Whisper's window, hold the right samples, come as early as they can, and lead back to recording time."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfmm.media import SAMPLE_RATE
from selfmm.transcription import speech_chunks as under_test
from selfmm.transcription.answers import PAUSE_SECONDS
from selfmm.transcription.speech_chunks import CHUNK_SECONDS, MARGIN_SECONDS, Chunk, SpeechPacker, speech_chunks
from selfmm.transcription.voice_activity import BLOCK_SECONDS, WINDOW, WINDOW_SECONDS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

BLOCK = round(BLOCK_SECONDS * SAMPLE_RATE)


class LoudIsSpeech:
    """A detector that takes every window with sound in it for speech."""

    def probabilities(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        windows = np.pad(samples, (0, -len(samples) % WINDOW)).reshape(-1, WINDOW)
        return (np.abs(windows).max(axis=1) > 0).astype(np.float32)


@pytest.fixture
def loud_is_speech(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "VoiceDetector", LoudIsSpeech)


def sound_of(*parts: tuple[float, float]) -> NDArray[np.float32]:
    """Parts of (seconds of quiet, seconds of noise that stands for speech), then five seconds of quiet."""
    rng = np.random.default_rng(0)
    pieces = []
    for quiet, loud in (*parts, (5.0, 0.0)):
        pieces.append(np.zeros(round(quiet / WINDOW_SECONDS) * WINDOW, np.float32))
        noise = rng.uniform(0.01, 0.1, round(loud / WINDOW_SECONDS) * WINDOW).astype(np.float32)
        pieces.append(noise)
    return np.concatenate(pieces)


def packed(sound: NDArray[np.float32]) -> list[Chunk]:
    packer = SpeechPacker()
    chunks = [chunk for first in range(0, len(sound), BLOCK) for chunk in packer.feed(sound[first : first + BLOCK])]
    return [*chunks, *packer.finish()]


many_parts = st.lists(
    st.tuples(
        st.floats(0.1, 6.0),
        st.one_of(st.floats(0.5, 20.0), st.floats(25.0, 70.0)),
    ),
    max_size=8,
)
hypothesis = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@hypothesis
@given(many_parts)
def test_all_speech_is_in_chunks_that_fit_and_are_in_order(
    loud_is_speech: None, parts: list[tuple[float, float]]
) -> None:
    sound = sound_of(*parts)
    chunks = packed(sound)
    assert all(0 < chunk.seconds <= CHUNK_SECONDS + WINDOW_SECONDS for chunk in chunks)
    spans = [span for chunk in chunks for span in chunk.spans]
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    inside = np.zeros(len(sound), bool)
    for begin, end in spans:
        inside[round(begin * SAMPLE_RATE) : round(end * SAMPLE_RATE)] = True
    assert inside[sound > 0].all()
    heard = [edge for chunk in chunks for span in chunk.heard for edge in span]
    assert heard == sorted(heard)


@hypothesis
@given(many_parts)
def test_a_chunk_holds_the_sound_of_its_spans(loud_is_speech: None, parts: list[tuple[float, float]]) -> None:
    sound = sound_of(*parts)
    for chunk in packed(sound):
        offset = 0
        for begin, end in chunk.heard:
            expected = sound[round(begin * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
            heard = chunk.samples[offset : offset + len(expected)]
            gain = heard.max() / expected.max()
            assert np.allclose(heard, expected * gain, atol=1e-5)  # louder, but the same
            offset += len(expected)
        assert offset == len(chunk.samples)


@hypothesis
@given(many_parts, st.floats(0.1, 0.9))
def test_what_comes_later_changes_nothing_but_the_last_chunk(
    loud_is_speech: None, parts: list[tuple[float, float]], share: float
) -> None:
    sound = sound_of(*parts)
    whole = packed(sound)
    begun = packed(sound[: round(len(sound) * share) // WINDOW * WINDOW])
    for early, late in zip(begun[:-1], whole, strict=False):
        assert (early.spans, early.heard) == (late.spans, late.heard)
        assert np.array_equal(early.samples, late.samples)


def test_neighbours_share_a_window_and_a_cut_has_no_margin(loud_is_speech: None) -> None:
    chunks = packed(sound_of((0.32, 4.0), (3.2, 6.4), (4.0, 40.0)))
    assert [len(chunk.spans) for chunk in chunks] == [2, 1, 1]
    assert chunks[0].heard[0] == pytest.approx((0.0, 0.32 + 4.0 + MARGIN_SECONDS), abs=0.01)
    (_, cut), (begin, _) = chunks[1].heard[0], chunks[2].heard[0]
    assert cut == begin == chunks[1].spans[0][1]


def test_a_chunk_comes_as_soon_as_nothing_more_fits_in(loud_is_speech: None) -> None:
    """Twenty seconds wait for what follows, until that is longer than what is left of the window."""
    sound = sound_of((1.0, 20.0), (3.0, 20.0))
    packer, came = SpeechPacker(), None
    for first in range(0, len(sound), BLOCK):
        if list(packer.feed(sound[first : first + BLOCK])):
            came = (first + BLOCK) / SAMPLE_RATE
            break
    assert came is not None
    assert came <= 1.0 + 20.0 + 3.0 + (CHUNK_SECONDS - 20.0) + BLOCK_SECONDS
    assert packer.given_before == pytest.approx(24.0, abs=0.1)


def test_little_sound_is_held_however_long_the_recording_is(loud_is_speech: None) -> None:
    packer = SpeechPacker()
    for _ in range(200):
        list(packer.feed(np.zeros(BLOCK, np.float32)))
    assert sum(map(len, packer._sound._blocks)) < 45 * SAMPLE_RATE
    assert packer.given_before == pytest.approx(200 * BLOCK_SECONDS)


def test_a_file_is_read_once_and_told_of(loud_is_speech: None, tmp_path: Path) -> None:
    sound = sound_of((1.0, 5.0), (3.0, 2.0), (20.0, 25.0))
    soundfile.write(tmp_path / "a.wav", sound, SAMPLE_RATE, subtype="FLOAT")
    told: list[float] = []
    chunks = list(speech_chunks(tmp_path / "a.wav", told.append))
    assert [len(chunk.spans) for chunk in chunks] == [2, 1]
    assert told == sorted(told)
    assert told[0] == 0.0
    assert np.sqrt(np.mean(chunks[1].samples ** 2)) == pytest.approx(0.07, rel=0.05)


def chunk_of(*spans: tuple[float, float], margin: float = 0.4) -> Chunk:
    heard = tuple((begin - margin, end + margin) for begin, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(heard))
    return Chunk(spans, heard, np.zeros(round(sum(b - a for a, b in heard) * SAMPLE_RATE), np.float32))


def test_times_lead_back_to_the_recording() -> None:
    chunk = chunk_of((10.0, 12.0), (20.0, 23.0))
    # 0.4 s margin, 2 s of speech, twice 0.4 s margin, then the second span
    assert chunk.restore(0.9, 1.4) == pytest.approx((10.5, 11.0))
    assert chunk.restore(4.2, 4.7) == pytest.approx((21.0, 21.5))
    assert chunk.restore(0.0, 1.0) == pytest.approx((10.0, 10.6))  # speech does not begin before its span
    assert chunk.restore(2.0, 3.1) == pytest.approx((11.6, 12.0))  # nor end after it


@given(st.floats(0.0, 5.9), st.floats(0.0, 2.0))
def test_a_word_stays_inside_one_span(begin: float, length: float) -> None:
    chunk = chunk_of((10.0, 12.0), (20.0, 23.0))
    first, last = chunk.restore(begin, begin + length)
    assert first <= last
    assert any(span[0] <= first and last <= span[1] for span in chunk.spans)


def test_what_whisper_skipped_is_found() -> None:
    chunk = chunk_of((10.0, 14.0), (20.0, 23.0), (30.0, 40.0))
    rest = chunk.unheard([(0.4, 1.0), (1.2, 4.0), (9.0, 10.0), (10.5, 13.0)])
    assert rest is not None
    assert rest.spans == (pytest.approx((20.0, 23.0)), pytest.approx((34.0, 40.0)))
    assert rest.seconds == pytest.approx(3.0 + 2 * 0.4 + 6.0 + 0.4, abs=0.01)
    assert chunk_of((10.0, 14.0)).unheard([(0.5, 1.0), (4.0, 4.3)]) is None  # three seconds may be a pause for thought


def test_a_piece_of_a_chunk_holds_the_sound_and_the_times_of_that_piece() -> None:
    chunk = chunk_of((10.0, 14.0), (20.0, 23.0), (30.0, 40.0))
    piece = chunk.between(2.4, 5.8)  # from 12 s to the end of the first span, and up to 20.6 s
    assert np.allclose(piece.spans, ((12.0, 14.0), (20.0, 20.6)))
    assert np.allclose(piece.heard, ((12.0, 14.4), (19.6, 20.6)))
    assert piece.seconds == pytest.approx(3.4)
    assert chunk.cut(4.0, 5.5) == pytest.approx(4.8)  # where the first two spans meet
    assert chunk.cut(1.0, 2.0) == 1.5


def test_halves_share_the_spans_and_their_sound() -> None:
    chunk = chunk_of((10.0, 14.0), (20.0, 23.0), (30.0, 40.0))
    first, second = chunk.halves()
    assert (first.spans, second.spans) == (chunk.spans[:1], chunk.spans[1:])
    assert np.allclose(first.heard + second.heard, chunk.heard)
    assert len(first.samples) + len(second.samples) == len(chunk.samples)


def test_pauses_that_part_spans_leave_room_for_both_margins() -> None:
    assert 2 * MARGIN_SECONDS <= PAUSE_SECONDS
