from __future__ import annotations

from dataclasses import replace

import pytest
from tiny_training import tiny_set

from selfmm.errors import DataError
from selfmm.scales import MOSI, SIMS
from selfmm.training.teachers import fitted, rescaled
from selfmm.types import Modality, Sample

DATA = tiny_set()


def teacher_of(*samples, **changes):
    return replace(tiny_set(name="mosei"), train=samples, **changes)


def ids(data_set):
    return [sample.id for sample in data_set.train]


def test_who_is_judged_on_does_not_teach():
    judged, last = DATA.valid[0], DATA.test[-1]
    said = next(sample.text for sample in DATA.test if sample.text)
    teacher = teacher_of(
        Sample("new", "somebody", "something new", label=1.0),
        Sample("same person", judged.person, "other words", label=1.0),
        Sample("same person in test", last.person, "other words", label=1.0),
        Sample("same words", "somebody", f" {said.upper()} ", label=1.0),
    )
    taught = fitted(teacher, DATA)
    assert ids(taught) == ["new"]
    assert taught.notes == ("3 samples of mosei are left out: mosi is judged on them.",)


def test_features_of_another_extractor_count_as_missing():
    samples = [sample for sample in tiny_set(seed=5).train if sample.modalities == frozenset(Modality)]
    samples = [replace(sample, person=f"other {sample.person}", text=f"{sample.text} indeed") for sample in samples]
    same = fitted(teacher_of(*samples), DATA)
    assert same.train == tuple(samples)
    other = fitted(teacher_of(*samples, extractors={Modality.AUDIO: "other", Modality.VISION: "tiny_vision"}), DATA)
    assert all(sample.audio is None and sample.vision is not None for sample in other.train)
    assert other.notes == ("The audio of mosei is left out: other extractors made it.",)
    silent = replace(samples[0], text="", vision=None)
    left = fitted(
        teacher_of(silent, samples[1], extractors={Modality.AUDIO: "other", Modality.VISION: "tiny_vision"}), DATA
    )
    assert ids(left) == [samples[1].id]  # nothing was left of the first


def test_a_teacher_of_whom_nothing_is_left_is_refused():
    with pytest.raises(DataError, match="Nothing of mosei can teach mosi"):
        fitted(teacher_of(*DATA.valid), DATA)


def test_labels_move_to_the_same_place_on_the_other_scale():
    sample = Sample("a", "b", "c", label=-1.5, unimodal_labels={Modality.TEXT: 3.0})
    (moved,) = rescaled([sample], MOSI, SIMS)
    assert moved.label == pytest.approx(-0.5)
    assert moved.unimodal_labels[Modality.TEXT] == pytest.approx(1.0)
    assert rescaled([moved], SIMS, MOSI)[0].label == pytest.approx(-1.5)
    assert rescaled([sample], MOSI, MOSI) == (sample,)
