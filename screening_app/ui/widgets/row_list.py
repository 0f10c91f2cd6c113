"""A long scrolling list of widgets, of which only those near to what is seen are there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QResizeEvent

_GUESS = 72  # pixels; a row's height until it was there once
_LEAST_AROUND = 8  # rows above and below what is seen, so that Tab always finds the next one
_STRETCH = 0.015  # seconds for which rows are made before the window gets its turn again


class RowList(QScrollArea):
    """Rows by their index from 0, made when they come near and let go when they are far; as high as they want to be."""

    leaving = Signal(object)  # the row that is let go now

    def __init__(self, make: Callable[[int], QWidget], parent: QWidget | None = None) -> None:
        """`make` makes the row of an index."""
        super().__init__(parent)
        self._make = make
        self._heights: list[int] = []
        self._tops: list[int] = [0]  # of each row, and where the last one ends
        self._live: dict[int, QWidget] = {}
        self._inside = QWidget()
        self._inside.setObjectName("rows")
        self.setWidget(self._inside)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # its coming would change all heights
        self.viewport().setAutoFillBackground(False)
        self._filling = QTimer(self)
        self._filling.timeout.connect(self._fill)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._filling.start(0))

    def __iter__(self) -> Iterator[QWidget]:
        """The rows that are there, from the first on."""
        return (self._live[index] for index in sorted(self._live))

    def __getitem__(self, index: int) -> QWidget:
        """The row of an index, made if it is not there."""
        if not 0 <= index < len(self._heights):
            raise IndexError(index)
        return self._live.get(index) or self._add(index)

    def live(self, index: int) -> QWidget | None:
        """The row of an index, None if it is not there now."""
        return self._live.get(index)

    def index_of(self, row: QWidget) -> int:
        """Where a row stands; `ValueError` for one that has been let go."""
        found = [index for index, other in self._live.items() if other is row]
        if not found:
            raise ValueError("the row is not in the list")
        return found[0]

    @property
    def count(self) -> int:
        """How many rows there are, whether they are made or not."""
        return len(self._heights)

    @property
    def is_filled(self) -> bool:
        """Whether all rows near to what is seen are made."""
        return not self._filling.isActive()

    def start_anew(self, count: int) -> None:
        """Let all rows go, and hold `count` others, from the top."""
        self.replace(0, self.count, count)
        self.verticalScrollBar().setValue(0)

    def replace(self, first: int, old: int, new: int) -> None:
        """Other rows, `new` of them, in the place of the `old` ones from `first` on."""
        for index in range(first, first + old):
            if index in self._live:
                self._remove(index)
        shift = new - old
        self._live = {index + shift if index >= first + old else index: row for index, row in self._live.items()}
        self._heights[first : first + old] = [_GUESS] * new
        self._place()
        self._fill()

    def show_row(self, index: int) -> QWidget:
        """Bring a row into view, make it if need be, and give it."""
        is_near = index in self._live
        row = self[index]
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top, bottom = self._tops[index], self._tops[index + 1]
        if not is_near:
            bar.setValue(top - height // 4)  # the rows above are made now, and may turn out higher than was guessed
        elif top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + height:
            bar.setValue(min(top, bottom - height))
        return row

    def first_seen(self) -> int:
        """The index of the topmost row in view; 0 where there is none."""
        return self._near(0)[0] if self.count else 0

    # What is there

    def _near(self, around: int) -> tuple[int, int]:
        """The first row, and the one after the last, within `around` pixels of what is seen."""
        top = self.verticalScrollBar().value() - around
        bottom = self.verticalScrollBar().value() + self.viewport().height() + around
        first = min(bisect_right(self._tops, top, lo=1) - 1, self.count)
        return first, max(first, min(bisect_left(self._tops, bottom), self.count))

    def _wanted(self) -> list[int]:
        """The rows that are to be there: first those in view, then those around, the nearest first."""
        first, last = self._near(0)
        wide_first, wide_last = self._near(self.viewport().height())
        wide_first, wide_last = min(wide_first, first - _LEAST_AROUND), max(wide_last, last + _LEAST_AROUND)
        around = [*range(last, min(wide_last, self.count)), *range(first - 1, max(0, wide_first) - 1, -1)]
        return [*range(first, last), *sorted(around, key=lambda index: max(first - index, index - last))]

    def _fill(self) -> None:
        """Make a few rows; the timer comes back until all are there that are wanted."""
        until = perf_counter() + _STRETCH
        for index in self._wanted():
            if index not in self._live:
                self._add(index)
                if perf_counter() > until:
                    self._filling.start(0)
                    return
        self._filling.stop()
        self._let_go_of_far_ones()

    def _let_go_of_far_ones(self) -> None:
        first, last = self._near(2 * self.viewport().height())
        for index in list(self._live):
            if not first - 2 * _LEAST_AROUND <= index < last + 2 * _LEAST_AROUND and not self._is_used(index):
                self._remove(index)

    def _is_used(self, index: int) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self._live[index].isAncestorOf(focused)

    def _add(self, index: int) -> QWidget:
        row = self._make(index)
        row.setParent(self._inside)
        row.setGeometry(0, self._tops[index], self._inside.width(), self._heights[index])
        self._live[index] = row
        row.installEventFilter(self)
        row.show()
        self._measure(index)
        self._put_in_tab_order(index)
        return row

    def _remove(self, index: int) -> None:
        row = self._live[index]
        self.leaving.emit(row)
        row.removeEventFilter(self)
        row.blockSignals(True)  # it loses the focus now, which nobody needs to know
        del self._live[index]
        row.hide()
        row.deleteLater()

    def _put_in_tab_order(self, index: int) -> None:
        """After the row before, for Qt's own order is that in which rows were made."""
        before = max((other for other in self._live if other < index), default=None)
        if before is None:
            return
        last = self._stops(self._live[before])[-1:]
        for stop in self._stops(self._live[index]):
            for previous in last:
                QWidget.setTabOrder(previous, stop)
            last = [stop]

    @staticmethod
    def _stops(row: QWidget) -> list[QWidget]:
        """The parts of a row that Tab stops at, in the order in which they were put in."""
        return [part for part in row.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]

    # Where it is

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow a row that wants another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            for index, row in self._live.items():
                if row is watched:
                    self._measure(index)
                    break
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Rows are as wide as the list; the topmost one stays where it is."""
        super().resizeEvent(event)
        first = self.first_seen()
        below = self.verticalScrollBar().value() - self._tops[first]
        self._place()
        for index in list(self._live):
            self._measure(index)
        self.verticalScrollBar().setValue(self._tops[first] + below)
        self._filling.start(0)

    def _measure(self, index: int) -> None:
        """Give a row the height that it wants; what is in view stays where it is."""
        row = self._live[index]
        layout = row.layout()
        height = row.sizeHint().height()
        if layout is not None:
            layout.activate()  # now, for the row before knows how high its text is in this width only thereafter
            wide = layout.hasHeightForWidth()
            height = layout.totalHeightForWidth(row.width()) if wide else layout.totalSizeHint().height()
        more = height - self._heights[index]
        if not more:
            return
        bar = self.verticalScrollBar()
        above = self._tops[index + 1] <= bar.value()
        self._heights[index] = height
        self._place()
        if above:
            bar.setValue(bar.value() + more)

    def _place(self) -> None:
        self._tops = list(accumulate(self._heights, initial=0))
        self._inside.resize(self.viewport().width(), max(1, self._tops[-1]))
        for index, row in self._live.items():
            row.setGeometry(0, self._tops[index], self._inside.width(), self._heights[index])
