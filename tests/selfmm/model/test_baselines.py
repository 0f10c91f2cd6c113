from __future__ import annotations

import subprocess
import sys
import tomllib
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
import torch
from torch import nn

from selfmm.data.batches import Batch, PaddedSequence, Tokens
from selfmm.errors import UnknownChoiceError
from selfmm.model import MODELS, find_model
from selfmm.model.base import FUSION
from selfmm.model.misa import reconstruction_loss
from selfmm.model.subnets import mean_of_frames
from selfmm.plain import build
from selfmm.types import Modality

TEXT, AUDIO, VISION = Modality
WORDS, TEXT_WIDTH, AUDIO_WIDTH, VISION_WIDTH = 20, 6, 5, 4
POOLED = {"text_hidden": 8, "text_out": 4, "audio_hidden": 4, "vision_hidden": 5}
SMALL = {
    "self_mm": {f"{task}_head": {"width": 6} for task in ("fusion", "text", "audio", "vision")},
    "lmf": {**POOLED, "rank": 2},
    "tfn": {**POOLED, "fusion_hidden": 8, "label_range": 3.0},
    "lf_dnn": {**POOLED, "fusion_hidden": 8},
    "ef_lstm": {"hidden": 8, "layers": 1},
    "mult": {"width": 8, "heads": 2, "layers": 1},
    "misa": {"hidden": 32, "audio_hidden": 4, "vision_hidden": 3, "audio_pool": 2},
    "text_only": {"width": 8},
    "audio_only": {"hidden": 8, "out": 6, "width": 8, "pool": 2},
    "vision_only": {"hidden": 8, "out": 6, "width": 8},
}
PRESETS = files("selfmm.training") / "presets"
TRAIN_KEYS = {
    "batch_size",
    "accumulate",
    *(
        f"{what}_{group}"
        for what in ("learning_rate", "weight_decay")
        for group in ("text", "audio", "vision", "other")
    ),
    "gradient_norm",
    "optimiser",
    "schedule",
    "warm_up_share",
    "patience",
    "epochs",
}
RATES = {"misa": 0.001}  # its transformer layer, normed after, forgets its input at more
every_model = pytest.mark.parametrize("name", MODELS)


class WordTable(nn.Module):
    """A text encoder of one learnt vector a word, whose texts are given as ids."""

    name = "words"
    dimensions = TEXT_WIDTH

    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(WORDS, TEXT_WIDTH)

    def states(self, tokens):
        return self.table(tokens.ids)

    def forward(self, tokens):
        mask = tokens.mask[:, :, None]
        return (self.states(tokens) * mask).sum(1) / mask.sum(1).clamp(min=1)


def _filled(name, values, widths=(AUDIO_WIDTH, VISION_WIDTH)):
    """`values` with what the data set and the encoder say."""
    text = {**values.get("text", {}), "encoder": "words", "dimensions": TEXT_WIDTH}
    if name == "self_mm":
        sequences = {
            modality: {"hidden": 6, "out": 5, **values.get(modality, {}), "dimensions": width}
            for modality, width in zip(("audio", "vision"), widths, strict=True)
        }
        return {**values, "text": text, **sequences}
    return {**values, "text": text, "audio_dimensions": widths[0], "vision_dimensions": widths[1]}


def _model(name, *, widths=(AUDIO_WIDTH, VISION_WIDTH), **changes):
    torch.manual_seed(0)
    kind = find_model(name)
    config = build(kind.config_class(), _filled(name, {**SMALL[name], **changes}, widths))
    return kind.network_class()(config, WordTable()).eval()


def _sequence(lengths, width, generator):
    """Random frames, and zeros behind them."""
    values = torch.randn(len(lengths), max(1, *lengths), width, generator=generator)
    lengths = torch.tensor(lengths)
    return PaddedSequence(values * (torch.arange(values.shape[1]) < lengths[:, None])[:, :, None], lengths)


def _batch(words, audio, vision, *, widths=(AUDIO_WIDTH, VISION_WIDTH), seed=0):
    """Samples of these many words and frames; none of a kind is a missing modality."""
    generator = torch.Generator().manual_seed(seed)
    mask = torch.arange(max(1, *words)) < torch.tensor(words)[:, None]
    ids = torch.randint(1, WORDS, mask.shape, generator=generator) * mask
    sequences = {
        AUDIO: _sequence(audio, widths[0], generator),
        VISION: _sequence(vision, widths[1], generator),
    }
    present = {TEXT: torch.tensor(words) > 0} | {name: part.lengths > 0 for name, part in sequences.items()}
    return Batch(Tokens(ids, mask), sequences, present, None)


def _row(batch, row, padding=0):
    """One sample of a batch, cut to its own length and `padding` more."""
    words = max(1, int(batch.tokens.mask[row].sum())) + padding
    tokens = Tokens(*(_cut(part, row, words) for part in (batch.tokens.ids, batch.tokens.mask)))
    sequences = {
        modality: PaddedSequence(
            _cut(part.values, row, max(1, int(part.lengths[row])) + padding), part.lengths[row : row + 1]
        )
        for modality, part in batch.sequences.items()
    }
    return Batch(tokens, sequences, {modality: there[row : row + 1] for modality, there in batch.present.items()}, None)


def _cut(values, row, length):
    kept = values[row : row + 1, :length]
    return torch.cat([kept, kept.new_zeros(1, length - kept.shape[1], *kept.shape[2:])], dim=1)


def _mixed():
    """All modalities, and each one missing, in one batch: seven subsets and one sample with nothing."""
    return _batch([5, 1, 4, 3, 0, 0, 2, 0], [9, 30, 7, 0, 4, 0, 1, 0], [3, 2, 0, 12, 6, 8, 0, 0])


def _full(samples=24, seed=0):
    numbers = np.random.default_rng(seed)
    return _batch(*(numbers.integers(2, 9, samples).tolist() for _ in range(3)), seed=seed)


def _gradients(model, batch):
    outputs = model(batch)
    loss = sum(values.square().mean() for values in outputs.values.values())
    (loss if outputs.penalty is None else loss + outputs.penalty).backward()
    return {name: part.grad for name, part in model.named_parameters()}


def _values(model, batch):
    with torch.no_grad():
        return model(batch).values[FUSION]


@every_model
def test_one_value_a_sample_present_where_the_model_has_something_to_read(name):
    batch = _mixed()
    outputs = _model(name)(batch)
    there = torch.stack([batch.present[modality] for modality in MODELS[name].needs]).any(dim=0)
    assert outputs.values[FUSION].shape == (8,)
    assert outputs.values[FUSION].isfinite().all()
    assert torch.equal(outputs.present[FUSION], there)
    assert outputs.penalty is None  # in use, nothing is added to the loss


@every_model
@pytest.mark.parametrize("padding", [0, 7])
def test_neither_the_other_samples_nor_padding_change_a_sample(name, padding):
    model, batch = _model(name), _mixed()
    together = _values(model, batch)
    for row in range(len(together)):
        torch.testing.assert_close(_values(model, _row(batch, row, padding))[0], together[row], atol=2e-6, rtol=1e-5)


@every_model
def test_each_modality_that_it_needs_changes_the_value_and_no_other_does(name):
    model, batch = _model(name), _full(6)
    before = _values(model, batch)
    for modality in Modality:
        absent = replace(batch, present={**batch.present, modality: torch.zeros(6, dtype=torch.bool)})
        assert torch.equal(before, _values(model, absent)) == (modality not in MODELS[name].needs)


@every_model
def test_what_stands_in_the_place_of_a_missing_modality_does_not_matter(name):
    """Modality dropout marks a modality as missing and leaves its frames where they are."""
    model, batch = _model(name), _full(4)
    for modality in (AUDIO, VISION):
        absent = replace(batch, present={**batch.present, modality: torch.zeros(4, dtype=torch.bool)})
        part = batch.sequences[modality]
        others = {**batch.sequences, modality: PaddedSequence(part.values * 3 + 1, part.lengths)}
        assert torch.equal(_values(model, absent), _values(model, replace(absent, sequences=others)))


@every_model
@pytest.mark.parametrize("widths", [(0, VISION_WIDTH), (AUDIO_WIDTH, 0), (0, 0)])
def test_a_data_set_may_lack_a_modality_altogether(name, widths):
    model = _model(name, widths=widths).train()
    audio, vision = ([6, 2, 4] if width else [0, 0, 0] for width in widths)
    batch = _batch([3, 5, 1], audio, vision, widths=widths)
    gradients = _gradients(model, batch)
    assert _values(model.eval(), batch).isfinite().all()
    assert all(gradient is None or gradient.isfinite().all() for gradient in gradients.values())


@every_model
@pytest.mark.parametrize("row", range(8))
def test_training_on_one_sample_keeps_gradients_finite(name, row):
    gradients = _gradients(_model(name).train(), _row(_mixed(), row))
    assert any(gradient is not None for gradient in gradients.values())
    assert all(gradient is None or gradient.isfinite().all() for gradient in gradients.values())


@every_model
def test_training_on_a_batch_with_every_subset_keeps_gradients_finite(name):
    model = _model(name).train()
    assert all(gradient is None or gradient.isfinite().all() for gradient in _gradients(model, _mixed()).values())
    assert all(buffer.isfinite().all() for buffer in model.buffers())


@every_model
def test_gradients_reach_every_parameter(name):
    read = {"text_encoder": TEXT in MODELS[name].needs, "absent": False}  # nothing is absent here
    gradients = _gradients(_model(name).train(), _full())
    unreached = [
        part
        for part, gradient in gradients.items()
        if read.get(part.split(".")[0], True) and (gradient is None or not gradient.any())
    ]
    assert unreached == []


@every_model
def test_parameters_are_named_by_the_group_that_they_learn_in(name):
    names = {part for part, _ in _model(name).named_parameters()}
    sequences = {part.split(".")[1] for part in names if part.startswith("sequences.")}
    assert sequences <= {modality.value for modality in MODELS[name].needs}
    assert any(not part.startswith(("sequences.", "text_encoder.")) for part in names)


@every_model
def test_it_learns(name):
    """The label is what the first dimension of all that it reads amounts to."""
    model, batch = _model(name).train(), _full(32, seed=1)
    means = {modality: mean_of_frames(part)[:, 0] for modality, part in batch.sequences.items()}
    means[TEXT] = (batch.tokens.ids.sum(1) / batch.tokens.mask.sum(1) - 10) / 5
    labels = torch.tanh(torch.stack([means[modality] for modality in MODELS[name].needs]).sum(dim=0))
    optimiser = torch.optim.Adam(model.parameters(), lr=RATES.get(name, 0.01))
    losses = []
    for _ in range(80):
        outputs = model(batch)
        losses.append((outputs.values[FUSION] - labels).abs().mean())
        optimiser.zero_grad()
        (losses[-1] + (outputs.penalty or 0)).backward()
        optimiser.step()
    constant = (labels - labels.median()).abs().mean()
    assert torch.stack(losses[-5:]).mean() < 0.75 * constant
    assert (_values(model.eval(), batch) - labels).abs().mean() < 0.75 * constant


@pytest.mark.parametrize("name", ["lmf", "tfn", "lf_dnn", "ef_lstm", "audio_only", "vision_only"])
def test_more_than_one_layer_of_the_lstm(name):
    option = "text_layers" if name in {"lmf", "tfn", "lf_dnn"} else "layers"
    model, batch = _model(name, **{option: 3}), _mixed()
    together = _values(model, batch)
    for row in range(len(together)):
        torch.testing.assert_close(_values(model, _row(batch, row))[0], together[row], atol=2e-6, rtol=1e-5)


@pytest.mark.parametrize("name", ["lmf", "mult", "text_only"])
def test_a_frozen_encoders_states_may_be_read_beforehand(name):
    """What the trainer caches must give what the encoder gives."""
    model, batch = _model(name), _mixed()
    with torch.no_grad():
        states = PaddedSequence(model.text_encoder.states(batch.tokens), batch.tokens.mask.sum(dim=1))
        cached = replace(batch, text_states=states, text_vectors=model.text_encoder(batch.tokens))
    assert torch.equal(_values(model, batch), _values(model, cached))


def test_listing_models_needs_no_torch():
    code = "import selfmm.model, sys; assert len(selfmm.model.MODELS) == 10; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_unknown_model_is_named():
    with pytest.raises(UnknownChoiceError, match="no model called “selfmm”; did you mean “self_mm”"):
        find_model("selfmm")


@every_model
def test_the_published_hyper_parameters_fit_the_model(name):
    """Every key is a field, and the network of every data set can be made and used."""
    tables = tomllib.loads((PRESETS / f"{name}.toml").read_text(encoding="utf-8"))
    assert set(tables) == {"default", "mosi", "mosei", "sims", "simsv2"}
    for data_set, table in tables.items():
        model = {**tables["default"]["model"], **table["model"]}
        config = build(find_model(name).config_class(), _filled(name, model))
        generated = {"generator"} if data_set == "default" else {"generator", "warm_up_epochs"}
        assert set(table["train"]) == TRAIN_KEYS | (generated if name == "self_mm" else set())
        assert _values(find_model(name).network_class()(config, WordTable()).eval(), _mixed()).isfinite().all()


def test_presets_say_what_was_published():
    """A few numbers of MMSA's config_regression.json, so that a slip in the files is seen."""
    read = {name: tomllib.loads((PRESETS / f"{name}.toml").read_text(encoding="utf-8")) for name in MODELS}
    assert [read["lmf"][data]["model"]["rank"] for data in ("mosi", "mosei", "sims")] == [3, 4, 4]
    assert [read["tfn"][data]["model"]["text_out"] for data in ("mosi", "mosei", "sims")] == [32, 128, 256]
    assert [read["mult"][data]["train"]["batch_size"] for data in ("mosi", "mosei", "sims")] == [16, 4, 16]
    assert [read["misa"][data]["model"]["vision_hidden"] for data in ("mosi", "mosei", "sims")] == [20, 35, 709]
    assert [read["ef_lstm"][data]["model"]["layers"] for data in ("mosi", "mosei", "sims")] == [4, 2, 3]
    assert [read["self_mm"][data]["train"]["learning_rate_vision"] for data in ("mosi", "mosei", "simsv2")] == [
        0.005,
        0.0001,
        0.001,
    ]


def test_tfn_stays_within_the_range_of_its_labels():
    model = _model("tfn")
    with torch.no_grad():
        model.fusion.layers[-1].bias.fill_(50.0)
    torch.testing.assert_close(_values(model, _full(3)), torch.full((3,), 3.0))


def test_misa_adds_its_losses_in_training():
    weights = {"difference_weight": 0.0, "similarity_weight": 0.0}
    model, batch = _model("misa", **weights, reconstruction_weight=2.0, dropout=0.0).train(), _full(6)
    expected = 2 * reconstruction_loss([model._parts(batch, modality) for modality in Modality])
    torch.testing.assert_close(model(batch).penalty, expected)
