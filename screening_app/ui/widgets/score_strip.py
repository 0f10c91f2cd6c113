"""A score as a small mark on a thin scale, for rows of several scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from screening_app.ui import theme

if TYPE_CHECKING:
    from selfmm.types import LabelScale

_POINT = 6  # radius


class ScoreStrip(QWidget):
    """The scale as a line with a tick at the cut-off, and a point at the value where there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale: LabelScale | None = None
        self._value: float | None = None
        self._colour = "fusion"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_value(self, scale: LabelScale | None, value: float | None, colour: str = "fusion") -> None:
        """Draw a value of the scale; `colour` is a field of `theme.Colours`, such as "audio_view"."""
        self._scale, self._value, self._colour = scale, value, colour
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as there is room."""
        return QSize(160, 2 * _POINT + 6)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Fits beside an answer."""
        return QSize(56, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the line, the tick and the point."""
        if self._scale is None:
            return
        scheme = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.border))
        middle = self.height() / 2
        painter.drawRoundedRect(QRectF(_POINT, middle - 2, self.width() - 2 * _POINT, 4), 2, 2)
        painter.setPen(QPen(QColor(scheme.text), 1.5))
        tick = self._x(self._scale, self._scale.cutoff)
        painter.drawLine(QPointF(tick, middle - 6), QPointF(tick, middle + 6))
        if self._value is not None:
            painter.setPen(QPen(QColor(scheme.surface), 1.5))
            painter.setBrush(QColor(getattr(scheme, self._colour)))
            painter.drawEllipse(QPointF(self._x(self._scale, self._value), middle), _POINT, _POINT)

    def _x(self, scale: LabelScale, value: float) -> float:
        share = min(1.0, max(0.0, (value - scale.minimum) / (scale.maximum - scale.minimum)))
        return _POINT + share * (self.width() - 2 * _POINT)
