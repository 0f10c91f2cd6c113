from __future__ import annotations

import numpy as np
import pytest

from selfmm.data.benchmarks import daic_features, read_data_set
from selfmm.data.benchmarks.daic import Turn, answers_of, read_turns
from selfmm.errors import DataError
from selfmm.scales import PHQ_8
from selfmm.types import Modality

TRANSCRIPT = (
    "start_time\tstop_time\tspeaker\tvalue\n"
    "0.0\t0.8\tEllie\thow_doingV (so how are you doing today)\n"
    "1.0\t1.5\tParticipant\tgood <laughter>\n"
    "\n"
    "1.8\t2.0\tParticipant\t um tired\n"
    "2.1\t2.4\tEllie\twhere_originally (where are you from)\n"
    "2.5\t2.6\tParticipant\t<sync>\n"
    "3.0\t4.0\tParticipant\tatlanta georgia\n"
)
HEADER = "Participant_ID,PHQ8_Binary,PHQ8_Score,Gender,PHQ8_NoInterest\n"
FACE = "frame, timestamp, confidence, success, "


def add_person(folder, person, *, transcript=TRANSCRIPT, seconds=5, parts=daic_features.PARTS):
    home = folder / f"{person}_P"
    home.mkdir(parents=True)
    (home / f"{person}_TRANSCRIPT.csv").write_text(transcript, encoding="utf-8")
    time = np.arange(seconds * 100)
    tables = {
        "COVAREP.csv": np.repeat(time[:, None] / 100, 74, axis=1),
        "FORMANT.csv": np.repeat(time[:-2, None], 5, axis=1),
    }
    for name, values in tables.items():
        if name in parts:
            np.savetxt(home / f"{person}_{name}", values, delimiter=",", fmt="%.3f")
    for name, width in {"CLNF_AUs.txt": 20, "CLNF_gaze.txt": 12, "CLNF_pose.txt": 6}.items():
        if name not in parts:
            continue
        lines = [FACE + ", ".join(f"c{n}" for n in range(width))]
        for frame in range(seconds * 30):
            seen = int(frame >= 45)  # no face in the first second and a half
            lines.append(f"{frame + 1}, {frame / 30}, 0.9, {seen}, " + ", ".join(["1.5"] * width))
        (home / f"{person}_{name}").write_text("\n".join(lines) + "\n")
    return home


def add_tables(folder, train=((300, 3), (301, 15)), valid=((302, 12),), test=((303, 2),)):
    for name, people in (("train", train), ("dev", valid)):
        rows = "".join(f"{person},{int(score >= 10)},{score},1,0\n" for person, score in people)
        (folder / f"{name}_split_Depression_AVEC2017.csv").write_text(HEADER + rows)
    if test is not None:
        rows = "".join(f"{person},0,{score},1\n" for person, score in test)
        (folder / "full_test_split.csv").write_text("Participant_ID,PHQ_Binary,PHQ_Score,Gender\n" + rows)


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "daic"
    for person in (300, 301, 302, 303):
        add_person(folder, person)
    add_tables(folder)
    return folder


def test_an_answer_is_what_is_said_between_two_prompts(corpus):
    read = read_data_set("daic", corpus)
    assert read.scale == PHQ_8
    assert {split: len(samples) for split, samples in read.splits.items()} == {"train": 4, "valid": 2, "test": 2}
    first, second = read.train[:2]
    assert (first.id, first.person, first.text, first.label) == ("300:0", "300", "good um tired", 3.0)
    assert (first.start, first.end, second.text) == (1.0, 2.0, "atlanta georgia")
    assert "Ellie" not in first.text
    assert "today" not in first.text


def test_features_are_those_of_the_answer_s_time_in_tenths_of_a_second(corpus):
    read = read_data_set("daic", corpus)
    first, second = read.train[:2]
    assert dict(read.dimensions) == {Modality.AUDIO: 79, Modality.VISION: 38}
    assert first.audio.frame_seconds == first.vision.frame_seconds == 0.1
    assert first.audio.values.shape == (10, 79)
    # frame n of ours is the mean of their frames 10n … 10n+9
    np.testing.assert_allclose(first.audio.values[:, 0], 1.045 + np.arange(10) / 10, rtol=1e-5)
    np.testing.assert_allclose(second.audio.values[:, 74], 304.5 + 10 * np.arange(10), rtol=1e-5)
    np.testing.assert_array_equal(first.vision.values[:5], 0)  # no face yet
    np.testing.assert_array_equal(first.vision.values[5:], 1.5)


def test_a_second_reading_reads_no_features(corpus, monkeypatch):
    first = read_data_set("daic", corpus)
    monkeypatch.setattr(daic_features.PersonFeatures, "read", None)
    second = read_data_set("daic", corpus)
    assert second.fingerprint == first.fingerprint
    np.testing.assert_array_equal(second.train[0].audio.values, first.train[0].audio.values)


def test_what_is_missing_or_broken_is_a_missing_modality(corpus):
    (corpus / "300_P" / "300_FORMANT.csv").unlink()
    (corpus / "301_P" / "301_CLNF_gaze.txt").write_text("no numbers, at all\nx, y\n")
    read = read_data_set("daic", corpus)
    of_300, of_301 = read.train[0], read.train[2]
    assert (of_300.audio is None, of_300.vision is None) == (True, False)
    assert (of_301.audio is None, of_301.vision is None) == (False, True)
    assert read.mended.unreadable == 2


def test_parts_that_nobody_fetched_make_no_modality(tmp_path):
    folder = tmp_path / "daic"
    for person in (300, 301, 302):
        add_person(folder, person, parts=("COVAREP.csv",))
    add_tables(folder, test=None)
    read = read_data_set("daic", folder)
    assert dict(read.dimensions) == {Modality.AUDIO: 74, Modality.VISION: 0}
    assert dict(read.extractors) == {Modality.AUDIO: "daic_COVAREP", Modality.VISION: ""}
    assert read.mended.unreadable == 0


def test_windows_not_a_number_and_infinity_are_mended(corpus):
    path = corpus / "300_P" / "300_COVAREP.csv"
    lines = path.read_text().splitlines()
    lines[105] = ",".join(["-1.#IND", "-Inf", *["1"] * 72])
    path.write_text("\n".join(lines))
    read = read_data_set("daic", corpus)
    assert np.isfinite(read.train[0].audio.values).all()
    assert (read.mended.not_a_number, read.mended.infinite) == (1, 1)


def test_people_without_a_folder_or_a_score_are_noted(corpus):
    add_tables(corpus, train=((300, 3), (301, 15), (399, 8)), test=None)
    (corpus / "test_split_Depression_AVEC2017.csv").write_text("participant_ID,Gender\n303,1\n")
    (corpus / "full_test_split.csv").unlink()
    read = read_data_set("daic", corpus)
    assert read.test == ()
    assert read.mended.without_label == 1
    assert any("no folder" in note and "399" in note for note in read.notes)
    assert any("1 participants have no score" in note for note in read.notes)


def test_avec_2017_is_the_same(corpus):
    read = read_data_set("avec", corpus)
    assert (read.name, read.scale, read.languages, len(read.train)) == ("avec", PHQ_8, ("en",), 4)


def test_a_person_in_two_splits_is_refused(corpus):
    add_tables(corpus, valid=((300, 3), (302, 4)))
    with pytest.raises(DataError, match="in the train and the valid split, such as 300"):
        read_data_set("daic", corpus)


def test_folders_may_lie_one_deeper(corpus):
    data = corpus / "data"
    data.mkdir()
    for path in list(corpus.glob("*_P")):
        path.rename(data / path.name)
    assert len(read_data_set("daic", corpus).train) == 4


def test_nobody_there_is_said(tmp_path):
    add_tables(tmp_path)
    with pytest.raises(DataError, match="no rated participant's folder"):
        read_data_set("daic", tmp_path)


def test_a_malformed_transcript_is_named(corpus):
    (corpus / "301_P" / "301_TRANSCRIPT.csv").write_text(TRANSCRIPT + "soon\tlater\tParticipant\tx\n")
    with pytest.raises(DataError, match=r"Line 9 of 301_TRANSCRIPT\.csv"):
        read_data_set("daic", corpus)


def test_a_score_beyond_the_scale_is_refused(corpus):
    add_tables(corpus, train=((300, 3), (301, 25)))
    with pytest.raises(DataError, match=r"rated 25.0, but PHQ-8 goes from 0.0 to 24.0"):
        read_data_set("daic", corpus)


def test_without_prompts_a_long_pause_parts_answers():
    turns = [Turn(start, start + 1, "participant", "x") for start in (0.0, 2.0, 9.0, 10.5)]
    assert [len(answer) for answer in answers_of(turns)] == [2, 2]
    prompted = [Turn(0.0, 0.5, "ellie", "so"), *turns]
    assert [len(answer) for answer in answers_of(prompted)] == [4]


def test_quotation_marks_in_a_transcript_are_words(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('start_time\tstop_time\tspeaker\tvalue\n0\t1\tParticipant\tshe said "no\n1\t2\tParticipant\t"so\n')
    assert [turn.text for turn in read_turns(path)] == ['she said "no', '"so']
