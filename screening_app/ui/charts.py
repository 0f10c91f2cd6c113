"""Draws one number of a patient over time, with its error, the bands of its scale, and changes of treatment."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from pyqtgraph.exporters import ImageExporter
from PySide6.QtCore import QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QStackedLayout, QToolTip, QWidget

from screening_app.services.series import Series, SeriesKind, comparable, error_band, score_series
from screening_app.ui import messages, theme
from screening_app.ui.chart_legend import in_lines
from screening_app.ui.chart_marks import (
    FLAG_WORDS,
    SYMBOL_WORDS,
    DrawnPoint,
    error_area,
    flag_items,
    symbols_of,
    upright_lines,
)
from screening_app.ui.date_axis import DAY, DateAxis
from screening_app.ui.files import written_beside
from screening_app.ui.formats import format_date
from screening_app.ui.plain import plain_tooltip
from screening_app.ui.scale_chart import ScaleChart
from screening_app.ui.series_words import event_in_words, kind_name, point_in_words, series_name
from screening_app.ui.widgets.basics import EmptyState
from selfmm.types import INDETERMINATE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from screening_app.domain import HistoryPoint, TreatmentEvent
    from screening_app.services.series import SeriesPoint
    from selfmm.types import LabelScale

PICTURE_WIDTH, PICTURE_HEIGHT = 720, 270  # of an exported chart, before it is drawn in a finer grain
PICTURE_GRAIN = 3  # pixels of the picture for one of the screen

_NO_VALUE = "x"
_POINT_SIZE, _NO_VALUE_SIZE = 12, 9  # pixels across
_INTERVAL_WIDTH = 6
_CLOSEST = 2 * DAY  # the least that can be zoomed to
_NOTHING = Series(SeriesKind.SCORE, "", ())


class SeriesChart(ScaleChart):
    """One series over time, with bands, errors and flags; the mouse tells what a mark is.

    However many sessions there are, each kind of mark is one item of the plot, so that zooming stays smooth.
    """

    clicked = Signal(str)  # id of the interview that is chosen
    opened = Signal(str)  # id of the interview that is to be opened

    def __init__(self, parent: QWidget | None = None, *, scheme: theme.Colours | None = None, grain: int = 1) -> None:
        """`scheme` and `grain` are those of a picture, as `ScaleChart` has them."""
        super().__init__(DateAxis("bottom"), parent, scheme=scheme, grain=grain)
        self._series = _NOTHING
        self._events: tuple[TreatmentEvent, ...] = ()
        self._reference: SeriesPoint | None = None
        self._drawn: tuple[DrawnPoint, ...] = ()
        self._span: tuple[float, float] | None = None
        self._legend = ""
        self._staying: tuple[pg.GraphicsObject, ...] = ()
        self._empty = EmptyState("chart-timeline-variant")
        self._layers = QStackedLayout(self)
        self._layers.setContentsMargins(2, 2, 2, 2)  # room for the frame that shows the focus
        self._layers.addWidget(self._empty)
        self._layers.addWidget(self._view)
        self.setMinimumHeight(130)

    def set_series(
        self, series: Series | None, events: Sequence[TreatmentEvent] = (), reference: SeriesPoint | None = None
    ) -> None:
        """Show a series with changes of treatment and the error around the session that others are compared with."""
        self._series, self._events, self._reference = series or _NOTHING, tuple(events), reference
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

    # Drawing

    def _redraw(self) -> None:
        self._clear(*self._staying)
        self._drawn = ()
        self._legend = ""
        self._empty.set_texts(
            self.tr("No scores yet"), self.tr("Each session that is scored becomes a point in this chart.")
        )
        self._layers.setCurrentWidget(self._view if self._series.points else self._empty)
        self._colour_axes()
        if self._series.points:
            self._set_range()
            self._draw_scale()
            self._draw_error()
            self._draw_points()
            self._draw_flags()
            self._show_legend()

    def _set_range(self) -> None:
        times = [point.held_at.timestamp() for point in self._series.points]
        room = max(4 * DAY, (max(times) - min(times)) * 0.06)
        span = min(times) - room, max(times) + room
        box = self._plot.getViewBox()
        box.setLimits(xMin=span[0], xMax=span[1], minXRange=min(_CLOSEST, span[1] - span[0]))
        if span != self._span:  # else what was zoomed to stays
            self._span = span
            self._plot.setXRange(*span, padding=0)
        self._plot.setYRange(*self._ends(), padding=0.04)
        self._name_axis("left", series_name(self._series))

    def _ends(self) -> tuple[float, float]:
        """The lowest and the highest value that the chart shows."""
        if self._series.ends is not None:
            return self._series.ends
        ends = [end for point in self._series.points for end in (point.value, *(point.interval or ()))]
        there = [end for end in ends if end is not None] or [0.0]
        room = max(abs(max(there)) * 0.1, (max(there) - min(there)) * 0.1, 1e-3)
        return min(there) - room, max(there) + room

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Break the legend where there is no room for it, because pyqtgraph would widen the plot beyond the chart."""
        super().resizeEvent(event)
        if self._series.points:
            self._show_legend()

    def _draw_scale(self) -> None:
        scale, right = self._series.scale, self._plot.getAxis("right")
        right.setVisible(scale is not None)
        if scale is None:
            return
        self._draw_bands(scale.bands, *self._ends())
        self._draw_cutoff(scale.cutoff)
        edges = [band.lower for band in scale.bands] + [self._ends()[1]]
        names = [
            ((lower + upper) / 2, messages.band_name(band.name))
            for band, (lower, upper) in zip(scale.bands, pairwise(edges), strict=True)
        ]
        self._name_levels([*names, (scale.cutoff, self.cutoff_name(scale.cutoff))])

    def _draw_error(self) -> None:
        """Hatch what lies within the error of the reference, as far as its model's sessions go."""
        band = error_band(self._series, self._reference) if self._reference else None
        if band is None or self._reference is None:
            return
        times = [point.held_at.timestamp() for point in comparable(self._series, self._reference)]
        lowest, highest = self._ends()
        colour = QColor(self._scheme.accent)
        colour.setAlphaF(0.45)
        sides = min(times) - DAY, max(times) + DAY
        self._plot.addItem(
            error_area(sides, (max(band[0], lowest), min(band[1], highest)), self._pen(colour, 1)), ignoreBounds=True
        )

    def _models(self) -> list[str]:
        """Ids of the models in use, the newest first."""
        return list(dict.fromkeys(point.bundle for point in reversed(self._series.points)))

    def _colour(self, bundle: str) -> str:
        """The newest model's points stand out; those of older models are not to be compared with them."""
        return self._scheme.fusion if bundle == self._series.points[-1].bundle else self._scheme.muted

    def _draw_points(self) -> None:
        symbols = symbols_of(self._models())
        points = self._series.points
        self._drawn = tuple(self._placed(point, symbols[point.bundle]) for point in points)
        for model in self._models():
            self._draw_model([point for point in points if point.bundle == model and point.value is not None])
        marks = pg.ScatterPlotItem(hoverable=True, tip=None, hoverSize=_POINT_SIZE + 5, antialias=True)
        marks.setData(
            [drawn.x for drawn in self._drawn],
            [drawn.y for drawn in self._drawn],
            data=list(points),
            **self._styles(points),
        )
        marks.sigHovered.connect(self._show_tip)
        marks.sigClicked.connect(self._tell_click)
        self._plot.addItem(marks)

    def _styles(self, points: Sequence[SeriesPoint]) -> dict[str, list[Any]]:
        """How each point looks; points that look the same share pen and brush, which pyqtgraph then draws once."""
        made: dict[tuple[str, str, bool], dict[str, Any]] = {}
        styles = []
        for drawn, point in zip(self._drawn, points, strict=True):
            look = drawn.symbol, point.bundle, drawn.hollow and drawn.has_value
            if look not in made:
                made[look] = self._style(*look)
            styles.append(made[look])
        return {name: [style[name] for style in styles] for name in ("symbol", "size", "pen", "brush")}

    def _style(self, symbol: str, bundle: str, hollow: bool) -> dict[str, Any]:
        has_value = symbol != _NO_VALUE
        colour = self._colour(bundle) if has_value else self._scheme.muted
        return {
            "symbol": symbol,
            "size": _POINT_SIZE if has_value else _NO_VALUE_SIZE,
            "pen": self._pen(colour, 2),
            "brush": pg.mkBrush(self._scheme.surface if hollow else colour),
        }

    def _placed(self, point: SeriesPoint, symbol: str) -> DrawnPoint:
        has_value = point.value is not None
        return DrawnPoint(
            interview_id=point.interview_id,
            x=point.held_at.timestamp(),
            y=self._ends()[0] if point.value is None else point.value,
            has_value=has_value,
            hollow=point.band == INDETERMINATE,
            symbol=symbol if has_value else _NO_VALUE,
        )

    def _draw_model(self, points: list[SeriesPoint]) -> None:
        """One model's line, and all its intervals as one curve of pairs."""
        if not points:
            return
        colour = QColor(self._colour(points[0].bundle))
        times = [point.held_at.timestamp() for point in points]
        line = pg.PlotCurveItem(times, [point.value for point in points], pen=self._pen(colour, 1.5), antialias=True)
        line.setSegmentedLineMode("on")  # a path of many points is slow to draw
        self._plot.addItem(line)
        colour.setAlphaF(0.28)
        bars = [(time, *point.interval) for point, time in zip(points, times, strict=True) if point.interval]
        if bars:
            self._plot.addItem(upright_lines(bars, self._pen(colour, _INTERVAL_WIDTH)))

    def _draw_flags(self) -> None:
        pen, paper = self._pen(self._scheme.text, 1, Qt.PenStyle.DotLine), QColor(self._scheme.surface)
        paper.setAlphaF(0.75)
        for item in flag_items(self._shown_events(), self._ends(), pen, paper):
            self._plot.addItem(item, ignoreBounds=True)
            if isinstance(item, pg.ScatterPlotItem):
                item.sigHovered.connect(self._show_flag_tip)

    def _shown_events(self) -> tuple[TreatmentEvent, ...]:
        """Those within the time of the chart."""
        begin, end = self._span or (0.0, 0.0)
        return tuple(event for event in self._events if begin <= event.happened_at.timestamp() <= end)

    # Words

    def _show_legend(self) -> None:
        """Explain the marks above the plot, in as many lines as the width needs."""
        text = in_lines(self._legend_parts(), self.width() - 2 * theme.SPACE_S)
        if text != self._legend:
            self._legend = text
            self._set_title(text)

    def _legend_parts(self) -> list[tuple[str, str]]:
        """Each mark in use with its colour, and what it means."""
        return [*self._model_parts(), *self._error_parts(), *self._flag_parts()]

    def _model_parts(self) -> list[tuple[str, str]]:
        if self._series.kind is not SeriesKind.SCORE:
            return []
        symbols = symbols_of(self._models())
        parts = [(self._colour(name), f"{SYMBOL_WORDS[symbol]} {name}") for name, symbol in symbols.items()]
        parts.reverse()
        model = self.tr("Model")  # lupdate does not look into f-strings
        parts[0] = (parts[0][0], f"{model} {parts[0][1]}")
        return parts

    def _error_parts(self) -> list[tuple[str, str]]:
        muted, parts = self._scheme.muted, []
        if any(drawn.hollow and drawn.has_value for drawn in self._drawn):
            parts.append((muted, self.tr("○ indeterminate")))
        if any(not drawn.has_value for drawn in self._drawn):
            parts.append((muted, self.tr("✕ no score")))
        shares = [point.coverage for point in self._series.points if point.interval]
        if shares:
            parts.append((muted, self.tr("bars: {share} interval").format(share=f"{shares[-1]:.0%}")))
        if self._reference and error_band(self._series, self._reference):
            date = format_date(self._reference.held_at)
            parts.append((self._scheme.accent, self.tr("▨ within measurement error of {date}").format(date=date)))
        return parts

    def _flag_parts(self) -> list[tuple[str, str]]:
        kinds = dict.fromkeys(event.kind for event in self._shown_events())
        return [(self._scheme.text, f"{FLAG_WORDS[kind]} {kind_name(kind)}") for kind in kinds]

    def _show_tip(self, _marks: object, points: Sequence[Any], event: Any) -> None:
        self._tell([self.describe(point.data()) for point in points], event)

    def _show_flag_tip(self, _marks: object, flags: Sequence[Any], event: Any) -> None:
        self._tell([event_in_words(flag.data()) for flag in flags], event)

    def _tell(self, texts: Sequence[str], event: Any) -> None:
        """Say what is under the mouse; a hover that leaves has no position."""
        if not texts or event.exit:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.screenPos().toPoint(), plain_tooltip("\n\n".join(texts)), self._view)

    def describe(self, point: SeriesPoint) -> str:
        """What a point says: date, value, interval, band."""
        return point_in_words(self._series, point)

    def _tell_click(self, _marks: object, points: Sequence[Any], event: Any) -> None:
        interview_id = points[0].data().interview_id
        self.clicked.emit(interview_id)
        if event.double():
            self.opened.emit(interview_id)


def history_picture(points: Sequence[HistoryPoint], scale: LabelScale | None = None) -> QImage:
    """The scores on white, for a report: 2160 x 810 pixels, in the language in force."""
    return series_picture(score_series(points, scale))


def series_picture(
    series: Series, events: Sequence[TreatmentEvent] = (), reference: SeriesPoint | None = None
) -> QImage:
    """A series on white, as `history_picture` has it, with flags and the error around the reference."""
    chart = SeriesChart(scheme=theme.LIGHT, grain=PICTURE_GRAIN)
    chart.resize(PICTURE_WIDTH, PICTURE_HEIGHT)
    chart.set_series(series, events, reference)
    chart.grab(QRect(0, 0, 1, 1))  # lays it out as if it were shown, and paints next to nothing
    picture = chart.picture()
    chart.deleteLater()  # else it would go on redrawing itself at every change of theme or language
    return picture


def write_picture(image: QImage, path: Path) -> None:
    """Write a PNG picture; raises StorageError where it cannot be written."""
    with written_beside(path) as beside:
        if not image.save(str(beside), "PNG"):  # type: ignore[call-overload] # Qt's stubs forget that it is a str
            raise OSError
