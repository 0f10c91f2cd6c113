"""Whole words, with their times in the recording, of the pieces that a speech model gives for a chunk."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any

from selfmm.types import Word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfmm.transcription.speech_chunks import Chunk

_PUNCTUATION = frozenset(".,!?;:%)]}…-–—’”'\"，。！？；：、）》」』】〉·～~")
_NARROW = re.compile(r"(?<=[\u2e80-\uffff])[,.?!;:]+")
_WIDE = str.maketrans(",.?!;:", "，。？！；：")


# Mean confidence below which words stand for no speech. Whisper's words for silence, noise, hum, music and clicks have
# 0.00 to 0.24; of 42 clips of speech all but one, which was understood wrongly, have more than 0.5.
LEAST_CONFIDENCE = 0.25


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a word, or a whole one, as a speech model gives it; one that begins a word begins with a space."""

    text: str
    start: float  # seconds from the start of the chunk's samples
    end: float
    confidence: float  # in [0, 1]


def words_of(pieces: Iterable[Piece], chunk: Chunk, language: str) -> list[Word]:
    """Whole words of a chunk with their times in the recording; Chinese in Simplified characters with wide marks."""
    words = _glued((piece.text, _word(piece, chunk)) for piece in pieces)
    return (
        [replace(word, text=_with_wide_marks(word.text)) for word in _simplified(words)] if language == "zh" else words
    )


def _word(piece: Piece, chunk: Chunk) -> Word:
    begin, end = chunk.restore(piece.start, piece.end)
    return Word(piece.text.strip(), round(begin, 2), round(end, 2), min(1.0, max(0.0, piece.confidence)))


def _glued(pieces: Iterable[tuple[str, Word]]) -> list[Word]:
    """Whole words of pieces: punctuation, and letters without a space before them, join the word before."""
    words: list[Word] = []
    space = ""  # that stood alone before a piece
    for raw, piece in pieces:
        if not piece.text:
            space = space or raw
        elif words and _goes_on(words[-1].text, space + raw):
            words[-1] = replace(words[-1], text=words[-1].text + piece.text, end=max(words[-1].end, piece.end))
            space = ""
        else:
            words.append(piece)
            space = ""
    return words


def _goes_on(before: str, raw: str) -> bool:
    if _PUNCTUATION.issuperset(raw.strip()):
        return True
    # letters of alphabets; Chinese characters, which have no spaces between them, stay words of their own
    return not raw[:1].isspace() and _is_alphabetic(before[-1]) and _is_alphabetic(raw[0])


def _is_alphabetic(character: str) -> bool:
    return character < "\u2e80"  # where the scripts of East Asia begin


def _simplified(words: list[Word]) -> list[Word]:
    """The same words in Simplified characters, each seen together with its neighbours."""
    convert = _converter().convert
    whole = convert("".join(word.text for word in words))
    if len(whole) != sum(len(word.text) for word in words):
        return [replace(word, text=convert(word.text)) for word in words]
    characters = iter(whole)
    return [replace(word, text="".join(islice(characters, len(word.text)))) for word in words]


def _with_wide_marks(text: str) -> str:
    """Text with the marks that are as wide as Chinese characters behind these: "好，" for "好,", but "3.5"."""
    return _NARROW.sub(lambda found: found[0].translate(_WIDE), text)


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def in_order(words: list[Word]) -> list[Word]:
    """Words none of which begins before the one before it, or ends after the next begins."""
    starts = list(accumulate((word.start for word in words), max))
    limits = [*starts[1:], math.inf][: len(words)]
    return [
        replace(word, start=start, end=max(start, min(word.end, limit)))
        for word, start, limit in zip(words, starts, limits, strict=True)
    ]
