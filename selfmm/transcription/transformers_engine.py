"""Any Whisper model that was saved by transformers, such as a fine-tuned one, from a folder on this computer."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from selfmm import limited_files
from selfmm.errors import WeightsError
from selfmm.media import SAMPLE_RATE
from selfmm.pretrained.quiet import quiet_transformers
from selfmm.transcription.base import nobody_reads
from selfmm.transcription.listening import listen
from selfmm.transcription.model_folder import check_files, damaged
from selfmm.transcription.words import LEAST_CONFIDENCE, Piece
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selfmm.media import Source
    from selfmm.transcription.base import OnWords
    from selfmm.transcription.speech_chunks import Chunk
    from selfmm.types import Report, Transcript

_FILES = ("config.json", "generation_config.json", "model.safetensors", "tokenizer.json")
_TOKENS_PER_SECOND = 12  # nobody speaks faster, so what is longer is an endless repetition
_MOST_TOKENS = 400  # Whisper's 448 less its prompt
_REPETITIVE = 2.4  # compression ratio above which text repeats itself (Whisper's own threshold)
_UNFINISHED = "\ufffd"  # stands for bytes that are no whole character yet


class TransformersEngine:
    """Transcribes with a Whisper model of transformers, which is loaded at the first use and then kept."""

    def __init__(self, model_folder: Path | None = None) -> None:
        self._folder = model_folder
        self._processor: Any = None
        self._model: Any = None

    def transcribe(
        self, source: Source, language: str, report: Report = no_report, on_words: OnWords = nobody_reads
    ) -> Transcript:
        """See `SpeechEngine`."""
        return listen(self._loaded, source, language, report, on_words)

    def _loaded(self) -> TransformersEngine:
        if self._model is None:
            if self._folder is None:
                raise WeightsError("The speech engine “transformers” has no model of its own. Name a folder with one.")
            self._processor, self._model = _load(self._folder)
        return self

    def languages(self, chunk: Chunk) -> dict[str, float]:
        """See `SpeechModel`."""
        import torch

        config = self._model.generation_config
        if not config.is_multilingual:
            return {"en": 1.0}
        codes = {token.strip("<|>"): number for token, number in config.lang_to_id.items()}
        with torch.inference_mode():
            start = torch.tensor([[config.decoder_start_token_id]])
            features = self._heard(chunk)["input_features"]
            logits = self._model(input_features=features, decoder_input_ids=start).logits[0, -1]
        likely = torch.softmax(logits[list(codes.values())].float(), dim=0).tolist()
        return dict(zip(codes, likely, strict=True))

    def pieces(self, chunk: Chunk, language: str) -> list[Piece]:
        """See `SpeechModel`."""
        pieces = self._decode(chunk, language)
        if _is_repetitive(pieces):
            pieces = self._decode(chunk, language, no_repeat_ngram_size=3)
        sure = sum(piece.confidence for piece in pieces) >= LEAST_CONFIDENCE * len(pieces)
        return pieces if sure and not _is_repetitive(pieces) else []

    def _heard(self, chunk: Chunk) -> Any:
        """What the model takes: the mel bands of 30 seconds."""
        samples = chunk.samples[: 30 * SAMPLE_RATE]
        return self._processor(samples, sampling_rate=SAMPLE_RATE, return_tensors="pt", return_attention_mask=True)

    def _decode(self, chunk: Chunk, language: str, **options: object) -> list[Piece]:
        import torch

        spoken = {"language": language, "task": "transcribe"} if self._model.generation_config.is_multilingual else {}
        with torch.inference_mode(), quiet_transformers():
            output = self._model.generate(
                **self._heard(chunk),
                **spoken,
                **options,
                num_beams=1,
                do_sample=False,
                return_token_timestamps=True,
                return_dict_in_generate=True,
                output_scores=True,
                max_new_tokens=min(_MOST_TOKENS, round(20 + _TOKENS_PER_SECOND * chunk.seconds)),
            )
        tokens, ends = output["sequences"][0].tolist(), output["token_timestamps"][0].tolist()
        first = len(tokens) - len(output["scores"])  # after the prompt
        sure = [
            float(torch.softmax(scores[0].float(), dim=0)[token])
            for scores, token in zip(output["scores"], tokens[first:], strict=True)
        ]
        return list(self._spelled(tokens[first:], ends[max(0, first - 1) :], sure, chunk.seconds))

    def _spelled(self, tokens: list[int], ends: list[float], sure: list[float], seconds: float) -> Iterator[Piece]:
        """A piece for every run of tokens that makes whole characters; `ends` begins with that of the token before."""
        tokenizer, begun = self._processor.tokenizer, 0
        for number, token in enumerate(tokens):
            if token >= tokenizer.eos_token_id:  # where the marks and the time stamps begin
                begun = number + 1
                continue
            text = tokenizer.decode(tokens[begun : number + 1], skip_special_tokens=True)
            if text and not text.endswith(_UNFINISHED):
                start, end = (min(max(0.0, time), seconds) for time in (ends[begun], ends[number + 1]))
                yield Piece(text, start, max(start, end), sum(sure[begun : number + 1]) / (number + 1 - begun))
                begun = number + 1


def _is_repetitive(pieces: list[Piece]) -> bool:
    text = "".join(piece.text for piece in pieces).encode()
    return bool(text) and len(text) / len(zlib.compress(text)) > _REPETITIVE


def _load(folder: Path) -> tuple[Any, Any]:
    """The processor and the model of a folder; raises `WeightsError`."""
    check_files(folder, _FILES, "transformers")
    try:
        kind, options = (limited_files.read_json(folder / name, limited_files.DESCRIPTION) for name in _FILES[:2])
        if kind["model_type"] != "whisper":
            raise damaged(folder)
        processor, model = _read(folder)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, ImportError) as error:
        raise damaged(folder) from error
    if not options.get("alignment_heads"):
        raise WeightsError(
            "The speech model in {folder} does not tell when words are said: its generation_config.json has no "
            "alignment_heads. Choose another folder.",
            folder=folder,
        )
    return processor, model


def _read(folder: Path) -> tuple[Any, Any]:
    from safetensors import SafetensorError
    from transformers import WhisperForConditionalGeneration, WhisperProcessor

    with quiet_transformers():
        try:
            processor = WhisperProcessor.from_pretrained(folder, local_files_only=True)
            model = WhisperForConditionalGeneration.from_pretrained(folder, local_files_only=True, use_safetensors=True)
        except SafetensorError as error:
            raise ValueError(str(error)) from error
    model.generation_config.max_length = None  # the number of new tokens is set at each call
    return processor, model.eval()
