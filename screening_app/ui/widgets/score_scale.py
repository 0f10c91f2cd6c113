"""A score on its model's scale, as one picture: from minimum to maximum, cut-off, interval and value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QBrush, QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from screening_app.ui import theme
from screening_app.ui.formats import format_value
from screening_app.ui.plain import plain_tooltip
from screening_app.ui.widgets.accessible_role import give_role

if TYPE_CHECKING:
    from selfmm.types import LabelScale

_BAR = 14  # height of the bar
_ABOVE, _BELOW = 30, 26  # room for the value's figure above the bar, and for the numbers below it
_POINT = 9  # radius of the value's point
_SIDE = 16  # room at each end, for the half of a number


def _round(value: float) -> str:
    """An end or cut-off of a scale as it is written: "53", but "49.5"."""
    return f"{value:g}"


class ScoreScale(QWidget):
    """The scale as a bar: a value is a full point, an undecided one hollow on a hatched band, none leaves it bare."""

    def __init__(self, parent: QWidget | None = None, *, scheme: theme.Colours | None = None) -> None:
        """A `scheme` that is given stays, as for a picture on white paper; else the theme in force is followed."""
        super().__init__(parent)
        give_role(self, QAccessible.Role.Chart)
        self._fixed_scheme = scheme
        self._scale: LabelScale | None = None
        self._value: float | None = None
        self._interval: tuple[float, float] | None = None
        self._undecided = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_score(
        self,
        scale: LabelScale,
        value: float | None,
        interval: tuple[float, float] | None,
        *,
        undecided: bool,
    ) -> None:
        """Draw a value with its interval, both in the scale's own units."""
        self._scale, self._value, self._interval, self._undecided = scale, value, interval, undecided
        self.setAccessibleName(self._in_words(scale))
        self.setToolTip(plain_tooltip(self.accessibleName()))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as there is room."""
        return QSize(420, _ABOVE + _BAR + _BELOW)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Still readable."""
        return QSize(220, _ABOVE + _BAR + _BELOW)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the bar with its two sides, then what the score says on it."""
        if self._scale is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = self._fixed_scheme or theme.colours()
        self._draw_bar(painter, scheme, self._scale)
        if self._interval:
            self._draw_interval(painter, scheme, self._scale, self._interval)
        self._draw_numbers(painter, scheme, self._scale)
        if self._value is not None:
            self._draw_value(painter, scheme, self._scale, self._value)

    def _draw_bar(self, painter: QPainter, scheme: theme.Colours, scale: LabelScale) -> None:
        """The bar: pale below the cut-off, stronger from it on; without a value it is bare."""
        bar = QRectF(_SIDE, _ABOVE, self.width() - 2 * _SIDE, _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.border))
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        if self._value is not None:
            above = bar.adjusted(self._x(scale, scale.cutoff) - _SIDE, 0, 0, 0)
            painter.setBrush(QColor(_mixed(scheme.muted, scheme.border)))
            painter.drawRoundedRect(above, _BAR / 2, _BAR / 2)
            painter.drawRect(above.adjusted(0, 0, -above.width() / 2, 0))

    def _draw_interval(
        self, painter: QPainter, scheme: theme.Colours, scale: LabelScale, interval: tuple[float, float]
    ) -> None:
        low, high = (self._x(scale, end) for end in interval)
        band = QRectF(low, _ABOVE - 4, max(high - low, 4), _BAR + 8)
        colour = QColor(scheme.warning if self._undecided else scheme.fusion)
        painter.setPen(QPen(colour, 1.5))
        fill = QColor(colour)
        fill.setAlpha(110 if self._undecided else 70)
        pattern = Qt.BrushStyle.BDiagPattern if self._undecided else Qt.BrushStyle.SolidPattern
        painter.setBrush(QBrush(fill, pattern))
        painter.drawRoundedRect(band, 4, 4)

    def _draw_numbers(self, painter: QPainter, scheme: theme.Colours, scale: LabelScale) -> None:
        """Minimum and maximum at the ends, and the cut-off as a line through the bar with its name."""
        line = self._x(scale, scale.cutoff)
        painter.setPen(QPen(QColor(scheme.text), 2))
        painter.drawLine(QPointF(line, _ABOVE - 6), QPointF(line, _ABOVE + _BAR + 6))
        painter.setFont(theme.font(theme.TYPE_SMALL))
        painter.setPen(QColor(scheme.muted))
        top = _ABOVE + _BAR + 7
        ends = ((scale.minimum, Qt.AlignmentFlag.AlignLeft), (scale.maximum, Qt.AlignmentFlag.AlignRight))
        for value, side in ends:
            painter.drawText(QRectF(_SIDE, top, self.width() - 2 * _SIDE, 20), side, _round(value))
        painter.setPen(QColor(scheme.text))
        words = self.tr("Cut-off {cutoff}").format(cutoff=_round(scale.cutoff))
        painter.drawText(QRectF(line - 100, top, 200, 20), Qt.AlignmentFlag.AlignHCenter, words)

    def _draw_value(self, painter: QPainter, scheme: theme.Colours, scale: LabelScale, value: float) -> None:
        centre = QPointF(self._x(scale, value), _ABOVE + _BAR / 2)
        colour = QColor(scheme.warning if self._undecided else scheme.fusion)
        painter.setPen(QPen(colour if self._undecided else QColor(scheme.surface), 3 if self._undecided else 2))
        painter.setBrush(QColor(scheme.surface) if self._undecided else colour)
        painter.drawEllipse(centre, _POINT, _POINT)
        font = theme.font(theme.TYPE_BODY)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QRectF(centre.x() - 40, 0, 80, _ABOVE - 6), Qt.AlignmentFlag.AlignCenter, format_value(value))

    def _x(self, scale: LabelScale, value: float) -> float:
        """Where a value lies, in pixels from the left; values outside the scale lie at its ends."""
        share = min(1.0, max(0.0, (value - scale.minimum) / (scale.maximum - scale.minimum)))
        return _SIDE + share * (self.width() - 2 * _SIDE)

    def _in_words(self, scale: LabelScale) -> str:
        """The picture for those who do not see it."""
        words = self.tr("{scale} from {minimum} to {maximum}, cut-off {cutoff}").format(
            scale=scale.name,
            minimum=_round(scale.minimum),
            maximum=_round(scale.maximum),
            cutoff=_round(scale.cutoff),
        )
        if self._value is not None:
            words += "; " + self.tr("value {value}").format(value=format_value(self._value))
        if self._interval:
            low, high = map(format_value, self._interval)
            words += "; " + self.tr("interval {low} to {high}").format(low=low, high=high)
        return words


def _mixed(one: str, other: str) -> QColor:
    """A colour between two, nearer to the other."""
    first, second = QColor(one), QColor(other)
    return QColor.fromRgbF(
        *(
            0.35 * a + 0.65 * b
            for a, b in (
                (first.redF(), second.redF()),
                (first.greenF(), second.greenF()),
                (first.blueF(), second.blueF()),
            )
        )
    )
