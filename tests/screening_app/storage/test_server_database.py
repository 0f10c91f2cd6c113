"""The database on a server: who is let in, who writes when, and what becomes of it where the server goes away."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Event
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from postgres import HOST, USER
from server_databases import TABLES
from sqlalchemy import select, text

from screening_app.crypto.keys import Key
from screening_app.domain import Action
from screening_app.errors import StorageError
from screening_app.storage import server_database
from screening_app.storage.audit import AuditRepository
from screening_app.storage.database import Database, open_database
from screening_app.storage.database_copies import check_copy, counts_in, end_of_record_in
from screening_app.storage.patients import PatientRepository
from screening_app.storage.server_database import ServerDatabase, open_server_database
from screening_app.storage.tables import Row
from screening_app.storage.transfer import copy_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from postgres import Server

    from screening_app.domain import Assessment, Patient
    from screening_app.storage.assessments import AssessmentRepository


@pytest.fixture
def database(server_database: ServerDatabase) -> Database:
    return server_database


@pytest.fixture
def other_seat(server_database: ServerDatabase, server: Server, tmp_path: Path) -> Iterator[ServerDatabase]:
    """The same database from another computer."""
    name = server_database._engine.url.database
    assert name is not None
    opened = open_server_database(server.address(name), None, tmp_path / "other")
    yield opened
    opened.close()


def value(database: Database, statement: str) -> object:
    with database.reading() as session:
        return session.execute(text(statement)).scalar()


def test_migrations_make_exactly_the_tables(database: Database) -> None:
    with database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Row.metadata) == []


def test_what_goes_over_the_network_is_encrypted(database: Database) -> None:
    assert value(database, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") is True


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (f"postgresql://{USER}:secret@{HOST}/x", "holds a password"),
        (f"postgresql://{USER}@{HOST}/x?sslmode=disable", "sslmode=disable"),
        (f"postgresql://{USER}@{HOST}/x?sslmode=require", "sslmode=require"),
        (f"postgresql://{USER}@{HOST}", "no address"),
        ("mysql://a@b/c", "no address"),
        ("screening.sqlite3", "no address"),
        ("postgresql://a@b:port/c", "no address"),
        ("", "no address"),
    ],
)
def test_an_address_that_is_not_safe_or_none_is_refused(address: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=told) as refused:
        open_server_database(address, None, tmp_path / "none")
    assert "secret" not in str(refused.value)


def test_a_server_that_does_not_prove_who_it_is_is_refused(server: Server, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.crt"
    stranger.write_bytes((server.data / "server.crt").read_bytes())  # it did not sign the server's
    with pytest.raises(StorageError, match="prove who it is"):
        open_server_database(
            f"postgresql://{USER}@localhost:{server.port}/{TABLES}?sslrootcert={stranger}", None, tmp_path
        )


def test_without_tls_the_server_itself_lets_nobody_in(server: Server) -> None:
    import psycopg

    with pytest.raises(psycopg.OperationalError, match="no encryption"):
        psycopg.connect(f"postgresql://{USER}@{HOST}:{server.port}/{TABLES}?sslmode=disable")


def test_two_seats_that_write_at_once_keep_one_record(
    database: Database, other_seat: ServerDatabase, tmp_path: Path
) -> None:
    seats = [AuditRepository(database, tmp_path / "head"), AuditRepository(other_seat, tmp_path / "other_head")]

    def work(number: int) -> None:
        for _ in range(10):
            seats[number % 2].append(Action.PROGRAM_STARTED, f"seat {number}")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    entries = list(seats[0].stream())
    assert [entry.number for entry in entries] == list(range(1, 41))
    assert {entry.action for entry in entries} == {"program_started"}, "neither takes the other's for a break"
    assert all(later.previous_hash == entry.hash for entry, later in pairwise(entries))


def test_a_seat_that_may_not_write_in_time_is_told_so(
    database: Database,
    server: Server,
    tmp_path: Path,
    new_patient: Callable[..., Patient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server_database, "BUSY_SECONDS", 0.2)
    assert isinstance(database, ServerDatabase)
    hasty = open_server_database(server.address(str(database._engine.url.database)), None, tmp_path / "other")
    writes, written = Event(), Event()

    def write_long() -> None:
        with database.writing() as session:
            session.execute(select(1))  # a transaction begins with its first statement
            writes.set()
            assert written.wait(20)

    with ThreadPoolExecutor(1) as threads:
        other = threads.submit(write_long)
        assert writes.wait(20)
        with pytest.raises(StorageError, match="is busy"):
            PatientRepository(hasty).add(new_patient())
        assert PatientRepository(hasty).count() == 0, "who reads does not wait"
        written.set()
        other.result()
    PatientRepository(hasty).add(new_patient())
    assert PatientRepository(database).count() == 1
    hasty.close()


def test_who_reads_sees_one_moment(
    database: Database, other_seat: ServerDatabase, new_patient: Callable[..., Patient]
) -> None:
    patients = PatientRepository(database)
    with database.reading() as session:
        query = text("SELECT count(*) FROM patient")
        assert session.scalar(query) == 0
        PatientRepository(other_seat).add(new_patient())
        assert session.scalar(query) == 0
    assert patients.count() == 1


def test_the_same_code_at_two_seats_is_refused(
    database: Database, other_seat: ServerDatabase, new_patient: Callable[..., Patient]
) -> None:
    patient = new_patient()
    PatientRepository(database).add(patient)
    with pytest.raises(StorageError, match="code"):
        PatientRepository(other_seat).add(new_patient(code=patient.code))


def test_what_a_server_cannot_keep_is_refused_with_a_sentence(
    database: Database, new_patient: Callable[..., Patient]
) -> None:
    for notes in ("\0", "half a character \ud800"):
        with pytest.raises(StorageError, match="half a character"):
            PatientRepository(database).add(new_patient(notes=notes))


def test_after_the_server_was_away_work_goes_on(
    database: Database, server: Server, new_patient: Callable[..., Patient]
) -> None:
    patients = PatientRepository(database)
    patients.add(new_patient())
    server.stop()
    try:
        with pytest.raises(StorageError, match="does not answer"):
            patients.add(new_patient())
    finally:
        server.start()
    assert patients.count() == 1
    patients.add(new_patient())
    assert patients.count() == 2


def test_tables_of_a_newer_version_are_left_alone(database: Database, server: Server, tmp_path: Path) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert isinstance(database, ServerDatabase)
    with pytest.raises(StorageError, match="newer version"):
        open_server_database(server.address(str(database._engine.url.database)), None, tmp_path / "none")


def test_a_copy_is_an_encrypted_file_with_every_row(
    database: Database, tmp_path: Path, assessments: AssessmentRepository, new_assessment: Callable[..., Assessment]
) -> None:
    for _ in range(3):
        assessments.add(new_assessment())
    audit = AuditRepository(database, tmp_path / "head")
    for _ in range(3):
        audit.append(Action.PROGRAM_STARTED, "")
    copy = tmp_path / "copy.sqlite3"
    database.copy_to(copy)
    check_copy(copy, database.key)
    assert counts_in(copy, database.key) == (1, 1)
    assert end_of_record_in(copy, database.key) == audit.last()
    assert [path.name for path in tmp_path.glob("copy*")] == [copy.name]
    opened = open_database(copy, database.key)
    for table in Row.metadata.sorted_tables:
        assert rows_of(opened, table) == rows_of(database, table)
    opened.close()


def test_what_was_in_a_file_goes_on_on_the_server(
    database: Database,
    file_database: Database,
    tmp_path: Path,
    new_patient: Callable[..., Patient],
) -> None:
    PatientRepository(file_database).add(patient := new_patient())
    AuditRepository(file_database, tmp_path / "head").append(Action.PATIENT_ADDED, "")
    with file_database.reading() as source, database.writing() as target:
        copy_rows(source, target)
    assert PatientRepository(database).get(patient.id) == patient
    audit = AuditRepository(database, tmp_path / "head")
    audit.append(Action.PROGRAM_STARTED, "")
    assert [entry.action for entry in audit.stream()] == ["patient_added", "program_started"]


def rows_of(database: Database, table: object) -> list[tuple[object, ...]]:
    with database.reading() as session:
        return sorted(map(tuple, session.execute(select(table))), key=str)  # type: ignore[call-overload]


def test_the_key_of_copies_is_not_the_servers(database: Database, server: Server) -> None:
    assert isinstance(database.key, Key)
    assert database.key.secret.hex() not in server.say("SELECT string_agg(name || setting, ',') FROM pg_settings")
