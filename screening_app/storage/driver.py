"""The two drivers of SQLite: Python's own for a plain file, SQLCipher for an encrypted one; nobody else knows them.

SQLCipher encrypts every page on its own (AES-256-CBC with HMAC-SHA512), in the file, in its write-ahead log and in its
journal. It is given the key itself and not a passphrase, so that opening stretches nothing.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as sqlcipher

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from screening_app.crypto.keys import Key

ERRORS = (sqlite3.Error, sqlcipher.Error)  # what the drivers complain with
_PLAIN = b"SQLite format 3\0"  # what a plain file begins with; an encrypted one begins with random bytes
_PAGE = 4096  # bytes, of both kinds of file


def module(key: Key | None) -> ModuleType:
    """The driver for a file with this key."""
    driver: ModuleType = sqlite3 if key is None else sqlcipher
    return driver


def connect(database: Path | str, key: Key | None, **options: Any) -> sqlite3.Connection:
    """A connection, as `sqlite3.connect` gives it; whether the key fits shows when something is read.

    Not of SQLCipher's making where there is no key: both must never have one file open at once, as each would let go
    of the other's locks.
    """
    connection: sqlite3.Connection = module(key).connect(database, **options)  # SQLCipher's has the same methods
    if key is not None:
        _silence(connection)
        connection.execute(f'PRAGMA key = "{key_words(key)}"')  # a pragma takes no parameters
    return connection


def connect_for_export(path: Path, key: Key | None) -> sqlite3.Connection:
    """A connection of SQLCipher's, to a plain file, too, which encrypted ones can be attached to."""
    if key is not None:
        return connect(path, key, isolation_level=None)
    connection: sqlite3.Connection = sqlcipher.connect(path, isolation_level=None)
    _silence(connection)
    return connection


def _silence(connection: sqlite3.Connection) -> None:
    """Let SQLCipher write nothing to the console of what it also says by an error."""
    connection.execute("PRAGMA cipher_log_level = NONE")


def key_words(key: Key) -> str:
    """The key as SQLCipher takes it where it is not to be stretched."""
    return f"x'{key.secret.hex()}'"


def is_plain(path: Path) -> bool:
    """Whether a database lies there that anybody can read. Raises OSError."""
    return _head(path) == _PLAIN


def seems_encrypted(path: Path) -> bool:
    """Whether what lies there may be an encrypted database: whole pages, and not a plain one. Raises OSError."""
    head = _head(path)
    return bool(head) and head != _PLAIN and path.stat().st_size % _PAGE == 0


def _head(path: Path) -> bytes:
    """How the file begins; nothing of one that is not there."""
    try:
        with path.open("rb") as file:
            return file.read(len(_PLAIN))
    except FileNotFoundError:
        return b""
