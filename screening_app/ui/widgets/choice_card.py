"""One of a few clear choices: a large button with an icon, a name and a line that explains it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from screening_app.ui import theme

_ICON = 28


class ChoiceCard(QAbstractButton):
    """A checkable button as large as a card; put several into a `QButtonGroup`."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._explanation = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_texts(self, name: str, explanation: str) -> None:
        """What is chosen, and what it means."""
        self.setText(name)
        self._explanation = explanation
        self.setAccessibleDescription(explanation)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the name and two lines of explanation."""
        return QSize(240, 3 * self.fontMetrics().height() + theme.SPACE_L + theme.SPACE_S)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Narrow enough for three beside each other in a small window."""
        return QSize(180, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the card, its icon and its two texts."""
        scheme = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_card(painter, scheme)
        left = theme.SPACE_M + _ICON + theme.SPACE_M
        icon = theme.icon(self._icon_name, scheme.accent if self.isChecked() and self.isEnabled() else scheme.muted)
        painter.drawPixmap(QPointF(theme.SPACE_M, (self.height() - _ICON) / 2), icon.pixmap(_ICON, _ICON))
        line = self.fontMetrics().height()
        room = QRectF(left, theme.SPACE_M - 2, self.width() - left - theme.SPACE_S, self.height() - theme.SPACE_M)
        painter.setPen(QColor(scheme.text if self.isEnabled() else scheme.muted))
        painter.setFont(_bold(self.font()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self.text())
        painter.setPen(QColor(scheme.muted))
        painter.setFont(theme.font(theme.TYPE_SMALL))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(room.adjusted(0, line + 3, 0, 0), flags, self._explanation)

    def _draw_card(self, painter: QPainter, scheme: theme.Colours) -> None:
        fill = scheme.accent_soft if self.isChecked() else scheme.raised if self.underMouse() else scheme.surface
        strong = self.isChecked() or self.hasFocus()
        painter.setBrush(QColor(fill if self.isEnabled() else scheme.raised))
        painter.setPen(QPen(QColor(scheme.accent if strong else scheme.border), 2 if strong else 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(scheme.text), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), theme.RADIUS - 3, theme.RADIUS - 3)


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made
