"""Changes of patients' treatments in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from screening_app.domain import TreatmentEvent, TreatmentKind
from screening_app.errors import StorageError
from screening_app.storage.tables import TreatmentEventRow

if TYPE_CHECKING:
    from screening_app.storage.database import Database

_NO_PATIENT = "The patient of this event is no longer in the database. Go back to the list of patients."


class TreatmentEventRepository:
    """All treatment events; every call is one short transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, event: TreatmentEvent) -> None:
        """Store an event. Raises `StorageError` when its patient is gone."""
        row = TreatmentEventRow(
            id=event.id,
            patient_id=event.patient_id,
            happened_at=event.happened_at,
            kind=event.kind.value,
            text=event.text,
        )
        try:
            with self._database.writing() as session:
                session.add(row)
        except IntegrityError as error:
            raise StorageError(_NO_PATIENT) from error

    def of_patient(self, patient_id: str) -> tuple[TreatmentEvent, ...]:
        """The patient's events, oldest first."""
        query = select(TreatmentEventRow).where(TreatmentEventRow.patient_id == patient_id)
        with self._database.reading() as session:
            rows = session.scalars(query.order_by(TreatmentEventRow.happened_at, TreatmentEventRow.id))
            return tuple(
                TreatmentEvent(row.id, row.patient_id, row.happened_at, TreatmentKind(row.kind), row.text)
                for row in rows
            )

    def remove(self, event_id: str) -> None:
        """Remove an event; one that is gone already is no matter."""
        with self._database.writing() as session:
            session.execute(delete(TreatmentEventRow).where(TreatmentEventRow.id == event_id))
