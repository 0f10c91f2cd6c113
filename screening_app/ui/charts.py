"""Draws history points: the score over time with its measurement error, the cut-off and the bands of the scale."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import cycle, pairwise
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from pyqtgraph.exporters import ImageExporter
from PySide6.QtCore import QPoint, QPointF, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtWidgets import QStackedLayout, QToolTip, QWidget

from screening_app.ui import messages, theme
from screening_app.ui.date_axis import DAY, DateAxis
from screening_app.ui.files import written_beside
from screening_app.ui.formats import format_date, format_interval, format_value
from screening_app.ui.scale_chart import ScaleChart
from screening_app.ui.widgets.basics import EmptyState
from selfmm.types import INDETERMINATE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from screening_app.domain import HistoryPoint
    from selfmm.types import LabelScale

PICTURE_WIDTH, PICTURE_HEIGHT = 720, 270  # of an exported chart, before it is drawn in a finer grain
PICTURE_GRAIN = 3  # pixels of the picture for one of the screen

_SYMBOLS = ("o", "s", "t1", "d", "p", "star")  # one a model, the newest model first
_SYMBOL_WORDS = dict(zip(_SYMBOLS, "●■▲◆⬟★", strict=True))
_NO_VALUE = "x"
_POINT_SIZE, _NO_VALUE_SIZE = 12, 9  # pixels across
_INTERVAL_WIDTH = 6
_GAP = "\N{NO-BREAK SPACE}" * 4  # between two parts of the legend


@dataclass(frozen=True, slots=True)
class DrawnPoint:
    """One interview as it stands in the chart."""

    interview_id: str
    x: float  # seconds since 1970
    y: float  # on the scale; the lower end of the chart where there is no value
    has_value: bool
    hollow: bool  # indeterminate
    symbol: str  # another one for each model; "x" where there is no value


class HistoryChart(ScaleChart):
    """The scores of one patient over time, on one scale; a click on a point tells which interview it is."""

    clicked = Signal(str)  # id of the interview

    def __init__(self, parent: QWidget | None = None, *, scheme: theme.Colours | None = None, grain: int = 1) -> None:
        """`scheme` and `grain` are those of a picture, as `ScaleChart` has them."""
        super().__init__(DateAxis("bottom"), parent, scheme=scheme, grain=grain)
        self._points: tuple[HistoryPoint, ...] = ()
        self._scale: LabelScale | None = None
        self._coverage = 0.9
        self._drawn: tuple[DrawnPoint, ...] = ()
        self._legend = ""
        self._empty = EmptyState("chart-timeline-variant")
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._empty)
        self._layers.addWidget(self._view)
        self.setMinimumHeight(130)
        self._redraw()

    def set_points(
        self, points: Sequence[HistoryPoint], scale: LabelScale | None = None, coverage: float = 0.9
    ) -> None:
        """Show these points, oldest first, all on one scale.

        `scale` gives its ends and bands where it is known; `coverage` is the share of people whose true value lies in
        the interval.
        """
        self._points = tuple(points)
        self._scale = scale
        self._coverage = coverage
        self._redraw()

    def points_drawn(self) -> tuple[DrawnPoint, ...]:
        """What stands in the chart, oldest first."""
        return self._drawn

    def position_of(self, interview_id: str) -> QPoint:
        """Where an interview's point stands, in pixels of `plot_area`; raises KeyError where it is not drawn."""
        drawn = {point.interview_id: point for point in self._drawn}[interview_id]
        place: QPoint = self._view.mapFromScene(self._plot.getViewBox().mapViewToScene(QPointF(drawn.x, drawn.y)))
        return place

    def picture(self) -> QImage:
        """The chart as it stands, in its grain; it has to be laid out."""
        exporter = ImageExporter(self._plot)
        exporter.parameters()["width"] = self.width() * self._grain
        image: QImage = exporter.export(toBytes=True)
        return image

    def export_png(self, path: Path) -> None:
        """Write the chart on white as a PNG picture; raises StorageError where it cannot be written."""
        write_picture(history_picture(self._points, self._scale, self._coverage), path)

    def _redraw(self) -> None:
        self._plot.clear()
        self._drawn = ()
        self._legend = ""
        self._empty.set_texts(
            self.tr("No scores yet"), self.tr("Each session that is scored becomes a point in this chart.")
        )
        self._layers.setCurrentWidget(self._view if self._points else self._empty)
        self._colour_axes()
        if self._points:
            self._set_range()
            self._draw_bands(self._scale.bands if self._scale else (), *self._ends())
            self._draw_cutoff(self._points[-1].cutoff)
            self._name_levels(self._level_names())
            self._draw_points()
            self._show_legend()

    def _set_range(self) -> None:
        times = [point.held_at.timestamp() for point in self._points]
        room = max(4 * DAY, (max(times) - min(times)) * 0.06)
        self._plot.setXRange(min(times) - room, max(times) + room, padding=0)
        self._plot.setYRange(*self._ends(), padding=0.04)
        self._name_axis("left", self._points[-1].scale)

    def _ends(self) -> tuple[float, float]:
        """The lowest and the highest value that the chart shows."""
        if self._scale is not None:
            return self._scale.minimum, self._scale.maximum
        ends = [end for point in self._points for end in (point.cutoff, point.value, *(point.interval or ()))]
        there = [end for end in ends if end is not None]
        room = max(1.0, (max(there) - min(there)) * 0.1)
        return min(there) - room, max(there) + room

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Break the legend where there is no room for it, because pyqtgraph would widen the plot beyond the chart."""
        super().resizeEvent(event)
        if self._points:
            self._show_legend()

    def _level_names(self) -> list[tuple[float, str]]:
        """The names of the bands, each in its middle, and that of the cut-off."""
        bands = self._scale.bands if self._scale is not None else ()
        edges = [band.lower for band in bands] + [self._ends()[1]]
        names = [
            ((lower + upper) / 2, messages.band_name(band.name))
            for band, (lower, upper) in zip(bands, pairwise(edges), strict=True)
        ]
        cutoff = self._points[-1].cutoff
        return [*names, (cutoff, self.cutoff_name(cutoff))]

    def _models(self) -> list[str]:
        """Ids of the models in use, the newest first."""
        return list(dict.fromkeys(point.bundle for point in reversed(self._points)))

    def _symbols(self) -> dict[str, str]:
        return dict(zip(self._models(), cycle(_SYMBOLS), strict=False))

    def _colour(self, bundle: str) -> str:
        """The newest model's points stand out; those of older models are not to be compared with them."""
        return self._scheme.fusion if bundle == self._points[-1].bundle else self._scheme.muted

    def _draw_points(self) -> None:
        symbols = self._symbols()
        self._drawn = tuple(self._placed(point, symbols[point.bundle]) for point in self._points)
        for model in self._models():
            self._draw_model([point for point in self._points if point.bundle == model and point.value is not None])
        marks = pg.ScatterPlotItem(hoverable=True, tip=None, hoverSize=_POINT_SIZE + 5, antialias=True)
        marks.addPoints([self._spot(drawn, point) for drawn, point in zip(self._drawn, self._points, strict=True)])
        marks.sigHovered.connect(self._show_tip)
        marks.sigClicked.connect(self._tell_click)
        self._plot.addItem(marks)

    def _placed(self, point: HistoryPoint, symbol: str) -> DrawnPoint:
        has_value = point.value is not None
        return DrawnPoint(
            interview_id=point.interview_id,
            x=point.held_at.timestamp(),
            y=self._ends()[0] if point.value is None else point.value,
            has_value=has_value,
            hollow=point.band == INDETERMINATE,
            symbol=symbol if has_value else _NO_VALUE,
        )

    def _draw_model(self, points: list[HistoryPoint]) -> None:
        """One model's line and intervals."""
        if not points:
            return
        colour = QColor(self._colour(points[0].bundle))
        times = [point.held_at.timestamp() for point in points]
        line = pg.PlotCurveItem(times, [point.value for point in points], pen=self._pen(colour, 1.5), antialias=True)
        self._plot.addItem(line)
        colour.setAlphaF(0.28)
        for point, time in zip(points, times, strict=True):
            if point.interval is not None:
                bar = pg.PlotCurveItem([time, time], list(point.interval), pen=self._pen(colour, _INTERVAL_WIDTH))
                self._plot.addItem(bar)

    def _spot(self, drawn: DrawnPoint, point: HistoryPoint) -> dict[str, Any]:
        """One point as pyqtgraph's scatter plot takes it."""
        colour = self._colour(point.bundle) if drawn.has_value else self._scheme.muted
        return {
            "pos": (drawn.x, drawn.y),
            "size": _POINT_SIZE if drawn.has_value else _NO_VALUE_SIZE,
            "symbol": drawn.symbol,
            "pen": self._pen(colour, 2),
            "brush": pg.mkBrush(self._scheme.surface if drawn.hollow and drawn.has_value else colour),
            "data": point,
        }

    def _show_legend(self) -> None:
        """Explain the marks above the plot, in as many lines as the width needs."""
        text = _in_lines(self._legend_parts(), self.width() - 2 * theme.SPACE_S)
        if text != self._legend:
            self._legend = text
            self._set_title(text)

    def _legend_parts(self) -> list[tuple[str, str]]:
        """Each mark in use with its colour, and what it means."""
        model = self.tr("Model")
        parts = [(self._colour(name), f"{_SYMBOL_WORDS[symbol]} {name}") for name, symbol in self._symbols().items()]
        parts = [*reversed(parts)]
        parts[0] = (parts[0][0], f"{model} {parts[0][1]}")
        muted = self._scheme.muted
        if any(drawn.hollow and drawn.has_value for drawn in self._drawn):
            parts.append((muted, self.tr("○ indeterminate")))
        if any(not drawn.has_value for drawn in self._drawn):
            parts.append((muted, self.tr("✕ no score")))
        if any(point.interval for point in self._points):
            parts.append((muted, self.tr("bars: {share} interval").format(share=f"{self._coverage:.0%}")))
        return parts

    def _show_tip(self, _marks: object, points: Sequence[Any], event: Any) -> None:
        """Say what the point under the mouse is; a hover that leaves has no position."""
        if not len(points) or event.exit:
            QToolTip.hideText()
            return
        place = event.screenPos().toPoint()
        QToolTip.showText(place, "\n\n".join(self.describe(point.data()) for point in points), self._view)

    def describe(self, point: HistoryPoint) -> str:
        """What a point says: date, score, interval, band."""
        lines = [format_date(point.held_at, with_time=True)]
        if point.value is None:
            lines.append(self.tr("No score: the quality was too low"))
        else:
            lines.append(self.tr("{scale}: {value}").format(scale=point.scale, value=format_value(point.value)))
        if point.interval is not None:
            lines.append(self.tr("Interval: {interval}").format(interval=format_interval(point.interval)))
        return "\n".join([*lines, messages.band_name(point.band)])

    def _tell_click(self, _marks: object, points: Sequence[Any], _event: object) -> None:
        self.clicked.emit(points[0].data().interview_id)


def _in_lines(parts: Sequence[tuple[str, str]], room: float) -> str:
    """Texts in their colours as HTML, broken so that no line is wider than `room` pixels where that can be helped."""
    letters = QFontMetricsF(theme.font(theme.TYPE_SMALL))
    html, line = "", ""
    for colour, text in parts:
        fits = letters.horizontalAdvance(line + _GAP + text) <= room
        html += "" if not line else _GAP if fits else "<br>"
        html += f'<span style="color:{colour}">{escape(text)}</span>'
        line = f"{line}{_GAP}{text}" if line and fits else text
    return html


def history_picture(points: Sequence[HistoryPoint], scale: LabelScale | None = None, coverage: float = 0.9) -> QImage:
    """The chart on white, for a report: 2160 x 810 pixels, in the language in force."""
    chart = HistoryChart(scheme=theme.LIGHT, grain=PICTURE_GRAIN)
    chart.resize(PICTURE_WIDTH, PICTURE_HEIGHT)
    chart.set_points(points, scale, coverage)
    chart.grab()  # lays it out as if it were shown
    picture = chart.picture()
    chart.deleteLater()  # else it would go on redrawing itself at every change of theme or language
    return picture


def write_picture(image: QImage, path: Path) -> None:
    """Write a PNG picture; raises StorageError where it cannot be written."""
    with written_beside(path) as beside:
        if not image.save(str(beside), "PNG"):  # type: ignore[call-overload] # Qt's stubs forget that it is a str
            raise OSError
