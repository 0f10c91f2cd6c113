"""How loud the microphone is now, as a bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets.accessible_role import give_role

QUIETEST, LOUDEST = -60.0, 0.0  # dBFS at the two ends of the bar
_GOOD, _TOO_LOUD = -42.0, -6.0  # dBFS between which speech should lie
_FALL = 1.5  # dB by which the peak mark falls with each new level


class LevelMeter(QWidget):
    """A bar from quiet to too loud, with a mark at the last peak; hidden from the keyboard, as it takes no input."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, QAccessible.Role.Indicator)
        self._level = self._peak = QUIETEST
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def level(self) -> float:
        """The level that is shown, in dBFS."""
        return self._level

    def show_level(self, level: float) -> None:
        """Show a level in dBFS; anything below the bar's quiet end is nothing."""
        self._level = min(LOUDEST, max(QUIETEST, level))
        self._peak = max(self._level, self._peak - _FALL)
        self.update()

    def clear(self) -> None:
        """Show silence."""
        self._level = self._peak = QUIETEST
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide and low."""
        return QSize(240, 14)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the groove, the bar and the peak mark."""
        scheme = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove = QRectF(0, 0, self.width(), self.height())
        painter.setBrush(QColor(scheme.border))
        painter.drawRoundedRect(groove, 4, 4)
        if (width := self._part(self._level) * groove.width()) > 0:
            painter.setBrush(QColor(self._colour()))
            painter.drawRoundedRect(QRectF(0, 0, max(width, 8), groove.height()), 4, 4)
        if self._peak > QUIETEST:
            painter.setBrush(QColor(scheme.text))
            painter.drawRect(QRectF(self._part(self._peak) * (groove.width() - 2), 0, 2, groove.height()))

    def _part(self, level: float) -> float:
        """A level as a share of the bar, in [0, 1]."""
        return (level - QUIETEST) / (LOUDEST - QUIETEST)

    def _colour(self) -> str:
        scheme = theme.colours()
        if self._level > _TOO_LOUD:
            return scheme.danger
        return scheme.success if self._level >= _GOOD else scheme.muted
