"""Patients on hold: nothing of them is deleted until that is ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from kept_clinic import typed_session

from screening_app.domain import Action, AuditFilter
from screening_app.errors import ScreeningError
from screening_app.services.audit import entries
from screening_app.services.holds import LONGEST_REASON, hold_patient, release_patient
from screening_app.services.interviews import forget_interview, remove_interview
from screening_app.services.patients import edit_patient, get_patient, remove_patient

if TYPE_CHECKING:
    from screening_app.domain import Patient
    from screening_app.services.workspace import Workspace


def test_on_hold_neither_patient_nor_session_can_be_removed_until_it_ends(
    workspace: Workspace, patient: Patient
) -> None:
    session = typed_session(workspace, patient)
    hold_patient(workspace, patient.id, "  asked for by the court ")
    for remove in (
        lambda: remove_patient(workspace, patient.id),
        lambda: remove_interview(workspace, session.id),
    ):
        with pytest.raises(ScreeningError, match="asked for by the court"):
            remove()
    assert workspace.media.transcript_path(session.id).exists()
    release_patient(workspace, patient.id)
    remove_interview(workspace, session.id)
    remove_patient(workspace, patient.id)


def test_what_was_only_begun_can_be_taken_back_all_the_same(workspace: Workspace, patient: Patient) -> None:
    session = typed_session(workspace, patient, signed=False)
    hold_patient(workspace, patient.id, "court")
    forget_interview(workspace, session.id)
    assert not workspace.interviews.has(session.id)


def test_a_patient_who_is_edited_stays_on_hold(workspace: Workspace, patient: Patient) -> None:
    hold = hold_patient(workspace, patient.id, "court")
    edited = edit_patient(workspace, patient, notes="edited meanwhile, from before the hold")
    assert edited.hold == hold
    assert get_patient(workspace, patient.id).hold == hold


@pytest.mark.parametrize("reason", ["", "  ", "x" * (LONGEST_REASON + 1), "two\nlines", "\u202eturned"])
def test_a_hold_has_a_reason_that_can_be_read(workspace: Workspace, patient: Patient, reason: str) -> None:
    with pytest.raises(ScreeningError):
        hold_patient(workspace, patient.id, reason)
    assert get_patient(workspace, patient.id).hold is None


def test_the_reason_is_no_part_of_the_record_of_actions(workspace: Workspace, patient: Patient) -> None:
    hold_patient(workspace, patient.id, "secret reason")
    release_patient(workspace, patient.id)
    found = entries(workspace, AuditFilter(), count=2)
    assert [entry.action for entry in found] == [Action.PATIENT_RELEASED, Action.PATIENT_HELD]
    assert not any("secret" in str(entry) for entry in found)
