"""Add a user, change what one may do, give one another passphrase; and one's own passphrase and PIN."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from screening_app.domain import Role, User
from screening_app.errors import ScreeningError, StorageError, WrongKeyError
from screening_app.services.locking import SHORTEST_PIN, set_pin
from screening_app.services.texts import LONGEST_SIGNATURE
from screening_app.services.tries import TooSoonError
from screening_app.services.users import add_user, change_passphrase, change_user, reset_passphrase
from screening_app.ui.asking_dialog import AskingDialog
from screening_app.ui.messages import say
from screening_app.ui.passphrase_fields import PassphraseFields, passphrase_field
from screening_app.ui.user_words import role_meaning, role_name
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.form_field import form_field, point_out

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from screening_app.ui.services import AppServices


class UserDialog(AskingDialog):
    """Asks for a new user, or for another role of one who is there; accepted once it is kept."""

    def __init__(self, services: AppServices, user: User | None = None, parent: QWidget | None = None) -> None:
        super().__init__(services.device_jobs, parent)
        self._workspace, self._user = services.workspace, user
        self.name, self.problem = QLineEdit(maxLength=LONGEST_SIGNATURE), label("", "problem", wrap=True)
        self.role, self.meaning = QComboBox(), label("", "small", wrap=True)
        self.sees_patients = QCheckBox(self.tr("Sees patients as well"))
        self.fields = PassphraseFields(self.jobs, self.name.text, self.tr("Passphrase to begin with"))
        self.go, self.cancel = Button(kind="primary"), Button(self.tr("Cancel"))
        for role in Role:
            self.role.addItem(role_name(role), role)
        self._show(user)
        self._lay_out()
        self._connect()
        self._choose_role()

    def _show(self, user: User | None) -> None:
        self.setWindowTitle(self.tr("Add a user") if user is None else self.tr("Change the role"))
        self.go.setText(self.tr("Add") if user is None else self.tr("Save"))
        self.role.setCurrentIndex(self.role.findData(Role.CLINICIAN if user is None else user.role))
        if user is not None:
            self.name.setText(user.name)
            self.name.setReadOnly(True)  # it stands in the record of actions
            self.sees_patients.setChecked(user.sees_patients)
            self.role.setEnabled(user.id != self._workspace.access.user.id)
            self.fields.hide()

    def _lay_out(self) -> None:
        self.body.addLayout(form_field(self.tr("Name"), self.name, self.problem))
        self.body.addLayout(form_field(self.tr("Role"), self.role))
        self.body.addWidget(self.meaning)
        self.body.addWidget(self.sees_patients)
        self.body.addWidget(self.fields)
        self.add_buttons(self.cancel, self.go)

    def _connect(self) -> None:
        self.name.textChanged.connect(self._name_typed)
        self.name.editingFinished.connect(self.fields.judge_again)
        self.role.currentIndexChanged.connect(self._choose_role)
        self.fields.changed.connect(self.refresh)
        self.go.clicked.connect(self._go)
        self.go.setDefault(True)
        self.cancel.clicked.connect(self.reject)

    @property
    def _chosen(self) -> Role:
        return Role(self.role.currentData())

    def _name_typed(self) -> None:
        point_out(self.name, self.problem, "")
        self.refresh()

    def _choose_role(self) -> None:
        self.meaning.setText(role_meaning(self._chosen))
        self.sees_patients.setVisible(self._chosen is Role.ADMINISTRATOR)
        self.refresh()

    def refresh(self) -> None:
        """The button is there for what is complete."""
        complete = self._user is not None or (bool(self.name.text().strip()) and self.fields.is_complete)
        self.go.setEnabled(complete and not self.is_busy)

    def _go(self) -> None:
        workspace, user, role = self._workspace, self._user, self._chosen
        sees_patients = self.sees_patients.isChecked() and role is Role.ADMINISTRATOR
        name, passphrase = self.name.text(), self.fields.text

        def work() -> User:
            if user is not None:
                return change_user(workspace, user.id, role, sees_patients=sees_patients)
            return add_user(workspace, name, role, passphrase, sees_patients=sees_patients)

        self.do(work, lambda _: self.accept(), self._refused)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, StorageError) and self._user is None:
            point_out(self.name, self.problem, say(error))
            self.name.setFocus()
        else:
            self.banner.show_error(error)


class ResetDialog(AskingDialog):
    """Gives a user another passphrase; accepted once it is kept."""

    def __init__(self, services: AppServices, user: User, parent: QWidget | None = None) -> None:
        super().__init__(services.device_jobs, parent)
        self._workspace, self._user = services.workspace, user
        self.fields = PassphraseFields(self.jobs, lambda: user.name, self.tr("New passphrase"))
        self.go, self.cancel = Button(self.tr("Save"), kind="primary"), Button(self.tr("Cancel"))
        self.setWindowTitle(self.tr("New passphrase"))
        about = self.tr("{name} signs in with it from now on, and should soon choose one that only they know.")
        self.body.addWidget(label(about.format(name=user.name), "muted", wrap=True))
        self.body.addWidget(self.fields)
        self.add_buttons(self.cancel, self.go)
        self.fields.changed.connect(self.refresh)
        self.go.clicked.connect(self._go)
        self.go.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.refresh()

    def refresh(self) -> None:
        """The button is there for what is complete."""
        self.go.setEnabled(self.fields.is_complete and not self.is_busy)

    def _go(self) -> None:
        workspace, user_id, passphrase = self._workspace, self._user.id, self.fields.text
        self.do(lambda: reset_passphrase(workspace, user_id, passphrase), lambda _: self.accept())


class OwnPassphraseDialog(AskingDialog):
    """Changes one's own passphrase; accepted once it is kept."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services.device_jobs, parent)
        self._workspace = services.workspace
        self.old, self.problem = passphrase_field(), label("", "problem", wrap=True)
        self.fields = PassphraseFields(self.jobs, lambda: services.who, self.tr("New passphrase"))
        self.go, self.cancel = Button(self.tr("Save"), kind="primary"), Button(self.tr("Cancel"))
        self.setWindowTitle(self.tr("Change your passphrase"))
        self.body.addLayout(form_field(self.tr("Passphrase until now"), self.old, self.problem))
        self.body.addWidget(self.fields)
        self.add_buttons(self.cancel, self.go)
        self.old.textChanged.connect(self._typed)
        self.fields.changed.connect(self.refresh)
        self.go.clicked.connect(self._go)
        self.go.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.refresh()

    def _typed(self) -> None:
        point_out(self.old, self.problem, "")
        self.refresh()

    def refresh(self) -> None:
        """The button is there for what is complete."""
        self.go.setEnabled(bool(self.old.text()) and self.fields.is_complete and not self.is_busy)

    def _go(self) -> None:
        workspace, old, new = self._workspace, self.old.text(), self.fields.text
        self.do(
            lambda: change_passphrase(workspace, old, new, datetime.now(UTC)), lambda _: self.accept(), self._refused
        )

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, WrongKeyError | TooSoonError):
            point_out(self.old, self.problem, say(error))
            self.old.setFocus()
        else:
            self.banner.show_error(error)


class PinDialog(AskingDialog):
    """Asks for a new PIN twice; accepted once it is kept."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services.device_jobs, parent)
        self._workspace = services.workspace
        self.pin, self.again = passphrase_field(), passphrase_field()
        self.problem, self.again_problem = label("", "problem", wrap=True), label("", "problem", wrap=True)
        self.go, self.cancel = Button(self.tr("Save"), kind="primary"), Button(self.tr("Cancel"))
        self.setWindowTitle(self.tr("PIN to unlock the screen"))
        about = self.tr(
            "At least {count} digits. It unlocks the screen while the program runs; signing in needs the passphrase."
        )
        self.body.addWidget(label(about.format(count=SHORTEST_PIN), "muted", wrap=True))
        self.body.addLayout(form_field(self.tr("PIN"), self.pin, self.problem))
        self.body.addLayout(form_field(self.tr("The same PIN again"), self.again, self.again_problem))
        self.add_buttons(self.cancel, self.go)
        for field in (self.pin, self.again):
            field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)
            field.textChanged.connect(self._typed)
        self.go.clicked.connect(self._go)
        self.go.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.refresh()

    def _typed(self) -> None:
        point_out(self.pin, self.problem, "")
        again = self.again.text()
        differs = bool(again) and not self.pin.text().startswith(again)
        point_out(self.again, self.again_problem, self.tr("The two are not the same.") if differs else "")
        self.refresh()

    def refresh(self) -> None:
        """The button is there for what is complete."""
        pin = self.pin.text()
        self.go.setEnabled(len(pin) >= SHORTEST_PIN and pin == self.again.text() and not self.is_busy)

    def _go(self) -> None:
        workspace, pin = self._workspace, self.pin.text()
        self.do(lambda: set_pin(workspace, pin), lambda _: self.accept(), self._refused)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, ScreeningError):
            point_out(self.pin, self.problem, say(error))
            self.pin.setFocus()
        else:
            self.banner.show_error(error)
