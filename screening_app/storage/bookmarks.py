"""Bookmarks of recordings in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from screening_app.domain import Bookmark
from screening_app.errors import StorageError
from screening_app.storage.tables import BookmarkRow

if TYPE_CHECKING:
    from screening_app.storage.database import Database

_GONE = "This bookmark has been removed. Open the session again to see what is left."
_NO_INTERVIEW = "The session of this bookmark is no longer in the database. Go back to the list of patients."


class BookmarkRepository:
    """All bookmarks; every call is one short transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, bookmark: Bookmark) -> None:
        """Store a bookmark. Raises `StorageError` when its interview is gone."""
        row = BookmarkRow(
            id=bookmark.id,
            interview_id=bookmark.interview_id,
            at_seconds=bookmark.at_seconds,
            note=bookmark.note,
        )
        try:
            with self._database.writing() as session:
                session.add(row)
        except IntegrityError as error:
            raise StorageError(_NO_INTERVIEW) from error

    def of_interview(self, interview_id: str) -> tuple[Bookmark, ...]:
        """The session's bookmarks in the order of the recording."""
        query = select(BookmarkRow).where(BookmarkRow.interview_id == interview_id)
        with self._database.reading() as session:
            rows = session.scalars(query.order_by(BookmarkRow.at_seconds, BookmarkRow.id))
            return tuple(Bookmark(row.id, row.interview_id, row.at_seconds, row.note) for row in rows)

    def set_note(self, bookmark_id: str, note: str) -> None:
        """Write another note to a bookmark. Raises `StorageError` where it is gone."""
        change = update(BookmarkRow).where(BookmarkRow.id == bookmark_id).values(note=note)
        with self._database.writing() as session:
            if session.scalar(change.returning(BookmarkRow.id)) is None:
                raise StorageError(_GONE)

    def remove(self, bookmark_id: str) -> None:
        """Remove a bookmark; one that is gone already is no matter."""
        with self._database.writing() as session:
            session.execute(delete(BookmarkRow).where(BookmarkRow.id == bookmark_id))
