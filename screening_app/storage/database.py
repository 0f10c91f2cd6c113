"""Open the database and bring it up to date: a plain file, or, where there is a key, an encrypted one.

Each use of the database is one short transaction: `reading()` or `writing()`. What is used within a `writing()` of the
same thread is a part of that, so that several repositories can write all or nothing. Whatever the driver complains of
comes out as a `StorageError` that says what to do.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from threading import Lock, local
from typing import TYPE_CHECKING, Any

from sqlalchemy import QueuePool, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from screening_app.errors import DamagedFileError, StorageError
from screening_app.storage import driver
from screening_app.storage.disk import explained
from screening_app.storage.migrations import HEAD
from screening_app.storage.tables import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from alembic.config import Config
    from sqlalchemy import Connection, Engine

    from screening_app.crypto.keys import Key

_log = logging.getLogger(__name__)

BUSY_SECONDS = 5.0  # how long a write waits for another connection's before it gives up
WRITES = "screening_app_writes"  # execution option: begin as a writer
_VERSION_TABLE = "alembic_version"
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")

_DAMAGED = "The database {name} is damaged. Restore a backup of it, or move it away to start with an empty one."
_SENTENCES = {
    sqlite3.SQLITE_BUSY: "The database {name} is in use by another program. Close that program and try again.",
    sqlite3.SQLITE_LOCKED: "The database {name} is in use by another program. Close that program and try again.",
    sqlite3.SQLITE_FULL: "The disk is full, so nothing was saved. Free some space and try again.",
    sqlite3.SQLITE_READONLY: "The data folder {folder} cannot be written. Change its permissions or choose another.",
    sqlite3.SQLITE_CANTOPEN: "The database in {folder} cannot be opened. Check the permissions of that folder.",
    sqlite3.SQLITE_PERM: "The database in {folder} cannot be opened. Check the permissions of that folder.",
    sqlite3.SQLITE_IOERR: "The disk with {folder} cannot be read or written. Check that it is connected and has space.",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
_NOT_OPENED = (
    "The database {name} does not open with this account: it is damaged, or comes from another data folder. Restore a "
    "backup of it."
)
_PARTLY_DAMAGED = (
    "A part of the database {name} is damaged. Copy the data folder to another disk now, export what you need, "
    "and restore a backup."
)
_STALE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_CORRUPT}
HALF_CHARACTER = (
    "The text holds half a character, which cannot be saved. Delete what looks like an empty box, or type it anew."
)
_FOREIGN = "{name} belongs to another program. Move it away, or choose another data folder."
_NEWER = "The database {name} was made by a newer version of this app. Install that version to open it."


@contextmanager
def copy_opened(path: Path, key: Key | None) -> Iterator[sqlite3.Connection]:
    """A copy of the database that nobody writes to, to be read by itself; `DamagedFileError` where it is none."""
    with closing(driver.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", key, uri=True)) as connection:
        try:
            yield connection
        except driver.ERRORS as error:
            raise DamagedFileError(path.name) from error


class _Open(local):
    """The writing transaction that this thread is in, and what is to be done once it is on the disk."""

    session: Session | None = None
    afterwards: dict[str, Callable[[], None]]


class Database:
    """An open database, for any thread; rows live only inside `reading()` and `writing()`."""

    def __init__(self, path: Path, key: Key | None, engine: Engine) -> None:
        self.path = path
        self.key = key  # None for a plain file
        self._engine = engine
        self._reader = sessionmaker(engine)
        self._open = _Open()
        self._one_writer = Lock()  # our own threads wait here, in turn; SQLite's time-out is for other programs
        self._writer = sessionmaker(engine.execution_options(**{WRITES: True}))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction that sees the database as it was at its start; within a `writing()`, as it is by then."""
        if self._open.session is not None:
            yield self._open.session
            return
        with self._guarded(), self._reader.begin() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction that is written to the disk as a whole at its end, or, if anything raises, not at all.

        Within another one of the same thread it is a part of that: what is to be told by a broken constraint comes out
        here, and all is written at the end of the outer one.
        """
        if (outer := self._open.session) is not None:
            yield outer
            outer.flush()
            return
        with self._one_writer:
            with self._guarded(), self._writer.begin() as session:
                self._open.session, self._open.afterwards = session, {}
                try:
                    yield session
                finally:
                    self._open.session = None
            for work in self._open.afterwards.values():  # before anybody else writes
                work()

    @property
    def is_shared(self) -> bool:
        """Whether other seats may work with it meanwhile; never with a file, which only one program has open."""
        return False

    @property
    def was_alone(self) -> bool:
        """Whether no other seat worked with it when this one began."""
        return True

    def enter(self) -> None:
        """Begin to work as a seat; where no other one does, none can begin before `let_others_in`."""

    def let_others_in(self) -> None:
        """Let other seats begin, once what must be done alone is done."""

    def claim(self, name: str) -> bool:
        """Let this seat alone work on something, until it is released as often; whether no other one does."""
        return True

    def release(self, name: str) -> None:
        """End a claim."""

    def claimed_elsewhere(self, names: Collection[str]) -> frozenset[str]:
        """Those of `names` that another seat has claimed."""
        return frozenset()

    def after_commit(self, name: str, work: Callable[[], None]) -> None:
        """Do something once the `writing()` that this thread is in is on the disk; the last one of a name counts."""
        self._open.afterwards[name] = work

    def awaits(self, name: str) -> bool:
        """Whether the `writing()` that this thread is in has something of this name to do after it."""
        return self._open.session is not None and name in self._open.afterwards

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Errors come out as sentences; after trouble with the disk the next transaction has new connections.

        One that was opened while the disk was away may be for reading only as long as it lives, and one that met a page
        that cannot be decrypted reads no other one any more.
        """
        with driver_errors_explained(self.path, self.key):
            try:
                yield
            except DBAPIError as error:
                if _code_of(error) in _STALE:
                    self._engine.dispose()
                raise

    def forget_deleted(self) -> None:
        """Empty the write-ahead log, in which what was deleted would otherwise stay readable for a while.

        Within a `writing()` at its end: what is deleted in it is not in the log before.
        """
        if self._open.session is not None:
            self.after_commit("forget_deleted", self.forget_deleted)
            return
        with driver_errors_explained(self.path, self.key), self._engine.connect() as connection:
            cursor = connection.connection.cursor()  # outside of a transaction, which a checkpoint needs
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def copy_to(self, path: Path) -> None:
        """Write a copy of the database, under the same key, as it is at one moment, while others go on.

        Raises `StorageError`.
        """
        with self._guarded(), self._engine.connect() as connection:
            source: Any = connection.connection.driver_connection
            with explained(path.parent), closing(driver.connect(path, self.key)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it

    def fold(self) -> None:
        """Leave one file, with nothing beside it; for a database that nobody else has open."""
        with self._guarded(), self._engine.connect() as connection:
            cursor = connection.connection.cursor()  # outside of a transaction, which this needs
            cursor.execute("PRAGMA journal_mode = DELETE").close()

    def check(self, *, fully: bool) -> None:
        """Read the whole file and raise `StorageError` where it is damaged; `fully`: also compare tables and indexes.

        Takes seconds on a large file; others can read and write meanwhile.
        """
        pragmas = ("integrity_check", "foreign_key_check") if fully else ("quick_check",)
        with self.reading() as session:
            found = [row for pragma in pragmas for row in session.execute(text(f"PRAGMA {pragma}")).all()]
        if [tuple(row) for row in found] != [("ok",)]:
            self._engine.dispose()  # see `_guarded`
            _log.error("%s of the database finds %d faults", pragmas[0], len(found))
            raise StorageError(_PARTLY_DAMAGED, name=self.path.name)

    @property
    def last_full_check(self) -> date | None:
        """The day of the last full check that found nothing; None where there was none."""
        with self.reading() as session:
            days: int = session.execute(text("PRAGMA user_version")).scalar_one()
        return date.fromordinal(days) if days else None

    def keep_full_check(self, day: date) -> None:
        """Remember that the full check of this day found nothing, in the file's header: it goes where the file goes."""
        with self.writing() as session:
            session.execute(text(f"PRAGMA user_version = {day.toordinal()}"))

    def close(self) -> None:
        """Close all connections; SQLite then folds its write-ahead log into the file."""
        self._engine.dispose()


def open_database(path: Path, key: Key | None = None, *, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open the file, made if it is not there, and bring its tables up to this version's.

    It is an encrypted one where there is a key, else a plain one.
    Raises `StorageError` when the folder cannot be written, the disk is full, the file is damaged, in use or not
    encrypted with this key, or a newer version of the app made it.
    """
    with explained(path.parent):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    engine = _engine(path, key, busy_seconds)
    try:
        with driver_errors_explained(path, key):
            bring_up_to_date(engine, path.name)
    except StorageError:
        engine.dispose()
        raise
    return Database(path, key, engine)


def _engine(path: Path, key: Key | None, busy_seconds: float) -> Engine:
    """The engine, whose connections may be used by any thread, one at a time."""

    def connect() -> sqlite3.Connection:
        # isolation_level None: the driver begins nothing by itself; `begin` below does, so that DDL is rolled back too
        options = {"timeout": busy_seconds, "isolation_level": None, "check_same_thread": False}
        connection = driver.connect(path, key, **options)
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()  # one that lingers would keep its files open, for reading only perhaps, for all others
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, module=driver.module(key), poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # a writer takes its lock at once: one that began as a reader could not wait for another writer
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def bring_up_to_date(engine: Engine, name: str) -> None:
    """Make the tables, or change them to this version's; `name` is what the database is called in a `StorageError`."""
    with engine.connect() as connection:
        if _is_up_to_date(connection, name):
            return
    with _rebuilding(engine) as connection:
        if not _is_up_to_date(connection, name):  # it was, where another seat has done it meanwhile
            _upgrade(connection)


def _is_up_to_date(connection: Connection, name: str) -> bool:
    """Whether the tables are this version's. Raises `StorageError` where they can never be."""
    found = _revision(connection)
    tables = set(inspect(connection).get_table_names()) - {_VERSION_TABLE}
    if found is None and tables:
        raise StorageError(_FOREIGN, name=name)
    if found == HEAD and not tables.issuperset(Row.metadata.tables):
        raise StorageError(_DAMAGED, name=name)
    if found not in {None, HEAD} and found not in _revisions():
        raise StorageError(_NEWER, name=name)
    return found == HEAD


def _revisions() -> set[str]:
    """Those that this version of the app knows."""
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}


def _upgrade(connection: Connection) -> None:
    from alembic.command import upgrade

    config = _alembic()
    config.attributes["connection"] = connection
    upgrade(config, "head")


def _alembic() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    return config


@contextmanager
def _rebuilding(engine: Engine) -> Iterator[Connection]:
    """A writing transaction that may drop and remake a table without its rows' children being deleted as well."""
    with engine.execution_options(**{WRITES: True}).connect() as connection:
        if engine.dialect.name != "sqlite":  # there a table is changed without being made anew
            with connection.begin():
                yield connection
            return
        cursor = connection.connection.cursor()  # SQLite changes this setting only outside of a transaction
        cursor.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            cursor.execute("PRAGMA foreign_keys = ON")


def _revision(connection: Connection) -> str | None:
    """The revision that the file says it has; None for an empty file."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _code_of(error: Exception) -> int:
    """SQLite's number for what went wrong, without its details."""
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    code: int = getattr(cause, "sqlite_errorcode", 0)
    return code & 0xFF


@contextmanager
def driver_errors_explained(path: Path, key: Key | None) -> Iterator[None]:
    """What a driver complains of while this file is open comes out as a `StorageError`, where it is no bug."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise StorageError(HALF_CHARACTER) from error
    except (DBAPIError, *driver.ERRORS) as error:
        # a driver's error that is not in the table, such as a broken constraint, is a bug and comes out as it is
        sentence = _SENTENCES.get(code := _code_of(error))
        if key is not None and code == sqlite3.SQLITE_NOTADB:
            sentence = _NOT_OPENED
        if sentence is None:
            raise
        raise StorageError(sentence, name=path.name, folder=path.parent) from error
