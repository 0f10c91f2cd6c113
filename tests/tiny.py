"""Small real things: a text encoder without weights, samples, and a bundle trained on them."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from selfmm.bundle import write_bundle
from selfmm.data.batches import Tokens
from selfmm.model.base import TextConfig
from selfmm.model.self_mm import HeadConfig, SelfMMConfig, SequenceConfig
from selfmm.model.text_encoders.base import pool_states
from selfmm.recipe import Recipe
from selfmm.scales import SDS
from selfmm.training.config import TrainConfig
from selfmm.training.trainer import train
from selfmm.types import FeatureSequence, Modality, Sample

TINY = "tiny"
DIMENSIONS = 12
TINY_TEXT = TextConfig(TINY, DIMENSIONS)
AUDIO_WIDTH, VISION_WIDTH = 33, 56
# quick learning for tests: without weight decay, and so fast that few epochs are enough
FAST = {
    **{f"learning_rate_{part}": 5e-3 for part in ("audio", "vision", "other")},
    **{f"weight_decay_{part}": 0.0 for part in ("audio", "vision", "other")},
}


class TinyTextEncoder(nn.Module):
    """Means of fixed random vectors, one a letter."""

    name = TINY
    dimensions = DIMENSIONS
    weights = ()
    tuned = False

    def __init__(self, config=TINY_TEXT):
        super().__init__()
        self.config = config
        table = torch.randn(257, DIMENSIONS, generator=torch.Generator().manual_seed(0))
        self.register_buffer("table", table, persistent=False)

    def tokenize(self, texts, around=()):
        ids = [[1 + ord(letter) % 256 for letter in text] or [0] for text in texts]
        length = max(map(len, ids))
        padded = torch.tensor([row + [0] * (length - len(row)) for row in ids])
        lengths = torch.tensor([len(row) for row in ids])
        return Tokens(padded, torch.arange(length) < lengths[:, None])

    def states(self, tokens):
        return self.table[tokens.ids]

    def pool(self, states, mask):
        return pool_states(states, mask, self.config)

    def forward(self, tokens):
        return self.pool(self.states(tokens), tokens.mask)


def tiny_config(modalities=(Modality.TEXT, Modality.AUDIO), layers=1):
    """A network of a few hundred weights."""
    return SelfMMConfig(
        text=TINY_TEXT,
        audio=SequenceConfig(AUDIO_WIDTH, 4, 4, layers=layers, pool=2),
        vision=SequenceConfig(VISION_WIDTH, 4, 4, layers=layers),
        fusion_head=HeadConfig(8),
        text_head=HeadConfig(6),
        audio_head=HeadConfig(4),
        vision_head=HeadConfig(4),
        modalities=modalities,
    )


def sound(generator, frames, level=0.0):
    """A sound sequence of (frames, 33)."""
    values = generator.normal(level, 1.0, (frames, AUDIO_WIDTH)).astype(np.float32)
    return FeatureSequence(values, 0.032, "librosa_33")


def tiny_samples(people=8, answers=3, seed=0):
    """Rated answers; who is rated higher speaks of sorrow and at a higher level."""
    generator = np.random.default_rng(seed)
    samples = []
    for person in range(people):
        low = person % 2 == 0
        label = 35.0 + person % 8 if low else 60.0 + person % 8
        for answer in range(answers):
            text = (
                f"what a good and bright day it was {person} {answer}"
                if low
                else f"no sleep, no hope {person} {answer}"
            )
            frames = int(generator.integers(5, 40))
            audio = sound(generator, frames, level=0.0 if low else 1.0)
            samples.append(Sample(f"{person}-{answer}", f"person-{person}", text, audio, None, label))
    return tuple(samples)


def tiny_bundle_in(folder, text_encoder, samples):
    """Train for two epochs and write a bundle."""
    trained = train(
        samples,
        (),
        scale=SDS,
        model_config=tiny_config(),
        config=TrainConfig(epochs=2, batch_size=8),
        text_encoder=text_encoder,
    )
    write_bundle(
        folder,
        name="tiny",
        created="2026-01-01",
        model_name="self_mm",
        model=trained.model,
        normaliser=trained.normaliser,
        recipe=Recipe(),
        scale=SDS,
        languages=("zh",),
        interval_halfwidth=10.0,
        coverage=0.9,
        metrics={"mae": {"mean": 9.0}},
        training={"people": 8},
        card={"en": "# Tiny model\n\nFor tests.", "zh": "# 微型模型\n\n用于测试。"},
    )
    return folder
