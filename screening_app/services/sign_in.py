"""Signing in: a passphrase opens the keyring, which is read before the database is opened.

name and passphrase ─▶ keyring ─▶ master key ─▶ `SignedIn` ─▶ `open_workspace` looks up the role
recovery key        ─▶ keyring ─▶ master key, and a new passphrase for the name
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from screening_app.crypto import keyring, passphrases
from screening_app.crypto.keyring import LARGEST, Keyring, new_keyring
from screening_app.errors import ScreeningError, StorageError, WrongKeyError
from screening_app.services.texts import check_signature
from screening_app.services.tries import begin_try, end_try, read_state
from screening_app.storage.database import open_database
from screening_app.storage.database_encryption import may_be_encrypted
from screening_app.storage.disk import explained, write_whole
from screening_app.storage.users import UserRepository
from selfmm import limited_files

if TYPE_CHECKING:
    from screening_app.crypto.keyring import Holder
    from screening_app.crypto.keys import Key
    from screening_app.paths import AppPaths

_TOO_EASY = "This passphrase is easy to guess. Add another word or two."
_NAMELESS = "A user needs a name."
_THERE_ALREADY = "There are users already. Start the program again and sign in."
_KEYRING_GONE = (
    "The file {name} is missing, without which nobody can sign in. Bring it back from a backup into {folder}, then "
    "start again."
)


_SHARED_GONE = (
    "The folder {folder}, which this computer shares with others, is not there or not whole. Connect its network "
    "drive, then start again."
)


class SignInWay(StrEnum):
    """How somebody has signed in."""

    PASSPHRASE = "passphrase"  # noqa: S105 - a word, no secret
    RECOVERY_KEY = "recovery_key"
    FIRST = "first"  # by making the keyring


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who has signed in, before anything is known of the role."""

    holder_id: str
    name: str
    master: Key
    way: SignInWay = SignInWay.PASSPHRASE
    sees_patients: bool = True  # of the first user, who is an administrator
    knows_encrypted: bool = False  # that the database has been encrypted, so that a plain one is somebody else's


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class FirstUser:
    """The first administrator and their keyring, on no disk yet."""

    ring: Keyring
    signed: SignedIn
    recovery_key: str  # to be printed


@dataclass(frozen=True, slots=True)
class Recovered:
    """Who has come in by the recovery key, and the one that takes its place."""

    signed: SignedIn
    recovery_key: str


# The keyring's file


def read_keyring(paths: AppPaths) -> Keyring | None:
    """The keyring; None where there is none. Raises `DamagedFileError` and `StorageError`."""
    with explained(paths.shared):
        try:
            content = limited_files.read_bytes(paths.keyring, LARGEST)
        except FileNotFoundError:
            return None
    return keyring.from_bytes(content, paths.keyring.name)


def write_keyring(paths: AppPaths, ring: Keyring) -> None:
    """Keep the keyring; it is whole or as it was before. Raises `StorageError`."""
    write_whole(paths.keyring, keyring.to_bytes(ring).decode())


# The first user


def needs_first_user(paths: AppPaths) -> bool:
    """Whether nobody can sign in yet; raises `StorageError` where there are users and only the keyring is gone."""
    if paths.keyring.exists():
        return False
    if paths.server is not None:
        raise StorageError(_SHARED_GONE, folder=paths.shared)
    if paths.database.exists() and (may_be_encrypted(paths.database) or _has_users(paths)):
        raise StorageError(_KEYRING_GONE, name=paths.keyring.name, folder=paths.shared)
    return True


def _has_users(paths: AppPaths) -> bool:
    """Whether there are users in the database, which is not encrypted."""
    database = open_database(paths.database)
    try:
        return not UserRepository(database).is_empty()
    finally:
        database.close()


def make_first_user(name: str, passphrase: str, *, sees_patients: bool) -> FirstUser:
    """The first administrator, to be kept once the recovery key has been noted. Takes as long as a sign-in.

    Raises `ScreeningError` where the name or the passphrase will not do.
    """
    name = checked_name(name)
    check_passphrase(passphrase, name)
    ring, master, printed = new_keyring(name, passphrase)
    signed = SignedIn(ring.holders[0].id, name, master, SignInWay.FIRST, sees_patients)
    return FirstUser(ring, signed, printed)


def keep_first_user(paths: AppPaths, first: FirstUser) -> SignedIn:
    """Write the keyring; who has signed in by that. Raises `ScreeningError` where there is one, `StorageError`."""
    if paths.keyring.exists():
        raise ScreeningError(_THERE_ALREADY)
    with explained(paths.data):
        paths.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_keyring(paths, first.ring)
    return first.signed


# Everybody


def accounts(ring: Keyring) -> tuple[Account, ...]:
    """Everybody who can sign in, in the order of the keyring."""
    return tuple(Account(each.id, each.name) for each in ring.holders if each.sealed_master)


def last_account(paths: AppPaths) -> str:
    """The id of who signed in last; "" where that is not known."""
    return read_state(paths).last


def sign_in(paths: AppPaths, user_id: str, passphrase: str, now: datetime | None = None) -> SignedIn:
    """Who has signed in. A job's work, for it takes some tenths of a second.

    Raises `TooSoonError` after several failures, `WrongKeyError`, `StorageError`, and `DamagedFileError`.
    """
    holder = holder_of(_keyring(paths), user_id)
    begin_try(paths, user_id, now or datetime.now(UTC))
    master = holder.master(passphrase)
    end_try(paths, user_id)
    return SignedIn(holder.id, holder.name, master, knows_encrypted=holder.is_marked)


def recover(paths: AppPaths, user_id: str, recovery_key: str, passphrase: str) -> Recovered:
    """Give a user another passphrase by the recovery key, which opens nothing any more afterwards. A job's work.

    Raises `WrongKeyError`, `ScreeningError` for a passphrase that is easy to guess, `StorageError`, `DamagedFileError`.
    """
    ring = _keyring(paths)
    holder = holder_of(ring, user_id)
    check_passphrase(passphrase, holder.name)
    master = ring.recovered(recovery_key)
    is_marked = ring.recovery_is_marked  # which the recovery key has shown; the holder's own mark nobody has looked at
    holder = holder.with_new_pair(passphrase).trusted_with(master, is_marked=is_marked)
    ring, printed = ring.with_holder(holder).with_new_recovery_key(master)
    write_keyring(paths, ring)
    signed = SignedIn(holder.id, holder.name, master, SignInWay.RECOVERY_KEY, knows_encrypted=is_marked)
    return Recovered(signed, printed)


def holder_of(ring: Keyring, user_id: str) -> Holder:
    """The user's place in the keyring; raises `WrongKeyError` where there is none."""
    try:
        return ring.holder(user_id)
    except KeyError:
        raise WrongKeyError from None


def checked_name(name: str) -> str:
    """The name without spaces around it; raises `ScreeningError` where it will not do."""
    name = name.strip()
    check_signature(name)
    if not name:
        raise ScreeningError(_NAMELESS)
    return name


def check_passphrase(passphrase: str, name: str) -> None:
    """Raise `ScreeningError` where somebody who knows the name could guess the passphrase."""
    if not passphrases.strength(passphrase, (name,)).is_enough:
        raise ScreeningError(_TOO_EASY)


def _keyring(paths: AppPaths) -> Keyring:
    ring = read_keyring(paths)
    if ring is None:
        raise StorageError(_KEYRING_GONE, name=paths.keyring.name, folder=paths.shared)
    return ring
