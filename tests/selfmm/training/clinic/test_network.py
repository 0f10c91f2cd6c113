from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from mirrored_file import MirroredFolder
from tiny_clinic import bert_base, clinic, words_plan

from selfmm.bundle import load_bundle
from selfmm.errors import DataError, SelfMMError
from selfmm.model.sequence_encoder import average_frames
from selfmm.training.clinic.encoders import UpperLayers, upper_layers
from selfmm.training.clinic.learning import read_material
from selfmm.training.clinic.network import begin, digest, digested, normaliser_for, untouched
from selfmm.training.clinic.reading import read, unread
from selfmm.training.retraining import Depth
from selfmm.types import Modality

TEXTS = ["one", "a rather longer text than the other", "and two more"]


def test_upper_layers_on_kept_states_say_what_the_whole_encoder_says(tmp_path):
    encoder = load_bundle(bert_base(tmp_path, layers=3)).model.text_encoder
    states = dict(zip(TEXTS, read(encoder, TEXTS, 2), strict=True))
    upper = UpperLayers(replace(encoder.config, tuned_layers=2), upper_layers(encoder.network, 2), states).eval()
    with torch.inference_mode():
        told, whole = upper(upper.tokenize(TEXTS)), encoder(encoder.tokenize(TEXTS))
    assert torch.allclose(told, whole, atol=5e-3)  # the states are kept in half precision
    assert next(name for name, _ in upper.named_parameters()).startswith("network.encoder.layer.1.")


def test_more_layers_than_there_are_are_refused(tmp_path):
    encoder = load_bundle(bert_base(tmp_path)).model.text_encoder
    with pytest.raises(SelfMMError, match="has 2 layers"):
        upper_layers(encoder.network, 3)


def test_digested_frames_are_what_the_network_would_make_of_them(tiny_bundle):
    data = clinic(people=4)
    plan = words_plan(tiny_bundle, modalities=(Modality.TEXT, Modality.VISION))
    start = begin(plan, data.sessions)
    samples = [sample for session in data.sessions for sample in session.samples]
    normaliser = normaliser_for(start, samples)
    pool = start.config.vision.pool
    assert pool == 10  # a second of ten pictures a second
    assert digested(start.config).vision.pool == 1
    values = normaliser.apply(Modality.VISION, samples[0].vision.values)
    expected, _ = average_frames(torch.from_numpy(values)[None], torch.tensor([len(values)]), pool)
    (made,) = digest(samples[:1], normaliser, start.config)
    assert np.allclose(untouched(start.config).apply(Modality.VISION, made.vision.values), expected[0], atol=1e-6)
    assert made.audio is None  # not learnt from


def test_the_bases_own_normaliser_stays(tiny_bundle):
    data = clinic(people=4)
    start = begin(words_plan(tiny_bundle, modalities=(Modality.AUDIO,)), data.sessions)
    found = normaliser_for(start, [sample for session in data.sessions for sample in session.samples])
    assert np.array_equal(found.means[Modality.AUDIO], start.bundle.normaliser.means[Modality.AUDIO])


def test_what_nobody_has_cannot_be_learnt_from(tiny_bundle):
    data = clinic(people=4)
    mute = [
        replace(session, samples=tuple(replace(sample, vision=None) for sample in session.samples))
        for session in data.sessions
    ]
    with pytest.raises(DataError, match="vision"):
        begin(words_plan(tiny_bundle, modalities=(Modality.VISION,)), mute)
    with pytest.raises(SelfMMError, match="no other modality"):
        begin(words_plan(tiny_bundle, depth=Depth.RECALIBRATE, modalities=(Modality.VISION,)), data.sessions)


def test_texts_are_read_once(tmp_path, tiny_bundle):
    data, plan = clinic(people=4), words_plan(tiny_bundle)
    start = begin(plan, data.sessions)
    assert len(unread(start.encoder, 0, data.sessions, tmp_path)) == 32
    first = read_material(plan, start, data, tmp_path)
    assert unread(start.encoder, 0, data.sessions, tmp_path) == []
    next(tmp_path.rglob("*.safetensors")).write_bytes(b"damaged")
    again = read_material(plan, start, data, tmp_path)
    assert all(np.array_equal(first.texts[text], again.texts[text]) for text in first.texts)


def test_read_texts_can_be_kept_by_somebody_else(tmp_path, tiny_bundle):
    data, plan = clinic(people=4), words_plan(tiny_bundle)
    start, cache = begin(plan, data.sessions), MirroredFolder(tmp_path / "cache")
    first = read_material(plan, start, data, cache)
    assert unread(start.encoder, 0, data.sessions, cache) == []
    again = read_material(plan, start, data, cache)
    assert all(np.array_equal(first.texts[text], again.texts[text]) for text in first.texts)
    kept = list(cache.path.rglob("*.safetensors"))
    assert kept
    assert not any(b"lengths" in path.read_bytes() for path in kept)
