"""Set up backups: the folder, the passphrase, and then the recovery key, which is shown this once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from screening_app.errors import ScreeningError
from screening_app.services.backups import set_up_backups
from screening_app.ui import theme
from screening_app.ui.folder_field import FolderField
from screening_app.ui.messages import say
from screening_app.ui.passphrase_fields import PassphraseFields
from screening_app.ui.recovery_key_printing import RecoverySheet
from screening_app.ui.recovery_key_view import RecoveryKeyView
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.form_field import form_field, point_out
from screening_app.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from screening_app.ui.services import AppServices


class BackupSetupDialog(WorkingDialog):
    """Accepted once the recovery key has been written down; then backups go to the folder."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.folder = FolderField(self.tr("Folder for backups"))
        self.folder_problem = label("", "problem", wrap=True)
        self.fields = PassphraseFields(services.backup_jobs, lambda: services.who)
        self.go, self.cancel = Button(self.tr("Set up backups"), kind="primary"), Button(self.tr("Cancel"))
        self.form = self._form()
        self.key = self._key_view()
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
        column.addWidget(label(about, "muted", wrap=True))
        column.addLayout(form_field(self.tr("Folder for backups"), self.folder, self.folder_problem))
        column.addWidget(self.fields)
        return made

    def _key_view(self) -> RecoveryKeyView:
        about = self.tr(
            "If the passphrase is lost, only this key opens the backups. It is shown this once. Keep it on paper, "
            "locked away from the computer and from the backups."
        )
        on_paper = self.tr(
            "Opens the backups of the depression screening where the passphrase is lost: Settings → Data → Backups. "
            "Keep this sheet locked away from the computer and from the backups. Whoever has it and the backups can "
            "read all patients’ data."
        )
        return RecoveryKeyView(about, RecoverySheet(self.tr("Recovery key of the backups"), on_paper), self.banner)

    def _connect(self) -> None:
        self.folder.changed.connect(self._folder_typed)
        self.fields.changed.connect(self.refresh)
        self.go.clicked.connect(self._go)
        self.go.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.key.changed.connect(self.refresh)

    def _folder_typed(self) -> None:
        point_out(self.folder.path, self.folder_problem, "")
        self.refresh()

    def refresh(self) -> None:
        """The button is there for what is complete."""
        if not self.key.isHidden():
            self.go.setEnabled(self.key.is_noted)
            return
        complete = self.folder.folder is not None and self.fields.is_complete
        self.form.setEnabled(not self.progress.active)
        self.go.setEnabled(complete and not self.progress.active)

    def _go(self) -> None:
        if not self.key.isHidden():
            self.accept()
            return
        workspace, folder, passphrase = self.services.workspace, self.folder.folder, self.fields.text
        assert folder is not None
        owner = self.services.who
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
        self.fields.clear()
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
        elif self.key.is_noted:
            self.accept()
