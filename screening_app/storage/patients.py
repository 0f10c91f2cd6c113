"""Patients in the database."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, true, update
from sqlalchemy.exc import IntegrityError

from screening_app.domain import Hold, Patient, Sex
from screening_app.errors import StorageError
from screening_app.storage.position import Position
from screening_app.storage.tables import PatientRow

if TYPE_CHECKING:
    from typing import Any

    from screening_app.storage.database import Database

_TAKEN = "Another patient already has the code “{code}”. Choose another code."
_GONE = "This patient is no longer in the database. Go back to the list of patients."


def search_key(text: str) -> str:
    """Text as a search compares it: upper and lower case, wide and narrow letters are the same."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


class PatientRepository:
    """All patients; every call is one short transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, patient: Patient) -> None:
        """Store a new patient. Raises `StorageError` when the code is taken."""
        try:
            with self._database.writing() as session:
                session.add(PatientRow(id=patient.id, **_columns(patient)))
        except IntegrityError as error:
            raise StorageError(_TAKEN, code=patient.code) from error

    def get(self, patient_id: str) -> Patient:
        """The patient. Raises `StorageError` when it has been removed."""
        with self._database.reading() as session:
            row = session.get(PatientRow, patient_id)
            if row is None:
                raise StorageError(_GONE)
            return _patient(row)

    def update(self, patient: Patient) -> None:
        """Replace all that is stored of the patient with its id, but for a hold.

        Raises `StorageError` when the code is taken.
        """
        change = update(PatientRow).where(PatientRow.id == patient.id).values(**_columns(patient))
        try:
            with self._database.writing() as session:
                changed = session.execute(change.returning(PatientRow.id)).first()
        except IntegrityError as error:
            raise StorageError(_TAKEN, code=patient.code) from error
        if changed is None:
            raise StorageError(_GONE)

    def set_hold(self, patient_id: str, hold: Hold | None) -> None:
        """Put the patient on hold against deletion, or take that back. Raises `StorageError` when it is gone."""
        values: dict[str, Any] = {"hold_reason": "", "held_by": "", "held_at": None}
        if hold is not None:
            values = {"hold_reason": hold.reason, "held_by": hold.set_by, "held_at": hold.set_at}
        change = update(PatientRow).where(PatientRow.id == patient_id).values(**values)
        with self._database.writing() as session:
            if session.execute(change.returning(PatientRow.id)).first() is None:
                raise StorageError(_GONE)

    def remove(self, patient_id: str) -> None:
        """Remove the patient with all its interviews and assessments; their text does not stay in the file."""
        with self._database.writing() as session:
            session.execute(delete(PatientRow).where(PatientRow.id == patient_id))
        self._database.forget_deleted()

    def all(
        self, search: str = "", *, archived: bool | None = None, limit: int | None = None, offset: int = 0
    ) -> tuple[Patient, ...]:
        """The patients whose code, name or tags hold every word of `search`, newest first, from `offset` on.

        `archived` asks for those who are archived, or who are not; None for both.
        """
        query = select(PatientRow).where(_matches(search, archived))
        query = query.order_by(PatientRow.created_at.desc(), PatientRow.id).limit(limit).offset(offset)
        with self._database.reading() as session:
            return tuple(_patient(row) for row in session.scalars(query))

    def count(self, search: str = "", *, archived: bool | None = None) -> int:
        """How many patients `all(search)` finds."""
        query = select(func.count()).select_from(PatientRow).where(_matches(search, archived))
        with self._database.reading() as session:
            return session.scalar(query) or 0

    def demonstrations(self) -> tuple[Patient, ...]:
        """The patients who do not exist, newest first."""
        query = select(PatientRow).where(PatientRow.is_demo).order_by(PatientRow.created_at.desc(), PatientRow.id)
        with self._database.reading() as session:
            return tuple(_patient(row) for row in session.scalars(query))

    def has_code(self, code: str) -> bool:
        """Whether a patient has this code, in upper or lower case."""
        with self._database.reading() as session:
            return bool(session.scalar(select(exists().where(PatientRow.code_key == search_key(code)))))

    def named(self, name: str, birth_year: int | None) -> tuple[Patient, ...]:
        """The patients of this name, in upper or lower case, and this year of birth; the newest first."""
        query = select(PatientRow).where(PatientRow.name_key == search_key(name), PatientRow.birth_year == birth_year)
        query = query.order_by(PatientRow.created_at.desc(), PatientRow.id)
        with self._database.reading() as session:
            return tuple(_patient(row) for row in session.scalars(query))

    def tags(self) -> tuple[str, ...]:
        """Every tag that a patient has, in the order of the alphabet."""
        with self._database.reading() as session:
            found = {tag for tags in session.scalars(select(PatientRow.tags).distinct()) for tag in json.loads(tags)}
        return tuple(sorted(found, key=search_key))


def _matches(search: str, archived: bool | None) -> ColumnElement[bool]:
    """The condition that every word stands in the code, the name or a tag; true for no words."""
    words = search_key(search).split()
    there = PatientRow.archived_at.is_not(None) if archived else PatientRow.archived_at.is_(None)
    asked = true() if archived is None else there
    return and_(asked, *(Position(PatientRow.found_by, word) > 0 for word in words))


def _columns(patient: Patient) -> dict[str, Any]:
    return {
        "code": patient.code,
        "code_key": search_key(patient.code),
        "name": patient.name,
        "name_key": search_key(patient.name),
        "sex": patient.sex.value,
        "birth_year": patient.birth_year,
        "language": patient.language,
        "notes": patient.notes,
        "is_demo": patient.is_demo,
        "created_at": patient.created_at,
        "tags": json.dumps(patient.tags, ensure_ascii=False),
        "found_by": "\n".join(map(search_key, (patient.code, patient.name, *patient.tags))),
        "archived_at": patient.archived_at,
    }


def _patient(row: PatientRow) -> Patient:
    return Patient(
        id=row.id,
        code=row.code,
        name=row.name,
        sex=Sex(row.sex),
        birth_year=row.birth_year,
        language=row.language,
        notes=row.notes,
        is_demo=row.is_demo,
        created_at=row.created_at,
        tags=tuple(json.loads(row.tags)),
        archived_at=row.archived_at,
        hold=None if row.held_at is None else Hold(row.hold_reason, row.held_by, row.held_at),
    )
