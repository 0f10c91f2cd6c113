"""What a copy of the database says of itself, without being changed or brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.domain import AuditHead
from screening_app.errors import DamagedFileError
from screening_app.storage.database import copy_opened

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.crypto.keys import Key


def counts_in(path: Path, key: Key | None) -> tuple[int, int]:
    """How many patients and sessions there are. Raises `DamagedFileError`."""
    with copy_opened(path, key) as connection:
        query = "SELECT (SELECT count(*) FROM patient), (SELECT count(*) FROM interview)"
        patients, sessions = connection.execute(query).fetchone()
    return patients, sessions


def check_copy(path: Path, key: Key | None) -> None:
    """Raise `DamagedFileError` where it cannot be read, or anything in it is damaged."""
    with copy_opened(path, key) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
    if found != [("ok",)]:
        raise DamagedFileError(path.name)


def end_of_record_in(path: Path, key: Key | None) -> AuditHead | None:
    """How the record of actions ends; None where there is none yet. Raises `DamagedFileError`."""
    with copy_opened(path, key) as connection:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'audit_entry'").fetchone() is None:
            return None
        end = connection.execute("SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1").fetchone()
    return None if end is None else AuditHead(*end)
