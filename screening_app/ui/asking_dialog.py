"""A dialog that asks for something and does it in a moment, away from the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets import Banner

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.jobs.runner import JobRunner
    from screening_app.ui.widgets import Button

T = TypeVar("T")

WIDTH = 560


class AskingDialog(QDialog):
    """Put what it asks into `body`; while `is_busy` it does what was asked for, and cannot be closed."""

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None, width: int = WIDTH) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.is_busy = False
        self.shrinks = False  # whether it grows smaller, too, where there is less to show
        self.banner = Banner()
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.SPACE_M)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.SPACE_S)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        self._column.setSpacing(theme.SPACE_M)
        self._column.addLayout(self.body, 1)
        self._column.addWidget(self.banner)
        self._column.addLayout(self._buttons)
        self.setMinimumWidth(theme.scaled(width))

    def add_buttons(self, *right: Button, left: tuple[Button, ...] = ()) -> None:
        """Put the buttons below everything."""
        for button in left:
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        for button in right:
            self._buttons.addWidget(button)

    def do(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Do something as a job; without `on_error`, what goes wrong is said above the buttons."""

        def done(result: T) -> None:
            self._set_busy(is_busy=False)
            on_done(result)

        def failed(error: BaseException) -> None:
            self._set_busy(is_busy=False)
            (on_error or self.banner.show_error)(error)

        self.banner.clear()
        self._set_busy(is_busy=True)
        self.jobs.start(lambda _: work(), on_done=done, on_error=failed)

    def _set_busy(self, *, is_busy: bool) -> None:
        self.is_busy = is_busy
        self.refresh()

    def refresh(self) -> None:
        """Let fields and buttons follow what is typed and done; called when work begins and ends, too."""
        raise NotImplementedError

    def reject(self) -> None:
        """Close, unless something is being done: it takes a moment only."""
        if not self.is_busy:
            super().reject()

    def event(self, event: QEvent) -> bool:
        """Grow with what has to be shown: wrapped texts tell their height only for a width."""
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            needed = self._column.totalHeightForWidth(self.width())
            if self.height() < needed or self.shrinks:
                self.resize(self.width(), needed)
        return handled
