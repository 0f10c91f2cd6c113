"""Emergency access: whoever is responsible for somebody's life reads what their role does not show, and says why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from screening_app.domain import Action
from screening_app.errors import ScreeningError
from screening_app.services.audit import record
from screening_app.services.texts import check_text

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace

MINUTES = 60
SHORTEST_REASON, LONGEST_REASON = 10, 300  # characters
_NO_REASON = "Say in a few words what the emergency is. It is kept in the record of actions."


def open_in_emergency(workspace: Workspace, reason: str) -> datetime:
    """Show patients for an hour, to be looked at only; until when. The reason stands in the record before.

    Raises `ScreeningError` where none is given, and `StorageError`.
    """
    reason = reason.strip()
    check_text(reason, longest=LONGEST_REASON)
    if len(reason) < SHORTEST_REASON:
        raise ScreeningError(_NO_REASON)
    until = datetime.now(UTC) + timedelta(minutes=MINUTES)
    record(workspace, Action.EMERGENCY_ACCESS, reason=reason, minutes=MINUTES)
    workspace.access.emergency_until = until
    return until


def end_emergency(workspace: Workspace) -> None:
    """Show patients no more."""
    workspace.access.emergency_until = None
