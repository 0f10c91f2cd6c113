"""The steps of a session in one row: which are done, which is open, which are still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from screening_app.ui import theme
from screening_app.ui.steps.step_words import stage_name
from screening_app.ui.widgets import restyle

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtGui import QResizeEvent

    from screening_app.ui.session_state import Stage

_DONE, _OPEN, _AHEAD, _LEFT_OUT = "done", "open", "ahead", "left_out"


class StepBar(QFrame):
    """A button a step; those that were reached already can be gone back to.

    Where there is no room for all names, the steps that are not open show their numbers only.
    """

    wanted = Signal(object)  # the Stage to go to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "steps")
        self._stages: tuple[Stage, ...] = ()
        self._shown: Stage | None = None
        self._reached = 0
        self._allowed: frozenset[Stage] = frozenset()
        self._left_out: frozenset[Stage] = frozenset()
        self.buttons: dict[Stage, QPushButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.SPACE_XS)
        self._row.addStretch(1)

    def show_steps(
        self,
        stages: Sequence[Stage],
        shown: Stage,
        *,
        reached: Stage,
        allowed: Collection[Stage],
        left_out: Collection[Stage] = (),
    ) -> None:
        """Show these steps with `shown` open and all up to `reached` done, but for those `left_out`.

        Those `allowed` can be gone to.
        """
        if tuple(stages) != self._stages:
            self._make_buttons(tuple(stages))
        self._shown, self._allowed, self._left_out = shown, frozenset(allowed), frozenset(left_out)
        self._reached = self._stages.index(reached)
        self.retranslate()

    def _make_buttons(self, stages: tuple[Stage, ...]) -> None:
        for button in self.buttons.values():
            button.setParent(None)
            button.deleteLater()
        self._stages, self.buttons = stages, {}
        for place, stage in enumerate(stages):
            button = QPushButton()
            button.setProperty("role", "step")
            button.setIconSize(QSize(16, 16))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, stage=stage: self.wanted.emit(stage))
            self.buttons[stage] = button
            self._row.insertWidget(place, button)

    def _state(self, place: int, stage: Stage) -> str:
        if stage is self._shown:
            return _OPEN
        if place >= self._reached:
            return _AHEAD
        return _LEFT_OUT if stage in self._left_out else _DONE

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text and icon again."""
        for place, (stage, button) in enumerate(self.buttons.items()):
            state = self._state(place, stage)
            button.setToolTip(stage_name(stage))
            button.setAccessibleName(self._spoken(place, stage, state))
            button.setEnabled(stage is self._shown or stage in self._allowed)
            button.setProperty("state", state)
            restyle(button)
            self._show_icon(button, state)
        self._name_buttons()

    def _name_buttons(self) -> None:
        """Write the names, or where they do not fit only that of the step that is open."""
        for short in (False, True):
            for place, (stage, button) in enumerate(self.buttons.items()):
                is_named = not short or stage is self._shown
                button.setText(f"{place + 1}  {stage_name(stage)}" if is_named else str(place + 1))
            needed = sum(button.sizeHint().width() + self._row.spacing() for button in self.buttons.values())
            if needed <= self.width():
                return

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as with numbers only, whatever is written now."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """There is room for other names now."""
        super().resizeEvent(event)
        self._name_buttons()

    def _spoken(self, place: int, stage: Stage, state: str) -> str:
        words = {
            _DONE: self.tr("done"),
            _OPEN: self.tr("open now"),
            _AHEAD: self.tr("still to come"),
            _LEFT_OUT: self.tr("left out"),
        }
        sentence = self.tr("Step {number} of {count}: {name}, {state}")
        return sentence.format(number=place + 1, count=len(self._stages), name=stage_name(stage), state=words[state])

    def _show_icon(self, button: QPushButton, state: str) -> None:
        scheme = theme.colours()
        name, colour = {
            _DONE: ("check-circle-outline", scheme.success),
            _OPEN: ("circle-slice-8", scheme.accent),
            _AHEAD: ("circle-outline", scheme.muted),
            _LEFT_OUT: ("minus-circle-outline", scheme.muted),
        }[state]
        button.setIcon(theme.icon(name, colour))
