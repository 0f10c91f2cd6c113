"""The settings' part about backups: where they go, how new the newest is, and all that can be done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from screening_app.services.backup_standing import Standing, check_newest, standing_of
from screening_app.services.backups import (
    Made,
    back_up,
    forget_destination,
    go_on_with_backups,
)
from screening_app.services.permissions import Permission
from screening_app.services.restoring import forget_restored
from screening_app.ui import theme
from screening_app.ui.backup_jobs import seldom
from screening_app.ui.backup_open_dialog import BackupOpenDialog
from screening_app.ui.backup_restore_dialog import BackupRestoreDialog
from screening_app.ui.backup_setup_dialog import BackupSetupDialog
from screening_app.ui.backup_thin_dialog import BackupThinDialog
from screening_app.ui.backup_words import size_in_words
from screening_app.ui.formats import format_count, format_date
from screening_app.ui.restraint import restrain
from screening_app.ui.widgets import Banner, Button, Card, ProgressPanel, label
from screening_app.ui.widgets.question import agreed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtGui import QShowEvent

    from screening_app.jobs.runner import Job
    from screening_app.ui.services import AppServices
    from screening_app.ui.working_dialog import WorkingDialog


class BackupsCard(Card):
    """What it tells was read in a job; it reads again when it is seen, and when something has changed."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._services = services
        self.standing: Standing | None = None  # None until it has been read
        self.dialog: WorkingDialog | None = None
        self.why, self.where = label("", "muted", wrap=True), label("", "muted", wrap=True)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state, self.waiting = label("", "strong", wrap=True), label("", wrap=True)
        self.take_back = Button("", "undo")
        self.set_up, self.go_on = Button("", "folder-open-outline", "primary"), Button("", "folder-key-outline")
        self.back_up, self.check = Button("", "backup-restore", "primary"), Button("", "check-decagram-outline")
        self.bring_back, self.thin = Button("", "history"), Button("", "filter-outline")
        self.forget = Button("", "close", "quiet")
        self.progress, self.banner = ProgressPanel(), Banner()
        self._lay_out()
        ruling = (self.set_up, self.go_on, self.bring_back, self.thin, self.forget, self.take_back)
        restrain(services.workspace, Permission.BACKUPS, *ruling)
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self._waiting_row = QWidget()
        waiting = QHBoxLayout(self._waiting_row)
        waiting.setContentsMargins(0, 0, 0, 0)
        waiting.setSpacing(theme.SPACE_S)
        waiting.addWidget(self.waiting, 1)
        waiting.addWidget(self.take_back)
        rows = QVBoxLayout()
        rows.setSpacing(theme.SPACE_S)
        for parts in (
            (self.set_up, self.go_on),
            (self.back_up, self.check, self.bring_back),
            (self.thin, self.forget),
        ):
            row = QHBoxLayout()
            row.setSpacing(theme.SPACE_S)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            rows.addLayout(row)
        for widget in (self.banner, self.why, self.state, self.where, self._waiting_row, self.progress):
            self.body.addWidget(widget)
        self.body.addLayout(rows)

    def _connect(self) -> None:
        for button, action in (
            (self.set_up, lambda: self._open(BackupSetupDialog(self._services, self.window()))),
            (self.go_on, self._ask_to_go_on),
            (self.back_up, self.make_backup),
            (self.check, self.check_newest),
            (self.bring_back, lambda: self._open(BackupRestoreDialog(self._services, self.window()))),
            (self.thin, lambda: self._open(BackupThinDialog(self._services, self.window()))),
            (self.forget, self._ask_to_forget),
            (self.take_back, self._take_back),
        ):
            button.clicked.connect(lambda _=False, action=action: action())
        self._services.events.backups_changed.connect(self.look)
        self._services.events.recording_changed.connect(lambda _: self._refresh())
        self.progress.finished.connect(self._refresh)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """See how things stand now."""
        super().showEvent(event)
        if not event.spontaneous():
            self.look()

    def look(self) -> None:
        """Read how things stand; the disk of the backups may be slow or away."""
        workspace = self._services.workspace
        if self.isVisible() and not self.progress.active:
            self._services.backup_jobs.start(
                lambda _: standing_of(workspace), on_done=self._show, on_error=self.banner.show_error
            )

    def _show(self, standing: Standing) -> None:
        self.standing = standing
        self._refresh()

    # What can be done

    def make_backup(self) -> None:
        """Make a backup now."""
        workspace = self._services.workspace
        self._work(lambda: self.tr("Backing up"), lambda job: back_up(workspace, seldom(job.report)), self._made)

    def _made(self, made: Made) -> None:
        self._services.events.backups_changed.emit()
        self.banner.show_message(
            lambda: self.tr("The backup is made. New in it: {size}.").format(size=size_in_words(made.new_bytes)),
            "success",
        )

    def check_newest(self) -> None:
        """Read the whole newest backup and compare it with what was backed up."""
        workspace = self._services.workspace

        def told(made: datetime) -> None:
            self.banner.show_message(
                lambda: self.tr("The backup of {date} is whole and can be brought back.").format(
                    date=format_date(made, with_time=True)
                ),
                "success",
            )

        def work(job: Job) -> datetime:
            return check_newest(workspace, seldom(job.report))

        self._work(lambda: self.tr("Checking the newest backup"), work, told)

    def _ask_to_go_on(self) -> None:
        workspace = self._services.workspace

        def opening(folder: Path, secret: str) -> None:
            go_on_with_backups(workspace, folder, secret)

        def opened(_: None) -> None:
            self._services.events.backups_changed.emit()

        self._open(BackupOpenDialog(self._services, opening, opened, self.window()))

    def _ask_to_forget(self) -> None:
        details = self.tr("Those that were made stay where they are, and can be brought back as before.")
        if agreed(
            self,
            self.tr("Make no backups any more?"),
            self.tr("Make no backups any more?"),
            details,
            yes=self.tr("Make none any more"),
            no=self.tr("Go on"),
        ):
            self._do_quietly(forget_destination, self._services.workspace)

    def _take_back(self) -> None:
        self._do_quietly(forget_restored, self._services.workspace.paths)

    def _do_quietly(self, act: Callable[..., None], what: object) -> None:
        """Do something that takes no time worth showing, but touches the disk."""
        self._services.backup_jobs.start(
            lambda _: act(what),
            on_done=lambda _: self._services.events.backups_changed.emit(),
            on_error=self.banner.show_error,
        )

    def _work(self, title: Callable[[], str], work: Callable[[Job], object], on_done: Callable[..., None]) -> None:
        self.banner.clear()
        self.progress.run(self._services.backup_jobs, title, work, on_done=on_done, on_error=self.banner.show_error)
        self._refresh()

    def _open(self, dialog: WorkingDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # What is shown

    def _refresh(self) -> None:
        standing = self.standing or Standing()
        known, is_set_up = self.standing is not None, standing.chosen is not None
        idle, recording = not self.progress.active, self._services.events.is_recording
        self.why.setVisible(not is_set_up)
        for button in (self.set_up, self.go_on):
            button.setVisible(known and not is_set_up)
        for button in (self.back_up, self.check, self.thin, self.forget):
            button.setVisible(is_set_up)
            button.setEnabled(idle)
        for button in (self.check, self.thin):
            button.setEnabled(idle and standing.count > 0)
        self.back_up.setEnabled(idle and standing.is_there and not recording)
        self.bring_back.setVisible(known)
        self.bring_back.setEnabled(idle)
        self.state.setVisible(is_set_up)
        self.where.setVisible(is_set_up)
        self._waiting_row.setVisible(standing.waits)
        self.state.setText(self._state(standing))
        self.where.setText(self.tr("Encrypted, in {folder}").format(folder=standing.chosen))

    def _state(self, standing: Standing) -> str:
        if not standing.is_there:
            return self.tr("The folder for backups is not there. Connect its disk or network drive.")
        if standing.newest is None:
            return self.tr("No backup has been made yet.")
        return self.tr("Newest backup: {date}. Backups: {count}.").format(
            date=format_date(standing.newest, with_time=True), count=format_count(standing.count)
        )

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Backups"))
        self.why.setText(
            self.tr(
                "A backup holds all patients, sessions, recordings and models, encrypted, in a folder of your choice. "
                "If this computer is lost or fails, it brings everything back on another one."
            )
        )
        self.waiting.setText(self.tr("A backup waits: at the next start it takes the place of the present data."))
        self.take_back.setText(self.tr("Take that back"))
        self.set_up.setText(self.tr("Choose a folder for backups…"))
        self.go_on.setText(self.tr("Go on with backups that are there…"))
        self.back_up.setText(self.tr("Back up now"))
        self.back_up.setToolTip(self.tr("Not while an interview is recorded."))
        self.check.setText(self.tr("Check the newest"))
        self.bring_back.setText(self.tr("Bring a backup back…"))
        self.thin.setText(self.tr("Thin out…"))
        self.forget.setText(self.tr("Make no backups any more…"))
        self._refresh()
