"""The chart shows each point where and as what it should, and says which one is clicked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QLocale, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from screening_app.domain import HistoryPoint
from screening_app.errors import StorageError
from screening_app.services.series import score_series
from screening_app.ui import theme
from screening_app.ui.charts import PICTURE_GRAIN, PICTURE_HEIGHT, PICTURE_WIDTH, SeriesChart, history_picture
from screening_app.ui.date_axis import DAY, DateAxis, date_ticks
from screening_app.ui.history_chart import HistoryChart
from selfmm.scales import SDS
from selfmm.types import INDETERMINATE

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from screening_app.ui.translation import Translation

NOW = datetime(2026, 6, 1, 10, 30, tzinfo=UTC)
HIGH = HistoryPoint(
    "high", "a1", NOW - timedelta(days=90), "SDS", 70.0, (61.0, 79.0), 53.0, "at_or_above_cutoff", "old"
)
NEAR = HistoryPoint("near", "a2", NOW - timedelta(days=60), "SDS", 55.0, (46.0, 64.0), 53.0, INDETERMINATE, "new")
NONE = HistoryPoint("none", "a3", NOW - timedelta(days=30), "SDS", None, None, 53.0, INDETERMINATE, "new")
LOW = HistoryPoint("low", "a4", NOW, "SDS", 40.0, (31.0, 49.0), 53.0, "below_cutoff", "new")
POINTS = (HIGH, NEAR, NONE, LOW)


@pytest.fixture
def chart(qtbot: QtBot) -> HistoryChart:
    made = HistoryChart()
    qtbot.addWidget(made)
    made.resize(800, 360)
    made.set_series(score_series(POINTS, SDS))
    made.show()
    qtbot.waitExposed(made)
    return made


def hover(qtbot: QtBot, chart: HistoryChart, interview_id: str) -> None:
    """What a mouse does that comes from elsewhere and stops on the point."""
    area = chart.plot_area
    place = QPointF(chart.position_of(interview_id))
    for position in (QPointF(5, 5), place - QPointF(30, 0), place):
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            position,
            QPointF(area.mapToGlobal(position)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(area, event)
        qtbot.wait(20)  # pyqtgraph leaves out moves that follow each other faster


def test_each_point_stands_at_its_time_and_value(chart: HistoryChart) -> None:
    drawn = {point.interview_id: point for point in chart.points_drawn()}
    assert list(drawn) == ["high", "near", "none", "low"]
    assert drawn["low"].x == NOW.timestamp()
    assert drawn["low"].y == 40.0
    assert chart.position_of("high").x() < chart.position_of("near").x() < chart.position_of("low").x()
    assert chart.position_of("high").y() < chart.position_of("near").y() < chart.position_of("low").y()


def test_an_indeterminate_point_is_hollow_and_one_without_a_value_lies_at_the_bottom(chart: HistoryChart) -> None:
    drawn = {point.interview_id: point for point in chart.points_drawn()}
    assert [drawn[name].hollow for name in ("high", "near", "low")] == [False, True, False]
    assert not drawn["none"].has_value
    assert drawn["none"].y == SDS.minimum
    assert is_filled_with(chart, "near", theme.LIGHT.surface)
    assert is_filled_with(chart, "low", theme.LIGHT.fusion)


def is_filled_with(chart: HistoryChart, interview_id: str, colour: str) -> bool:
    """Whether a point has this colour in its middle, as far as the screen can show it."""
    there = chart.plot_area.grab().toImage().pixelColor(chart.position_of(interview_id)).getRgb()
    return all(abs(one - other) <= 8 for one, other in zip(there, QColor(colour).getRgb(), strict=True))


def test_models_have_symbols_of_their_own_and_the_newest_stands_out(chart: HistoryChart) -> None:
    symbols = {point.interview_id: point.symbol for point in chart.points_drawn()}
    assert symbols["near"] == symbols["low"] != symbols["high"]
    assert is_filled_with(chart, "high", theme.LIGHT.muted)


def test_a_click_tells_which_interview_it_is(chart: HistoryChart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chart.clicked) as clicked:
        qtbot.mouseClick(chart.plot_area, Qt.MouseButton.LeftButton, pos=chart.position_of("near"))
    assert clicked.args == ["near"]


def test_a_click_beside_the_points_tells_nothing(chart: HistoryChart, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(chart.clicked, wait=50):
        qtbot.mouseClick(
            chart.plot_area, Qt.MouseButton.LeftButton, pos=(chart.position_of("near") + chart.position_of("low")) / 2
        )


def test_hovering_says_date_value_interval_and_band(chart: HistoryChart, qtbot: QtBot) -> None:
    hover(qtbot, chart, "low")
    qtbot.waitUntil(QToolTip.isVisible)
    for words in ("1 Jun 2026", "SDS: 40.0", "31.0 – 49.0", "Below the cut-off"):
        assert words in QToolTip.text()
    hover(qtbot, chart, "none")
    qtbot.waitUntil(lambda: "No score" in QToolTip.text())


def test_the_words_are_in_the_language_in_force(chart: HistoryChart, translation: Translation) -> None:
    assert chart.cutoff_name(53.0) == "Cut-off 53"
    translation.use("zh")
    assert "2026年6月1日" in chart.describe(chart._series.points[-1])
    assert "Below the cut-off" not in chart.describe(chart._series.points[-1])


def test_without_points_there_is_a_word_instead_of_a_chart(chart: HistoryChart) -> None:
    assert chart.plot_area.isVisible()
    chart.set_series(None)
    assert not chart.plot_area.isVisible()
    assert chart.points_drawn() == ()


@pytest.mark.parametrize("point", POINTS)
def test_one_point_alone_can_be_drawn_without_its_scale(chart: HistoryChart, point: HistoryPoint) -> None:
    chart.set_series(score_series((point,)))
    assert chart.plot_area.rect().contains(chart.position_of(point.interview_id))


def test_many_points_can_be_drawn(chart: HistoryChart) -> None:
    many = [replace(LOW, interview_id=str(day), held_at=NOW - timedelta(days=7 * day)) for day in range(300, 0, -1)]
    chart.set_series(score_series(many, SDS))
    assert len(chart.points_drawn()) == 300


def test_the_chart_follows_the_theme(chart: HistoryChart, qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "dark")
    qtbot.waitUntil(lambda: is_filled_with(chart, "low", theme.DARK.fusion))
    theme.apply(qapp, "light")
    qtbot.waitUntil(lambda: is_filled_with(chart, "low", theme.LIGHT.fusion))


def test_the_picture_is_on_white_in_either_theme(chart: HistoryChart, qapp: QApplication, tmp_path: Path) -> None:
    theme.apply(qapp, "dark")
    chart.export_png(tmp_path / "new" / "chart.png")
    theme.apply(qapp, "light")
    picture = QImage(str(tmp_path / "new" / "chart.png"))
    assert (picture.width(), picture.height()) == (PICTURE_WIDTH * PICTURE_GRAIN, PICTURE_HEIGHT * PICTURE_GRAIN)
    assert picture.pixelColor(2, 2) == QColor("white")
    colours = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 3) for y in range(0, 600, 3)}
    assert QColor(theme.LIGHT.fusion).name() in colours
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["chart.png"]


def test_a_picture_that_cannot_be_written_says_so(chart: HistoryChart, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="could not be written"):
        chart.export_png(tmp_path / "file" / "chart.png")


def test_a_picture_needs_no_window(qapp: QApplication) -> None:
    assert history_picture(POINTS, SDS).width() == PICTURE_WIDTH * PICTURE_GRAIN
    assert not any(widget.isVisible() for widget in qapp.topLevelWidgets() if isinstance(widget, SeriesChart))


@pytest.mark.parametrize("days", [1, 5, 20, 80, 150, 400, 1500, 6000])
def test_dates_are_neither_crowded_nor_missing(days: int) -> None:
    spacing, ticks = date_ticks(NOW.timestamp() - days * DAY, NOW.timestamp(), most=8)
    assert 1 <= len(ticks) <= 9
    assert spacing >= DAY
    assert ticks == sorted(ticks)


@pytest.mark.parametrize(("locale", "months", "days"), [
    ("en_GB", ["Dec 2025", "Jan 2026", "Feb"], ["31 May", "1 Jun"]),
    ("zh_CN", ["2025年12月", "2026年1月", "2月"], ["5月31日", "6月1日"]),
])  # fmt: skip
def test_dates_are_in_the_language_in_force(
    qapp: QApplication, locale: str, months: list[str], days: list[str]
) -> None:
    axis, before = DateAxis("bottom"), QLocale()
    QLocale.setDefault(QLocale(locale))
    first = [datetime(2025, 12, 1), datetime(2026, 1, 1), datetime(2026, 2, 1)]
    last = [datetime(2026, 5, 31), datetime(2026, 6, 1)]
    assert axis.tickStrings([date.timestamp() for date in first], 1, 30 * DAY) == months
    assert axis.tickStrings([date.timestamp() for date in last], 1, DAY) == days
    QLocale.setDefault(before)


def test_a_long_legend_is_broken_to_the_width_of_the_chart(chart: HistoryChart, qtbot: QtBot) -> None:
    many = [replace(HIGH, interview_id=f"i{n}", bundle=f"model-with-a-long-name-{n}") for n in range(5)]
    chart.set_series(score_series(many, SDS))
    wide = chart._plot.titleLabel.text
    chart.resize(420, 360)
    qtbot.waitUntil(lambda: chart._plot.titleLabel.text != wide)
    assert chart._plot.titleLabel.text.count("<br>") > wide.count("<br>")
    names = chart._plot.getAxis("right")
    assert names.geometry().right() <= chart.plot_area.width()
    assert chart._plot.titleLabel.itemRect().width() <= chart.plot_area.width()
