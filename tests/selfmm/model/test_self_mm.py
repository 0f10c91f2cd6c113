from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from tiny import AUDIO_WIDTH, VISION_WIDTH, TinyTextEncoder, sound, tiny_config

from selfmm.data.batches import collate
from selfmm.data.normaliser import fit_normaliser
from selfmm.model.self_mm import SelfMM
from selfmm.model.sequence_encoder import average_frames
from selfmm.scales import SDS
from selfmm.types import FeatureSequence, Modality, Sample

GENERATOR = np.random.default_rng(0)
FACE = FeatureSequence(GENERATOR.normal(size=(11, VISION_WIDTH)).astype(np.float32), 0.2, "face_landmarks_56")
FULL = Sample("full", "p", "a long answer", sound(GENERATOR, 23), FACE, 40.0)
SHORT = Sample("short", "p", "yes", sound(GENERATOR, 3), None, 60.0)
WORDS = Sample("words", "p", "only words", label=30.0)


def _model(layers=1):
    torch.manual_seed(0)
    return SelfMM(tiny_config(tuple(Modality), layers=layers), TinyTextEncoder()).eval()


def _outputs(model, samples):
    normaliser = fit_normaliser([FULL, SHORT], {Modality.AUDIO: AUDIO_WIDTH, Modality.VISION: VISION_WIDTH})
    with torch.no_grad():
        return model(collate(samples, tokenize=TinyTextEncoder().tokenize, normaliser=normaliser, scale=SDS))


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_a_batch_of_one_says_the_same_as_a_batch_of_three(layers):
    model = _model(layers)
    together = _outputs(model, [FULL, SHORT, WORDS])
    for row, sample in enumerate([FULL, SHORT, WORDS]):
        alone = _outputs(model, [sample])
        for task, values in alone.values.items():
            assert values.shape == (1,)
            if alone.present[task][0]:
                torch.testing.assert_close(values[0], together.values[task][row], atol=1e-6, rtol=1e-5)


def test_each_head_is_silent_where_its_modality_is_missing():
    outputs = _outputs(_model(), [FULL, SHORT, WORDS])
    assert outputs.present["vision"].tolist() == [True, False, False]
    assert outputs.present["audio"].tolist() == [True, True, False]
    assert outputs.present["fusion"].all()


def test_a_missing_modality_does_not_reach_the_fusion():
    """What stands in the place of the missing sound must not matter: changing its encoder changes nothing."""
    model = _model()
    before = _outputs(model, [WORDS]).values["fusion"]
    with torch.no_grad():
        for parameter in model.sequences["audio"].parameters():
            parameter.add_(1.0)
    assert torch.equal(before, _outputs(model, [WORDS]).values["fusion"])
    assert not torch.equal(before, _outputs(model, [FULL]).values["fusion"])


def test_a_masked_modality_gets_no_gradient():
    model = _model().train()
    normaliser = fit_normaliser([FULL], {Modality.AUDIO: AUDIO_WIDTH, Modality.VISION: VISION_WIDTH})
    batch = collate([WORDS], tokenize=TinyTextEncoder().tokenize, normaliser=normaliser, scale=SDS)
    model(batch).values["fusion"].sum().backward()
    for parameter in model.sequences["audio"].parameters():
        assert parameter.grad is None or not parameter.grad.any()


def test_frames_are_averaged_over_those_that_are_there():
    values = torch.arange(10.0).view(2, 5, 1)
    means, lengths = average_frames(values, torch.tensor([5, 2]), 2)
    assert lengths.tolist() == [3, 1]
    assert means[0, :, 0].tolist() == [0.5, 2.5, 4.0]
    assert means[1, 0, 0] == 5.5


def test_the_last_state_is_read_at_the_true_length():
    model = _model()
    longer = replace(SHORT, id="longer", audio=sound(GENERATOR, 60))
    torch.testing.assert_close(
        _outputs(model, [SHORT]).values["audio"][0], _outputs(model, [SHORT, longer]).values["audio"][0]
    )


def test_text_vectors_are_spread_by_the_training_splits_mean_and_deviation():
    model = _model()
    vectors = torch.randn(50, model.config.text.dimensions) * 0.01 + 3
    model.fit_text(vectors.mean(0), vectors.std(0))
    spread = (vectors - model.text_mean) / model.text_deviation
    torch.testing.assert_close(spread.mean(0), torch.zeros(model.config.text.dimensions), atol=1e-3, rtol=0)
    torch.testing.assert_close(spread.std(0), torch.ones(model.config.text.dimensions), atol=1e-3, rtol=0)
