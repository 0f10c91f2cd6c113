"""Who may do what: one table of roles, one of actions, and who is signed in.

Each action needs its permission where it is recorded (`services.audit`), and all that tells of patients needs one where
it is read (`services.workspace`). So a window that forgets to ask lets nobody through.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from screening_app.domain import Action, Role, User
from screening_app.errors import ScreeningError
from screening_app.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from screening_app.crypto.keys import Key


class Permission(StrEnum):
    """Something that not everybody may do."""

    SEE_PATIENTS = "see_patients"
    HOLD_SESSIONS = "hold_sessions"  # all that is written of a patient until the sign-off
    SIGN_OFF = "sign_off"
    REMOVE = "remove"  # patients and sessions
    HAND_OUT = "hand_out"  # reports, pictures and exports
    TRAIN = "train"
    MODELS = "models"  # which one scores, and which there are
    USERS = "users"
    SETTINGS = "settings"  # those of the clinic, and its scripts
    AUDIT = "audit"
    BACKUPS = "backups"  # where they go, and bringing them back; where the data lie


_SEEN = frozenset({Permission.SEE_PATIENTS})
_TRAINEES = _SEEN | {Permission.HOLD_SESSIONS}
_CLINICIANS = _TRAINEES | {
    Permission.SIGN_OFF,
    Permission.REMOVE,
    Permission.HAND_OUT,
    Permission.TRAIN,
    Permission.MODELS,
}
_ADMINISTRATORS = frozenset(
    {Permission.MODELS, Permission.USERS, Permission.SETTINGS, Permission.AUDIT, Permission.BACKUPS}
)
ROLES = {
    Role.ADMINISTRATOR: _ADMINISTRATORS,
    Role.CLINICIAN: _CLINICIANS,
    Role.TRAINEE: _TRAINEES,
    Role.READ_ONLY: _SEEN,
}

ACTIONS: dict[Action, Permission | None] = {  # None: whoever is signed in
    Action.PROGRAM_STARTED: None,
    Action.PROGRAM_ENDED: None,
    Action.PATIENT_ADDED: Permission.HOLD_SESSIONS,
    Action.PATIENT_VIEWED: Permission.SEE_PATIENTS,
    Action.PATIENT_CHANGED: Permission.HOLD_SESSIONS,
    Action.PATIENT_ARCHIVED: Permission.HOLD_SESSIONS,
    Action.PATIENT_RESTORED: Permission.HOLD_SESSIONS,
    Action.PATIENT_REMOVED: Permission.REMOVE,
    Action.PATIENT_HELD: Permission.HOLD_SESSIONS,
    Action.PATIENT_RELEASED: Permission.REMOVE,
    Action.TREATMENT_ADDED: Permission.HOLD_SESSIONS,
    Action.TREATMENT_REMOVED: Permission.HOLD_SESSIONS,
    Action.SESSION_BEGUN: Permission.HOLD_SESSIONS,
    Action.SESSION_VIEWED: Permission.SEE_PATIENTS,
    Action.SESSION_RECORDED: Permission.HOLD_SESSIONS,
    Action.SESSION_IMPORTED: Permission.HOLD_SESSIONS,
    Action.SESSION_TYPED: Permission.HOLD_SESSIONS,
    Action.SESSION_SCORED: Permission.HOLD_SESSIONS,
    Action.SESSION_SIGNED: Permission.SIGN_OFF,
    Action.SESSION_REMOVED: Permission.REMOVE,
    Action.ADDENDUM_ADDED: Permission.SIGN_OFF,
    Action.NOTES_CHANGED: Permission.HOLD_SESSIONS,
    Action.BOOKMARK_ADDED: Permission.HOLD_SESSIONS,
    Action.BOOKMARK_CHANGED: Permission.HOLD_SESSIONS,
    Action.BOOKMARK_REMOVED: Permission.HOLD_SESSIONS,
    Action.CONSENT_GIVEN: Permission.HOLD_SESSIONS,
    Action.CONSENT_WITHDRAWN: Permission.HOLD_SESSIONS,
    Action.RECORDING_REMOVED: Permission.HOLD_SESSIONS,  # a consent that is withdrawn is followed at once
    Action.MEASUREMENTS_REMOVED: Permission.REMOVE,
    Action.TRANSCRIPT_CORRECTED: Permission.HOLD_SESSIONS,
    Action.TRANSCRIPT_RESTORED: Permission.HOLD_SESSIONS,
    Action.TRANSCRIPT_DISCARDED: Permission.HOLD_SESSIONS,
    Action.RATING_ADDED: Permission.HOLD_SESSIONS,
    Action.SAFETY_OPENED: Permission.HOLD_SESSIONS,
    Action.SAFETY_REVIEWED: Permission.HOLD_SESSIONS,  # whoever sits with the person: nobody is sent away for a role
    Action.REPORT_SAVED: Permission.HAND_OUT,
    Action.REPORT_PRINTED: Permission.HAND_OUT,
    Action.REPORT_REMOVED: Permission.REMOVE,
    Action.PICTURE_SAVED: Permission.HAND_OUT,
    Action.DATA_EXPORTED: Permission.HAND_OUT,
    Action.RESEARCH_EXPORTED: Permission.HAND_OUT,
    Action.TRAINING_STARTED: Permission.TRAIN,
    Action.TRAINING_FINISHED: Permission.TRAIN,
    Action.TRAINING_DISCARDED: Permission.TRAIN,
    Action.MODEL_ACTIVATED: Permission.MODELS,
    Action.MODEL_CONFIRMED: Permission.MODELS,
    Action.MODEL_EXPORTED: Permission.MODELS,
    Action.MODEL_IMPORTED: Permission.MODELS,
    Action.MODEL_REMOVED: Permission.MODELS,
    Action.SETTINGS_CHANGED: None,  # checked one by one by `check_settings`: colours are everybody's
    Action.VOICE_ENROLLED: Permission.HOLD_SESSIONS,
    Action.VOICE_FORGOTTEN: Permission.HOLD_SESSIONS,
    Action.SCRIPT_IMPORTED: Permission.SETTINGS,
    Action.SCRIPT_REMOVED: Permission.SETTINGS,
    Action.BACKUPS_SET_UP: Permission.BACKUPS,
    Action.BACKUPS_STOPPED: Permission.BACKUPS,
    Action.BACKUP_MADE: None,  # they are made by themselves, whoever is signed in
    Action.BACKUPS_REMOVED: Permission.BACKUPS,
    Action.BACKUP_RESTORED: None,  # it has taken place before anybody signed in
    Action.DATA_MOVED: Permission.BACKUPS,
    Action.FORMER_DATA_REMOVED: Permission.REMOVE,
    Action.LOG_REMOVED: Permission.REMOVE,
    Action.AUDIT_EXPORTED: Permission.AUDIT,
    Action.AUDIT_CHECKED: Permission.AUDIT,
    Action.AUDIT_BROKEN: None,
    Action.SIGNED_IN: None,
    Action.SIGN_IN_FAILED: None,
    Action.USER_ADDED: Permission.USERS,
    Action.USER_CHANGED: Permission.USERS,
    Action.USER_SHUT_OUT: Permission.USERS,
    Action.USER_BROUGHT_BACK: Permission.USERS,
    Action.PASSPHRASE_CHANGED: None,
    Action.PASSPHRASE_RESET: Permission.USERS,
    Action.MASTER_KEY_CHANGED: Permission.USERS,
    Action.EMERGENCY_ACCESS: None,
    Action.LOCKED: None,
    Action.UNLOCKED: None,
    Action.PIN_CHANGED: None,
    Action.RECOVERY_USED: None,
}

_SETTINGS = {  # by their group
    "clinic": Permission.SETTINGS,
    "model": Permission.MODELS,
    "data": Permission.SETTINGS,
    "keeping": Permission.SETTINGS,
}

_REFUSED = {
    Permission.SEE_PATIENTS: "Your account does not show patients. Ask an administrator for another role.",
    Permission.HOLD_SESSIONS: "Your account may look, but not change or record anything. Ask a clinician to do it.",
    Permission.SIGN_OFF: "Your account may hold sessions, but not sign them off. Ask a clinician to do it.",
    Permission.REMOVE: "Your account may not remove patients or sessions. Ask a clinician to do it.",
    Permission.HAND_OUT: "Your account may not save or print what tells of patients. Ask a clinician to do it.",
    Permission.TRAIN: "Your account may not train models. Ask a clinician to do it.",
    Permission.MODELS: "Your account may not change models. Ask a clinician or an administrator to do it.",
    Permission.USERS: "Only an administrator may add or change users. Ask one to do it.",
    Permission.SETTINGS: "Only an administrator may change what holds for the whole clinic. Ask one to do it.",
    Permission.AUDIT: "Only an administrator may look at the record of actions. Ask one to do it.",
    Permission.BACKUPS: (
        "Only an administrator may change where data and backups lie, or bring a backup back. Ask one to do it."
    ),
}


class NotAllowedError(ScreeningError):
    """Something that this user may not do; the sentence says whom to ask."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(_REFUSED[permission])


@dataclass(slots=True)
class Access:
    """Who is signed in, and what that opens."""

    user: User
    master: Key | None = None  # None on a folder without users
    pin_failures: int = 0  # since something else than the PIN has unlocked the screen
    emergency_until: datetime | None = None  # until when patients are shown, whatever the role is

    def may(self, permission: Permission) -> bool:
        """Whether the user may do it now."""
        if permission is Permission.SEE_PATIENTS and self.is_emergency:
            return True
        return permission in permissions_of(self.user)

    @property
    def is_emergency(self) -> bool:
        """Whether an emergency shows patients now to somebody whose role does not."""
        return self.emergency_until is not None and datetime.now(UTC) < self.emergency_until

    def require(self, permission: Permission | None) -> None:
        """Raise `NotAllowedError` unless the user may do it now."""
        if permission is not None and not self.may(permission):
            raise NotAllowedError(permission)


def permissions_of(user: User) -> frozenset[Permission]:
    """All that somebody may do."""
    granted = ROLES[user.role]
    if user.role is Role.ADMINISTRATOR and user.sees_patients:
        return granted | _CLINICIANS
    return granted


def everybody_may() -> Access:
    """The access on a data folder that has no users yet: nobody is named, and nothing is refused."""
    return Access(User("", "", Role.ADMINISTRATOR, sees_patients=True))


def permission_for_setting(name: str) -> Permission | None:
    """What somebody needs to change a setting; None for what is everybody's, such as the language."""
    option = next(option for option in fields(Settings) if option.name == name)
    return _SETTINGS.get(option.metadata["group"])


def check_settings(access: Access, names: Iterable[str]) -> None:
    """Raise `NotAllowedError` where the user may not change one of these settings."""
    for name in names:
        access.require(permission_for_setting(name))
