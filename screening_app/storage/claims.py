"""Which seat alone works on what at the moment, such as a session that is being recorded.

A claim is a lock on the server that belongs to one connection of the program. It goes with the program, however that
ends, so nothing stays locked behind a crash.
"""

from __future__ import annotations

import hashlib
import logging
from threading import RLock
from typing import TYPE_CHECKING

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

    from sqlalchemy import URL, Connection, TextClause

_log = logging.getLogger(__name__)

_SEATS = "seats"  # shared by all that work, and held alone by one that begins while no other one does
_TAKE = text("SELECT pg_try_advisory_lock(:number)")
_GIVE_BACK = text("SELECT pg_advisory_unlock(:number)")
_JOIN = text("SELECT 1 FROM pg_advisory_lock_shared(:number)")  # which waits for one that is still alone
_LOOK = text("SELECT :number IS NOT NULL")  # whether the server still knows this connection
# what other connections hold; a lock's number lies there in two halves (PostgreSQL, the view pg_locks)
_TAKEN = text(
    "SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 "
    "AND granted AND pid <> pg_backend_pid() "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class Claims:
    """The claims of one seat, for any thread; where the connection broke, another one takes the same anew.

    What is asked of a server that is away raises what the driver does.
    """

    def __init__(self, url: URL, options: Mapping[str, Any]) -> None:
        self._engine = create_engine(url, connect_args=options, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._one = RLock()  # a connection is for one thread at a time
        self._connection: Connection | None = None
        self._held: dict[str, int] = {}  # how often each name was taken
        self._has_entered = False
        self.is_alone = False  # whether no other seat worked when this one began

    def enter(self) -> None:
        """Begin to work as a seat; where no other one does, none can begin before `let_others_in`."""
        with self._one:
            self.is_alone = self._ask(_TAKE, _SEATS)[0]
            if not self.is_alone:
                self._ask(_JOIN, _SEATS)
            self._has_entered = True

    def let_others_in(self) -> None:
        """Others may begin from now on, if this seat was alone until now."""
        with self._one:
            if self.is_alone:
                self._ask(_JOIN, _SEATS)
                self._ask(_GIVE_BACK, _SEATS)

    def take(self, name: str) -> bool:
        """Let this seat alone work on something, until it was given back as often as taken; whether it may."""
        with self._one:
            if name not in self._held and not self._ask(_TAKE, name)[0]:
                return False
            self._held[name] = self._held.get(name, 0) + 1
            return True

    def give_back(self, name: str) -> None:
        """Let others work on it again, once it was given back as often as taken."""
        with self._one:
            left = self._held.pop(name) - 1
            if left:
                self._held[name] = left
            else:
                self._ask(_GIVE_BACK, name)

    def taken_elsewhere(self, names: Collection[str]) -> frozenset[str]:
        """Those of `names` that another seat works on; nothing is taken to find out, so that nobody is turned away."""
        with self._one:
            taken = set(self._ask(_TAKEN, _SEATS))
            return frozenset(name for name in names if name not in self._held and _number_of(name) in taken)

    def hold_on(self) -> None:
        """See that what this seat has taken is still its own, as after the server was away."""
        with self._one:
            self._ask(_LOOK, _SEATS)

    def close(self) -> None:
        """Give everything back."""
        with self._one:
            self._held = {}
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _ask(self, statement: TextClause, name: str) -> Sequence[Any]:
        """What the server answers, a value a row."""
        try:
            return self._asked(statement, name)
        except DBAPIError as error:
            if self._connection is None or not error.connection_invalidated:
                raise
            self._connection.close()
            self._connection = None
            return self._asked(statement, name)

    def _asked(self, statement: TextClause, name: str) -> Sequence[Any]:
        if self._connection is None:
            self._connection = self._engine.connect()
            if self._has_entered:
                self._take_again()
        return self._connection.scalars(statement, {"number": _number_of(name)}).all()

    def _take_again(self) -> None:
        """What was held over a connection that broke; what another seat has taken meanwhile is theirs now."""
        self._asked(_JOIN, _SEATS)
        for name in self._held:
            if not self._asked(_TAKE, name)[0]:
                _log.warning("while the server was away another seat has taken what this one worked on")


def _number_of(name: str) -> int:
    """What the server calls a lock: 64 bits, which no two of a clinic's names share in practice."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
