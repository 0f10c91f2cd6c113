"""A training that runs: how far it is, its curves, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from screening_app.services.training import Pause
from screening_app.ui import messages, theme
from screening_app.ui.training_curves import TrainingCurves
from screening_app.ui.widgets import Button, Card, label
from screening_app.ui.widgets.question import agreed

if TYPE_CHECKING:
    from screening_app.services.training import CurvePoint
    from screening_app.ui.training_run import TrainingRun

_STEPS = 1000  # of the bar


class TrainingRunning(QWidget):
    """Follows a `TrainingRun`."""

    def __init__(self, run: TrainingRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._points: tuple[CurvePoint, ...] = ()
        self.card = Card()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self.step, self.left = label("", "strong", wrap=True), label("", "muted")
        self.part = label("", "muted", wrap=True)
        self.pause, self.cancel = Button("", "pause"), Button("", "close", "danger")
        self.curves = TrainingCurves()
        self._note = label("", "small", wrap=True)
        self._lay_out()
        self.pause.clicked.connect(run.turn_pause)
        self.cancel.clicked.connect(self._ask_to_cancel)
        run.changed.connect(self.retranslate)
        run.points_changed.connect(self._show_points)
        self.retranslate()

    def _lay_out(self) -> None:
        words, buttons = QHBoxLayout(), QHBoxLayout()
        words.addWidget(self.step, 1)
        words.addWidget(self.left)
        buttons.setSpacing(theme.SPACE_S)
        buttons.addWidget(self.part, 1)
        buttons.addWidget(self.pause)
        buttons.addWidget(self.cancel)
        self.card.body.addLayout(words)
        self.card.body.addWidget(self.bar)
        self.card.body.addLayout(buttons)
        self.card.body.addWidget(self.curves)
        self.card.body.addWidget(self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        column.addStretch(1)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again, as far as the training is now."""
        self.card.set_title(self.tr("A new model is being trained"))
        progress, paused = self._run.progress, self._run.paused
        self.bar.setValue(round(progress.fraction * _STEPS) if progress else 0)
        self.bar.setAccessibleName(self.tr("Progress of the training"))
        self.step.setText(self._step())
        self.part.setText(self._part())
        self.left.setText(self._left())
        waits = Pause.USER in paused
        self.pause.setText(self.tr("Go on") if waits else self.tr("Pause"))
        self.pause.set_icon_name("play" if waits else "pause")
        self.cancel.setText(self.tr("Cancel the training"))
        for button in (self.pause, self.cancel):
            button.setEnabled(not self._run.is_ending)
        self._note.setText(
            self.tr(
                "You can go on working, and close the program: the training goes on from here at the next start if you "
                "want it to. The curves are for those who know them; whether the new model is better is said at the "
                "end, in words."
            )
        )

    def _step(self) -> str:
        paused, progress = self._run.paused, self._run.progress
        if self._run.is_ending:
            return self.tr("Stopping…")
        if Pause.RECORDING in paused:
            return self.tr("Paused while an interview is recorded; it goes on by itself afterwards.")
        if Pause.USER in paused:
            return self.tr("Paused")
        return messages.step_name(progress.step) if progress else self.tr("Waiting for its turn…")

    def _part(self) -> str:
        """Which of the many runs is under way."""
        if not self._points:
            return ""
        point = self._points[-1]
        if point.fold < 0:
            return self.tr("The new model itself, epoch {epoch}").format(epoch=point.epoch)
        text = self.tr(
            "Checking run {run} of {runs}, epoch {epoch}: each learns from some people and is tried on others"
        )
        return text.format(run=point.run + 1, runs=point.runs - 1, epoch=point.epoch)

    def _left(self) -> str:
        if self._run.is_ending or self._run.paused:
            return ""
        if self._points and self._points[-1].seconds_left is not None:
            return messages.time_left(self._points[-1].seconds_left)
        progress = self._run.progress
        return messages.time_left(progress.seconds_left) if progress and progress.seconds_left is not None else ""

    def _show_points(self, points: tuple[CurvePoint, ...]) -> None:
        self._points = points
        self.curves.show_points(points)
        self.retranslate()

    def _ask_to_cancel(self) -> None:
        if agreed(
            self,
            self.tr("Cancel the training?"),
            self.tr("Throw this training away?"),
            self.tr("What was learnt so far is lost. The sessions and the active model stay as they are."),
            yes=self.tr("Throw it away"),
            no=self.tr("Keep training"),
        ):
            self._run.cancel()
