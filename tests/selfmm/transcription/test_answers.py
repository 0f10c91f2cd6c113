"""Answers keep every word, in order, and stay short, whatever the words, cards and turns are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfmm.transcription.answers import assign_speakers, split_answers
from selfmm.transcription.base import Turn
from selfmm.types import Answer, Cue, Speaker, Transcript, Word

# a busy machine makes words slowly
whatever = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

PARTICIPANT, CLINICIAN = Speaker.PARTICIPANT, Speaker.CLINICIAN


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


def stretches() -> st.SearchStrategy[list[tuple[float, float]]]:
    """Stretches of time that do not overlap, in their order; some touch."""
    edges = st.lists(st.floats(0.0, 200.0), max_size=9, unique=True).map(sorted)
    return edges.map(lambda times: [pair for pair in pairwise(times) if int(pair[0]) % 3])


cards = stretches().map(lambda times: [Cue(f"card {number}", *time) for number, time in enumerate(times)])
turns = st.tuples(stretches(), st.randoms(use_true_random=False)).map(
    lambda drawn: [Turn(*time, drawn[1].choice(list(Speaker))) for time in drawn[0]]
)


@whatever
@given(spoken(), st.sampled_from(["en", "zh"]), cards)
def test_no_word_is_lost_or_moved(words: tuple[Word, ...], language: str, cues: list[Cue]) -> None:
    answers = split_answers(words, language, cues)
    assert tuple(word for answer in answers for word in answer.words) == words
    assert "".join(answer.text for answer in answers).replace(" ", "") == "".join(word.text for word in words)


@whatever
@given(spoken(longest_word=90.0), cards)
def test_no_answer_is_longer_than_a_minute_unless_one_word_is(words: tuple[Word, ...], cues: list[Cue]) -> None:
    for answer in split_answers(words, "en", cues):
        assert answer.end - answer.start <= 60.0 or len(answer.words) == 1


@whatever
@given(spoken(longest_word=90.0), cards)
def test_answers_do_not_overlap(words: tuple[Word, ...], cues: list[Cue]) -> None:
    answers = split_answers(words, "en", cues)
    assert all(answer.start <= answer.end for answer in answers)
    assert all(before.end <= after.start for before, after in pairwise(answers))


@whatever
@given(spoken(), cards)
def test_every_word_is_in_an_answer_to_the_card_that_was_shown(words: tuple[Word, ...], cues: list[Cue]) -> None:
    for answer in split_answers(words, "en", cues):
        for word in answer.words:
            shown = [cue.prompt for cue in cues if cue.start <= word.start < cue.end]
            assert answer.prompt == (shown[0] if shown else "")


def said(*times: tuple[float, float]) -> list[Word]:
    return [Word(f"w{number}", begin, end, 1.0) for number, (begin, end) in enumerate(times)]


def test_a_pause_of_two_seconds_begins_a_new_answer() -> None:
    answers = split_answers(said((0.0, 1.0), (2.9, 3.0), (5.0, 6.0)), "en")
    assert [(answer.text, answer.start, answer.end) for answer in answers] == [("w0 w1", 0.0, 3.0), ("w2", 5.0, 6.0)]
    assert {(answer.prompt, answer.speaker) for answer in answers} == {("", PARTICIPANT)}


def test_a_pause_within_a_card_begins_none_but_the_next_card_does() -> None:
    words = said((0.0, 1.0), (4.0, 5.0), (12.0, 13.0), (20.0, 20.5), (20.5, 21.0), (29.0, 30.0))
    answers = split_answers(words, "en", [Cue("sleep", 3.5, 20.5), Cue("mood", 20.5, 28.0)])
    assert [(answer.prompt, answer.text) for answer in answers] == [
        ("", "w0"),
        ("sleep", "w1 w2 w3"),
        ("mood", "w4"),
        ("", "w5"),
    ]


def test_a_card_that_is_shown_again_has_a_second_answer() -> None:
    answers = split_answers(
        said((0.0, 1.0), (1.1, 2.0), (2.1, 3.0)), "en", [Cue("a", 0, 1), Cue("b", 1, 2), Cue("a", 2, 9)]
    )
    assert [answer.prompt for answer in answers] == ["a", "b", "a"]


def test_a_long_answer_is_cut_at_its_longest_pause() -> None:
    words = said(*((k, k + 0.5) for k in range(40)), *((k + 1.2, k + 1.7) for k in range(40, 80)))
    answers = split_answers(words, "en")
    assert [len(answer.words) for answer in answers] == [40, 40]
    to_a_card = split_answers(words, "en", [Cue("sleep", 0.0, 100.0)])
    assert [(answer.words, answer.prompt) for answer in to_a_card] == [(one.words, "sleep") for one in answers]


def test_chinese_words_have_no_spaces_between_them() -> None:
    words = [Word(text, k / 10, k / 10 + 0.1, 1.0) for k, text in enumerate(["我", "很", "累。"])]
    assert split_answers(words, "zh")[0].text == "我很累。"
    assert split_answers([], "zh") == ()


def transcript_of(words: tuple[Word, ...], cues: list[Cue] | None = None) -> Transcript:
    return Transcript(split_answers(words, "en", cues or ()), "en")


@whatever
@given(spoken(), cards, turns)
def test_speakers_part_answers_and_lose_no_word(words: tuple[Word, ...], cues: list[Cue], spoke: list[Turn]) -> None:
    before = transcript_of(words, cues)
    after = assign_speakers(before, spoke)
    assert after.words == before.words
    assert after.text.split() == before.text.split()
    assert all(early.end <= late.start for early, late in pairwise(after.answers))
    prompts = {word: answer.prompt for answer in before.answers for word in answer.words}
    for answer in after.answers:
        assert {prompts[word] for word in answer.words} == {answer.prompt}
        assert (answer.start, answer.end) == (answer.words[0].start, pytest.approx(answer.end))
        for word in answer.words:
            middle = (word.start + word.end) / 2
            distances = {turn: max(turn.start - middle, middle - turn.end, 0.0) for turn in spoke}
            nearest = {turn.speaker for turn in spoke if distances[turn] == min(distances.values())}
            assert not spoke or answer.speaker in nearest


def test_each_part_has_its_own_text_times_and_speaker() -> None:
    words = tuple(
        Word(text, k, k + 0.9, 1.0) for k, text in enumerate(["How", "are", "you?", "Fine,", "thanks.", "Good."])
    )
    spoke = [Turn(0.0, 2.8, CLINICIAN), Turn(3.0, 4.5, PARTICIPANT), Turn(5.4, 6.0, CLINICIAN)]
    transcript = assign_speakers(transcript_of(words, [Cue("mood", 0.0, 10.0)]), spoke)
    assert [(a.text, a.start, a.end, a.speaker, a.prompt) for a in transcript.answers] == [
        ("How are you?", 0, 2.9, CLINICIAN, "mood"),
        ("Fine, thanks.", 3, 4.9, PARTICIPANT, "mood"),
        ("Good.", 5, 5.9, CLINICIAN, "mood"),
    ]


def test_what_was_typed_or_corrected_stays_whole() -> None:
    corrected, typed = Answer("I sleep badly", 4.0, 6.0, (), "sleep"), Answer("typed")
    transcript = Transcript((corrected, typed), "en", "zh")
    spoke = [Turn(0.0, 3.0, PARTICIPANT), Turn(4.5, 9.0, CLINICIAN)]
    after = assign_speakers(transcript, spoke)
    assert after.answers == (Answer("I sleep badly", 4.0, 6.0, (), "sleep", CLINICIAN), typed)
    assert after.heard_language == "zh"
    assert assign_speakers(transcript, ()) is transcript
