"""Thin backups out: which would go and which stay, before anything is deleted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from screening_app.services.backup_standing import Opened, opened_here
from screening_app.services.backups import Thinned, remove_backups, superseded
from screening_app.ui.backup_words import size_in_words
from screening_app.ui.backups_table import BackupsModel, BackupsView
from screening_app.ui.formats import format_count
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.question import agreed
from screening_app.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from screening_app.services.snapshots import SnapshotHead
    from screening_app.ui.services import AppServices

_WIDTH = 860


class BackupThinDialog(WorkingDialog):
    """Shows what becomes of each backup; deletes only what was agreed to."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent, _WIDTH)
        self._opened: Opened | None = None
        self.going: tuple[SnapshotHead, ...] = ()
        self.told = label("", "strong", wrap=True)
        self.table = BackupsModel(with_fate=True)
        self.view = BackupsView(self.table)
        self.view.setAccessibleName(self.tr("Backups"))
        self.remove = Button(self.tr("Delete what goes…"), "trash-can-outline", "danger")
        self.close_button = Button(self.tr("Close"))
        self.setWindowTitle(self.tr("Thin backups out"))
        about = self.tr(
            "The newest backup of each of the last 7 days, 5 weeks and 12 months stays. What only the others hold, "
            "such as recordings that were deleted since, cannot be brought back afterwards."
        )
        self.body.addWidget(label(about, "muted", wrap=True))
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.told)
        self.add_buttons(self.remove, left=(self.close_button,))
        self.remove.clicked.connect(self._ask)
        self.close_button.clicked.connect(self.reject)
        self.refresh()
        self.look()

    def look(self) -> None:
        """Read which backups there are."""
        workspace = self.services.workspace
        self.work(lambda: self.tr("Looking for backups"), lambda _: opened_here(workspace), self._show)

    def _show(self, opened: Opened | None) -> None:
        self._opened = opened
        snapshots = opened.snapshots if opened else ()
        self.going = superseded(snapshots, datetime.now(UTC))
        self.table.show_backups(snapshots, self.going)
        self.told.setText(
            self.tr("Goes: {going}. Stays: {staying}.").format(
                going=format_count(len(self.going)), staying=format_count(len(snapshots) - len(self.going))
            )
        )
        self.refresh()

    def refresh(self) -> None:
        """The button is there while something would go."""
        self.remove.setEnabled(bool(self.going) and not self.progress.active)

    def _ask(self) -> None:
        if agreed(
            self,
            self.tr("Delete backups?"),
            self.tr("{count} backups are deleted for good.").format(count=format_count(len(self.going))),
            yes=self.tr("Delete"),
            no=self.tr("Keep them"),
        ):
            self._remove()

    def _remove(self) -> None:
        opened, going, workspace = self._opened, self.going, self.services.workspace
        assert opened is not None
        self.work(
            lambda: self.tr("Deleting backups"),
            lambda _: remove_backups(workspace, opened.to, going),
            self._removed,
        )

    def _removed(self, thinned: Thinned) -> None:
        self.services.events.backups_changed.emit()
        self.look()
        self.banner.show_message(
            lambda: self.tr("{count} backups deleted, {size} are free again.").format(
                count=format_count(thinned.backups), size=size_in_words(thinned.freed_bytes)
            ),
            "success",
        )
