"""A chunk falls into parts of one language each, and stays whole where there is but one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from selfmm.media import SAMPLE_RATE, waveform_blocks
from selfmm.transcription.languages import by_language
from selfmm.transcription.speech_chunks import Chunk
from selfmm.transcription.whisper_engine import WhisperEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SPEECH = Path(__file__).parents[2] / "resources" / "speech_en.flac"


@pytest.fixture(scope="module")
def chunk() -> Chunk:
    """Three times the same six seconds, half a second apart, in one span."""
    once = np.concatenate([*waveform_blocks(SPEECH), np.zeros(SAMPLE_RATE // 2, np.float32)])
    samples = np.tile(once, 3)
    seconds = len(samples) / SAMPLE_RATE
    return Chunk(((0.0, seconds),), ((0.0, seconds),), samples)


def heard_as(chunk: Chunk, english: float, least: float, most: float) -> Callable[[Chunk], Mapping[str, float]]:
    """English as likely as told where the middle of a phrase lies between `least` and `most`, else Chinese."""

    def languages(phrase: Chunk) -> Mapping[str, float]:
        middle = (phrase.heard[0][0] + phrase.heard[-1][1]) / 2
        likely = english if least < middle < most else 0.0
        return {"en": likely, "zh": 0.9 - likely, "de": 0.1}

    return languages


def test_english_in_the_middle_is_a_part_of_its_own(chunk: Chunk) -> None:
    third = chunk.seconds / 3
    parts = by_language(chunk, "zh", heard_as(chunk, 0.85, third, 2 * third))
    assert [code for _, code in parts] == ["zh", "en", "zh"]
    assert np.array_equal(np.concatenate([part.samples for part, _ in parts]), chunk.samples)
    assert [part.heard[0][0] for part, _ in parts] == pytest.approx([0.0, third, 2 * third], abs=0.6)


@pytest.mark.parametrize("main", ["zh", "de"])
def test_what_is_not_clear_is_taken_for_the_main_language(chunk: Chunk, main: str) -> None:
    assert by_language(chunk, main, heard_as(chunk, 0.6, 0.0, 10.0)) == [(chunk, main)]


def test_a_chunk_that_is_all_in_the_other_language_stays_whole(chunk: Chunk) -> None:
    assert by_language(chunk, "zh", heard_as(chunk, 0.9, 0.0, 99.0)) == [(chunk, "en")]


def test_a_short_word_is_not_asked_about(chunk: Chunk) -> None:
    short = chunk.between(0.0, 1.5)
    assert by_language(short, "zh", heard_as(chunk, 0.9, 0.0, 99.0)) == [(short, "zh")]


@pytest.mark.slow
def test_the_real_model_is_sure_of_english(chunk: Chunk) -> None:
    likely = WhisperEngine(threads=1)._loaded().languages(chunk.between(0.0, 6.0))
    assert sum(likely.values()) == pytest.approx(1.0, abs=0.01)
    assert likely["en"] > 0.8
