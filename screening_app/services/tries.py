"""Passphrases that did not fit: how long the next try has to wait, over restarts of the program, too.

The wait grows and has an end, so nobody is locked out for good. It stands in the way of guessing at the keyboard;
whoever has the files themselves is stopped by what a passphrase costs to be tried (Argon2id).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from screening_app.errors import ScreeningError
from screening_app.storage.disk import explained, write_whole
from selfmm import limited_files

if TYPE_CHECKING:
    from screening_app.paths import AppPaths

FREE = 3  # slips of the finger that cost nothing
FIRST_SECONDS, LONGEST_SECONDS = 5, 300
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class TooSoonError(ScreeningError):
    """Another try has to wait, for it did not fit several times."""

    def __init__(self, seconds: int) -> None:
        super().__init__("The passphrase did not fit several times. Try again in {seconds} seconds.", seconds=seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Tries:
    """The passphrases that did not fit one user."""

    failures: int = 0  # since one did
    at: datetime = _LONG_AGO  # when the last one was tried
    untold: int = 0  # those of which the record of actions does not tell yet

    def seconds_left(self, now: datetime) -> float:
        """How long the next try has to wait."""
        return max(0.0, wait_after(self.failures) - (now - self.at).total_seconds())

    def after_failure(self, now: datetime) -> Tries:
        """With one more."""
        return Tries(self.failures + 1, now, self.untold + 1)


@dataclass(frozen=True, slots=True)
class SignInState:
    """What is remembered from one sign-in to the next."""

    last: str = ""  # id of who signed in last
    tries: dict[str, Tries] | None = None
    pins: dict[str, str] | None = None  # by user, as `services.locking` writes them

    def of(self, user_id: str) -> Tries:
        """The tries of a user."""
        return (self.tries or {}).get(user_id, Tries())

    def with_tries(self, user_id: str, tries: Tries) -> SignInState:
        """With other tries of a user."""
        return replace(self, tries={**(self.tries or {}), user_id: tries})


def wait_after(failures: int) -> int:
    """Seconds after so many failures in a row: none at first, then twice as many each time, up to five minutes."""
    if failures < FREE:
        return 0
    return min(LONGEST_SECONDS, FIRST_SECONDS << min(failures - FREE, 16))


def begin_try(paths: AppPaths, user_id: str, now: datetime) -> None:
    """Count a try as failed before it is made, so that ending the program does not undo it.

    Raises `TooSoonError` where it has to wait, and `StorageError`.
    """
    state = read_state(paths)
    tries = state.of(user_id)
    if tries.at > now:  # the clock was set back: wait from now on, not until it is that late again
        tries = replace(tries, at=now)
        write_state(paths, state.with_tries(user_id, tries))
    if (left := tries.seconds_left(now)) > 0:
        raise TooSoonError(ceil(left))
    write_state(paths, state.with_tries(user_id, tries.after_failure(now)))


def end_try(paths: AppPaths, user_id: str) -> None:
    """The passphrase fitted: it was no failure, and those before it count no more. Raises `StorageError`."""
    state = read_state(paths)
    untold = max(0, state.of(user_id).untold - 1)
    write_state(paths, replace(state, last=user_id).with_tries(user_id, Tries(untold=untold)))


def untold_failures(paths: AppPaths) -> dict[str, int]:
    """How many tries have failed of which the record of actions does not tell yet, by user."""
    return {user_id: tries.untold for user_id, tries in (read_state(paths).tries or {}).items() if tries.untold}


def forget_untold(paths: AppPaths) -> None:
    """The record of actions tells of all failures now. Raises `StorageError`."""
    state = read_state(paths)
    write_state(
        paths, replace(state, tries={key: replace(tries, untold=0) for key, tries in (state.tries or {}).items()})
    )


def read_state(paths: AppPaths) -> SignInState:
    """What is remembered; nothing where the file is missing or unreadable."""
    try:
        document = limited_files.read_json(paths.sign_in, limited_files.SETTINGS)
        tries = {str(key): _tries(value) for key, value in document["tries"].items()}
        pins = {str(key): str(value) for key, value in document.get("pins", {}).items()}
        return SignInState(str(document["last"]), tries, pins)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return SignInState()


def write_state(paths: AppPaths, state: SignInState) -> None:
    """Keep it. Raises `StorageError`."""
    with explained(paths.data):
        paths.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    tries = {key: {**asdict(value), "at": value.at.isoformat()} for key, value in (state.tries or {}).items()}
    write_whole(paths.sign_in, json.dumps({"last": state.last, "tries": tries, "pins": state.pins or {}}))


def _tries(document: dict[str, Any]) -> Tries:
    at = datetime.fromisoformat(document["at"])
    if at.tzinfo is None:
        raise ValueError(at)
    failures, untold = int(document["failures"]), int(document["untold"])
    return Tries(max(0, failures), at, max(0, untold))
