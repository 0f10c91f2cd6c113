from __future__ import annotations

import numpy as np
import pytest

from selfmm.scales import SDS
from selfmm.training import line_validation
from selfmm.training.line_validation import cross_validate_line, summarise_line
from selfmm.types import Sample

PEOPLE, ANSWERS = 60, 3


def rated(noise):
    """Samples of PEOPLE people, and values that say `noise`-less of their labels the more noise there is."""
    generator = np.random.default_rng(0)
    labels = generator.uniform(30, 75, PEOPLE)
    samples = [
        Sample(f"{person}_{answer}", str(person), "words", label=float(label))
        for person, label in enumerate(labels)
        for answer in range(ANSWERS)
    ]
    values = -(np.repeat(labels, ANSWERS) - 50) / 10 + generator.normal(0, noise, len(samples))
    return samples, values


def test_a_line_finds_the_scale_of_people_held_out():
    samples, values = rated(noise=0.1)
    found = cross_validate_line(samples, values, scale=SDS, seeds=(1, 2))
    assert found.result.predictions.shape == (2, PEOPLE)
    assert np.abs(found.result.predictions - found.result.labels).max() < 3
    summary = summarise_line(found, cutoff=SDS.cutoff, seed=1)
    assert summary["auc"]["mean"] > 0.95
    assert summary["mae_below_mean_predictor"]["lower"] > 5
    assert summary["brier"]["mean"] < 0.1 < summary["brier_of_base_rate"]["mean"]


def test_values_that_say_nothing_are_no_better_than_the_mean():
    samples, _ = rated(noise=0.0)
    values = np.random.default_rng(1).normal(size=len(samples))
    summary = summarise_line(cross_validate_line(samples, values, scale=SDS, seeds=(1, 2)), cutoff=SDS.cutoff, seed=1)
    assert summary["auc"]["lower"] < 0.5
    assert summary["mae_below_mean_predictor"]["lower"] < 0.5


def test_intervals_hold_about_the_share_that_they_promise():
    samples, values = rated(noise=1.0)
    summary = summarise_line(cross_validate_line(samples, values, scale=SDS, seeds=range(5)), cutoff=53.0, seed=1)
    assert 0.85 <= summary["coverage"]["mean"] <= 0.95


def test_nobody_judges_themselves(monkeypatch):
    samples, values = rated(noise=0.1)
    fitted = []
    fit = line_validation.fit_line
    monkeypatch.setattr(line_validation, "fit_line", lambda x, y: fitted.append(set(y.round(6))) or fit(x, y))
    cross_validate_line(samples, values, scale=SDS, seeds=(1,), folds=4)
    everybody = {round(sample.label, 6) for sample in samples}
    held_out = [label for labels in fitted for label in everybody - labels]
    assert sorted(held_out) == sorted(everybody)


def test_the_units_of_the_values_do_not_matter():
    samples, values = rated(noise=1.0)
    one = cross_validate_line(samples, values, scale=SDS, seeds=(1,))
    other = cross_validate_line(samples, 50 - 7 * values, scale=SDS, seeds=(1,))
    np.testing.assert_allclose(one.result.predictions, other.result.predictions, atol=1e-6)
    assert one.covered.mean() == pytest.approx(other.covered.mean())
