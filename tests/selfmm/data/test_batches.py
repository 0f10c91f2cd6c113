from __future__ import annotations

import numpy as np
import pytest
import torch
from tiny import AUDIO_WIDTH, VISION_WIDTH, TinyTextEncoder, sound

from selfmm.data.batches import Feed, collate
from selfmm.data.normaliser import fit_normaliser
from selfmm.scales import SDS
from selfmm.types import FeatureSequence, Modality, Sample

WIDTHS = {Modality.AUDIO: AUDIO_WIDTH, Modality.VISION: VISION_WIDTH}


def _collate(samples, **options):
    normaliser = fit_normaliser(samples, WIDTHS)
    return collate(samples, tokenize=TinyTextEncoder().tokenize, normaliser=normaliser, scale=SDS, **options)


def test_missing_modalities_are_marked_and_have_length_zero(samples):
    silent = Sample("silent", "p", "words", label=40.0)
    batch = _collate([*samples[:2], silent])
    assert batch.present[Modality.AUDIO].tolist() == [True, True, False]
    assert batch.sequences[Modality.AUDIO].lengths[2] == 0
    assert not batch.present[Modality.VISION].any()
    assert batch.labels.tolist() == pytest.approx([SDS.centre(sample.label) for sample in [*samples[:2], silent]])


def test_a_modality_that_the_model_does_not_use_counts_as_missing(samples):
    batch = _collate(samples[:3], modalities=frozenset({Modality.TEXT}))
    assert not batch.present[Modality.AUDIO].any()


def test_labels_are_none_unless_all_are_rated(samples):
    assert _collate([samples[0], Sample("1", "p", "words")]).labels is None


def test_frames_are_normalised_and_bounded():
    generator = np.random.default_rng(0)
    values = generator.normal(7.0, 3.0, (200, AUDIO_WIDTH)).astype(np.float32)
    values[0, 0], values[1, 1] = np.nan, 1e9
    sample = Sample("1", "p", "", FeatureSequence(values, 0.032, "librosa_33"), label=40.0)
    plain = Sample("2", "p", "", FeatureSequence(values[2:], 0.032, "librosa_33"), label=40.0)
    normaliser = fit_normaliser([plain], WIDTHS)
    scaled = normaliser.apply(Modality.AUDIO, sample.audio.values)
    assert np.isfinite(scaled).all()
    assert np.abs(scaled).max() <= 5
    assert scaled[2:].mean() == pytest.approx(0, abs=0.01)
    assert scaled[2:].std() == pytest.approx(1, abs=0.02)


def test_padding_is_zero_behind_each_end():
    generator = np.random.default_rng(0)
    batch = _collate([Sample("1", "p", "a", sound(generator, 3)), Sample("2", "p", "b", sound(generator, 9))])
    audio = batch.sequences[Modality.AUDIO]
    assert audio.values.shape == (2, 9, AUDIO_WIDTH)
    assert torch.equal(audio.values[0, 3:], torch.zeros(6, AUDIO_WIDTH))


def test_a_feed_that_shows_less_leaves_the_other_as_it_is(samples):
    normaliser = fit_normaliser(samples, WIDTHS)
    whole = Feed(samples, tokenize=TinyTextEncoder().tokenize, normaliser=normaliser, scale=SDS)
    words = whole.showing(frozenset({Modality.TEXT}))
    batch = words.take([0, 1])
    assert not batch.present[Modality.AUDIO].any()
    assert batch.present[Modality.TEXT].all()
    assert batch.sequences[Modality.AUDIO].lengths.tolist() == [0, 0]
    assert whole.take([0, 1]).present[Modality.AUDIO].all()
