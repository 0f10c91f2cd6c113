"""Patients of whom nothing may be deleted for now, such as while a court or an insurer asks for their record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from screening_app.domain import Action, Hold
from screening_app.errors import ScreeningError
from screening_app.services.audit import recorded
from screening_app.services.texts import check_line

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace

LONGEST_REASON = 200  # characters

_TOO_LONG = "The reason is too long. Use at most {limit} characters."
_NO_REASON = "Say why nothing of this patient may be deleted, so that somebody else knows when that is over."
_HELD = "Nothing of this patient may be deleted: {reason}. End the hold first; it stands where the patient is edited."


def hold_patient(workspace: Workspace, patient_id: str, reason: str) -> Hold:
    """Let nothing of the patient be deleted until `release_patient`. Raises `ScreeningError` where no reason is given.

    What the patient withdraws is heeded all the same. The reason is no part of the record of actions.
    """
    reason = reason.strip()
    if not reason:
        raise ScreeningError(_NO_REASON)
    if len(reason) > LONGEST_REASON:
        raise ScreeningError(_TOO_LONG, limit=LONGEST_REASON)
    check_line(reason)
    hold = Hold(reason, workspace.access.user.name, datetime.now(UTC))
    with recorded(workspace, Action.PATIENT_HELD, patient_id=patient_id):
        workspace.patients.set_hold(patient_id, hold)
    return hold


def release_patient(workspace: Workspace, patient_id: str) -> None:
    """End the hold: what is due may be deleted again. Raises `StorageError` when the patient is gone."""
    with recorded(workspace, Action.PATIENT_RELEASED, patient_id=patient_id):
        workspace.patients.set_hold(patient_id, None)


def check_not_held(workspace: Workspace, patient_id: str) -> None:
    """Raise `ScreeningError` where nothing of the patient may be deleted."""
    hold = workspace.patients.get(patient_id).hold
    if hold is not None:
        raise ScreeningError(_HELD, reason=hold.reason)
