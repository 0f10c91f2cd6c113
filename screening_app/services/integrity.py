"""Whether the database is whole: looked at quickly at every start, and fully once a week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from screening_app.services.workspace import Workspace

FULL_EVERY = timedelta(days=7)


def check_database(workspace: Workspace, today: date | None = None) -> None:
    """Check the database, fully where that is a week ago; raises `StorageError` where it is damaged.

    For a job: reading the whole of a large database takes seconds.
    """
    day = today or datetime.now(UTC).date()
    database = workspace.database
    last = database.last_full_check
    # a day that is still to come was written while the computer's clock was wrong
    is_due = last is None or not last <= day < last + FULL_EVERY
    database.check(fully=is_due)
    if is_due:
        database.keep_full_check(day)
