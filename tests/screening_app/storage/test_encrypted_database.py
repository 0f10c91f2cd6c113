"""A database that is encrypted: what lies on the disk, another key, damage; and one that takes a plain one's place."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from screening_app.crypto.keys import Key
from screening_app.domain import Action
from screening_app.errors import DamagedFileError, StorageError
from screening_app.storage import database_encryption, disk, driver
from screening_app.storage.audit import NOTHING, AuditRepository
from screening_app.storage.database import open_database
from screening_app.storage.database_copies import check_copy, counts_in, end_of_record_in
from screening_app.storage.database_encryption import (
    change_database_key,
    encrypt_database,
    is_to_be_encrypted,
    may_be_encrypted,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from screening_app.storage.database import Database
    from selfmm.types import Report

KEY, OTHER = Key(bytes(range(32))), Key(bytes(range(1, 33)))
PHRASE = "I have not slept for weeks 我很久没有睡好了"
ODD = [b"\xff\x00 no text", 1.1, -(2**62), None, "\U0001f642 x", ""]
PAGE = 4096


def write_notes(database: Database, notes: list[object]) -> None:
    with database.writing() as session:
        session.execute(text("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY AUTOINCREMENT, content)"))
        session.execute(text("INSERT INTO note (content) VALUES (:note)"), [{"note": note} for note in notes])


def notes_in(database: Database) -> list[object]:
    with database.reading() as session:
        return list(session.execute(text("SELECT content FROM note ORDER BY id")).scalars())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "screening.sqlite3"


@pytest.fixture
def plain(path: Path) -> Path:
    """A plain database with something in it, closed."""
    database = open_database(path)
    write_notes(database, [PHRASE] * 3000 + ODD)
    database.keep_full_check(date(2026, 5, 4))
    database.close()
    return path


def bytes_below(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


# What lies on the disk


def test_nothing_is_written_that_can_be_read_without_the_key(path: Path) -> None:
    database = open_database(path, KEY)
    write_notes(database, [PHRASE] * 1000)
    names = {file.name for file in path.parent.iterdir()}
    database.copy_to(path.parent / "copy")
    found = bytes_below(path.parent)
    database.close()
    assert f"{path.name}-wal" in names  # it was looked at while it had something in it
    for phrase in (PHRASE.encode(), PHRASE.encode("utf-16-le"), b"SQLite format", b"CREATE TABLE"):
        assert phrase not in found
        assert phrase not in bytes_below(path.parent)


def test_what_is_not_committed_and_rolled_back_is_written_nowhere_either(path: Path) -> None:
    database = open_database(path, KEY)

    def leave_half_way() -> None:
        with database.writing() as session:
            session.execute(text("CREATE TABLE note (content)"))
            session.execute(text("PRAGMA cache_size = 5"))  # pages: so that what is not committed reaches the disk
            session.execute(text("INSERT INTO note VALUES (:note)"), [{"note": PHRASE * 100}] * 200)
            assert (path.parent / f"{path.name}-wal").stat().st_size > 100 * PAGE
            assert PHRASE.encode() not in bytes_below(path.parent)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        leave_half_way()
    database.close()


@pytest.mark.parametrize("key", [OTHER, None])
def test_without_its_key_it_does_not_open(path: Path, key: Key | None, capfd: pytest.CaptureFixture[str]) -> None:
    open_database(path, KEY).close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="is damaged"):
        open_database(path, key)
    assert path.read_bytes() == before
    open_database(path, KEY).close()
    assert capfd.readouterr() == ("", "")


def test_whether_it_is_encrypted_can_be_seen(path: Path) -> None:
    open_database(path, KEY).close()
    assert may_be_encrypted(path)
    assert not is_to_be_encrypted(path)
    path.unlink()
    assert not may_be_encrypted(path)
    open_database(path).close()
    assert not may_be_encrypted(path)
    assert is_to_be_encrypted(path)


def test_a_changed_page_is_found_and_what_is_whole_can_still_be_read(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    database = open_database(path, KEY)
    write_notes(database, [PHRASE * 20] * 1000)
    database.close()
    with path.open("r+b") as file:
        file.seek(200 * PAGE)
        file.write(b"\xff")
    database = open_database(path, KEY)
    for fully in (False, True):
        with pytest.raises(StorageError, match="is damaged"):
            database.check(fully=fully)
    assert database.last_full_check is None
    with pytest.raises(StorageError, match="is damaged"):
        notes_in(database)
    with database.reading() as session:  # in a connection that has not met the page
        assert session.execute(text("SELECT content FROM note WHERE id = 1")).scalar() == PHRASE * 20
    database.close()
    assert capfd.readouterr() == ("", "")


def test_a_page_of_another_database_under_the_same_key_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        database = open_database(tmp_path / name, KEY)
        write_notes(database, [f"{name} {PHRASE * 10}"] * 1000)
        database.close()
    first, second = (tmp_path / name for name in ("a", "b"))
    page = second.read_bytes()[100 * PAGE : 101 * PAGE]
    with first.open("r+b") as file:
        file.seek(100 * PAGE)
        file.write(page)
    database = open_database(first, KEY)
    with pytest.raises(StorageError, match="is damaged"):
        database.check(fully=False)
    database.close()


# Copies


def test_a_copy_is_under_the_same_key(path: Path) -> None:
    database = open_database(path, KEY)
    copy = path.parent / "copy"
    database.copy_to(copy)
    database.close()
    check_copy(copy, KEY)
    assert counts_in(copy, KEY) == (0, 0)
    assert end_of_record_in(copy, KEY) is None
    for key in (OTHER, None):
        with pytest.raises(DamagedFileError):
            check_copy(copy, key)
    assert sorted(file.name for file in path.parent.iterdir()) == ["copy", path.name]


def test_a_copy_tells_how_the_record_of_actions_ends(path: Path) -> None:
    database = open_database(path, KEY)
    audit = AuditRepository(database, path.parent / "audit-head.json")
    for _ in range(3):
        audit.append(Action.PROGRAM_STARTED, "")
    database.copy_to(path.parent / "copy")
    assert end_of_record_in(path.parent / "copy", KEY) == audit.last() != NOTHING
    database.close()


# In the place of a plain one


def test_all_of_a_plain_database_is_there_and_nothing_of_it_is_left(plain: Path) -> None:
    assert PHRASE.encode() in bytes_below(plain.parent)
    encrypt_database(plain, KEY)
    assert [file.name for file in plain.parent.iterdir()] == [plain.name]
    assert PHRASE.encode() not in bytes_below(plain.parent)
    assert stat.S_IMODE(plain.stat().st_mode) == 0o600
    database = open_database(plain, KEY)
    assert notes_in(database) == [PHRASE] * 3000 + ODD
    assert database.last_full_check == date(2026, 5, 4)
    database.check(fully=True)
    write_notes(database, ["after"])  # the numbers go on where they were
    with database.reading() as session:
        assert session.execute(text("SELECT max(id) FROM note")).scalar() == 3000 + len(ODD) + 1
        kinds = session.execute(text("SELECT type, count(*) FROM sqlite_master GROUP BY type")).all()
    database.close()
    fresh = open_database(plain.with_name("fresh"))
    write_notes(fresh, ["one"])
    with fresh.reading() as session:
        assert kinds == session.execute(text("SELECT type, count(*) FROM sqlite_master GROUP BY type")).all()
    fresh.close()


def test_what_a_program_that_was_killed_left_in_the_log_comes_along(plain: Path) -> None:
    """The write-ahead log of the plain file must neither be lost nor be taken for the encrypted one's."""
    database = open_database(plain)
    write_notes(database, ["in the log"])
    killed = plain.parent / "killed"
    killed.mkdir()
    for file in plain.parent.glob(f"{plain.name}*"):
        shutil.copy(file, killed)
    database.close()
    path = killed / plain.name
    assert (killed / f"{path.name}-wal").stat().st_size > 0
    encrypt_database(path, KEY)
    assert [file.name for file in killed.iterdir()] == [path.name]
    database = open_database(path, KEY)
    assert notes_in(database)[-1] == "in the log"
    database.close()


def _lose_a_row(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM note WHERE id = 17")


def _change_a_row(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE note SET content = 'no text' WHERE id = 3001")


def _lose_an_index(connection: sqlite3.Connection) -> None:
    connection.execute("DROP INDEX ix_interview_patient_id_held_at")


@pytest.fixture
def encrypted(plain: Path) -> Path:
    """The same one, encrypted."""
    encrypt_database(plain, KEY)
    return plain


@pytest.fixture
def losing(monkeypatch: pytest.MonkeyPatch, loss: Callable[[sqlite3.Connection], None]) -> None:
    """A copy that is not the same comes of every export."""
    real = database_encryption._export

    def export(path: Path, before: Key | None, beside: Path, key: Key, report: Report) -> None:
        real(path, before, beside, key, report)
        with closing(driver.connect(beside, key, isolation_level=None)) as connection:
            loss(connection)

    monkeypatch.setattr(database_encryption, "_export", export)


@pytest.mark.parametrize("loss", [_lose_a_row, _change_a_row, _lose_an_index])
def test_another_key_takes_no_place_either_where_the_copy_is_not_the_same(encrypted: Path, losing: None) -> None:
    with pytest.raises(StorageError, match="could not be encrypted"):
        change_database_key(encrypted, KEY, OTHER, lambda _: None)
    assert [file.name for file in encrypted.parent.iterdir()] == [encrypted.name]
    database = open_database(encrypted, KEY)
    assert len(notes_in(database)) == 3000 + len(ODD)
    database.close()


def test_another_key_opens_what_was_there_and_what_hangs_on_it_is_changed_with_it(plain: Path) -> None:
    encrypt_database(plain, KEY)

    def adapt(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE note SET content = 'adapted' WHERE id = 17")

    change_database_key(plain, KEY, OTHER, adapt)
    changed = plain.read_bytes()
    assert [file.name for file in plain.parent.iterdir()] == [plain.name]
    with pytest.raises(StorageError, match="does not open"):
        open_database(plain, KEY)
    change_database_key(plain, KEY, OTHER, lambda _: pytest.fail("it has the key already"))
    assert plain.read_bytes() == changed
    database = open_database(plain, OTHER)
    notes = notes_in(database)
    assert notes.pop(16) == "adapted"
    assert notes == [PHRASE] * 2999 + ODD
    assert database.last_full_check == date(2026, 5, 4)
    database.close()


@pytest.mark.parametrize("loss", [_lose_a_row, _change_a_row, _lose_an_index])
def test_a_copy_that_is_not_the_same_does_not_take_the_place(plain: Path, losing: None) -> None:
    before = plain.read_bytes()
    with pytest.raises(StorageError, match="could not be encrypted"):
        encrypt_database(plain, KEY)
    assert [file.name for file in plain.parent.iterdir()] == [plain.name]
    assert plain.read_bytes()[PAGE:] == before[PAGE:]  # the first page tells how the log is kept
    database = open_database(plain)
    assert len(notes_in(database)) == 3000 + len(ODD)
    database.close()


def test_without_room_nothing_is_begun(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "free_bytes", lambda _: 1 << 20)
    with pytest.raises(StorageError, match="1 MB free"):
        encrypt_database(plain, KEY)
    assert [file.name for file in plain.parent.iterdir()] == [plain.name]


def test_while_another_program_reads_it_stays_as_it_is(plain: Path) -> None:
    with closing(sqlite3.connect(plain, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM note").fetchall()
        code = "import sys; from pathlib import Path; from screening_app.crypto.keys import Key\n"
        code += "from screening_app.storage.database_encryption import encrypt_database\n"
        code += "encrypt_database(Path(sys.argv[1]), Key(bytes(range(32))))"
        done = subprocess.run([sys.executable, "-c", code, plain], capture_output=True, text=True, check=False)
    assert "in use by another program" in done.stderr
    assert is_to_be_encrypted(plain)
    encrypt_database(plain, KEY)


def test_what_a_kill_has_left_beside_is_begun_anew(plain: Path) -> None:
    for name in (".part", ".part-journal"):
        plain.with_name(f"{plain.name}{name}").write_bytes(b"half")
    encrypt_database(plain, KEY)
    assert [file.name for file in plain.parent.iterdir()] == [plain.name]


class Stopped(Exception):
    """The user has closed the dialog."""


def test_it_tells_how_far_it_is_and_stopped_at_any_of_that_it_leaves_the_one_before(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_encryption, "_STEPS_BETWEEN_LOOKS", 500)
    told: list[tuple[str, float]] = []
    encrypt_database(plain, KEY, lambda *how_far: told.append(how_far))
    fractions = [fraction for _, fraction in told]
    assert fractions == sorted(fractions)
    assert [*dict.fromkeys(step for step, _ in told)] == ["encrypting_database", "comparing_databases", "wrapping_keys"]
    while_writing = len([None for step, _ in told if step == "encrypting_database"])
    assert while_writing > 2
    for last in (0, 1, while_writing, len(told) - 1):
        left = iter(range(last))

        def stop(_step: str, _fraction: float, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise Stopped

        with pytest.raises(Stopped):
            change_database_key(plain, KEY, OTHER, lambda _: None, stop)
        assert [file.name for file in plain.parent.iterdir()] == [plain.name]
        database = open_database(plain, KEY)
        assert len(notes_in(database)) == 3000 + len(ODD)
        database.close()
    change_database_key(plain, KEY, OTHER, lambda _: None)
    open_database(plain, OTHER).close()
