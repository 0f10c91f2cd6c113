"""Whisper (Radford et al. 2022) through faster-whisper: 8-bit numbers on the processor, any length of recording."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from selfmm import pretrained
from selfmm.transcription.base import nobody_reads
from selfmm.transcription.listening import listen
from selfmm.transcription.model_folder import check_files, damaged
from selfmm.transcription.words import LEAST_CONFIDENCE, Piece
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from selfmm.media import Source
    from selfmm.transcription.base import OnWords
    from selfmm.transcription.speech_chunks import Chunk
    from selfmm.types import Report, Transcript

_FILES = ("model.bin", "config.json", "tokenizer.json")
_MOST_THREADS = 4  # more gain nothing on a model this small
_TOKENS_PER_SECOND = 12  # nobody speaks faster, so what is longer is an endless repetition
_MOST_TOKENS = 400  # Whisper's 448 less the prompt
_REPETITIVE = 2.4  # compression ratio above which text repeats itself (Whisper's own threshold)
_UNLIKELY = -1.0  # mean log probability of the tokens below which text is doubtful (Whisper's own)
_NO_SPEECH = 0.6  # probability that nobody speaks above which doubtful text is dropped (Whisper's own)
_LEAST_FRAMES, _MOST_FRAMES = 600, 3000  # of 10 ms, that a language is told from
_LAST_WORD_SECONDS = 1.2  # the longest that the last word of a chunk may last


@dataclass(frozen=True, slots=True)
class Decoding:
    """How Whisper looks for the likeliest words; compared by tests/benchmarks/transcription.py."""

    beam_size: int = 5
    prompts: Mapping[str, str] = field(default_factory=dict)  # language: text that is said to have gone before
    no_repeat_ngram_size: int = 0
    repetition_penalty: float = 1.0
    numbers: str = "int8"  # that ctranslate2 computes with


# Mandarin has hardly any punctuation without an example before it. This one is spoken, so that words of hesitation are
# kept, and says nothing that could be taken for an answer. Its commas are narrow: a wide one is three tokens for
# Whisper, which confuses the last of them with that of a wide digit.
SPOKEN_MANDARIN = "嗯,是这样的。然后呢,就是,对。"

CHOSEN = Decoding(prompts={"zh": SPOKEN_MANDARIN})
# The example makes Whisper hear one sound again and again in breath and music, such as 嗯，嗯，嗯, or a single word
# of two characters, unsure of the first; which of them it hears differs from one processor to the next.
_UNSURE, _FEW_LETTERS = 0.2, 2
# Mean confidence below which doubtful text is dropped, too: on some processors Whisper hears "I don't know." in breath
# (confidence 0.31, log probability -1.6). Of 56 recordings of speech, 49 of them answers of EATD-Corpus, none has less
# than 0.56 and -0.75.
_DOUBTFUL_CONFIDENCE = 0.4

LAST_TRY = Decoding(no_repeat_ngram_size=3)  # a prompt can send a short chunk into an endless repetition


class WhisperEngine:
    """Transcribes with one Whisper model, which is loaded at the first use and then kept."""

    def __init__(
        self,
        model_folder: Path | None = None,
        threads: int = 0,
        weights: str = "whisper-base",
        decoding: Decoding = CHOSEN,
    ) -> None:
        self._folder = model_folder
        self._threads = threads or min(os.cpu_count() or 1, _MOST_THREADS)
        self._weights = weights
        self._decoding = decoding
        self._pipeline: Any = None

    def transcribe(
        self, source: Source, language: str, report: Report = no_report, on_words: OnWords = nobody_reads
    ) -> Transcript:
        """See `SpeechEngine`."""
        return listen(self._loaded, source, language, report, on_words)

    def _loaded(self) -> WhisperEngine:
        if self._pipeline is None:
            folder = pretrained.get(self._weights, self._folder)
            self._pipeline = _load_pipeline(folder, self._threads, self._decoding.numbers)
        return self

    def languages(self, chunk: Chunk) -> dict[str, float]:
        """See `SpeechModel`. The encoder hears no more than there is, which is much faster than its whole window."""
        import ctranslate2  # type: ignore[import-untyped]  # comes with faster-whisper
        import numpy as np

        model = self._pipeline.model
        if not model.model.is_multilingual:
            return {"en": 1.0}
        bands = model.feature_extractor(chunk.samples)[:, :_MOST_FRAMES]
        bands = np.pad(bands, ((0, 0), (0, max(0, _LEAST_FRAMES - bands.shape[1], bands.shape[1] % 2))))
        heard = model.model.encode(ctranslate2.StorageView.from_array(np.ascontiguousarray(bands[None])))
        return {token.strip("<|>"): float(likely) for token, likely in model.model.detect_language(heard)[0]}

    def pieces(self, chunk: Chunk, language: str) -> list[Piece]:
        """See `SpeechModel`."""
        segments = self._decode(chunk, language, self._decoding)
        if not any(map(_is_speech, segments)):
            # Whisper would draw at random until it is lucky; this ends after one more try and says the same each time
            segments = self._decode(chunk, language, LAST_TRY)
        words = [word for segment in segments if _is_speech(segment) for word in segment.words or ()]
        for word in words[-1:]:  # its end is no word's beginning, so it may be told far too late
            word.end = min(word.end, word.start + _LAST_WORD_SECONDS)
        return [Piece(word.word, float(word.start), float(word.end), float(word.probability)) for word in words]

    def _decode(self, chunk: Chunk, language: str, decoding: Decoding) -> list[Any]:
        segments, _ = self._pipeline.transcribe(
            chunk.samples,
            language=language,
            beam_size=decoding.beam_size,
            initial_prompt=decoding.prompts.get(language),
            no_repeat_ngram_size=decoding.no_repeat_ngram_size,
            repetition_penalty=decoding.repetition_penalty,
            temperature=0.0,
            word_timestamps=True,
            clip_timestamps=[{"start": 0.0, "end": chunk.seconds}],  # one window, decoded once
            batch_size=1,
            max_new_tokens=min(_MOST_TOKENS, round(20 + _TOKENS_PER_SECOND * chunk.seconds)),
        )
        return list(segments)


def _load_pipeline(folder: Path, threads: int, numbers: str) -> Any:
    check_files(folder, _FILES, "faster-whisper")
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    try:
        model = WhisperModel(
            str(folder), device="cpu", compute_type=numbers, cpu_threads=threads, local_files_only=True
        )
    except Exception as error:  # its tokenizer raises nothing narrower
        raise damaged(folder) from error
    return BatchedInferencePipeline(model)


def _is_speech(segment: Any) -> bool:
    sure = [float(word.probability) for word in segment.words or ()]
    confidence = sum(sure) / len(sure) if sure else 0.0
    if segment.compression_ratio > _REPETITIVE or confidence < LEAST_CONFIDENCE:
        return False
    letters = {letter for word in segment.words for letter in word.word if letter.isalpha()}
    if len(letters) <= _FEW_LETTERS and min(sure) < _UNSURE:
        return False
    doubtful = segment.avg_logprob < _UNLIKELY
    return not (doubtful and (segment.no_speech_prob > _NO_SPEECH or confidence < _DOUBTFUL_CONFIDENCE))
