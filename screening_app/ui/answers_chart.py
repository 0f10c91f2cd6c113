"""Draws one session's answers along the time of its recording; a click on an answer is to play that moment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QToolTip, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.answer_axis import AnswerAxis
from screening_app.ui.chart_marks import forget_symbols
from screening_app.ui.formats import format_clock, format_value
from screening_app.ui.plain import plain_tooltip
from screening_app.ui.scale_chart import ScaleChart
from screening_app.ui.score_words import effect_in_words
from screening_app.ui.widgets.basics import EmptyState, label

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

    from selfmm.types import AnswerScore, Score

_MARK, _RING = 10, 18  # pixels across
_BAR = 5  # pixels high
_NEAR = 12  # pixels from an answer that still count as on it
_WORDS = 60  # letters of an answer that are shown, or half as many characters of Chinese
_STEP = 0.1  # seconds that the line of what is heard moves at least: finer is not to be seen


@dataclass(frozen=True, slots=True)
class DrawnAnswer:
    """One answer as it stands in the chart."""

    begin: float  # seconds from the start of the recording, or its number where there is no recording
    end: float
    y: float  # on the scale; its lower end where the answer has no value
    has_value: bool

    def distance(self, x: float, y: float, width: float, height: float) -> float:
        """How many pixels of `width` × `height`, in the plot's units, lie between the answer and a place."""
        return math.hypot(max(self.begin - x, 0.0, x - self.end) / width, (y - self.y) / height)


class AnswersChart(ScaleChart):
    """A mark where each answer begins and a bar as long as it is; mouse and arrow keys choose one.

    Answers without a value are hollow and lie at the bottom, so that they can be heard as well.
    """

    play_wanted = Signal(object)  # the AnswerScore whose moment is to be heard, or to be heard no more

    def __init__(self, parent: QWidget | None = None) -> None:
        axis = AnswerAxis()
        super().__init__(axis, parent)
        self._axis = axis
        self._score: Score | None = None
        self._seconds: float | None = None
        self._locked = False
        self._drawn: tuple[DrawnAnswer, ...] = ()
        self._chosen: int | None = None
        self._heard: float | None = None
        self._marks = pg.ScatterPlotItem(size=_MARK, antialias=True)
        self._ring = pg.ScatterPlotItem(size=_RING, antialias=True)
        self._bars, self._heard_bar = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._line = pg.InfiniteLine(angle=90)
        self._empty = EmptyState("chart-gantt")
        self._layers = QStackedWidget()
        self._about, self._hint = label("", "small"), label("", "small", wrap=True)
        self._lay_out()
        scene = self._view.scene()
        scene.sigMouseClicked.connect(self._follow_click)
        scene.sigMouseMoved.connect(self._follow_mouse)
        self._redraw()

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # cut off where it is too long
        self._view.setMinimumHeight(110)
        self._layers.addWidget(self._empty)
        self._layers.addWidget(self._view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        column.addWidget(self._layers, 1)
        column.addWidget(self._about)
        column.addWidget(self._hint)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide and low, as time is."""
        return QSize(420, 240)

    # What is shown

    def show_answers(self, score: Score | None, seconds: float | None = None) -> None:
        """Show a score's answers, None for no score; `seconds` is the recording's length, None where there is none."""
        if (score, seconds) != (self._score, self._seconds):
            self._score, self._seconds = score, seconds
            self._chosen = self._heard = None
        self._redraw()

    def set_locked(self, locked: bool) -> None:
        """Offer no playing for now, because an interview is being recorded."""
        self._locked = locked
        self._name()

    def show_position(self, seconds: float | None) -> None:
        """Show which moment of the recording is heard now; None for no one."""
        if seconds is not None and self._heard is not None and abs(seconds - self._heard) < _STEP:
            return
        self._heard = seconds
        self._mark_heard()

    @property
    def answers(self) -> tuple[AnswerScore, ...]:
        """The answers in the chart, in the order of time."""
        return self._score.answers if self._score else ()

    @property
    def chosen(self) -> int | None:
        """Which answer the keyboard is at, counted from 0."""
        return self._chosen

    @property
    def heard(self) -> int | None:
        """Which answer is heard now, counted from 0."""
        if self._heard is None:
            return None
        there = (place for place, drawn in enumerate(self._drawn) if drawn.begin <= self._heard < drawn.end)
        return next(there, None)

    @property
    def can_play(self) -> bool:
        """Whether there is something to hear, and it may be heard now."""
        return self._seconds is not None and not self._locked

    def answers_drawn(self) -> tuple[DrawnAnswer, ...]:
        """What stands in the chart, in the order of time."""
        return self._drawn

    def position_of(self, place: int) -> QPoint:
        """Where the mark of an answer stands, in pixels of `plot_area`."""
        drawn = self._drawn[place]
        position: QPoint = self._view.mapFromScene(
            self._plot.getViewBox().mapViewToScene(QPointF(drawn.begin, drawn.y))
        )
        return position

    def describe(self, place: int) -> str:
        """What an answer is: its number, its time, its value, and its first words."""
        answer = self.answers[place]
        parts = [self.tr("Answer {number}").format(number=place + 1)]
        if self._seconds is not None:
            parts.append(f"{format_clock(answer.start)} – {format_clock(answer.end)}")
        parts.append(self._value_in_words(answer))
        if effect := self._effect_in_words(place):
            parts.append(effect)
        if answer.text.strip():
            parts.append(self.tr("“{words}”").format(words=first_words(answer.text)))
        return " · ".join(parts)

    def _value_in_words(self, answer: AnswerScore) -> str:
        if answer.value is None or self._score is None:
            return self.tr("no value")
        return f"{format_value(answer.value)} {self._score.scale.name}"

    def _effect_in_words(self, place: int) -> str:
        """By how much an answer raises or lowers the score; "" where that cannot be said."""
        effect = self._score.effects[place] if self._score else None
        return "" if effect is None else effect_in_words(effect)

    # Drawing

    def _redraw(self) -> None:
        self._clear(self._line, self._bars, self._heard_bar, self._ring, self._marks)
        self._drawn = ()
        self._colour_axes()
        if self._score is not None and self.answers:
            self._draw(self._score)
        self._layers.setCurrentWidget(self._view if self._drawn else self._empty)
        self._name()

    def _draw(self, score: Score) -> None:
        scale = score.scale
        self._drawn = tuple(self._placed(place, answer) for place, answer in enumerate(score.answers))
        self._axis.timed = self._seconds is not None
        self._set_range(scale.minimum, scale.maximum)
        self._draw_bands(scale.bands, scale.minimum, scale.maximum)
        self._draw_cutoff(scale.cutoff)
        self._name_levels([(scale.cutoff, self.cutoff_name(scale.cutoff))])
        self._name_axis("left", scale.name)
        self._name_axis("bottom", self.tr("Answer") if self._seconds is None else self.tr("Time in the recording"))
        hollow = any(not drawn.has_value for drawn in self._drawn)
        self._set_title(self.tr("○ no value") if hollow else "")
        self._draw_answers()
        self._mark_chosen()
        self._mark_heard()

    def _placed(self, place: int, answer: AnswerScore) -> DrawnAnswer:
        """An answer at its time, or at its number where there is none."""
        times = (answer.start, answer.end) if self._seconds is not None else (place + 1.0, place + 1.0)
        lowest = self._score.scale.minimum if self._score else 0.0
        return DrawnAnswer(*times, lowest if answer.value is None else answer.value, answer.value is not None)

    def _set_range(self, lowest: float, highest: float) -> None:
        begin, end = 0.0, max(self._seconds or 0.0, *(drawn.end for drawn in self._drawn))
        if self._seconds is None:
            begin, end = 0.5, end + 0.5
        self._plot.setXRange(begin, end, padding=0.02)
        self._plot.setYRange(lowest, highest, padding=0.06)

    def _draw_answers(self) -> None:
        faint = QColor(self._scheme.fusion)
        faint.setAlphaF(0.35)
        times = [time for drawn in self._drawn for time in (drawn.begin, drawn.end)]
        values = [drawn.y for drawn in self._drawn for _ in range(2)]
        self._bars.setData(times, values, pen=self._flat_pen(faint), connect="pairs")
        forget_symbols(self._marks)
        self._marks.setData([self._spot(drawn) for drawn in self._drawn])

    def _spot(self, drawn: DrawnAnswer) -> dict[str, Any]:
        colour = self._scheme.fusion if drawn.has_value else self._scheme.muted
        brush = pg.mkBrush(colour if drawn.has_value else self._scheme.surface)
        return {"pos": (drawn.begin, drawn.y), "pen": self._pen(colour, 2), "brush": brush}

    def _flat_pen(self, colour: str | QColor) -> Any:
        """A pen for bars, which end where the answer ends."""
        pen = self._pen(colour, _BAR)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def _mark_chosen(self) -> None:
        """Ring the answer that the keyboard is at."""
        there = [self._drawn[self._chosen]] if self._chosen is not None else []
        colour = self._scheme.accent if self.hasFocus() else self._scheme.muted
        forget_symbols(self._ring)
        self._ring.setData([drawn.begin for drawn in there], [drawn.y for drawn in there])
        self._ring.setPen(self._pen(colour, 2))
        self._ring.setBrush(pg.mkBrush(None))

    def _mark_heard(self) -> None:
        """Stress the answer that is heard, and draw a line where the recording is now."""
        place = self.heard
        there = [] if place is None else [self._drawn[place]]
        ends = [time for drawn in there for time in (drawn.begin, drawn.end)]
        self._heard_bar.setData(
            ends, [drawn.y for drawn in there for _ in range(2)], pen=self._flat_pen(self._scheme.text)
        )
        self._line.setPen(self._pen(self._scheme.text, 1))
        self._line.setVisible(self._heard is not None)
        if self._heard is not None:
            self._line.setValue(self._heard)

    def _name(self) -> None:
        """Set every text again."""
        self._empty.set_texts(
            self.tr("No answers to show"), self.tr("Once the session is scored, each of its answers stands here.")
        )
        self.setAccessibleName(self.tr("Answers"))
        self._hint.setText(self._hint_text())
        self._hint.setVisible(bool(self._drawn))
        self._about.setVisible(bool(self._drawn))
        self._name_chosen()

    def _hint_text(self) -> str:
        if self._seconds is None:
            return self.tr("This session was typed, so there is nothing to play.")
        if self._locked:
            return self.tr("Nothing is played while an interview is being recorded.")
        return self.tr("Click an answer to hear it, or use the arrow keys and Space.")

    def _name_chosen(self) -> None:
        """Say below the chart, and to screen readers, which answer is chosen."""
        about = "" if self._chosen is None or not self._drawn else self.describe(self._chosen)
        width = max(self._about.width(), 40)
        self._about.setText(self._about.fontMetrics().elidedText(about, Qt.TextElideMode.ElideRight, width))
        if about != self.accessibleDescription():
            self.setAccessibleDescription(about)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show as much of an answer's words as there is room for."""
        super().resizeEvent(event)
        self._name_chosen()

    # Choosing and playing

    def choose(self, place: int) -> None:
        """Mark an answer, counted from 0."""
        self._chosen = place
        self._mark_chosen()
        self._name_chosen()

    def _play(self, place: int) -> None:
        self.choose(place)
        if self.can_play:
            self.play_wanted.emit(self.answers[place])

    def _answer_at(self, position: QPointF) -> int | None:
        """The answer under a place of the scene."""
        box = self._plot.getViewBox()
        if not self._drawn or not box.sceneBoundingRect().contains(position):
            return None
        place, (width, height) = box.mapSceneToView(position), box.viewPixelSize()
        distances = [drawn.distance(place.x(), place.y(), width, height) for drawn in self._drawn]
        nearest = min(range(len(distances)), key=distances.__getitem__)
        return nearest if distances[nearest] <= _NEAR else None

    def _follow_click(self, event: Any) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton and (place := self._answer_at(event.scenePos())) is not None:
            self._play(place)

    def _follow_mouse(self, position: QPointF) -> None:
        """Say what the answer under the mouse is."""
        place = self._answer_at(position)
        if place is None:
            self.plot_area.unsetCursor()
            QToolTip.hideText()
            return
        if self.can_play:
            self.plot_area.setCursor(Qt.CursorShape.PointingHandCursor)
        mouse = self._view.mapFromScene(position)
        around = QRect(mouse, QSize(1, 1)).adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR)
        QToolTip.showText(
            self.plot_area.mapToGlobal(mouse), plain_tooltip(self.describe(place)), self.plot_area, around
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows go from answer to answer, Space and Enter play."""
        keys, last = Qt.Key, len(self._drawn) - 1
        at = -1 if self._chosen is None else self._chosen
        places = {
            keys.Key_Left: max(at - 1, 0),
            keys.Key_Right: min(at + 1, last),
            keys.Key_Home: 0,
            keys.Key_End: last,
        }
        if self._drawn and event.key() in places:
            self.choose(places[Qt.Key(event.key())])
        elif self._drawn and event.key() in {keys.Key_Space, keys.Key_Return, keys.Key_Enter}:
            self._play(max(at, 0))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Let the keyboard begin somewhere."""
        super().focusInEvent(event)
        by_keyboard = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        if by_keyboard and self._chosen is None and self._drawn:
            self.choose(0)
        self._mark_chosen()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self._mark_chosen()


def first_words(text: str) -> str:
    """How an answer begins: about 60 letters or 30 characters of Chinese, cut between words where it can be."""
    text = " ".join(text.split())
    room, length = float(_WORDS), 0
    for letter in text:
        room -= 1 if ord(letter) < 0x2E80 else 2  # where the scripts of East Asia begin
        if room < 0:
            break
        length += 1
    if length == len(text):
        return text
    begin = text[:length]
    return f"{begin.rpartition(' ')[0] or begin}…"
