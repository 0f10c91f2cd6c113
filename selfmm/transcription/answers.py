"""Cut a stream of words into answers: where the prompt card changes, where the speaker pauses, where another speaks."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import partial
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from selfmm.types import Answer, join_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selfmm.transcription.base import Turn
    from selfmm.types import Cue, Speaker, Transcript, Word

PAUSE_SECONDS = 2.0  # a pause that ends an answer: longer than most pauses for thought, shorter than a question
LONGEST_SECONDS = 60.0  # what the model is fed at once

Group = tuple["Word", ...]


def split_answers(words: Sequence[Word], language: str, cues: Sequence[Cue] = ()) -> tuple[Answer, ...]:
    """All words, in the order of their starts, as answers that do not overlap.

    All words that start while a card is shown are one answer to that card, whatever the pauses in it. Between cards,
    before the first, and where there are none at all, a pause of PAUSE_SECONDS begins a new answer, of no card. What
    would last more than LONGEST_SECONDS is cut at its longest pause, so only a single word can be longer.
    """
    groups = [
        (cue.prompt if cue else "", short)
        for cue, run in groupby(words, partial(_card, cues))
        for group in (_at_pauses(tuple(run)) if cue is None else [tuple(run)])
        for short in _shortened(group)
    ]
    answers = _answers([group for _, group in groups], language)
    return tuple(replace(answer, prompt=prompt) for answer, (prompt, _) in zip(answers, groups, strict=True))


def assign_speakers(transcript: Transcript, turns: Sequence[Turn]) -> Transcript:
    """The same words, each said by the speaker in whose turn its middle lies; answers part where the speaker changes.

    `turns` are in the order of time and do not overlap; words outside all of them belong to the nearest. Each part
    keeps the prompt. An answer without words of its own, because it was corrected by hand, stays whole; typed text
    and a transcript for which there are no turns stay as they are.
    """
    if not turns:
        return transcript
    parts = [part for answer in transcript.answers for part in _by_speaker(answer, turns, transcript.language)]
    return replace(transcript, answers=tuple(parts))


def _card(cues: Sequence[Cue], word: Word) -> Cue | None:
    """The card that was shown when a word began; the later one where two overlap."""
    shown = [cue for cue in cues if cue.start <= word.start < cue.end]
    return max(shown, key=lambda cue: cue.start, default=None)


def _at_pauses(words: Group) -> Iterator[Group]:
    first = 0
    for number in range(1, len(words)):
        spoken_until = max(word.end for word in words[max(first, number - 2) : number])
        if words[number].start - spoken_until >= PAUSE_SECONDS:
            yield words[first:number]
            first = number
    yield words[first:]


def _shortened(words: Group) -> Iterator[Group]:
    begin, end = words[0].start, max(word.end for word in words)
    if end - begin <= LONGEST_SECONDS or len(words) == 1:
        yield words
        return
    # in the middle half where there is a choice: a cut beside the edge would leave an answer of one word
    cuts = range(1, len(words))
    inner = [cut for cut in cuts if 0.25 <= (words[cut].start - begin) / (end - begin) <= 0.75]
    cut = max(inner or cuts, key=lambda at: words[at].start - words[at - 1].end)
    yield from _shortened(words[:cut])
    yield from _shortened(words[cut:])


def _answers(groups: Sequence[Group], language: str) -> list[Answer]:
    """An answer of each group of words; none ends after the next begins."""
    ends = [min(_end(group), after[0].start) for group, after in pairwise(groups)] + list(map(_end, groups[-1:]))
    return [
        Answer(join_words([word.text for word in group], language), group[0].start, max(end, group[0].start), group)
        for group, end in zip(groups, ends, strict=True)
    ]


def _end(group: Group) -> float:
    return max(word.end for word in group)


def _by_speaker(answer: Answer, turns: Sequence[Turn], language: str) -> list[Answer]:
    if not answer.words:
        recorded = answer.end > answer.start
        return [replace(answer, speaker=_speaker(turns, answer.start, answer.end)) if recorded else answer]
    runs = groupby(answer.words, lambda word: _speaker(turns, word.start, word.end))
    said = [(speaker, tuple(run)) for speaker, run in runs]
    if len(said) == 1:
        return [replace(answer, speaker=said[0][0])]
    parts = _answers([group for _, group in said], language)
    return [  # the answer may have been cut off before the end of its last word, where the next one begins
        replace(part, end=max(part.start, min(part.end, answer.end)), prompt=answer.prompt, speaker=speaker)
        for part, (speaker, _) in zip(parts, said, strict=True)
    ]


def _speaker(turns: Sequence[Turn], start: float, end: float) -> Speaker:
    """Whose turn the middle of a stretch of time lies in, or is nearest to."""
    middle = (start + end) / 2
    after = bisect_right(turns, middle, key=lambda turn: turn.start)
    return min(
        turns[max(0, after - 1) : after + 1], key=lambda turn: max(turn.start - middle, middle - turn.end)
    ).speaker
