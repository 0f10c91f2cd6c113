"""Encrypt the database of a data folder from before there were users, once, while the user waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar

from screening_app.services.workspace import encrypt_plain_database
from screening_app.ui.asking_dialog import AskingDialog
from screening_app.ui.widgets import Button, label

if TYPE_CHECKING:
    from screening_app.jobs.runner import JobRunner
    from screening_app.paths import AppPaths
    from screening_app.services.sign_in import SignedIn


class EncryptingDialog(AskingDialog):
    """Begins when it is shown; accepted once the database is encrypted."""

    def __init__(self, paths: AppPaths, signed: SignedIn, jobs: JobRunner) -> None:
        super().__init__(jobs)
        self._paths, self._signed = paths, signed
        self._bar = QProgressBar(textVisible=False, maximum=0)  # how long it takes is not known
        self.close_program = Button(self.tr("Close the program"))
        self.setWindowTitle(self.tr("Encrypting the database"))
        about = self.tr(
            "The database, with names, notes, answers and scores, is encrypted from now on: it opens when somebody "
            "signs in. This happens once and takes a few seconds, or a minute where there are many sessions. Nothing "
            "is lost if the computer is switched off meanwhile."
        )
        self.body.addWidget(label(self.tr("Encrypting the database"), "title"))
        self.body.addWidget(label(about, "muted", wrap=True))
        self.body.addWidget(self._bar)
        self.add_buttons(self.close_program)
        self.close_program.clicked.connect(self.reject)
        self.refresh()
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        self.do(lambda: encrypt_plain_database(self._paths, self._signed), lambda _: self.accept())

    def refresh(self) -> None:
        """The program can be closed where it did not work."""
        self._bar.setVisible(self.is_busy)
        self.close_program.setEnabled(not self.is_busy)
