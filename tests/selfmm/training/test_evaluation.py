from __future__ import annotations

import numpy as np
import pytest
from tiny import FAST, tiny_config, tiny_samples

from selfmm.scales import SDS
from selfmm.training import evaluation
from selfmm.training.config import TrainConfig
from selfmm.training.evaluation import CrossValidation, cross_validate, summarise


def _validate(samples, encoder, epochs=2):
    return cross_validate(
        samples,
        scale=SDS,
        model_config=tiny_config(),
        config=TrainConfig(epochs=epochs, **FAST),
        text_encoder=encoder,
        seeds=(1, 2),
        folds=4,
    )


def test_nobody_is_judged_by_a_model_that_saw_them(tiny_text_encoder, monkeypatch):
    seen = []
    train = evaluation.train

    def watch(learning, stopping, **options):
        seen.append(({sample.person for sample in learning}, {sample.person for sample in stopping}))
        return train(learning, stopping, **options)

    monkeypatch.setattr(evaluation, "train", watch)
    samples = tiny_samples(people=12)
    result = _validate(samples, tiny_text_encoder)
    everybody = {sample.person for sample in samples}
    held_out = [everybody - learning - stopping for learning, stopping in seen]
    assert all(not learning & stopping for learning, stopping in seen)
    assert sorted(person for people in held_out[:4] for person in people) == sorted(everybody)
    assert np.isfinite(result.predictions).all()
    assert result.predictions.shape == (2, 12)


def test_what_can_be_told_apart_is_told_apart(tiny_text_encoder):
    result = _validate(tiny_samples(people=16), tiny_text_encoder, epochs=20)
    summary = summarise(result, cutoff=SDS.cutoff, seed=1)
    assert summary["auc"]["mean"] > 0.9
    assert summary["mae"]["mean"] < summary["mae_of_mean_predictor"]["mean"]


def test_a_summary_says_mean_and_interval():
    generator = np.random.default_rng(0)
    labels = generator.uniform(30, 75, 40)
    predictions = np.stack([labels + 1.0, labels - 3.0])
    result = CrossValidation(tuple(map(str, range(40))), labels, predictions, np.full((2, 40), labels.mean()), (1, 2))
    summary = summarise(result, cutoff=53.0, seed=1)
    assert summary["mae"]["mean"] == pytest.approx(2.0)
    assert summary["mae"]["deviation"] == pytest.approx(1.0)
    assert summary["mae"]["lower"] <= 2.0 + 1e-9 <= summary["mae"]["upper"] + 2e-9
    assert summary["auc"]["mean"] == 1.0
