"""The first start: who administers the program, and the recovery key, which is shown this once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from screening_app.errors import ScreeningError
from screening_app.services.sign_in import FirstUser, SignedIn, keep_first_user, make_first_user
from screening_app.services.texts import LONGEST_SIGNATURE
from screening_app.ui import theme
from screening_app.ui.asking_dialog import AskingDialog
from screening_app.ui.messages import say
from screening_app.ui.modal import accepted
from screening_app.ui.passphrase_fields import PassphraseFields
from screening_app.ui.recovery_key_view import RecoveryKeyView
from screening_app.ui.seat_dialog import JoinDialog
from screening_app.ui.sign_in_words import about_recovery, recovery_sheet
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.form_field import form_field, point_out

if TYPE_CHECKING:
    from screening_app.jobs.runner import JobRunner
    from screening_app.paths import AppPaths


class FirstUserDialog(AskingDialog):
    """Accepted with `signed` once the recovery key has been noted; until then nothing is on the disk.

    Rejected, too, where this computer works with a clinic's server from now on: its users sign in there.
    """

    def __init__(self, paths: AppPaths, jobs: JobRunner) -> None:
        super().__init__(jobs)
        self._paths = paths
        self._made: FirstUser | None = None
        self.signed: SignedIn | None = None
        self.name, self.problem = QLineEdit(maxLength=LONGEST_SIGNATURE), label("", "problem", wrap=True)
        self.fields = PassphraseFields(jobs, self.name.text)
        self.sees_patients = QCheckBox(self.tr("I also see patients"))
        self.key = RecoveryKeyView(about_recovery(), recovery_sheet(), self.banner)
        self.go, self.close_program = Button(self.tr("Continue"), kind="primary"), Button(self.tr("Close the program"))
        self.join = Button(self.tr("This clinic has a server…"), kind="quiet")
        self.sees_patients.setChecked(True)
        self.setWindowTitle(self.tr("Welcome"))
        self.form = self._form()
        self.body.addWidget(self.form)
        self.body.addWidget(self.key)
        self.key.hide()
        self.add_buttons(self.close_program, self.go, left=(self.join,))
        self._connect()
        self.refresh()

    def _form(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        about = self.tr(
            "You are the first to use the program here, so you administer it: users, settings, models and backups. "
            "Your name stands under what you do; others are added later under Settings → Users."
        )
        column.addWidget(label(self.tr("Depression screening"), "title"))
        column.addWidget(label(about, "muted", wrap=True))
        column.addLayout(form_field(self.tr("Your name"), self.name, self.problem))
        column.addWidget(self.fields)
        column.addWidget(self.sees_patients)
        return made

    def _connect(self) -> None:
        self.name.textChanged.connect(self._name_typed)
        self.name.editingFinished.connect(self.fields.judge_again)
        self.fields.changed.connect(self.refresh)
        self.key.changed.connect(self.refresh)
        self.go.clicked.connect(self._go)
        self.go.setDefault(True)
        self.close_program.clicked.connect(self.reject)
        self.join.clicked.connect(self._join)

    def _name_typed(self) -> None:
        point_out(self.name, self.problem, "")
        self.refresh()

    def refresh(self) -> None:
        """The button is there for what is complete."""
        if self._made is not None:
            self.go.setEnabled(self.key.is_noted and not self.is_busy)
            return
        self.form.setEnabled(not self.is_busy)
        self.join.setEnabled(not self.is_busy)
        self.go.setEnabled(bool(self.name.text().strip()) and self.fields.is_complete and not self.is_busy)

    def _go(self) -> None:
        if self._made is not None:
            made, paths = self._made, self._paths
            self.do(lambda: keep_first_user(paths, made), self._let_in)
            return
        name, passphrase, sees_patients = self.name.text(), self.fields.text, self.sees_patients.isChecked()
        self.do(lambda: make_first_user(name, passphrase, sees_patients=sees_patients), self._show_key, self._refused)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, ScreeningError):
            point_out(self.name, self.problem, say(error))
            self.name.setFocus()
        else:
            self.banner.show_error(error)

    def _show_key(self, made: FirstUser) -> None:
        self._made = made
        self.fields.clear()
        self.form.hide()
        self.join.hide()
        self.key.show_key(made.recovery_key)
        self.setWindowTitle(self.tr("Recovery key"))
        self.refresh()

    def _join(self) -> None:
        if accepted(JoinDialog(self._paths, self.jobs, self)):
            self.reject()

    def _let_in(self, signed: SignedIn) -> None:
        self.signed = signed
        self.accept()
