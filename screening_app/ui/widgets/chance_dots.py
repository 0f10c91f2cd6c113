"""A probability as so many of ten people: easier to take in than a percentage."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets.accessible_role import give_role

PEOPLE = 10
_RADIUS, _STEP = 6, 20  # pixels


class ChanceDots(QWidget):
    """Ten circles, as many of them filled as of ten such people would be affected; nothing where it is not known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filled = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        give_role(self, QAccessible.Role.Graphic)
        self.hide()

    def show_chance(self, probability: float | None) -> None:
        """Show a probability, 0 to 1; None hides the circles."""
        self.setVisible(probability is not None)
        self.filled = round(PEOPLE * (probability or 0.0))
        words = self.tr("About {count} of 10 people with such a score are at or above the cut-off.")
        self.setAccessibleName(words.format(count=self.filled))
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for all ten."""
        return QSize(PEOPLE * _STEP, 2 * _RADIUS + 6)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """They are not drawn smaller."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the circles: full ones first, empty ones behind them."""
        scheme = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(PEOPLE):
            full = place < self.filled
            painter.setPen(QPen(QColor(scheme.fusion if full else scheme.muted), 1.5))
            painter.setBrush(QColor(scheme.fusion if full else scheme.surface))
            painter.drawEllipse(QPointF(_STEP * place + _RADIUS + 2, self.height() / 2), _RADIUS, _RADIUS)
