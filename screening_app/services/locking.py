"""The lock of the screen: unlocked by the passphrase, or by a PIN while the program runs.

A PIN has few digits, so it opens nothing by itself. What is kept of it is made of the PIN and the master key, which
only the passphrase opens: without having signed in, nobody can try PINs, not even with the file in hand.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from screening_app.crypto.passphrases import Stretching
from screening_app.domain import Action
from screening_app.errors import ScreeningError, WrongKeyError
from screening_app.services.audit import record
from screening_app.services.sign_in import sign_in
from screening_app.services.tries import read_state, write_state

if TYPE_CHECKING:
    from screening_app.crypto.keys import Key
    from screening_app.services.workspace import Workspace

SHORTEST_PIN = 6  # digits
TRIES = 3  # then the passphrase
_PIN = re.compile(r"[0-9]{6,12}")
_RUNS = "01234567890 09876543210"

_NO_PIN = "A PIN has 6 to 12 digits."
_TOO_EASY = "This PIN is the first that anybody would try. Choose digits that neither repeat nor follow each other."
_WRONG_PIN = "This PIN does not fit."
_SPENT = "The PIN did not fit three times. Unlock with your passphrase."


class PinSpentError(ScreeningError):
    """Too many PINs did not fit: the passphrase is needed."""

    def __init__(self) -> None:
        super().__init__(_SPENT)


def lock(workspace: Workspace, why: str) -> None:
    """Say that the screen is locked: "asked", "idle" or "system". Raises `StorageError`."""
    record(workspace, Action.LOCKED, why=why)


def unlock(workspace: Workspace, passphrase: str, now: datetime | None = None) -> None:
    """Unlock the screen. A job's work. Raises `WrongKeyError`, `TooSoonError`, `StorageError`."""
    access = workspace.access
    signed = sign_in(workspace.paths, access.user.id, passphrase, now or datetime.now(UTC))
    if access.master != signed.master:
        raise WrongKeyError  # another keyring lies there by now
    access.pin_failures = 0
    record(workspace, Action.UNLOCKED, by="passphrase")


def unlock_with_pin(workspace: Workspace, pin: str) -> None:
    """Unlock the screen with the PIN. A job's work.

    Raises `ScreeningError` where it does not fit, `PinSpentError` after three of them, and `StorageError`.
    """
    access = workspace.access
    if not has_pin(workspace):
        raise PinSpentError
    access.pin_failures += 1
    if not _fits(workspace, pin):
        raise PinSpentError if access.pin_failures >= TRIES else ScreeningError(_WRONG_PIN)
    access.pin_failures = 0
    record(workspace, Action.UNLOCKED, by="pin")


def has_pin(workspace: Workspace) -> bool:
    """Whether the PIN would unlock now: one is set, and it has not failed too often."""
    access = workspace.access
    return access.pin_failures < TRIES and access.user.id in (read_state(workspace.paths).pins or {})


def set_pin(workspace: Workspace, pin: str) -> None:
    """Let a PIN unlock the screen from now on. A job's work. Raises `ScreeningError` where it is no good one."""
    if not _PIN.fullmatch(pin):
        raise ScreeningError(_NO_PIN)
    if len(set(pin)) == 1 or pin in _RUNS:
        raise ScreeningError(_TOO_EASY)
    stretching = Stretching()
    _keep(workspace, f"{stretching.salt.hex()}:{_verifier(workspace, stretching, pin).hex()}")


def forget_pin(workspace: Workspace) -> None:
    """Let only the passphrase unlock the screen. Raises `StorageError`."""
    _keep(workspace, "")


def _keep(workspace: Workspace, kept: str) -> None:
    state, user_id = read_state(workspace.paths), workspace.access.user.id
    pins = {key: value for key, value in (state.pins or {}).items() if key != user_id}
    record(workspace, Action.PIN_CHANGED, set=bool(kept))
    write_state(workspace.paths, replace(state, pins=pins | ({user_id: kept} if kept else {})))


def _fits(workspace: Workspace, pin: str) -> bool:
    kept = (read_state(workspace.paths).pins or {})[workspace.access.user.id]
    try:
        salt, verifier = (bytes.fromhex(part) for part in kept.split(":"))
    except ValueError:  # not as it was written
        return False
    return hmac.compare_digest(_verifier(workspace, Stretching(salt), pin), verifier)


def _verifier(workspace: Workspace, stretching: Stretching, pin: str) -> bytes:
    return stretching.key(pin).derived("pin", salt=_master(workspace).secret).secret


def _master(workspace: Workspace) -> Key:
    master = workspace.access.master
    assert master is not None, "only who has signed in locks the screen"
    return master
