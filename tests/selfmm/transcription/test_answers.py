"""Answers keep every word, in order, and stay short, whatever the words are."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from selfmm.transcription.answers import split_answers
from selfmm.types import Word


@st.composite
def spoken(draw: st.DrawFn, longest_word: float = 8.0) -> tuple[Word, ...]:
    """Words in the order of their starts; some overlap a little, some last long."""
    words, time = [], 0.0
    for number in range(draw(st.integers(0, 60))):
        time += draw(st.floats(0.0, 4.0))
        length = draw(st.floats(0.0, longest_word))
        words.append(Word(f"w{number}", time, time + length, 0.9))
        time += length * draw(st.sampled_from([1.0, 1.0, 0.9]))
    return tuple(words)


@given(spoken(), st.sampled_from(["en", "zh"]))
def test_no_word_is_lost_or_moved(words: tuple[Word, ...], language: str) -> None:
    answers = split_answers(words, language)
    assert tuple(word for answer in answers for word in answer.words) == words
    assert "".join(answer.text for answer in answers).replace(" ", "") == "".join(word.text for word in words)


@given(spoken(longest_word=90.0))
def test_no_answer_is_longer_than_a_minute_unless_one_word_is(words: tuple[Word, ...]) -> None:
    for answer in split_answers(words, "en"):
        assert answer.end - answer.start <= 60.0 or len(answer.words) == 1


@given(spoken(longest_word=90.0))
def test_answers_do_not_overlap(words: tuple[Word, ...]) -> None:
    answers = split_answers(words, "en")
    assert all(answer.start <= answer.end for answer in answers)
    assert all(before.end <= after.start for before, after in pairwise(answers))


def said(*times: tuple[float, float]) -> list[Word]:
    return [Word(f"w{number}", begin, end, 1.0) for number, (begin, end) in enumerate(times)]


def test_a_pause_of_two_seconds_begins_a_new_answer() -> None:
    answers = split_answers(said((0.0, 1.0), (2.9, 3.0), (5.0, 6.0)), "en")
    assert [(answer.text, answer.start, answer.end) for answer in answers] == [("w0 w1", 0.0, 3.0), ("w2", 5.0, 6.0)]


def test_a_long_answer_is_cut_at_its_longest_pause() -> None:
    words = said(*((k, k + 0.5) for k in range(40)), *((k + 1.2, k + 1.7) for k in range(40, 80)))
    answers = split_answers(words, "en")
    assert [len(answer.words) for answer in answers] == [40, 40]


def test_chinese_words_have_no_spaces_between_them() -> None:
    words = [Word(text, k / 10, k / 10 + 0.1, 1.0) for k, text in enumerate(["我", "很", "累。"])]
    assert split_answers(words, "zh")[0].text == "我很累。"
    assert split_answers([], "zh") == ()
