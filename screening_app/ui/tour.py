"""The tour: a few steps, each of which points at a part of the real window and says what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets import Button, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_WIDTH = 380
_MARGIN = 6  # pixels between what is pointed at and the frame around it
_SHADE = 130  # opacity of what is not pointed at, of 255


@dataclass(frozen=True, slots=True)
class TourStep:
    """What to point at, and what to say of it; asked again when the language changes."""

    target: Callable[[], QWidget]
    title: Callable[[], str]
    text: Callable[[], str]


class Tour(QWidget):
    """Lies over the window; Enter and → go on, ← goes back, Esc ends it."""

    ended = Signal()

    def __init__(self, steps: Sequence[TourStep], window: QWidget) -> None:
        super().__init__(window)
        self._steps, self._at = tuple(steps), 0
        self._window = window
        self._title, self._text = label("", "section", wrap=True), label("", wrap=True)
        self._number = label("", "small")
        self.back, self.on, self.skip = Button(""), Button("", "", "primary"), Button("", "", "quiet")
        self._callout = QFrame(self)
        self._callout.setProperty("role", "callout")
        self._lay_out()
        self.back.clicked.connect(lambda: self._step(-1))
        self.on.clicked.connect(lambda: self._step(1))
        self.skip.clicked.connect(self.end)
        for watched in (window, self.back, self.on, self.skip):
            watched.installEventFilter(self)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._callout)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_M, theme.SPACE_L, theme.SPACE_M)
        column.setSpacing(theme.SPACE_S)
        for part in (self._number, self._title, self._text):
            column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.skip)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.on)
        column.addLayout(row)

    @property
    def at(self) -> int:
        """The step that is shown, from 0 on."""
        return self._at

    def begin(self) -> None:
        """Show the first step."""
        self._at = 0
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._show_step()

    def end(self) -> None:
        """Take the tour away; `begin` shows it again."""
        self.hide()
        self.ended.emit()

    def _step(self, by: int) -> None:
        self._at += by
        if self._at >= len(self._steps):
            self.end()
            return
        self._at = max(self._at, 0)
        self._show_step()

    def _show_step(self) -> None:
        step, last = self._steps[self._at], self._at == len(self._steps) - 1
        number = self.tr("Step {number} of {count}").format(number=self._at + 1, count=len(self._steps))
        self._number.setText(number)
        self._title.setText(step.title())
        self._text.setText(step.text())
        self.back.setText(self.tr("Back"))
        self.back.setEnabled(self._at > 0)
        self.on.setText(self.tr("Done") if last else self.tr("Next"))
        self.skip.setText(self.tr("Skip the tour"))
        self.skip.setVisible(not last)
        self.on.setAccessibleDescription(f"{number}. {step.title()}. {step.text()}")
        self._place()
        self.on.setFocus()

    def _spot(self) -> QRect:
        """Where the target lies in the window."""
        target = self._steps[self._at].target()
        place = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        return place.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)

    def _place(self) -> None:
        """Put the words beside what they are about: at its right where there is room, else below or above it."""
        width = theme.scaled(_WIDTH)
        self._callout.setFixedWidth(width)
        height = self._callout.layout().totalHeightForWidth(width)  # type: ignore[union-attr]
        self._callout.setFixedHeight(height)
        spot, room = self._spot(), self.rect().adjusted(theme.SPACE_M, theme.SPACE_M, -theme.SPACE_M, -theme.SPACE_M)
        left, top = spot.right() + theme.SPACE_M, spot.top()
        if left + width > room.right():
            left, top = spot.left(), spot.bottom() + theme.SPACE_M
            if top + height > room.bottom():
                top = spot.top() - height - theme.SPACE_M
        left = max(room.left(), min(left, room.right() - width))
        self._callout.move(left, max(room.top(), min(top, room.bottom() - height)))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the window's size; the buttons leave the arrow keys to the tour."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return watched is not self._window and self._take(event.key())
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self.isVisible():
            self._show_step()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go on, back, or end; no key reaches the window below."""
        self._take(event.key())

    def _take(self, key: int) -> bool:
        """Do what a key asks for; whether it is one of the tour's."""
        if key == Qt.Key.Key_Escape:
            self.end()
        elif key in {Qt.Key.Key_Right, Qt.Key.Key_Left}:
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._press_focused()
        else:
            return False
        return True

    def _press_focused(self) -> None:
        next((button for button in (self.skip, self.back, self.on) if button.hasFocus()), self.on).click()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab stays among the tour's own buttons."""
        buttons = [button for button in (self.skip, self.back, self.on) if button.isVisible() and button.isEnabled()]
        if not buttons:  # the tour is being taken away
            return super().focusNextPrevChild(forward)
        at = next((place for place, button in enumerate(buttons) if button.hasFocus()), -1)
        buttons[(at + (1 if forward else -1)) % len(buttons)].setFocus()
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Darken all but what is pointed at."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade, spot = QPainterPath(), QPainterPath()
        shade.addRect(self.rect())
        spot.addRoundedRect(self._spot(), theme.RADIUS, theme.RADIUS)
        painter.fillPath(shade.subtracted(spot), QColor(0, 0, 0, _SHADE))
        painter.setPen(QPen(QColor(theme.colours().accent), 2))
        painter.drawPath(spot)
