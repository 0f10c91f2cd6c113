"""Ratings in the database: added, never changed; the newest of an instrument counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import Select, delete, func, select
from sqlalchemy.exc import IntegrityError

from screening_app.domain import RatedBy, Rating
from screening_app.errors import StorageError
from screening_app.storage.tables import BegunQuestionnaireRow, InterviewRow, RatingRow

if TYPE_CHECKING:
    from screening_app.storage.database import Database

_NO_INTERVIEW = "The session of this questionnaire is no longer in the database. Go back to the list of patients."


class RatingRepository:
    """All ratings; every call is one short transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, rating: Rating) -> None:
        """Store a rating, from now on its instrument's newest; what was begun of it is finished by that.

        Raises `StorageError` when the interview is gone.
        """
        row = RatingRow(
            id=rating.id,
            interview_id=rating.interview_id,
            instrument=rating.instrument,
            language=rating.language,
            answers=json.dumps(rating.answers),
            value=rating.value,
            is_prorated=rating.is_prorated,
            difficulty=rating.difficulty,
            rated_by=rating.rated_by.value,
            rated_at=rating.rated_at,
        )
        try:
            with self._database.writing() as session:
                session.add(row)
                session.execute(
                    delete(BegunQuestionnaireRow).where(
                        BegunQuestionnaireRow.interview_id == rating.interview_id,
                        BegunQuestionnaireRow.instrument == rating.instrument,
                    )
                )
        except IntegrityError as error:
            raise StorageError(_NO_INTERVIEW) from error

    def of_interview(self, interview_id: str) -> tuple[Rating, ...]:
        """All ratings of the session, corrected ones too, oldest first."""
        return self._found(select(RatingRow).where(RatingRow.interview_id == interview_id).order_by(RatingRow.number))

    def newest_of_interview(self, interview_id: str) -> tuple[Rating, ...]:
        """The newest rating on each instrument of the session, oldest first."""
        newest = (
            select(func.max(RatingRow.number))
            .where(RatingRow.interview_id == interview_id)
            .group_by(RatingRow.instrument)
        )
        return self._found(select(RatingRow).where(RatingRow.number.in_(newest)).order_by(RatingRow.number))

    def newest_of_patient(self, patient_id: str) -> tuple[Rating, ...]:
        """The newest rating on each instrument of each of the patient's sessions, the oldest session's first."""
        newest = (
            select(func.max(RatingRow.number))
            .join(InterviewRow, InterviewRow.id == RatingRow.interview_id)
            .where(InterviewRow.patient_id == patient_id)
            .group_by(RatingRow.interview_id, RatingRow.instrument)
        )
        query = select(RatingRow).join(InterviewRow, InterviewRow.id == RatingRow.interview_id)
        query = query.where(RatingRow.number.in_(newest))
        return self._found(query.order_by(InterviewRow.held_at, InterviewRow.id, RatingRow.number))

    def newest_on(self, instrument: str) -> tuple[Rating, ...]:
        """The newest rating on this instrument of each session of all patients, oldest first."""
        newest = (
            select(func.max(RatingRow.number))
            .where(RatingRow.instrument == instrument)
            .group_by(RatingRow.interview_id)
        )
        return self._found(select(RatingRow).where(RatingRow.number.in_(newest)).order_by(RatingRow.number))

    def _found(self, query: Select[RatingRow]) -> tuple[Rating, ...]:
        with self._database.reading() as session:
            return tuple(_rating(row) for row in session.scalars(query))


def _rating(row: RatingRow) -> Rating:
    return Rating(
        id=row.id,
        interview_id=row.interview_id,
        instrument=row.instrument,
        language=row.language,
        answers=tuple(json.loads(row.answers)),
        value=row.value,
        is_prorated=row.is_prorated,
        difficulty=row.difficulty,
        rated_by=RatedBy(row.rated_by),
        rated_at=row.rated_at,
    )
