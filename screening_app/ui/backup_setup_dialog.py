"""Set up backups: the folder, the passphrase, and then the recovery key, which is shown this once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from screening_app.crypto.passphrases import SHORTEST, strength
from screening_app.errors import ScreeningError
from screening_app.services.backups import set_up_backups
from screening_app.ui import theme
from screening_app.ui.backup_words import strength_in_words
from screening_app.ui.folder_field import FolderField
from screening_app.ui.messages import say
from screening_app.ui.recovery_key_printing import print_recovery_key
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.form_field import form_field, point_out
from screening_app.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from screening_app.crypto.passphrases import Strength
    from screening_app.ui.services import AppServices

_TYPED_MS = 250  # after the last letter, before the passphrase is judged
_LONGEST = 256  # characters
_GROUPS_A_LINE = 4


class BackupSetupDialog(WorkingDialog):
    """Accepted once the recovery key has been written down; then backups go to the folder."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.folder = FolderField(self.tr("Folder for backups"))
        self.passphrase, self.again = (
            QLineEdit(maxLength=_LONGEST, echoMode=QLineEdit.EchoMode.Password) for _ in range(2)
        )
        self.folder_problem, self.problem, self.again_problem = (label("", "problem", wrap=True) for _ in range(3))
        self.strength = label("", "small", wrap=True)
        self.strength.hide()
        self.go, self.cancel = Button(self.tr("Set up backups"), kind="primary"), Button(self.tr("Cancel"))
        self.judged: Strength | None = None  # of what is typed now
        self.form = self._form()
        self.key = RecoveryKeyView()
        self._waiting = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self.setWindowTitle(self.tr("Set up backups"))
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
            "Choose a folder on another disk or on a network drive. Backups are encrypted there; whoever brings one "
            "back, such as you on a new computer, needs this passphrase."
        )
        hint = self.tr("Several words that have nothing to do with each other are hard to guess and easy to remember.")
        column.addWidget(label(about, "muted", wrap=True))
        column.addLayout(form_field(self.tr("Folder for backups"), self.folder, self.folder_problem))
        typed = form_field(self.tr("Passphrase"), self.passphrase, self.problem)
        typed.insertWidget(2, self.strength)
        column.addLayout(typed)
        column.addLayout(form_field(self.tr("The same passphrase again"), self.again, self.again_problem))
        column.addWidget(label(hint, "small", wrap=True))
        return made

    def _connect(self) -> None:
        self.folder.changed.connect(self._folder_typed)
        self.passphrase.textChanged.connect(self._typed)
        self.again.textChanged.connect(self._check_again)
        self.again.editingFinished.connect(self._check_again)
        self._waiting.timeout.connect(self._judge)
        self.go.clicked.connect(self._go)
        self.go.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.key.noted.toggled.connect(self.refresh)
        self.key.print.clicked.connect(self._print)
        self.key.copied.connect(self._tell_copied)

    # What is typed

    def _folder_typed(self) -> None:
        point_out(self.folder.path, self.folder_problem, "")
        self.refresh()

    def _typed(self) -> None:
        self.judged = None
        self.strength.hide()
        point_out(self.passphrase, self.problem, "")
        self._waiting.start()
        self._check_again()

    def _judge(self) -> None:
        """How strong it is; away from the window, for the words it is compared with take a while to be read."""
        typed, known = self.passphrase.text(), (self.services.settings_store.current.clinician,)

        def show(judged: Strength) -> None:
            if typed == self.passphrase.text():
                self._show_strength(judged)

        if typed:
            self.services.backup_jobs.start(
                lambda _: strength(typed, known), on_done=show, on_error=self.banner.show_error
            )

    def _show_strength(self, judged: Strength) -> None:
        self.judged = judged
        if len(self.passphrase.text()) < SHORTEST:
            problem = self.tr("At least {count} characters, please.").format(count=SHORTEST)
        elif not judged.is_enough:
            problem = self.tr("{strength}. Add another word or two.").format(strength=strength_in_words(judged))
        else:
            problem = ""
        point_out(self.passphrase, self.problem, problem)
        self.strength.setText(self.tr("{strength}.").format(strength=strength_in_words(judged)))
        self.strength.setVisible(not problem)
        self.refresh()

    def _check_again(self) -> None:
        """Say that the two differ, once the second is more than the beginning of the first."""
        typed, again = self.passphrase.text(), self.again.text()
        unfinished = self.again.hasFocus() and typed.startswith(again)
        differs = bool(again) and typed != again and not unfinished
        point_out(self.again, self.again_problem, self.tr("The two are not the same.") if differs else "")
        self.refresh()

    def refresh(self) -> None:
        """The button is there for what is complete."""
        if not self.key.isHidden():
            self.go.setEnabled(self.key.noted.isChecked())
            return
        is_strong = self.judged is not None and self.judged.is_enough
        complete = self.folder.folder is not None and is_strong and self.passphrase.text() == self.again.text()
        self.form.setEnabled(not self.progress.active)
        self.go.setEnabled(complete and not self.progress.active)

    # What is done

    def _go(self) -> None:
        if not self.key.isHidden():
            self.accept()
            return
        workspace, folder, passphrase = self.services.workspace, self.folder.folder, self.passphrase.text()
        assert folder is not None
        owner = self.services.settings_store.current.clinician
        self.work(
            lambda: self.tr("Setting up"),
            lambda _: set_up_backups(workspace, folder, passphrase, owner),
            self._show_key,
            self._refused,
        )

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, ScreeningError):
            point_out(self.folder.path, self.folder_problem, say(error))
            self.folder.path.setFocus()
        else:
            self.banner.show_error(error)

    def _show_key(self, recovery_key: str) -> None:
        self.services.events.backups_changed.emit()
        for field in (self.passphrase, self.again):
            field.clear()
        self._waiting.stop()
        self.form.hide()
        self.cancel.hide()
        self.key.show_key(recovery_key)
        self.go.setText(self.tr("Done"))
        self.setWindowTitle(self.tr("Recovery key"))
        self.refresh()

    def reject(self) -> None:
        """Once the recovery key is shown, close only when it has been written down: it is never shown again."""
        if self.key.isHidden():
            super().reject()
        elif self.key.noted.isChecked():
            self.accept()

    def _print(self) -> None:
        try:
            printer = print_recovery_key(self.key.recovery_key, self)
        except ScreeningError as error:
            self.banner.show_error(error)
            return
        if printer is not None:
            self.banner.show_message(lambda: self.tr("Sent to the printer {name}.").format(name=printer), "success")

    def _tell_copied(self) -> None:
        self.banner.show_message(
            lambda: self.tr("Copied, for a minute: into a password manager, not into a file on this computer."),
            "success",
        )


class RecoveryKeyView(QWidget):
    """The recovery key in large letters, and what can be done with it."""

    def __init__(self) -> None:
        super().__init__()
        self.recovery_key = ""
        self._letters = label("", "title")
        self._letters.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._letters.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._letters.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._letters.setAccessibleName(self.tr("Recovery key"))
        self.print = Button(self.tr("Print…"), "printer-outline")
        self.copy = Button(self.tr("Copy"), "content-copy")
        self.copied = self.copy.clicked
        self.copy.clicked.connect(self._copy)
        self.noted = QCheckBox(self.tr("I have written it down or printed it"))
        self._lay_out()

    def _lay_out(self) -> None:
        about = self.tr(
            "If the passphrase is lost, only this key opens the backups. It is shown this once. Keep it on paper, "
            "locked away from the computer and from the backups."
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_S)
        buttons.addStretch(1)
        buttons.addWidget(self.print)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_L)
        column.addWidget(label(about, wrap=True))
        column.addWidget(self._letters)
        column.addLayout(buttons)
        column.addWidget(self.noted)

    def show_key(self, recovery_key: str) -> None:
        """Show a key."""
        self.recovery_key = recovery_key
        groups = recovery_key.split("-")
        lines = (groups[begin : begin + _GROUPS_A_LINE] for begin in range(0, len(groups), _GROUPS_A_LINE))
        self._letters.setText("\n".join("-".join(line) for line in lines))
        self.show()
        self.noted.setFocus()

    def _copy(self) -> None:
        """Into the clipboard, which the program clears by itself."""
        QGuiApplication.clipboard().setText(self.recovery_key)
