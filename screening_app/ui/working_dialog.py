"""A dialog that works on the disk of the backups: what it asks, how far it is, what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets import Banner, ProgressPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.jobs.runner import Job
    from screening_app.ui.services import AppServices
    from screening_app.ui.widgets import Button

T = TypeVar("T")

_WIDTH = 560


class WorkingDialog(QDialog):
    """Put what it asks into `body`; it stays open until it is closed, and closing stops the work first."""

    def __init__(self, services: AppServices, parent: QWidget | None = None, width: int = _WIDTH) -> None:
        super().__init__(parent)
        self.services = services
        self.progress, self.banner = ProgressPanel(), Banner()
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.SPACE_M)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.SPACE_S)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        self._column.setSpacing(theme.SPACE_M)
        self._column.addLayout(self.body, 1)
        self._column.addWidget(self.progress)
        self._column.addWidget(self.banner)
        self._column.addLayout(self._buttons)
        self.setMinimumWidth(theme.scaled(width))
        self.progress.finished.connect(self.refresh)

    def add_buttons(self, *right: Button, left: tuple[Button, ...] = ()) -> None:
        """Put the buttons below everything."""
        for button in left:
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        for button in right:
            self._buttons.addWidget(button)

    def work(
        self,
        title: Callable[[], str],
        work: Callable[[Job], T],
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Do something as a job; without `on_error`, what goes wrong is said above the buttons."""
        self.banner.clear()
        self.progress.run(
            self.services.backup_jobs, title, work, on_done=on_done, on_error=on_error or self.banner.show_error
        )
        self.refresh()

    def refresh(self) -> None:
        """Let the buttons follow what is chosen and what is done; called when work begins and ends, too."""
        raise NotImplementedError

    def reject(self) -> None:
        """Close; while the work goes on, stop it first."""
        if self.progress.active:
            self.progress.cancel()
        else:
            super().reject()

    def event(self, event: QEvent) -> bool:
        """Grow with what has to be shown: wrapped texts tell their height only for a width."""
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            needed = self._column.totalHeightForWidth(self.width())
            if self.height() < needed:
                self.resize(self.width(), needed)
        return handled
