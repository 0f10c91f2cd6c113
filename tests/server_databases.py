"""Databases on a PostgreSQL server of the tests' own: one that is emptied after each test, and fresh ones."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import psycopg
    from postgres import Server

    from screening_app.crypto.keys import Key
    from screening_app.storage.server_database import ServerDatabase

TABLES = "tables"  # a database with the tables and no rows, which others are copied from
_CATALOGUES = ("pg_class", "pg_attribute", "pg_constraint", "pg_index", "pg_trigger", "pg_proc")
_STATE = "SELECT concat_ws(' ', (SELECT string_agg(version_num, ' ') FROM alembic_version), {})".format(
    ", ".join(f"(SELECT (count(*), max(xmin::text::bigint)) FROM {name})" for name in _CATALOGUES)
)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server, with a database that holds the tables."""
    from postgres import programs, serve

    from screening_app.storage.server_database import open_server_database

    where = programs()
    if where is None:
        pytest.skip("PostgreSQL's server is not installed here (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="server-"))  # pytest's own is closed to other users, as the server is one
    try:
        for server in serve(where, folder):
            server.make(TABLES)
            open_server_database(server.address(TABLES), None, folder / "none").close()
            yield server
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def server_address(server: Server) -> Iterator[Callable[..., str]]:
    """Gives the address of a new database: an empty one, or, with `tables=True`, one with the tables and no rows."""
    made: list[str] = []

    def make(*, tables: bool = False) -> str:
        made.append(f"clinic_{uuid4().hex}")
        server.make(made[-1], *([TABLES] if tables else []))
        return server.address(made[-1])

    yield make
    for name in made:
        server.drop(name)


class KeptDatabase:
    """A database with the tables and no rows for one test after another, since to make one takes longer than a test."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._make()

    def opened(self, copies_key: Key, path: Path) -> ServerDatabase:
        """As `open_server_database` opens it, but for the look at its tables, which costs as much as a test."""
        from screening_app.storage.server_database import ServerDatabase

        return ServerDatabase(self._name, copies_key, self._first._engine, self._first._claims, path)

    def take_back(self) -> None:
        """Away with the rows; and where a test has changed more than those, with the database."""
        self._first.close()  # its connections, that is
        with self._server.administrator(self._name) as connection:
            if unchanged := self._state(connection) == self._made:
                connection.execute(_emptying())
        if not unchanged:
            self.drop()
            self._make()

    def drop(self) -> None:
        self._first.close()
        self._server.drop(self._name)

    def _make(self) -> None:
        from screening_app.storage.server_database import open_server_database

        self._name = f"kept_{uuid4().hex}"
        self._server.make(self._name, TABLES)
        self.address = self._server.address(self._name)
        self._first = open_server_database(self.address, None, Path())
        with self._server.administrator(self._name) as connection:
            self._made = self._state(connection)

    @staticmethod
    def _state(connection: psycopg.Connection) -> str:
        """The version of the tables, how many definitions there are, and which transaction made the newest."""
        return connection.execute(_STATE).fetchone()[0]


def _emptying() -> str:
    from screening_app.storage.tables import Row

    without_triggers = "SET session_replication_role = replica"  # the record of actions cannot be emptied otherwise
    return "; ".join((without_triggers, *(f'DELETE FROM "{name}"' for name in Row.metadata.tables)))


@pytest.fixture(scope="session")
def _the_kept_database(server: Server) -> Iterator[KeptDatabase]:
    kept = KeptDatabase(server)
    yield kept
    kept.drop()


@pytest.fixture
def kept_database(_the_kept_database: KeptDatabase) -> Iterator[KeptDatabase]:
    """A database with the tables and no rows, for any number of seats."""
    yield _the_kept_database
    _the_kept_database.take_back()
