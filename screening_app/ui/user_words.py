"""Roles in words: what each is called, and what it may do."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from screening_app.domain import Role, User

_NAMES = {
    Role.ADMINISTRATOR: QT_TRANSLATE_NOOP("users", "Administrator"),
    Role.CLINICIAN: QT_TRANSLATE_NOOP("users", "Clinician"),
    Role.TRAINEE: QT_TRANSLATE_NOOP("users", "Trainee"),
    Role.READ_ONLY: QT_TRANSLATE_NOOP("users", "Reader"),
}
_MEANINGS = {
    Role.ADMINISTRATOR: QT_TRANSLATE_NOOP(
        "users", "Users, settings, models, backups and the record of actions. Patients only where that is ticked below."
    ),
    Role.CLINICIAN: QT_TRANSLATE_NOOP("users", "Patients, sessions, sign-off, reports, exports, training and models."),
    Role.TRAINEE: QT_TRANSLATE_NOOP("users", "Patients and sessions, which a clinician signs off."),
    Role.READ_ONLY: QT_TRANSLATE_NOOP("users", "Looks at patients and their history, and changes nothing."),
}


def role_name(role: Role) -> str:
    """What a role is called."""
    return QCoreApplication.translate("users", str(_NAMES[role]))


def role_meaning(role: Role) -> str:
    """What somebody in a role may do, in a sentence."""
    return QCoreApplication.translate("users", str(_MEANINGS[role]))


def standing(user: User) -> str:
    """A user's role, and what else there is to know."""
    name = role_name(user.role)
    if user.role is Role.ADMINISTRATOR and user.sees_patients:
        name = QCoreApplication.translate("users", "Administrator who sees patients")
    if not user.is_active:
        return QCoreApplication.translate("users", "{role} · shut out").format(role=name)
    return name
