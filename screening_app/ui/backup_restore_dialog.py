"""Bring a backup back: which one, and whether in the place of the present data or into another folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from screening_app.services.backup_standing import Opened, opened_elsewhere, opened_here
from screening_app.services.backups import whole_backup
from screening_app.services.restoring import restore, restore_at_next_start
from screening_app.ui import theme
from screening_app.ui.backup_jobs import seldom
from screening_app.ui.backup_open_dialog import BackupOpenDialog
from screening_app.ui.backups_table import BackupsModel, BackupsView
from screening_app.ui.saving import show_on_desktop
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.question import agreed
from screening_app.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from screening_app.jobs.runner import Job
    from screening_app.services.snapshots import SnapshotHead
    from screening_app.ui.services import AppServices

_WIDTH = 760


class BackupRestoreDialog(WorkingDialog):
    """Lists the backups of the folder that is set up, or of another one; changes nothing before the next start."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent, _WIDTH)
        self._opened: Opened | None = None
        self.source = label("", "muted", wrap=True)
        self.other = Button(self.tr("From another folder…"), "folder-open-outline")
        self.table = BackupsModel()
        self.view = BackupsView(self.table)
        self.view.setAccessibleName(self.tr("Backups"))
        self.apart = Button(self.tr("Into another folder…"), "folder-arrow-down-outline")
        self.in_place = Button(self.tr("In the place of the present data…"), kind="primary")
        self.close_button = Button(self.tr("Close"))
        self.asking: BackupOpenDialog[Opened] | None = None
        self.setWindowTitle(self.tr("Bring a backup back"))
        self._lay_out()
        self._connect()
        self._show(None)
        self.look()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(theme.SPACE_S)
        above.addWidget(self.source, 1)
        above.addWidget(self.other)
        about = self.tr(
            "In the place of the present data: at the next start of the program. What is here now is not deleted, it "
            "stays in a folder beside. Into another folder: decrypted there, and nothing here changes."
        )
        self.body.addLayout(above)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(label(about, "small", wrap=True))
        self.add_buttons(self.apart, self.in_place, left=(self.close_button,))

    def _connect(self) -> None:
        self.other.clicked.connect(self._ask_for_another)
        self.apart.clicked.connect(self._ask_where)
        self.in_place.clicked.connect(self._ask_in_place)
        self.close_button.clicked.connect(self.reject)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self.refresh())

    # Which there are

    def look(self) -> None:
        """Read the backups of the folder that is set up."""
        workspace = self.services.workspace
        self.work(lambda: self.tr("Looking for backups"), lambda _: opened_here(workspace), self._show)

    def _ask_for_another(self) -> None:
        self.asking = BackupOpenDialog(self.services, opened_elsewhere, self._show, self)
        self.asking.finished.connect(self.asking.deleteLater)
        self.asking.open()

    def _show(self, opened: Opened | None) -> None:
        self._opened = opened
        self.table.show_backups(opened.snapshots if opened else ())
        self.view.selectRow(0)
        if opened is None:
            self.source.setText(self.tr("Choose the folder that holds the backups."))
        else:
            folder = opened.to.chosen
            none = self.tr("There is no backup in {folder} yet.")
            self.source.setText((self.tr("From {folder}") if opened.snapshots else none).format(folder=folder))
        self.refresh()

    @property
    def chosen(self) -> SnapshotHead | None:
        """The backup that is chosen in the list."""
        rows = self.view.selectionModel().selectedRows()
        return self.table.row(rows[0].row()) if rows else None

    def refresh(self) -> None:
        """The buttons are there while a backup is chosen and nothing is being done."""
        idle = not self.progress.active
        self.other.setEnabled(idle)
        for button in (self.apart, self.in_place):
            button.setEnabled(idle and self.chosen is not None)

    # Bringing back

    def _ask_where(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("An empty folder for the backup"), str(Path.home()))
        if folder:
            self.bring_back_into(Path(folder))

    def bring_back_into(self, folder: Path) -> None:
        """Decrypt the chosen backup into an empty folder."""
        opened, snapshot = self._opened, self.chosen
        assert opened is not None
        assert snapshot is not None

        def work(job: Job) -> None:
            restore(opened.to, whole_backup(opened.to, snapshot), folder, seldom(job.report))

        def done(_: None) -> None:
            self.banner.show_message(
                lambda: self.tr("The backup lies in {folder}.").format(folder=folder),
                "success",
                lambda: self.tr("Open folder"),
                lambda: show_on_desktop(folder),
            )

        self.work(lambda: self.tr("Bringing back"), work, done)

    def _ask_in_place(self) -> None:
        data = self.services.workspace.paths.data
        if agreed(
            self,
            self.tr("Bring the backup back?"),
            self.tr("At the next start the backup takes the place of the present data."),
            self.tr(
                "Whatever is entered or recorded from now on is not in it. The present data stay beside it, in "
                "{folder}; until the next start you can take this back."
            ).format(folder=f"{data}.before-restore-…"),
            yes=self.tr("Bring back"),
            no=self.tr("Cancel"),
        ):
            self._bring_back_in_place()

    def _bring_back_in_place(self) -> None:
        opened, snapshot, paths = self._opened, self.chosen, self.services.workspace.paths
        assert opened is not None
        assert snapshot is not None

        def work(job: Job) -> Path:
            return restore_at_next_start(paths, opened.to, whole_backup(opened.to, snapshot), seldom(job.report))

        def done(_: Path) -> None:
            self.services.events.backups_changed.emit()
            self.banner.show_message(
                lambda: self.tr("Close the program and start it again: then the backup is in the place of the data."),
                "success",
            )

        self.work(lambda: self.tr("Bringing back"), work, done)
