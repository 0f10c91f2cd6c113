from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from selfmm.features import librosa_audio
from selfmm.features.librosa_audio import HOP, LibrosaAudio, Segments, frames_of

RATE = 16_000


def buzz(seconds, hertz=180.0, loudness=0.3):
    time = np.arange(round(seconds * RATE)) / RATE
    waves = sum(np.sin(2 * np.pi * hertz * k * time) / k for k in range(1, 20))
    return (loudness * waves / np.abs(waves).max()).astype(np.float32)


def features(sound, frames=librosa_audio.SEGMENT_FRAMES, block=RATE):
    cutter = Segments(frames)
    blocks = [sound[first : first + block] for first in range(0, len(sound), block)]
    pieces = [piece for block in blocks for piece in cutter.feed(block)]
    return np.concatenate([frames_of(piece) for piece in [*pieces, *cutter.finish()]])


@pytest.fixture
def speechlike():
    """Six seconds of gliding buzz with pauses and a little noise."""
    time = np.arange(6 * RATE) / RATE
    glide = np.cumsum(120 + 60 * np.sin(time * 2)) / RATE * 2 * np.pi
    voice = sum(np.sin(glide * k) / k for k in range(1, 15)) * (np.sin(time * 5) > -0.5)
    noise = np.random.default_rng(7).normal(size=len(time)) * 0.003
    return (0.1 * voice + noise).astype(np.float32)


def test_pieces_equal_the_whole(speechlike):
    whole = features(speechlike, frames=10**6)
    pieces = features(speechlike, frames=40, block=1234)
    assert whole.shape == (len(speechlike) // HOP, 33)
    assert np.abs(whole - pieces)[:, :21].max() < 1e-3
    assert np.abs(whole - pieces)[:, 21:].max() < 1e-3


@pytest.mark.parametrize("hertz", [80.0, 131.0, 220.0, 400.0])
def test_pitch_is_in_octaves_above_60_hertz(hertz):
    pitch = features(buzz(1.0, hertz))[3:-3, 0]
    np.testing.assert_allclose(60 * 2**pitch, hertz, rtol=0.02)


def test_chroma_names_the_note():
    note_a = features(np.sin(2 * np.pi * 220 * np.arange(RATE) / RATE).astype(np.float32) * 0.3)
    assert set(note_a[5:-5, 21:].argmax(axis=1)) == {9}  # C is 0, A is 9


def test_noise_and_quiet_humming_are_unvoiced():
    noise = np.random.default_rng(1).normal(size=RATE).astype(np.float32) * 0.1
    assert not features(noise)[:, 0].any()
    assert not features(buzz(1.0, loudness=0.001))[:, 0].any()


def test_silence_is_at_the_floor():
    silence = features(np.zeros(RATE, np.float32))
    assert not silence[:, 0].any()
    assert not silence[:, 21:].any()
    np.testing.assert_allclose(silence[:, 1], -80 * np.sqrt(128), rtol=1e-4)


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(5000),
        np.sign(np.sin(np.arange(RATE))) * 5,
        np.full(3000, np.nan),
        np.full(3000, np.inf),
        np.random.default_rng(0).normal(size=1600) * 0.2,
        np.eye(1, RATE, 777).ravel(),
        np.full(RATE, 0.5),
    ],
    ids=["silence", "clipped", "nan", "infinite", "tenth of a second", "click", "constant"],
)
@pytest.mark.filterwarnings("error")
def test_every_number_is_finite_and_bounded(sound):
    values = features(sound.astype(np.float32))
    assert values.dtype == np.float32
    assert np.isfinite(values).all()
    assert (values[:, 0] >= 0).all()
    assert (values[:, 0] <= 3.1).all()
    assert np.abs(values[:, 1:21]).max() < 1000
    assert (values[:, 21:] >= 0).all()
    assert (values[:, 21:] <= 1).all()


def test_there_is_a_frame_each_32_ms():
    listener = LibrosaAudio().listen()
    listener.feed(buzz(2.0))
    heard = listener.finish()
    assert heard.values.shape == (62, LibrosaAudio.dimensions)
    assert heard.frame_seconds == pytest.approx(0.032)
    assert heard.extractor == "librosa_33"


def test_less_than_a_frame_is_nothing():
    listener = LibrosaAudio().listen()
    listener.feed(buzz(1.0)[: HOP - 1])
    assert listener.finish() is None


def test_compiled_code_goes_to_the_users_cache_where_librosa_is_read_only(monkeypatch, tmp_path):
    monkeypatch.setenv("SELFMM_HOME", str(tmp_path))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(os, "access", lambda *_: False)
    LibrosaAudio().listen()
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path / "numba")


def test_importing_the_extractors_loads_nothing_heavy():
    code = "import sys, selfmm.features; print({'librosa', 'numba', 'cv2', 'av', 'ai_edge_litert'} & set(sys.modules))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "set()"
