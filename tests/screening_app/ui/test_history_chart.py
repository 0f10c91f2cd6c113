"""The chart in the window: sessions are chosen by keyboard, time is zoomed, flags and the reference are drawn."""

from __future__ import annotations

import weakref
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsRectItem

from screening_app.domain import HistoryPoint, TreatmentEvent, TreatmentKind
from screening_app.services.series import Series, SeriesKind, SeriesPoint, score_series
from screening_app.ui import theme
from screening_app.ui.history_chart import HistoryChart
from selfmm.scales import PHQ_9, SDS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

NOW = datetime(2026, 6, 1, 10, 30, tzinfo=UTC)
WEEK = timedelta(days=7)


def scores(count: int, *, bundle: str = "m") -> Series:
    """A score a week, the newest `NOW`."""
    return score_series(
        [
            HistoryPoint(
                f"i{n}", f"a{n}", NOW - WEEK * (count - 1 - n), "SDS", 40.0 + n % 30, (30.0, 80.0), 53.0, "band", bundle
            )
            for n in range(count)
        ],
        SDS,
    )


EVENTS = (
    TreatmentEvent("e1", "p", NOW - 3 * WEEK, TreatmentKind.MEDICATION, "sertraline 50 mg"),
    TreatmentEvent("e2", "p", NOW - 1 * WEEK, TreatmentKind.THERAPY, "weekly hour"),
    TreatmentEvent("e3", "p", NOW - 400 * WEEK, TreatmentKind.OTHER, "long ago"),
)


@pytest.fixture
def chart(qtbot: QtBot) -> HistoryChart:
    made = HistoryChart()
    qtbot.addWidget(made)
    made.resize(800, 360)
    made.set_series(scores(5))
    made.clicked.connect(made.select)  # as the page does
    made.show()
    qtbot.waitExposed(made)
    return made


def items(chart: HistoryChart) -> list[object]:
    return list(chart._plot.items) + list(chart._plot.getViewBox().addedItems)


def test_however_often_it_is_drawn_the_ring_is_put_in_once(chart: HistoryChart) -> None:
    counted = []
    for _ in range(3):
        chart._redraw()
        counted.append((weakref.getweakrefcount(chart._ring), len(chart._ring.fragmentAtlas)))
    assert counted[0] == counted[1] == counted[2]
    assert chart._ring in chart._plot.items


def test_arrow_keys_choose_sessions_and_enter_opens_one(chart: HistoryChart, qtbot: QtBot) -> None:
    chosen: list[str] = []
    chart.clicked.connect(chosen.append)
    keys = (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
    for key in keys:
        qtbot.keyClick(chart, key)
    assert chosen == ["i4", "i3", "i4", "i4", "i0", "i4"]
    with qtbot.waitSignal(chart.opened) as opened:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert opened.args == ["i4"]


def test_a_double_click_opens_the_session_and_a_click_only_chooses_it(chart: HistoryChart, qtbot: QtBot) -> None:
    marks = next(item for item in chart._plot.items if isinstance(item, pg.ScatterPlotItem) and len(item.points()) == 5)
    with qtbot.assertNotEmitted(chart.opened), qtbot.waitSignal(chart.clicked):
        marks.sigClicked.emit(marks, [marks.points()[2]], SimpleNamespace(double=lambda: False))
    with qtbot.waitSignal(chart.opened) as opened:
        marks.sigClicked.emit(marks, [marks.points()[2]], SimpleNamespace(double=lambda: True))
    assert opened.args == ["i2"]


def test_zooming_goes_in_out_and_back_to_all(chart: HistoryChart, qtbot: QtBot) -> None:
    begin, end = chart.visible_span()
    qtbot.keyClick(chart, Qt.Key.Key_Plus)
    closer = chart.visible_span()
    assert begin < closer[0] < closer[1] < end
    qtbot.keyClick(chart, Qt.Key.Key_Minus)
    qtbot.keyClick(chart, Qt.Key.Key_Minus)
    assert chart.visible_span() == pytest.approx((begin, end))  # there is nothing beyond
    for _ in range(40):
        chart.zoom(1)
    assert chart.visible_span()[1] - chart.visible_span()[0] == pytest.approx(2 * 86_400)
    qtbot.keyClick(chart, Qt.Key.Key_0)
    assert chart.visible_span() == pytest.approx((begin, end))


def test_what_is_zoomed_to_stays_at_a_change_of_theme_and_a_chosen_session_comes_into_view(
    chart: HistoryChart, qapp: QApplication
) -> None:
    chart.select("i4")
    for _ in range(6):
        chart.zoom(1)
    span = chart.visible_span()
    theme.apply(qapp, "dark")
    theme.apply(qapp, "light")
    assert chart.visible_span() == pytest.approx(span)
    chart.select("i0")
    begin, end = chart.visible_span()
    assert begin <= chart.points_drawn()[0].x <= end


def test_each_kind_of_mark_is_one_item_however_many_sessions_there_are(chart: HistoryChart) -> None:
    few = len(items(chart))
    chart.set_series(scores(500))
    assert len(chart.points_drawn()) == 500
    assert len(items(chart)) == few


def test_sessions_of_two_models_are_not_joined_by_one_line(chart: HistoryChart) -> None:
    mixed = scores(6)
    points = tuple(replace(point, bundle="ab"[place % 2]) for place, point in enumerate(mixed.points))
    chart.set_series(replace(mixed, points=points))
    curves = [item for item in chart._plot.items if isinstance(item, pg.PlotCurveItem)]
    lines = [item for item in curves if item.opts["connect"] == "all"]
    assert sorted(len(line.xData) for line in lines) == [3, 3]
    bars = [item for item in curves if item.opts["connect"] == "pairs"]
    assert sorted(len(bar.xData) for bar in bars) == [6, 6]


def test_flags_stand_at_their_day_and_are_told(chart: HistoryChart) -> None:
    chart.set_series(scores(5), EVENTS)
    marks = next(
        item
        for item in chart._plot.items
        if isinstance(item, pg.ScatterPlotItem) and len(item.data) and item.data["symbol"][0] == "t"
    )
    assert list(marks.data["x"]) == [EVENTS[0].happened_at.timestamp(), EVENTS[1].happened_at.timestamp()]
    assert list(marks.data["symbol"]) == ["t", "+"]
    assert "sertraline 50 mg" in chart.accessibleDescription()
    assert "▼ Medication" in chart._legend
    assert "Other change" not in chart._legend  # it lies outside


def error_areas(chart: HistoryChart) -> list[QGraphicsRectItem]:
    return [item for item in items(chart) if isinstance(item, QGraphicsRectItem)]


def test_the_error_of_the_reference_is_hatched_within_the_scale_and_its_own_models_time(chart: HistoryChart) -> None:
    total = Series(
        SeriesKind.RATING,
        "phq-9",
        tuple(SeriesPoint(f"i{n}", NOW + n * WEEK, value) for n, value in enumerate((3.0, 12.0))),
        PHQ_9,
        (0.0, 27.0),
        6.0,
    )
    chart.set_series(total, (), total.points[0])
    area = error_areas(chart)[0]
    assert (area.rect().top(), area.rect().bottom()) == (0.0, 9.0)
    assert area.brush().style() is Qt.BrushStyle.BDiagPattern
    assert "within measurement error of 1 Jun 2026" in chart._legend
    mixed = scores(6)
    points = tuple(replace(point, bundle="a" if place < 3 else "b") for place, point in enumerate(mixed.points))
    series = replace(mixed, points=points)
    chart.set_series(series, (), series.points[5])
    area = error_areas(chart)[0]
    assert area.rect().left() > points[2].held_at.timestamp()


def test_the_chart_says_in_words_what_it_shows(chart: HistoryChart) -> None:
    assert "SDS" in chart.accessibleName()
    assert "5 sessions" in chart.accessibleDescription()
    assert "first 40.0, last 44.0" in chart.accessibleDescription()
    chart.select("i2")
    assert "Chosen: 18 May 2026" in chart.accessibleDescription()


def test_markers_have_neither_bands_nor_cut_off(chart: HistoryChart) -> None:
    points = tuple(SeriesPoint(f"i{n}", NOW + n * WEEK, 180.0 + n) for n in range(3))
    chart.set_series(Series(SeriesKind.MARKER, "pitch", points))
    assert not chart._plot.getAxis("right").isVisible()
    assert "180\N{NO-BREAK SPACE}Hz" in chart.describe(points[0])
    assert chart.plot_area.rect().contains(chart.position_of("i2"))
