"""The chain of audit entries in a real SQLite file: added in order, never changed, together with their cause."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from database_kinds import ONLY_FILES, ONLY_SERVERS
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from screening_app.domain import Action, AuditFilter, AuditHead
from screening_app.errors import StorageError
from screening_app.storage import audit as audit_module
from screening_app.storage import driver
from screening_app.storage.audit import NOTHING, AuditRepository, fingerprint
from screening_app.storage.database import open_database

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import Interview, Patient
    from screening_app.storage.database import Database
    from screening_app.storage.patients import PatientRepository
from screening_app.storage.server_database import ServerDatabase

EVERYTHING = AuditFilter()


@pytest.fixture
def head_path(tmp_path: Path) -> Path:
    return tmp_path / "audit-head.json"


@pytest.fixture
def audit(database: Database, head_path: Path) -> AuditRepository:
    return AuditRepository(database, head_path)


def actions(audit: AuditRepository) -> list[str]:
    return [entry.action for entry in audit.page(EVERYTHING, None, 100)][::-1]


def test_each_entry_holds_the_hash_of_the_one_before(audit: AuditRepository) -> None:
    for number in range(3):
        audit.append(Action.SETTINGS_CHANGED, "Dr. 王", subject=str(number), details={"b": 1, "a": "李"})
    first, second, third = audit.stream()
    assert (first.number, first.previous_hash) == (1, NOTHING.hash)
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert [entry.hash for entry in (first, second, third)] == list(map(fingerprint, (first, second, third)))
    assert first.details == '{"a": "李", "b": 1}'
    assert audit.head() == audit.last() == AuditHead(3, third.hash)


@pytest.mark.parametrize("field", ["at", "who", "action", "subject", "details", "previous_hash"])
def test_every_field_is_a_part_of_the_hash(audit: AuditRepository, field: str) -> None:
    audit.append(Action.SETTINGS_CHANGED, "Dr. Li", subject="s")
    (entry,) = audit.stream()
    assert fingerprint(entry._replace(**{field: "another"})) != entry.hash
    assert fingerprint(entry._replace(subject=None, details=str(entry.subject))) != entry.hash


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET who = 'somebody else'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE number = 2",
        "INSERT INTO audit_entry SELECT number, at, 'x', action, NULL, NULL, NULL, NULL, '{}', '', '' "
        "FROM audit_entry WHERE number = 1",
        "INSERT INTO audit_entry SELECT 9, at, who, action, NULL, NULL, NULL, NULL, '{}', '', '' FROM audit_entry",
    ],
)
def test_the_database_itself_refuses_every_change(audit: AuditRepository, database: Database, statement: str) -> None:
    for _ in range(2):
        audit.append(Action.PROGRAM_STARTED, "")
    before = list(audit.stream())
    with pytest.raises(IntegrityError, match="audit entries are"), database.writing() as session:
        session.execute(text(statement))
    assert list(audit.stream()) == before


@ONLY_FILES
def test_nor_is_an_entry_put_in_the_place_of_another(audit: AuditRepository, database: Database) -> None:
    replace = "INSERT OR REPLACE INTO audit_entry SELECT number, at, 'x', action, NULL, NULL, NULL, NULL, '{}', '', '' "
    audit.append(Action.PROGRAM_STARTED, "")
    with pytest.raises(IntegrityError, match="audit entries are"), database.writing() as session:
        session.execute(text(f"{replace}FROM audit_entry WHERE number = 1"))
    assert actions(audit) == ["program_started"]


@ONLY_SERVERS
def test_nor_is_the_record_emptied_on_a_server(audit: AuditRepository, database: Database) -> None:
    audit.append(Action.PROGRAM_STARTED, "")
    with pytest.raises(IntegrityError, match="audit entries are"), database.writing() as session:
        session.execute(text("TRUNCATE audit_entry"))
    assert actions(audit) == ["program_started"]


def test_an_entry_and_what_it_tells_of_are_written_together_or_not_at_all(
    audit: AuditRepository, database: Database, patients: PatientRepository, new_patient: Callable[..., Patient]
) -> None:
    patient = new_patient()

    def add_and_fail() -> None:
        with database.writing():
            patients.add(patient)
            audit.append(Action.PATIENT_ADDED, "")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()
    assert (patients.count(), actions(audit), audit.head()) == (0, [], NOTHING)
    with database.writing():
        patients.add(patient)
        audit.append(Action.PATIENT_ADDED, "")
        assert patients.get(patient.id) == patient, "what the transaction has written is seen in it"
        assert audit.head() == NOTHING, "the head is never ahead of what is on the disk"
    assert (patients.count(), audit.head()) == (1, audit.last())


def test_within_a_transaction_a_taken_code_is_said_and_nothing_is_written(
    audit: AuditRepository, database: Database, patients: PatientRepository, new_patient: Callable[..., Patient]
) -> None:
    patients.add(new_patient(code="P-1"))

    def add_twins() -> None:
        with database.writing():
            audit.append(Action.PATIENT_ADDED, "")
            patients.add(new_patient(code="P-1"))

    with pytest.raises(StorageError, match="already has the code"):
        add_twins()
    assert (patients.count(), actions(audit)) == (1, [])


def test_what_is_removed_within_a_transaction_does_not_stay_in_the_file(
    audit: AuditRepository, database: Database, patients: PatientRepository, new_patient: Callable[..., Patient]
) -> None:
    patient = new_patient(notes="a sentence that nobody may find")
    patients.add(patient)
    with database.writing():
        patients.remove(patient.id)
        audit.append(Action.PATIENT_REMOVED, "")
    left = b"".join(path.read_bytes() for path in database.path.parent.glob(f"{database.path.name}*"))
    assert b"nobody may find" not in left


def test_threads_write_one_chain(audit: AuditRepository) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as threads:
        for _ in range(40):
            threads.submit(audit.append, Action.PROGRAM_STARTED, "")
    chain = list(audit.stream())
    assert [entry.number for entry in chain] == list(range(1, 41))
    assert [entry.previous_hash for entry in chain[1:]] == [entry.hash for entry in chain[:-1]]
    assert audit.head() == audit.last()


def test_pages_and_filters(audit: AuditRepository, patient: Patient, interview: Interview) -> None:
    whose = audit.whose(None, interview.id)
    assert whose == (patient.id, "P-7K3Q")
    begun = datetime.now(UTC)
    audit.append(Action.PATIENT_VIEWED, "Dr. Li", whose)
    audit.append(Action.SESSION_VIEWED, "", whose._replace(code="P-OLD"), interview_id=interview.id)
    middle = datetime.now(UTC)
    audit.append(Action.PROGRAM_ENDED, "Dr. 王")

    def numbers(**wanted: object) -> list[int]:
        filtered = AuditFilter(**wanted)
        found = [entry.number for entry in audit.page(filtered, None, 10)]
        assert audit.count(filtered) == len(found)
        assert [entry.number for entry in audit.stream(filtered)] == found[::-1]
        return found

    assert numbers() == [3, 2, 1]
    assert [entry.number for entry in audit.page(EVERYTHING, 3, 1)] == [2]
    assert numbers(action="patient_viewed") == [1]
    assert numbers(who="Dr. 王") == [3]
    assert numbers(who="") == [2]
    assert numbers(since=middle) == [3]
    assert numbers(until=middle) == [2, 1]
    assert numbers(until=begun - timedelta(hours=1)) == []
    assert numbers(patient_code="p-7k3q") == numbers(patient_code="P-old") == [2, 1]
    assert numbers(patient_code="P-8") == []
    assert audit.everybody() == ("", "Dr. Li", "Dr. 王")


def test_entries_keep_the_code_of_a_patient_who_is_gone(
    audit: AuditRepository, patients: PatientRepository, patient: Patient
) -> None:
    audit.append(Action.PATIENT_VIEWED, "", audit.whose(patient.id, None))
    patients.remove(patient.id)
    assert audit.whose(patient.id, None) is None
    (entry,) = audit.page(AuditFilter(patient_code=patient.code), None, 10)
    assert (entry.patient_id, entry.patient_code) == (patient.id, patient.code)


KILLED = """
import os, signal, sys
from pathlib import Path
from screening_app.domain import Action
from screening_app.storage.audit import AuditRepository
from screening_app.storage.database import open_database

folder = Path(sys.argv[1])
database = open_database(folder / "screening.sqlite3")
audit = AuditRepository(database, folder / "audit-head.json")
audit.append(Action.PROGRAM_STARTED, "")
audit._write_head = lambda head: os.kill(os.getpid(), signal.SIGKILL)
with database.writing():
    audit.append(Action.SETTINGS_CHANGED, "")
    audit.append(Action.SETTINGS_CHANGED, "")
"""


def test_a_kill_between_transaction_and_head_is_no_break(tmp_path: Path, head_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False, cwd=Path.cwd(), env=os.environ)
    assert done.returncode == -signal.SIGKILL
    database = open_database(tmp_path / "screening.sqlite3")
    audit = AuditRepository(database, head_path)
    head = audit.head()
    assert head is not None
    assert (head.count, audit.last().count) == (1, 3), "the head is behind by the last transaction"
    audit.append(Action.PROGRAM_STARTED, "")
    assert Action.AUDIT_BROKEN not in actions(audit)
    assert audit.head() == audit.last()
    database.close()


def test_a_head_that_cannot_be_written_stays_behind_and_is_made_good(
    audit: AuditRepository, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(audit_module, "write_whole", refuse)
    for _ in range(2):
        audit.append(Action.PROGRAM_STARTED, "")
    assert (audit.head(), audit.last().count) == (NOTHING, 2)
    assert "could not be noted" in caplog.text
    caplog.clear()
    monkeypatch.undo()
    audit.append(Action.PROGRAM_ENDED, "")
    assert audit.head() == audit.last()
    assert Action.AUDIT_BROKEN not in actions(audit)


def cut(database: Database, statement: str) -> None:
    """As somebody does who may write the file and has its key, or owns the tables on the server."""
    if isinstance(database, ServerDatabase):
        with database.writing() as session:
            session.execute(text("DROP TRIGGER audit_entry_is_not_changed ON audit_entry"))
            session.execute(text(statement))
        return
    with closing(driver.connect(database.path, database.key)) as connection, connection:
        connection.execute("DROP TRIGGER audit_entry_is_not_deleted")
        connection.execute(statement)


def test_a_cut_is_told_of_before_the_head_is_written_anew(
    audit: AuditRepository, database: Database, head_path: Path
) -> None:
    for _ in range(5):
        audit.append(Action.PROGRAM_STARTED, "")
    left = audit.head()
    assert left is not None
    cut(database, "DELETE FROM audit_entry WHERE number > 3")
    later = AuditRepository(database, head_path)
    with database.writing():
        later.append(Action.PROGRAM_STARTED, "")
        later.append(Action.PROGRAM_ENDED, "")
    assert actions(later)[3:] == ["audit_broken", "program_started", "program_ended"], "told once"
    told = json.loads(next(entry.details for entry in later.page(AuditFilter(action="audit_broken"), None, 1)))
    assert told == {"expected": 5, "hash": left.hash, "found": 3}
    later.append(Action.PROGRAM_ENDED, "")
    assert actions(later).count("audit_broken") == 1


@pytest.mark.parametrize("content", ["", "no JSON", "[]", '{"count": "many"}'])
def test_what_is_no_head_is_told_of(audit: AuditRepository, database: Database, head_path: Path, content: str) -> None:
    audit.append(Action.PROGRAM_STARTED, "")
    head_path.write_text(content)
    later = AuditRepository(database, head_path)
    later.append(Action.PROGRAM_STARTED, "")
    assert actions(later) == ["program_started", "audit_broken", "program_started"]


@ONLY_FILES
def test_a_head_that_is_gone_is_told_of(audit: AuditRepository, database: Database, head_path: Path) -> None:
    audit.append(Action.PROGRAM_STARTED, "")
    head_path.unlink()
    later = AuditRepository(database, head_path)
    later.append(Action.PROGRAM_STARTED, "")
    assert actions(later) == ["program_started", "audit_broken", "program_started"]


@ONLY_SERVERS
def test_a_seat_that_is_new_takes_the_record_as_it_finds_it(
    audit: AuditRepository, database: Database, tmp_path: Path
) -> None:
    audit.append(Action.PROGRAM_STARTED, "")
    new = AuditRepository(database, tmp_path / "audit-head-of-a-new-seat.json")
    assert new.head() == audit.last()
    new.append(Action.PROGRAM_STARTED, "")
    assert actions(new) == ["program_started", "program_started"]


def test_an_end_that_was_half_written_is_cleared_away(audit: AuditRepository, database: Database) -> None:
    beside = audit._head_path.with_name("audit-head.json.part")
    beside.write_text('{"cou')
    AuditRepository(database, audit._head_path)
    assert not beside.exists()
    assert audit.head() == NOTHING


def test_only_its_owner_may_read_the_head(audit: AuditRepository, head_path: Path) -> None:
    assert head_path.stat().st_mode & 0o777 == 0o600
