"""Questionnaires that were begun and not finished, in the database: each answer as it is given."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from screening_app.domain import BegunQuestionnaire
from screening_app.errors import StorageError
from screening_app.storage.tables import BegunQuestionnaireRow

if TYPE_CHECKING:
    from screening_app.storage.database import Database

_NO_INTERVIEW = "The session of this questionnaire is no longer in the database. Go back to the list of patients."


class BegunQuestionnaireRepository:
    """All begun questionnaires; every call is one short transaction. Storing the rating removes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, begun: BegunQuestionnaire) -> None:
        """Store the answers in the place of those before. Raises `StorageError` when the interview is gone."""
        row = BegunQuestionnaireRow(
            interview_id=begun.interview_id,
            instrument=begun.instrument,
            answers=json.dumps(begun.answers),
            difficulty=begun.difficulty,
        )
        try:
            with self._database.writing() as session:
                session.merge(row)
        except IntegrityError as error:
            raise StorageError(_NO_INTERVIEW) from error

    def forget(self, interview_id: str, instrument: str) -> None:
        """Remove the answers to an instrument; where there are none it is no matter."""
        with self._database.writing() as session:
            session.execute(
                delete(BegunQuestionnaireRow).where(
                    BegunQuestionnaireRow.interview_id == interview_id, BegunQuestionnaireRow.instrument == instrument
                )
            )

    def of_interview(self, interview_id: str) -> tuple[BegunQuestionnaire, ...]:
        """The session's begun questionnaires, by their instruments' names."""
        query = select(BegunQuestionnaireRow).where(BegunQuestionnaireRow.interview_id == interview_id)
        with self._database.reading() as session:
            rows = session.scalars(query.order_by(BegunQuestionnaireRow.instrument))
            return tuple(
                BegunQuestionnaire(row.interview_id, row.instrument, tuple(json.loads(row.answers)), row.difficulty)
                for row in rows
            )
