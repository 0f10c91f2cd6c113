"""Opening a database: what it is set to, how it grows, and what it says when it cannot be opened."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from screening_app.crypto.keys import Key
from screening_app.errors import StorageError
from screening_app.storage import driver, migrations
from screening_app.storage.database import Database, open_database
from screening_app.storage.tables import Row

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=[None, Key(bytes(range(32)))], ids=["plain", "encrypted"])
def database(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    opened = open_database(tmp_path / "screening.sqlite3", request.param, busy_seconds=0.2)
    yield opened
    opened.close()


def pragma(database: Database, name: str) -> object:
    with database.reading() as session:
        return session.execute(text(f"PRAGMA {name}")).scalar()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("busy_timeout", 200)],
)
def test_every_connection_is_set_up(database: Database, name: str, expected: object) -> None:
    assert pragma(database, name) == expected


def test_migrations_make_exactly_the_tables(database: Database) -> None:
    with database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Row.metadata) == []


def test_head_is_the_newest_migration() -> None:
    scripts = ScriptDirectory(Path(migrations.__file__).parent)
    assert scripts.get_heads() == [migrations.HEAD]


def test_scores_from_before_get_the_columns_that_the_history_asks_for(tmp_path: Path) -> None:
    from alembic.command import upgrade
    from alembic.config import Config
    from sqlalchemy import create_engine

    engine = create_engine(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        upgrade(config, "0001")
        scores = ('{"interval": [41.5, 60], "coverage": 0.8, "scale": {"cutoff": 53}}', '{"interval": null}', "broken")
        for number, score in enumerate(scores):
            connection.execute(
                text("INSERT INTO assessment VALUES (:number, :id, 'i', '2026-01-01', 'SDS', 50, 'b', 'm', :score)"),
                {"number": number, "id": str(number), "score": score},
            )
        upgrade(config, "head")
        found = connection.execute(text("SELECT lower, upper, coverage, cutoff, markers FROM assessment")).all()
    engine.dispose()
    assert found == [(41.5, 60, 0.8, 53, "{}"), (None, None, 0.9, 0, "{}"), (None, None, 0.9, 0, "{}")]


def test_migrations_go_down_and_up_again(tmp_path: Path) -> None:
    from alembic.command import downgrade, upgrade
    from alembic.config import Config
    from sqlalchemy import create_engine, inspect

    engine = create_engine(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        upgrade(config, "head")
        downgrade(config, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        upgrade(config, "head")
        assert "assessment" in inspect(connection).get_table_names()
    engine.dispose()


def test_foreign_keys_hold_again_after_a_migration(tmp_path: Path) -> None:
    database = open_database(tmp_path / "fresh.sqlite3")
    assert pragma(database, "foreign_keys") == 1
    database.close()


def test_an_interrupted_first_opening_leaves_nothing_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "screening.sqlite3"
    from alembic import op

    make_index = op.create_index

    def killed(name: str, *args: object) -> None:
        if name.startswith("ix_assessment"):
            raise KeyboardInterrupt
        make_index(name, *args)

    monkeypatch.setattr(op, "create_index", killed)
    with pytest.raises(KeyboardInterrupt):
        open_database(path)
    monkeypatch.undo()
    assert sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall() == []
    open_database(path).close()


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    database = open_database(tmp_path / "data" / "screening.sqlite3")
    assert stat.S_IMODE(database.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(database.path.parent.stat().st_mode) == 0o700
    database.close()


def test_closing_leaves_one_file(tmp_path: Path) -> None:
    path = tmp_path / "screening.sqlite3"
    open_database(path).close()
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "screening.sqlite3"
    path.write_bytes(b"no database at all " * 500)
    with pytest.raises(StorageError, match=r"screening\.sqlite3 is damaged"):
        open_database(path)


def test_a_cut_off_file_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "screening.sqlite3"
    open_database(path).close()
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(StorageError, match="is damaged"):
        open_database(path)


def test_a_file_with_a_table_missing_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "screening.sqlite3"
    open_database(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE interview")
    connection.close()
    with pytest.raises(StorageError, match="is damaged"):
        open_database(path)


def test_a_database_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "screening.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE patient (whatever TEXT)")
    connection.close()
    with pytest.raises(StorageError, match="belongs to another program"):
        open_database(path)
    assert sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall() == [("patient",)]


def test_a_newer_schema_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "screening.sqlite3"
    open_database(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="newer version"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_named(closed_folder: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written") as caught:
        open_database(closed_folder / "data" / "screening.sqlite3")
    assert caught.value.values["folder"] == closed_folder / "data"


def test_a_database_that_cannot_be_written_is_named(closed_folder: Path) -> None:
    import os

    me = os.geteuid()
    os.seteuid(os.getuid())
    path = closed_folder / "screening.sqlite3"
    closed_folder.chmod(0o755)
    open_database(path).close()
    path.chmod(0o444)
    closed_folder.chmod(0o555)
    os.seteuid(me)
    with pytest.raises(StorageError, match="cannot be"):
        open_database(path)


def test_a_full_disk_saves_nothing_and_says_so(database: Database) -> None:
    with database.reading() as session:
        session.execute(text("PRAGMA max_page_count = 1"))

    def write_more_than_fits() -> None:
        with database.writing() as session:
            session.execute(text("CREATE TABLE big (content TEXT)"))
            session.execute(text("INSERT INTO big VALUES (:content)"), {"content": "x" * 1_000_000})

    with pytest.raises(StorageError, match="disk is full"):
        write_more_than_fits()
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'big'")).scalar() == 0


def test_a_database_that_another_program_holds_is_said_to_be_in_use(database: Database) -> None:
    other = driver.connect(database.path, database.key)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="in use by another program"), database.writing() as session:
        session.execute(text("DELETE FROM patient"))
    other.rollback()
    other.close()
    with database.writing() as session:
        session.execute(text("DELETE FROM patient"))


def test_what_raises_inside_is_rolled_back(database: Database) -> None:
    def fail_half_way() -> None:
        with database.writing() as session:
            session.execute(text("CREATE TABLE half (content TEXT)"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'half'")).scalar() == 0


def test_after_a_connection_that_could_only_read_the_next_write_has_another(database: Database) -> None:
    with database.reading() as session:
        session.execute(text("PRAGMA query_only = ON"))  # as SQLite opens a file that it may not write just then

    def write() -> None:
        with database.writing() as session:
            session.execute(text("DELETE FROM patient"))

    with pytest.raises(StorageError, match="cannot be written"):
        write()
    write()
