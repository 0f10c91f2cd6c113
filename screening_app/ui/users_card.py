"""The settings' part about users: who there is, in which role, and what an administrator can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from screening_app.services.master_key import order_new_master
from screening_app.services.permissions import Permission
from screening_app.services.users import all_users, bring_back, shut_out
from screening_app.ui import theme
from screening_app.ui.user_dialogs import ResetDialog, UserDialog
from screening_app.ui.user_words import standing
from screening_app.ui.widgets import Banner, Button, Card, label
from screening_app.ui.widgets.note_row import clear
from screening_app.ui.widgets.question import agreed

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import User
    from screening_app.ui.services import AppServices


class UsersCard(Card):
    """A row for each user with its buttons; hidden from who is no administrator."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._services = services
        self.dialog: QDialog | None = None
        self.users: tuple[User, ...] = ()
        self.buttons: dict[str, dict[str, Button]] = {}  # by the user's id and what it does
        self._why = label("", "muted", wrap=True)
        self._rows = QGridLayout()
        self._rows.setSpacing(theme.SPACE_S)
        for column in (0, 1):
            self._rows.setColumnStretch(column, 1)
        self.banner, self.add = Banner(), Button("", "account-plus-outline")
        self.add.clicked.connect(lambda: self._open(UserDialog(self._services, None, self.window())))
        self.change_key = Button("", kind="quiet")
        self.change_key.clicked.connect(self._ask_for_another_key)
        for part in (self.banner, self._why):
            self.body.addWidget(part)
        self.body.addLayout(self._rows)
        for button in (self.add, self.change_key):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        access = services.workspace.access
        self.setVisible(bool(access.user.id) and access.may(Permission.USERS))
        self.retranslate()

    def refresh(self) -> None:
        """Read who there is."""
        workspace = self._services.workspace
        if not self.isHidden():
            self._services.device_jobs.start(
                lambda _: all_users(workspace), on_done=self._show, on_error=self.banner.show_error
            )

    def _show(self, users: tuple[User, ...]) -> None:
        self.users = users
        self.retranslate()

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.accepted.connect(self.refresh)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_to_shut_out(self, user: User) -> None:
        question = self.tr("Let {name} sign in no more?").format(name=user.name)
        details = self.tr("What was done stays under this name. You can bring the account back at any time.")
        if agreed(self, self.tr("Shut out"), question, details, yes=self.tr("Shut out"), no=self.tr("Keep")):
            self._do(lambda: shut_out(self._services.workspace, user.id))

    def _ask_for_another_key(self) -> None:
        question = self.tr("Encrypt under another key from the next sign-in on?")
        details = self.tr(
            "Do this after shutting somebody out who may have copied the data folder: new sessions and the database do "
            "not open with the old key any more. What was copied before stays readable for them. The next sign-in "
            "takes some seconds longer. All passphrases and the recovery key stay; PINs have to be set again."
        )
        yes, no = self.tr("Change the key"), self.tr("Keep the key")
        if agreed(self, self.tr("Another key"), question, details, yes=yes, no=no):
            self.banner.clear()
            self._services.device_jobs.start(
                lambda _: order_new_master(self._services.workspace),
                on_done=lambda _: self._tell_of_another_key(),
                on_error=self.banner.show_error,
            )

    def _tell_of_another_key(self) -> None:
        self.banner.show_message(lambda: self.tr("Another key comes into force at the next sign-in."), "success")

    def _do(self, act: Callable[[], User]) -> None:
        self.banner.clear()
        self._services.device_jobs.start(
            lambda _: act(), on_done=lambda _: self.refresh(), on_error=self.banner.show_error
        )

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Users"))
        self._why.setText(
            self.tr("Everybody signs in under a name of their own: it stands under what they sign and in the record.")
        )
        self.add.setText(self.tr("Add a user…"))
        self.change_key.setText(self.tr("Encrypt under another key…"))
        clear(self._rows)
        self.buttons = {}
        for row, user in enumerate(self.users):
            self._lay_out_row(row, user)

    def _lay_out_row(self, row: int, user: User) -> None:
        self._rows.addWidget(label(user.name, "strong", wrap=True), row, 0)
        self._rows.addWidget(label(standing(user), "muted", wrap=True), row, 1)
        self.buttons[user.id] = {}
        for column, (name, (text, act)) in enumerate(self._acts(user).items(), start=2):
            button = Button(text, kind="quiet")
            button.setAccessibleName(f"{text} {user.name}")
            button.clicked.connect(lambda _=False, act=act: act())
            self.buttons[user.id][name] = button
            self._rows.addWidget(button, row, column, Qt.AlignmentFlag.AlignLeft)

    def _acts(self, user: User) -> dict[str, tuple[str, Callable[[], object]]]:
        """What can be done about a user; about oneself, only what an administrator may do alone."""
        services, window = self._services, self.window()
        acts: dict[str, tuple[str, Callable[[], object]]] = {
            "change": (self.tr("Role…"), lambda: self._open(UserDialog(services, user, window)))
        }
        if user.id == services.workspace.access.user.id:
            return acts
        acts["reset"] = (self.tr("New passphrase…"), lambda: self._open(ResetDialog(services, user, window)))
        if user.is_active:
            acts["shut_out"] = (self.tr("Shut out…"), lambda: self._ask_to_shut_out(user))
        else:
            acts["bring_back"] = (
                self.tr("Bring back"),
                lambda: self._do(lambda: bring_back(services.workspace, user.id)),
            )
        return acts
