"""The key of each interview, wrapped by the master key: whoever deletes the interview destroys it.

With the key it is kept whether plain files are still taken, as they lie there from before there were users. Once
somebody has looked and all of them are encrypted, a plain one is somebody else's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from screening_app.crypto.keys import new_key
from screening_app.errors import StorageError, WrongKeyError
from screening_app.storage.interview_file import FileKey
from screening_app.storage.tables import InterviewKeyRow, InterviewRow

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from screening_app.crypto.keys import Key
    from screening_app.storage.database import Database

_GONE = "This interview is no longer in the database. Go back to the patient's interviews."


class InterviewKeys:
    """The keys of all interviews; every call is one short transaction."""

    def __init__(self, database: Database, master: Key) -> None:
        self._database = database
        self._master = master

    def of(self, interview_id: str) -> FileKey:
        """The interview's key, made where it has none yet: one from before there were users, which takes plain files.

        Raises `StorageError` where the interview is gone, `WrongKeyError` where another master key wrapped it.
        """
        with self._database.reading() as session:
            row = session.get(InterviewKeyRow, interview_id)
            if row is not None:
                return self._unwrapped(row)
        return self._made(interview_id, takes_plain=True)

    def begin(self, interview_id: str) -> None:
        """Make the key of a new interview, whose files are encrypted from the first one on; raises as `of`."""
        self._made(interview_id, takes_plain=False)

    def taking_plain(self) -> tuple[str, ...]:
        """The interviews of which plain files are still taken, those without a key among them."""
        key = InterviewKeyRow
        wanted = select(InterviewRow.id).outerjoin(key, key.interview_id == InterviewRow.id)
        with self._database.reading() as session:
            return tuple(session.scalars(wanted.where(key.takes_plain.is_not(False)).order_by(InterviewRow.id)))

    def take_no_plain(self, interview_ids: Sequence[str]) -> None:
        """Take no plain file of these interviews any more: all that they have are encrypted. Each has a key."""
        wanted = InterviewKeyRow.interview_id.in_(interview_ids)
        with self._database.writing() as session:
            session.execute(update(InterviewKeyRow).where(wanted).values(takes_plain=False))

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
                row.wrapped = _rewrapped(row.interview_id, row.wrapped, self._master, master)

    def _made(self, interview_id: str, *, takes_plain: bool) -> FileKey:
        made = FileKey(new_key(), takes_plain)
        wrapped = self._master.wrap(made.key, interview_id)
        row = InterviewKeyRow(interview_id=interview_id, wrapped=wrapped, takes_plain=takes_plain)
        try:
            with self._database.writing() as session:
                found = session.get(InterviewKeyRow, interview_id)  # another thread may have been here meanwhile
                if found is not None:
                    return self._unwrapped(found)
                session.add(row)
        except IntegrityError as error:
            raise StorageError(_GONE) from error
        return made

    def _unwrapped(self, row: InterviewKeyRow) -> FileKey:
        return FileKey(self._master.unwrap(row.wrapped, row.interview_id), row.takes_plain)


def rewrap_keys(connection: sqlite3.Connection, before: Key, master: Key) -> None:
    """Wrap all keys by another master key, within the transaction of `connection`; those that do not fit stay."""
    rows = connection.execute("SELECT interview_id, wrapped FROM interview_key").fetchall()
    again = ((_rewrapped(interview_id, wrapped, before, master), interview_id) for interview_id, wrapped in rows)
    connection.executemany("UPDATE interview_key SET wrapped = ? WHERE interview_id = ?", again)


def _rewrapped(interview_id: str, wrapped: bytes, before: Key, master: Key) -> bytes:
    """A key wrapped by another master key; one that does not fit as it is.

    That is one that has it already, or of a row that somebody has changed: its files cannot be read, and may be later.
    """
    try:
        return master.wrap(before.unwrap(wrapped, interview_id), interview_id)
    except WrongKeyError:
        return wrapped
