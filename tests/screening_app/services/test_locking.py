"""The lock: what opens it, what does not, and what is kept of a PIN."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from screening_app.crypto.keys import new_key
from screening_app.domain import Action, AuditFilter
from screening_app.errors import ScreeningError, WrongKeyError
from screening_app.services import locking
from screening_app.services.audit import entries
from screening_app.services.audit_check import details_of
from screening_app.services.locking import (
    TRIES,
    PinSpentError,
    forget_pin,
    has_pin,
    lock,
    set_pin,
    unlock,
    unlock_with_pin,
)
from screening_app.services.sign_in import keep_first_user, make_first_user, sign_in
from screening_app.services.tries import read_state, write_state
from screening_app.services.users import enter
from screening_app.services.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening_app.paths import AppPaths
    from screening_app.services.workspace import Workspace

pytestmark = pytest.mark.usefixtures("quick_passphrases")

PASSPHRASE, OTHER, PIN = "seven lamps under the quiet harbour", "violet tractor hums at dawn", "481516"


@pytest.fixture
def workspace(app_paths: AppPaths, quick_passphrases: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    real = locking.Stretching
    monkeypatch.setattr(locking, "Stretching", lambda *given: real(*given, passes=1, memory_kib=64, lanes=1))
    first = make_first_user("Dr. 王", PASSPHRASE, sees_patients=True)
    opened = open_workspace(app_paths, keep_first_user(app_paths, first))
    enter(opened, first.signed)
    yield opened
    opened.close()


def _newest(workspace: Workspace) -> tuple[str, dict[str, object]]:
    entry = entries(workspace, AuditFilter(), count=1)[0]
    return entry.action, details_of(entry.details)


def test_the_passphrase_unlocks_and_both_are_recorded(workspace: Workspace) -> None:
    lock(workspace, "idle")
    assert _newest(workspace) == (Action.LOCKED, {"why": "idle"})
    with pytest.raises(WrongKeyError):
        unlock(workspace, OTHER)
    unlock(workspace, PASSPHRASE)
    assert _newest(workspace) == (Action.UNLOCKED, {"by": "passphrase"})


@pytest.mark.parametrize(
    ("pin", "problem"),
    [
        ("12345", "6 to 12 digits"),
        ("1234567890123", "6 to 12 digits"),
        ("４８１５１６", "6 to 12 digits"),
        ("48151a", "6 to 12 digits"),
        ("000000", "anybody would try"),
        ("123456", "anybody would try"),
        ("987654", "anybody would try"),
    ],
)
def test_a_pin_that_is_none_or_that_anybody_would_try_is_refused(workspace: Workspace, pin: str, problem: str) -> None:
    with pytest.raises(ScreeningError, match=problem):
        set_pin(workspace, pin)
    assert not has_pin(workspace)


def test_a_pin_unlocks_until_it_is_taken_away(workspace: Workspace) -> None:
    assert not has_pin(workspace)
    with pytest.raises(PinSpentError):
        unlock_with_pin(workspace, PIN)
    set_pin(workspace, PIN)
    unlock_with_pin(workspace, PIN)
    assert _newest(workspace) == (Action.UNLOCKED, {"by": "pin"})
    forget_pin(workspace)
    assert _newest(workspace) == (Action.PIN_CHANGED, {"set": False})
    assert not has_pin(workspace)


def test_after_three_pins_that_do_not_fit_only_the_passphrase_does(workspace: Workspace) -> None:
    set_pin(workspace, PIN)
    for _ in range(TRIES - 1):
        with pytest.raises(ScreeningError, match="does not fit"):
            unlock_with_pin(workspace, "161518")
    unlock_with_pin(workspace, PIN)  # then they count anew
    for _ in range(TRIES - 1):
        with pytest.raises(ScreeningError, match="does not fit"):
            unlock_with_pin(workspace, "161518")
    with pytest.raises(PinSpentError):
        unlock_with_pin(workspace, "161518")
    assert not has_pin(workspace)
    with pytest.raises(PinSpentError):
        unlock_with_pin(workspace, PIN)
    unlock(workspace, PASSPHRASE)
    unlock_with_pin(workspace, PIN)


def test_a_pin_outlives_the_run_and_opens_only_one_begun_with_the_passphrase(workspace: Workspace) -> None:
    set_pin(workspace, PIN)
    workspace.close()
    signed = sign_in(workspace.paths, workspace.access.user.id, PASSPHRASE)
    again = open_workspace(workspace.paths, signed)
    unlock_with_pin(again, PIN)
    again.close()
    with pytest.raises(WrongKeyError):
        sign_in(workspace.paths, workspace.access.user.id, PIN)


def test_what_is_kept_of_a_pin_tells_nothing_without_the_master_key(workspace: Workspace) -> None:
    set_pin(workspace, PIN)
    assert PIN not in workspace.paths.sign_in.read_text()
    workspace.access.master = new_key()  # as somebody has to guess who holds the file alone
    with pytest.raises(ScreeningError, match="does not fit"):
        unlock_with_pin(workspace, PIN)


def test_a_kept_pin_that_was_changed_fits_nothing(workspace: Workspace) -> None:
    set_pin(workspace, PIN)
    write_state(workspace.paths, replace(read_state(workspace.paths), pins={workspace.access.user.id: "no salt"}))
    with pytest.raises(ScreeningError, match="does not fit"):
        unlock_with_pin(workspace, PIN)
