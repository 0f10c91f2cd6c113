"""The settings' part about oneself: who is signed in, and the own passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.user_dialogs import OwnPassphraseDialog
from screening_app.ui.user_words import standing
from screening_app.ui.widgets import Banner, Button, Card, label

if TYPE_CHECKING:
    from screening_app.ui.services import AppServices


class AccountCard(Card):
    """Hidden on a data folder without users."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._services = services
        self.dialog: OwnPassphraseDialog | None = None
        self.banner, self.who = Banner(), label("", "strong", wrap=True)
        self.change = Button("", "form-textbox-password")
        self.change.clicked.connect(self._change)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.who, 1)
        row.addWidget(self.change)
        self.body.addWidget(self.banner)
        self.body.addLayout(row)
        self.setVisible(bool(services.workspace.access.user.id))
        self.retranslate()

    def _change(self) -> None:
        self.dialog = OwnPassphraseDialog(self._services, self.window())
        self.dialog.accepted.connect(self._changed)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def _changed(self) -> None:
        self.banner.show_message(lambda: self.tr("From now on you sign in with the new passphrase."), "success")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        user = self._services.workspace.access.user
        self.set_title(self.tr("Your account"))
        self.who.setText(self.tr("{name}, {role}").format(name=user.name, role=standing(user)))
        self.change.setText(self.tr("Change your passphrase…"))
