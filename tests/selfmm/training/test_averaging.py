"""Several runs from the same weights, of which the mean is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from tiny import TinyTextEncoder
from tiny_training import QUICK, small_config, small_feed, small_request, tiny_split

from selfmm.bundle import load_bundle
from selfmm.errors import SelfMMError
from selfmm.model.base import own_weights
from selfmm.scales import MOSI
from selfmm.training.averaging import config_of, mean_weights
from selfmm.training.config import TrainConfig
from selfmm.training.runs import run_seeds
from selfmm.training.text_reading import text_moments
from selfmm.training.trainer import feed, mean_error, train

CONFIG = TrainConfig(**QUICK, averaged_runs=3)
SAMPLES, VALIDATION = tiny_split(22), tiny_split(9, "valid")


def _train(config, **options):
    network = {"scale": MOSI, "model_config": small_config(dropout=0.2), "text_encoder": TinyTextEncoder()}
    return train(SAMPLES, VALIDATION, config=config, **network, **options)


def _begun():
    """The weights that a run of `CONFIG`'s seed begins from."""
    model, texts = small_feed(SAMPLES, config=small_config(dropout=0.2))
    torch.manual_seed(CONFIG.seed)
    model = type(model)(small_config(dropout=0.2), TinyTextEncoder())
    model.fit_text(*text_moments(texts))
    return own_weights(model)


def test_the_mean_is_of_fractions_alone():
    first, second = (
        {"weight": torch.tensor([1.0, 3.0]), "half": torch.tensor([1.0]).half(), "steps": torch.tensor(4)},
        {"weight": torch.tensor([2.0, -3.0]), "half": torch.tensor([2.0]).half(), "steps": torch.tensor(8)},
    )
    mean = mean_weights([first, second])
    assert mean["weight"].tolist() == [1.5, 0.0]
    assert mean["half"].item() == 1.5
    assert mean["steps"].item() == 4


def test_the_first_run_is_the_one_that_would_be_alone_and_each_other_draws_anew():
    alone = replace(CONFIG, averaged_runs=1)
    assert config_of(CONFIG, 1) == alone
    others = [config_of(CONFIG, number) for number in (2, 3)]
    assert len({CONFIG.seed, *(other.seed for other in others)}) == 3
    assert all(replace(other, seed=CONFIG.seed) == alone for other in others)


def test_what_is_kept_is_the_mean_of_runs_from_the_same_weights():
    mean = _train(CONFIG)
    alone = _train(replace(CONFIG, averaged_runs=1))
    begun = _begun()
    others = [_train(config_of(CONFIG, number), start=begun) for number in (2, 3)]
    runs = [own_weights(run.model) for run in (alone, *others)]
    assert not torch.equal(runs[0]["heads.fusion.value.weight"], runs[1]["heads.fusion.value.weight"])
    for name, value in mean_weights(runs).items():
        torch.testing.assert_close(own_weights(mean.model)[name], value, msg=name)
    told = [(record.run, record.epoch, record.loss) for record in mean.history]
    assert told == [
        (number, record.epoch, record.loss)
        for number, run in enumerate((alone, *others), start=1)
        for record in run.history
    ]


def test_its_loss_is_its_own_and_not_that_of_a_run():
    mean = _train(CONFIG)
    texts = feed(VALIDATION, mean.model, mean.normaliser, MOSI)
    assert mean_error(mean.model, texts) == pytest.approx(mean.validation_loss, abs=1e-6)
    assert mean.validation_loss not in {record.validation_loss for record in mean.history}


def test_progress_goes_on_through_all_runs():
    told = []
    _train(CONFIG, report=lambda _, fraction: told.append(fraction))
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def test_a_seed_leaves_one_bundle_and_says_that_it_is_a_mean(tmp_path, tiny_text_encoder):
    (record,) = run_seeds(small_request(train={"averaged_runs": 2, "epochs": 2}), tmp_path)
    assert [(epoch["run"], epoch["epoch"]) for epoch in record.epochs] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    kept = {path.name for path in (tmp_path / "seed-1").iterdir()}
    assert kept == {"bundle", "labels", "predictions.csv", "record.json"}
    card = load_bundle(tmp_path / "seed-1" / "bundle").info.card
    assert "the mean of the weights of 2 runs" in card["en"]
    assert "2 次训练" in card["zh"]


def test_less_than_one_run_is_refused():
    with pytest.raises(SelfMMError, match=r"train\.averaged_runs must be 1 or more"):
        TrainConfig(averaged_runs=0)
