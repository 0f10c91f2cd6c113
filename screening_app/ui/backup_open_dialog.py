"""Open backups that are there: their folder, and the passphrase or the recovery key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtWidgets import QLineEdit

from screening_app.errors import ScreeningError, WrongKeyError
from screening_app.ui.folder_field import FolderField
from screening_app.ui.messages import say
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.form_field import form_field, point_out
from screening_app.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from screening_app.ui.services import AppServices

T = TypeVar("T")

_LONGEST = 256  # characters


class BackupOpenDialog(WorkingDialog, Generic[T]):
    """Accepted once `opening` has opened the backups with the secret; `on_opened` is handed what came of it."""

    def __init__(
        self,
        services: AppServices,
        opening: Callable[[Path, str], T],
        on_opened: Callable[[T], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(services, parent)
        self._opening, self._on_opened = opening, on_opened
        folder_name = self.tr("Folder that holds the folder “screening-backup”")
        self.folder = FolderField(folder_name)
        self.secret = QLineEdit(maxLength=_LONGEST, echoMode=QLineEdit.EchoMode.Password)
        self.folder_problem, self.secret_problem = (label("", "problem", wrap=True) for _ in range(2))
        self.go, self.cancel = Button(self.tr("Open"), kind="primary"), Button(self.tr("Cancel"))
        self.setWindowTitle(self.tr("Open backups"))
        self.body.addLayout(form_field(folder_name, self.folder, self.folder_problem))
        self.body.addLayout(form_field(self.tr("Passphrase or recovery key"), self.secret, self.secret_problem))
        self.body.addStretch(1)
        self.add_buttons(self.cancel, self.go)
        self.folder.changed.connect(self.refresh)
        self.secret.textChanged.connect(self.refresh)
        self.go.clicked.connect(self._go)
        self.go.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.refresh()

    def refresh(self) -> None:
        """What was wrong may be right now; the button is there for what is complete."""
        point_out(self.folder.path, self.folder_problem, "")
        point_out(self.secret, self.secret_problem, "")
        complete = self.folder.folder is not None and bool(self.secret.text())
        self.go.setEnabled(complete and not self.progress.active)

    def _go(self) -> None:
        folder, secret, opening = self.folder.folder, self.secret.text(), self._opening
        assert folder is not None
        self.work(lambda: self.tr("Opening"), lambda _: opening(folder, secret), self._opened, self._refused)

    def _opened(self, result: T) -> None:
        self.accept()
        self._on_opened(result)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, WrongKeyError):
            point_out(self.secret, self.secret_problem, say(error))
            self.secret.setFocus()
            self.secret.selectAll()
        elif isinstance(error, ScreeningError):
            point_out(self.folder.path, self.folder_problem, say(error))
            self.folder.path.setFocus()
        else:
            self.banner.show_error(error)
