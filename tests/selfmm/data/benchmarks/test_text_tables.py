from __future__ import annotations

import pytest

from selfmm.data.benchmarks import read_data_set
from selfmm.errors import DataError
from selfmm.types import Modality

MOSI = "id,video,clip,start,stop,text,label\n"
MOSEI = "video,clip,start,stop,text,label\n"
SIMS = "id,text,label_M,label_T,label_A,label_V,in_sims_v1\n"


def write(folder, name, header, train, valid):
    for split, rows in (("train", train), ("valid", valid)):
        (folder / f"{name}_{split}.csv").write_text(header + "\n".join(rows) + "\n", encoding="utf-8")


def test_mosi(tmp_path):
    write(tmp_path, "mosi", MOSI, ["a_1,a,1,2.5,4,GOOD,1.2", 'a_2,a,2,4,5,"BAD, SAD",-2'], ["b_1,b,1,0,1,SO,0"])
    read = read_data_set("mosi", tmp_path)
    first, second = read.train
    assert (first.id, first.person, first.text, first.label) == ("a_1", "a", "GOOD", 1.2)
    assert (first.start, first.end, second.text) == (2.5, 4.0, "BAD, SAD")
    assert (len(read.valid), read.test, set(read.dimensions.values())) == (1, (), {0})
    assert len(read.fingerprint) == 64


def test_mosei_has_no_ids_of_its_own(tmp_path):
    write(tmp_path, "mosei", MOSEI, ["-v,10,0,1,x,1", "-v,11,1,2,y,-1"], ["w,0,0,1,z,0.5"])
    assert [sample.id for sample in read_data_set("mosei", tmp_path).train] == ["-v_10", "-v_11"]


def test_a_clip_of_mosi_or_mosei_knows_its_neighbours_and_one_of_sims_does_not(tmp_path):
    write(tmp_path, "mosei", MOSEI, ["v,1,0,1,y,1", "w,1,0,1,x,0", "v,0,0,1,x,-1"], ["v,2,1,2,z,0.5"])
    told = [(sample.text, sample.before, sample.after) for sample in read_data_set("mosei", tmp_path).train]
    assert told == [("y", "x", ""), ("x", "", ""), ("x", "", "y")]
    lines = ["video_0001_0001,好,-1.0,-0.8,,1.0,1", "video_0001_0002,坏,0.2,0,0,0,0"]
    write(tmp_path, "simsv2", SIMS, lines, ["video_0002_0002,是,0.0,0,0,0,1"])
    assert not any(sample.before or sample.after for sample in read_data_set("simsv2", tmp_path).train)


def test_sims_is_a_part_of_its_second_version(tmp_path):
    train = ["video_0001_0001,好,-1.0,-0.8,,1.0,1", "video_0002_0001,坏,0.2,0,0,0,0", "video_0001_0003,嗯,0.4,0,0,0,1"]
    write(tmp_path, "simsv2", SIMS, train, ["video_0001_0002,是,0.0,0,0,0,1"])
    whole, part = read_data_set("simsv2", tmp_path), read_data_set("sims", tmp_path)
    assert (len(whole.train), len(part.train)) == (3, 2)
    assert dict(part.train[0].unimodal_labels) == {Modality.TEXT: -0.8, Modality.VISION: 1.0}
    assert part.train[0].person == "video_0001"
    assert whole.fingerprint != part.fingerprint
    assert "share 1 speakers or videos" in " ".join(part.notes)  # official splits are kept, and it is said


def test_unrated_lines_are_left_out_and_counted(tmp_path):
    write(tmp_path, "mosei", MOSEI, ["v,1,0,1,x,1", "v,2,0,1,x,-1", "v,3,0,1,x,"], ["w,1,0,1,x,0"])
    read = read_data_set("mosei", tmp_path)
    assert (len(read.train), read.mended.without_label) == (2, 1)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("v,1,0,1,x,high", "Line 2 .* not a number"),
        ("v,1,0,1,x,nan", "Line 2 .* not a number"),
        ("v,1,0,1,x", "5 cells for 6 columns"),
        ("v,1,0,1,x,4.5", "rated 4.5, but MOSI goes from"),
        ("v,,0,1,x,1", "clip is empty"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, row, said):
    write(tmp_path, "mosei", MOSEI, [row], ["w,1,0,1,x,0"])
    with pytest.raises(DataError, match=said):
        read_data_set("mosei", tmp_path)


def test_a_missing_column_is_named(tmp_path):
    write(tmp_path, "mosei", "video,clip,text\n", ["v,1,x"], ["w,1,x"])
    with pytest.raises(DataError, match=r"mosei_train\.csv has no column label"):
        read_data_set("mosei", tmp_path)


def test_another_encoding_is_said(tmp_path):
    write(tmp_path, "mosei", MOSEI, ["v,1,0,1,x,1"], ["w,1,0,1,x,0"])
    (tmp_path / "mosei_train.csv").write_bytes((MOSEI + "v,1,0,1,好,1\n").encode("gb18030"))
    with pytest.raises(DataError, match="UTF-8"):
        read_data_set("mosei", tmp_path)


def test_a_table_without_the_other_split_is_refused(tmp_path):
    write(tmp_path, "mosei", MOSEI, ["v,1,0,1,x,1"], [])
    with pytest.raises(DataError, match="valid split"):
        read_data_set("mosei", tmp_path)
