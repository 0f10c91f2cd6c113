"""All rows of one database into another one with the same tables, whatever kind either is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from screening_app.errors import StorageError
from screening_app.storage.tables import Row

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.orm import Session

_NOT_WHOLE = "Not all data have arrived in the other database, so nothing was changed there. Try again."
_AT_ONCE = 1000  # rows that are held while a table is copied


def has_rows(session: Session) -> bool:
    """Whether anything is stored there."""
    return any(session.scalar(select(func.count()).select_from(table)) for table in Row.metadata.sorted_tables)


def copy_rows(source: Session, target: Session) -> None:
    """Copy every row within these two transactions; `target` has the tables, and nothing in them.

    In the order of their keys, as the record of actions takes its entries in no other. Raises `StorageError` where not
    as many have arrived.
    """
    for table in Row.metadata.sorted_tables:
        rows = select(table).order_by(*table.primary_key).execution_options(yield_per=_AT_ONCE)
        for some in source.execute(rows).mappings().partitions():
            target.execute(insert(table), [dict(row) for row in some])
        count = select(func.count()).select_from(table)
        if source.scalar(count) != target.scalar(count):
            raise StorageError(_NOT_WHOLE)
        _count_on(table, target)


def _count_on(table: Table, target: Session) -> None:
    """Let a server number the next rows after those that were copied; SQLite does so by itself."""
    column = table.autoincrement_column
    if column is None or target.get_bind().dialect.name == "sqlite":
        return
    highest = target.scalar(select(func.max(column)))
    if highest is not None:
        target.execute(select(func.setval(func.pg_get_serial_sequence(table.name, column.name), highest)))
