"""The prompt cards of interviews in the database, and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from screening_app.domain import ScriptCard
from screening_app.errors import StorageError
from screening_app.storage.tables import CardRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.storage.database import Database

_NO_INTERVIEW = "The session of these prompt cards is no longer in the database. Go back to the list of patients."


class CardRepository:
    """The cards of all interviews; every call is one short transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, interview_id: str, cards: Sequence[ScriptCard]) -> None:
        """Store an interview's cards in the place of those before. Raises `StorageError` when it is gone."""
        rows = [
            CardRow(
                interview_id=interview_id,
                number=card.number,
                prompt=card.prompt,
                text=card.text,
                was_shown=card.was_shown,
                skipped_at=card.skipped_at,
            )
            for card in cards
        ]
        try:
            with self._database.writing() as session:
                session.execute(delete(CardRow).where(CardRow.interview_id == interview_id))
                session.add_all(rows)
        except IntegrityError as error:
            raise StorageError(_NO_INTERVIEW) from error

    def of_interview(self, interview_id: str) -> tuple[ScriptCard, ...]:
        """The cards in the order of the script; none where none was followed, or nothing is known of it."""
        query = select(CardRow).where(CardRow.interview_id == interview_id).order_by(CardRow.number)
        with self._database.reading() as session:
            return tuple(
                ScriptCard(row.number, row.prompt, row.text, row.was_shown, row.skipped_at)
                for row in session.scalars(query)
            )
