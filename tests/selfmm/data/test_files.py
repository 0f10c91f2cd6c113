from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from mirrored_file import MirroredFile
from safetensors.numpy import save_file

from selfmm.data.files import read_cues, read_features, read_transcript, write_cues, write_features, write_transcript
from selfmm.errors import DataError
from selfmm.types import Answer, Cue, Features, FeatureSequence, Speaker, Transcript, Word

seconds = st.floats(0, 1e6)
texts = st.text(max_size=20)
words = st.builds(Word, texts, seconds, seconds, st.floats(0, 1))
spoken = st.lists(words, max_size=3).map(tuple)
answers = st.builds(Answer, texts, seconds, seconds, spoken, prompt=texts, speaker=st.sampled_from(Speaker))
transcripts = st.builds(Transcript, st.lists(answers, max_size=4).map(tuple), st.sampled_from(["en", "zh", "de"]))

matrices = arrays(
    np.float32, array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=5), elements=st.floats(-1e6, 1e6, width=32)
)
sequences = st.builds(FeatureSequence, matrices, st.floats(1e-3, 10), texts)
features = st.builds(
    Features,
    recipe=st.text("0123456789abcdef", min_size=12, max_size=12),
    audio=st.none() | sequences,
    vision=st.none() | sequences,
    voice=st.none() | sequences,
    picture=st.none() | sequences,
    speech=st.lists(st.tuples(seconds, seconds), max_size=3).map(tuple),
    truncated=st.booleans(),
)
a_folder_for_all = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)

TRANSCRIPT = Transcript(
    (Answer("我睡不好。", 1.0, 2.5, (Word("我", 1.0, 1.2, 0.9), Word("睡", 1.2, 1.3, None))), Answer("Fine “now”")),
    "zh",
    "en",
)
CUES = (Cue("enjoyed-lately", 0.0, 31.5), Cue("describe-room", 31.5, 60.0))
FEATURES = Features(
    "0123456789ab",
    audio=FeatureSequence(np.ones((3, 33), np.float32), 0.032, "librosa_33"),
    speech=((0.5, 4.5),),
)


def alike(one, other):
    if one is None or other is None:
        return one is other
    same_frames = one.frame_seconds == other.frame_seconds and one.extractor == other.extractor
    return same_frames and np.array_equal(one.values, other.values) and one.values.shape == other.values.shape


@a_folder_for_all
@given(transcript=transcripts)
def test_a_transcript_comes_back_as_it_went(tmp_path, transcript):
    write_transcript(tmp_path / "transcript.json", transcript)
    assert read_transcript(tmp_path / "transcript.json") == transcript


def test_half_a_letter_that_a_window_may_hand_over_comes_back_too(tmp_path):
    transcript = Transcript((Answer("broken \ud83d smile"),), "en")
    write_transcript(tmp_path / "transcript.json", transcript)
    assert read_transcript(tmp_path / "transcript.json") == transcript


@a_folder_for_all
@given(made=features)
def test_features_come_back_as_they_went(tmp_path, made):
    path = tmp_path / "features.safetensors"
    write_features(path, made)
    read = read_features(path)
    for name in ("audio", "vision", "voice", "picture"):
        assert alike(getattr(read, name), getattr(made, name))
    for name in ("recipe", "speech", "truncated"):
        assert getattr(read, name) == getattr(made, name)


@a_folder_for_all
@given(transcript=transcripts, made=features)
def test_they_come_back_from_a_file_that_lies_there_in_another_form(tmp_path, transcript, made):
    file = MirroredFile(tmp_path / "file")
    write_transcript(file, transcript)
    assert read_transcript(file) == transcript
    with pytest.raises(DataError, match="damaged"):
        read_transcript(file.path)
    write_features(file, made)
    assert alike(read_features(file).audio, made.audio)
    write_cues(file, [Cue("a", 0.0, 1.5)])
    assert read_cues(file) == (Cue("a", 0.0, 1.5),)


def test_cues_come_back_as_they_went(tmp_path):
    write_cues(tmp_path / "cues.json", CUES)
    assert read_cues(tmp_path / "cues.json") == CUES


@pytest.mark.parametrize("row", [["card", 0.0], [5, 0.0, 1.0], ["card", "x", 1.0], "card"])
def test_poisoned_cues_are_damaged(tmp_path, row):
    document = {"format": "selfmm-cues", "version": 1, "cues": [row]}
    (tmp_path / "cues.json").write_text(json.dumps(document))
    with pytest.raises(DataError, match="is damaged"):
        read_cues(tmp_path / "cues.json")


def test_a_slice_is_written_as_it_looks(tmp_path):
    whole = FeatureSequence(np.arange(60, dtype=np.float32).reshape(20, 3), 1.0, "x")
    part = FeatureSequence(whole.values[::2, ::-1], 1.0, "x")
    write_features(tmp_path / "features", Features("a", audio=part))
    np.testing.assert_array_equal(read_features(tmp_path / "features").audio.values, part.values)


@pytest.fixture(params=["transcript", "features", "cues"])
def kind(request, tmp_path):
    """How one kind of file is written and read, what is in it, and where."""
    if request.param == "transcript":
        return write_transcript, read_transcript, TRANSCRIPT, tmp_path / "transcript.json"
    if request.param == "cues":
        return write_cues, read_cues, CUES, tmp_path / "cues.json"
    return write_features, read_features, FEATURES, tmp_path / "features.safetensors"


def test_a_missing_file_or_a_folder_is_told(kind):
    _, read, _, path = kind
    with pytest.raises(DataError, match="is missing"):
        read(path)
    path.mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        read(path)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_damaged(kind, share):
    write, read, content, path = kind
    write(path, content)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(DataError, match="is damaged"):
        read(path)


@pytest.mark.parametrize(
    "content", [b"\x00" * 100, b"[1, 2]", b'{"format": "other"}', b"\xff\xfe{}", b"[" * 100_000, b"PK\x03\x04"]
)
def test_a_foreign_file_is_refused(kind, content):
    _, read, _, path = kind
    path.write_bytes(content)
    with pytest.raises(DataError, match=path.name):
        read(path)


def test_a_foreign_safetensors_file_is_refused(tmp_path):
    path = tmp_path / "model.safetensors"
    save_file({"weight": np.zeros((2, 2), np.float32)}, path)
    with pytest.raises(DataError, match="not made by this program"):
        read_features(path)


@pytest.mark.parametrize(
    ("version", "told"), [(4, "newer version"), ("x", "damaged"), (0, "damaged"), (None, "damaged")]
)
def test_other_versions_are_told(tmp_path, version, told):
    transcript, features_file = tmp_path / "t.json", tmp_path / "f.safetensors"
    transcript.write_text(json.dumps({"format": "selfmm-transcript", "version": version, "language": "en"}))
    save_file({}, features_file, {"format": "selfmm-features", "version": str(version), "features": "{}"})
    with pytest.raises(DataError, match=told):
        read_transcript(transcript)
    with pytest.raises(DataError, match=told):
        read_features(features_file)


def described(**changes):
    description = {"recipe": "a", "audio": {"frame_seconds": 0.1, "extractor": "x"}, "speech": [[0.5, 1.0]]}
    return description | {"truncated": False} | changes


@pytest.mark.parametrize(
    ("values", "description"),
    [
        (np.full((2, 3), np.nan, np.float32), described()),
        (np.full((2, 3), -np.inf, np.float32), described()),
        (np.zeros((2, 3), np.float64), described()),
        (np.zeros(6, np.float32), described()),
        (np.zeros((2, 3), np.float32), described(audio={"frame_seconds": 0.0, "extractor": "x"})),
        (np.zeros((2, 3), np.float32), described(audio={"frame_seconds": 0.1})),
        (np.zeros((2, 3), np.float32), described(vision={"frame_seconds": 0.1, "extractor": "x"})),
        (np.zeros((2, 3), np.float32), described(speech=[[0.5, float("nan")]])),
        (np.zeros((2, 3), np.float32), described(speech=[[0.5, 10**400]])),
        (np.zeros((2, 3), np.float32), described(speech=[[0.5]])),
        (np.zeros((2, 3), np.float32), described(speech=None)),
        (np.zeros((2, 3), np.float32), {}),
        (np.zeros((2, 3), np.float32), []),
    ],
)
def test_poisoned_features_are_damaged(tmp_path, values, description):
    path = tmp_path / "features.safetensors"
    metadata = {"format": "selfmm-features", "version": "2", "features": json.dumps(description)}
    save_file({"audio": values}, path, metadata)
    with pytest.raises(DataError, match="is damaged"):
        read_features(path)


@pytest.mark.parametrize(
    "answer",
    [
        {"text": "a", "start": 0.0, "end": 1.0, "words": [["a", 0.0, 1.0, "sure"]]},
        {"text": "a", "start": float("nan"), "end": 1.0, "words": []},
        {"text": 5, "start": 0.0, "end": 1.0, "words": []},
        {"text": "a", "start": 0.0, "words": []},
        {"text": "a", "start": 0.0, "end": 1.0, "words": [["a", 0.0, 1.0]]},
        {"text": "a", "start": 0.0, "end": 1.0, "words": ["abcd"]},
        {"text": "a", "start": 0.0, "end": 1.0, "words": [], "speaker": "nobody"},
        {"text": "a", "start": 0.0, "end": 1.0, "words": [], "prompt": 5},
        "a",
    ],
)
def test_poisoned_transcripts_are_damaged(tmp_path, answer):
    path = tmp_path / "transcript.json"
    document = {"format": "selfmm-transcript", "version": 1, "language": "en", "answers": [answer]}
    path.write_text(json.dumps(document))
    with pytest.raises(DataError, match="is damaged"):
        read_transcript(path)


def test_a_transcript_of_the_first_version_is_all_the_participants(tmp_path):
    answer = {"text": "a", "start": 0.0, "end": 1.0, "words": []}
    document = {"format": "selfmm-transcript", "version": 1, "language": "en", "heard_language": None}
    (tmp_path / "transcript.json").write_text(json.dumps(document | {"answers": [answer]}))
    assert read_transcript(tmp_path / "transcript.json").answers == (Answer("a", 0.0, 1.0),)


def test_features_that_are_no_numbers_are_not_written(tmp_path):
    poisoned = Features("a", audio=FeatureSequence(np.full((1, 2), np.nan, np.float32), 0.1, "x"))
    with pytest.raises(ValueError, match="finite"):
        write_features(tmp_path / "features", poisoned)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("code", "told"), [(errno.ENOSPC, "disk is full"), (errno.EACCES, "may write")])
def test_a_failed_write_leaves_the_old_file_and_nothing_else(kind, monkeypatch, code, told):
    write, _, content, path = kind
    write(path, content)
    before = path.read_bytes()

    def fail(_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(DataError, match=told):
        write(path, content)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_missing_folder_is_told(kind):
    write, _, content, path = kind
    with pytest.raises(DataError, match="was not saved"):
        write(path.parent / "gone" / path.name, content)


def test_the_written_transcript_is_whole_before_it_is_in_place(tmp_path, monkeypatch):
    seen = []
    replace = Path.replace

    def spy(self, target):
        seen.append(json.loads(self.read_text(encoding="utf-8"))["language"])
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", spy)
    write_transcript(tmp_path / "transcript.json", TRANSCRIPT)
    assert seen == ["zh"]
