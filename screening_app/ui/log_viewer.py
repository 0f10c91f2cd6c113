"""The log of the program: what it did and where it failed; never what a patient said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from screening_app.services.support import LEVELS, from_level, read_log, support_text
from screening_app.ui import theme
from screening_app.ui.widgets import Banner, Button, label

if TYPE_CHECKING:
    from screening_app.ui.services import AppServices


class LogViewer(QDialog):
    """Shows the newest entries from a level on, and copies them for support."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._entries = read_log(services.workspace.paths.logs)
        self.level = QComboBox()
        self.text = QPlainTextEdit(readOnly=True)
        self.banner = Banner()
        self.reload = Button(self.tr("Read again"), "refresh")
        self.copy = Button(self.tr("Copy for support"), "content-copy", "primary")
        self._fill_levels()
        self._lay_out()
        self.level.activated.connect(self._show)
        self.reload.clicked.connect(self._read)
        self.copy.clicked.connect(self._copy)
        self._show()

    def _fill_levels(self) -> None:
        names = (self.tr("Everything"), self.tr("From warnings on"), self.tr("From errors on"), self.tr("Bugs only"))
        for level, name in zip(LEVELS, names, strict=True):
            self.level.addItem(name, level)
        self.level.setAccessibleName(self.tr("How grave"))

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Log"))
        self.setMinimumSize(theme.scaled(640), theme.scaled(420))
        self.resize(theme.scaled(860), theme.scaled(560))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(theme.points(theme.TYPE_SMALL))
        self.text.setFont(font)
        self.text.setAccessibleName(self.windowTitle())
        told = self.tr(
            "What the program did and where it failed. The copy for support tells the versions of the program and its "
            "parts, and holds no names or codes of patients and no names of users."
        )
        tools = QHBoxLayout()
        tools.setSpacing(theme.SPACE_S)
        tools.addWidget(self.level)
        tools.addStretch(1)
        tools.addWidget(self.reload)
        tools.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(label(told, "muted", wrap=True))
        column.addWidget(self.banner)
        column.addLayout(tools)
        column.addWidget(self.text, 1)

    def _read(self) -> None:
        self._entries = read_log(self._services.workspace.paths.logs)
        self._show()

    def _show(self) -> None:
        shown = from_level(self._entries, self.level.currentData())
        self.text.setPlainText("\n".join(entry.text for entry in shown) or self.tr("There is nothing to show."))
        self.text.moveCursor(QTextCursor.MoveOperation.End)

    def _copy(self) -> None:
        """Make the copy away from the window: the names of all patients are looked for in it."""
        entries, settings = from_level(self._entries, self.level.currentData()), self._services.settings_store.current
        qt = QLibraryInfo.version().toString()
        self.copy.setEnabled(False)
        self._services.device_jobs.start(
            lambda _: support_text(self._services.workspace, settings, entries, qt),
            on_done=self._copied,
            on_error=self._failed,
        )

    def _copied(self, text: str) -> None:
        self.copy.setEnabled(True)
        QGuiApplication.clipboard().setText(text)
        self.banner.show_message(
            lambda: self.tr("Copied, for a minute. Read it before you send it: paste it into a message or a file."),
            "success",
        )

    def _failed(self, error: BaseException) -> None:
        self.copy.setEnabled(True)
        self.banner.show_error(error)
