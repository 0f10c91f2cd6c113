"""Cut a stream of words into answers where the speaker pauses."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from selfmm.types import Answer, join_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selfmm.types import Word

PAUSE_SECONDS = 2.0  # a pause that ends an answer: longer than most pauses for thought, shorter than a question
LONGEST_SECONDS = 60.0  # what the model is fed at once


def split_answers(
    words: Sequence[Word], language: str, *, pause_seconds: float = PAUSE_SECONDS, longest: float = LONGEST_SECONDS
) -> tuple[Answer, ...]:
    """All words, in the order of their starts, as answers that do not overlap.

    A pause of `pause_seconds` begins a new answer. One that would last more than `longest` seconds is cut at its
    longest pause, so only a single word can be longer.
    """
    groups = [short for long in _at_pauses(words, pause_seconds) for short in _shortened(long, longest)]
    ends = [min(max(word.end for word in group), after[0].start) for group, after in pairwise(groups)]
    ends += [max(word.end for word in group) for group in groups[-1:]]
    return tuple(
        Answer(join_words([word.text for word in group], language), group[0].start, max(end, group[0].start), group)
        for group, end in zip(groups, ends, strict=True)
    )


def _at_pauses(words: Sequence[Word], pause_seconds: float) -> Iterator[tuple[Word, ...]]:
    group: list[Word] = []
    for word in words:
        if group and word.start - max(earlier.end for earlier in group[-2:]) >= pause_seconds:
            yield tuple(group)
            group = []
        group.append(word)
    if group:
        yield tuple(group)


def _shortened(words: tuple[Word, ...], longest: float) -> Iterator[tuple[Word, ...]]:
    begin, end = words[0].start, max(word.end for word in words)
    if end - begin <= longest or len(words) == 1:
        yield words
        return
    # in the middle half where there is a choice: a cut beside the edge would leave an answer of one word
    cuts = range(1, len(words))
    inner = [cut for cut in cuts if 0.25 <= (words[cut].start - begin) / (end - begin) <= 0.75]
    cut = max(inner or cuts, key=lambda at: words[at].start - words[at - 1].end)
    yield from _shortened(words[:cut], longest)
    yield from _shortened(words[cut:], longest)
