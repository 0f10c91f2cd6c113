"""The key of each interview, wrapped by the master key: whoever deletes the interview destroys it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from screening_app.crypto.keys import new_key
from screening_app.errors import StorageError, WrongKeyError
from screening_app.storage.tables import InterviewKeyRow

if TYPE_CHECKING:
    import sqlite3

    from screening_app.crypto.keys import Key
    from screening_app.storage.database import Database

_GONE = "This interview is no longer in the database. Go back to the patient's interviews."


class InterviewKeys:
    """The keys of all interviews; every call is one short transaction."""

    def __init__(self, database: Database, master: Key) -> None:
        self._database = database
        self._master = master

    def of(self, interview_id: str) -> Key:
        """The interview's key, made where it has none yet.

        Raises `StorageError` where the interview is gone, `WrongKeyError` where another master key wrapped it.
        """
        with self._database.reading() as session:
            wrapped = session.scalar(_wrapped(interview_id))
        return self._made(interview_id) if wrapped is None else self._master.unwrap(wrapped, interview_id)

    def fit(self) -> bool:
        """Whether the master key is the one that keys are wrapped by, as far as there are any."""
        with self._database.reading() as session:
            row = session.execute(select(InterviewKeyRow.interview_id, InterviewKeyRow.wrapped).limit(1)).first()
        try:
            return row is None or bool(self._master.unwrap(row.wrapped, row.interview_id))
        except WrongKeyError:
            return False

    def rewrap(self, master: Key) -> None:
        """Wrap all keys by another master key; those that do not fit stay, as those that have it already."""
        with self._database.writing() as session:
            for row in session.scalars(select(InterviewKeyRow)):
                with suppress(WrongKeyError):
                    row.wrapped = master.wrap(self._master.unwrap(row.wrapped, row.interview_id), row.interview_id)

    def _made(self, interview_id: str) -> Key:
        made = new_key()
        row = InterviewKeyRow(interview_id=interview_id, wrapped=self._master.wrap(made, interview_id))
        try:
            with self._database.writing() as session:
                wrapped = session.scalar(_wrapped(interview_id))  # another thread may have been here meanwhile
                if wrapped is None:
                    session.add(row)
        except IntegrityError as error:
            raise StorageError(_GONE) from error
        return made if wrapped is None else self._master.unwrap(wrapped, interview_id)


def rewrap_keys(connection: sqlite3.Connection, before: Key, master: Key) -> None:
    """Wrap all keys by another master key, within the transaction of `connection`; those that do not fit stay."""
    rows = connection.execute("SELECT interview_id, wrapped FROM interview_key").fetchall()
    for interview_id, wrapped in rows:
        with suppress(WrongKeyError):  # of a row that somebody has changed: its files cannot be read, and may be later
            again = master.wrap(before.unwrap(wrapped, interview_id), interview_id)
            connection.execute("UPDATE interview_key SET wrapped = ? WHERE interview_id = ?", (again, interview_id))


def _wrapped(interview_id: str) -> Select[bytes]:
    return select(InterviewKeyRow.wrapped).where(InterviewKeyRow.interview_id == interview_id)
