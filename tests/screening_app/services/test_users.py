"""Users: added, changed, shut out and brought back, each with its entry, and never half."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from screening_app.crypto.keys import new_key
from screening_app.domain import Action, AuditFilter, Role
from screening_app.errors import ScreeningError, StorageError, WrongKeyError
from screening_app.paths import AppPaths
from screening_app.services import users as users_service
from screening_app.services.audit import count_entries, entries, everybody
from screening_app.services.audit_check import details_of
from screening_app.services.backup_standing import opened_here
from screening_app.services.backups import (
    back_up,
    destination_of,
    list_backups,
    open_backups,
    protect_backup_key,
    set_up_backups,
    whole_backup,
)
from screening_app.services.patients import add_patient
from screening_app.services.permissions import NotAllowedError
from screening_app.services.restoring import check_backup, restore, restore_at_next_start, take_restored
from screening_app.services.sign_in import keep_first_user, make_first_user, read_keyring, sign_in
from screening_app.services.users import (
    add_user,
    all_users,
    bring_back,
    change_passphrase,
    change_user,
    enter,
    reset_passphrase,
    shut_out,
)
from screening_app.services.workspace import open_workspace
from screening_app.storage import driver
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from screening_app.domain import AuditEntry, User
    from screening_app.services.workspace import Workspace

pytestmark = pytest.mark.usefixtures("quick_passphrases")

PHRASE = "I have not slept for weeks 我很久没有睡好了"
PASSPHRASE, OTHER, THIRD = (
    "seven lamps under the quiet harbour",
    "violet tractor hums at dawn",
    "碧绿的拖拉机在清晨低声哼唱",
)
NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)


@pytest.fixture
def workspace(app_paths: AppPaths) -> Iterator[Workspace]:
    """As the first administrator, who sees patients, has it open."""
    first = make_first_user("Dr. 王", PASSPHRASE, sees_patients=True)
    opened = open_workspace(app_paths, keep_first_user(app_paths, first))
    enter(opened, first.signed)
    yield opened
    opened.close()


def _as(workspace: Workspace, user: User, passphrase: str) -> Workspace:
    """The data folder as another user has it open."""
    workspace.close()
    signed = sign_in(workspace.paths, user.id, passphrase)
    opened = open_workspace(workspace.paths, signed)
    enter(opened, signed)
    return opened


def _newest(workspace: Workspace) -> AuditEntry:
    """The last entry, whoever looks."""
    return workspace.audit.page(AuditFilter(), None, 1)[0]


def test_the_first_user_is_an_administrator_and_what_was_there_stays(app_paths: AppPaths) -> None:
    before = open_workspace(app_paths)
    patient = add_patient(before, code="P-1")
    before.close()
    first = make_first_user("Dr. 王", PASSPHRASE, sees_patients=True)
    opened = open_workspace(app_paths, keep_first_user(app_paths, first))
    enter(opened, first.signed)
    assert [(user.name, user.role, user.sees_patients) for user in all_users(opened)] == [
        ("Dr. 王", Role.ADMINISTRATOR, True)
    ]
    assert opened.patients.get(patient.id) == patient
    told = [(entry.action, entry.who) for entry in entries(opened, AuditFilter(), count=2)]
    assert told == [(Action.SIGNED_IN, "Dr. 王"), (Action.USER_ADDED, "Dr. 王")]
    opened.close()


def test_a_start_that_was_cut_short_before_the_first_user_was_kept_is_made_good(app_paths: AppPaths) -> None:
    """The keyring is there and the row is not."""
    first = make_first_user("Dr. 王", PASSPHRASE, sees_patients=False)
    keep_first_user(app_paths, first)
    signed = sign_in(app_paths, first.signed.holder_id, PASSPHRASE)
    opened = open_workspace(app_paths, signed)
    enter(opened, signed)
    assert all_users(opened)[0].role is Role.ADMINISTRATOR
    opened.close()


def test_who_was_added_signs_in_in_the_own_role(workspace: Workspace) -> None:
    trainee = add_user(workspace, "Trainee", Role.TRAINEE, OTHER)
    theirs = _as(workspace, trainee, OTHER)
    assert theirs.access.user == trainee
    assert _newest(theirs).who == "Trainee"
    assert details_of(_newest(theirs).details) == {"role": "trainee", "sees_patients": False}
    for forbidden in (
        lambda: add_user(theirs, "Another", Role.ADMINISTRATOR, THIRD),
        lambda: change_user(theirs, trainee.id, Role.ADMINISTRATOR, sees_patients=True),
        lambda: shut_out(theirs, trainee.id),
        lambda: bring_back(theirs, trainee.id),
        lambda: reset_passphrase(theirs, trainee.id, THIRD),
        lambda: all_users(theirs),
        lambda: entries(theirs, AuditFilter(), count=1),
        lambda: count_entries(theirs, AuditFilter()),
        lambda: everybody(theirs),
        lambda: opened_here(theirs),
    ):
        with pytest.raises(NotAllowedError, match="Only an administrator"):
            forbidden()
    theirs.close()


def test_two_users_of_one_name_are_refused_and_nothing_is_left_of_the_second(workspace: Workspace) -> None:
    add_user(workspace, "Dr. Li", Role.CLINICIAN, OTHER)
    before = workspace.paths.keyring.read_bytes()
    with pytest.raises(StorageError, match="already"):
        add_user(workspace, " dr. LI ", Role.CLINICIAN, THIRD)
    assert workspace.paths.keyring.read_bytes() == before
    assert len(all_users(workspace)) == 2


def test_who_was_shut_out_comes_in_no_more_until_brought_back(workspace: Workspace) -> None:
    user = add_user(workspace, "Dr. Li", Role.CLINICIAN, OTHER)
    shut_out(workspace, user.id)
    assert _newest(workspace).action == Action.USER_SHUT_OUT
    with pytest.raises(WrongKeyError):
        sign_in(workspace.paths, user.id, OTHER)
    reset_passphrase(workspace, user.id, THIRD)  # opens nothing by itself
    with pytest.raises(WrongKeyError):
        sign_in(workspace.paths, user.id, THIRD)
    bring_back(workspace, user.id)
    assert sign_in(workspace.paths, user.id, THIRD).master == workspace.access.master


def test_a_shut_out_holder_put_back_into_the_keyring_is_still_shut_out(workspace: Workspace) -> None:
    user = add_user(workspace, "Dr. Li", Role.CLINICIAN, OTHER)
    with_user = workspace.paths.keyring.read_bytes()
    shut_out(workspace, user.id)
    workspace.close()
    workspace.paths.keyring.write_bytes(with_user)
    with pytest.raises(ScreeningError, match="not open to sign in"):
        open_workspace(workspace.paths, sign_in(workspace.paths, user.id, OTHER))


def test_nobody_changes_the_own_role_or_shuts_themselves_out(workspace: Workspace) -> None:
    me = workspace.access.user
    for act in (
        lambda: shut_out(workspace, me.id),
        lambda: change_user(workspace, me.id, Role.CLINICIAN, sees_patients=False),
    ):
        with pytest.raises(ScreeningError, match="another administrator"):
            act()
    changed = change_user(workspace, me.id, Role.ADMINISTRATOR, sees_patients=False)
    assert changed == workspace.access.user == all_users(workspace)[0]
    with pytest.raises(NotAllowedError):
        workspace.patients.all()


def test_a_role_changed_in_the_table_shows_in_the_record(workspace: Workspace) -> None:
    """The record tells of each sign-in with which role it was, and of each change that the program made."""
    user = add_user(workspace, "Dr. Li", Role.TRAINEE, OTHER)
    with closing(driver.connect(workspace.paths.database, workspace.database.key)) as connection, connection:
        connection.execute("UPDATE user SET role = 'administrator' WHERE id = ?", (user.id,))
    theirs = _as(workspace, user, OTHER)
    assert details_of(_newest(theirs).details)["role"] == "administrator"
    assert not theirs.audit.page(AuditFilter(action=Action.USER_CHANGED), None, 1)
    theirs.close()


def test_the_own_passphrase_is_changed_by_who_knows_it(workspace: Workspace) -> None:
    me = workspace.access.user.id
    with pytest.raises(WrongKeyError):
        change_passphrase(workspace, OTHER, THIRD, NOW)
    with pytest.raises(ScreeningError, match="easy to guess"):
        change_passphrase(workspace, PASSPHRASE, "password1234", NOW)
    change_passphrase(workspace, PASSPHRASE, THIRD, NOW)
    assert _newest(workspace).action == Action.PASSPHRASE_CHANGED
    assert sign_in(workspace.paths, me, THIRD).master == workspace.access.master
    with pytest.raises(WrongKeyError):
        sign_in(workspace.paths, me, PASSPHRASE)


def test_failures_are_told_at_the_next_sign_in_once(workspace: Workspace) -> None:
    user = add_user(workspace, "Dr. Li", Role.CLINICIAN, OTHER)
    for _ in range(2):
        with pytest.raises(WrongKeyError):
            sign_in(workspace.paths, user.id, THIRD)
    me = workspace.access.user
    mine = _as(workspace, me, PASSPHRASE)
    failed = entries(mine, AuditFilter(action=Action.SIGN_IN_FAILED), count=5)
    assert [(entry.subject, details_of(entry.details)) for entry in failed] == [(user.id, {"count": 2})]
    again = _as(mine, me, PASSPHRASE)
    assert len(entries(again, AuditFilter(action=Action.SIGN_IN_FAILED), count=5)) == 1
    again.close()


@pytest.mark.parametrize("act", ["add", "shut_out", "bring_back", "reset", "change"])
def test_where_the_keyring_cannot_be_written_nothing_has_changed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    user = add_user(workspace, "Dr. Li", Role.CLINICIAN, OTHER)
    if act == "bring_back":
        shut_out(workspace, user.id)
    before, ring, last = all_users(workspace), read_keyring(workspace.paths), workspace.audit.last()

    def fail(*_: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(users_service, "write_keyring", fail)
    acts = {
        "add": lambda: add_user(workspace, "Another", Role.TRAINEE, THIRD),
        "shut_out": lambda: shut_out(workspace, user.id),
        "bring_back": lambda: bring_back(workspace, user.id),
        "reset": lambda: reset_passphrase(workspace, user.id, THIRD),
        "change": lambda: change_passphrase(workspace, PASSPHRASE, THIRD, NOW),
    }
    with pytest.raises(StorageError):
        acts[act]()
    assert (all_users(workspace), read_keyring(workspace.paths), workspace.audit.last()) == (before, ring, last)


def test_a_backup_holds_the_users_and_they_sign_in_where_it_is_brought_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    user = add_user(workspace, "Dr. Li", Role.CLINICIAN, OTHER)
    (tmp_path / "disk").mkdir()
    set_up_backups(workspace, tmp_path / "disk", THIRD, "Dr. 王")
    back_up(workspace, no_report)
    to = open_backups(tmp_path / "disk", THIRD)
    check_backup(to, whole_backup(to, list_backups(to)[0]), no_report)
    restore(to, whole_backup(to, list_backups(to)[0]), tmp_path / "elsewhere", no_report)
    paths = AppPaths(tmp_path / "elsewhere")
    opened = open_workspace(paths, sign_in(paths, user.id, OTHER))
    assert opened.access.user == user
    opened.close()


def test_the_key_of_the_backups_is_kept_wrapped_by_the_master_key(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    set_up_backups(workspace, tmp_path / "disk", THIRD, "Dr. 王")
    key, path = destination_of(workspace).key, workspace.paths.backup_key
    assert key.secret.hex() not in path.read_text(encoding="utf-8")
    assert key == open_backups(tmp_path / "disk", THIRD).key
    kept = path.read_bytes()
    protect_backup_key(workspace)
    assert path.read_bytes() == kept, "there was nothing to do"
    other = replace(workspace, access=replace(workspace.access, master=new_key()))
    assert destination_of(other) is None


def backed_up_without_users(paths: AppPaths, disk: Path) -> Workspace:
    """A folder that nobody signs in to, whose backups go to a disk."""
    opened = open_workspace(paths)
    disk.mkdir()
    set_up_backups(opened, disk, THIRD, "Dr. 王")
    return opened


def test_the_key_of_backups_from_before_there_were_users_is_wrapped_at_the_next_start(
    app_paths: AppPaths, tmp_path: Path
) -> None:
    before = backed_up_without_users(app_paths, tmp_path / "disk")
    to = destination_of(before)
    protect_backup_key(before)  # there is nothing to wrap it with
    assert destination_of(before) == to
    before.close()
    first = make_first_user("Dr. 王", PASSPHRASE, sees_patients=True)
    opened = open_workspace(app_paths, keep_first_user(app_paths, first))
    assert destination_of(opened) == to
    protect_backup_key(opened)
    assert to.key.secret.hex() not in app_paths.backup_key.read_text(encoding="utf-8")
    assert destination_of(opened) == to
    opened.close()


def test_backups_go_on_after_one_from_before_there_were_users_was_brought_back(
    app_paths: AppPaths, tmp_path: Path
) -> None:
    before = backed_up_without_users(app_paths, tmp_path / "disk")
    made = back_up(before, no_report).snapshot
    before.close()
    first = make_first_user("Dr. 王", PASSPHRASE, sees_patients=True)
    opened = open_workspace(app_paths, keep_first_user(app_paths, first))
    protect_backup_key(opened)
    to = destination_of(opened)
    restore_at_next_start(app_paths, to, made, no_report)
    opened.close()
    take_restored(app_paths)
    again = make_first_user("Dr. Li", OTHER, sees_patients=True)
    opened = open_workspace(app_paths, keep_first_user(app_paths, again))
    protect_backup_key(opened)
    assert destination_of(opened) == to
    assert back_up(opened, no_report).snapshot.head in list_backups(to)
    opened.close()


def test_no_copy_of_the_database_is_plain_while_a_backup_is_made_checked_and_brought_back(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_patient(workspace, code="P-1", notes=PHRASE * 100)
    (tmp_path / "disk").mkdir()
    set_up_backups(workspace, tmp_path / "disk", THIRD, "Dr. 王")
    seen: list[str] = []

    def look(step: str, _share: float) -> None:
        """Whatever lies there just then, temporary files among it."""
        for path in tmp_path.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                assert PHRASE.encode() not in content, path.name
                assert b"SQLite format" not in content, path.name
                seen.append(f"{step} {path.name}")

    back_up(workspace, look)
    to = open_backups(tmp_path / "disk", THIRD)
    (made,) = list_backups(to)
    check_backup(to, whole_backup(to, made), look)
    restore(to, whole_backup(to, made), tmp_path / "elsewhere", look)
    look("after", 1.0)
    found = set(seen)
    assert {"backing_up screening.sqlite3", "checking_backup keyring.json", "after screening.sqlite3"} <= found
    assert any(name.startswith("restoring screening.sqlite3") for name in found)
