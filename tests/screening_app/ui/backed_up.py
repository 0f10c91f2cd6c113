"""A folder of backups for tests of the window: set up, or with a backup in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.services.backups import back_up, set_up_backups
from screening_app.services.patients import add_patient
from selfmm.types import no_report

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.services.snapshots import Snapshot
    from screening_app.services.workspace import Workspace

PASSPHRASE = "seven lamps under the quiet harbour"


def set_up(workspace: Workspace, folder: Path) -> str:
    """Let backups go to a folder; the recovery key."""
    folder.mkdir()
    return set_up_backups(workspace, folder, PASSPHRASE, "Dr. Lin")


def with_backup(workspace: Workspace, folder: Path, code: str = "P-1") -> Snapshot:
    """Let backups go to a folder, add a patient, and make a backup."""
    set_up(workspace, folder)
    add_patient(workspace, code=code)
    return back_up(workspace, no_report).snapshot
