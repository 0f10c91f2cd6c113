"""A Whisper of transformers with a few thousand random weights: it says nonsense, but as a real one does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_MARKS = (
    *("<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|zh|>", "<|translate|>", "<|transcribe|>"),
    *("<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"),
)


def save_tiny_whisper(folder: Path, *, word_times: bool = True) -> None:
    """Write the model, its tokenizer (a token a byte) and its options as `save_pretrained` does."""
    import torch
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import (
        GenerationConfig,
        WhisperConfig,
        WhisperFeatureExtractor,
        WhisperForConditionalGeneration,
        WhisperProcessor,
        WhisperTokenizer,
    )

    times = [f"<|{k * 0.02:.2f}|>" for k in range(1501)]
    ids = {token: number for number, token in enumerate([*sorted(ByteLevel.alphabet()), *_MARKS, *times])}
    tokenizer = WhisperTokenizer(vocab=ids, merges=[], additional_special_tokens=list(_MARKS[1:]))
    end, start = ids["<|endoftext|>"], ids["<|startoftranscript|>"]
    special = {"bos_token_id": end, "eos_token_id": end, "pad_token_id": end, "decoder_start_token_id": start}
    torch.manual_seed(0)
    model = WhisperForConditionalGeneration(
        WhisperConfig(
            vocab_size=len(ids),
            d_model=16,
            encoder_layers=1,
            decoder_layers=1,
            encoder_attention_heads=2,
            decoder_attention_heads=2,
            encoder_ffn_dim=16,
            decoder_ffn_dim=16,
            suppress_tokens=None,
            begin_suppress_tokens=None,
            init_std=1.0,
            **special,
        )
    )
    model.generation_config = GenerationConfig(
        is_multilingual=True,
        lang_to_id={mark: ids[mark] for mark in ("<|en|>", "<|zh|>")},
        task_to_id={"transcribe": ids["<|transcribe|>"], "translate": ids["<|translate|>"]},
        no_timestamps_token_id=ids["<|notimestamps|>"],
        suppress_tokens=[*(ids[mark] for mark in _MARKS), *(ids[time] for time in times)],
        **({"alignment_heads": [[0, 0], [0, 1]]} if word_times else {}),
        **special,
    )
    model.save_pretrained(folder)
    WhisperProcessor(WhisperFeatureExtractor(feature_size=80), tokenizer).save_pretrained(folder)


@pytest.fixture(scope="session")
def tiny_whisper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tiny model; not to be changed."""
    folder = tmp_path_factory.mktemp("tiny-whisper")
    save_tiny_whisper(folder)
    return folder


@pytest.fixture
def whisper_without_word_times(tmp_path: Path) -> Path:
    """A folder with one that was saved without alignment heads, as fine-tuned models often are."""
    save_tiny_whisper(tmp_path / "no-times", word_times=False)
    return tmp_path / "no-times"
