"""The tools that look at the window see what they are made for, and nothing where all is well."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from activating import activate
from contrast import contrast, too_pale
from looking import clipped, overlapping
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from reaching import unnamed, unreachable
from watchdog import Watchdog, stalls, stalls_each_time

from screening_app.ui import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

LONG = "A sentence that is a good deal longer than the room that it is given here"


class PaintsItself(QWidget):
    """Writes two texts, like the widgets of the app."""

    __module__ = "screening_app.ui.widgets"

    def __init__(self, *places: tuple[int, str]) -> None:
        super().__init__()
        self.places = places
        self.setFixedSize(200, 40)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        for left, text in self.places:
            painter.drawText(left, 20, text)


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot) -> object:
    def show(part: QWidget, width: int = 0) -> QWidget:
        theme.apply(qapp, "light")
        window = QWidget()
        qtbot.addWidget(window)
        part.setParent(window)
        column = QVBoxLayout(window)
        column.addWidget(part)
        if width:
            part.setFixedWidth(width)
        window.show()
        qtbot.waitExposed(window)
        return window

    return show


def _wrapped() -> QLabel:
    made = QLabel(LONG)
    made.setWordWrap(True)
    made.setFixedHeight(20)
    return made


def _combo() -> QComboBox:
    made = QComboBox()
    made.addItem(LONG)
    return made


def _table() -> QTableWidget:
    made = QTableWidget(1, 1)
    made.setItem(0, 0, QTableWidgetItem(LONG))
    return made


def _text_edit() -> QTextEdit:
    made = QTextEdit(LONG)
    made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFixedHeight(24)
    return made


def _line_edit() -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(LONG)
    return made


@pytest.mark.parametrize(
    "make",
    [lambda: QLabel(LONG), _wrapped, lambda: QPushButton(LONG), _combo, _table, _text_edit, _line_edit],
    ids=["label", "wrapped", "button", "combo", "table", "text edit", "line edit"],
)
def test_text_without_room_is_found_and_with_room_is_not(shown, make) -> None:
    assert len(clipped(shown(make(), 150))) == 1
    with_room = make()
    with_room.setMinimumHeight(60)
    with_room.setMaximumHeight(200)
    if isinstance(with_room, QTableWidget):
        with_room.setColumnWidth(0, 650)
    assert clipped(shown(with_room, 700)) == []


def test_what_a_tool_tip_tells_may_be_cut_off(shown) -> None:
    combo, table = _combo(), _table()
    combo.setToolTip(LONG)
    table.item(0, 0).setToolTip(LONG)
    assert clipped(shown(combo, 150)) == clipped(shown(table, 150)) == []


def test_painted_text_beyond_the_edge_or_over_other_text_is_found(shown) -> None:
    assert "beyond its edge" in clipped(shown(PaintsItself((180, "number"))))[0]
    assert "over" in clipped(shown(PaintsItself((10, "number"), (20, "other"))))[0]
    assert clipped(shown(PaintsItself((10, "number"), (120, "other")))) == []


def test_parts_over_each_other_are_found(shown) -> None:
    row = QWidget()
    layout = QHBoxLayout(row)
    for _ in range(2):
        layout.addWidget(part := QPushButton("Same place"))
    window = shown(row)
    assert overlapping(window) == []
    part.move(row.findChild(QPushButton).pos())
    assert len(overlapping(window)) == 1


def test_controls_without_a_name_or_a_role_are_found(shown) -> None:
    assert "no accessible name" in unnamed(shown(QLineEdit()))[0]
    surface = QWidget()
    surface.setAccessibleName("Chart")
    surface.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    assert "role Client" in unnamed(shown(surface))[0]
    assert unnamed(shown(QPushButton("Save"))) == []


def test_controls_that_tab_does_not_lead_to_are_found(shown, qtbot) -> None:
    row = QWidget()
    layout = QHBoxLayout(row)
    for part in (QPushButton("One"), QRadioButton("Two"), QRadioButton("Three"), QPushButton("By mouse only")):
        layout.addWidget(part)
    part.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    window = shown(row)
    activate(qtbot, window)
    (fault,) = unreachable(window)
    assert "By mouse only" in fault


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert any("QLabel" in fault for fault in too_pale(replace(theme.LIGHT, muted="#999999")))


def test_the_watchdog_tells_the_longest_stall_and_where_it_was(qapp) -> None:
    def busy() -> None:
        end = time.thread_time() + 0.3
        while time.thread_time() < end:
            pass

    with Watchdog() as watchdog:
        watchdog.run("nothing", lambda: None)
        watchdog.run("busy", busy)
        watchdog.run("asleep", lambda: time.sleep(0.3))
    assert watchdog.longest["busy"].seconds == pytest.approx(0.3, abs=0.1)
    assert "in busy" in watchdog.longest["busy"].stack
    assert watchdog.longest["asleep"].seconds < 0.1
    assert [stall.step for stall in stalls(watchdog, 0.15)] == ["busy"]


def test_a_stall_is_told_only_where_it_comes_each_time(qapp) -> None:
    tries: list[Watchdog] = []

    def busy() -> None:
        end = time.thread_time() + 0.3
        while time.thread_time() < end:
            pass

    def steps(watchdog: Watchdog) -> None:
        tries.append(watchdog)
        watchdog.run("always", busy)
        watchdog.run(f"now and then, {len(tries)}", busy)
        watchdog.run("at first", busy if len(tries) == 1 else lambda: None)

    (told,) = stalls_each_time(steps, 0.15)
    assert told.startswith("always: ")
    assert len(tries) > 1


def test_what_a_step_raises_comes_out(qapp) -> None:
    with Watchdog() as watchdog, pytest.raises(ZeroDivisionError):
        watchdog.run("wrong", lambda: 1 / 0)
