"""How SQLite answers what a repository asks: over which tables it goes, and by which index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.storage.database import Database


def statements_of(database: Database, ask: Callable[[], object]) -> list[tuple[str, tuple[object, ...]]]:
    """The statements that are executed to answer, with their parameters; not those that begin and end transactions."""
    found: list[tuple[str, tuple[object, ...]]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object) -> None:
        if not statement.startswith("BEGIN"):
            found.append((statement, parameters))

    engine = database._engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return found


def plan_of(database: Database, ask: Callable[[], object]) -> list[str]:
    """The steps of the plan of the only query that is asked, such as "SEARCH interview USING INDEX …"."""
    ((statement, parameters),) = statements_of(database, ask)
    with database.reading() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [step for *_, step in plan]
