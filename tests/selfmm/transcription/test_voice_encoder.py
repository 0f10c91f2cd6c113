"""The encoder is the published network, and its sound is measured as the network learned it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from selfmm.errors import WeightsError
from selfmm.pretrained import get
from selfmm.pretrained.speaker_encoder import MODEL_NAME
from selfmm.transcription.voice_encoder import BANDS, DIMENSIONS, FRAMES, LAYERS, MelListener, VoiceEncoder, moment

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Values = NDArray[np.float32]


def random_weights() -> dict[str, Values]:
    rng = np.random.default_rng(0)
    shapes = {"linear.weight": (DIMENSIONS, DIMENSIONS), "linear.bias": (DIMENSIONS,)}
    for layer in range(LAYERS):
        shapes |= {
            f"lstm.weight_ih_l{layer}": (4 * DIMENSIONS, DIMENSIONS if layer else BANDS),
            f"lstm.weight_hh_l{layer}": (4 * DIMENSIONS, DIMENSIONS),
            f"lstm.bias_ih_l{layer}": (4 * DIMENSIONS,),
            f"lstm.bias_hh_l{layer}": (4 * DIMENSIONS,),
        }
    return {name: rng.normal(0, 0.06, shape).astype(np.float32) for name, shape in shapes.items()}


def embedded_by_hand(weights: dict[str, Values], frames: Values) -> Values:
    """The same network in plain numpy, step by step (Hochreiter and Schmidhuber 1997; gates in order i, f, g, o)."""

    def sigmoid(x: Values) -> Values:
        return 1 / (1 + np.exp(-x))

    inputs = frames.astype(np.float64)
    for layer in range(LAYERS):
        own, other, *biases = (
            weights[f"lstm.{name}_l{layer}"] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        hidden, cell, outputs = np.zeros(DIMENSIONS), np.zeros(DIMENSIONS), []
        for step in inputs:
            entry, forget, new, out = np.split(own @ step + other @ hidden + sum(biases), 4)
            cell = sigmoid(forget) * cell + sigmoid(entry) * np.tanh(new)
            hidden = sigmoid(out) * np.tanh(cell)
            outputs.append(hidden)
        inputs = np.array(outputs)
    raw = np.maximum(weights["linear.weight"] @ inputs[-1] + weights["linear.bias"], 0)
    return raw / np.linalg.norm(raw)


def moments() -> Values:
    return np.random.default_rng(1).gamma(0.5, 0.02, (3, FRAMES, BANDS)).astype(np.float32)


def test_the_network_is_the_published_one(tmp_path: Path) -> None:
    weights = random_weights()
    save_file(weights, tmp_path / MODEL_NAME)
    voices = VoiceEncoder(tmp_path).embed(moments())
    expected = np.array([embedded_by_hand(weights, frames) for frames in moments()])
    assert voices == pytest.approx(expected, abs=1e-5)
    assert np.abs(voices[0] - voices[1]).max() > 1e-4  # the moments do differ


@pytest.mark.slow
def test_the_network_with_its_real_weights() -> None:
    weights = load_file(get("speaker-encoder") / MODEL_NAME)
    voices = VoiceEncoder().embed(moments())
    assert voices == pytest.approx(np.array([embedded_by_hand(weights, frames) for frames in moments()]), abs=1e-4)
    # what Resemblyzer 0.1.4 gives for these moments: each voice's largest numbers, and where they stand
    largest = [{15: 0.23879, 152: 0.21911, 137: 0.19643, 234: 0.1729}, {15: 0.2367, 152: 0.22684, 9: 0.18831}]
    for voice, numbers in zip(voices, largest, strict=False):
        assert {place: voice[place] for place in numbers} == pytest.approx(numbers, abs=1e-4)


def test_another_network_is_refused(tmp_path: Path) -> None:
    weights = random_weights()
    save_file(weights | {"linear.bias": np.zeros(3, np.float32)}, tmp_path / MODEL_NAME)
    with pytest.raises(WeightsError, match="cannot be used"):
        VoiceEncoder(tmp_path)
    (tmp_path / MODEL_NAME).write_bytes(b"nothing")
    with pytest.raises(WeightsError, match="cannot be used"):
        VoiceEncoder(tmp_path)


def test_the_fingerprint_changes_with_the_weights(tmp_path: Path) -> None:
    weights = random_weights()
    fingerprints = set()
    for first in (0.0, 1.0):
        weights["linear.bias"][0] = first
        save_file(weights, tmp_path / MODEL_NAME)
        fingerprints.add(VoiceEncoder(tmp_path).fingerprint)
    assert len(fingerprints) == 2


def heard(samples: Values, *cuts: int) -> Values:
    listener = MelListener()
    blocks = np.split(samples, sorted(cuts))
    return np.concatenate([*(listener.feed(block) for block in blocks), listener.finish()])


def test_bands_are_those_that_the_network_learned_on() -> None:
    import librosa

    samples = np.random.default_rng(0).normal(0, 0.1, 16_000).astype(np.float32)
    samples[4_000:6_000] = 0.3 * np.sin(np.arange(2_000) / 5).astype(np.float32)
    published = librosa.feature.melspectrogram(y=samples, sr=16_000, n_fft=400, hop_length=160, n_mels=40).T
    assert heard(samples) == pytest.approx(published, rel=1e-3, abs=1e-6)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 3_000), st.lists(st.integers(0, 3_000), max_size=6))
def test_blocks_are_measured_as_the_whole_is(length: int, cuts: list[int]) -> None:
    samples = np.random.default_rng(length).normal(0, 0.1, length).astype(np.float32)
    whole = heard(samples)
    assert len(whole) == length // 160 + 1
    assert heard(samples, *cuts) == pytest.approx(whole, rel=1e-5)


def test_a_moment_has_one_length_and_one_level_whatever_the_distance() -> None:
    frames = moments()[0]
    short = moment(frames[:50])
    assert short.shape == (FRAMES, BANDS)
    assert short[50:100] == pytest.approx(short[:50])
    assert moment(frames * 100) == pytest.approx(moment(frames), rel=1e-4)
    assert moment(frames).sum(axis=1).mean() == pytest.approx(0.38, rel=1e-3)
    assert np.all(moment(np.zeros((20, BANDS), np.float32)) == 0)
