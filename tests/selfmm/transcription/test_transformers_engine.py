"""A model that transformers saved is heard through, and what is none is refused."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from selfmm.errors import WeightsError
from selfmm.media import SAMPLE_RATE, waveform_blocks
from selfmm.transcription.speech_chunks import Chunk
from selfmm.transcription.transformers_engine import TransformersEngine
from selfmm.transcription.words import Piece

SPEECH = Path(__file__).parents[2] / "resources" / "speech_en.flac"


@pytest.fixture(scope="module")
def engine(tiny_whisper: Path) -> TransformersEngine:
    return TransformersEngine(tiny_whisper)._loaded()


@pytest.fixture(scope="module")
def chunk() -> Chunk:
    samples = np.concatenate(list(waveform_blocks(SPEECH)))
    seconds = len(samples) / SAMPLE_RATE
    return Chunk(((0.0, seconds),), ((0.0, seconds),), samples)


def test_pieces_are_in_order_inside_the_chunk_and_the_same_each_time(engine: TransformersEngine, chunk: Chunk) -> None:
    pieces = engine._decode(chunk, "en")
    assert pieces
    assert all(piece.text for piece in pieces)
    assert all(0 <= piece.start <= piece.end <= chunk.seconds for piece in pieces)
    assert all(before.start <= after.start for before, after in pairwise(pieces))
    assert all(0 <= piece.confidence <= 1 for piece in pieces)
    assert engine._decode(chunk, "en") == pieces


def test_tokens_are_bounded_by_the_length(engine: TransformersEngine, chunk: Chunk) -> None:
    short = Chunk(((0.0, 0.5),), ((0.0, 0.5),), chunk.samples[: SAMPLE_RATE // 2])
    assert len("".join(piece.text for piece in engine._decode(short, "en"))) <= 26


def test_each_language_that_the_model_knows_has_its_share(engine: TransformersEngine, chunk: Chunk) -> None:
    likely = engine.languages(chunk)
    assert set(likely) == {"en", "zh"}
    assert sum(likely.values()) == pytest.approx(1.0)


def test_a_character_of_several_tokens_is_one_piece(engine: TransformersEngine) -> None:
    tokenizer = engine._processor.tokenizer
    tokens = tokenizer(" I 很 ok", add_special_tokens=False)["input_ids"]
    assert len(tokens) > len(" I 很 ok")  # three bytes make one character
    ends = [0.1 * k for k in range(len(tokens) + 1)]
    pieces = list(engine._spelled([*tokens, tokenizer.eos_token_id], [*ends, 9.0], [0.5] * len(tokens), 30.0))
    assert "".join(piece.text for piece in pieces) == " I 很 ok"
    (character,) = [piece for piece in pieces if piece.text == "很"]
    assert character.end - character.start == pytest.approx(0.3)
    assert pieces[0] == Piece(" ", 0.0, 0.1, 0.5)


def test_an_endless_repetition_is_asked_again_and_then_dropped(
    engine: TransformersEngine, chunk: Chunk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def endless(self: TransformersEngine, chunk: Chunk, language: str, **options: object) -> list[Piece]:
        asked.append(options)
        return [Piece(" no", 0.0, 1.0, 0.9)] * 60

    monkeypatch.setattr(TransformersEngine, "_decode", endless)
    assert engine.pieces(chunk, "en") == []
    assert asked == [{}, {"no_repeat_ngram_size": 3}]


def test_what_is_no_whisper_of_transformers_is_refused(tiny_whisper: Path, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="has no model of its own"):
        TransformersEngine().transcribe(SPEECH, "en")
    with pytest.raises(WeightsError, match=r"for transformers: config\.json is missing"):
        TransformersEngine(tmp_path).transcribe(SPEECH, "en")
    folder = shutil.copytree(tiny_whisper, tmp_path / "other")
    (folder / "config.json").write_text(json.dumps({"model_type": "bert"}))
    with pytest.raises(WeightsError, match="damaged or of another kind"):
        TransformersEngine(folder).transcribe(SPEECH, "en")


@pytest.mark.parametrize("name", ["config.json", "generation_config.json", "model.safetensors", "tokenizer.json"])
def test_a_damaged_file_is_refused(tiny_whisper: Path, tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(tiny_whisper, tmp_path / "damaged")
    (folder / name).write_bytes((folder / name).read_bytes()[:-20])
    with pytest.raises(WeightsError, match="damaged or of another kind"):
        TransformersEngine(folder).transcribe(SPEECH, "en")


def test_a_model_that_knows_no_word_times_is_refused(whisper_without_word_times: Path) -> None:
    with pytest.raises(WeightsError, match="alignment_heads"):
        TransformersEngine(whisper_without_word_times).transcribe(SPEECH, "en")
