"""Role by action: who may do what, where it is recorded and where patients are read."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from screening_app.domain import Action, AuditFilter, Role, Source, User
from screening_app.errors import ScreeningError
from screening_app.services.audit import entries, record, recorded
from screening_app.services.audit_check import details_of
from screening_app.services.emergency import MINUTES, end_emergency, open_in_emergency
from screening_app.services.interviews import forget_interview, recover_recordings, remove_interview, start_interview
from screening_app.services.patients import add_patient, find_patients
from screening_app.services.permissions import ACTIONS, NotAllowedError, Permission, permissions_of
from screening_app.services.sessions import begin_session, waiting_sessions
from screening_app.services.workspace import PatientContent

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace

P = Permission
LOOK = {P.SEE_PATIENTS}
TRAINEE = {*LOOK, P.HOLD_SESSIONS}
CLINICIAN = {*TRAINEE, P.SIGN_OFF, P.REMOVE, P.HAND_OUT, P.TRAIN, P.MODELS}
ADMINISTRATOR = {P.MODELS, P.USERS, P.SETTINGS, P.AUDIT, P.BACKUPS}
USERS = {
    "administrator": (User("1", "Ann", Role.ADMINISTRATOR), ADMINISTRATOR),
    "administrator who sees patients": (
        User("2", "Bo", Role.ADMINISTRATOR, sees_patients=True),
        ADMINISTRATOR | CLINICIAN,
    ),
    "clinician": (User("3", "Cy", Role.CLINICIAN), CLINICIAN),
    "trainee": (User("4", "Di", Role.TRAINEE), TRAINEE),
    "read-only": (User("5", "Ed", Role.READ_ONLY), LOOK),
}


def test_every_action_has_its_line() -> None:
    assert set(ACTIONS) == set(Action)
    assert set(Permission) == ADMINISTRATOR | CLINICIAN


@pytest.mark.parametrize("who", USERS)
def test_each_role_may_what_stands_here(who: str) -> None:
    user, expected = USERS[who]
    assert permissions_of(user) == expected


def test_the_grant_to_see_patients_is_for_administrators_alone() -> None:
    assert permissions_of(User("6", "Flo", Role.READ_ONLY, sees_patients=True)) == LOOK


@pytest.mark.parametrize("who", USERS)
def test_an_action_is_recorded_or_refused_before_anything_is_done(workspace: Workspace, who: str) -> None:
    workspace.access.user, granted = USERS[who]
    for action in Action:
        needed, before, done = ACTIONS[action], workspace.audit.last().count, []
        if needed is None or needed in granted:
            record(workspace, action)
            with recorded(workspace, action):
                done.append(action)
            assert workspace.audit.last().count == before + 2, action
            continue
        with pytest.raises(NotAllowedError):
            record(workspace, action)
        with pytest.raises(NotAllowedError), recorded(workspace, action):
            done.append(action)
        assert (workspace.audit.last().count, done) == (before, [])


def test_nothing_that_tells_of_patients_is_had_by_who_may_not_see_them(workspace: Workspace) -> None:
    for user, granted in USERS.values():
        workspace.access.user = user
        for part in (each.name for each in fields(PatientContent)):
            if P.SEE_PATIENTS in granted:
                assert getattr(workspace, part) is getattr(workspace.content, part)
            else:
                with pytest.raises(NotAllowedError, match="does not show patients"):
                    getattr(workspace, part)


def test_the_start_of_the_program_does_for_each_role_what_it_may(workspace: Workspace) -> None:
    patient = add_patient(workspace, code="P-1")
    begin_session(workspace, patient, Source.TYPED, "en")
    for user, granted in USERS.values():
        workspace.access.user = user
        assert len(waiting_sessions(workspace)) == (P.HOLD_SESSIONS in granted)
        recover_recordings(workspace)


def test_a_trainee_removes_no_session_but_the_program_takes_back_what_came_to_nothing(workspace: Workspace) -> None:
    patient = add_patient(workspace, code="P-1")
    workspace.access.user = USERS["trainee"][0]
    interview = start_interview(workspace, patient, Source.TYPED, "en")
    with pytest.raises(NotAllowedError, match="may not remove"):
        remove_interview(workspace, interview.id)
    assert workspace.interviews.has(interview.id)
    forget_interview(workspace, interview.id)
    assert not workspace.interviews.has(interview.id)


def test_lists_of_patients_are_refused_without_the_grant(workspace: Workspace) -> None:
    add_patient(workspace, code="P-1")
    workspace.access.user = USERS["administrator"][0]
    with pytest.raises(NotAllowedError):
        find_patients(workspace)


def test_an_emergency_shows_patients_for_an_hour_and_lets_nothing_be_changed(
    workspace: Workspace,
) -> None:
    add_patient(workspace, code="P-1")
    workspace.access.user = USERS["administrator"][0]
    for reason in ("", " " * 40, "urgent"):
        with pytest.raises(ScreeningError, match="what the emergency is"):
            open_in_emergency(workspace, reason)
    until = open_in_emergency(workspace, "  Somebody called from the bridge  ")
    assert timedelta(minutes=59) < until - datetime.now(UTC) <= timedelta(minutes=MINUTES)
    told = entries(workspace, AuditFilter(action=Action.EMERGENCY_ACCESS), count=1)[0]
    assert details_of(told.details) == {"reason": "Somebody called from the bridge", "minutes": MINUTES}
    assert len(find_patients(workspace)) == 1
    with pytest.raises(NotAllowedError):
        add_patient(workspace, code="P-2")
    workspace.access.emergency_until = datetime.now(UTC) - timedelta(seconds=1)  # an hour later
    with pytest.raises(NotAllowedError):
        find_patients(workspace)
    open_in_emergency(workspace, "Somebody called from the bridge again")
    end_emergency(workspace)
    with pytest.raises(NotAllowedError):
        find_patients(workspace)
