"""Several computers: move the clinic's data to a server, or work with a server where they lie already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from screening_app.paths import Server
from screening_app.services.moving import join_server, move_to_server
from screening_app.ui import theme
from screening_app.ui.asking_dialog import AskingDialog
from screening_app.ui.backup_jobs import seldom
from screening_app.ui.folder_field import FolderField
from screening_app.ui.widgets import Button, label, restyle
from screening_app.ui.widgets.form_field import form_field
from screening_app.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from screening_app.jobs.runner import Job, JobRunner
    from screening_app.paths import AppPaths
    from screening_app.ui.services import AppServices

_LIKE = "postgresql://clinic@server/screening"


class SeatForm(QWidget):
    """Asks for the server and the shared folder; in the end what comes next stands in their place."""

    changed = Signal()

    def __init__(self, about: str, about_folder: str) -> None:
        super().__init__()
        self.is_done = False
        self.about = label(about, "muted", wrap=True)
        self.address = QLineEdit(placeholderText=_LIKE)
        self.folder = FolderField(self.tr("Shared folder"))
        self._fields = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self.about)
        column.addWidget(self._fields)
        self._lay_out(about_folder)
        self.address.textChanged.connect(self.changed)
        self.folder.changed.connect(self.changed)

    def _lay_out(self, about_folder: str) -> None:
        about_address = self.tr(
            "No password in it: that lies in PostgreSQL’s password file. The connection is always encrypted, and the "
            "server’s certificate checked: sslrootcert=/path, after a question mark at the end, names its authority’s."
        )
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        column.addLayout(form_field(self.tr("Address of the database server"), self.address))
        column.addWidget(label(about_address, "small", wrap=True))
        column.addSpacing(theme.SPACE_M)
        column.addLayout(form_field(self.tr("Shared folder"), self.folder))
        column.addWidget(label(about_folder, "small", wrap=True))

    @property
    def server(self) -> Server | None:
        """What is entered; None until both are."""
        address, folder = self.address.text().strip(), self.folder.folder
        return Server(address, folder) if address and folder else None

    def tell(self, what_is_next: str) -> None:
        """Ask for nothing any more, and say how it goes on."""
        self.is_done = True
        self._fields.hide()
        self.about.setProperty("role", "")
        restyle(self.about)
        self.about.setText(what_is_next)
        self.changed.emit()


class MoveDialog(WorkingDialog):
    """Accepted once the data are moved and that was read: then the program has to be closed."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        about = self.tr(
            "Patients, sessions, recordings and models are copied to an empty database on a PostgreSQL server and to a "
            "shared folder. Then this computer and others of the clinic work with them there. The guide says what has "
            "to be made ready. Nothing is deleted here."
        )
        about_folder = self.tr("An empty one on a network drive, which only the clinic’s people may open.")
        self.form = SeatForm(about, about_folder)
        self.go, self.cancel = Button(self.tr("Move the data"), kind="primary"), Button(self.tr("Cancel"))
        self.setWindowTitle(self.tr("Move the data to a server"))
        _lay_out(self)
        self.go.clicked.connect(self._go)
        self.refresh()

    def refresh(self) -> None:
        """The button is there for what is complete."""
        idle = not self.progress.active
        self.form.setEnabled(idle)
        self.cancel.setVisible(idle and not self.form.is_done)  # the progress has a button of its own
        self.go.setEnabled(idle and (self.form.is_done or self.form.server is not None))

    def _go(self) -> None:
        if self.form.is_done:
            self.accept()
            return
        workspace, server = self.services.workspace, self.form.server
        assert server is not None

        def work(job: Job) -> None:
            move_to_server(workspace, server, seldom(job.report))

        self.work(lambda: self.tr("Moving the data"), work, self._moved)

    def _moved(self, _: None) -> None:
        self.go.setText(self.tr("Close the program"))
        self.shrinks = True
        self.form.tell(
            self.tr(
                "The data lie on the server now. The program closes, since whatever is entered here from now on would "
                "not be there. Start it again and sign in as before. What was here until now stays in a folder beside."
            )
        )

    def reject(self) -> None:
        """Close, or stop the work first; once the data are moved the program closes whichever way this is left."""
        if self.form.is_done:
            self.accept()
        else:
            super().reject()


class JoinDialog(AskingDialog):
    """Accepted once this computer works with the server, at once or, where it had data, from its next start on."""

    def __init__(self, paths: AppPaths, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(jobs, parent)
        self._paths = paths
        about = self.tr(
            "Another computer has moved the clinic’s data to a PostgreSQL server and a shared folder. This one works "
            "with the same patients then, and the users of the clinic sign in here. Data that lie on this computer "
            "already are not added to them: they stay in a folder beside."
        )
        about_folder = self.tr("The one that was named there, as it is reached from here.")
        self.form = SeatForm(about, about_folder)
        self.go, self.cancel = Button(self.tr("Work with it"), kind="primary"), Button(self.tr("Cancel"))
        self.setWindowTitle(self.tr("Work with a clinic’s server"))
        _lay_out(self)
        self.go.clicked.connect(self._go)
        self.refresh()

    def refresh(self) -> None:
        """The button is there for what is complete."""
        idle = not self.is_busy
        self.form.setEnabled(idle)
        self.cancel.setEnabled(idle)
        self.go.setEnabled(idle and (self.form.is_done or self.form.server is not None))

    def _go(self) -> None:
        if self.form.is_done:
            self.accept()
            return
        paths, server = self._paths, self.form.server
        assert server is not None
        self.do(lambda: join_server(paths, server), self._joined)

    def _joined(self, at_next_start: bool) -> None:
        if not at_next_start:
            self.accept()
            return
        self.cancel.hide()
        self.go.setText(self.tr("Close the program"))
        self.shrinks = True
        self.form.tell(
            self.tr(
                "From its next start on this computer works with the clinic’s server. The program closes; start it "
                "again and sign in as a user of the clinic. What was here until now stays in a folder beside."
            )
        )

    def reject(self) -> None:
        """Close; what is done is done, whichever way this is left."""
        if self.form.is_done:
            self.accept()
        else:
            super().reject()


def _lay_out(dialog: MoveDialog | JoinDialog) -> None:
    """The form above, its buttons below."""
    dialog.body.addWidget(dialog.form)
    dialog.body.addStretch(1)
    dialog.add_buttons(dialog.cancel, dialog.go)
    dialog.form.changed.connect(dialog.refresh)
    dialog.go.setDefault(True)
    dialog.cancel.clicked.connect(dialog.reject)
