"""Delete what was looked at and agreed to, one thing after the other, each whole or not at all.

Each is looked at again at the last moment: what is on hold, open or learnt from by then stays. A session, a patient or
a recording is put aside, taken out of the database together with the entry in the record of actions, and then deleted;
of files there is the entry first. So a kill leaves what is there as it was, or the next start deletes the rest.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from screening_app.domain import Action, ContentKind, RecordingDeletion
from screening_app.services.audit import record, recorded
from screening_app.services.interviews import interview_removed
from screening_app.services.keeping import files_of, in_training, is_plain, without_parts, written_at
from screening_app.services.keeping_rules import due_records
from screening_app.services.patients import patient_removed
from screening_app.services.permissions import Permission
from screening_app.services.seats import ElsewhereError, sessions_claimed
from screening_app.services.training_folder import drop_vectors
from screening_app.storage.disk import explained
from screening_app.storage.former_data import former_data, remove_former_data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from screening_app.services.keeping import Due
    from screening_app.services.workspace import Workspace
    from selfmm.types import Report

DELETING = "deleting"


@dataclass(frozen=True, slots=True)
class Deleted:
    """What is gone now, and how much was left because it was not due any more."""

    counts: Mapping[ContentKind, int]
    stayed: int

    @property
    def count(self) -> int:
        """How many things are gone."""
        return sum(self.counts.values())


class _StaysError(Exception):
    """What was due is so no longer."""


def delete_due(workspace: Workspace, chosen: Sequence[Due], report: Report) -> Deleted:
    """Delete what was chosen of a preview: patients first, then sessions, recordings and the rest.

    A session whose patient is chosen, too, goes with the patient, and is not counted by itself; so with recordings.

    Reports "deleting"; whatever `report` raises stops it between two things. Raises `StorageError` where disk or
    database refuse; what was deleted before that is, and has its entries. Raises `NotAllowedError` for who may not
    remove patients and sessions.
    """
    workspace.access.require(Permission.REMOVE)
    in_order = sorted(without_parts(chosen), key=lambda one: _ORDER.index(one.rule.kind))
    gone: Counter[ContentKind] = Counter()
    for number, one in enumerate(in_order):
        report(DELETING, number / len(in_order))
        with suppress(_StaysError, ElsewhereError):
            _DELETE[one.rule.kind](workspace, one)
            gone[one.rule.kind] += 1
    report(DELETING, 1.0)
    return Deleted(gone, len(in_order) - gone.total())


def _details(one: Due) -> dict[str, Any]:
    """What the record of actions says of the rule."""
    return {"rule": one.rule.kind.value, "months": one.rule.months}


def _check_record(workspace: Workspace, one: Due) -> None:
    """Raise `_StaysError` where the rule takes it no longer; within the transaction that deletes it, that is sure."""
    patients = workspace.keeping.patients(one.patient_id)
    sessions = workspace.keeping.sessions(one.patient_id)
    found = due_records([one.rule], patients, sessions, in_training(workspace), datetime.now(UTC))
    if one.id not in {record.id for record in found}:
        raise _StaysError


def _check_file(workspace: Workspace, one: Due, path: Path) -> None:
    """Raise `_StaysError` where the file is gone or was written anew, or somebody is on hold whose it may be."""
    may_be_held = one.rule.kind is ContentKind.REPORTS and workspace.keeping.anybody_held()
    with explained(workspace.paths.data):
        if may_be_held or not is_plain(path) or not one.rule.takes(written_at(path), datetime.now(UTC)):
            raise _StaysError


def _delete_patient(workspace: Workspace, one: Due) -> None:
    with patient_removed(workspace, one.id, **_details(one)):
        _check_record(workspace, one)


def _delete_session(workspace: Workspace, one: Due) -> None:
    with interview_removed(workspace, one.id, **_details(one)):
        _check_record(workspace, one)


def _delete_recording(workspace: Workspace, one: Due) -> None:
    deletion = RecordingDeletion(datetime.now(UTC), one.rule.months)
    with (
        sessions_claimed(workspace, [one.id]),
        workspace.media.removing_recording(one.id),
        recorded(workspace, Action.RECORDING_REMOVED, interview_id=one.id, **_details(one)),
    ):
        _check_record(workspace, one)
        workspace.interviews.forget_recording(one.id, deletion)


def _delete_measurements(workspace: Workspace, one: Due) -> None:
    _check_record(workspace, one)
    record(workspace, Action.MEASUREMENTS_REMOVED, interview_id=one.id, **_details(one))
    with workspace.media.changing, explained(workspace.media.root):
        for path in files_of(workspace, one.rule.kind, one.id):
            path.unlink(missing_ok=True)
    drop_vectors(workspace.paths.training)  # nothing in them says whose they are; they are made again when needed


def _delete_report(workspace: Workspace, one: Due) -> None:
    _delete_file(workspace, one, Action.REPORT_REMOVED)


def _delete_log(workspace: Workspace, one: Due) -> None:
    _delete_file(workspace, one, Action.LOG_REMOVED)


def _delete_file(workspace: Workspace, one: Due, action: Action) -> None:
    """The entry has the file's day and size; its name may be a patient's."""
    path = workspace.paths.data / one.id
    _check_file(workspace, one, path)
    record(workspace, action, **_details(one), written=one.date.date().isoformat(), bytes=one.size)
    with explained(workspace.paths.data):
        path.unlink(missing_ok=True)


def _delete_former_data(workspace: Workspace, one: Due) -> None:
    folders = {folder.name: folder for folder in former_data(workspace.paths.data)}
    if one.id not in folders or workspace.keeping.anybody_held():
        raise _StaysError
    record(workspace, Action.FORMER_DATA_REMOVED, **_details(one), former=one.id)
    remove_former_data(folders[one.id])


_DELETE: dict[ContentKind, Callable[[Workspace, Due], None]] = {
    ContentKind.PATIENTS: _delete_patient,
    ContentKind.SESSIONS: _delete_session,
    ContentKind.RECORDINGS: _delete_recording,
    ContentKind.MEASUREMENTS: _delete_measurements,
    ContentKind.REPORTS: _delete_report,
    ContentKind.LOGS: _delete_log,
    ContentKind.FORMER_DATA: _delete_former_data,
}
_ORDER = tuple(_DELETE)
