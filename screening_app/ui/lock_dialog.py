"""What stands over a locked program: whose it is, and a field for the PIN or the passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from screening_app.errors import ScreeningError
from screening_app.services.locking import has_pin, unlock, unlock_with_pin
from screening_app.ui.asking_dialog import AskingDialog
from screening_app.ui.secret_entry import SecretEntry
from screening_app.ui.widgets import Button, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from screening_app.jobs.runner import JobRunner
    from screening_app.services.workspace import Workspace

_WIDTH = 420


class LockDialog(AskingDialog):
    """Accepted once it is unlocked; nothing else closes it."""

    another_wanted = Signal()  # somebody else wants to sign in

    def __init__(self, workspace: Workspace, jobs: JobRunner, parent: QWidget, *, may_leave: bool) -> None:
        super().__init__(jobs, parent, width=_WIDTH)
        self._workspace = workspace
        self.with_pin = has_pin(workspace)
        self._entry = SecretEntry(self)
        self.secret, self.problem = self._entry.field, self._entry.problem
        self.go = Button(self.tr("Unlock"), kind="primary")
        self.other_way, self.another = Button(kind="quiet"), Button(self.tr("Somebody else…"), kind="quiet")
        self.another.setEnabled(may_leave)
        if not may_leave:
            self.another.setToolTip(self.tr("Not while an interview is recorded."))
        self.setWindowTitle(self.tr("Locked"))
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.body.addWidget(label(self.tr("Locked"), "title"))
        self.body.addWidget(label(self.tr("{name} is signed in.").format(name=workspace.access.user.name), "muted"))
        self._caption = label("", "muted")
        self._caption.setBuddy(self.secret)
        self.body.addWidget(self._caption)
        self.body.addWidget(self.secret)
        self.body.addWidget(self.problem)
        self.problem.hide()
        self.add_buttons(self.go, left=(self.other_way, self.another))
        self._connect()
        self.ask_for(with_pin=self.with_pin)

    def _connect(self) -> None:
        self._entry.changed.connect(self.refresh)
        self.go.clicked.connect(self._go)
        self.go.setDefault(True)
        self.other_way.clicked.connect(lambda: self.ask_for(with_pin=not self.with_pin))
        self.another.clicked.connect(self.another_wanted)

    def ask_for(self, *, with_pin: bool) -> None:
        """Ask for the PIN, or for the passphrase."""
        self.with_pin = with_pin
        asked = self.tr("PIN") if with_pin else self.tr("Passphrase")
        self._caption.setText(asked)
        self.secret.setAccessibleName(asked)
        self.other_way.setText(self.tr("Use the passphrase") if with_pin else self.tr("Use the PIN"))
        self.secret.clear()
        self.secret.setFocus()
        self.refresh()

    def refresh(self) -> None:
        """There is something to try once something is typed and nothing is waited for."""
        waits = self._entry.is_waiting and not self.with_pin
        self.secret.setEnabled(not self.is_busy)
        self.other_way.setVisible(has_pin(self._workspace))
        self.go.setEnabled(bool(self.secret.text()) and not (self.is_busy or waits))

    def _go(self) -> None:
        workspace, secret = self._workspace, self.secret.text()
        act = unlock_with_pin if self.with_pin else unlock
        self.do(lambda: act(workspace, secret), lambda _: self.accept(), self._refused)

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, ScreeningError):
            self.banner.show_error(error)
            return
        if self.with_pin and not has_pin(self._workspace):
            self.ask_for(with_pin=False)
        self._entry.refuse(error)
        self.refresh()

    def reject(self) -> None:
        """Stay: Esc unlocks nothing."""
