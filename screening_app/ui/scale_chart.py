"""What charts of scores share: the plot in the theme's colours, the bands of a scale, and its cut-off."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QColor, QFontMetricsF, QPen
from PySide6.QtWidgets import QFrame, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets.accessible_role import give_role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from selfmm.types import Band

_TITLE_HEIGHT = 30
_SHADE = 0.16  # opacity of the highest band


class ScaleChart(QWidget):
    """A plot whose upright axis is a scale; `_redraw` draws what is in it, at each change of language or theme.

    A chart that nobody sees then is drawn anew when it is shown.
    """

    def __init__(
        self,
        bottom: pg.AxisItem,
        parent: QWidget | None = None,
        *,
        scheme: theme.Colours | None = None,
        grain: int = 1,
    ) -> None:
        """`bottom` is the level axis. A `scheme` that is given stays, as for a picture on white paper.

        `grain` is the pixels of a picture for one of the screen.
        """
        super().__init__(parent)
        give_role(self, QAccessible.Role.Chart)
        self._grain = grain
        self._fixed_scheme = scheme
        self._outdated = False  # drawn in another language or theme
        self._view = pg.PlotWidget(axisItems={"bottom": bottom}, enableMenu=False)  # its texts are English only
        self._plot = self._view.getPlotItem()
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.hideButtons()
        self._plot.showAxis("right")
        self._plot.layout.removeItem(self._plot.titleLabel)
        self._plot.layout.addItem(self._plot.titleLabel, 0, 0, 1, 3)  # above the axes too, for a title may be long
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def plot_area(self) -> QWidget:
        """What the mouse moves over and clicks on."""
        viewport: QWidget = self._view.viewport()
        return viewport

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._outdated = True
            QTimer.singleShot(0, self, self._draw_where_seen)  # a turn of its own, for it may take a while

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the changes that came while nobody saw the chart."""
        super().showEvent(event)
        self._draw_where_seen()

    def _draw_where_seen(self) -> None:
        if self._outdated and self.isVisible():
            self._outdated = False
            self._redraw()

    def _redraw(self) -> None:
        """Draw everything anew; each chart has its own way."""
        raise NotImplementedError

    @property
    def _scheme(self) -> theme.Colours:
        return self._fixed_scheme or theme.colours()

    def _pen(self, colour: str | QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        """A pen as wide as on the screen: in a picture, pyqtgraph makes everything larger but its pens."""
        made: QPen = pg.mkPen(colour, width=width * self._grain, style=style)
        return made

    def _colour_axes(self) -> None:
        self._view.setBackground(self._scheme.surface)
        for side in ("left", "bottom", "right"):
            axis = self._plot.getAxis(side)
            axis.setPen(self._pen(self._scheme.border, 1))
            axis.setTextPen(pg.mkPen(self._scheme.muted))
            axis.setTickFont(theme.font(theme.TYPE_SMALL))
        self._plot.getAxis("right").setStyle(tickLength=0, showValues=True)

    def _clear(self, *staying: pg.GraphicsObject) -> None:
        """Take everything out of the plot but what stays in it.

        An item that is put in again and again is connected to the plot's signals each time, and PySide keeps a little
        of every connection.
        """
        for item in [item for item in self._plot.items if item not in staying]:
            self._plot.removeItem(item)
        for item in staying:
            if item not in self._plot.items:
                self._plot.addItem(item, ignoreBounds=True)

    def _name_axis(self, side: str, name: str) -> None:
        self._plot.setLabel(
            side, escape(name), color=self._scheme.muted, **{"font-size": f"{theme.points(theme.TYPE_SMALL):g}pt"}
        )

    def _set_title(self, html: str) -> None:
        """Set what stands above the plot; "" for nothing. pyqtgraph by itself has room for one line."""
        self._plot.setTitle(html or None, color=self._scheme.muted, size=f"{theme.points(theme.TYPE_SMALL):g}pt")
        if html:
            title = self._plot.titleLabel
            height = max(_TITLE_HEIGHT, title.itemRect().height())
            title.setMaximumHeight(height)
            self._plot.layout.setRowFixedHeight(0, height)
        # a longer text before may have widened the plot beyond the chart, which pyqtgraph does not take back
        self._plot.setGeometry(QRectF(self._view.viewport().rect()))

    def _draw_bands(self, bands: Sequence[Band], lowest: float, highest: float) -> None:
        """Shade the bands, the higher the stronger; the outer ones go on to the edges of the chart."""
        edges = [2 * lowest - highest, *(band.lower for band in bands[1:]), 2 * highest - lowest]
        for rank, ends in enumerate(pairwise(edges if bands else ())):
            shade = QColor(self._scheme.warning)
            shade.setAlphaF(_SHADE * rank / max(1, len(bands) - 1))
            area = pg.LinearRegionItem(ends, "horizontal", brush=shade, pen=pg.mkPen(None), movable=False)
            area.setZValue(-20)
            self._plot.addItem(area, ignoreBounds=True)

    def _draw_cutoff(self, cutoff: float) -> None:
        pen = self._pen(self._scheme.warning, 1.5, Qt.PenStyle.DashLine)
        line = pg.InfiniteLine(cutoff, angle=0, pen=pen)
        line.setZValue(-10)
        self._plot.addItem(line, ignoreBounds=True)

    def _name_levels(self, names: Sequence[tuple[float, str]]) -> None:
        """Write names beside values of the scale at the right, where no point can stand on them."""
        axis = self._plot.getAxis("right")
        axis.setTicks([names])
        letters = QFontMetricsF(theme.font(theme.TYPE_SMALL))
        # left to itself the axis finds its width only while painting, and leaves out what does not fit yet
        axis.setWidth(max(letters.horizontalAdvance(name) for _, name in names) + theme.SPACE_M)

    def cutoff_name(self, cutoff: float) -> str:
        """What stands beside the dashed line."""
        return self.tr("Cut-off {value}").format(value=f"{cutoff:g}")
