"""The marks in a chart of a patient: symbols of models, flags of treatment, the area of the measurement error."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QGraphicsRectItem

from screening_app.domain import TreatmentKind
from screening_app.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor, QPen
    from PySide6.QtWidgets import QGraphicsItem

    from screening_app.domain import TreatmentEvent

_SYMBOLS = ("o", "s", "t1", "d", "p", "star")  # one a model, the newest model first
SYMBOL_WORDS = dict(zip(_SYMBOLS, "●■▲◆⬟★", strict=True))
_FLAGS = {TreatmentKind.MEDICATION: "t", TreatmentKind.THERAPY: "+", TreatmentKind.OTHER: "h"}
FLAG_WORDS = {TreatmentKind.MEDICATION: "▼", TreatmentKind.THERAPY: "✚", TreatmentKind.OTHER: "⬢"}
_FLAG_SIZE = 13  # pixels across
_MOST_NAMES = 12  # more would cover the points; hovering tells the others
_LONGEST_NAME = 20  # characters


@dataclass(frozen=True, slots=True)
class DrawnPoint:
    """One interview as it stands in the chart."""

    interview_id: str
    x: float  # seconds since 1970
    y: float  # on the scale; the lower end of the chart where there is no value
    has_value: bool
    hollow: bool  # indeterminate
    symbol: str  # another one for each model; "x" where there is no value


def symbols_of(models: Sequence[str]) -> dict[str, str]:
    """A symbol for each model, given newest first; beyond six they begin again."""
    return dict(zip(models, cycle(_SYMBOLS), strict=False))


def upright_lines(places: Sequence[tuple[float, float, float]], pen: QPen) -> pg.PlotCurveItem:
    """Upright lines, each with its time, its lower and its upper end, as one item of the plot."""
    times = [time for time, _, _ in places for _ in range(2)]
    ends = [end for _, lower, upper in places for end in (lower, upper)]
    made = pg.PlotCurveItem(times, ends, connect="pairs", pen=pen)
    made.setSegmentedLineMode("on")  # a path of many wide lines is slow to draw
    return made


def error_area(sides: tuple[float, float], levels: tuple[float, float], pen: QPen) -> QGraphicsRectItem:
    """A hatched area from one side to the other, between two levels of the scale."""
    area = QGraphicsRectItem(QRectF(sides[0], levels[0], sides[1] - sides[0], levels[1] - levels[0]))
    area.setPen(pen)
    area.setBrush(QBrush(pen.color(), Qt.BrushStyle.BDiagPattern))
    area.setZValue(-15)
    return area


def flag_items(
    events: Sequence[TreatmentEvent], ends: tuple[float, float], pen: QPen, paper: QColor
) -> list[QGraphicsItem]:
    """Flags as one curve of upright lines and one scatter of marks at their tops, with the newest names beside them.

    `paper` lies below the names, so that they can be read where points are.
    """
    if not events:
        return []
    upright = upright_lines([(event.happened_at.timestamp(), *ends) for event in events], pen)
    marks = pg.ScatterPlotItem(hoverable=True, tip=None, size=_FLAG_SIZE, pen=pen, antialias=True)
    marks.addPoints([_flag(event, ends[1], pen) for event in events])
    return [upright, marks, *(_name(event, ends[1], pen, paper) for event in events[-_MOST_NAMES:])]


def _flag(event: TreatmentEvent, y: float, pen: QPen) -> dict[str, object]:
    return {
        "pos": (event.happened_at.timestamp(), y),
        "symbol": _FLAGS[event.kind],
        "brush": pg.mkBrush(pen.color()),
        "pen": pg.mkPen(pen.color()),
        "data": event,
    }


def _name(event: TreatmentEvent, y: float, pen: QPen, paper: QColor) -> pg.TextItem:
    """What happened, written upright along its line."""
    text = event.text if len(event.text) <= _LONGEST_NAME else f"{event.text[: _LONGEST_NAME - 1]}…"
    name = pg.TextItem(text, color=pen.color(), angle=-90, anchor=(0, 1), fill=paper)
    name.setFont(theme.font(theme.TYPE_SMALL))
    name.setPos(event.happened_at.timestamp(), y)
    name.setZValue(-5)  # below the points
    return name


def forget_symbols(marks: pg.ScatterPlotItem) -> None:
    """Before marks that stay are given new pens: pyqtgraph keeps a picture for each pen that they ever had."""
    marks.fragmentAtlas.clear()
