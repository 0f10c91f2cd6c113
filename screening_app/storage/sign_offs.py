"""Sign-offs in the database, each once a session, and the addenda that follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select, update
from sqlalchemy.exc import IntegrityError

from screening_app.domain import Addendum, SignOff, Step
from screening_app.errors import StorageError
from screening_app.storage.tables import AddendumRow, InterviewRow, SignOffRow

if TYPE_CHECKING:
    from screening_app.storage.database import Database

_GONE = "This session is no longer in the database. Go back to the list of patients."
_SIGNED = "This session has been signed off already. Add what is new as an addendum."


class SignOffRepository:
    """All sign-offs and addenda; every call is one short transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, sign_off: SignOff) -> None:
        """Sign a session off, and say so in its step. Raises `StorageError` when it is signed off already or gone."""
        row = SignOffRow(
            interview_id=sign_off.interview_id,
            assessment_id=sign_off.assessment_id,
            signed_by=sign_off.signed_by,
            signed_at=sign_off.signed_at,
        )
        signed = exists().where(SignOffRow.interview_id == sign_off.interview_id)
        step = update(InterviewRow).where(InterviewRow.id == sign_off.interview_id).values(step=Step.SIGNED.value)
        try:
            with self._database.writing() as session:
                if session.scalar(select(signed)):
                    raise StorageError(_SIGNED)
                session.add(row)
                session.execute(step)
        except IntegrityError as error:
            raise StorageError(_GONE) from error

    def of_interview(self, interview_id: str) -> SignOff | None:
        """Who signed the session off; None while it is open."""
        with self._database.reading() as session:
            row = session.get(SignOffRow, interview_id)
            return None if row is None else SignOff(row.interview_id, row.assessment_id, row.signed_by, row.signed_at)

    def add_addendum(self, addendum: Addendum) -> None:
        """Add to a session that is signed off. Raises `StorageError` when it is gone."""
        row = AddendumRow(
            id=addendum.id,
            interview_id=addendum.interview_id,
            text=addendum.text,
            written_by=addendum.written_by,
            written_at=addendum.written_at,
        )
        try:
            with self._database.writing() as session:
                session.add(row)
        except IntegrityError as error:
            raise StorageError(_GONE) from error

    def addenda_of(self, interview_id: str) -> tuple[Addendum, ...]:
        """What was added to the session, oldest first."""
        query = select(AddendumRow).where(AddendumRow.interview_id == interview_id).order_by(AddendumRow.number)
        with self._database.reading() as session:
            return tuple(
                Addendum(row.id, row.interview_id, row.text, row.written_by, row.written_at)
                for row in session.scalars(query)
            )
