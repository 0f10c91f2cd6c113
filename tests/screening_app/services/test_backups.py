"""Backups of a real data folder: made, made again, reached by passphrase or recovery key alone, thinned out."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from query_plans import statements_of

from screening_app.errors import ScreeningError, StorageError, WrongKeyError
from screening_app.services.backups import (
    back_up,
    destination_of,
    forget_destination,
    go_on_with_backups,
    is_due,
    list_backups,
    open_backups,
    remove_backups,
    set_up_backups,
    superseded,
)
from screening_app.services.interviews import remove_interview, type_text
from screening_app.services.patients import add_patient
from screening_app.services.snapshots import Snapshot, is_safe, made_at, new_snapshot_id
from screening_app.storage import disk as disk_of_storage
from selfmm.types import no_report

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.services.workspace import Workspace

PASSPHRASE = "violet tractor hums at dawn"
PHRASE = "I have not slept for weeks and nobody knows"


pytestmark = pytest.mark.usefixtures("quick_passphrases")


@pytest.fixture
def disk(tmp_path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


def add_session(workspace: Workspace, code: str, text: str = PHRASE):
    return type_text(workspace, add_patient(workspace, code=code), text, "en")


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_nothing_of_a_patient_stands_in_the_folder_and_all_of_it_is_in_the_backup(workspace, disk):
    add_session(workspace, "P-7K3Q9")
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    made = back_up(workspace, no_report)
    content = bytes_in(disk)
    for secret in (PHRASE, "P-7K3Q9", "SQLite format 3", "screening.sqlite3", "transcript", PASSPHRASE):
        assert secret.encode() not in content
    assert (made.snapshot.patients, made.snapshot.sessions) == (1, 1)
    paths = {entry.path for entry in made.snapshot.entries}
    assert "screening.sqlite3" in paths
    assert any(path.endswith("/transcript.json") for path in paths)
    assert made.new_files == len(paths)
    assert made.snapshot.size == made.new_bytes


def test_which_sessions_there_are_is_asked_once_however_many_files_there_are(workspace, disk):
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    add_session(workspace, "P-0")
    few = statements_of(workspace.database, lambda: back_up(workspace, no_report))
    for number in range(1, 9):
        add_session(workspace, f"P-{number}")
    many = statements_of(workspace.database, lambda: back_up(workspace, no_report))
    assert len(many) == len(few)


def test_the_next_one_writes_only_what_is_new(workspace, disk):
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    add_session(workspace, "P-1")
    first = back_up(workspace, no_report)
    again = back_up(workspace, no_report)
    assert again.new_files == 1  # the database, in which it stands that a backup was made
    add_session(workspace, "P-2", "Other words")
    third = back_up(workspace, no_report)
    assert third.new_files == 2  # the database and one transcript
    assert [each.id for each in list_backups(destination_of(workspace))] == [
        first.snapshot.id,
        again.snapshot.id,
        third.snapshot.id,
    ]


def test_the_same_content_in_two_places_is_stored_once(workspace, disk):
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    workspace.paths.models.mkdir()
    for name in ("a", "b"):
        (workspace.paths.models / name).write_bytes(b"the very same" * 1000)
    made = back_up(workspace, no_report)
    assert len({entry.content for entry in made.snapshot.entries}) == len(made.snapshot.entries) - 1


def test_what_is_not_worth_keeping_stays_out(workspace, disk):
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    interview = add_session(workspace, "P-1")
    folder = workspace.media.of(interview.id)
    for name in (".being-recorded", "recording.mkv.part"):
        (folder / name).write_bytes(b"half")
    (folder / "link.mkv").symlink_to(workspace.paths.lock)
    stranger = workspace.paths.media / ("0" * 32)
    stranger.mkdir()
    (stranger / "recording.mkv").write_bytes(b"of nobody")
    paths = {entry.path for entry in back_up(workspace, no_report).snapshot.entries}
    assert paths == {"screening.sqlite3", f"media/{interview.id}/transcript.json"}
    assert all(is_safe(path) for path in paths)


def test_passphrase_or_recovery_key_alone_open_it(workspace, disk):
    recovery = set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    made = back_up(workspace, no_report)
    for secret in (PASSPHRASE, recovery, recovery.lower().replace("-", " ")):
        assert [each.id for each in list_backups(open_backups(disk, secret))] == [made.snapshot.id]
    for wrong in ("", "wrong", recovery[:-1] + ("0" if recovery[-1] != "0" else "1")):
        with pytest.raises(WrongKeyError):
            open_backups(disk, wrong)


def test_a_new_installation_goes_on_with_the_backups_of_the_old_one(workspace, disk):
    recovery = set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    back_up(workspace, no_report)
    forget_destination(workspace)
    assert destination_of(workspace) is None
    go_on_with_backups(workspace, disk, recovery)
    assert len(list_backups(destination_of(workspace))) == 1
    assert back_up(workspace, no_report).new_files == 1


def test_folders_that_will_not_do_are_refused_with_the_reason(workspace, disk, tmp_path):
    with pytest.raises(ScreeningError, match="No folder"):
        back_up(workspace, no_report)
    for inside in (workspace.paths.data, workspace.paths.media / "x"):
        with pytest.raises(ScreeningError, match="data folder itself"):
            set_up_backups(workspace, inside, PASSPHRASE, "Dr Li")
    with pytest.raises(StorageError):
        set_up_backups(workspace, tmp_path / "not there", PASSPHRASE, "Dr Li")
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    with pytest.raises(ScreeningError, match="already"):
        set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    disk.rename(tmp_path / "unplugged")
    with pytest.raises(ScreeningError, match="not there"):
        back_up(workspace, no_report)
    assert not is_due(workspace, timedelta(days=1), datetime.now(UTC))


def test_backups_of_other_data_in_the_same_place_are_not_written_to(workspace, disk, tmp_path):
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    key = workspace.paths.backup_key.read_bytes()
    disk.rename(tmp_path / "aside")
    disk.mkdir()
    set_up_backups(workspace, disk, PASSPHRASE, "somebody else")
    back_up(workspace, no_report)
    workspace.paths.backup_key.write_bytes(key)
    before = bytes_in(disk)
    with pytest.raises(ScreeningError, match="belong to other data"):
        back_up(workspace, no_report)
    assert bytes_in(disk) == before


def test_a_full_disk_is_told_before_anything_is_written(workspace, disk, monkeypatch):
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    monkeypatch.setattr(disk_of_storage, "free_bytes", lambda _: 1 << 20)
    before = bytes_in(disk)
    with pytest.raises(ScreeningError, match="1 MB free"):
        back_up(workspace, no_report)
    assert bytes_in(disk) == before


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_stopped_at_any_place_it_leaves_the_backups_before_whole(workspace, disk, share):
    class Stopped(Exception):
        pass

    def stop(_: str, fraction: float) -> None:
        if fraction >= share:
            raise Stopped

    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    add_session(workspace, "P-1")
    first = back_up(workspace, no_report)
    add_session(workspace, "P-2", "Other words " * 10_000)
    with pytest.raises(Stopped):
        back_up(workspace, stop)
    assert list_backups(destination_of(workspace)) == (first.snapshot.head,)
    assert not list(disk.rglob("*.part"))
    assert not list(workspace.paths.data.glob(".backup-*"))
    assert back_up(workspace, no_report).snapshot.sessions == 2


def test_what_a_killed_one_has_left_in_the_data_folder_goes_with_the_next(workspace, disk):
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    left = workspace.paths.data / ".backup-killed"
    left.mkdir()
    (left / "screening.sqlite3").write_bytes(b"a copy")
    back_up(workspace, no_report)
    assert not left.exists()


def test_it_is_a_consistent_moment_while_others_write(workspace, disk):
    """The copy of the database is one of a moment: a session that comes meanwhile is in it whole or not at all."""
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    add_session(workspace, "P-1")
    added = []

    def meanwhile(_: str, __: float) -> None:
        if not added:
            added.append(add_session(workspace, "P-2"))

    made = back_up(workspace, meanwhile)
    assert (made.snapshot.patients, made.snapshot.sessions) == (1, 1)


def test_two_at_once_wait_for_nobody(workspace, disk):
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    said = []

    def again(_: str, __: float) -> None:
        with pytest.raises(ScreeningError, match="Another program") as told:
            back_up(workspace, no_report)
        said.append(told)

    back_up(workspace, again)
    assert said


def test_when_the_next_is_due(workspace, disk):
    day, now = timedelta(days=1), datetime.now(UTC)
    assert not is_due(workspace, day, now)  # no folder
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    assert is_due(workspace, day, now)
    back_up(workspace, no_report)
    assert not is_due(workspace, day, datetime.now(UTC) + timedelta(hours=23))
    assert is_due(workspace, day, datetime.now(UTC) + timedelta(hours=25))
    assert is_due(workspace, day, datetime.now(UTC) - timedelta(days=2))  # the clock was wrong then, or is now


def test_a_deleted_patient_is_gone_from_the_folder_once_the_old_backups_are(workspace, disk):
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    interview = add_session(workspace, "P-1")
    old = back_up(workspace, no_report).snapshot
    remove_interview(workspace, interview.id)
    new = back_up(workspace, no_report).snapshot
    to = destination_of(workspace)
    before = set(to.folder.contents())
    done = remove_backups(workspace, to, [old])
    assert done.backups == 1
    assert done.freed_bytes > 0
    assert list_backups(to) == (new.head,)
    gone = {entry.content for entry in old.entries} - {entry.content for entry in new.entries}
    assert before - set(to.folder.contents()) == gone
    for entry in new.entries:
        assert b"".join(to.folder.pieces(entry.content, to.key)) is not None


def test_nothing_is_deleted_while_one_that_stays_cannot_be_read(workspace, disk):
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    add_session(workspace, "P-1")
    old, broken = (back_up(workspace, no_report).snapshot for _ in range(2))
    to = destination_of(workspace)
    path = next((disk / "screening-backup" / "snapshots").glob(broken.id))
    path.write_bytes(path.read_bytes()[:-1])
    before = set(to.folder.contents())
    with pytest.raises(ScreeningError, match="damaged"):
        remove_backups(workspace, to, [old])
    assert set(to.folder.contents()) == before
    assert to.folder.snapshot_ids() == tuple(sorted((old.id, broken.id)))


def snapshot_of(moment: datetime) -> Snapshot:
    return Snapshot(new_snapshot_id(moment), "1", 0, 0, ())


@given(hours=st.lists(st.integers(0, 24 * 800), max_size=60, unique=True))
def test_thinning_keeps_the_newest_of_days_weeks_and_months_and_always_the_newest(hours):
    now = datetime(2026, 11, 29, 12, tzinfo=UTC)
    made = [snapshot_of(now - timedelta(hours=number)) for number in hours]
    gone = superseded(made, now)
    left = [snapshot for snapshot in made if snapshot not in gone]
    assert superseded(left, now) == ()  # once more changes nothing
    if not made:
        return
    assert max(made, key=lambda each: each.moment) in left
    for unit, count in (("%Y-%m-%d", 7), ("%G-%V", 5), ("%Y-%m", 12)):
        newest = {}
        for snapshot in sorted(made, key=lambda each: each.moment):
            newest[snapshot.moment.strftime(unit)] = snapshot
        for period in sorted(newest)[-count:]:
            assert newest[period] in left
    assert len(left) <= 7 + 5 + 12 + 1


def test_a_backup_of_the_future_is_never_thinned_out_for_the_newest_of_the_past():
    now = datetime(2026, 11, 29, tzinfo=UTC)
    past, future = snapshot_of(now - timedelta(days=1)), snapshot_of(now + timedelta(days=400))
    assert superseded([past, future], now) == ()


def test_ids_sort_by_time_and_tell_it():
    moments = [datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC) + timedelta(seconds=number) for number in range(5)]
    ids = [new_snapshot_id(moment) for moment in moments]
    assert sorted(ids) == ids
    assert [made_at(each) for each in ids] == moments


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "/etc/passwd",
        "media/../../x",
        "media",
        "other/x",
        "media\\..\\x",
        "C:/x",
        "",
        "media//x",
        "app.lock",
        "media/./x",
    ],
)
def test_no_path_leads_outside(path):
    assert not is_safe(path)


def test_the_key_of_backups_is_nobody_elses_to_read(workspace, disk):
    set_up_backups(workspace, disk, PASSPHRASE, "Dr Li")
    if os.name == "posix":
        assert workspace.paths.backup_key.stat().st_mode & 0o077 == 0
