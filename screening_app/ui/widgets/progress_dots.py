"""How far somebody is in a row of questions: a dot for each."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from screening_app.ui import theme

_RADIUS, _CURRENT, _STEP = 5, 9, 32  # radius of a dot, of the one that is asked now, distance of two


class ProgressDots(QWidget):
    """Dots in a row: those before the current one are filled, the current one is larger, the others are rings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._current = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_place(self, current: int, count: int, name: str) -> None:
        """The place from 0 among `count`; `name` says it to screen readers."""
        self._current, self._count = current, count
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the dots."""
        return QSize(_STEP * max(1, self._count), 2 * _CURRENT + 4)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the dots in the middle."""
        scheme = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = (self.width() - _STEP * (self._count - 1)) / 2
        for place in range(self._count):
            painter.setPen(QPen(QColor(scheme.accent if place <= self._current else scheme.muted), 2))
            painter.setBrush(QColor(scheme.accent) if place <= self._current else Qt.BrushStyle.NoBrush)
            radius = _CURRENT if place == self._current else _RADIUS
            painter.drawEllipse(QPointF(left + place * _STEP, self.height() / 2), radius, radius)
