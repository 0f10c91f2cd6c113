"""Emergency access in the window: why it is needed, how long it lasts, and that nothing of it stays."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit

from screening_app.services.emergency import MINUTES, SHORTEST_REASON, end_emergency, open_in_emergency
from screening_app.services.permissions import Permission
from screening_app.ui import theme
from screening_app.ui.asking_dialog import AskingDialog
from screening_app.ui.formats import format_date
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.form_field import form_field

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from screening_app.ui.main_window import MainWindow
    from screening_app.ui.services import AppServices

_HEIGHT = 88


class EmergencyDialog(AskingDialog):
    """Asks for the reason; accepted once patients are shown."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services.device_jobs, parent)
        self._workspace = services.workspace
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(_HEIGHT)
        self.go, self.cancel = Button(self.tr("Show patients"), kind="primary"), Button(self.tr("Cancel"))
        self.setWindowTitle(self.tr("Emergency access"))
        about = self.tr(
            "Your account does not show patients. In an emergency you can look at them for {minutes} minutes. That you "
            "did, and your reason, stays in the record of actions; name no patient in it."
        )
        self.body.addWidget(label(about.format(minutes=MINUTES), wrap=True))
        self.body.addLayout(form_field(self.tr("What is the emergency?"), self.reason))
        self.add_buttons(self.cancel, self.go)
        self.reason.textChanged.connect(self.refresh)
        self.go.clicked.connect(self._go)
        self.cancel.clicked.connect(self.reject)
        self.refresh()

    def refresh(self) -> None:
        """The button is there once something is said."""
        is_said = len(self.reason.toPlainText().strip()) >= SHORTEST_REASON
        self.go.setEnabled(is_said and not self.is_busy)

    def _go(self) -> None:
        workspace, reason = self._workspace, self.reason.toPlainText()
        self.do(lambda: open_in_emergency(workspace, reason), lambda _: self.accept())


class EmergencyBar(QFrame):
    """Stands above the pages for as long as it lasts."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.setProperty("kind", "warning")
        self._until: datetime | None = None
        self.words, self.end = QLabel(), Button("", "close")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_XL, theme.SPACE_S, theme.SPACE_XL, theme.SPACE_S)
        row.addWidget(self.words, 1)
        row.addWidget(self.end)
        self.hide()

    def show_until(self, until: datetime) -> None:
        """Say until when patients are shown."""
        self._until = until
        self._retranslate()
        self.show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        if self._until is not None:
            words = self.tr("Emergency access: patients are shown until {time}. What you look at is recorded.")
            self.words.setText(words.format(time=format_date(self._until, with_time=True)))
        self.end.setText(self.tr("End it now"))


class Emergency(QObject):
    """Opens and closes the places of patients in the window."""

    def __init__(self, services: AppServices, window: MainWindow) -> None:
        super().__init__(window)
        self._services, self._window = services, window
        self.bar = EmergencyBar()
        self._ending = QTimer(self, singleShot=True)
        self._ending.timeout.connect(self.end)
        self.bar.end.clicked.connect(self.end)
        services.events.emergency_wanted.connect(self.ask)
        self.dialog: EmergencyDialog | None = None

    def ask(self) -> None:
        """Ask for the reason, unless patients are shown anyway."""
        if self._services.workspace.access.may(Permission.SEE_PATIENTS):
            return
        self.dialog = EmergencyDialog(self._services, self._window)
        self.dialog.accepted.connect(self._begin)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def _begin(self) -> None:
        until = self._services.workspace.access.emergency_until
        if until is not None:
            self._ending.start(max(0, round((until - datetime.now(UTC)).total_seconds() * 1000)))
            self.bar.show_until(until)
            self._window.banner.clear()
            self._window.open_places.follow()

    def end(self) -> None:
        """Show patients no more, and throw away what shows them."""
        self._ending.stop()
        end_emergency(self._services.workspace)
        self.bar.hide()
        self._window.open_places.follow()
