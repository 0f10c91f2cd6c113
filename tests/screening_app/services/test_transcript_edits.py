"""Cutting, joining and correcting answers: nothing said is lost, and times stay in order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from screening_app.errors import ScreeningError
from screening_app.services.transcript_edits import (
    is_unsure,
    merge_answers,
    replace_text,
    split_answer,
    switch_part,
    switch_speaker,
    tidied,
    word_spans,
)
from selfmm.types import Answer, Speaker, Transcript, Word, join_words

OWN, OTHER = Speaker.PARTICIPANT, Speaker.CLINICIAN


def spoken(*words: str, start: float = 1.0, language: str = "en", speaker: Speaker = OWN) -> Answer:
    """Each word takes half a second, with a tenth between two; all are well understood."""
    said = tuple(Word(word, start + 0.6 * n, start + 0.6 * n + 0.5, 0.9) for n, word in enumerate(words))
    return Answer(join_words(list(words), language), start, said[-1].end, said, prompt="sleep", speaker=speaker)


TIRED = spoken("I", "am", "so", "tired.")
CHINESE = spoken("我", "睡不", "好。", "很累", language="zh")


def one(answer: Answer, language: str = "en") -> Transcript:
    return Transcript((answer,), language)


def bare(text: str) -> str:
    return "".join(text.split())


# Spans and doubt


def test_words_are_found_one_after_the_other_or_not_at_all():
    assert word_spans("no no, no", [Word("no", 0, 1, 1), Word("no,", 1, 2, 1), Word("no", 2, 3, 1)]) == (
        (0, 2),
        (3, 6),
        (7, 9),
    )
    assert word_spans("something else", TIRED.words) == ()


def test_a_word_is_unsure_below_one_half_and_never_where_a_person_wrote_it():
    assert is_unsure(Word("a", 0, 1, 0.49))
    assert not is_unsure(Word("a", 0, 1, 0.5))
    assert not is_unsure(Word("a", 0, 1, None))


# Other words


def test_words_that_stay_keep_times_and_confidence():
    (changed,) = replace_text(one(TIRED), 0, "I  am really\nso tired.").answers
    assert changed.text == "I am really so tired."
    assert [word for word in changed.words if word.confidence] == list(TIRED.words)
    (new,) = [word for word in changed.words if word.confidence is None]
    assert (new.text, new.start, new.end) == ("really", TIRED.words[1].end, TIRED.words[2].start)
    assert (changed.start, changed.end, changed.prompt) == (TIRED.start, TIRED.end, "sleep")


def test_a_word_that_is_replaced_takes_the_time_of_the_old_one():
    (changed,) = replace_text(one(TIRED), 0, "I am very very tired.").answers
    first, second = changed.words[2:4]
    assert first.start == pytest.approx(TIRED.words[1].end)
    assert first.end == second.start
    assert second.end == pytest.approx(TIRED.words[3].start)


def test_chinese_words_stay_though_no_space_parts_them():
    (changed,) = replace_text(one(CHINESE, "zh"), 0, "我总是睡不好。很累").answers
    assert [word.text for word in changed.words] == ["我", "总", "是", "睡不", "好。", "很累"]
    assert [word.confidence for word in changed.words] == [0.9, None, None, 0.9, 0.9, 0.9]


def test_a_chinese_word_that_is_changed_in_part_is_a_new_one():
    (changed,) = replace_text(one(CHINESE, "zh"), 0, "我睡得好。很累").answers
    assert [(word.text, word.confidence) for word in changed.words] == [
        ("我", 0.9),
        ("睡", None),
        ("得", None),
        ("好。", 0.9),
        ("很累", 0.9),
    ]


def test_the_same_text_is_no_change():
    transcript = one(TIRED)
    assert replace_text(transcript, 0, "  I am so\ntired. ") is transcript


def test_typed_text_has_no_words():
    assert replace_text(one(Answer("one two")), 0, "one three").answers == (Answer("one three"),)


def test_words_that_no_longer_fit_the_text_are_spread_anew():
    (changed,) = replace_text(one(Answer("other words", 1.0, 3.0, TIRED.words)), 0, "some words").answers
    assert [(word.text, word.confidence) for word in changed.words] == [("some", None), ("words", None)]
    assert (changed.words[0].start, changed.words[-1].end) == (1.0, 3.0)


# Cutting


def test_an_answer_is_split_between_two_words():
    first, second = split_answer(one(TIRED), 0, len("I am")).answers
    assert (first.text, second.text) == ("I am", "so tired.")
    assert first.words + second.words == TIRED.words
    assert (first.start, first.end) == (1.0, TIRED.words[1].end)
    assert (second.start, second.end) == (TIRED.words[2].start, TIRED.end)
    assert first.prompt == second.prompt == "sleep"


@pytest.mark.parametrize(("at", "first"), [(2, "I"), (3, "I"), (4, "I am"), (5, "I am")])
def test_a_cut_within_a_word_goes_to_its_nearer_end(at, first):
    assert split_answer(one(TIRED), 0, at).answers[0].text == first


def test_typed_text_is_split_at_the_very_character():
    first, second = split_answer(one(Answer("one twothree")), 0, len("one two")).answers
    assert (first, second) == (Answer("one two"), Answer("three"))


def test_a_recorded_answer_without_words_is_cut_where_the_letters_say():
    first, second = split_answer(one(Answer("aaaa bbbb", 0.0, 9.0)), 0, 4).answers
    assert (first.end, second.start, second.end) == (4.0, 4.0, 9.0)


@pytest.mark.parametrize("at", [0, 9, 99])
@pytest.mark.parametrize("answer", [spoken("I", "am", "here"), Answer("I am here")])
def test_there_must_be_words_on_both_sides(answer, at):
    with pytest.raises(ScreeningError, match="nothing to cut off"):
        split_answer(one(answer), 0, at)


# Joining


def test_answers_of_two_speakers_are_not_merged():
    both = Transcript((TIRED, spoken("Why?", start=5.0, speaker=OTHER)), "en")
    with pytest.raises(ScreeningError, match="somebody else"):
        merge_answers(both, 0)
    with pytest.raises(ScreeningError, match="last answer"):
        merge_answers(both, 1)


def test_merged_answers_have_the_words_of_both():
    later = spoken("Very", "much.", start=5.0)
    (merged,) = merge_answers(Transcript((TIRED, later), "en"), 0).answers
    assert merged.text == "I am so tired. Very much."
    assert merged.words == TIRED.words + later.words
    assert (merged.start, merged.end) == (TIRED.start, later.end)


def test_words_are_made_for_the_one_that_has_none():
    typed_over = Answer("Very much.", 5.0, 6.0)
    (merged,) = merge_answers(Transcript((TIRED, typed_over), "en"), 0).answers
    assert [word.text for word in merged.words[4:]] == ["Very", "much."]
    assert word_spans(merged.text, merged.words)


# Who speaks


def test_an_answer_goes_to_the_other_speaker_and_back():
    switched = switch_speaker(one(TIRED), 0)
    assert switched.answers[0].speaker is OTHER
    assert switch_speaker(switched, 0) == one(TIRED)


def test_words_in_the_middle_go_to_the_other_speaker():
    parts = switch_part(one(TIRED), 0, len("I "), len("I am so")).answers
    assert [(part.text, part.speaker) for part in parts] == [("I", OWN), ("am so", OTHER), ("tired.", OWN)]
    assert sum((part.words for part in parts), ()) == TIRED.words


def test_words_at_an_edge_leave_no_empty_answer():
    assert [part.text for part in switch_part(one(TIRED), 0, 0, 4).answers] == ["I am", "so tired."]
    assert [part.text for part in switch_part(one(TIRED), 0, 5, 14).answers] == ["I am", "so tired."]
    with pytest.raises(ScreeningError, match="No whole word"):
        switch_part(one(TIRED), 0, 4, 5)


# For any answer

letters = st.text("abcde我你好睡。，.!?", min_size=1, max_size=5)


@st.composite
def any_answers(draw):
    language = draw(st.sampled_from(["en", "zh"]))
    texts = draw(st.lists(letters, min_size=2, max_size=12))
    if draw(st.booleans()):
        return Answer(join_words(texts, language)), language
    words, now = [], draw(st.floats(0, 100))
    for text in texts:
        length, gap = draw(st.floats(0, 2)), draw(st.floats(-0.05, 2))
        words.append(Word(text, now, now + length, draw(st.floats(0, 1))))
        now = max(now, now + length + gap)
    return Answer(join_words(texts, language), words[0].start, words[-1].end, tuple(words)), language


def in_order(answer: Answer) -> bool:
    words = answer.words
    return all(before.start <= after.start for before, after in pairwise(words)) and all(
        word.start <= word.end for word in words
    )


@given(any_answers(), st.data())
def test_split_then_merged_is_the_same_words(made, data):
    answer, language = made
    at = data.draw(st.integers(0, len(answer.text)))
    try:
        parts = split_answer(one(answer, language), 0, at)
    except ScreeningError:
        return
    first, second = parts.answers
    assert bare(first.text) + bare(second.text) == bare(answer.text)
    assert first.words + second.words == answer.words
    assert first.start == answer.start
    assert answer.end <= second.end
    assert first.start <= first.end <= second.start <= second.end
    (merged,) = merge_answers(parts, 0).answers
    assert merged.words == answer.words
    assert bare(merged.text) == bare(answer.text)
    assert merged.start == answer.start
    assert merged.end >= answer.end


def test_a_word_before_one_that_begins_with_the_recording_has_a_place() -> None:
    words = (Word("well", 0.0, 0.0, 0.9), Word("I", 0.0, 1.0, 0.9), Word("slept", 1.0, 2.0, 0.9))
    answer = Answer("well I slept", 0.0, 2.0, words)
    (changed,) = replace_text(one(answer, "en"), 0, "so I slept").answers
    assert [(word.text, word.start, word.end) for word in changed.words] == [("so", 0, 0), ("I", 0, 1), ("slept", 1, 2)]


@given(any_answers(), st.lists(letters, max_size=12), st.data())
def test_other_words_fit_the_text_and_stay_in_order(made, added, data):
    answer, language = made
    assume(answer.end > 0 or not answer.words)  # words that take no time at all are as if typed once they change
    at = data.draw(st.integers(0, len(answer.text)))
    text = answer.text[:at] + " ".join(added) + answer.text[data.draw(st.integers(at, len(answer.text))) :]
    (changed,) = replace_text(one(answer, language), 0, text).answers
    assert bare(changed.text) == bare(text)
    assert in_order(changed)
    if answer.words and tidied(text):
        assert bare("".join(word.text for word in changed.words)) == bare(text)
        assert len(word_spans(changed.text, changed.words)) == len(changed.words)
    else:
        assert changed.words == ()
    kept = [word for word in changed.words if word.confidence is not None]
    assert set(kept) <= set(answer.words)


@given(any_answers(), st.data())
def test_giving_a_part_away_loses_nothing(made, data):
    answer, language = made
    ends = sorted(data.draw(st.lists(st.integers(0, len(answer.text)), min_size=2, max_size=2)))
    try:
        parts = switch_part(one(answer, language), 0, *ends).answers
    except ScreeningError:
        return
    assert bare("".join(part.text for part in parts)) == bare(answer.text)
    assert sum((part.words for part in parts), ()) == answer.words
    assert sum(part.speaker is OTHER for part in parts) == 1
    assert all(before.end <= after.start for before, after in pairwise(parts))
