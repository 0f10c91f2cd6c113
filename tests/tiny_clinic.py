"""A small made-up clinic, a base to begin from, and a retraining for a process of its own."""

from __future__ import annotations

from dataclasses import replace

import torch
from tiny import TINY, TINY_TEXT, TinyTextEncoder, tiny_config, tiny_samples
from tiny_training import write_tiny_bert

from selfmm.bundle import write_bundle
from selfmm.data.normaliser import fit_normaliser
from selfmm.data.synthetic_clinic import ClinicShape, synthetic_clinic
from selfmm.model import text_encoders
from selfmm.model.base import TextConfig
from selfmm.model.self_mm import SelfMM
from selfmm.model.text_encoders import create_text_encoder
from selfmm.model.text_encoders.base import NamedEncoder
from selfmm.recipe import Recipe
from selfmm.scales import PHQ_9, SDS
from selfmm.training import loop
from selfmm.training.predicting import frame_dimensions
from selfmm.training.retraining import ClinicData, RetrainingPlan, rated_session, read_clinic, retrain
from selfmm.types import Modality

SHAPE = ClinicShape(people=30, answers=4, words=40, answer_seconds=1.0, languages=("en",))
WORDS = (Modality.TEXT,)
CREATED = "2026-01-01"


def clinic(scale=PHQ_9, *, seed=0, holdout=0, **changes):
    """The clinic's data; the first `holdout` people are locked away."""
    made = synthetic_clinic(scale, replace(SHAPE, **changes), seed=seed)
    sessions = [
        rated_session(
            one.id, one.transcript, one.features, person=one.person, rating=one.rating, sex=one.sex, age=one.age
        )
        for one in made
    ]
    return ClinicData(tuple(sessions), holdout=frozenset(f"p{number:03d}" for number in range(holdout)))


def recordings(scale=PHQ_9, *, seed=0, **changes):
    """What `write_clinic` asks for: session → transcript and features."""
    made = {one.id: one for one in synthetic_clinic(scale, replace(SHAPE, **changes), seed=seed)}
    return lambda session: (made[session].transcript, made[session].features)


def words_plan(base, **changes):
    """The heads on words alone, validated once."""
    return RetrainingPlan(PHQ_9, **{"base": base, "seeds": (1,), "modalities": WORDS, **changes})


def bert_base(folder, layers=2):
    """A bundle around a tiny BERT of random weights that has learnt nothing."""
    text = TextConfig(str(write_tiny_bert(folder / "bert", layers)), 16)
    config = replace(tiny_config(), text=text)
    torch.manual_seed(0)
    model = SelfMM(config, create_text_encoder(text))
    write_bundle(
        folder / "base",
        name="tiny BERT",
        created=CREATED,
        model_name="self_mm",
        model=model.eval(),
        normaliser=fit_normaliser(tiny_samples(), frame_dimensions(config)),
        recipe=Recipe(),
        scale=SDS,
        languages=("en",),
        interval_halfwidth=10.0,
        coverage=0.9,
        metrics={},
        training={},
        card={"en": "# Tiny", "zh": "# 微型"},
    )
    return folder / "base"


def name_tiny_encoder():
    """Put the tiny encoder in the table of encoders of this process."""
    text_encoders.TEXT_ENCODERS[TINY] = NamedEncoder(TINY_TEXT, lambda config, folder: TinyTextEncoder(config))


def retrain_telling(folder, out, fractions):
    """Retrain as the exported plan says, with a checkpoint after every step; `fractions` is told how far it is."""
    torch.set_num_threads(1)
    name_tiny_encoder()
    loop.CHECKPOINT_SECONDS = 0.0
    data, plan = read_clinic(folder)
    retrain(data, plan, out, created=CREATED, report=lambda _, fraction: fractions.send(fraction))
