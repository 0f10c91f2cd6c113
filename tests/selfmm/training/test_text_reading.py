from __future__ import annotations

import numpy as np
import pytest
import torch
from tiny import TINY_TEXT, TinyTextEncoder
from tiny_training import AUDIO, VISION, small_config, small_feed, tiny_split, write_tiny_bert

from selfmm.data.batches import Feed
from selfmm.data.normaliser import fit_normaliser
from selfmm.model import find_model
from selfmm.model.base import TextConfig
from selfmm.model.self_mm import SelfMM
from selfmm.model.text_encoders import create_text_encoder
from selfmm.scales import MOSI
from selfmm.training.text_reading import read_texts, text_moments
from selfmm.types import Modality

CPU = torch.device("cpu")
SAMPLES = tiny_split(41)  # more than one batch of texts is read at a time


def _feed(encoder, samples=SAMPLES):
    normaliser = fit_normaliser(samples, {Modality.AUDIO: AUDIO, Modality.VISION: VISION})
    return Feed(samples, tokenize=encoder.tokenize, normaliser=normaliser, scale=MOSI)


def _lmf(encoder, text=TINY_TEXT):
    """A model that reads every token's state."""
    kind = find_model("lmf")
    return kind.network_class()(kind.config_class()(text, AUDIO, VISION), encoder)


class CountingEncoder(TinyTextEncoder):
    """Tells how many texts it has read."""

    read = 0

    def states(self, tokens):
        self.read += len(tokens.ids)
        return super().states(tokens)


@pytest.fixture(scope="module")
def bert(tmp_path_factory):
    """A tiny BERT that reads as real ones do, padding and all."""
    return write_tiny_bert(tmp_path_factory.mktemp("bert"))


@pytest.mark.parametrize("cached", [False, True])
def test_vectors_are_those_of_the_live_encoder_row_by_row(bert, tmp_path, cached):
    text = TextConfig(str(bert), 16, pooling="mean")
    encoder = create_text_encoder(text)
    model, feed = SelfMM(small_config(text=text), encoder), _feed(encoder)
    read_texts(feed, model, device=CPU, cache=tmp_path if cached else None)
    for row, sample in enumerate(SAMPLES):
        with torch.no_grad():
            alone = encoder(encoder.tokenize([sample.text]))[0]
        torch.testing.assert_close(feed.text_vectors[row], alone, atol=1e-5, rtol=0)


@pytest.mark.parametrize("cached", [False, True])
def test_states_are_those_of_the_live_encoder_token_by_token(bert, tmp_path, cached):
    text = TextConfig(str(bert), 16)
    encoder = create_text_encoder(text)
    model, feed = _lmf(encoder, text), _feed(encoder)
    read_texts(feed, model, device=CPU, cache=tmp_path if cached else None)
    assert feed.text_vectors is None
    assert len(feed.text_states) == len(SAMPLES)
    for row, sample in enumerate(SAMPLES):
        with torch.no_grad():
            alone = encoder.states(encoder.tokenize([sample.text]))[0].numpy()
        assert feed.text_states[row].shape == alone.shape
        np.testing.assert_allclose(
            feed.text_states[row], alone, atol=4e-3 if cached else 1e-5
        )  # half precision on disk


def test_states_give_the_same_outputs_as_the_encoder_itself(bert):
    text = TextConfig(str(bert), 16)
    encoder = create_text_encoder(text)
    model, feed = _lmf(encoder, text).eval(), _feed(encoder)
    rows = [3, 17, 30]
    with torch.no_grad():
        live = model(feed.take(rows)).values["fusion"]
        read_texts(feed, model, device=CPU, cache=None)
        kept = model(feed.take(rows)).values["fusion"]
    torch.testing.assert_close(kept, live, atol=1e-5, rtol=0)


@pytest.mark.parametrize("reads_states", [False, True])
def test_what_was_read_once_is_not_read_again(tmp_path, reads_states):
    found = []
    for _ in range(2):
        encoder = CountingEncoder()
        model = _lmf(encoder) if reads_states else SelfMM(small_config(), encoder)
        feed = _feed(encoder)
        read_texts(feed, model, device=CPU, cache=tmp_path)
        found.append((encoder.read, torch.stack([feed.text_of(row).sum() for row in range(len(feed))])))
    assert [count for count, _ in found] == [len(SAMPLES), 0]
    assert torch.equal(found[0][1], found[1][1])


def test_other_texts_are_read_anew(tmp_path):
    for samples in (SAMPLES, SAMPLES[:40]):
        encoder = CountingEncoder()
        read_texts(_feed(encoder, samples), SelfMM(small_config(), encoder), device=CPU, cache=tmp_path)
        assert encoder.read == len(samples)


@pytest.mark.parametrize("damage", ["values.bin", "lengths.npy", "index.json"])
def test_a_damaged_store_is_made_again(tmp_path, damage):
    for content in (b"", b"\x00" * 7):
        encoder = CountingEncoder()
        read_texts(_feed(encoder), SelfMM(small_config(), encoder), device=CPU, cache=tmp_path)
        (store,) = tmp_path.iterdir()
        (store / damage).write_bytes(content)
        encoder, feed = CountingEncoder(), _feed(TinyTextEncoder())
        read_texts(feed, SelfMM(small_config(), encoder), device=CPU, cache=tmp_path)
        assert encoder.read == len(SAMPLES)
        assert torch.isfinite(feed.text_vectors).all()


def test_a_tuned_encoder_reads_nothing_in_advance(bert):
    text = TextConfig(str(bert), 16, tuned_layers=1)
    encoder = create_text_encoder(text)
    feed = _feed(encoder)
    read_texts(feed, SelfMM(small_config(text=text), encoder), device=CPU, cache=None)
    assert feed.text_vectors is None
    assert feed.text_states is None
    assert text_moments(feed) is None


@pytest.mark.parametrize("reads_states", [False, True])
def test_moments_are_those_of_what_has_text(reads_states):
    encoder = TinyTextEncoder()
    feed = _feed(encoder)
    read_texts(feed, _lmf(encoder) if reads_states else SelfMM(small_config(), encoder), device=CPU, cache=None)
    there = [row for row, sample in enumerate(SAMPLES) if sample.text]
    assert len(there) < len(SAMPLES)
    values = torch.cat([feed.text_of(row) for row in there]).double()
    mean, deviation = text_moments(feed)
    torch.testing.assert_close(mean.double(), values.mean(dim=0), atol=1e-6, rtol=0)
    torch.testing.assert_close(deviation.double(), values.std(dim=0, correction=0), atol=1e-6, rtol=0)


def test_texts_that_are_all_empty_have_no_moments():
    _, feed = small_feed(SAMPLES[:3])
    feed.present[Modality.TEXT][:] = False
    assert text_moments(feed) is None
