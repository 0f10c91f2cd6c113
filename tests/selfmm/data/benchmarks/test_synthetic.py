from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from selfmm.data.benchmarks import DATA_SETS, read_data_set, synthetic
from selfmm.errors import UnknownChoiceError
from selfmm.types import Modality


def correlation(samples, signal):
    pairs = [(value, sample.label) for sample in samples if (value := signal(sample)) is not None]
    return float(np.corrcoef(np.array(pairs).T)[0, 1])


def along(direction, modality):
    def signal(sample):
        sequence = getattr(sample, modality)
        return None if sequence is None else float(sequence.values.mean(axis=0) @ direction)

    return signal


def direction_learnt_from(samples, modality):
    present = [sample for sample in samples if getattr(sample, modality) is not None]
    means = np.stack([getattr(sample, modality).values.mean(axis=0) for sample in present])
    labels = np.array([sample.label for sample in present])
    return (means - means.mean(axis=0)).T @ (labels - labels.mean())


@pytest.mark.parametrize("name", DATA_SETS)
def test_every_data_set_can_be_made_up(name):
    info = DATA_SETS[name]
    read = read_data_set(name, Path("synthetic"))
    assert (read.name, read.scale, read.metrics, read.languages) == (name, info.scale, info.metrics, info.languages)
    assert read.dimensions[Modality.AUDIO] == info.audio[1]
    assert read.dimensions[Modality.VISION] == info.vision[1]
    assert min(map(len, read.splits.values())) >= 8
    assert read.notes == ()  # both sides of the cut-off in each split, nobody in two
    for sample in (*read.train, *read.valid, *read.test):
        assert sample.modalities
        assert sample.audio is None or 0 < len(sample.audio.values) <= info.audio[0]
    assert bool(read.train[0].unimodal_labels) == info.unimodal_labels
    assert any(len(sample.modalities) < 2 + bool(info.vision[1]) for sample in read.train)  # some miss one


@pytest.mark.parametrize("name", ["mosi", "sims", "daic", "urfunny"])
@pytest.mark.parametrize("modality", ["audio", "vision"])
def test_features_tell_the_label_of_people_that_were_not_seen(name, modality):
    data_set = synthetic(name, samples=200)
    direction = direction_learnt_from(data_set.train, modality)
    held_out = (*data_set.valid, *data_set.test)
    assert correlation(held_out, along(direction, modality)) > 0.8


@pytest.mark.parametrize(("name", "word"), [("mosi", "good"), ("sims", "高兴")])
def test_words_tell_the_label(name, word):
    data_set = synthetic(name, samples=400)
    counts = correlation(data_set.train, lambda sample: sample.text.count(word) if sample.text else None)
    assert counts > 0.2


def test_the_same_arguments_give_the_same_data():
    first, second, other = (synthetic("mosi", samples=40, seed=seed) for seed in (1, 1, 2))
    assert first.fingerprint == second.fingerprint != other.fingerprint
    assert [sample.text for sample in first.train] == [sample.text for sample in second.train]
    for mine, theirs in zip(first.train, second.train, strict=True):
        assert (mine.audio is None) == (theirs.audio is None)
        if mine.audio is not None:
            np.testing.assert_array_equal(mine.audio.values, theirs.audio.values)
    assert [sample.text for sample in first.train] != [sample.text for sample in other.train]


def test_the_published_number_gives_the_published_splits():
    info = DATA_SETS["sims"]
    sizes = tuple(len(samples) for samples in synthetic("sims", samples=sum(info.sizes)).splits.values())
    assert sizes == info.sizes


def test_in_a_folder_they_are_memory_mapped_and_the_same(tmp_path):
    there, here = synthetic("mosi", samples=40, folder=tmp_path / "kept"), synthetic("mosi", samples=40)
    for mine, theirs in zip(there.train, here.train, strict=True):
        assert (mine.id, mine.text, mine.label) == (theirs.id, theirs.text, theirs.label)
        if mine.audio is not None:
            assert mine.audio.values.flags.owndata is False
            np.testing.assert_array_equal(mine.audio.values, theirs.audio.values)


def test_an_answer_carries_its_person_s_rating():
    labels = {}
    for sample in synthetic("daic", samples=100).train:
        assert labels.setdefault(sample.person, sample.label) == sample.label


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(UnknownChoiceError, match="did you mean “mosei”"):
        synthetic("moseii")
