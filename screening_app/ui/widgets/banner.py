"""A message at the top of a page: what happened, and a button for what can be done about it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from screening_app.ui import theme
from screening_app.ui.messages import say
from screening_app.ui.widgets.basics import Button, label, restyle
from selfmm.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)

_ICONS = {
    "info": "information-outline",
    "warning": "alert-outline",
    "error": "alert-circle-outline",
    "success": "check-circle-outline",
}


class Banner(QFrame):
    """Hidden until there is something to say; the user can close it.

    Texts are given as a string, or as a function that makes it again when the language changes.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._kind = "info"
        self._text: Callable[[], str] = str
        self._action_text: Callable[[], str] = str
        self._on_action: Callable[[], None] = lambda: None
        self._picture = QLabel()
        self._label = label("", wrap=True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = Button()
        self._action.clicked.connect(self._act)
        self._close = Button("", "close", "quiet")
        self._close.clicked.connect(self.clear)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_S, theme.SPACE_S)
        row.setSpacing(theme.SPACE_M)
        row.addWidget(self._picture)
        row.addWidget(self._label, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)

    def show_message(
        self,
        text: str | Callable[[], str],
        kind: str = "info",
        action_text: str | Callable[[], str] = "",
        on_action: Callable[[], None] | None = None,
    ) -> None:
        """Show a message; kinds: info, warning, error, success. With `action_text`, a button calls `on_action`."""
        self._kind = kind
        self._text = text if callable(text) else lambda: text
        self._action_text = action_text if callable(action_text) else lambda: action_text
        self._on_action = on_action or self.clear
        self.setProperty("kind", kind)
        restyle(self)
        self._retranslate()
        self._recolour()
        self.show()

    def show_error(
        self,
        error: BaseException,
        action_text: str | Callable[[], str] = "",
        on_action: Callable[[], None] | None = None,
    ) -> None:
        """Show what went wrong, in the user's language; a bug goes to the log, too."""
        if not isinstance(error, KnownError):
            _log.error("a bug", exc_info=error)
        self.show_message(lambda: say(error), "error", action_text, on_action)

    @property
    def text(self) -> str:
        """The message that stands here; "" where there is none."""
        return self._label.text() if not self.isHidden() else ""

    def clear(self) -> None:
        """Take the message away."""
        self.hide()
        self.closed.emit()

    def _act(self) -> None:
        self._on_action()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme; while it is hidden, there is nothing to follow."""
        super().changeEvent(event)
        if self.isHidden():
            return
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._recolour()

    def _retranslate(self) -> None:
        self._label.setText(self._text())
        self.setAccessibleName(self._label.text())
        self._action.setText(self._action_text())
        self._action.setVisible(bool(self._action_text()))
        self._close.setToolTip(self.tr("Close this message"))
        self._close.setAccessibleName(self.tr("Close this message"))

    def _recolour(self) -> None:
        scheme = theme.colours()
        colour = {"info": scheme.accent, "warning": scheme.warning, "error": scheme.danger, "success": scheme.success}
        picture = theme.icon(_ICONS[self._kind], colour[self._kind]).pixmap(QSize(20, 20))
        self._picture.setPixmap(picture)
