"""A model that reads a clip between its neighbours learns what only they tell, and so does its bundle."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny_training import QUICK, tiny_set, write_tiny_bert

from selfmm.bundle import load_bundle
from selfmm.data.neighbours import with_neighbours
from selfmm.training.predicting import feed, predict
from selfmm.training.runs import RunRequest, run_seeds
from selfmm.types import Modality, Sample


def clips(videos, split):
    """The first clip of each video, which always says the same; only the second says how it was meant."""
    generator = np.random.default_rng(len(split))
    samples = []
    for number in range(videos):
        label = float(generator.choice([-2.0, 2.0]))
        video = f"{split}-{number}"
        samples += [
            Sample(f"{video}_0", video, "well", label=label),
            Sample(f"{video}_1", video, "a" if label > 0 else "b", label=label),
        ]
    return with_neighbours(samples)[::2]


@pytest.mark.parametrize(("words", "least", "most"), [(1, 1.5, 5.0), (0, -1e-5, 1e-5)])
def test_what_the_next_clip_says_is_learnt_only_where_it_is_read(tmp_path, words, least, most):
    data_set = replace(
        tiny_set(),
        train=clips(40, "train"),
        valid=clips(16, "valid"),
        test=(),
        dimensions=dict.fromkeys((Modality.AUDIO, Modality.VISION), 0),
    )
    text = {"tuned_layers": 2, "tuned_embeddings": True, "context_words": words}
    train = {**QUICK, "learning_rate_text": 1e-2, "epochs": 12, "batch_size": 8}
    bert = str(write_tiny_bert(tmp_path / "bert"))
    request = RunRequest(data_set, "text_only", (1,), encoder=bert, changes={"model": {"text": text}, "train": train})
    run_seeds(request, tmp_path / "run")
    bundle = load_bundle(tmp_path / "run" / "seed-1" / "bundle")
    assert bundle.model.config.text.context_words == words
    fed = feed(data_set.valid, bundle.model, bundle.normaliser, bundle.info.scale)
    values = predict(bundle.model, fed)["fusion"].numpy()
    meant = np.array([sample.label for sample in data_set.valid])
    assert least <= values[meant > 0].mean() - values[meant < 0].mean() <= most
