"""Signing in by the keyring alone, and the first user and the recovery key."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from screening_app.crypto.keyring import from_bytes, to_bytes
from screening_app.domain import Role
from screening_app.errors import DamagedFileError, ScreeningError, StorageError, WrongKeyError
from screening_app.paths import AppPaths
from screening_app.services.audit_check import examine
from screening_app.services.patients import add_patient
from screening_app.services.sign_in import (
    SignInWay,
    accounts,
    keep_first_user,
    last_account,
    make_first_user,
    needs_first_user,
    read_keyring,
    recover,
    sign_in,
    write_keyring,
)
from screening_app.services.tries import TooSoonError, untold_failures
from screening_app.services.users import add_user, enter, reset_passphrase
from screening_app.services.workspace import encrypt_plain_database, has_plain_database, open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.services.sign_in import FirstUser, SignedIn

pytestmark = pytest.mark.usefixtures("quick_passphrases")

NAME, PASSPHRASE, OTHER = "Dr. 王", "seven lamps under the quiet harbour", "碧绿的拖拉机在清晨低声哼唱"
PHRASE = "I have not slept for weeks 我很久没有睡好了"
NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)


@pytest.fixture
def first(app_paths: AppPaths) -> FirstUser:
    made = make_first_user(f" {NAME} ", PASSPHRASE, sees_patients=True)
    keep_first_user(app_paths, made)
    return made


def test_the_first_user_is_on_the_disk_only_once_the_recovery_key_was_noted(app_paths: AppPaths) -> None:
    assert needs_first_user(app_paths)
    made = make_first_user(NAME, PASSPHRASE, sees_patients=False)
    assert needs_first_user(app_paths)
    signed = keep_first_user(app_paths, made)
    assert not needs_first_user(app_paths)
    assert (signed.way, signed.sees_patients, signed.name) == (SignInWay.FIRST, False, NAME)
    with pytest.raises(ScreeningError, match="users already"):
        keep_first_user(app_paths, make_first_user("Mallory", PASSPHRASE, sees_patients=True))


@pytest.mark.parametrize(
    ("name", "passphrase", "problem"),
    [
        (" ", PASSPHRASE, "needs a name"),
        ("Dr\u202eLi", PASSPHRASE, "invisible"),
        (NAME, "password1234", "easy to guess"),
    ],
)
def test_a_name_or_passphrase_that_will_not_do_is_refused(name: str, passphrase: str, problem: str) -> None:
    with pytest.raises(ScreeningError, match=problem):
        make_first_user(name, passphrase, sees_patients=True)


def test_the_passphrase_signs_in_and_another_does_not(app_paths: AppPaths, first: FirstUser) -> None:
    ring = read_keyring(app_paths)
    assert [account.name for account in accounts(ring)] == [NAME]
    user_id = first.signed.holder_id
    with pytest.raises(WrongKeyError):
        sign_in(app_paths, user_id, OTHER, NOW)
    signed = sign_in(app_paths, user_id, PASSPHRASE, NOW)
    assert (signed.master, signed.name, signed.way) == (first.signed.master, NAME, SignInWay.PASSPHRASE)
    assert last_account(app_paths) == user_id
    assert untold_failures(app_paths) == {user_id: 1}
    with pytest.raises(WrongKeyError):
        sign_in(app_paths, "nobody", PASSPHRASE, NOW)


def test_guessing_is_slowed_down_even_for_the_right_one(app_paths: AppPaths, first: FirstUser) -> None:
    for _ in range(3):
        with pytest.raises(WrongKeyError):
            sign_in(app_paths, first.signed.holder_id, OTHER, NOW)
    with pytest.raises(TooSoonError, match="in 5 seconds"):
        sign_in(app_paths, first.signed.holder_id, PASSPHRASE, NOW)
    sign_in(app_paths, first.signed.holder_id, PASSPHRASE, NOW + timedelta(seconds=5))
    sign_in(app_paths, first.signed.holder_id, PASSPHRASE, NOW + timedelta(seconds=5))


def test_the_recovery_key_gives_another_passphrase_once(app_paths: AppPaths, first: FirstUser) -> None:
    user_id = first.signed.holder_id
    with pytest.raises(ScreeningError, match="easy to guess"):
        recover(app_paths, user_id, first.recovery_key, "password1234")
    with pytest.raises(WrongKeyError):
        recover(app_paths, user_id, first.recovery_key[:-1] + "?", OTHER)
    recovered = recover(app_paths, user_id, first.recovery_key.lower(), OTHER)
    assert recovered.signed.master == first.signed.master
    assert sign_in(app_paths, user_id, OTHER).master == first.signed.master
    with pytest.raises(WrongKeyError):
        sign_in(app_paths, user_id, PASSPHRASE)
    with pytest.raises(WrongKeyError):
        recover(app_paths, user_id, first.recovery_key, PASSPHRASE)  # it was used
    recover(app_paths, user_id, recovered.recovery_key, PASSPHRASE)


def test_a_keyring_that_is_gone_is_no_first_start(app_paths: AppPaths, first: FirstUser) -> None:
    workspace = open_workspace(app_paths, first.signed)
    enter(workspace, first.signed)
    workspace.close()
    app_paths.keyring.unlink()
    with pytest.raises(StorageError, match=r"keyring\.json is missing"):
        needs_first_user(app_paths)
    with pytest.raises(StorageError, match=r"keyring\.json is missing"):
        sign_in(app_paths, first.signed.holder_id, PASSPHRASE)


def test_a_folder_with_users_lets_nobody_in_unnamed(app_paths: AppPaths, first: FirstUser) -> None:
    workspace = open_workspace(app_paths, first.signed)
    enter(workspace, first.signed)
    workspace.close()
    with pytest.raises(ScreeningError, match="sign in"):
        open_workspace(app_paths)


# What is encrypted from then on


def test_what_was_there_before_there_were_users_is_encrypted_when_the_first_signs_in(app_paths: AppPaths) -> None:
    before = open_workspace(app_paths)
    patient = add_patient(before, code="P-1", notes=PHRASE)
    before.close()
    assert has_plain_database(app_paths)
    first = make_first_user(NAME, PASSPHRASE, sees_patients=True)
    workspace = open_workspace(app_paths, keep_first_user(app_paths, first))
    enter(workspace, first.signed)
    assert workspace.patients.get(patient.id) == patient
    assert examine(workspace).flaw is None
    assert not has_plain_database(app_paths)
    found = b"".join(path.read_bytes() for path in app_paths.data.glob("screening.sqlite3*"))
    assert found
    assert PHRASE.encode() not in found
    assert b"SQLite format" not in found
    workspace.close()


def test_it_is_not_encrypted_under_the_master_key_itself(app_paths: AppPaths, first: FirstUser) -> None:
    """Who has the database's key, as a backup does, has not that of anything else."""
    workspace = open_workspace(app_paths, first.signed)
    assert workspace.database.key not in (None, first.signed.master)
    workspace.close()


def test_another_passphrase_and_another_user_open_the_same_database(app_paths: AppPaths, first: FirstUser) -> None:
    second = _with_second(app_paths, first)
    before = app_paths.database.read_bytes()
    recover(app_paths, first.signed.holder_id, first.recovery_key, OTHER)
    assert app_paths.database.read_bytes() == before
    for user_id in (second, first.signed.holder_id):
        open_workspace(app_paths, sign_in(app_paths, user_id, OTHER)).close()


def test_an_encrypted_database_without_its_keyring_is_no_first_start(app_paths: AppPaths, first: FirstUser) -> None:
    open_workspace(app_paths, first.signed).close()  # nobody has entered yet, so there are no users in it
    app_paths.keyring.unlink()
    with pytest.raises(StorageError, match=r"keyring\.json is missing"):
        needs_first_user(app_paths)


def test_while_it_is_encrypted_nobody_else_opens_the_folder(app_paths: AppPaths) -> None:
    open_workspace(app_paths).close()
    first = make_first_user(NAME, PASSPHRASE, sees_patients=True)
    keep_first_user(app_paths, first)
    with FileLock(app_paths.lock), pytest.raises(ScreeningError, match="already open"):
        encrypt_plain_database(app_paths, first.signed)
    encrypt_plain_database(app_paths, first.signed)
    assert not has_plain_database(app_paths)
    open_workspace(app_paths, first.signed).close()


# A plain database in the encrypted one's place


@pytest.fixture
def planted(app_paths: AppPaths, tmp_path: Path, first: FirstUser) -> bytes:
    """The database of somebody else, who could write to the disk once ours was encrypted."""
    open_workspace(app_paths, first.signed).close()
    other = AppPaths(tmp_path / "other")
    workspace = open_workspace(other)
    add_patient(workspace, code="P-PLANTED")
    workspace.close()
    return other.database.read_bytes()


def _opens(paths: AppPaths, signed: SignedIn) -> None:
    open_workspace(paths, signed).close()


@pytest.mark.parametrize("way", [encrypt_plain_database, _opens])
def test_a_plain_database_is_not_taken_in_the_place_of_the_encrypted_one(
    app_paths: AppPaths, first: FirstUser, planted: bytes, way: Callable[[AppPaths, SignedIn], None]
) -> None:
    app_paths.database.write_bytes(planted)
    signed = sign_in(app_paths, first.signed.holder_id, PASSPHRASE)
    with pytest.raises(StorageError, match="put another one in its place"):
        way(app_paths, signed)
    assert app_paths.database.read_bytes() == planted
    recovered = recover(app_paths, first.signed.holder_id, first.recovery_key, OTHER).signed
    for again in (recovered, sign_in(app_paths, first.signed.holder_id, OTHER)):
        with pytest.raises(StorageError, match="put another one in its place"):
            way(app_paths, again)


def test_the_mark_that_the_database_is_encrypted_cannot_be_taken_away(
    app_paths: AppPaths, first: FirstUser, planted: bytes
) -> None:
    app_paths.database.write_bytes(planted)
    ring = read_keyring(app_paths)
    (holder,) = ring.holders
    assert holder.is_marked
    assert ring.recovery_is_marked
    unmarked = replace(ring, holders=(replace(holder, is_marked=False),), recovery_is_marked=False)
    write_keyring(app_paths, unmarked)
    with pytest.raises(WrongKeyError):
        sign_in(app_paths, first.signed.holder_id, PASSPHRASE)
    with pytest.raises(WrongKeyError):
        recover(app_paths, first.signed.holder_id, first.recovery_key, OTHER)
    write_keyring(app_paths, replace(unmarked, recovery_is_marked=True))  # the holder alone, whom a recovery seals anew
    assert recover(app_paths, first.signed.holder_id, first.recovery_key, OTHER).signed.knows_encrypted


def test_whoever_is_added_or_gets_another_passphrase_knows_it_too(
    app_paths: AppPaths, first: FirstUser, planted: bytes
) -> None:
    second = _with_second(app_paths, first)
    ring = read_keyring(app_paths)
    write_keyring(app_paths, ring.with_holder(replace(ring.holder(second), is_marked=False)))  # somebody tries
    workspace = open_workspace(app_paths, sign_in(app_paths, first.signed.holder_id, PASSPHRASE))
    reset_passphrase(workspace, second, PASSPHRASE)
    workspace.close()
    assert sign_in(app_paths, second, PASSPHRASE).knows_encrypted
    app_paths.database.write_bytes(planted)
    with pytest.raises(StorageError, match="put another one in its place"):
        open_workspace(app_paths, sign_in(app_paths, second, PASSPHRASE))


def test_a_program_killed_before_the_mark_goes_on_and_sets_it(app_paths: AppPaths) -> None:
    open_workspace(app_paths).close()
    first = make_first_user(NAME, PASSPHRASE, sees_patients=True)
    keep_first_user(app_paths, first)
    assert not sign_in(app_paths, first.signed.holder_id, PASSPHRASE).knows_encrypted
    recover(app_paths, first.signed.holder_id, first.recovery_key, OTHER)  # still before it
    encrypt_plain_database(app_paths, first.signed)  # killed here
    signed = sign_in(app_paths, first.signed.holder_id, OTHER)
    assert not signed.knows_encrypted
    open_workspace(app_paths, signed).close()
    assert sign_in(app_paths, first.signed.holder_id, OTHER).knows_encrypted


# Tampering


def test_a_damaged_keyring_is_told(app_paths: AppPaths, first: FirstUser) -> None:
    app_paths.keyring.write_bytes(app_paths.keyring.read_bytes()[:-40])
    with pytest.raises(DamagedFileError):
        sign_in(app_paths, first.signed.holder_id, PASSPHRASE)


def _with_second(app_paths: AppPaths, first: FirstUser, role: Role = Role.TRAINEE) -> str:
    workspace = open_workspace(app_paths, first.signed)
    enter(workspace, first.signed)
    second = add_user(workspace, "Trainee", role, OTHER)
    workspace.close()
    return second.id


def test_a_holder_in_the_place_of_another_opens_nothing(app_paths: AppPaths, first: FirstUser) -> None:
    """Who can write the file puts the own entry under the administrator's id."""
    second = _with_second(app_paths, first)
    ring = read_keyring(app_paths)
    mine, admin = ring.holder(second), ring.holder(first.signed.holder_id)
    write_keyring(app_paths, ring.with_holder(replace(mine, id=admin.id, name=admin.name)))
    with pytest.raises(WrongKeyError):
        sign_in(app_paths, admin.id, OTHER)


@pytest.mark.parametrize("field", ["wrapped_private", "sealed_master", "public"])
def test_parts_of_another_holder_open_nothing(app_paths: AppPaths, first: FirstUser, field: str) -> None:
    second = _with_second(app_paths, first)
    ring = read_keyring(app_paths)
    mixed = replace(ring.holder(second), **{field: getattr(ring.holder(first.signed.holder_id), field)})
    write_keyring(app_paths, ring.with_holder(mixed))
    if field == "public":  # it only says for whom to seal: what is sealed stays with the private half
        assert sign_in(app_paths, second, OTHER).master == first.signed.master
    else:
        with pytest.raises(WrongKeyError):
            sign_in(app_paths, second, OTHER)


def test_a_keyring_of_somebody_elses_making_opens_no_account(app_paths: AppPaths, first: FirstUser) -> None:
    _with_second(app_paths, first)
    forged = make_first_user("Mallory", PASSPHRASE, sees_patients=True)
    write_keyring(app_paths, forged.ring)
    signed = sign_in(app_paths, forged.signed.holder_id, PASSPHRASE)
    with pytest.raises(ScreeningError, match="does not open with this account"):
        open_workspace(app_paths, signed)


def test_the_file_keeps_no_passphrase_and_no_key(app_paths: AppPaths, first: FirstUser) -> None:
    content = app_paths.keyring.read_text(encoding="utf-8")
    assert PASSPHRASE not in content
    assert first.recovery_key not in content
    assert first.signed.master.secret.hex() not in content
    assert json.loads(content)["holders"][0]["name"] == NAME
    assert to_bytes(from_bytes(content.encode(), "keyring.json")).decode() == content
    assert app_paths.keyring.stat().st_mode & 0o077 == 0
