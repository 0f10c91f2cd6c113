"""Who works with the program: add users, change what they may do, shut them out, and passphrases.

What is secret lies in the keyring, all else in the database. Both are changed together: the keyring last, within the
transaction, so that where it cannot be written nothing has changed. It is read there, too: of all seats one writes at a
time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from screening_app.crypto.keyring import new_holder
from screening_app.domain import Action, User
from screening_app.errors import ScreeningError
from screening_app.services.audit import record, recorded
from screening_app.services.permissions import Permission
from screening_app.services.sign_in import (
    SignInWay,
    check_passphrase,
    checked_name,
    holder_of,
    read_keyring,
    write_keyring,
)
from screening_app.services.tries import begin_try, end_try, forget_untold, untold_failures

if TYPE_CHECKING:
    from datetime import datetime

    from screening_app.crypto.keyring import Keyring
    from screening_app.crypto.keys import Key
    from screening_app.domain import Role
    from screening_app.services.sign_in import SignedIn
    from screening_app.services.workspace import Workspace

_NOT_YOURSELF = "You cannot change your own role or shut yourself out. Ask another administrator to do it."
_GONE = "This user is not there any more. Open the list of users again."


def enter(workspace: Workspace, signed: SignedIn) -> None:
    """Write down who has signed in, and which passphrases did not fit before. Raises `StorageError`."""
    user = workspace.access.user
    if workspace.users.is_empty():
        with recorded(workspace, Action.USER_ADDED, subject=user.id, **_state(user)):
            workspace.users.add(user)
    failures = untold_failures(workspace.paths)
    for user_id, count in failures.items():
        record(workspace, Action.SIGN_IN_FAILED, subject=user_id, count=count)
    if failures:
        forget_untold(workspace.paths)
    if signed.way is SignInWay.RECOVERY_KEY:
        record(workspace, Action.RECOVERY_USED, subject=user.id)
    record(workspace, Action.SIGNED_IN, subject=user.id, **_state(user))


def all_users(workspace: Workspace) -> tuple[User, ...]:
    """Everybody, in the order of the alphabet. Raises `NotAllowedError`."""
    workspace.access.require(Permission.USERS)
    return workspace.users.all()


def add_user(workspace: Workspace, name: str, role: Role, passphrase: str, *, sees_patients: bool = False) -> User:
    """Add somebody, with a passphrase to begin with. A job's work: the passphrase takes a moment.

    Raises `ScreeningError` where the name is taken or either will not do, `NotAllowedError`, and `StorageError`.
    """
    workspace.access.require(Permission.USERS)
    name = checked_name(name)
    check_passphrase(passphrase, name)
    holder, _ = new_holder(name, passphrase)
    user = User(holder.id, name, role, sees_patients=sees_patients)
    with recorded(workspace, Action.USER_ADDED, subject=user.id, **_state(user)):
        workspace.users.add(user)
        write_keyring(workspace.paths, _ring(workspace).with_holder(holder.trusted_with(_master(workspace))))
    return user


def change_user(workspace: Workspace, user_id: str, role: Role, *, sees_patients: bool) -> User:
    """Give somebody another role, in force when they sign in next; an administrator may see patients or not.

    Raises `ScreeningError` for one's own role, `NotAllowedError`, and `StorageError`.
    """
    user = _user(workspace, user_id)
    changed = replace(user, role=role, sees_patients=sees_patients)
    if _is_oneself(workspace, user_id) and role is not user.role:
        raise ScreeningError(_NOT_YOURSELF)
    with recorded(workspace, Action.USER_CHANGED, subject=user_id, **_state(changed)):
        workspace.users.save(changed)
    if _is_oneself(workspace, user_id):
        workspace.access.user = changed
    return changed


def shut_out(workspace: Workspace, user_id: str) -> User:
    """Let somebody sign in no more; what they did stays under their name.

    Raises `ScreeningError` for oneself, `NotAllowedError`, and `StorageError`.
    """
    changed = replace(_user(workspace, user_id), is_active=False)
    if _is_oneself(workspace, user_id):
        raise ScreeningError(_NOT_YOURSELF)
    with recorded(workspace, Action.USER_SHUT_OUT, subject=user_id):
        workspace.users.save(changed)
        ring = _ring(workspace)
        write_keyring(workspace.paths, ring.with_holder(holder_of(ring, user_id).shut_out()))
    return changed


def bring_back(workspace: Workspace, user_id: str) -> User:
    """Let somebody sign in again, with the passphrase from before. Raises `NotAllowedError`, `StorageError`."""
    changed = replace(_user(workspace, user_id), is_active=True)
    with recorded(workspace, Action.USER_BROUGHT_BACK, subject=user_id):
        workspace.users.save(changed)
        ring = _ring(workspace)
        write_keyring(workspace.paths, ring.with_holder(holder_of(ring, user_id).trusted_with(_master(workspace))))
    return changed


def reset_passphrase(workspace: Workspace, user_id: str, passphrase: str) -> None:
    """Give somebody who has lost theirs another passphrase. A job's work.

    Raises `ScreeningError` where it is easy to guess, `NotAllowedError`, and `StorageError`.
    """
    user = _user(workspace, user_id)
    check_passphrase(passphrase, user.name)
    holder = holder_of(_ring(workspace), user_id).with_new_pair(passphrase)
    if user.is_active:
        holder = holder.trusted_with(_master(workspace))
    with recorded(workspace, Action.PASSPHRASE_RESET, subject=user_id):
        write_keyring(workspace.paths, _ring(workspace).with_holder(holder))


def change_passphrase(workspace: Workspace, old: str, new: str, now: datetime) -> None:
    """Change one's own passphrase. A job's work.

    Raises `WrongKeyError` for another than the old one, `TooSoonError` after several, `ScreeningError` where the new
    one is easy to guess, and `StorageError`.
    """
    user = workspace.access.user
    check_passphrase(new, user.name)
    holder = holder_of(_ring(workspace), user.id)
    begin_try(workspace.paths, user.id, now)
    private = holder.private(old)
    end_try(workspace.paths, user.id)
    changed = holder.with_passphrase(private, new)
    with recorded(workspace, Action.PASSPHRASE_CHANGED, subject=user.id):
        write_keyring(workspace.paths, _ring(workspace).with_holder(changed))


def _state(user: User) -> dict[str, Any]:
    """What the record of actions keeps of a user, so that a role that was changed elsewhere shows."""
    return {"role": user.role.value, "sees_patients": user.sees_patients}


def _user(workspace: Workspace, user_id: str) -> User:
    workspace.access.require(Permission.USERS)
    user = workspace.users.find(user_id)
    if user is None:
        raise ScreeningError(_GONE)
    return user


def _is_oneself(workspace: Workspace, user_id: str) -> bool:
    return workspace.access.user.id == user_id


def _ring(workspace: Workspace) -> Keyring:
    ring = read_keyring(workspace.paths)
    assert ring is not None, "whoever is signed in was let in by it"
    return ring


def _master(workspace: Workspace) -> Key:
    master = workspace.access.master
    assert master is not None, "users are added by users"
    return master
