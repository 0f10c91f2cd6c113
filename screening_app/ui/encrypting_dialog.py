"""Encrypt the database of a data folder once, or under another key, while the user waits for the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.services.workspace import encrypt_plain_database, put_new_master_in_force
from screening_app.ui.backup_jobs import seldom
from screening_app.ui.widgets import Button, label
from screening_app.ui.working_dialog import ProgressDialog

if TYPE_CHECKING:
    from screening_app.jobs.runner import Job, JobRunner
    from screening_app.paths import AppPaths
    from screening_app.services.sign_in import SignedIn


class EntryWorkDialog(ProgressDialog):
    """Begins at once; accepted once it is done, with who has `signed` in.

    Whoever stops it closes the program: the next start begins it anew.
    """

    def __init__(self, paths: AppPaths, signed: SignedIn, jobs: JobRunner) -> None:
        super().__init__(jobs)
        self._paths = paths
        self.signed = signed
        self.close_program = Button(self.tr("Close the program"))
        self.setWindowTitle(self.title())
        self.body.addWidget(label(self.title(), "title"))
        self.body.addWidget(label(self.about(), "muted", wrap=True))
        self.add_buttons(self.close_program)
        self.close_program.clicked.connect(self.reject)
        self.work(self.title, self.done_by, self._done, on_cancelled=self.reject)

    def title(self) -> str:
        """What is done."""
        raise NotImplementedError

    def about(self) -> str:
        """Why, and how long it takes."""
        raise NotImplementedError

    def done_by(self, job: Job) -> SignedIn:
        """Do it; who has signed in, afterwards."""
        raise NotImplementedError

    def _done(self, signed: SignedIn) -> None:
        self.signed = signed
        self.accept()

    def refresh(self) -> None:
        """The program can be closed where it did not work; while it works there is a button to stop it."""
        self.close_program.setVisible(not self.progress.active)


class EncryptingDialog(EntryWorkDialog):
    """Encrypts the database of a data folder from before there were users."""

    def title(self) -> str:
        """What is done."""
        return self.tr("Encrypting the database")

    def about(self) -> str:
        """Why, and how long it takes."""
        return self.tr(
            "The database, with names, notes, answers and scores, is encrypted from now on: it opens when somebody "
            "signs in. This happens once and takes a few seconds, or a minute where there are many sessions. Nothing "
            "is lost if the computer is switched off meanwhile."
        )

    def done_by(self, job: Job) -> SignedIn:
        """Encrypt it."""
        encrypt_plain_database(self._paths, self.signed, seldom(job.report))
        return self.signed


class NewMasterDialog(EntryWorkDialog):
    """Puts the master key in force that an administrator has ordered."""

    def title(self) -> str:
        """What is done."""
        return self.tr("Changing the master key")

    def about(self) -> str:
        """Why, and how long it takes."""
        return self.tr(
            "An administrator has ordered another master key. The database is encrypted under it now, before the "
            "window opens: this takes a few seconds, or a minute where there are many sessions. Recordings and "
            "transcripts stay as they are. Nothing is lost if it is stopped or the computer is switched off: the next "
            "sign-in does it."
        )

    def done_by(self, job: Job) -> SignedIn:
        """Carry it out."""
        return put_new_master_in_force(self._paths, self.signed, seldom(job.report))
