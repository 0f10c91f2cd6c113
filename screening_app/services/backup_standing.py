"""How things stand with the backups: where they go, which there are, and whether one waits to be taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening_app.errors import ScreeningError
from screening_app.services.backups import Destination, destination_of, list_backups, open_backups, whole_backup
from screening_app.services.permissions import Permission
from screening_app.services.restoring import check_backup, waits_for_start
from screening_app.services.snapshots import made_at

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from screening_app.services.snapshots import SnapshotHead
    from screening_app.services.workspace import Workspace
    from selfmm.types import Report

_NONE_YET = "There is no backup that could be checked. Make one first."


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is to say of the backups without opening any."""

    chosen: Path | None = None  # None where none has been set up
    is_there: bool = False  # whether its disk is connected
    newest: datetime | None = None
    count: int = 0
    waits: bool = False  # whether what was brought back takes the data folder's place at the next start


def standing_of(workspace: Workspace) -> Standing:
    """Look at the disk of the backups, which may take its time. Raises `StorageError` where it cannot be read."""
    to, waits = destination_of(workspace), waits_for_start(workspace.paths)
    if to is None:
        return Standing(waits=waits)
    snapshot_ids = to.folder.snapshot_ids()
    newest = made_at(snapshot_ids[-1]) if snapshot_ids else None
    return Standing(to.chosen, to.folder.is_there, newest, len(snapshot_ids), waits)


@dataclass(frozen=True, slots=True)
class Opened:
    """Backups that are open, and which there are, the oldest first."""

    to: Destination
    snapshots: tuple[SnapshotHead, ...]


def opened_here(workspace: Workspace) -> Opened | None:
    """The backups of the folder that is set up, to be brought back or thinned out; None where none is.

    Raises `NotAllowedError`, for whoever brings one back can read all that is in it, and as `list_backups` does.
    """
    workspace.access.require(Permission.BACKUPS)
    return _opened(workspace)


def _opened(workspace: Workspace) -> Opened | None:
    to = destination_of(workspace)
    return Opened(to, list_backups(to)) if to else None


def opened_elsewhere(folder: Path, secret: str) -> Opened:
    """The backups of another folder, by the passphrase or the recovery key. Raises as `open_backups` does."""
    to = open_backups(folder, secret)
    return Opened(to, list_backups(to))


def check_newest(workspace: Workspace, report: Report) -> datetime:
    """Check the newest backup as `check_backup` does; when it was made. Raises `ScreeningError` where there is none."""
    opened = _opened(workspace)
    if opened is None or not opened.snapshots:
        raise ScreeningError(_NONE_YET)
    newest = opened.snapshots[-1]
    check_backup(opened.to, whole_backup(opened.to, newest), report)
    return newest.moment
