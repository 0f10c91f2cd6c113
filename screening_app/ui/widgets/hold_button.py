"""A button that must be held, for what must not happen by a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from screening_app.ui import theme
from screening_app.ui.widgets.basics import Button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

HOLD_SECONDS = 1.5
_BAR = 4  # height of the bar that fills
_FRAME_MS = 30


class HoldButton(Button):
    """Emits `held` after it was pressed for 1.5 seconds, by mouse, finger or Space; a bar in it fills meanwhile."""

    held = Signal()

    def __init__(self, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", icon, "", parent)
        self._since = QElapsedTimer()
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(self._tick)
        self.pressed.connect(self._begin)
        self.released.connect(self._stop)

    def _begin(self) -> None:
        self._since.start()
        self._frames.start()

    def _stop(self) -> None:
        self._frames.stop()
        self.update()

    def _tick(self) -> None:
        self.update()
        if self._since.elapsed() >= 1000 * HOLD_SECONDS:
            self._stop()
            self.held.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the button, and how long it is held already."""
        super().paintEvent(event)
        if self._frames.isActive():
            share = min(1.0, self._since.elapsed() / (1000 * HOLD_SECONDS))
            bar = QRectF(_BAR, self.height() - 2 * _BAR, share * (self.width() - 2 * _BAR), _BAR)
            QPainter(self).fillRect(bar, QColor(theme.colours().accent))
