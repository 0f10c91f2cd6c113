from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny_training import small_config, small_feed, tiny_set

from selfmm.training.predicting import feed, predict
from selfmm.training.subsets import judge_subsets, predicted, subset_table
from selfmm.types import Modality, modality_subsets

T, A, V = Modality.TEXT, Modality.AUDIO, Modality.VISION
DATA = tiny_set()


def only(sample, subset):
    """The sample as it would be if nothing else had been recorded."""
    return replace(
        sample,
        text=sample.text if T in subset else "",
        audio=sample.audio if A in subset else None,
        vision=sample.vision if V in subset else None,
    )


@pytest.mark.parametrize("subset", modality_subsets())
def test_hiding_modalities_is_the_same_as_not_having_recorded_them(subset):
    model, texts = small_feed(DATA.valid)
    normaliser = texts._normaliser
    poorer = feed([only(sample, subset) for sample in DATA.valid], model, normaliser, DATA.scale)
    hidden, without = predict(model, texts.showing(subset)), predict(model, poorer)
    for task in without:
        np.testing.assert_allclose(hidden[task], without[task], atol=1e-6)


def test_every_subset_is_judged_on_all_samples():
    model, texts = small_feed(DATA.valid)
    results = judge_subsets(lambda shown: predicted(model, shown, DATA.scale), texts, DATA.valid, DATA)
    assert [result.subset for result in results] == list(modality_subsets())
    labels = np.array([sample.label for sample in DATA.valid])
    for result in results:
        said = predicted(model, texts.showing(result.subset), DATA.scale)
        assert result.silent == sum(not sample.modalities & result.subset for sample in DATA.valid)
        assert result.metrics["mae"] == pytest.approx(np.abs(np.nan_to_num(said) - labels).mean())
        lower, upper = result.intervals["mae"]
        assert lower <= result.metrics["mae"] <= upper


def test_a_modality_that_the_model_or_the_data_lack_is_a_dash():
    model, texts = small_feed(DATA.valid, config=small_config(modalities=(T, A)))
    results = judge_subsets(lambda shown: predicted(model, shown, DATA.scale), texts, DATA.valid, DATA)
    assert [result.metrics is None for result in results] == [V in subset for subset in modality_subsets()]
    rows = subset_table(results, "mosi").splitlines()
    assert rows[4].split("|")[1:4] == [" V     ", "     – ", "      – "]

    silent = tuple(replace(sample, audio=None) for sample in DATA.valid)
    model, texts = small_feed(silent)
    results = judge_subsets(lambda shown: predicted(model, shown, DATA.scale), texts, silent, DATA)
    assert [result.metrics is None for result in results] == [A in subset for subset in modality_subsets()]
