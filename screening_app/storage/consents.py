"""Consents in the database: given once, perhaps withdrawn, never removed by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from screening_app.domain import Consent, Purpose
from screening_app.errors import StorageError
from screening_app.storage.tables import ConsentRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from screening_app.storage.database import Database

_NO_INTERVIEW = "The session of this consent is no longer in the database. Go back to the list of patients."


class ConsentRepository:
    """All consents; every call is one short transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, consents: Sequence[Consent]) -> None:
        """Store consents, all or none. Raises `StorageError` when their interview is gone."""
        try:
            with self._database.writing() as session:
                session.add_all(_row(consent) for consent in consents)
        except IntegrityError as error:
            raise StorageError(_NO_INTERVIEW) from error

    def of_interview(self, interview_id: str) -> tuple[Consent, ...]:
        """All consents of the session, withdrawn ones too, in the order in which they were given."""
        query = select(ConsentRow).where(ConsentRow.interview_id == interview_id)
        with self._database.reading() as session:
            return tuple(_consent(row) for row in session.scalars(query.order_by(ConsentRow.given_at, ConsentRow.id)))

    def interviews_with(self, purpose: Purpose) -> frozenset[str]:
        """Ids of the interviews for which there is a consent to this purpose that was not withdrawn."""
        query = select(ConsentRow.interview_id).where(
            ConsentRow.purpose == purpose.value, ConsentRow.withdrawn_at.is_(None)
        )
        with self._database.reading() as session:
            return frozenset(session.scalars(query))

    def interviews_withdrawn_from(self, purpose: Purpose) -> frozenset[str]:
        """Ids of the interviews for which a consent to this purpose was withdrawn, even if another was given since."""
        query = select(ConsentRow.interview_id).where(
            ConsentRow.purpose == purpose.value, ConsentRow.withdrawn_at.is_not(None)
        )
        with self._database.reading() as session:
            return frozenset(session.scalars(query))

    def withdraw(self, interview_id: str, purposes: Sequence[Purpose], when: datetime, by: str) -> None:
        """Mark what is in force for these purposes as withdrawn; what is withdrawn already stays as it is."""
        change = (
            update(ConsentRow)
            .where(
                ConsentRow.interview_id == interview_id,
                ConsentRow.purpose.in_([purpose.value for purpose in purposes]),
                ConsentRow.withdrawn_at.is_(None),
            )
            .values(withdrawn_at=when, withdrawn_by=by)
        )
        with self._database.writing() as session:
            session.execute(change)


def _row(consent: Consent) -> ConsentRow:
    return ConsentRow(
        id=consent.id,
        interview_id=consent.interview_id,
        purpose=consent.purpose.value,
        text_version=consent.text_version,
        given_at=consent.given_at,
        recorded_by=consent.recorded_by,
        withdrawn_at=consent.withdrawn_at,
        withdrawn_by=consent.withdrawn_by,
    )


def _consent(row: ConsentRow) -> Consent:
    return Consent(
        id=row.id,
        interview_id=row.interview_id,
        purpose=Purpose(row.purpose),
        text_version=row.text_version,
        given_at=row.given_at,
        recorded_by=row.recorded_by,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
    )
