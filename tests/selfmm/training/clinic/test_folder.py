from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from mirrored_file import MirroredFolder
from tiny_clinic import clinic, recordings, words_plan

from selfmm.errors import DataError, SelfMMError
from selfmm.scales import PHQ_9
from selfmm.training.clinic.running import fingerprint
from selfmm.training.retraining import Depth, RetrainingPlan, read_clinic, write_clinic
from selfmm.types import LabelScale, Modality

FEW = {"people": 4, "answers": 2}


@pytest.fixture
def exported(tmp_path):
    data = replace(clinic(**FEW), holdout=frozenset({"p001"}), known_to_base=frozenset({"p002"}))
    write_clinic(tmp_path / "clinic", data, recordings(**FEW), words_plan(Path("base")))
    return tmp_path / "clinic", data


def test_what_is_read_is_what_was_written(exported):
    folder, data = exported
    read, plan = read_clinic(folder)
    assert plan == words_plan(Path("base"))
    assert fingerprint(read) == fingerprint(data)
    for one, other in zip(read.sessions, data.sessions, strict=True):
        assert (one.id, one.person, one.rating, one.sex, one.age) == (
            other.id,
            other.person,
            other.rating,
            other.sex,
            other.age,
        )
        assert [sample.id for sample in one.samples] == [sample.id for sample in other.samples]
        assert np.array_equal(one.samples[0].audio.values, other.samples[0].audio.values)


def test_sessions_can_be_kept_by_somebody_else(tmp_path, exported):
    plain, data = exported
    folder = MirroredFolder(tmp_path / "kept")
    write_clinic(folder, data, recordings(**FEW), words_plan(Path("base")))
    read, plan = read_clinic(folder)
    assert plan == words_plan(Path("base"))
    assert fingerprint(read) == fingerprint(data)
    names = sorted(path.relative_to(plain) for path in plain.rglob("*.*"))
    assert names == sorted(path.relative_to(folder.path) for path in folder.path.rglob("*.*"))
    assert not any(b"selfmm" in path.read_bytes() for path in folder.path.rglob("*.*"))
    with pytest.raises(DataError, match="already"):
        write_clinic(folder, data, recordings(**FEW))


def test_typed_sessions_have_no_features(tmp_path):
    made = recordings(**FEW)
    write_clinic(tmp_path / "clinic", clinic(**FEW), lambda session: (made(session)[0], None))
    read, plan = read_clinic(tmp_path / "clinic")
    assert plan is None
    assert all(sample.audio is None for session in read.sessions for sample in session.samples)


def test_an_export_is_never_overwritten(exported):
    folder, data = exported
    with pytest.raises(DataError, match="already"):
        write_clinic(folder, data, recordings(**FEW))


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"sessions": [{"id": "x"}]},
        {"holdout": "p001"},
        {"plan": {"scale": "PHQ-9"}},
        {"version": "1"},
    ],
)
def test_a_damaged_manifest_is_refused(exported, change):
    folder, _ = exported
    document = json.loads((folder / "clinic.json").read_text(encoding="utf-8"))
    (folder / "clinic.json").write_text(json.dumps(document | change), encoding="utf-8")
    with pytest.raises(DataError, match="damaged"):
        read_clinic(folder)


def test_a_manifest_may_not_reach_outside_its_folder(exported):
    folder, _ = exported
    document = json.loads((folder / "clinic.json").read_text(encoding="utf-8"))
    document["sessions"][0]["folder"] = "../../elsewhere"
    (folder / "clinic.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(DataError, match="damaged"):
        read_clinic(folder)


def test_a_newer_or_missing_export_is_refused(exported, tmp_path):
    folder, _ = exported
    document = json.loads((folder / "clinic.json").read_text(encoding="utf-8"))
    (folder / "clinic.json").write_text(json.dumps(document | {"version": 2}), encoding="utf-8")
    with pytest.raises(DataError, match="newer"):
        read_clinic(folder)
    with pytest.raises(DataError, match="no exported sessions"):
        read_clinic(tmp_path / "nowhere")


def test_a_plan_goes_through_json():
    own = LabelScale("own", 0.0, 40.0, 17.0, PHQ_9.bands)
    plan = RetrainingPlan(
        own,
        Depth.EVERYTHING,
        base=Path("a"),
        reference=Path("b"),
        modalities=(Modality.AUDIO,),
        generator="published",
        seeds=(3,),
        encoder_layers=4,
    )
    assert RetrainingPlan.from_dict(json.loads(json.dumps(plan.to_dict()))) == plan


@pytest.mark.parametrize(
    "wrong",
    [
        {"base": None},
        {"seeds": ()},
        {"seeds": (1, 1)},
        {"generator": "none"},
        {"modalities": ()},
        {"encoder_layers": 0},
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(SelfMMError):
        words_plan(**{"base": Path("base"), **wrong})
