"""The states of users, sign-in and lock that are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea
from scene import PASSPHRASE

from screening_app.crypto.passphrases import Strength
from screening_app.domain import Role, User
from screening_app.paths import AppPaths
from screening_app.services.sign_in import Account, FirstUser, Recovered
from screening_app.ui import theme
from screening_app.ui.emergency import EmergencyDialog
from screening_app.ui.first_user_dialog import FirstUserDialog
from screening_app.ui.lock_dialog import LockDialog
from screening_app.ui.rail import SETTINGS
from screening_app.ui.sign_in_dialog import RecoverDialog, SignInDialog
from screening_app.ui.user_dialogs import OwnPassphraseDialog, PinDialog, ResetDialog, UserDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog, QWidget
    from scene import Scene

    from screening_app.ui.asking_dialog import AskingDialog
    from screening_app.ui.passphrase_fields import PassphraseFields
    from screening_app.ui.services import AppServices

_PRINTED = "7K3QV-0TR8M-C5XWA-19ZEH-P4DNB-YS62G-JF8RT-M0K3V"
_PEOPLE = (
    User("wang", "王敏", Role.CLINICIAN),
    User("ng", "Nguyễn Thị Minh Khai-Hohenzollern", Role.TRAINEE, is_active=False),
    User("ott", "Ottilie Grünwald", Role.READ_ONLY),
)


def _jobs(scene: Scene) -> object:
    return scene.screening.device_jobs


def _shown(scene: Scene, dialog: QDialog) -> QWidget:
    theme.dress(dialog)
    dialog.show()
    scene.settle()
    return dialog


def _judge(fields: PassphraseFields, passphrase: str, strength: Strength) -> None:
    for field in (fields.passphrase, fields.again):
        field.setText(passphrase)
    fields._waiting.stop()
    fields.show_strength(strength)


def _first_user(scene: Scene) -> QWidget:
    dialog = FirstUserDialog(AppPaths(scene.screening.paths.data / "another"), _jobs(scene))
    dialog.name.setText("Dr. Lin")
    _judge(dialog.fields, PASSPHRASE, Strength(4, 16.0))
    return _shown(scene, dialog)


def _first_user_key(scene: Scene) -> QWidget:
    dialog = FirstUserDialog(AppPaths(scene.screening.paths.data / "another"), _jobs(scene))
    dialog._show_key(FirstUser(None, None, _PRINTED))
    dialog.key.proof.setText("M0K3W")
    return _shown(scene, dialog)


def _sign_in_wrong(scene: Scene) -> QWidget:
    people = (Account("lin", "Dr. Lin"), *(Account(user.id, user.name) for user in _PEOPLE))
    dialog = SignInDialog(scene.screening.paths, people, "wang", _jobs(scene))
    _shown(scene, dialog)
    dialog.passphrase.setText("something else")
    dialog.go.click()
    scene.wait(lambda: bool(dialog.problem.text()))
    return dialog


def _recover(scene: Scene) -> QWidget:
    dialog = RecoverDialog(scene.screening.paths, Account("ng", _PEOPLE[1].name), _jobs(scene))
    dialog.recovery_key.setText(_PRINTED)
    _judge(dialog.fields, "depression1", Strength(1, 4.0))
    return _shown(scene, dialog)


def _recovered(scene: Scene) -> QWidget:
    dialog = RecoverDialog(scene.screening.paths, Account("ng", _PEOPLE[1].name), _jobs(scene))
    dialog._show_key(Recovered(object(), _PRINTED))
    return _shown(scene, dialog)


def _users(scene: Scene) -> QWidget:
    page = scene.go(SETTINGS)
    scene.wait(page.editors["microphone"].refresh.isEnabled)
    scene.wait(lambda: bool(page.users.users))
    own = page.users.users
    page.users._show((*(user for user in own if user.id == scene.screening.workspace.access.user.id), *_PEOPLE))
    scene.settle()
    page.findChild(QScrollArea).verticalScrollBar().setValue(0)
    return scene.window


def _of_window(make: Callable[[AppServices, QWidget], AskingDialog]) -> Callable[[Scene], QWidget]:
    def show(scene: Scene) -> QWidget:
        scene.go(SETTINGS)
        dialog = make(scene.screening.services, scene.window)
        dialog.open()
        scene.settle()
        return dialog

    return show


def _locked(scene: Scene) -> QWidget:
    scene.go(SETTINGS)
    dialog = LockDialog(scene.screening.workspace, _jobs(scene), scene.window, may_leave=True)
    dialog.show()
    scene.settle()
    return dialog


USER_STATES = {
    "first-user": _first_user,
    "first-user-recovery-key": _first_user_key,
    "sign-in-wrong": _sign_in_wrong,
    "passphrase-lost": _recover,
    "passphrase-lost-new-key": _recovered,
    "users": _users,
    "user-add": _of_window(lambda services, window: UserDialog(services, None, window)),
    "user-role": _of_window(lambda services, window: UserDialog(services, _PEOPLE[1], window)),
    "user-new-passphrase": _of_window(lambda services, window: ResetDialog(services, _PEOPLE[0], window)),
    "own-passphrase": _of_window(OwnPassphraseDialog),
    "own-pin": _of_window(PinDialog),
    "emergency": _of_window(EmergencyDialog),
    "lock": _locked,
}
