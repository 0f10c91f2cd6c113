"""Whisper (Radford et al. 2022) through faster-whisper: 8-bit numbers on the processor, any length of recording."""

from __future__ import annotations

import math
import os
from dataclasses import replace
from functools import partial
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Any

from selfmm import pretrained
from selfmm.errors import WeightsError
from selfmm.media import open_media
from selfmm.transcription.answers import PAUSE_SECONDS, split_answers
from selfmm.transcription.speech_chunks import CHUNK_SECONDS, MARGIN_SECONDS, speech_chunks
from selfmm.transcription.voice_activity import speech_spans
from selfmm.types import LANGUAGES, Transcript, Word, no_report, part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from selfmm.transcription.speech_chunks import Chunk
    from selfmm.types import Report

_STEP = "transcribing"
_FILES = ("model.bin", "config.json", "tokenizer.json")
_MOST_THREADS = 4  # more gain nothing on a model this small
_LISTENING_SHARE = 0.05  # of the work, that goes into finding where somebody speaks
_CLEARLY = 0.8  # probability from which another language than the named one is worth a word
_LANGUAGE_CHUNKS = 2  # from which the language is told: up to a minute of speech, of which 30 s are used
_BEAM_SIZE = 5
_TOKENS_PER_SECOND = 12  # nobody speaks faster, so what is longer is an endless repetition
_MOST_TOKENS = 400  # Whisper's 448 less its prompt
_REPETITIVE = 2.4  # compression ratio above which text repeats itself (Whisper's own threshold)
_UNLIKELY = -1.0  # mean log probability of the tokens below which text is doubtful (Whisper's own)
_NO_SPEECH = 0.6  # probability that nobody speaks above which doubtful text is dropped (Whisper's own)
_LAST_WORD_SECONDS = 1.2  # the longest that the last word of a chunk may last
_MOST_CALLS = 4  # of Whisper for one chunk
_PUNCTUATION = frozenset(".,!?;:%)]}…-–—’”'\"，。！？；：、）》」』】〉·～~")


class WhisperEngine:
    """Transcribes with one Whisper model, which is loaded at the first use and then kept."""

    def __init__(self, model_folder: Path | None = None, threads: int = 0, weights: str = "whisper-base") -> None:
        self._folder = model_folder
        self._threads = threads or min(os.cpu_count() or 1, _MOST_THREADS)
        self._weights = weights
        self._pipeline: Any = None

    def transcribe(self, path: Path, language: str, report: Report = no_report) -> Transcript:
        """See `SpeechEngine`; without speech the language is the one asked for, English for "auto"."""
        report(_STEP, 0.0)
        known = LANGUAGES[0] if language == "auto" else language
        if not open_media(path).has_sound:
            return Transcript((), known)
        listen = part(report, 0.0, _LISTENING_SHARE)
        # pauses inside an answer stay in what Whisper hears: without them it gets a tenth more of the words wrong
        spans = speech_spans(path, listen, pause_seconds=PAUSE_SECONDS, longest=CHUNK_SECONDS - 2 * MARGIN_SECONDS)
        if not spans:
            return Transcript((), known)
        self._load()
        chunks = speech_chunks(path, spans)
        first = list(islice(chunks, _LANGUAGE_CHUNKS))
        heard, certainty = self._language(first)
        known, chunks = heard if language == "auto" else language, chain(first, chunks)
        speech = sum(end - begin for begin, end in spans)
        words = self._all_words(chunks, speech, known, part(report, _LISTENING_SHARE, 1.0))
        other = heard if heard != known and certainty >= _CLEARLY else None
        return Transcript(split_answers(_in_order(words), known), known, other)

    def _all_words(self, chunks: Iterable[Chunk], speech: float, language: str, report: Report) -> list[Word]:
        words: list[Word] = []
        done = 0.0
        for chunk in chunks:
            words += self._words(chunk, language, partial(report, _STEP, min(1.0, done / speech)))
            done += chunk.speech_seconds
        report(_STEP, 1.0)
        return words

    def _load(self) -> None:
        if self._pipeline is None:
            folder = pretrained.get(self._weights, self._folder)
            self._pipeline = _load_pipeline(folder, self._threads)

    def _language(self, chunks: list[Chunk]) -> tuple[str, float]:
        """The likeliest of all languages that Whisper knows (ISO 639-1) in the first 30 seconds, and how likely."""
        import numpy as np

        samples = np.concatenate([chunk.samples for chunk in chunks])
        code, probability, _ = self._pipeline.model.detect_language(samples)
        return code, probability

    def _words(self, chunk: Chunk, language: str, tell: Callable[[], None]) -> list[Word]:
        """All words of a chunk; where Whisper skips something, as between two voices, it is asked for that alone."""
        words: list[Word] = []
        waiting = [chunk]
        for _ in range(_MOST_CALLS):
            if not waiting:
                break
            tell()  # before each call, so that the user can cancel between two
            now = waiting.pop(0)
            pieces = self._pieces(now, language)
            found = _glued([(piece.word, _word(piece, now)) for piece in pieces])
            words += _simplified(found) if language == "zh" else found
            if pieces:
                rest = now.unheard([(float(piece.start), float(piece.end)) for piece in pieces])
                waiting += [] if rest is None else [rest]
            elif len(now.spans) > 1:
                waiting += now.parts()
        return sorted(words, key=lambda word: word.start)

    def _pieces(self, chunk: Chunk, language: str) -> list[Any]:
        """Whisper's pieces of words, with times in the chunk; none where it heard no speech."""
        segments = self._decode(chunk, language)
        if any(segment.compression_ratio > _REPETITIVE for segment in segments):
            # Whisper would draw at random until it is lucky; this says the same each time
            segments = self._decode(chunk, language, no_repeat_ngram_size=3)
        pieces = [piece for segment in segments if _is_speech(segment) for piece in segment.words or ()]
        for piece in pieces[-1:]:  # its end is no word's beginning, so it may be told far too late
            piece.end = min(piece.end, piece.start + _LAST_WORD_SECONDS)
        return pieces

    def _decode(self, chunk: Chunk, language: str, **options: object) -> list[Any]:
        segments, _ = self._pipeline.transcribe(
            chunk.samples,
            language=language,
            beam_size=_BEAM_SIZE,
            temperature=0.0,
            word_timestamps=True,
            clip_timestamps=[{"start": 0.0, "end": chunk.seconds}],  # one window, decoded once
            batch_size=1,
            max_new_tokens=min(_MOST_TOKENS, round(20 + _TOKENS_PER_SECOND * chunk.seconds)),
            **options,
        )
        return list(segments)


def _load_pipeline(folder: Path, threads: int) -> Any:
    missing = [name for name in _FILES if not (folder / name).is_file()]
    if missing:
        raise WeightsError(
            "{folder} is no Whisper model for faster-whisper: {file} is missing. Choose another folder.",
            folder=folder,
            file=missing[0],
        )
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    try:
        model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)
    except Exception as error:  # its tokenizer raises nothing narrower
        raise WeightsError(
            "The speech model in {folder} is damaged or of another kind and cannot be loaded. Choose another folder, "
            "or run `python -m selfmm weights --fetch`.",
            folder=folder,
        ) from error
    return BatchedInferencePipeline(model)


def _is_speech(segment: Any) -> bool:
    if segment.compression_ratio > _REPETITIVE:
        return False
    return not (segment.no_speech_prob > _NO_SPEECH and segment.avg_logprob < _UNLIKELY)


def _word(piece: Any, chunk: Chunk) -> Word:
    begin, end = chunk.restore(float(piece.start), float(piece.end))
    return Word(piece.word.strip(), round(begin, 2), round(end, 2), min(1.0, max(0.0, float(piece.probability))))


def _glued(pieces: Iterable[tuple[str, Word]]) -> list[Word]:
    """Whole words of Whisper's pieces: punctuation, and letters without a space before them, join the word before."""
    words: list[Word] = []
    for raw, piece in pieces:
        if words and _goes_on(words[-1].text, raw):
            words[-1] = replace(words[-1], text=words[-1].text + piece.text, end=max(words[-1].end, piece.end))
        elif piece.text:
            words.append(piece)
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
    import opencc

    convert = opencc.OpenCC("t2s").convert
    whole = convert("".join(word.text for word in words))
    if len(whole) != sum(len(word.text) for word in words):
        return [replace(word, text=convert(word.text)) for word in words]
    characters = iter(whole)
    return [replace(word, text="".join(islice(characters, len(word.text)))) for word in words]


def _in_order(words: list[Word]) -> list[Word]:
    """Words none of which begins before the one before it, or ends after the next begins."""
    starts = list(accumulate((word.start for word in words), max))
    limits = [*starts[1:], math.inf][: len(words)]
    return [
        replace(word, start=start, end=max(start, min(word.end, limit)))
        for word, start, limit in zip(words, starts, limits, strict=True)
    ]
