from __future__ import annotations

import numpy as np
import pytest

from selfmm.data.benchmarks import read_data_set
from selfmm.data.benchmarks.recordings import content_hash
from selfmm.data.data_set import Extraction
from selfmm.errors import DataError, MediaError
from selfmm.types import Features, FeatureSequence, Modality, no_report

HEADER = "id,person,text,audio,video,label"


class Recipe:
    """Reads a recording as the letters in its file; counts how often."""

    def __init__(self, fingerprint="recipe-1"):
        self.fingerprint = fingerprint
        self.read = []

    def extract(self, path):
        self.read.append(path.name)
        content = path.read_bytes()
        if content.startswith(b"broken"):
            raise MediaError("{name} is damaged.", name=path.name)
        values = np.frombuffer(content, np.uint8).astype(np.float32)[:, None]
        return Features(
            self.fingerprint,
            audio=FeatureSequence(np.repeat(values, 3, axis=1), 0.032, "letters"),
            vision=FeatureSequence(np.repeat(values, 2, axis=1), 0.2, "looks") if path.suffix == ".mp4" else None,
        )

    @property
    def extraction(self):
        return Extraction(self.fingerprint, self.extract)


def folder_of(tmp_path, rows, header=HEADER, files=()):
    folder = tmp_path / "clips"
    folder.mkdir(exist_ok=True)
    (folder / "manifest.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    for name, content in dict(files).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def rows_of(people, answers=2, recording=lambda person, answer: ","):
    """Rows by `people`, every second of them above the cut-off of the SDS."""
    return [
        f"{p}-{a},p{p},words {a},{recording(p, a)},{30 if p % 2 else 60}" for p in range(people) for a in range(answers)
    ]


def two_splits(*train):
    """Rows with a split column: these for training, and one for validation."""
    return [f"{row},train" for row in train] + ["z,z,words,,,40,valid"]


def test_words_alone_need_no_recipe(tmp_path):
    read = read_data_set("eatd", folder_of(tmp_path, rows_of(10)))
    assert sum(map(len, read.splits.values())) == 20
    assert set(read.dimensions.values()) == {0}
    assert read.notes == ()


def test_people_are_dealt_and_the_seed_tells_how(tmp_path):
    folder = folder_of(tmp_path, rows_of(40))
    read = read_data_set("eatd", folder)
    persons = [{sample.person for sample in samples} for samples in read.splits.values()]
    assert [len(group) for group in persons] == [28, 6, 6]
    assert [sum(int(person[1:]) % 2 for person in group) for group in persons] == [14, 3, 3]
    again = read_data_set("eatd", folder)
    assert [sample.id for sample in again.train] == [sample.id for sample in read.train]
    other = read_data_set("eatd", folder, seed=2)
    assert [sample.id for sample in other.train] != [sample.id for sample in read.train]


def test_sound_and_pictures_come_from_the_files_that_are_named(tmp_path):
    rows = two_splits(
        "a,a,hello,s.wav,v.mp4,30",
        "b,b,,v.mp4,v.mp4,60",
        "c,c,hello,s.wav,,60",
        "d,d,hello,,v.mp4,30",
        "e,e,only words,,,30",
    )
    folder = folder_of(tmp_path, rows, HEADER + ",split", {"s.wav": b"sss", "v.mp4": b"vvvv"})
    recipe = Recipe()
    read = read_data_set("eatd", folder, extract=recipe.extraction)
    assert recipe.read == ["s.wav", "v.mp4"]  # each file once
    a, b, c, d, e = read.train
    assert (a.audio.values[0, 0], a.vision.values[0, 0]) == (ord("s"), ord("v"))
    assert (a.audio.frame_seconds, a.vision.frame_seconds, a.audio.extractor) == (0.032, 0.2, "letters")
    assert (len(b.audio.values), b.text, b.modalities) == (4, "", {Modality.AUDIO, Modality.VISION})
    assert (c.modalities, d.modalities) == ({Modality.TEXT, Modality.AUDIO}, {Modality.TEXT, Modality.VISION})
    assert e.modalities == {Modality.TEXT}
    assert dict(read.dimensions) == {Modality.AUDIO: 3, Modality.VISION: 2}
    assert dict(read.extractors) == {Modality.AUDIO: "letters", Modality.VISION: "looks"}


def test_features_are_made_once_per_recipe(tmp_path):
    files = {f"{p}-{a}.wav": f"{p}{a}".encode() for p in range(6) for a in range(2)}
    rows = rows_of(6, recording=lambda p, a: f"{p}-{a}.wav,")
    folder = folder_of(tmp_path, rows, files=files)
    first = Recipe()
    read_data_set("eatd", folder, extract=first.extraction)
    assert len(first.read) == 12
    read_data_set("eatd", folder, extract=first.extraction)
    read_data_set("eatd", folder, extract=first.extraction, seed=5)  # other splits, the same recordings
    assert len(first.read) == 12
    (folder / "0-0.wav").write_bytes(b"changed")
    read_data_set("eatd", folder, extract=first.extraction)
    assert first.read[12:] == ["0-0.wav"]
    second = Recipe("recipe-2")
    read_data_set("eatd", folder, extract=second.extraction)
    assert len(second.read) == 12


def test_extraction_goes_on_after_a_stop(tmp_path):
    files = {f"{p}-{a}.wav": f"{p}{a}".encode() for p in range(6) for a in range(2)}
    folder = folder_of(tmp_path, rows_of(6, recording=lambda p, a: f"{p}-{a}.wav,"), files=files)
    recipe = Recipe()

    def stop(step, fraction):
        if fraction >= 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_data_set("eatd", folder, extract=recipe.extraction, report=stop)
    assert len(recipe.read) == 6
    steps = []
    read_data_set("eatd", folder, extract=recipe.extraction, report=lambda *step: steps.append(step))
    assert len(recipe.read) == 12
    assert steps[0] == ("extracting", 0.0)
    assert steps[-1] == ("extracting", 1.0)


def test_a_broken_recording_costs_its_modality_and_is_named(tmp_path):
    rows = two_splits("a,a,hello,good.wav,,30", "b,b,hello,bad.wav,,60")
    folder = folder_of(tmp_path, rows, HEADER + ",split", {"good.wav": b"gg", "bad.wav": b"broken"})
    for _ in range(2):  # the second time from the cache
        read = read_data_set("eatd", folder, extract=Recipe().extraction)
        assert (read.train[0].audio is None, read.train[1].audio is None) == (False, True)
        assert read.mended.unreadable == 1
        assert "bad.wav" in " ".join(read.notes)


def test_if_nothing_can_be_read_it_is_said(tmp_path):
    rows = two_splits("a,a,hello,bad.wav,,30", "b,b,hello,bad.wav,,60")
    folder = folder_of(tmp_path, rows, HEADER + ",split", {"bad.wav": b"broken"})
    with pytest.raises(DataError, match=r"None of the 1 recordings .* bad\.wav"):
        read_data_set("eatd", folder, extract=Recipe().extraction)


def test_wrong_labels_and_missing_files_are_told_before_hours_of_work(tmp_path):
    recipe = Recipe()
    rows = two_splits("a,a,hello,good.wav,,30", "b,b,hello,good.wav,,600")
    folder = folder_of(tmp_path, rows, HEADER + ",split", {"good.wav": b"gg"})
    with pytest.raises(DataError, match="rated 600"):
        read_data_set("eatd", folder, extract=recipe.extraction)
    rows = two_splits("a,a,hello,good.wav,,30", "b,b,hello,none.wav,,60")
    with pytest.raises(DataError, match=r"1 recordings are missing: .*none\.wav"):
        read_data_set("eatd", folder_of(tmp_path, rows, HEADER + ",split"), extract=recipe.extraction)
    assert recipe.read == []


def test_without_a_recipe_it_is_said_that_words_alone_are_used(tmp_path):
    rows = two_splits("a,a,hello,good.wav,,30", "b,b,hello,good.wav,,60")
    folder = folder_of(tmp_path, rows, HEADER + ",split", {"good.wav": b"gg"})
    read = read_data_set("eatd", folder)
    assert "recordings were not used" in " ".join(read.notes)
    assert read.train[0].audio is None


@pytest.mark.parametrize("name", ["../secret.wav", "/etc/passwd", "sub/../../secret.wav", "C:\\secret.wav", "link.wav"])
def test_no_path_leads_out_of_the_folder(tmp_path, name):
    folder = folder_of(tmp_path, two_splits(f"a,a,hello,{name},,30"), HEADER + ",split", {"sub/x.wav": b"x"})
    (tmp_path / "secret.wav").write_bytes(b"secret")
    (folder / "link.wav").symlink_to(tmp_path / "secret.wav")
    recipe = Recipe()
    with pytest.raises(DataError, match=r"Line 2 .*(not relative|outside)"):
        read_data_set("eatd", folder, extract=recipe.extraction)
    assert recipe.read == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["a,a,hello,,,thirty,train"], "Line 2 .*label is “thirty”, not a number"),
        (["a,,hello,,,30,train"], "person is empty"),
        (["a,a,,,,30,train"], "no text, audio or video"),
        (["a,a,hello,,,30,practice"], "split is “practice”"),
        (["a,a,hello,,,30,train", "a,b,hello,,,30,train"], "Line 3 .* that of line 2"),
        (["a,a,hello,,,30,train", "b,b,hello,,,30,"], "Line 3 .*split is empty"),
        (["a,a,hello,,,30,train", "b,a,hello,,,30,valid"], "1 people are in the train and the valid split, such as a"),
        (["a,a,hello,,,30,valid", "b,b,hello,,,30,valid"], "no rated samples in its train split"),
    ],
)
def test_a_wrong_manifest_is_refused_with_its_line(tmp_path, rows, said):
    with pytest.raises(DataError, match=said):
        read_data_set("eatd", folder_of(tmp_path, rows, HEADER + ",split"))


def test_unimodal_labels_unrated_clips_and_other_words_for_splits(tmp_path):
    header = HEADER + ",label_text,label_audio,label_vision,split"
    rows = ["a,a,hi,,,0.5,0.1,,-1,train", "b,b,hi,,,,,,,train", "c,c,hi,,,-1,,,,Train", "d,d,hi,,,0,,,,dev"]
    read = read_data_set("sims", folder_of(tmp_path, rows, header))
    assert [sample.id for sample in read.train] == ["a", "c"]
    assert dict(read.train[0].unimodal_labels) == {Modality.TEXT: 0.1, Modality.VISION: -1.0}
    assert (read.mended.without_label, len(read.valid)) == (1, 1)


def test_a_table_saved_by_a_spreadsheet_is_read(tmp_path):
    folder = folder_of(tmp_path, two_splits("a,a,hello,,,30"), "ID, Person ,text,audio,video,Label,split")
    text = (folder / "manifest.csv").read_text(encoding="utf-8").replace("\n", "\r\n")
    (folder / "manifest.csv").write_bytes(text.encode("utf-8-sig"))
    assert len(read_data_set("eatd", folder).train) == 1


def test_one_class_alone_cannot_be_told_apart(tmp_path):
    folder = folder_of(tmp_path, ["a,a,hi,,,1,train", "b,b,hi,,,0,valid"], HEADER + ",split")
    with pytest.raises(DataError, match="nothing to tell apart"):
        read_data_set("mustard", folder)


def test_one_side_alone_is_noted(tmp_path):
    read = read_data_set("eatd", folder_of(tmp_path, two_splits("a,a,hello,,,30"), HEADER + ",split"))
    assert any("train split is below the cut-off 53" in note for note in read.notes)


def test_content_tells_recordings_apart(tmp_path):
    big = bytes(3 * 2**20)
    for name, content in {"a": big, "b": big, "c": big[:-1] + b"x", "d": b"x" + big[1:], "e": b""}.items():
        (tmp_path / name).write_bytes(content)
    hashes = {name: content_hash(tmp_path / name) for name in "abcde"}
    assert hashes["a"] == hashes["b"]
    assert len(set(hashes.values())) == 4


def test_eatd_is_dealt_by_person_and_its_sound_is_heard(tmp_path):
    folder = tmp_path / "eatd"
    (folder / "audio").mkdir(parents=True)
    lines = ["subject,stimulus,audio,duration_seconds,sds_index,transcript"]
    for person in range(12):
        for stimulus in ("positive", "negative"):
            name = f"audio/t_{person}_{stimulus}.flac"
            (folder / name).write_bytes(f"{person} {stimulus}".encode())
            lines.append(f"t_{person},{stimulus},{name},1.5,{40 if person % 2 else 60},“好”，的")
    lines.append("t_0,neutral,,,60,嗯")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    read = read_data_set("eatd", folder, extract=Recipe().extraction, report=no_report)
    samples = [sample for split in read.splits.values() for sample in split]
    assert len(samples) == 25
    assert sum(sample.audio is None for sample in samples) == 1
    persons = [{sample.person for sample in split} for split in read.splits.values()]
    assert sum(map(len, persons)) == len(set.union(*persons)) == 12
