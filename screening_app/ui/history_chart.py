"""The chart of a patient's history as the window has it: a session is chosen in it, and time is zoomed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from screening_app.ui.chart_marks import forget_symbols
from screening_app.ui.charts import SeriesChart, series_picture, write_picture
from screening_app.ui.series_words import point_in_words, series_in_words, series_name

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

_RING_SIZE = 22  # pixels across
_ZOOM = 0.7  # of the time shown, with each step


class HistoryChart(SeriesChart):
    """Mouse and arrow keys choose a session; the wheel, + and − zoom, 0 shows all again, Enter opens the session."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selected = ""
        self._ring = pg.ScatterPlotItem(size=_RING_SIZE, antialias=True)
        self._ring.setZValue(-1)  # below the points, whose clicks it would take
        self._staying = (self._ring,)
        self._plot.setMouseEnabled(x=True, y=False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._redraw()

    def export_png(self, path: Path) -> None:
        """Write the chart on white as a PNG picture; raises StorageError where it cannot be written."""
        write_picture(series_picture(self._series, self._events, self._reference), path)

    def _redraw(self) -> None:
        super()._redraw()
        self._show_ring()
        self._describe()

    def _describe(self) -> None:
        """Say in words what is drawn, for those who do not see it."""
        self.setAccessibleName(self.tr("Chart over time: {name}").format(name=series_name(self._series)))
        chosen = self._series.point(self._selected)
        told = [series_in_words(self._series, self._events)]
        if chosen is not None:
            said = point_in_words(self._series, chosen).replace("\n", ", ")
            told.append(self.tr("Chosen: {point}.").format(point=said))
        self.setAccessibleDescription(" ".join(told))

    def select(self, interview_id: str) -> None:
        """Mark a session, and bring it into view; "" or one that is not drawn for none."""
        self._selected = interview_id
        self._show_ring()
        self._bring_into_view()
        self._describe()

    def _show_ring(self) -> None:
        pen = self._pen(self._scheme.accent, 2)
        chosen = [point for point in self._drawn if point.interview_id == self._selected]
        forget_symbols(self._ring)
        self._ring.setData([point.x for point in chosen], [point.y for point in chosen], pen=pen, brush=None)

    def _bring_into_view(self) -> None:
        (begin, end), _ = self._plot.viewRange()
        for point in self._drawn:
            if point.interview_id == self._selected and not begin <= point.x <= end:
                half = (end - begin) / 2
                self._plot.setXRange(point.x - half, point.x + half, padding=0)

    def visible_span(self) -> tuple[float, float]:
        """From when to when the chart shows, in seconds since 1970."""
        (begin, end), _ = self._plot.viewRange()
        return begin, end

    def zoom(self, steps: int) -> None:
        """Show less time with each step, more for negative ones; the chosen session stays where it is."""
        begin, end = self.visible_span()
        chosen = [point.x for point in self._drawn if point.interview_id == self._selected and begin <= point.x <= end]
        centre = chosen[0] if chosen else (begin + end) / 2
        self._plot.getViewBox().scaleBy((_ZOOM**steps, 1), center=QPointF(centre, 0))

    def show_all(self) -> None:
        """Show all sessions."""
        if self._span:
            self._plot.setXRange(*self._span, padding=0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The arrow keys, Home and End choose a session, Enter opens it; + − 0 zoom."""
        ids = [point.interview_id for point in self._drawn]
        place = ids.index(self._selected) if self._selected in ids else len(ids)
        places = {
            Qt.Key.Key_Left: max(0, place - 1),
            Qt.Key.Key_Right: min(len(ids) - 1, place + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(ids) - 1,
        }
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        key = Qt.Key(event.key())
        if key in places and ids:
            self.clicked.emit(ids[places[key]])
        elif key in zooms:
            self.zoom(zooms[key])
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._selected in ids:
            self.opened.emit(self._selected)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show the frame."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Take the frame away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw a frame while the keyboard works here."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(self._pen(self._scheme.accent, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
