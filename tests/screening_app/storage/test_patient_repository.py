"""Patients in a real SQLite file: kept whole, found fast, removed without a trace."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from screening_app.domain import Assessment, Interview, Patient, Sex
from screening_app.errors import StorageError

if TYPE_CHECKING:
    from screening_app.storage.assessments import AssessmentRepository
    from screening_app.storage.database import Database
    from screening_app.storage.interviews import InterviewRepository
    from screening_app.storage.patients import PatientRepository

NewPatient = Callable[..., Patient]


def test_a_patient_comes_back_as_it_was_stored(patients: PatientRepository, patient: Patient) -> None:
    assert patients.get(patient.id) == patient
    assert patients.all() == (patient,)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "name": texts,
            "notes": texts,
            "sex": st.sampled_from(Sex),
            "birth_year": st.none() | st.integers(1900, 2030),
            "created_at": st.datetimes(timezones=st.just(UTC)),
        }
    )
)
def test_every_field_survives(patients: PatientRepository, new_patient: NewPatient, fields: dict[str, object]) -> None:
    stored = new_patient(**fields)
    patients.add(stored)
    assert patients.get(stored.id) == stored


def test_times_come_back_in_utc(patients: PatientRepository, new_patient: NewPatient) -> None:
    beijing = datetime(2026, 5, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))
    stored = new_patient(created_at=beijing)
    patients.add(stored)
    found = patients.get(stored.id).created_at
    assert (found, found.tzinfo) == (beijing, UTC)


def test_a_time_without_a_zone_is_refused(patients: PatientRepository, new_patient: NewPatient) -> None:
    with pytest.raises(Exception, match="without a zone"):
        patients.add(new_patient(created_at=datetime(2026, 5, 1)))
    assert patients.count() == 0


def test_a_code_is_taken_in_whatever_case(
    patients: PatientRepository, patient: Patient, new_patient: NewPatient
) -> None:
    with pytest.raises(StorageError, match="already has the code “p-7k3q”"):
        patients.add(new_patient(code="p-7k3q"))
    other = new_patient(code="P-2222")
    patients.add(other)
    with pytest.raises(StorageError, match="already has the code"):
        patients.update(replace(other, code="P-7K3Q"))
    assert patients.has_code("p-7K3q")
    assert not patients.has_code("P-0000")


def test_a_change_is_stored(patients: PatientRepository, patient: Patient) -> None:
    changed = replace(patient, name="李四", notes="moved", birth_year=None)
    patients.update(changed)
    assert patients.get(patient.id) == changed
    assert patients.all("李四") == (changed,)
    assert patients.all("张三") == ()


def test_a_removed_patient_is_said_to_be_gone(patients: PatientRepository, patient: Patient) -> None:
    patients.remove(patient.id)
    with pytest.raises(StorageError, match="no longer in the database"):
        patients.get(patient.id)
    with pytest.raises(StorageError, match="no longer in the database"):
        patients.update(patient)


def test_removing_a_patient_removes_interviews_and_assessments(
    patients: PatientRepository, interviews: InterviewRepository, assessments: AssessmentRepository,
    interview: Interview, new_assessment: Callable[..., Assessment],
) -> None:  # fmt: skip
    assessments.add(new_assessment())
    patients.remove(interview.patient_id)
    assert interviews.of_patient(interview.patient_id) == ()
    assert assessments.of_interview(interview.id) == ()


def test_what_was_removed_cannot_be_read_from_the_disk(
    patients: PatientRepository, database: Database, new_patient: NewPatient
) -> None:
    removed = new_patient(notes="a very private remark", name="Unmistakable")
    patients.add(removed)
    patients.remove(removed.id)
    content = b"".join(path.read_bytes() for path in database.path.parent.glob(f"{database.path.name}*"))
    assert b"private remark" not in content
    assert b"Unmistakable" not in content


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["李四", "Zoë O'Neill_50%", "张三 Zhang San"]),
        ("张", ["张三 Zhang San"]),
        ("三", ["张三 Zhang San"]),
        ("SAN zhang", ["张三 Zhang San"]),
        ("ZOË", ["Zoë O'Neill_50%"]),
        ("ｚｏë", ["Zoë O'Neill_50%"]),
        ("o'n", ["Zoë O'Neill_50%"]),
        ("%", ["Zoë O'Neill_50%"]),
        ("_", ["Zoë O'Neill_50%"]),
        ("p-b", ["李四"]),
        ("李 p-b", ["李四"]),
        ("李 p-a", []),
        ("nobody", []),
    ],
)
def test_search(patients: PatientRepository, new_patient: NewPatient, search: str, found: list[str]) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for day, (code, name) in enumerate([("P-A", "张三 Zhang San"), ("P-C", "Zoë O'Neill_50%"), ("P-B", "李四")]):
        patients.add(new_patient(code=code, name=name, created_at=start + timedelta(days=day)))
    assert [patient.name for patient in patients.all(search)] == found
    assert patients.count(search) == len(found)


def test_demonstrations_are_told_from_patients(patients: PatientRepository, new_patient: NewPatient) -> None:
    made = new_patient(code="DEMO-1", is_demo=True)
    patients.add(made)
    patients.add(new_patient(code="P-A"))
    assert patients.demonstrations() == (made,)


def test_pages_hold_every_patient_once(patients: PatientRepository, new_patient: NewPatient) -> None:
    moment = datetime.now(UTC)
    for _ in range(25):
        patients.add(new_patient(created_at=moment))  # all at once: the order must still be the same each time
    pages = [patients.all(limit=10, offset=offset) for offset in (0, 10, 20)]
    assert [len(page) for page in pages] == [10, 10, 5]
    assert sum(pages, ()) == patients.all()


@pytest.fixture
def ten_thousand(database: Database, new_patient: NewPatient) -> None:
    from screening_app.storage.patients import _columns
    from screening_app.storage.tables import PatientRow

    made = [
        new_patient(code=f"P-{number:05}", name=f"{'王李张刘陈杨'[number % 6]}{number} Patient")
        for number in range(10_000)
    ]
    with database.writing() as session:
        session.execute(insert(PatientRow), [{"id": patient.id, **_columns(patient)} for patient in made])


@pytest.mark.usefixtures("ten_thousand")
def test_ten_thousand_patients_are_counted_whole_and_read_a_page_at_a_time(patients: PatientRepository) -> None:
    for search, found in [("", 10_000), ("张", 1667), ("p-09", 1000), ("patient 刘", 1667), ("nobody", 0)]:
        assert patients.count(search) == found
        page = patients.all(search, limit=100, offset=100)
        assert len(page) == min(100, found)
        assert all(word in f"{patient.code} {patient.name}".lower() for patient in page for word in search.split())


def test_several_threads_may_write_at_once(patients: PatientRepository, new_patient: NewPatient) -> None:
    def write(number: int) -> None:
        patients.add(new_patient(code=f"P-{number}"))
        patients.all()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(40)))
    assert patients.count() == 40
