from __future__ import annotations

import numpy as np
import pytest

from selfmm.data.benchmarks import read_data_set
from selfmm.data.data_set import Extraction
from selfmm.errors import DataError
from selfmm.scales import BDI_II
from selfmm.types import Features, FeatureSequence

FOLDERS = {"train": "Training", "valid": "Development", "test": "Testing"}


def extract(path):
    values = np.full((3, 2), float(path.name[0] != "x") + 1, np.float32)
    vision = None if path.suffix == ".wav" else FeatureSequence(values, 0.2, "looks")
    return Features("r", audio=FeatureSequence(values, 0.1, "sounds"), vision=vision)


EXTRACTION = Extraction("r", extract)


def add(folder, split, session, score, *, names=("{0}_Freeform_video.mp4", "{0}_Northwind_video.mp4")):
    for name in names:
        task = "Freeform" if "Freeform" in name else "Northwind" if "Northwind" in name else ""
        path = folder / FOLDERS[split] / task / name.format(session)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"{split} {path.name}".encode())
    home = f"AVEC2014_Labels_Testset/{FOLDERS[split]}/DepressionLabels"
    if split != "test":
        home = f"AVEC2014_DepressionLabels/{FOLDERS[split]}_DepressionLabels"
    label = folder / home / f"{session}_Depression.csv"
    label.parent.mkdir(parents=True, exist_ok=True)
    label.write_text(f"{score}\n")


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "AVEC2014"
    for split, session, score in (
        ("train", "203_1", 3),
        ("train", "205_1", 30),
        ("train", "206_1", 25),
        ("valid", "205_2", 28),
        ("valid", "210_1", 5),
        ("test", "300_1", 45),
        ("test", "210_2", 6),
    ):
        add(folder, split, session, score)
    return folder


def test_each_task_is_a_sample_with_its_session_s_sum(corpus):
    read = read_data_set("avec", corpus, extract=EXTRACTION)
    assert (read.scale, read.metrics, read.languages) == (BDI_II, "depression", ("de",))
    assert [(sample.id, sample.person, sample.label) for sample in read.test] == [
        ("210_2_Freeform", "210", 6.0),
        ("210_2_Northwind", "210", 6.0),
        ("300_1_Freeform", "300", 45.0),
        ("300_1_Northwind", "300", 45.0),
    ]
    assert read.test[0].audio.values.shape == (3, 2)
    assert read.test[0].vision.extractor == "looks"


def test_people_of_a_later_split_are_left_out_of_the_earlier(corpus):
    read = read_data_set("avec", corpus, extract=EXTRACTION)
    persons = [{sample.person for sample in samples} for samples in read.splits.values()]
    assert persons == [{"203", "206"}, {"205"}, {"210", "300"}]
    assert read.mended.shared_person == 4
    assert any("4 recordings were left out" in note for note in read.notes)


def test_2013_has_one_recording_a_session_and_sound_of_its_own(tmp_path):
    names = ("{0}_cut_combined.mp4", "{0}_cut_audio.wav")
    for split, session, score in (("train", "203_1", 3), ("train", "204_1", 40), ("valid", "310_1", 5)):
        add(tmp_path, split, session, score, names=names)
    heard = []

    def listen(path):
        heard.append(path.suffix)
        return extract(path)

    read = read_data_set("avec", tmp_path, extract=Extraction("r", listen))
    assert [sample.id for sample in read.train] == ["203_1", "204_1"]
    assert sorted(set(heard)) == [".mp4", ".wav"]
    assert read.train[0].audio is not None
    assert read.train[0].vision is not None


def test_recordings_without_a_label_are_counted(corpus):
    (corpus / "Training" / "Freeform" / "299_1_Freeform_video.mp4").write_bytes(b"x")
    assert read_data_set("avec", corpus, extract=EXTRACTION).mended.without_label == 1


def test_a_recipe_is_needed(corpus):
    with pytest.raises(DataError, match="Name a recipe"):
        read_data_set("avec", corpus)


def test_labels_alone_are_not_enough(corpus):
    for path in corpus.rglob("*.mp4"):
        path.unlink()
    with pytest.raises(DataError, match=r"No recording .* has a label"):
        read_data_set("avec", corpus, extract=EXTRACTION)


def test_a_label_that_is_no_number_is_named(corpus):
    next(corpus.rglob("203_1_Depression.csv")).write_text("low")
    with pytest.raises(DataError, match=r"203_1_Depression\.csv does not hold one number"):
        read_data_set("avec", corpus, extract=EXTRACTION)
