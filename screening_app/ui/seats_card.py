"""The settings' part about several computers: whether the data lie on a server, and how they get there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout

from screening_app.services.permissions import Permission
from screening_app.ui import theme
from screening_app.ui.restraint import restrain
from screening_app.ui.widgets import Button, Card, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from screening_app.paths import Server
    from screening_app.ui.services import AppServices


class SeatsCard(Card):
    """Where there is no server it offers one; where there is one it says which."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._server: Server | None = None
        self.about, self.where = label("", "muted", wrap=True), label("", wrap=True)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.to_server, self.join = Button("", "server-network"), Button("", "lan-connect")
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_S)
        for button in (self.to_server, self.join):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.addWidget(self.about)
        self.body.addWidget(self.where)
        self.body.addLayout(buttons)
        restrain(services.workspace, Permission.BACKUPS, self.to_server, self.join)
        self.to_server.clicked.connect(services.events.moving_wanted)
        self.join.clicked.connect(services.events.joining_wanted)
        self.show_server(services.workspace.paths.server)

    def show_server(self, server: Server | None) -> None:
        """Say where the data lie, or offer to let them lie on a server."""
        self._server = server
        self.where.setVisible(server is not None)
        for button in (self.to_server, self.join):
            button.setVisible(server is None)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Several computers"))
        self.to_server.setText(self.tr("Move the data to a server…"))
        self.join.setText(self.tr("Work with a clinic’s server…"))
        if self._server is None:
            self.about.setText(
                self.tr(
                    "In a clinic with more than one room the data can lie on a PostgreSQL server of its own, so that "
                    "several computers work with the same patients."
                )
            )
            return
        self.about.setText(
            self.tr(
                "The data lie on a server, and several computers of the clinic work with them. Only settings, saved "
                "reports and the log are this computer’s own."
            )
        )
        self.where.setText(
            self.tr("Database: {server}\nShared folder: {folder}").format(
                server=self._server.name, folder=self._server.folder
            )
        )
