"""Another master key, after somebody has left who had the one before.

    ordered ──▶ the keyring holds the next one, wrapped by the present one, which still opens everything
    at the next sign-in, while nobody else has it open ──▶ database and interviews' keys, then what else hangs on it
    ──▶ the keyring seals the new one for everybody who may open the data, and forgets the old one

No recording and no transcript is written anew: their keys are only wrapped anew. Killed at any moment, the next sign-in
goes on: until the keyring is written last, the old master key leads to the new one, and each step sees whether it was
done. What somebody has copied before, with the keys to it, cannot be taken back by this.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from screening_app.crypto.keys import new_key
from screening_app.domain import Action
from screening_app.errors import PutThereError
from screening_app.services.audit import recorded
from screening_app.services.backups import rewrap_backup_key
from screening_app.services.permissions import Permission
from screening_app.services.sign_in import read_keyring, write_keyring
from screening_app.services.training_folder import drop_vectors, told_of_sessions, training_key_of
from screening_app.services.tries import read_state, write_state
from screening_app.services.voices import voice_key_of
from screening_app.storage.database_encryption import change_database_key
from screening_app.storage.disk import explained
from screening_app.storage.interview_file import InterviewFile
from screening_app.storage.interview_keys import InterviewKeys, rewrap_keys
from selfmm.types import no_report, part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.crypto.keys import Key
    from screening_app.paths import AppPaths
    from screening_app.services.sign_in import SignedIn
    from screening_app.services.workspace import Workspace
    from screening_app.storage.database import Database
    from selfmm.types import Report

_DATABASE_DONE = 0.98  # of the whole time


def database_key(master: Key) -> Key:
    """What the database is encrypted with."""
    return master.derived("database")


def order_new_master(workspace: Workspace) -> None:
    """Let another master key take the present one's place at the next sign-in, whoever that is.

    Raises `NotAllowedError`, and `StorageError` where it cannot be kept.
    """
    workspace.access.require(Permission.USERS)
    master = workspace.access.master
    assert master is not None, "who may change users has signed in"
    with recorded(workspace, Action.MASTER_KEY_CHANGED):
        ring = read_keyring(workspace.paths)  # within: nobody else changes it meanwhile
        assert ring is not None, "whoever is signed in was let in by it"
        write_keyring(workspace.paths, ring.with_next_master(master, new_key()))


def awaits_new_master(paths: AppPaths, signed: SignedIn) -> bool:
    """Whether another master key was ordered and is not in force yet. Raises as `read_keyring` does.

    With a server, `open_workspace` puts it in force, once nobody else is there.
    """
    ring = read_keyring(paths) if paths.server is None else None
    return ring is not None and ring.following(signed.master) is not None


def carry_out_new_master(paths: AppPaths, signed: SignedIn, report: Report = no_report) -> SignedIn:
    """Put the master key in force that was ordered; who has signed in, with the one that counts now.

    For whoever holds the folder's lock, before the database is opened. Takes seconds where that is large, and reports
    how far it is. Raises `StorageError` where disk or database refuse, and whatever `report` raises: what is not done
    yet, the next sign-in does.
    """

    def change_database(before: Key, master: Key) -> None:
        adapt = partial(rewrap_keys, before=before, master=master)
        told = part(report, 0.0, _DATABASE_DONE)
        change_database_key(paths.database, database_key(before), database_key(master), adapt, told)

    return _carried_out(paths, signed, change_database, report)


def carry_out_new_master_on_server(paths: AppPaths, database: Database, signed: SignedIn) -> SignedIn:
    """As `carry_out_new_master`, with a database on a server, which this seat alone has open."""
    return _carried_out(paths, signed, lambda before, master: InterviewKeys(database, before).rewrap(master), no_report)


def _carried_out(
    paths: AppPaths, signed: SignedIn, change_database: Callable[[Key, Key], None], report: Report
) -> SignedIn:
    ring = read_keyring(paths)
    master = None if ring is None else ring.following(signed.master)
    if ring is None or master is None:
        return signed
    change_database(signed.master, master)
    report("wrapping_keys", _DATABASE_DONE)  # and stops here for the last time: what follows takes no time
    rewrap_backup_key(paths, signed.master, master)
    with explained(paths.shared):
        drop_vectors(paths.training)  # they are made again
        for path in told_of_sessions(paths.training):
            _rewrite(path, training_key_of(signed.master), training_key_of(master))
        _rewrite(paths.clinician_voice, voice_key_of(signed.master), voice_key_of(master))
    write_state(paths, replace(read_state(paths), pins={}))  # what is kept of them is made with the master key
    write_keyring(paths, ring.with_new_master(master))
    return replace(signed, master=master, knows_encrypted=True)


def _rewrite(path: Path, before: Key, key: Key) -> None:
    with suppress(FileNotFoundError):
        try:
            with InterviewFile(path, before).open() as file:
                content = file.read()
        except FileNotFoundError:
            raise
        except (OSError, PutThereError):  # it is under the new key already, damaged, or waits to be encrypted
            return
        InterviewFile(path, key).write_whole(content)
