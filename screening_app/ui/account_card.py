"""The settings' part about oneself: who is signed in, the own passphrase, and a PIN to unlock the screen with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from screening_app.services.locking import forget_pin, has_pin
from screening_app.services.permissions import Permission
from screening_app.ui import theme
from screening_app.ui.user_dialogs import OwnPassphraseDialog, PinDialog
from screening_app.ui.user_words import standing
from screening_app.ui.widgets import Banner, Button, Card, label, line

if TYPE_CHECKING:
    from screening_app.ui.services import AppServices


class AccountCard(Card):
    """Hidden on a data folder without users."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._services = services
        self.dialog: OwnPassphraseDialog | PinDialog | None = None
        self.banner, self.who = Banner(), label("", "strong", wrap=True)
        self.change = Button("", "form-textbox-password")
        self.emergency = Button("", "medical-bag")
        self.emergency.clicked.connect(services.events.emergency_wanted)
        self.emergency.setVisible(not services.workspace.access.may(Permission.SEE_PATIENTS))
        self.set_pin, self.forget_pin = Button("", "dialpad"), Button("", "close", "quiet")
        self.about_pin = label("", "muted", wrap=True)
        self.change.clicked.connect(lambda: self._open(OwnPassphraseDialog(self._services, self.window())))
        self.set_pin.clicked.connect(lambda: self._open(PinDialog(self._services, self.window())))
        self.forget_pin.clicked.connect(self._forget_pin)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.who, 1)
        row.addWidget(self.emergency)
        row.addWidget(self.change)
        self.body.addWidget(self.banner)
        self.body.addLayout(row)
        pin = QHBoxLayout()
        pin.setSpacing(theme.SPACE_S)
        pin.addWidget(self.about_pin, 1)
        pin.addWidget(self.set_pin)
        pin.addWidget(self.forget_pin)
        self.body.addWidget(line())
        self.body.addLayout(pin)
        self.setVisible(bool(services.workspace.access.user.id))
        self.retranslate()

    def _open(self, dialog: OwnPassphraseDialog | PinDialog) -> None:
        self.dialog = dialog
        dialog.accepted.connect(lambda: self._changed(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _changed(self, dialog: OwnPassphraseDialog | PinDialog) -> None:
        def text() -> str:
            if isinstance(dialog, PinDialog):
                return self.tr("The PIN unlocks the screen from now on.")
            return self.tr("From now on you sign in with the new passphrase.")

        self.banner.show_message(text, "success")
        self.retranslate()

    def _forget_pin(self) -> None:
        workspace = self._services.workspace
        self._services.device_jobs.start(
            lambda _: forget_pin(workspace), on_done=lambda _: self.retranslate(), on_error=self.banner.show_error
        )

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
        self.emergency.setText(self.tr("Emergency access…"))
        self.about_pin.setText(
            self.tr("A PIN unlocks the screen quickly. After three that do not fit, the passphrase is needed.")
        )
        is_set = bool(user.id) and has_pin(self._services.workspace)
        self.set_pin.setText(self.tr("Change the PIN…") if is_set else self.tr("Set a PIN…"))
        self.forget_pin.setText(self.tr("Take the PIN away"))
        self.forget_pin.setVisible(is_set)
