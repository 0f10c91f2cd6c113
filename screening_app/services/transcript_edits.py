"""Editing what was said: other words, cuts, joins, and who speaks. Each function gives a new transcript.

Answers that an edit does not touch stay the same objects. Word by word, times stay where the words stay.
"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from screening_app.errors import ScreeningError
from selfmm.quality_limits import LIMITS
from selfmm.types import Answer, Speaker, Transcript, Word, join_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Span = tuple[int, int]  # from a character of a text to the one after the last

_CHINESE = "\u3400-\u9fff\uf900-\ufaff"
_ATOM = re.compile(rf"[{_CHINESE}][^\w\s]*|[^\s{_CHINESE}]+")  # a Chinese character or a word, with what follows it

_NOWHERE_TO_CUT = "There is nothing to cut off here. Put the cursor between two words of the answer, then split it."
_NOTHING_CHOSEN = "No whole word is selected. Select the words that the other one said, then try again."
_LAST = "This is the last answer, so there is none after it to merge it with."
_ANOTHER_SPEAKS = (
    "The next answer is said by somebody else, so the two cannot be merged. Change who speaks in one of them first."
)


def word_spans(text: str, words: Sequence[Word]) -> tuple[Span, ...]:
    """Where each of the words stands in the text; none at all unless all stand there, one after the other."""
    spans: list[Span] = []
    end = 0
    for word in words:
        start = text.find(word.text, end)
        if start < 0:
            return ()
        end = start + len(word.text)
        spans.append((start, end))
    return tuple(spans)


def is_unsure(word: Word) -> bool:
    """Whether the speech engine doubts the word: below the mean at which a whole recording is warned of."""
    return word.confidence is not None and word.confidence < LIMITS.warn_confidence


def tidied(text: str) -> str:
    """The text on one line, with single spaces."""
    return " ".join(text.split())


def replace_text(transcript: Transcript, index: int, text: str) -> Transcript:
    """Another text for an answer, by its index from 0; words that stay keep their times and confidence.

    Those that are new have no confidence, and times between their neighbours'.
    """
    answer, text = transcript.answers[index], tidied(text)
    if text == tidied(answer.text):
        return transcript
    return _with(transcript, index, 1, replace(answer, text=text, words=_words_of(answer, text)))


def split_answer(transcript: Transcript, index: int, at: int) -> Transcript:
    """Two answers of one: cut before the character `at`, or at the end of the word there that is nearer.

    Raises `ScreeningError` where nothing would be left on one side.
    """
    before, after = _cut(transcript.answers[index], at)
    if before is None or after is None:
        raise ScreeningError(_NOWHERE_TO_CUT)
    return _with(transcript, index, 1, before, after)


def merge_answers(transcript: Transcript, index: int) -> Transcript:
    """One answer of two: that at `index` and the next, to the first one's card.

    Raises `ScreeningError` where there is no next one, or somebody else says it.
    """
    if index + 1 >= len(transcript.answers):
        raise ScreeningError(_LAST)
    first, second = transcript.answers[index : index + 2]
    if first.speaker is not second.speaker:
        raise ScreeningError(_ANOTHER_SPEAKS)
    text = join_words([part.text for part in (first, second) if part.text], transcript.language)
    words = (*_own_words(first), *_own_words(second)) if first.words or second.words else ()
    return _with(transcript, index, 2, replace(first, text=text, end=max(first.end, second.end), words=words))


def switch_speaker(transcript: Transcript, index: int) -> Transcript:
    """The other one says the answer."""
    return _with(transcript, index, 1, _switched(transcript.answers[index]))


def switch_part(transcript: Transcript, index: int, start: int, end: int) -> Transcript:
    """The other one says the words between two characters of the answer; what is before and after stays.

    Raises `ScreeningError` where there is no word between them.
    """
    head, after = _cut(transcript.answers[index], end)
    before, part = _cut(head, start) if head else (None, None)
    if part is None:
        raise ScreeningError(_NOTHING_CHOSEN)
    parts = [answer for answer in (before, _switched(part), after) if answer is not None]
    return _with(transcript, index, 1, *parts)


def _with(transcript: Transcript, index: int, count: int, *answers: Answer) -> Transcript:
    """The transcript with other answers in the place of `count` from `index` on."""
    old = transcript.answers
    return replace(transcript, answers=(*old[:index], *answers, *old[index + count :]))


def _switched(answer: Answer) -> Answer:
    own = answer.speaker is Speaker.PARTICIPANT
    return replace(answer, speaker=Speaker.CLINICIAN if own else Speaker.PARTICIPANT)


# Cutting


def _cut(answer: Answer, at: int) -> tuple[Answer | None, Answer | None]:
    """What is before the character `at` and what is after it; None for a side without text."""
    spans = word_spans(answer.text, answer.words)
    if not spans:
        return _cut_text(answer, at)
    cut = sum(start + end < 2 * at for start, end in spans)
    if cut in {0, len(spans)}:
        return (None, answer) if cut == 0 else (answer, None)
    moment, place = answer.words[cut].start, spans[cut][0]
    ended = max(word.end for word in answer.words[:cut])
    end = max(answer.start, min(ended, moment))
    return (
        replace(answer, text=answer.text[:place].rstrip(), words=answer.words[:cut], end=end),
        replace(answer, text=answer.text[place:], words=answer.words[cut:], start=moment, end=max(moment, answer.end)),
    )


def _cut_text(answer: Answer, at: int) -> tuple[Answer | None, Answer | None]:
    """Cut at the very character; how far it is in the text says when that was."""
    before, after = answer.text[:at].rstrip(), answer.text[at:].lstrip()
    if not before or not after:
        return (answer if before else None), (answer if after else None)
    moment = answer.start + (answer.end - answer.start) * at / len(answer.text)
    return (
        replace(answer, text=before, words=(), end=moment),
        replace(answer, text=after, words=(), start=moment),
    )


# Words


def _words_of(answer: Answer, text: str) -> tuple[Word, ...]:
    """The words of the answer with another text; none where it was typed."""
    new = [match.span() for match in _ATOM.finditer(text)]
    kept = _kept(answer, text, new)
    words: list[Word] = []
    fresh: list[str] = []
    place = 0
    while place < len(new):
        if place not in kept:
            fresh.append(text[slice(*new[place])])
            place += 1
            continue
        stay, count = kept[place]
        words += _between(fresh, words[-1:], stay[0], answer)
        words += stay
        fresh, place = [], place + count
    return (*words, *_between(fresh, words[-1:], None, answer))


def _kept(answer: Answer, text: str, new: Sequence[Span]) -> dict[int, tuple[tuple[Word, ...], int]]:
    """The words that stay, by the first atom of the new text that they fill, and how many atoms they fill."""
    spans = word_spans(answer.text, answer.words)
    old = [match.span() for match in _ATOM.finditer(answer.text)]
    atoms = [answer.text[slice(*span)] for span in old], [text[slice(*span)] for span in new]
    blocks = SequenceMatcher(None, *atoms, autojunk=False).get_matching_blocks()
    now = {block.a + step: block.b + step for block in blocks for step in range(block.size)}
    kept = {}
    for words, (first, last) in _groups(spans, old):
        place = now.get(first, -1)
        together = all(now.get(atom) == place + atom - first for atom in range(first, last + 1))
        if words and place >= 0 and together:
            before = answer.text[old[first][0] : old[last][1]]
            if before == text[new[place][0] : new[place + last - first][1]]:
                kept[place] = (tuple(answer.words[word] for word in words), last - first + 1)
    return kept


def _groups(words: Sequence[Span], atoms: Sequence[Span]) -> Iterator[tuple[range, Span]]:
    """Words and atoms that share characters, as ranges of words with the first and last atom, in the text's order."""
    word = atom = 0
    while atom < len(atoms):
        first_word, first_atom, end, before = word, atom, atoms[atom][1], -1
        while end > before:
            before = end
            while word < len(words) and words[word][0] < end:
                end, word = max(end, words[word][1]), word + 1
            while atom < len(atoms) and atoms[atom][0] < end:
                end, atom = max(end, atoms[atom][1]), atom + 1
        yield range(first_word, word), (first_atom, atom - 1)


def _between(texts: Sequence[str], before: Sequence[Word], after: Word | None, answer: Answer) -> tuple[Word, ...]:
    """New words in the time between two that stay, or up to the answer's ends; none where it was typed."""
    if _was_typed(answer):
        return ()
    end = after.start if after else max([answer.end, *(word.end for word in before)])
    start = min(before[0].end, end) if before else min(answer.start, end)
    return _spread(texts, start, end)


def _spread(texts: Sequence[str], start: float, end: float) -> tuple[Word, ...]:
    """Words over a stretch of time, each as long as its letters' share.

    Between two words that follow each other at once there is no time, but a place.
    """
    if not texts:
        return ()
    whole = sum(map(len, texts))
    shares = accumulate((len(text) for text in texts), initial=0)
    moments = [start + (end - start) * share / whole for share in shares]
    return tuple(Word(text, *times, None) for text, times in zip(texts, pairwise(moments), strict=True))


def _own_words(answer: Answer) -> tuple[Word, ...]:
    """The answer's words; where there are none that fit its text they are spread over its time."""
    if word_spans(answer.text, answer.words):
        return answer.words
    return () if _was_typed(answer) else _spread(_ATOM.findall(answer.text), answer.start, answer.end)


def _was_typed(answer: Answer) -> bool:
    """Whether no time passes in the answer at all."""
    return max([answer.end, *(word.end for word in answer.words)]) <= 0
