"""What is no speech gives no words, and soon: silence, noise, hum, music, breath, with the real model (slow)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from selfmm.media import SAMPLE_RATE
from selfmm.transcription import speech_chunks
from selfmm.transcription.voice_activity import WINDOW
from selfmm.transcription.whisper_engine import WhisperEngine

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SECONDS = 12
TIME = np.arange(SECONDS * SAMPLE_RATE) / SAMPLE_RATE
NOTES = 261.63 * 2 ** (np.array([0, 2, 4, 5, 7, 9, 11, 12, 11, 9, 7, 5]) / 12)  # a scale from middle C, in Hz


def noise() -> NDArray[np.float64]:
    return np.random.default_rng(0).normal(size=len(TIME))


def filtered(
    shape: NDArray[np.float64] | None = None, lowest: float = 0.0, highest: float = np.inf
) -> NDArray[np.float64]:
    """White noise with another spectrum."""
    spectrum, frequencies = np.fft.rfft(noise()), np.fft.rfftfreq(len(TIME), 1 / SAMPLE_RATE)
    spectrum[(frequencies < lowest) | (frequencies > highest)] = 0
    filtered: NDArray[np.float64] = np.fft.irfft(spectrum * (1.0 if shape is None else shape), len(TIME))
    return filtered


def played(frequencies: NDArray[np.float64], vibrato: float = 0.0) -> NDArray[np.float64]:
    """Notes of a second each, with eight overtones that fade as a string's do; columns are notes of a chord."""
    second = TIME[:SAMPLE_RATE]
    wave = second + vibrato / (2 * np.pi * 5.5) * np.sin(2 * np.pi * 5.5 * second)
    notes = [
        sum(np.sin(2 * np.pi * order * pitch * wave) / order for order in range(1, 9) for pitch in np.atleast_1d(chord))
        for chord in frequencies
    ]
    return np.concatenate([note * np.minimum(1, second / 0.03) * np.exp(-1.5 * second) for note in notes])


def typing() -> NDArray[np.float64]:
    keys = np.zeros(len(TIME))
    for press in np.random.default_rng(0).integers(0, len(TIME) - 400, 5 * SECONDS):
        keys[press : press + 400] += noise()[:400] * np.exp(-np.arange(400) / 60)
    return keys


PINK = 1 / np.sqrt(np.maximum(1, np.arange(len(TIME) // 2 + 1)))  # power falls by half an octave
SOUNDS = {
    "silence": lambda: np.zeros(len(TIME)),
    "white noise": noise,
    "pink noise": lambda: filtered(PINK),
    "wind": lambda: filtered(lowest=20, highest=500) * (1 + np.sin(2 * np.pi * 0.2 * TIME)),
    "mains hum": lambda: sum(np.sin(2 * np.pi * 50 * order * TIME) / order for order in range(1, 9)),
    "melody": lambda: played(NOTES),
    "violin": lambda: played(NOTES, vibrato=0.02),
    "chords": lambda: played(NOTES[:, None] * np.array([1.0, 1.26, 1.5]) / 2),
    "siren": lambda: np.sin(2 * np.pi * (800 * TIME - 150 / np.pi * np.cos(2 * np.pi * TIME))),
    "breath": lambda: filtered(lowest=300, highest=3000) * np.maximum(0, np.sin(2 * np.pi * 0.3 * TIME)) ** 2,
    "typing": typing,
}


def written(path: Path, name: str, level: float) -> Path:
    sound = SOUNDS[name]()
    soundfile.write(path, level * sound / max(1e-9, np.abs(sound).max()), SAMPLE_RATE)
    return path


@pytest.fixture(scope="module")
def whisper_base() -> WhisperEngine:
    return WhisperEngine(threads=1)


@pytest.mark.slow
@pytest.mark.parametrize("level", [0.5, 0.02])
@pytest.mark.parametrize("name", SOUNDS)
def test_there_are_no_words(whisper_base: WhisperEngine, tmp_path: Path, name: str, level: float) -> None:
    assert whisper_base.transcribe(written(tmp_path / "sound.wav", name, level), "auto").answers == ()


class Deceived:
    """A detector that takes everything for speech."""

    def probabilities(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.ones(-(-len(samples) // WINDOW), np.float32)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", SOUNDS)
def test_there_are_no_words_even_where_a_voice_is_suspected(
    whisper_base: WhisperEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    monkeypatch.setattr(speech_chunks, "VoiceDetector", Deceived)
    calls = []
    decode = WhisperEngine._decode
    monkeypatch.setattr(WhisperEngine, "_decode", lambda *args, **options: calls.append(1) or decode(*args, **options))
    transcript = whisper_base.transcribe(written(tmp_path / "sound.wav", name, 0.3), language)
    assert len(calls) <= 14
    assert transcript.answers == ()
