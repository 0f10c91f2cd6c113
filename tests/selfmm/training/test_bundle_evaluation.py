from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tiny_training import small_request, tiny_set

from selfmm.errors import BundleError, DataError, UnknownChoiceError
from selfmm.scales import PHQ_9
from selfmm.training.bundle_evaluation import evaluate_bundle
from selfmm.training.records import read_record
from selfmm.training.runs import run_seeds
from selfmm.types import Modality

DATA = tiny_set()


@pytest.fixture
def bundle(tiny_text_encoder, tmp_path):
    run_seeds(small_request(DATA, train={"epochs": 1}), tmp_path / "run")
    return tmp_path / "run" / "seed-1" / "bundle"


@pytest.mark.parametrize("split", ["valid", "test"])
def test_a_bundle_is_as_good_as_its_record_says(bundle, split):
    found = evaluate_bundle(bundle, DATA, split=split)
    record = read_record(bundle.parent)
    assert found.metrics == pytest.approx(record.metrics[split], abs=1e-5, nan_ok=True)
    assert found.samples == len(DATA.splits[split])
    assert found.subsets[-1].metrics == found.metrics
    json.dumps(found.document(), allow_nan=False)
    assert f"mosi, {split}" not in found.markdown()
    assert f"CMU-MOSI, {split}: {found.samples} samples of {found.people} people" in found.markdown()


def test_it_says_what_differs(bundle):
    with pytest.raises(BundleError, match="values on MOSI, and mosi is rated on PHQ-9"):
        evaluate_bundle(bundle, replace(DATA, scale=PHQ_9))
    extractors = {**DATA.extractors, Modality.VISION: "openface"}
    with pytest.raises(BundleError, match=r"vision features made by tiny_vision \(2 numbers .* made by openface"):
        evaluate_bundle(bundle, replace(DATA, extractors=extractors))
    with pytest.raises(BundleError, match=r"\(74 numbers\)"):
        evaluate_bundle(bundle, replace(DATA, dimensions={Modality.AUDIO: 74, Modality.VISION: 2}))


def test_a_split_that_is_not_there_is_told_of(bundle):
    with pytest.raises(DataError, match="no samples in its test split"):
        evaluate_bundle(bundle, replace(DATA, test=()), split="test")
    with pytest.raises(UnknownChoiceError, match="did you mean “valid”"):
        evaluate_bundle(bundle, DATA, split="val")


def test_people_dealt_here_are_known_again_to_a_bundle_that_learnt_from_them(tiny_text_encoder, tmp_path):
    dealt = replace(DATA, dealt="a" * 64)
    bundles = [tmp_path / name / "seed-1" / "bundle" for name in ("own", "taught", "begun", "other")]
    run_seeds(small_request(dealt, train={"epochs": 1}), tmp_path / "own")
    teacher = replace(small_request(DATA, train={"epochs": 1}), teachers=(dealt,))
    run_seeds(teacher, tmp_path / "taught")
    run_seeds(replace(small_request(DATA, train={"epochs": 1}), start=bundles[0]), tmp_path / "begun")
    run_seeds(small_request(DATA, train={"epochs": 1}), tmp_path / "other")
    judged = [evaluate_bundle(bundle, dealt, split="valid") for bundle in bundles]
    assert [found.samples for found in judged] == [*[len(DATA.valid)] * 3, len(DATA.samples)]
    assert [bool(found.notes) for found in judged] == [False, False, False, True]
