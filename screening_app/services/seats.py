"""Several seats at once: what one of them works on, the others leave alone.

Where the database is a file there is one seat, and nothing is ever elsewhere.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from screening_app.errors import ScreeningError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from screening_app.services.workspace import Workspace

TRAINING = "training"  # what the one claims who trains


class ElsewhereError(ScreeningError):
    """Another seat works on it."""

    def __init__(self) -> None:
        super().__init__(
            "This session is open on another computer of your clinic. Close it there, or wait until the screen is "
            "locked there, then try again."
        )


def claim_session(workspace: Workspace, interview_id: str) -> None:
    """Let this seat alone work on a session, until it is released as often. Raises `ElsewhereError`."""
    if not workspace.database.claim(interview_id):
        raise ElsewhereError


def release_session(workspace: Workspace, interview_id: str) -> None:
    """Let others work on it again."""
    workspace.database.release(interview_id)


@contextmanager
def sessions_claimed(workspace: Workspace, interview_ids: Iterable[str]) -> Iterator[None]:
    """Let this seat alone work on these sessions within the block. Raises `ElsewhereError`."""
    with ExitStack() as undo:
        for interview_id in interview_ids:
            claim_session(workspace, interview_id)
            undo.callback(release_session, workspace, interview_id)
        yield


def is_elsewhere(workspace: Workspace, name: str) -> bool:
    """Whether another seat works on a session of this id, or trains."""
    return bool(workspace.database.claimed_elsewhere([name]))
