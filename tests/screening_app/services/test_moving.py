"""A clinic moves to a server, and a second seat joins it: what lies where, and what becomes of both."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from first_user import OF_BACKUPS, PASSPHRASE, sign_in_first

from screening_app import settings as settings_file
from screening_app.domain import Action, AuditFilter
from screening_app.errors import ScreeningError, StorageError
from screening_app.paths import AppPaths, Server
from screening_app.services import moving
from screening_app.services.audit import entries
from screening_app.services.audit_check import examine
from screening_app.services.backups import back_up, destination_of, set_up_backups
from screening_app.services.interviews import interviews_of, type_text
from screening_app.services.moving import join_server, move_to_server, server_of
from screening_app.services.patients import add_patient
from screening_app.services.restoring import restore, take_restored
from screening_app.services.sign_in import accounts, needs_first_user, read_keyring, sign_in
from screening_app.services.training_folder import UnfinishedRun
from screening_app.services.transcripts import existing_transcript
from screening_app.services.users import enter
from screening_app.services.workspace import Workspace, open_workspace
from screening_app.settings import Settings
from screening_app.storage.server_database import open_server_database
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.usefixtures("quick_passphrases")

WORDS = ("I have not slept for weeks", "我很久没有睡好了")


@pytest.fixture
def server(server_address: Callable[..., str], tmp_path: Path) -> Server:
    folder = tmp_path / "network drive"
    folder.mkdir()
    return Server(server_address(), folder)


@pytest.fixture
def clinic(app_paths: AppPaths) -> Iterator[Workspace]:
    """Two patients with a session each, of one a recording as well."""
    signed = sign_in_first(app_paths)
    workspace = open_workspace(app_paths, signed)
    enter(workspace, signed)
    for number, words in enumerate(WORDS):
        interview = type_text(workspace, add_patient(workspace, code=f"P-{number}"), words, "auto")
    file = workspace.media.recorded(workspace.media.recording_path(interview.id))
    assert not isinstance(file, Path)
    file.write_whole(bytes(range(256)) * 1000)
    yield workspace
    workspace.close()


def started(paths: AppPaths) -> Workspace:
    """As the app starts: what waits takes its place, the settings name the server, somebody signs in."""
    take_restored(paths)
    seat = replace(paths, server=server_of(settings_file.load(paths.settings).settings))
    ring = read_keyring(seat)
    assert ring is not None
    return open_workspace(seat, sign_in(seat, accounts(ring)[0].id, PASSPHRASE))


def said_in(workspace: Workspace) -> list[str]:
    patients = sorted(workspace.patients.all(), key=lambda patient: patient.code)
    sessions = [interview for patient in patients for interview in interviews_of(workspace, patient.id)]
    return [existing_transcript(workspace, interview).text for interview in sessions]


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_clinic_moves_with_all_it_has_and_the_data_folder_stays_beside(
    clinic: Workspace, server: Server, app_paths: AppPaths
) -> None:
    media = files_in(app_paths.media)
    told: list[float] = []
    move_to_server(clinic, server, lambda step, fraction: told.append(fraction))
    assert files_in(app_paths.media) == media, "nothing here has changed"
    clinic.close()
    assert told == sorted(told)
    moved = started(app_paths)
    try:
        assert said_in(moved) == list(WORDS)
        assert moved.paths.media == server.folder / "media"
        assert files_in(moved.paths.media) == media
        assert examine(moved).flaw is None
        (entry,) = entries(moved, AuditFilter(action=Action.DATA_MOVED), count=9)
        assert (entry.who, entry.details) == ("Dr. 王", "{}")
        assert not list(app_paths.data.glob("*.sqlite3"))
    finally:
        moved.close()
    (former,) = app_paths.data.parent.glob("data.before-restore-*")
    assert files_in(AppPaths(former).media) == media
    assert AppPaths(former).database.is_file()


def test_nothing_lies_on_the_network_drive_in_plain(server: Server, app_paths: AppPaths) -> None:
    before = open_workspace(app_paths)  # there were no users yet
    type_text(before, add_patient(before), WORDS[0], "en")
    before.close()
    assert any(WORDS[0].encode() in content for content in files_in(app_paths.media).values())
    signed = sign_in_first(app_paths)
    clinic = open_workspace(app_paths, signed)
    enter(clinic, signed)
    move_to_server(clinic, server, no_report)
    clinic.close()
    found = files_in(server.folder)
    assert "keyring.json" in found
    assert not [name for name, content in found.items() if WORDS[0].encode() in content]


def test_what_was_broken_off_is_gone_on_with(clinic: Workspace, server: Server, app_paths: AppPaths) -> None:
    class Enough(Exception):
        pass

    def stop(step: str, fraction: float) -> None:
        if fraction >= 0.9:
            raise Enough

    with pytest.raises(Enough):
        move_to_server(clinic, server, stop)
    copied = {path: path.stat().st_ino for path in server.folder.rglob("*") if path.is_file()}
    assert len(copied) > 2
    with pytest.raises(ScreeningError, match="not all of them yet"):
        join_server(AppPaths(app_paths.data.parent / "other"), server)
    clinic.media.transcript_path(clinic.interviews.all()[0].id).unlink()  # changed meanwhile
    move_to_server(clinic, server, no_report)
    now = {path: path.stat().st_ino for path in server.folder.rglob("*") if path.is_file()}
    assert {path for path, inode in now.items() if copied.get(path) == inode}, "none of it was copied twice"
    assert files_in(server.folder / "media") == files_in(app_paths.media)


@pytest.mark.parametrize("what", ["full", "inside", "above", "missing", "relative", "rows", "training"])
def test_a_place_that_will_not_do_is_refused(
    clinic: Workspace, server: Server, app_paths: AppPaths, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    inside = app_paths.data / "inside"
    inside.mkdir()
    other = {
        "inside": inside,
        "above": app_paths.data.parent,
        "missing": server.folder / "none",
        "relative": Path("shared"),
    }
    if what == "full":
        (server.folder / "letter.txt").touch()
    if what == "rows":
        move_to_server(clinic, server, no_report)
        shutil.rmtree(server.folder)
        server.folder.mkdir()
    if what == "training":
        run = UnfinishedRun("a", "b", clinic.patients.all()[0].created_at, "", "phq9", "", "", None, Path("x"), (), 1)
        monkeypatch.setattr(moving, "unfinished_run", lambda _: run)
    before = files_in(app_paths.media)
    with pytest.raises(ScreeningError) as refused:
        move_to_server(clinic, Server(server.address, other.get(what, server.folder)), no_report)
    told = {"full": "not empty", "rows": "on the server is not empty", "training": "training is not finished"}
    assert told.get(what, "cannot be shared") in str(refused.value)
    assert files_in(app_paths.media) == before
    assert not settings_file.load(app_paths.settings).settings.server


def test_a_clinic_without_users_has_to_make_one_first(workspace: Workspace, server: Server) -> None:
    with pytest.raises(ScreeningError, match="with users"):
        move_to_server(workspace, server, no_report)


def test_a_second_computer_joins_and_sees_the_same(
    clinic: Workspace, server: Server, app_paths: AppPaths, tmp_path: Path
) -> None:
    other = AppPaths(tmp_path / "other")
    with pytest.raises(ScreeningError, match="lie no clinic's data"):
        join_server(other, server)
    move_to_server(clinic, server, no_report)
    clinic.close()
    assert join_server(other, server) is False
    first, second = started(app_paths), started(other)
    try:
        add_patient(second, code="P-NEW")
        assert said_in(second) == said_in(first) == list(WORDS)
        assert first.patients.count("P-NEW") == 1
        assert examine(first).flaw is examine(second).flaw is None
        assert not entries(second, AuditFilter(action=Action.AUDIT_BROKEN), count=9)
    finally:
        first.close()
        second.close()


def test_a_computer_with_data_of_its_own_joins_at_the_next_start_and_keeps_them_beside(
    clinic: Workspace, server: Server, tmp_path: Path
) -> None:
    move_to_server(clinic, server, no_report)
    other = AppPaths(tmp_path / "other")
    own = open_workspace(other, sign_in_first(other))
    add_patient(own, code="P-OWN")
    assert join_server(other, server) is True
    assert own.patients.count("P-OWN") == 1
    own.close()
    joined = started(other)
    assert joined.patients.count() == 2
    joined.close()
    (former,) = tmp_path.glob("other.before-restore-*")
    assert AppPaths(former).database.is_file()


def test_without_its_shared_folder_a_seat_does_not_take_itself_for_new(
    clinic: Workspace, server: Server, app_paths: AppPaths
) -> None:
    move_to_server(clinic, server, no_report)
    seat = replace(app_paths, server=server)
    assert not needs_first_user(seat)
    server.folder.rename(server.folder.with_name("unplugged"))
    with pytest.raises(StorageError, match="network drive"):
        needs_first_user(seat)


@pytest.mark.parametrize("half", [{"server": "postgresql://clinic@server/x"}, {"shared_folder": "/mnt/clinic"}])
def test_half_a_server_in_the_settings_is_told(half: dict[str, str]) -> None:
    with pytest.raises(ScreeningError, match="Enter both, or neither"):
        server_of(Settings(**half))  # type: ignore[arg-type]
    assert server_of(Settings()) is None


def test_a_backup_of_the_server_comes_back_on_one_computer_without_it(
    clinic: Workspace, server: Server, app_paths: AppPaths, tmp_path: Path
) -> None:
    move_to_server(clinic, server, no_report)
    clinic.close()
    moved = started(app_paths)
    disk = tmp_path / "disk"
    disk.mkdir()
    set_up_backups(moved, disk, OF_BACKUPS, "Dr. 王")
    made = back_up(moved, no_report)
    to = destination_of(moved)
    assert to is not None
    moved.close()
    restored = AppPaths(tmp_path / "another computer")
    restore(to, made.snapshot, restored.data, no_report)
    server.folder.rename(tmp_path / "away")
    alone = started(restored)
    assert alone.paths.server is None
    assert said_in(alone) == list(WORDS)
    assert examine(alone).flaw is None
    alone.close()


def test_a_backup_may_not_lie_in_the_shared_folder(clinic: Workspace, server: Server, app_paths: AppPaths) -> None:
    move_to_server(clinic, server, no_report)
    clinic.close()
    moved = started(app_paths)
    inside = server.folder / "backups"
    inside.mkdir()
    with pytest.raises(ScreeningError, match="cannot lie in the data folder"):
        set_up_backups(moved, inside, OF_BACKUPS, "Dr. 王")
    moved.close()


def test_a_copy_that_arrives_damaged_is_not_taken(
    clinic: Workspace, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = moving.copy_beside

    def damaging(source: Path, target: Path, report: object) -> str:
        digest = whole(source, target, no_report)
        target.write_bytes(target.read_bytes()[:-1] + b"!")
        return digest

    monkeypatch.setattr(moving, "copy_beside", damaging)
    with pytest.raises(ScreeningError, match="damaged"):
        move_to_server(clinic, server, no_report)
    database = open_server_database(server.address, None, clinic.paths.database)
    with database.reading() as rows:
        assert not moving.has_rows(rows)
    database.close()
