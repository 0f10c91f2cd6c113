"""Pieces become whole words, Simplified and in order, whatever a model gives."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from selfmm.media import SAMPLE_RATE
from selfmm.transcription.speech_chunks import Chunk
from selfmm.transcription.words import Piece, in_order, words_of
from selfmm.types import Word

CHUNK = Chunk(((10.4, 15.6),), ((10.0, 16.0),), np.zeros(6 * SAMPLE_RATE, np.float32))


def spelled(*texts: str) -> list[Piece]:
    return [Piece(text, 0.5 + k * 0.2, 0.7 + k * 0.2, 0.9) for k, text in enumerate(texts)]


def texts_of(language: str, *texts: str) -> list[str]:
    return [word.text for word in words_of(spelled(*texts), CHUNK, language)]


def test_letters_and_punctuation_join_the_word_before() -> None:
    assert texts_of("en", " A", " well", "-known", " U", ".S.", " fact", "…", " I", "'d", " say", "!") == [
        "A",
        "well-known",
        "U.S.",
        "fact…",
        "I'd",
        "say!",
    ]


def test_chinese_is_simplified_by_what_stands_beside_a_character() -> None:
    assert texts_of("zh", "頭", "髮", "，", "發", "生", "A", "PP", " ok", "。") == [
        "头",
        "发，",
        "发",
        "生",
        "APP",
        "ok。",
    ]
    assert texts_of("en", "頭") == ["頭"]


def test_chinese_has_marks_of_its_own() -> None:
    texts = texts_of("zh", "好", ",", "吗", "?", " ok", ",", "3", ".5", "元", ".")
    assert texts == ["好，", "吗？", "ok,3.5", "元。"]
    assert texts_of("en", " yes", ",") == ["yes,"]


def test_a_word_has_the_times_of_all_its_pieces_in_the_recording() -> None:
    (word,) = words_of([Piece(" slow", 1.0, 1.3, 0.9), Piece("ly", 1.3, 1.6, 2.0)], CHUNK, "en")
    assert (word.text, word.start, word.end, word.confidence) == ("slowly", 11.0, 11.6, 0.9)
    (late,) = words_of([Piece(" late", 5.5, 9.0, -1.0)], CHUNK, "en")
    assert (late.start, late.end, late.confidence) == (15.5, 15.6, 0.0)  # speech ends there


def test_marks_alone_are_no_word() -> None:
    assert texts_of("en", " ", "") == []


def test_a_space_that_stands_alone_parts_words() -> None:
    assert texts_of("en", " I", " ", "say", " ", "!") == ["I", "say!"]


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100))))
def test_words_are_brought_into_order(times: list[tuple[float, float]]) -> None:
    words = in_order([Word(str(k), start, start + length, 1.0) for k, (start, length) in enumerate(times)])
    assert [word.text for word in words] == [str(k) for k in range(len(times))]
    assert all(word.start <= word.end for word in words)
    assert all(before.end <= after.start for before, after in pairwise(words))
