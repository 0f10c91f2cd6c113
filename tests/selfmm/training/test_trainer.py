from __future__ import annotations

import pytest
import torch
from tiny import FAST, tiny_config

from selfmm.scales import SDS
from selfmm.training.config import TrainConfig
from selfmm.training.trainer import feed, mean_error, predict, train
from selfmm.types import Modality, Sample


def _train(samples, encoder, validation=(), **options):
    config = TrainConfig(**{**FAST, "epochs": 30, "batch_size": 7, **options})
    return train(samples, validation, scale=SDS, model_config=tiny_config(), config=config, text_encoder=encoder)


def test_training_learns_what_can_be_learnt(samples, tiny_text_encoder):
    untrained = _train(
        samples,
        tiny_text_encoder,
        epochs=1,
        learning_rate_audio=1e-9,
        learning_rate_vision=1e-9,
        learning_rate_other=1e-9,
    )
    trained = _train(samples, tiny_text_encoder)
    batch = feed(samples, trained.model, trained.normaliser, SDS)
    assert mean_error(trained.model, batch) < 0.5 * mean_error(untrained.model, batch)


def test_the_same_seed_gives_the_same_model_and_another_another(samples, tiny_text_encoder):
    first, again, other = (_train(samples, tiny_text_encoder, epochs=2, seed=seed) for seed in (1, 1, 2))
    name = "heads.fusion.value.weight"
    assert torch.equal(first.model.state_dict()[name], again.model.state_dict()[name])
    assert not torch.equal(first.model.state_dict()[name], other.model.state_dict()[name])


def test_the_best_epoch_on_validation_is_kept(samples, tiny_text_encoder):
    trained = _train(samples[:18], tiny_text_encoder, validation=samples[18:])
    batch = feed(samples[18:], trained.model, trained.normaliser, SDS)
    assert mean_error(trained.model, batch) == pytest.approx(trained.validation_loss, abs=1e-6)


def test_the_tail_batch_is_learnt_from(samples, tiny_text_encoder, monkeypatch):
    """24 samples in batches of 23 are two steps an epoch: the last one must not be thrown away."""
    steps = []
    step = torch.optim.AdamW.step
    monkeypatch.setattr(torch.optim.AdamW, "step", lambda self, *given: steps.append(1) or step(self, *given))
    _train(samples, tiny_text_encoder, epochs=1, batch_size=23)
    assert len(steps) == 2


def test_predictions_do_not_depend_on_the_batch(samples, tiny_text_encoder):
    trained = _train(samples, tiny_text_encoder, epochs=2)
    batch = feed(samples, trained.model, trained.normaliser, SDS)
    torch.testing.assert_close(
        predict(trained.model, batch, batch_size=64)["fusion"],
        predict(trained.model, batch, batch_size=1)["fusion"],
        atol=1e-5,
        rtol=0,
    )


def test_samples_without_sound_are_learnt_from_too(samples, tiny_text_encoder):
    mixed = [*samples, Sample("x", "person-x", "no sound at all", label=70.0)]
    trained = _train(mixed, tiny_text_encoder, epochs=3)
    assert all(torch.isfinite(value).all() for value in trained.model.state_dict().values())
    assert Modality.VISION not in trained.model.config.modalities


def test_cancelling_stops_between_epochs(samples, tiny_text_encoder):
    class Stop(Exception):
        pass

    def report(step, fraction):
        if fraction > 0.3:
            raise Stop

    with pytest.raises(Stop):
        train(
            samples,
            (),
            scale=SDS,
            model_config=tiny_config(),
            config=TrainConfig(epochs=10),
            text_encoder=tiny_text_encoder,
            report=report,
        )
