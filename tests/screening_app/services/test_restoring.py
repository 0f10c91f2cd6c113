"""A backup is checked by bringing it back, and brought back on an empty machine by passphrase or recovery key alone."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from screening_app.errors import DamagedFileError, ScreeningError, StorageError
from screening_app.paths import AppPaths
from screening_app.services import snapshots
from screening_app.services.audit_check import examine
from screening_app.services.backups import (
    back_up,
    destination_of,
    list_backups,
    open_backups,
    set_up_backups,
    whole_backup,
)
from screening_app.services.interviews import interviews_of, type_text
from screening_app.services.patients import add_patient
from screening_app.services.restoring import (
    check_backup,
    forget_restored,
    restore,
    restore_at_next_start,
    take_restored,
    waits_for_start,
)
from screening_app.services.snapshots import Entry, read_snapshot, write_snapshot
from screening_app.services.transcripts import existing_transcript
from screening_app.services.workspace import open_workspace
from screening_app.storage import disk
from selfmm.types import no_report

PASSPHRASE = "violet tractor hums at dawn"
WORDS = ("Ich schlafe nicht mehr.", "我很久没有睡好了。", "I cannot sleep.")


pytestmark = pytest.mark.usefixtures("quick_passphrases")


@pytest.fixture
def made(workspace, tmp_path):
    """A backup of three sessions: the folder, the recovery key, the backup."""
    disk = tmp_path / "disk"
    disk.mkdir()
    recovery = set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    for number, words in enumerate(WORDS):
        interview = type_text(workspace, add_patient(workspace, code=f"P-{number}"), words, "en")
        recording = workspace.media.of(interview.id) / "recording.mkv"
        recording.write_bytes(bytes(range(256)) * 1000 * number)
    workspace.paths.settings.write_text('clinician = "Dr Li"\n', encoding="utf-8")
    return disk, recovery, back_up(workspace, no_report).snapshot


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def said_in(paths: AppPaths) -> list[str]:
    """What every session says, read as the app does."""
    workspace = open_workspace(paths)
    try:
        patients = sorted(workspace.patients.all(), key=lambda patient: patient.code)
        sessions = [interview for patient in patients for interview in interviews_of(workspace, patient.id)]
        return [existing_transcript(workspace, interview).text for interview in sessions]
    finally:
        workspace.close()


@pytest.mark.parametrize("by", ["passphrase", "recovery key"])
def test_on_an_empty_machine_it_comes_back_by_passphrase_or_recovery_key_alone(workspace, made, tmp_path, by):
    disk, recovery, snapshot = made
    kept = {entry.path: (workspace.paths.data / entry.path).read_bytes()
            for entry in snapshot.entries if entry.path != "screening.sqlite3"}  # fmt: skip
    workspace.close()
    shutil.rmtree(workspace.paths.data)  # the computer is gone; only the disk with the backups is left
    to = open_backups(disk, PASSPHRASE if by == "passphrase" else recovery)
    found = list_backups(to)
    assert [(each.patients, each.sessions, each.recordings) for each in found] == [(3, 3, 3)]
    folder = tmp_path / "new machine" / "data"
    restore(to, whole_backup(to, found[0]), folder, no_report)
    restored = everything_in(folder)
    for made_anew in ("screening.sqlite3", "audit-head.json"):
        restored.pop(made_anew)
    assert restored == kept
    assert said_in(AppPaths(folder)) == list(WORDS)


def test_checking_brings_all_of_it_back_and_leaves_nothing(workspace, made):
    disk, _, snapshot = made
    before, told = everything_in(disk), []
    check_backup(destination_of(workspace), snapshot, lambda step, share: told.append((step, share)))
    assert everything_in(disk) == before
    assert told[-1] == ("checking_backup", 1.0)


@pytest.mark.parametrize("what", ["missing", "shortened", "changed", "exchanged"])
def test_a_damaged_backup_is_found_and_not_brought_back(workspace, made, tmp_path, what):
    disk, _, snapshot = made
    to = destination_of(workspace)
    large = [entry for entry in snapshot.entries if entry.path.endswith("recording.mkv") and entry.size][:2]
    first, second = (next(disk.rglob(entry.content)) for entry in large)
    content = first.read_bytes()
    if what == "missing":
        first.unlink()
    elif what == "exchanged":
        first.write_bytes(second.read_bytes())
    else:
        first.write_bytes(content[:-1] if what == "shortened" else content[:5000] + b"!" + content[5001:])
    with pytest.raises(ScreeningError, match="1 of"):
        check_backup(to, snapshot, no_report)
    with pytest.raises((DamagedFileError, StorageError)):
        restore(to, snapshot, tmp_path / "back", no_report)
    assert not list(tmp_path.glob("*back*"))


def test_a_database_that_was_broken_before_it_was_backed_up_is_found(workspace, made, monkeypatch):
    """The hashes are right then; only opening it tells."""
    _, _, snapshot = made
    to = destination_of(workspace)
    broken = b"SQLite format 3\0" + b"\xff" * 8000
    import hashlib

    digest = hashlib.sha256(broken).hexdigest()
    name = to.folder.name_of(digest, to.key)
    with to.folder.adding(name, to.key) as file:
        file.write(broken)
    entry = Entry("screening.sqlite3", len(broken), 0, digest, name)
    with pytest.raises(DamagedFileError):
        check_backup(to, replace(snapshot, entries=(entry,)), no_report)


def test_a_folder_with_something_in_it_is_left_alone(workspace, made, tmp_path):
    _, _, snapshot = made
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ScreeningError, match="not empty"):
        restore(destination_of(workspace), snapshot, full, no_report)
    assert everything_in(full) == {"letter.txt": b"mine"}
    empty = tmp_path / "empty"
    empty.mkdir()
    restore(destination_of(workspace), snapshot, empty, no_report)
    assert (empty / "screening.sqlite3").is_file()


def test_stopped_half_way_it_leaves_nothing(workspace, made, tmp_path):
    class Stopped(Exception):
        pass

    def stop(_: str, share: float) -> None:
        if share > 0.5:
            raise Stopped

    _, _, snapshot = made
    with pytest.raises(Stopped):
        restore(destination_of(workspace), snapshot, tmp_path / "back", stop)
    assert not [path for path in tmp_path.iterdir() if "back" in path.name]


def test_a_disk_without_room_is_told_first(workspace, made, tmp_path, monkeypatch):
    _, _, snapshot = made
    monkeypatch.setattr(disk, "free_bytes", lambda _: 1 << 20)
    with pytest.raises(ScreeningError, match="1 MB free"):
        restore(destination_of(workspace), snapshot, tmp_path / "back", no_report)
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("path", ["../escaped", "/tmp/escaped", "media/../../escaped", "app.lock"])
def test_a_backup_that_would_write_elsewhere_is_damaged(workspace, made, path):
    """Somebody who has the key, too, cannot make the app write outside of the folder."""
    _, _, snapshot = made
    to = destination_of(workspace)
    forged = replace(snapshot, id="20270101T000000000000Z-00000000", entries=(replace(snapshot.entries[0], path=path),))
    write_snapshot(to.folder, forged, to.key)
    with pytest.raises(DamagedFileError):
        whole_backup(to, forged.head)
    assert list_backups(to) == (snapshot.head, forged.head)


def test_a_backup_of_a_newer_version_says_so(workspace, made, monkeypatch):
    to = destination_of(workspace)
    monkeypatch.setattr(snapshots, "VERSION", snapshots.VERSION + 1)
    newer = replace(made[2], id="20270101T000000000000Z-00000000")
    write_snapshot(to.folder, newer, to.key)
    monkeypatch.undo()
    with pytest.raises(ScreeningError, match="newer version"):
        read_snapshot(to.folder, newer.id, to.key)
    assert list_backups(to) == (made[2].head,)  # the others can still be brought back
    with pytest.raises(ScreeningError, match="newer version"):
        back_up(workspace, no_report)


def test_a_backup_from_before_databases_were_encrypted_is_brought_back(workspace, made, monkeypatch, tmp_path):
    to = destination_of(workspace)
    document = {"format": "screening-snapshot", "version": 1, **asdict(made[2])}
    del document["database_secret"]
    to.folder.write_snapshot(made[2].id, json.dumps(document).encode(), to.key)
    (head,) = list_backups(to)
    assert head == made[2].head
    restore(to, whole_backup(to, head), tmp_path / "back", no_report)
    assert said_in(AppPaths(tmp_path / "back")) == list(WORDS)


@pytest.mark.parametrize("secret", ["no hex", "00", "00" * 33])
def test_a_backup_whose_key_is_none_is_damaged(workspace, made, secret):
    to = destination_of(workspace)
    write_snapshot(to.folder, replace(made[2], database_secret=secret), to.key)
    with pytest.raises(DamagedFileError):
        read_snapshot(to.folder, made[2].id, to.key)


@pytest.mark.parametrize("document", [[], {"format": "screening-snapshot"}, {"format": "x", "version": 1}, 7])
def test_what_is_no_list_of_files_is_damaged(workspace, made, document):
    to = destination_of(workspace)
    name = "20270101T000000000000Z-00000000"
    to.folder.write_snapshot(name, json.dumps(document).encode(), to.key)
    with pytest.raises(DamagedFileError):
        read_snapshot(to.folder, name, to.key)


# In the place of the data folder


def test_at_the_next_start_it_takes_the_place_of_the_data_and_those_stay_beside(workspace, made):
    _, _, snapshot = made
    paths = workspace.paths
    type_text(workspace, add_patient(workspace, code="P-9"), "Said after the backup.", "en")
    restore_at_next_start(paths, destination_of(workspace), snapshot, no_report)
    assert waits_for_start(paths)
    workspace.close()
    assert len(said_in(paths)) == 4  # not before the next start
    before = take_restored(paths)
    assert said_in(paths) == list(WORDS)
    assert len(said_in(AppPaths(before))) == 4
    assert not waits_for_start(paths)
    assert take_restored(paths) is None
    again = open_workspace(paths)
    assert back_up(again, no_report).new_files <= 1  # backups go on where they went; the database alone may differ
    again.close()


def test_the_record_of_actions_is_whole_in_what_was_brought_back(workspace, made, tmp_path):
    """It ends earlier than that of the data it replaces, and that is no cut."""
    type_text(workspace, add_patient(workspace, code="P-9"), "Said after the backup.", "en")
    folder = tmp_path / "back"
    restore(destination_of(workspace), made[2], folder, no_report)
    restored = open_workspace(AppPaths(folder))
    assert examine(restored).flaw is None
    add_patient(restored, code="P-10")
    assert examine(restored).flaw is None
    assert examine(restored).count < examine(workspace).count + 2
    restored.close()


def test_it_can_be_taken_back_before_the_next_start(workspace, made):
    paths = workspace.paths
    folder = restore_at_next_start(paths, destination_of(workspace), made[2], no_report)
    forget_restored(paths)
    assert not folder.exists()
    workspace.close()
    assert take_restored(paths) is None
    assert said_in(paths) == list(WORDS)


def test_only_what_was_brought_back_last_waits(workspace, made):
    for _ in range(2):
        restore_at_next_start(workspace.paths, destination_of(workspace), made[2], no_report)
    assert len(list(workspace.paths.data.parent.glob("*.restored-*"))) == 1


@pytest.mark.parametrize("refused", [1, 2])
def test_where_the_system_refuses_the_data_stay_as_they_are(workspace, made, monkeypatch, refused):
    paths = workspace.paths
    restore_at_next_start(paths, destination_of(workspace), made[2], no_report)
    workspace.close()
    real, calls = Path.rename, []

    def rename(self, target):
        calls.append(target)
        if len(calls) == refused:
            raise PermissionError(13, "in use")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(StorageError, match="nothing has been lost"):
        take_restored(paths)
    monkeypatch.undo()
    assert said_in(paths) == list(WORDS)
    assert waits_for_start(paths)


def test_killed_between_its_two_steps_the_next_start_goes_on(workspace, made):
    paths = workspace.paths
    restore_at_next_start(paths, destination_of(workspace), made[2], no_report)
    workspace.close()
    paths.data.rename(paths.data.with_name(f"{paths.data.name}.before-restore-20261129T000000Z"))
    assert take_restored(paths) is not None
    assert said_in(paths) == list(WORDS)


# Lists of backups


def test_a_list_of_backups_reads_only_the_beginning_of_each(workspace, made):
    """What a list says is right though the rest of it is damaged; to bring that back is refused."""
    disk, _, snapshot = made
    to = destination_of(workspace)
    many = tuple(replace(snapshot.entries[0], path=f"media/{number:032x}/recording.mkv") for number in range(2_000))
    large = replace(snapshot, id="20270101T000000000000Z-00000000", entries=many)
    write_snapshot(to.folder, large, to.key)
    path = next(disk.rglob(large.id))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert list_backups(to) == (snapshot.head, large.head)
    assert (large.head.recordings, large.head.size) == (2_000, 2_000 * snapshot.entries[0].size)
    with pytest.raises(DamagedFileError):
        whole_backup(to, large.head)
    path.write_bytes(content[:-40])
    assert list_backups(to) == (snapshot.head,), "cut off at its end, it is no backup"


def test_a_head_that_says_something_else_than_the_list_is_damaged(workspace, made):
    to = destination_of(workspace)
    stored = to.folder.read_snapshot(made[2].id, to.key)
    assert b'"sessions": 3, "recordings": 3' in stored
    for said, other in ((b'"recordings": 3', b'"recordings": 4'), (made[2].id.encode(), b"2" * len(made[2].id))):
        to.folder.write_snapshot(made[2].id, stored.replace(said, other, 1), to.key)
        with pytest.raises(DamagedFileError):
            read_snapshot(to.folder, made[2].id, to.key)
