"""Put an encrypted database in the place of a plain one, or of one under another key, without loss.

    file ──export──▶ file beside it ──compared, table by table──▶ renamed over the file

Killed at any moment, the one file or the other lies there whole; what lies beside is begun anew.
"""

from __future__ import annotations

import hashlib
import logging
from contextlib import closing
from typing import TYPE_CHECKING

from screening_app.errors import StorageError
from screening_app.storage import driver
from screening_app.storage.database import driver_errors_explained, open_database
from screening_app.storage.disk import PARTIAL, check_room, explained
from selfmm.types import no_report, part

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.crypto.keys import Key
    from selfmm.types import Report

_log = logging.getLogger(__name__)

_ENCRYPTING, _COMPARING, _KEYS = "encrypting_database", "comparing_databases", "wrapping_keys"  # step codes
_EXPORTED, _AUTHENTIC, _CHECKED, _READ, _COMPARED = 0.2, 0.33, 0.45, 0.7, 0.95  # of the time, with 10,000 sessions
_STEPS_BETWEEN_LOOKS = 20_000  # of SQLite's machine: some ten looks a second
_ROWS_BETWEEN_LOOKS = 2_000

_NOT_ENCRYPTED = (
    "The database {name} could not be encrypted, and is as it was. Check that the disk works and has space, then start "
    "again."
)
_IN_USE = "The database {name} is in use by another program. Close that program and try again."


def is_to_be_encrypted(path: Path) -> bool:
    """Whether a plain database lies there. Raises `StorageError`."""
    with explained(path.parent):
        return driver.is_plain(path)


def may_be_encrypted(path: Path) -> bool:
    """Whether what lies there looks like an encrypted database. Raises `StorageError`."""
    with explained(path.parent):
        return driver.seems_encrypted(path)


def encrypt_database(path: Path, key: Key, report: Report = no_report) -> None:
    """Encrypt the plain database that lies there; takes seconds for a large one, and reports how far it is.

    It is brought up to date first. Raises `StorageError` as `open_database` does, and where there is no room or the
    copy is not the same; the plain database is as it was then, and so it is where `report` raises.
    """
    open_database(path).close()
    _put_in_place(path, None, key, lambda _: None, report)
    _log.info("the database is encrypted by now")


def change_database_key(
    path: Path, before: Key, key: Key, adapt: Callable[[sqlite3.Connection], None], report: Report = no_report
) -> None:
    """Encrypt the database under another key; one that has it already stays as it is. Takes seconds for a large one.

    `adapt` changes in the new one, before it takes the place of the old one, what hangs on the key. Reports and raises
    as `encrypt_database` does; the database is as it was then.
    """
    if _opens(path, key):
        return
    open_database(path, before).close()
    _put_in_place(path, before, key, adapt, report)
    _log.info("the database has another key by now")


def _put_in_place(
    path: Path, before: Key | None, key: Key, adapt: Callable[[sqlite3.Connection], None], report: Report
) -> None:
    beside = path.with_name(f"{path.name}{PARTIAL}")
    with explained(path.parent):
        check_room(path.parent, path.stat().st_size)
        _remove(beside)  # of one that was killed
        beside.touch(mode=0o600)
        try:
            with driver_errors_explained(path, before):
                _export(path, before, beside, key, part(report, 0.0, _EXPORTED))
                _compare(path, before, beside, key, report)
                report(_KEYS, _COMPARED)
                with closing(driver.connect(beside, key)) as connection, connection:
                    adapt(connection)
            beside.replace(path)
        finally:
            _remove(beside)


def _opens(path: Path, key: Key) -> bool:
    with driver_errors_explained(path, key), closing(driver.connect(path, key)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except driver.ERRORS:  # another key's, or in trouble, of which whoever opens it next will tell
            return False
        return True


def _export(path: Path, before: Key | None, beside: Path, key: Key, report: Report) -> None:
    looking = _Looking(beside, path.stat().st_size, report)
    with closing(driver.connect_for_export(path, before)) as connection:
        # one file, with nothing beside it that would be taken for the encrypted one's log once that lies here
        if connection.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
            raise StorageError(_IN_USE, name=path.name)
        (days,) = connection.execute("PRAGMA user_version").fetchone()  # of the last full check
        connection.execute("ATTACH ? AS encrypted KEY ?", (str(beside), driver.key_words(key)))
        connection.set_progress_handler(looking.look, _STEPS_BETWEEN_LOOKS)
        try:
            connection.execute("SELECT sqlcipher_export('encrypted')").fetchall()
        except driver.ERRORS as error:  # what it met, such as a full disk, comes out without its number
            if looking.stopped is not None:
                raise looking.stopped from None
            raise StorageError(_NOT_ENCRYPTED, name=path.name) from error
        connection.set_progress_handler(None, 0)
        connection.execute(f"PRAGMA encrypted.user_version = {int(days)}")
        connection.execute("DETACH encrypted")


class _Looking:
    """Tells how far SQLite is with one long statement; it takes no exception from those whom it asks meanwhile."""

    def __init__(self, beside: Path, size: int, report: Report) -> None:
        self._beside, self._size, self._report = beside, max(1, size), report
        self.stopped: BaseException | None = None  # what `report` has raised

    def look(self) -> bool:
        """Say how much has been written; whether the statement is to stop."""
        try:
            self._report(_ENCRYPTING, min(1.0, self._beside.stat().st_size / self._size))
        except BaseException as error:  # noqa: BLE001 - raised again once the statement has ended
            self.stopped = error
        return self.stopped is not None


def _compare(path: Path, before: Key | None, beside: Path, key: Key, report: Report) -> None:
    """Raise `StorageError` unless both hold the same, and the new one is whole."""
    size = beside.stat().st_size
    with closing(driver.connect(path, before)) as plain, closing(driver.connect(beside, key)) as encrypted:
        report(_COMPARING, _EXPORTED)
        if encrypted.execute("PRAGMA cipher_integrity_check").fetchall():
            raise StorageError(_NOT_ENCRYPTED, name=path.name)
        report(_COMPARING, _AUTHENTIC)
        is_whole = encrypted.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        held, copied = (
            _content(connection, size, part(report, begun, ended))
            for connection, begun, ended in ((plain, _CHECKED, _READ), (encrypted, _READ, _COMPARED))
        )
        if not is_whole or held != copied:
            raise StorageError(_NOT_ENCRYPTED, name=path.name)


def _content(connection: sqlite3.Connection, size: int, report: Report) -> dict[str, object]:
    """What a database holds: how it is made, and for each table how many rows, and a hash of them all."""
    connection.text_factory = lambda content: content.decode(errors="surrogateescape")  # whatever was stored
    made = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    version = connection.execute("PRAGMA user_version").fetchall()
    tables = [name for kind, name, *_ in made if kind == "table"]
    reading = _Reading(size, report)
    return {"made": made, "version": version, **{f"table {name}": reading.rows(connection, name) for name in tables}}


class _Reading:
    """Reads tables row by row, and tells how much of the file that was."""

    def __init__(self, size: int, report: Report) -> None:
        self._size, self._report = max(1, size), report
        self._read = 0  # bytes, roughly

    def rows(self, connection: sqlite3.Connection, table: str) -> tuple[int, int]:
        """How many there are, and the sum of their hashes: SQLite promises no order."""
        count = total = 0
        for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - a name out of the database itself
            content = repr(row).encode()  # letters that are none stand escaped
            count += 1
            total += int.from_bytes(hashlib.sha256(content).digest())
            self._read += len(content)
            if count % _ROWS_BETWEEN_LOOKS == 0:
                self._report(_COMPARING, min(1.0, self._read / self._size))
        return count, total


def _remove(beside: Path) -> None:
    for name in (beside.name, f"{beside.name}-journal", f"{beside.name}-wal", f"{beside.name}-shm"):
        beside.with_name(name).unlink(missing_ok=True)
