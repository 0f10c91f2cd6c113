"""Sign in: who it is, and the passphrase; or the recovery key where that is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from screening_app.errors import ScreeningError, WrongKeyError
from screening_app.services.sign_in import Account, Recovered, SignedIn, recover, sign_in
from screening_app.ui import theme
from screening_app.ui.asking_dialog import AskingDialog
from screening_app.ui.messages import say
from screening_app.ui.modal import accepted
from screening_app.ui.passphrase_fields import PassphraseFields
from screening_app.ui.recovery_key_view import RecoveryKeyView
from screening_app.ui.secret_entry import SecretEntry
from screening_app.ui.sign_in_words import about_recovery, recovery_sheet
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.form_field import form_field, point_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.jobs.runner import JobRunner
    from screening_app.paths import AppPaths

_WIDTH = 420
_LONGEST_KEY = 80  # characters, with whatever stands between the groups


class SignInDialog(AskingDialog):
    """Accepted with `signed` once the passphrase has fitted; after several failures the button waits."""

    def __init__(self, paths: AppPaths, people: Sequence[Account], last: str, jobs: JobRunner) -> None:
        super().__init__(jobs, width=_WIDTH)
        self._paths = paths
        self.signed: SignedIn | None = None
        self.name, self._entry = QComboBox(), SecretEntry(self)
        self.passphrase, self.problem = self._entry.field, self._entry.problem
        self.go, self.close_program = Button(self.tr("Sign in"), kind="primary"), Button(self.tr("Close the program"))
        self.lost = Button(self.tr("Passphrase lost…"), kind="quiet")
        for person in people:
            self.name.addItem(person.name, person.id)
        self.name.setCurrentIndex(max(0, self.name.findData(last)))
        self.setWindowTitle(self.tr("Sign in"))
        self.body.addWidget(label(self.tr("Depression screening"), "title"))
        self.body.addLayout(form_field(self.tr("Name"), self.name))
        self.body.addLayout(form_field(self.tr("Passphrase"), self.passphrase, self.problem))
        self.add_buttons(self.close_program, self.go, left=(self.lost,))
        self._connect()
        self.passphrase.setFocus()
        self.refresh()

    def _connect(self) -> None:
        self._entry.changed.connect(self.refresh)
        self.name.currentIndexChanged.connect(self._entry.start_anew)
        self.go.clicked.connect(self._go)
        self.go.setDefault(True)
        self.close_program.clicked.connect(self.reject)
        self.lost.clicked.connect(self._recover)

    @property
    def _user_id(self) -> str:
        return str(self.name.currentData())

    def refresh(self) -> None:
        """There is something to try once something is typed and nothing is waited for."""
        for field in (self.name, self.passphrase, self.lost):
            field.setEnabled(not self.is_busy)
        self.go.setEnabled(bool(self.passphrase.text()) and not (self.is_busy or self._entry.is_waiting))

    def _go(self) -> None:
        paths, user_id, passphrase = self._paths, self._user_id, self.passphrase.text()
        self.do(lambda: sign_in(paths, user_id, passphrase), self._let_in, self._refused)

    def _let_in(self, signed: SignedIn) -> None:
        self.signed = signed
        self.passphrase.clear()
        self.accept()

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, ScreeningError):
            self.banner.show_error(error)
            return
        self._entry.refuse(error)
        self.refresh()

    def _recover(self) -> None:
        dialog = RecoverDialog(self._paths, Account(self._user_id, self.name.currentText()), self.jobs, self)
        if accepted(dialog) and dialog.signed is not None:
            self._let_in(dialog.signed)


class RecoverDialog(AskingDialog):
    """Gives a user another passphrase by the recovery key; accepted once the new recovery key has been noted."""

    def __init__(self, paths: AppPaths, person: Account, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(jobs, parent)
        self._paths, self._person = paths, person
        self.signed: SignedIn | None = None
        self.recovery_key, self.problem = QLineEdit(maxLength=_LONGEST_KEY), label("", "problem", wrap=True)
        self.fields = PassphraseFields(jobs, lambda: person.name, self.tr("New passphrase"))
        self.key = RecoveryKeyView(about_recovery(), recovery_sheet(), self.banner)
        self.go, self.cancel = Button(self.tr("Sign in"), kind="primary"), Button(self.tr("Cancel"))
        self.setWindowTitle(self.tr("Passphrase lost"))
        self.form = self._form()
        self.body.addWidget(self.form)
        self.body.addWidget(self.key)
        self.key.hide()
        self.add_buttons(self.cancel, self.go)
        self._connect()
        self.refresh()

    def _form(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        about = self.tr(
            "An administrator can give {name} another passphrase under Settings → Users. Where no administrator can "
            "sign in, the recovery key does it; that it was used is recorded."
        ).format(name=self._person.name)
        column.addWidget(label(about, "muted", wrap=True))
        column.addLayout(form_field(self.tr("Recovery key"), self.recovery_key, self.problem))
        column.addWidget(self.fields)
        return made

    def _connect(self) -> None:
        self.recovery_key.textChanged.connect(self._typed)
        self.fields.changed.connect(self.refresh)
        self.key.changed.connect(self.refresh)
        self.go.clicked.connect(self._go)
        self.go.setDefault(True)
        self.cancel.clicked.connect(self.reject)

    def _typed(self) -> None:
        point_out(self.recovery_key, self.problem, "")
        self.refresh()

    def refresh(self) -> None:
        """The button is there for what is complete."""
        if self.signed is not None:
            self.go.setEnabled(self.key.is_noted)
            return
        self.form.setEnabled(not self.is_busy)
        self.go.setEnabled(bool(self.recovery_key.text().strip()) and self.fields.is_complete and not self.is_busy)

    def _go(self) -> None:
        if self.signed is not None:
            self.accept()
            return
        paths, user_id, typed, passphrase = self._paths, self._person.id, self.recovery_key.text(), self.fields.text
        self.do(lambda: recover(paths, user_id, typed, passphrase), self._show_key, self._refused)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, WrongKeyError):
            point_out(self.recovery_key, self.problem, say(error))
            self.recovery_key.setFocus()
        else:
            self.banner.show_error(error)

    def _show_key(self, recovered: Recovered) -> None:
        self.signed = recovered.signed
        self.fields.clear()
        self.recovery_key.clear()
        self.form.hide()
        self.cancel.hide()
        self.key.show_key(recovered.recovery_key)
        self.setWindowTitle(self.tr("New recovery key"))
        self.refresh()

    def reject(self) -> None:
        """Once the new recovery key is shown, close only when it has been noted: the one before opens nothing more."""
        if self.signed is None:
            super().reject()
        elif self.key.is_noted:
            self.accept()
