"""The record of actions: what was done, when, by whom, and to which patient and session.

What the database is to hold and the entry that tells of it are one transaction (`recorded`). What goes into files, or
is only looked at, has its entry right before (`record`); an export, right before it takes its place. So nothing is seen
and nothing leaves the program without an entry. docs/decisions/0024 says why it is made so.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from screening_app.domain import Action, AuditFilter
from screening_app.services.export_tables import write_rows
from screening_app.services.permissions import ACTIONS, Permission
from screening_app.storage.audit import StoredEntry
from screening_app.storage.disk import written_whole
from screening_app.version import program_version
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from screening_app.domain import AuditEntry, AuditHead
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from selfmm.types import Report

EXPORTING = "exporting"


@contextmanager
def recorded(
    workspace: Workspace,
    action: Action,
    *,
    patient_id: str | None = None,
    interview_id: str | None = None,
    subject: str | None = None,
    unasked: bool = False,
    **details: object,
) -> Iterator[None]:
    """What the block writes to the database and an entry that tells of it: both, or none if anything raises.

    The database is held for writing meanwhile, so the block does nothing else. `details` are codes, ids and counts.
    Raises `NotAllowedError` before anything is done where the user may not do it, unless the program does it `unasked`.
    """
    audit = workspace.audit
    if not unasked:
        workspace.access.require(ACTIONS[action])
    with workspace.database.writing():
        before = audit.whose(patient_id, interview_id)  # of what is removed nobody is known afterwards
        yield
        whose = audit.whose(patient_id, interview_id) or before
        audit.append(
            action, workspace.access.user.name, whose, interview_id=interview_id, subject=subject, details=details
        )


def record(
    workspace: Workspace,
    action: Action,
    *,
    patient_id: str | None = None,
    interview_id: str | None = None,
    subject: str | None = None,
    **details: object,
) -> None:
    """An entry by itself, of what is not written to the database.

    Raises `StorageError` where it cannot be kept, and `NotAllowedError` where the user may not do what it tells of.
    """
    audit = workspace.audit
    workspace.access.require(ACTIONS[action])
    with workspace.database.writing():
        whose = audit.whose(patient_id, interview_id)
        audit.append(
            action, workspace.access.user.name, whose, interview_id=interview_id, subject=subject, details=details
        )


def record_start(workspace: Workspace) -> None:
    """Say that the program was started, and which version of it. Raises `StorageError`."""
    record(workspace, Action.PROGRAM_STARTED, version=program_version())


def record_restored(workspace: Workspace, former: Path) -> None:
    """Say that a backup has taken the place of the data, which lie in `former` now. Raises `StorageError`."""
    record(workspace, Action.BACKUP_RESTORED, former=former.name)


def record_end(workspace: Workspace) -> None:
    """Say that the program is ended by its user. Raises `StorageError`."""
    record(workspace, Action.PROGRAM_ENDED)


def record_settings(workspace: Workspace, before: Settings, after: Settings) -> None:
    """Say which settings were changed; what they are now stands in the settings file."""
    old, new = asdict(before), asdict(after)
    record(workspace, Action.SETTINGS_CHANGED, settings=sorted(name for name in new if old[name] != new[name]))


def entries(
    workspace: Workspace, wanted: AuditFilter, *, before: int | None = None, count: int
) -> tuple[AuditEntry, ...]:
    """The newest entries that are wanted, newest first; of those with a lower number than `before`.

    Raises `NotAllowedError`, as all that reads the record does.
    """
    workspace.access.require(Permission.AUDIT)
    return workspace.audit.page(wanted, before, count)


def done_elsewhere(workspace: Workspace) -> tuple[AuditEntry, ...]:
    """What other seats have done since this was asked last, oldest first; for the window to follow it."""
    return workspace.audit.of_others()


def count_entries(workspace: Workspace, wanted: AuditFilter) -> int:
    """How many entries are wanted."""
    workspace.access.require(Permission.AUDIT)
    return workspace.audit.count(wanted)


def everybody(workspace: Workspace) -> tuple[str, ...]:
    """Everybody of whom there is an entry; "" among them where nobody was named."""
    workspace.access.require(Permission.AUDIT)
    return workspace.audit.everybody()


def end_of_record(workspace: Workspace) -> AuditHead:
    """How many entries there are, and the fingerprint of the last one: what may be noted elsewhere."""
    return workspace.audit.last()


def export_entries(workspace: Workspace, wanted: AuditFilter, target: Path, report: Report = no_report) -> int:
    """Write the entries that are wanted as CSV, oldest first; how many they are. Reports "exporting".

    Fingerprints go along, so that the copy can be held against the record later. `target` is whole or as it was before.
    Raises `StorageError` where it cannot be written.
    """
    workspace.access.require(Permission.AUDIT)
    whole = max(1, workspace.audit.count(wanted))
    written = 0

    def rows() -> Iterator[StoredEntry]:
        nonlocal written
        for entry in workspace.audit.stream(wanted):
            if written % 1000 == 0:
                report(EXPORTING, min(1.0, written / whole))
            written += 1
            yield entry

    with written_whole(target, mode=0o600) as file:
        write_rows(file, StoredEntry._fields, rows())
        record(workspace, Action.AUDIT_EXPORTED, entries=written)
    return written
