"""Safety reviews in the database: opened by item 9, closed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from screening_app.domain import SafetyReview
from screening_app.errors import StorageError
from screening_app.storage.tables import SafetyReviewRow

if TYPE_CHECKING:
    from screening_app.storage.database import Database

_GONE = "This safety review is no longer in the database. Open the session again."
_CLOSED = "This safety review has been completed already. Open the session again to see it."


class SafetyReviewRepository:
    """All safety reviews; every call is one short transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, review: SafetyReview) -> None:
        """Open a review. Raises `StorageError` when its interview is gone."""
        row = SafetyReviewRow(
            id=review.id,
            interview_id=review.interview_id,
            rating_id=review.rating_id,
            opened_at=review.opened_at,
            assessed_by=review.assessed_by,
            tool=review.tool,
            outcome=review.outcome,
            plan=review.plan,
            reviewed_at=review.reviewed_at,
        )
        try:
            with self._database.writing() as session:
                session.add(row)
        except IntegrityError as error:
            raise StorageError(_GONE) from error

    def complete(self, review: SafetyReview) -> None:
        """Write down what the assessment gave. Raises `StorageError` when it is gone or completed already."""
        with self._database.writing() as session:
            row = session.get(SafetyReviewRow, review.id)
            if row is None:
                raise StorageError(_GONE)
            if row.reviewed_at is not None:
                raise StorageError(_CLOSED)
            row.assessed_by, row.tool = review.assessed_by, review.tool
            row.outcome, row.plan, row.reviewed_at = review.outcome, review.plan, review.reviewed_at

    def of_interview(self, interview_id: str) -> tuple[SafetyReview, ...]:
        """The session's reviews, oldest first."""
        return self._found(select(SafetyReviewRow).where(SafetyReviewRow.interview_id == interview_id))

    def open(self) -> tuple[SafetyReview, ...]:
        """The reviews of all patients that nobody has completed, oldest first."""
        return self._found(select(SafetyReviewRow).where(SafetyReviewRow.reviewed_at.is_(None)))

    def _found(self, query: Select[SafetyReviewRow]) -> tuple[SafetyReview, ...]:
        with self._database.reading() as session:
            rows = session.scalars(query.order_by(SafetyReviewRow.opened_at, SafetyReviewRow.id))
            return tuple(_review(row) for row in rows)


def _review(row: SafetyReviewRow) -> SafetyReview:
    return SafetyReview(
        id=row.id,
        interview_id=row.interview_id,
        rating_id=row.rating_id,
        opened_at=row.opened_at,
        assessed_by=row.assessed_by,
        tool=row.tool,
        outcome=row.outcome,
        plan=row.plan,
        reviewed_at=row.reviewed_at,
    )
