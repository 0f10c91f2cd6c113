"""Another master key, after somebody has left who had the one before.

    ordered ──▶ the keyring holds the next one, wrapped by the present one, which still opens everything
    at the next sign-in, before the database is opened ──▶ database and interviews' keys, then what else hangs on it
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
from screening_app.services.audit import recorded
from screening_app.services.backups import rewrap_backup_key
from screening_app.services.permissions import Permission
from screening_app.services.sign_in import read_keyring, write_keyring
from screening_app.services.training_folder import clinic_folder, drop_vectors, training_key_of
from screening_app.services.tries import read_state, write_state
from screening_app.services.voices import voice_key_of
from screening_app.storage.database_encryption import change_database_key
from screening_app.storage.disk import explained
from screening_app.storage.interview_file import InterviewFile
from screening_app.storage.interview_keys import rewrap_keys
from selfmm.types import no_report, part

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.crypto.keys import Key
    from screening_app.paths import AppPaths
    from screening_app.services.sign_in import SignedIn
    from screening_app.services.workspace import Workspace
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
    ring, master = read_keyring(workspace.paths), workspace.access.master
    assert ring is not None, "whoever is signed in was let in by it"
    assert master is not None, "as above"
    with recorded(workspace, Action.MASTER_KEY_CHANGED):
        write_keyring(workspace.paths, ring.with_next_master(master, new_key()))


def awaits_new_master(paths: AppPaths, signed: SignedIn) -> bool:
    """Whether another master key was ordered and is not in force yet. Raises as `read_keyring` does."""
    ring = read_keyring(paths)
    return ring is not None and ring.following(signed.master) is not None


def carry_out_new_master(paths: AppPaths, signed: SignedIn, report: Report = no_report) -> SignedIn:
    """Put the master key in force that was ordered; who has signed in, with the one that counts now.

    For whoever holds the folder's lock, before the database is opened. Takes seconds where that is large, and reports
    how far it is. Raises `StorageError` where disk or database refuse, and whatever `report` raises: what is not done
    yet, the next sign-in does.
    """
    ring = read_keyring(paths)
    master = None if ring is None else ring.following(signed.master)
    if ring is None or master is None:
        return signed
    adapt = partial(rewrap_keys, before=signed.master, master=master)
    change_database_key(
        paths.database, database_key(signed.master), database_key(master), adapt, part(report, 0.0, _DATABASE_DONE)
    )
    report("wrapping_keys", _DATABASE_DONE)  # and stops here for the last time: what follows takes no time
    rewrap_backup_key(paths, signed.master, master)
    with explained(paths.data):
        drop_vectors(paths.training)  # they are made again
        for path in clinic_folder(paths.training).rglob("*.*"):
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
        except OSError:  # it is under the new key already, or damaged
            return
        InterviewFile(path, key).write_whole(content)
