"""From a recording to a transcript with a speech model that hears 30 seconds at once, while the recording may grow.

Voice activity finds spans of speech, spans fill chunks, and chunks become words one after the other. When the last
second of a recording that grows has been read, only its last chunk is left to do.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from selfmm.media import Length, open_media
from selfmm.transcription.answers import split_answers
from selfmm.transcription.base import TRANSCRIBING, nobody_reads
from selfmm.transcription.languages import SECONDS_THAT_TELL, by_language
from selfmm.transcription.speech_chunks import joined, speech_chunks
from selfmm.transcription.words import in_order, words_of
from selfmm.types import LANGUAGES, Transcript, no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from selfmm.media import Source
    from selfmm.transcription.base import OnWords
    from selfmm.transcription.speech_chunks import Chunk
    from selfmm.transcription.words import Piece
    from selfmm.types import Report, Word

_CLEARLY = 0.8  # probability from which another language than the named one is worth a word
_MOST_CALLS = 7  # of the model for one chunk: the whole, its halves, its quarters


class SpeechModel(Protocol):
    """Hears the words of up to 30 seconds."""

    def languages(self, chunk: Chunk) -> Mapping[str, float]:
        """How likely each language that the model knows (ISO 639-1) is in a chunk, in [0, 1]."""

    def pieces(self, chunk: Chunk, language: str) -> list[Piece]:
        """Pieces of words in the order of time; none where no speech is heard."""


def listen(
    load: Callable[[], SpeechModel],
    source: Source,
    language: str,
    report: Report = no_report,
    on_words: OnWords = nobody_reads,
) -> Transcript:
    """See `SpeechEngine.transcribe`. The model is asked for, with `load`, when there is something to hear.

    Without speech the language is the one asked for, English for "auto".
    """
    report(TRANSCRIBING, 0.0)
    length = Length(source)

    def told(seconds: float) -> None:
        report(TRANSCRIBING, length.share(seconds))

    chunks = speech_chunks(source, told) if open_media(source).has_sound else iter(())
    transcript = _transcript(load, chunks, language, told, on_words)
    report(TRANSCRIBING, 1.0)
    return transcript


def _transcript(
    load: Callable[[], SpeechModel],
    chunks: Iterator[Chunk],
    language: str,
    told: Callable[[float], None],
    on_words: OnWords,
) -> Transcript:
    opening = _opening(chunks)
    if not opening:
        return Transcript((), LANGUAGES[0] if language == "auto" else language)
    model = load()
    likely = model.languages(joined(opening).between(0.0, SECONDS_THAT_TELL))
    heard = max(likely, key=lambda code: likely[code])
    main = heard if language == "auto" else language
    words: list[Word] = []
    spoken: dict[str, float] = defaultdict(float)  # seconds of each language
    for chunk in chain(opening, chunks):
        for part, code in by_language(chunk, main, model.languages):
            spoken[code] += part.speech_seconds
            words += _words(model, part, code, told)
        on_words(in_order(words), main)
    if language == "auto":
        main = max(spoken, key=lambda code: spoken[code])
    other = heard if heard != main and language != "auto" and likely[heard] >= _CLEARLY else None
    return Transcript(split_answers(in_order(words), main), main, other)


def _opening(chunks: Iterator[Chunk]) -> list[Chunk]:
    """The first chunks, as many as are needed to tell the language."""
    opening: list[Chunk] = []
    while sum(chunk.speech_seconds for chunk in opening) < SECONDS_THAT_TELL and (chunk := next(chunks, None)):
        opening.append(chunk)
    return opening


def _words(model: SpeechModel, chunk: Chunk, language: str, told: Callable[[float], None]) -> list[Word]:
    """All words of a chunk; what the model skips, as between two voices, it is asked for alone."""
    words: list[Word] = []
    waiting = [chunk]
    for _ in range(_MOST_CALLS):
        if not waiting:
            break
        told(chunk.spans[0][0])  # before each call, so that the user can cancel between two
        now = waiting.pop(0)
        pieces = model.pieces(now, language)
        words += words_of(pieces, now, language)
        if pieces:
            rest = now.unheard([(piece.start, piece.end) for piece in pieces])
            waiting += [] if rest is None else [rest]
        elif len(now.spans) > 1:
            waiting += now.halves()
    return sorted(words, key=lambda word: word.start)
