"""The interviews' folders on a real disk."""

from __future__ import annotations

import os
import shutil
import stat
import time
from typing import TYPE_CHECKING

import pytest

from screening_app.errors import StorageError
from screening_app.storage.media_folder import MediaFolder

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = "0" * 32, "f" * 32
LATER = time.time_ns() + 3600 * 10**9  # than whatever a test writes


@pytest.mark.parametrize(
    "bad", ["", ".", "..", "../../etc", "0" * 31, "0" * 33, "G" * 32, "0" * 31 + "/", "0" * 32 + "\n", "A" * 32]
)
def test_only_ids_become_folders(media: MediaFolder, bad: str) -> None:
    for use in (media.of, media.remove, media.recording_path, media.transcript_path, media.recordings):
        with pytest.raises(ValueError, match="cannot be part of a file name"):
            use(bad)
    assert not media.root.exists()


@pytest.mark.parametrize("bad", ["", "mkv", ".", "..", "./../x", ".MKV", ".mkv/..", ".verylongsuffix"])
def test_only_suffixes_become_suffixes(media: MediaFolder, bad: str) -> None:
    with pytest.raises(ValueError, match="cannot be part of a file name"):
        media.recording_path(ONE, bad)


@pytest.mark.parametrize("bad", ["", "..", "a/b", "xyz"])
def test_only_fingerprints_become_names_of_features(media: MediaFolder, bad: str) -> None:
    with pytest.raises(ValueError, match="cannot be part of a file name"):
        media.features_path(ONE, bad)


def test_each_thing_has_its_place(media: MediaFolder) -> None:
    folder = media.of(ONE)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert media.recording_path(ONE) == folder / "recording.mkv"
    assert media.recording_path(ONE, ".wav") == folder / "recording.wav"
    assert media.transcript_path(ONE) == folder / "transcript.json"
    assert media.original_transcript_path(ONE) == folder / "transcript-original.json"
    assert media.features_path(ONE, "0a1b") == folder / "features-0a1b.safetensors"


def test_a_copy_that_is_not_whole_is_no_recording(media: MediaFolder) -> None:
    (media.of(ONE) / "recording.mkv.part").touch()
    assert media.recordings(ONE) == ()
    media.recording_path(ONE, ".mp4").touch()
    assert media.recordings(ONE) == (media.recording_path(ONE, ".mp4"),)


def test_removing_leaves_the_others(media: MediaFolder) -> None:
    for interview_id in (ONE, TWO):
        (media.of(interview_id) / "recording.mkv").touch()
    media.remove(ONE)
    media.remove(ONE)  # it may be gone already
    assert [path.name for path in media.root.iterdir()] == [TWO]


def test_an_interrupted_removal_is_finished_by_the_next_start(
    media: MediaFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (media.of(ONE) / "recording.mkv").touch()

    def killed(path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        media.remove(ONE)
    monkeypatch.undo()
    assert not media.recordings(ONE)
    assert list(media.root.iterdir())
    media.finish_removals(lambda interview_id: False, lambda _: True)
    assert list(media.root.iterdir()) == []


def test_a_removal_interrupted_before_the_row_was_removed_is_taken_back(media: MediaFolder) -> None:
    for interview_id in (ONE, TWO):
        (media.of(interview_id) / "recording.mkv").touch()
        media.of(interview_id).rename(media.root / f".trash-{interview_id}")
    media.finish_removals(lambda interview_id: interview_id == ONE, lambda _: True)
    assert [path.name for path in media.root.iterdir()] == [ONE]
    assert media.recordings(ONE)


def test_a_removal_that_fails_takes_nothing_away(media: MediaFolder) -> None:
    (media.of(ONE) / "recording.mkv").touch()
    with pytest.raises(StorageError), media.removing([ONE, TWO]):
        raise StorageError("The database is in use.")
    assert media.recordings(ONE) == (media.recording_path(ONE),)


def test_a_disk_that_refuses_is_explained(closed_folder: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        MediaFolder(closed_folder / "media").of(ONE)


def test_free_bytes_is_what_the_disk_has(media: MediaFolder) -> None:
    disk = os.statvfs(media.root.parent)
    assert media.free_bytes() == pytest.approx(disk.f_bavail * disk.f_frsize, rel=0.2)


def test_an_interrupted_removal_of_a_recording_is_finished_at_the_next_start(media: MediaFolder) -> None:
    for interview_id in (ONE, TWO):
        media.of(interview_id)
        (media.root / f".going-{interview_id}-recording.mkv").touch()
    media.finish_removals(lambda _: True, lambda interview_id: interview_id == ONE)
    assert sorted(path.name for path in media.root.iterdir()) == sorted([ONE, TWO])
    assert [path.name for path in media.recordings(ONE)] == ["recording.mkv"]
    assert not media.recordings(TWO)


def test_what_was_half_written_when_the_program_was_killed_is_swept(media: MediaFolder) -> None:
    folder = media.of(ONE)
    for name in (".transcript.json.x1y2", ".features-0a1b.safetensors.z3", "transcript.json", "recording.mkv"):
        (folder / name).touch()
    media.sweep(LATER)
    assert sorted(path.name for path in folder.iterdir()) == ["recording.mkv", "transcript.json"]


def test_what_is_being_written_now_is_not_swept(media: MediaFolder) -> None:
    folder = media.of(ONE)
    for name in (".transcript.json.old", ".being-recorded", ".transcript.json.new", "transcript-so-far.json"):
        (folder / name).touch()
    opened = time.time_ns()
    for name in (".transcript.json.old", ".being-recorded"):
        os.utime(folder / name, ns=(opened - 1, opened - 1))
    for name in (".transcript.json.new", "transcript-so-far.json"):
        os.utime(folder / name, ns=(opened, opened))
    media.sweep(opened)
    assert sorted(path.name for path in folder.iterdir()) == [".transcript.json.new", "transcript-so-far.json"]


def test_finishing_removals_looks_into_no_folder_of_an_interview(
    media: MediaFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        (media.of(f"{number:032x}") / "transcript.json").touch()
    (media.of(ONE)).rename(media.root / f".trash-{ONE}")
    looked_into: list[str] = []

    def scandir(folder: Path | str) -> object:
        looked_into.append(str(folder))
        return real(folder)

    real = os.scandir
    monkeypatch.setattr(os, "scandir", scandir)
    media.finish_removals(lambda _: True, lambda _: True)
    assert looked_into == [str(media.root)]
    assert (media.root / ONE).is_dir()


needs_links = pytest.mark.skipif(os.name == "nt", reason="links need rights there")


@needs_links
def test_a_link_in_the_place_of_a_folder_is_refused_and_what_it_leads_to_stays(
    media: MediaFolder, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / ".letter.json.draft").write_text("of somebody else")
    (outside / "recording.mkv").write_bytes(b"of somebody else")
    media.root.mkdir()
    (media.root / ONE).symlink_to(outside)
    for use in (media.of, media.remove, media.recording_path, media.transcript_path, media.recordings):
        with pytest.raises(StorageError, match="is a link to another place"):
            use(ONE)
    media.sweep(LATER)
    assert len(list(outside.iterdir())) == 2


@needs_links
def test_a_link_in_the_place_of_a_recording_is_none(media: MediaFolder, tmp_path: Path) -> None:
    outside = tmp_path / "recording.mkv"
    outside.write_bytes(b"of somebody else")
    (media.of(ONE) / "recording.mkv").symlink_to(outside)
    assert media.recordings(ONE) == ()
    media.remove(ONE)
    assert outside.exists()


def test_what_was_left_of_a_copy_goes_after_the_next_start(media: MediaFolder) -> None:
    left = media.of(ONE) / "recording.mkv.part"
    left.write_bytes(b"half of it")
    media.sweep(LATER)
    assert not left.exists()
