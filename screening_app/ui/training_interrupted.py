"""Asks whether to go on with a training that was interrupted by the end of the program, or to throw it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.formats import format_date
from screening_app.ui.training_words import depth_name
from screening_app.ui.widgets import Button, Card, label

if TYPE_CHECKING:
    from screening_app.services.training import UnfinishedRun


class TrainingInterrupted(Card):
    """Hidden where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.run: UnfinishedRun | None = None
        self.text = label("", wrap=True)
        self.go_on, self.discard = Button("", "play", "primary"), Button("", "trash-can-outline")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.go_on)
        row.addWidget(self.discard)
        row.addStretch(1)
        self.body.addWidget(self.text, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.show_run(None)

    def show_run(self, run: UnfinishedRun | None) -> None:
        """Ask about this training; None for none."""
        self.run = run
        self.setVisible(run is not None)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("A training was interrupted: go on with it?"))
        self.go_on.setText(self.tr("Go on"))
        self.discard.setText(self.tr("Throw it away"))
        self.text.setText(interrupted_in_words(self.run) if self.run else "")


def interrupted_in_words(run: UnfinishedRun) -> str:
    """What was being trained, by whom, and how far it had come."""
    text = QCoreApplication.translate(
        "training",
        "“{name}” ({depth}, {scale}, {people} people) was begun on {date} by {by} and is {percent} % done. It goes on "
        "from there and ends with the same model.",
    )
    return text.format(
        name=run.name,
        depth=depth_name(run.depth),
        scale=run.scale,
        people=run.people,
        date=format_date(run.started_at, with_time=True),
        by=run.started_by,
        percent=round(100 * run.fraction),
    )
