from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import AUDIO_WIDTH, VISION_WIDTH, TinyTextEncoder, sound

from selfmm.data.batches import Feed, Tokens, batch_order, by_length, collate
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


def _feed(samples):
    normaliser = fit_normaliser(samples, WIDTHS)
    return Feed(samples, tokenize=TinyTextEncoder().tokenize, normaliser=normaliser, scale=SDS)


def test_a_batch_is_trimmed_to_its_longest_text_and_sound(samples):
    feed = _feed(samples)
    rows = [4, 9, 2]
    batch = feed.take(rows)
    longest = max(len(samples[row].text) for row in rows)
    assert batch.tokens.ids.shape == (3, longest)
    assert batch.tokens.mask.sum(dim=1).tolist() == [len(samples[row].text) for row in rows]
    audio = batch.sequences[Modality.AUDIO]
    assert audio.lengths.tolist() == [len(samples[row].audio.values) for row in rows]
    assert audio.values.shape[1] == audio.lengths.max()


def test_tokens_of_neighbours_stay_marked_as_the_batch_is_taken():
    ids = torch.arange(1, 13).reshape(3, 4)
    mask = torch.tensor([[True, True, True, False], [True, False, False, False], [True] * 4])
    context = torch.tensor([[True, False, True, False], [False] * 4, [False, False, False, True]])
    taken = Tokens(ids, mask, context).take(torch.tensor([1, 0]))
    assert taken.ids.tolist() == [[5, 6, 7], [1, 2, 3]]
    assert taken.own.tolist() == [[True, False, False], [False, True, False]]
    alone = Tokens(ids, mask).take(torch.tensor([1, 0]))
    assert alone.context is None
    assert alone.own.tolist() == [[True, False, False], [True, True, True]]


def test_what_is_hidden_counts_as_missing_this_time_only(samples):
    feed = _feed(samples)
    hidden = {Modality.AUDIO: torch.tensor([True, False])}
    batch = feed.take([0, 1], hidden=hidden)
    assert batch.present[Modality.AUDIO].tolist() == [False, True]
    assert batch.sequences[Modality.AUDIO].lengths[0] == 0
    assert not batch.sequences[Modality.AUDIO].values[0].any()
    assert feed.take([0, 1]).present[Modality.AUDIO].tolist() == [True, True]


@settings(deadline=None, max_examples=60)
@given(
    lengths=st.lists(st.integers(1, 60), min_size=1, max_size=300),
    size=st.integers(1, 9),
    seed=st.integers(0, 2**31),
)
def test_every_row_is_in_one_batch_and_all_batches_but_one_are_full(lengths, size, seed):
    order = batch_order(torch.tensor(lengths), size, seed=seed)
    assert sorted(row for rows in order for row in rows) == list(range(len(lengths)))
    assert sorted(map(len, order))[1:] == [size] * (len(order) - 1)
    assert order == batch_order(torch.tensor(lengths), size, seed=seed)
    assert [row for rows in by_length(torch.tensor(lengths), size) for row in rows] == sorted(
        range(len(lengths)), key=lambda row: lengths[row]
    )


def test_texts_of_about_one_length_share_a_batch_and_the_order_is_random():
    lengths = torch.arange(320) % 40 + 1
    order = batch_order(lengths, 8, seed=1)
    padded = sum(len(rows) * int(lengths[rows].max()) for rows in order)
    assert padded < 1.15 * int(lengths.sum())
    assert order != batch_order(lengths, 8, seed=2)
    longest = [int(lengths[rows].max()) for rows in order]
    assert longest != sorted(longest)
