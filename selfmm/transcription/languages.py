"""Tell the language of each phrase, so that Chinese with English in it, or the reverse, is written as it is said.

Whisper writes all of its window in one language: English sentences that it takes for Chinese come out as Chinese with
half to nine tenths of the words wrong, Chinese that it takes for English as anything but what was said.
"""

from __future__ import annotations

import math
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from selfmm.transcription.voice_activity import VoiceDetector, spans_of
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from selfmm.transcription.speech_chunks import Chunk
    from selfmm.transcription.voice_activity import Span

SECONDS_THAT_TELL = 10.0  # of speech, from which a language is told

_BREATH = 0.3  # seconds; a pause that parts two phrases
_SHORTEST = 3.0  # seconds of a phrase; less tells too little of its language
# Share of the probability of both languages from which a phrase is in the other one. Of 108 phrases in Mandarin none
# has more than 0.8 for English, and all of 7 in English have.
_CLEARLY = 0.8


def by_language(chunk: Chunk, main: str, languages: Callable[[Chunk], Mapping[str, float]]) -> list[tuple[Chunk, str]]:
    """A chunk as parts of one language each, in the order of time: `main`, or what is clearly the other of LANGUAGES.

    `languages` tells how likely each language is in a chunk.
    """
    other = next((code for code in LANGUAGES if code != main), main) if main in LANGUAGES else main
    if other == main:
        return [(chunk, main)]
    spoken = [(phrase, _language(chunk, phrase, main, other, languages)) for phrase in _phrases(chunk)]
    parts = [(code, [phrase for phrase, _ in run]) for code, run in groupby(spoken, lambda one: one[1])]
    if len(parts) <= 1:
        return [(chunk, code) for code, _ in parts] or [(chunk, main)]
    edges = [
        0.0,
        *(chunk.cut(before[-1][1], after[0][0]) for (_, before), (_, after) in pairwise(parts)),
        chunk.seconds,
    ]
    return [(chunk.between(*edge), code) for edge, (code, _) in zip(pairwise(edges), parts, strict=True)]


def _language(
    chunk: Chunk, phrase: Span, main: str, other: str, languages: Callable[[Chunk], Mapping[str, float]]
) -> str:
    begin, end = phrase
    if end - begin < _SHORTEST:
        return main
    likely = languages(chunk.between(begin, min(end, begin + SECONDS_THAT_TELL)))
    theirs, ours = likely.get(other, 0.0), likely.get(main, 0.0)
    return other if theirs > _CLEARLY * (theirs + ours) else main


def _phrases(chunk: Chunk) -> list[Span]:
    """Phrases between two breaths, in seconds of the chunk's samples; short ones go with their nearest neighbour."""
    probabilities = VoiceDetector().probabilities(chunk.samples).tolist()
    phrases = list(spans_of(probabilities, chunk.seconds, pause_seconds=_BREATH))
    while len(phrases) > 1 and (short := min(phrases, key=_length)) and _length(short) < _SHORTEST:
        at = phrases.index(short)
        # the pause before it and the one after it
        before = short[0] - phrases[at - 1][1] if at else math.inf
        after = phrases[at + 1][0] - short[1] if at + 1 < len(phrases) else math.inf
        first = at - 1 if before <= after else at
        phrases[first : first + 2] = [(phrases[first][0], phrases[first + 1][1])]
    return phrases


def _length(span: Span) -> float:
    return span[1] - span[0]
