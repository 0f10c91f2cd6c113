"""Users in the database: their names, their roles, and whether they may sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from screening_app.domain import Role, User
from screening_app.errors import StorageError
from screening_app.storage.patients import search_key
from screening_app.storage.tables import UserRow

if TYPE_CHECKING:
    from screening_app.storage.database import Database

_TAKEN = "There is a user called {name} already. Names tell users apart in the record of actions: choose another one."


class UserRepository:
    """All users; every call is one short transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, user: User) -> None:
        """Add a user. Raises `StorageError` where somebody has the name, in upper or lower case."""
        row = UserRow(id=user.id, name_key=search_key(user.name))
        _fill(row, user)
        try:
            with self._database.writing() as session:
                session.add(row)
                session.flush()
        except IntegrityError as error:
            raise StorageError(_TAKEN, name=user.name) from error

    def save(self, user: User) -> None:
        """Keep another role or state of a user who is there; raises KeyError."""
        with self._database.writing() as session:
            row = session.get(UserRow, user.id)
            if row is None:
                raise KeyError(user.id)
            _fill(row, user)

    def find(self, user_id: str) -> User | None:
        """The user with this id."""
        with self._database.reading() as session:
            row = session.get(UserRow, user_id)
            return None if row is None else _user(row)

    def all(self) -> tuple[User, ...]:
        """Everybody, in the order of the alphabet."""
        with self._database.reading() as session:
            return tuple(_user(row) for row in session.scalars(select(UserRow).order_by(UserRow.name_key)))

    def is_empty(self) -> bool:
        """Whether nobody has ever been added."""
        with self._database.reading() as session:
            return not session.scalar(select(exists().where(UserRow.id.is_not(None))))


def _fill(row: UserRow, user: User) -> None:
    row.name, row.role = user.name, user.role.value
    row.sees_patients, row.is_active = user.sees_patients, user.is_active


def _user(row: UserRow) -> User:
    return User(row.id, row.name, Role(row.role), sees_patients=row.sees_patients, is_active=row.is_active)
