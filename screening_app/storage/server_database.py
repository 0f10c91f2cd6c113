"""The same tables on a PostgreSQL server, for a clinic with more than one room.

One transaction writes at a time, whichever seat it comes from, as in a file: what reads a number and writes the next
one, such as the record of actions, is right then without a lock of its own. Those who read see the database as it was
when they began, and wait for nobody. What goes over the network is encrypted, and the server has to prove who it is.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, OperationalError

from screening_app.errors import StorageError
from screening_app.storage.claims import Claims
from screening_app.storage.database import (
    BUSY_SECONDS,
    HALF_CHARACTER,
    WRITES,
    Database,
    bring_up_to_date,
    open_database,
)
from screening_app.storage.disk import explained
from screening_app.storage.tables import Row
from screening_app.storage.transfer import copy_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.orm import Session

    from screening_app.crypto.keys import Key

_DRIVER = "postgresql+psycopg"
_WRITER = 0x5C2EE7  # any number, the same at every seat: the lock that the one who writes holds
_CONNECT_SECONDS = 5
_DEAD_SECONDS = (30, 10, 3)  # of silence until the server asks, between askings, and how many: then a seat is gone
_TLS = "verify-full"  # encrypted, and the certificate is the server's own (libpq, "SSL Mode Descriptions")

_NO_ADDRESS = "{url} is no address of a PostgreSQL server. It has to look like postgresql://user@server/database."
_TELLS_ALL = (
    "The address of the database server holds a password, which would lie on the disk for all to read. Put it into the "
    "password file of PostgreSQL (.pgpass, on Windows pgpass.conf), and leave it out of the address."
)
_NO_TLS = (
    "The address of the database server asks for sslmode={mode}. Leave it out: the connection is always encrypted."
)
_IN_USE = "The database on {server} is busy: another computer has been writing for a while. Try again."
_UNREACHABLE = (
    "The database server {server} cannot be worked with: it does not answer, does not prove who it is, or refuses the "
    "user. Check the network, the address, its certificate and the password file; nothing was saved."
)
_NO_SUCH_CHARACTER, _NO_CONNECTION = "22021", "08"
_SENTENCES = {  # SQLSTATE, or the class that it begins with (PostgreSQL, appendix A)
    _NO_SUCH_CHARACTER: HALF_CHARACTER,
    _NO_CONNECTION: _UNREACHABLE,
    "57P": _UNREACHABLE,
    "42501": "The user of the database on {server} may not do this. Ask whoever runs the server for the right.",
    "53100": "The disk of the database server {server} is full, so nothing was saved. Free some space and try again.",
    "55P03": _IN_USE,
    "25006": "The database server {server} can only be read at the moment. Try again later.",
}


class ServerDatabase(Database):
    """A database on a server, for any thread and any number of seats; rows live only inside a transaction."""

    def __init__(self, server: str, copies_key: Key | None, engine: Engine, claims: Claims, path: Path) -> None:
        """`copies_key` is what copies of it are encrypted with; `path` names the files that are made of it."""
        super().__init__(path, copies_key, engine)
        self._server = server
        self._claims = claims

    @property
    def is_shared(self) -> bool:
        """Whether other seats may work with it meanwhile."""
        return True

    @property
    def was_alone(self) -> bool:
        """Whether no other seat worked with it when this one began."""
        return self._claims.is_alone

    def enter(self) -> None:
        """Begin to work as a seat; where no other one does, none can begin before `let_others_in`."""
        with self._guarded():
            self._claims.enter()

    def let_others_in(self) -> None:
        """Let other seats begin, once what must be done alone is done."""
        with self._guarded():
            self._claims.let_others_in()

    def claim(self, name: str) -> bool:
        """Let this seat alone work on something, until it is released as often; whether no other one does."""
        with self._guarded():
            return self._claims.take(name)

    def release(self, name: str) -> None:
        """End a claim. That of a server that is away has ended already."""
        with suppress(StorageError), self._guarded():
            self._claims.give_back(name)

    def claimed_elsewhere(self, names: Collection[str]) -> frozenset[str]:
        """Those of `names` that another seat has claimed."""
        with self._guarded():
            return self._claims.taken_elsewhere(names)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """As `Database.writing`; what this seat has claimed is still its own then."""
        if self._open.session is None:
            with self._guarded():
                self._claims.hold_on()
        with super().writing() as session:
            yield session

    def close(self) -> None:
        """Close all connections; the claims end with theirs."""
        self._claims.close()
        super().close()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        with server_errors_explained(self._server):
            yield

    def forget_deleted(self) -> None:
        """Nothing: which pages of it are overwritten when, is the server's own affair."""

    def copy_to(self, path: Path) -> None:
        """Write a copy as a file, under the key for copies, as it is at one moment, while others go on.

        Raises `StorageError`.
        """
        with explained(path.parent):
            path.unlink(missing_ok=True)
        copy = open_database(path, self.key)
        try:
            with self.reading() as source, copy.writing() as target:
                copy_rows(source, target)
            copy.fold()
        finally:
            copy.close()

    def check(self, *, fully: bool) -> None:
        """Read every table, which the server refuses where its checksums tell of damage. Raises `StorageError`.

        What else there is to check is for whoever runs the server (`pg_amcheck`).
        """
        with self.reading() as session:
            for table in Row.metadata.sorted_tables:
                session.execute(select(func.count()).select_from(table))

    @property
    def last_full_check(self) -> date | None:
        """None: a server has no place for it, and is read at every start."""
        return None

    def keep_full_check(self, day: date) -> None:
        """Nothing, see `last_full_check`."""


def open_server_database(address: str, copies_key: Key | None, path: Path) -> ServerDatabase:
    """Connect to the server at `address` and bring the tables up to this version's.

    `copies_key` is what copies of it are encrypted with, and `path` where its file would lie if it were one. Raises
    `StorageError` where the address is none or holds a password, the server does not answer, does not prove who it is
    or refuses the user, or a newer version of the app made the tables.
    """
    url = _checked(address)
    server = f"{url.host}/{url.database}"
    engine, claims = _engine(url), Claims(url, _options())
    try:
        with server_errors_explained(server):
            bring_up_to_date(engine, server)
    except BaseException:
        claims.close()
        engine.dispose()
        raise
    return ServerDatabase(server, copies_key, engine, claims, path)


def _checked(address: str) -> URL:
    """The address as the driver takes it. Raises `StorageError`."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise StorageError(_NO_ADDRESS, url=address) from error
    if url.get_backend_name() != "postgresql" or not (url.host and url.username and url.database):
        raise StorageError(_NO_ADDRESS, url=url.render_as_string(hide_password=True))
    if url.password is not None:
        raise StorageError(_TELLS_ALL)
    if (mode := url.query.get("sslmode", _TLS)) != _TLS:
        raise StorageError(_NO_TLS, mode=mode)
    return url.set(drivername=_DRIVER).update_query_dict({"sslmode": _TLS})


def _engine(url: URL) -> Engine:
    # pinged before use, since a connection may have been cut while nobody worked
    engine = create_engine(url, connect_args=_options(), pool_pre_ping=True, isolation_level="REPEATABLE READ")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITES):
            # each statement sees what is there by then, so what stands before the lock is not seen after it
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")
        else:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    return engine


def _options() -> dict[str, Any]:
    """What every connection is made with; a seat that lost its power is found out, so that others may go on."""
    names = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count")
    server = {"lock_timeout": round(BUSY_SECONDS * 1000), **dict(zip(names, _DEAD_SECONDS, strict=True))}
    return {
        "connect_timeout": _CONNECT_SECONDS,
        "options": " ".join(f"-c {name}={value}" for name, value in server.items()),
        "application_name": "screening_app",
    }


@contextmanager
def server_errors_explained(server: str) -> Iterator[None]:
    """What the driver complains of comes out as a `StorageError`, where it is no bug."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise StorageError(HALF_CHARACTER) from error
    except DBAPIError as error:
        state = _state(error)
        known = next((begin for begin in _SENTENCES if state.startswith(begin)), None)
        if known is None:
            raise
        raise StorageError(_SENTENCES[known], server=server) from error


def _state(error: DBAPIError) -> str:
    """The SQLSTATE; what comes nearest to it where the driver complains by itself, and "" where nothing does."""
    cause: Any = error.orig
    state: str = getattr(cause, "sqlstate", None) or ""
    if not state and isinstance(error, DataError):
        return _NO_SUCH_CHARACTER  # half a one, or that of number 0, which the driver refuses
    if not state and (error.connection_invalidated or isinstance(error, OperationalError)):
        return _NO_CONNECTION  # over which it would have been told
    return state
