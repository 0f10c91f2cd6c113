"""Chunks fill Whisper's window, hold the right samples, and lead back to recording time."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from selfmm.media import SAMPLE_RATE
from selfmm.transcription.speech_chunks import Chunk, pack, speech_chunks, with_margins

if TYPE_CHECKING:
    from pathlib import Path


@st.composite
def many_spans(draw: st.DrawFn) -> tuple[tuple[float, float], ...]:
    spans, time = [], 0.0
    for _ in range(draw(st.integers(0, 20))):
        begin = time + draw(st.floats(0.0, 3.0))
        time = begin + draw(st.floats(0.1, 28.0))
        spans.append((begin, time))
    return tuple(spans)


@given(many_spans())
def test_packs_keep_all_spans_and_fill_a_window(spans: tuple[tuple[float, float], ...]) -> None:
    packs = pack(spans, 29.0)
    assert tuple(span for group in packs for span in group) == spans
    lengths = [sum(end - begin for begin, end in group) for group in packs]
    assert all(length <= 29.0 for length in lengths)
    firsts = [group[0][1] - group[0][0] for group in packs]
    assert all(length + after > 29.0 for length, after in zip(lengths, firsts[1:], strict=False))


@given(many_spans())
def test_margins_do_not_overlap(spans: tuple[tuple[float, float], ...]) -> None:
    wider = with_margins(spans)
    assert all(before[1] <= after[0] + 1e-9 for before, after in pairwise(wider))
    assert all(w[0] <= s[0] and w[1] >= s[1] and w[0] >= 0 for w, s in zip(wider, spans, strict=True))


def chunk_of(*spans: tuple[float, float], margin: float = 0.4) -> Chunk:
    heard = with_margins(spans, margin)
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
    assert [part.spans for part in chunk.parts()] == [(span,) for span in chunk.spans]


def test_samples_are_those_of_the_spans(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    sound = rng.normal(0, 0.05, 100 * SAMPLE_RATE).clip(-1, 1).astype(np.float32)
    soundfile.write(tmp_path / "a.flac", sound, SAMPLE_RATE, subtype="PCM_24")
    spans = ((0.5, 3.0), (25.0, 26.0), (40.0, 60.0), (60.0, 84.0), (97.0, 99.9))
    chunks = list(speech_chunks(tmp_path / "a.flac", spans))
    assert [chunk.spans for chunk in chunks] == [spans[:3], spans[3:]]
    for chunk in chunks:
        offset = 0
        for begin, end in chunk.heard:
            expected = sound[round(begin * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
            heard = chunk.samples[offset : offset + len(expected)]
            assert np.corrcoef(heard, expected)[0, 1] > 0.999  # louder, but the same
            offset += len(expected)
        assert offset == len(chunk.samples)
        assert np.sqrt(np.mean(chunk.samples**2)) == pytest.approx(0.07, rel=0.05)
