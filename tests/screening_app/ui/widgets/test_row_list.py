"""A long list makes only the rows that are near, and what is seen stays where it is."""

from __future__ import annotations

import time

import pytest
from activating import activate
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from screening_app.ui.widgets.row_list import RowList

MANY = 1500


class Row(QWidget):
    """A button above a field, as high as it is told to be."""

    def __init__(self, index: int, height: int) -> None:
        super().__init__()
        self.index = index
        self.button, self.field = QPushButton(str(index)), QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.button)
        column.addWidget(self.field)
        self.set_height(height)

    def set_height(self, height: int) -> None:
        self.layout().setSpacing(0)
        self.layout().setContentsMargins(0, 0, 0, height - 40)
        self.button.setFixedHeight(20)
        self.field.setFixedHeight(20)


@pytest.fixture
def rows(qtbot) -> RowList:
    made = RowList(lambda index: Row(index, 100))
    qtbot.addWidget(made)
    made.resize(300, 500)
    made.show()
    qtbot.waitExposed(made)
    made.start_anew(MANY)
    qtbot.waitUntil(lambda: made.is_filled)
    return made


def test_only_rows_that_are_near_are_made(rows):
    made = list(rows)
    assert [row.index for row in made] == list(range(len(made)))
    assert 6 <= len(made) < 40
    assert rows.count == MANY


def test_scrolling_makes_the_rows_there_and_lets_go_of_those_that_are_far(qtbot, rows):
    left: list[int] = []
    rows.leaving.connect(lambda row: left.append(row.index))
    rows.verticalScrollBar().setValue(rows.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: rows.is_filled and rows.live(MANY - 1) is not None)
    assert rows.live(0) is None
    assert 0 in left
    assert len(list(rows)) < 40
    assert rows.first_seen() > MANY - 20


def test_a_row_with_the_focus_is_never_let_go_of(qtbot, rows):
    activate(qtbot, rows)
    rows[1].field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is rows[1].field)
    rows.verticalScrollBar().setValue(rows.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: rows.is_filled and rows.live(MANY - 1) is not None)
    assert rows.live(1) is not None
    assert rows.live(0) is None


def test_rows_in_the_middle_are_replaced_and_the_others_stay(qtbot, rows):
    third, fifth = rows[2], rows[4]
    rows.replace(3, 1, 2)
    assert rows.count == MANY + 1
    assert rows[2] is third
    assert rows.index_of(fifth) == 5
    qtbot.waitUntil(lambda: rows.is_filled)
    made = list(rows)[:7]
    assert [row.y() for row in made] == [sum(row.height() for row in made[:place]) for place in range(7)]


def test_what_is_seen_stays_when_a_row_above_grows(qtbot, rows):
    rows.verticalScrollBar().setValue(950)
    qtbot.waitUntil(lambda: rows.is_filled)
    seen = rows[10]
    before = seen.y() - rows.verticalScrollBar().value()
    height = rows[4].height()
    rows[4].set_height(180)
    qtbot.waitUntil(lambda: rows[5].y() - rows[4].y() > height + 50)
    assert seen.y() - rows.verticalScrollBar().value() == before


def test_a_row_is_brought_into_view(qtbot, rows):
    row = rows.show_row(700)
    qtbot.waitUntil(lambda: rows.is_filled)
    top = row.y() - rows.verticalScrollBar().value()
    assert 0 <= top <= rows.viewport().height() - row.height()
    assert rows.show_row(700) is row


def test_tab_goes_from_row_to_row_in_the_order_that_is_seen(qtbot, rows):
    rows.verticalScrollBar().setValue(70_000)
    qtbot.waitUntil(lambda: rows.is_filled)
    rows.verticalScrollBar().setValue(rows.verticalScrollBar().value() - 1500)  # these are made later than those below
    qtbot.waitUntil(lambda: rows.is_filled)
    activate(qtbot, rows)
    first = rows.first_seen()
    rows[first].button.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is rows[first].button)
    visited = []
    for _ in range(8):
        visited.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert visited == [part for index in range(first, first + 4) for part in (rows[index].button, rows[index].field)]


def test_a_row_that_is_not_there_is_an_error(rows):
    with pytest.raises(IndexError):
        rows[MANY]
    gone = rows[0]
    rows.start_anew(3)
    with pytest.raises(ValueError, match="not in the list"):
        rows.index_of(gone)
    rows.start_anew(0)
    assert list(rows) == []
    assert rows.first_seen() == 0


def test_a_long_list_never_holds_the_window_up(qtbot, rows):
    worst = 0.0
    bar = rows.verticalScrollBar()
    for place in range(0, bar.maximum(), bar.maximum() // 40):
        start = time.thread_time()
        bar.setValue(place)
        QApplication.processEvents()
        worst = max(worst, time.thread_time() - start)
    assert worst < 0.05
