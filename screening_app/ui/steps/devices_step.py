"""Microphone and camera before an interview: which they are, whether they work, and what would make them better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.devices_card import DevicesCard
from screening_app.ui.recording_desk import Phase
from screening_app.ui.widgets import Button, Card, label
from screening_app.ui.widgets.note_row import fill_notes

if TYPE_CHECKING:
    from screening_app.ui.recording_control import RecordingControl
    from screening_app.ui.services import AppServices


class DevicesStep(QWidget):
    """The devices' card beside a few lines on what makes a good recording; one can go on without devices' approval."""

    ready = Signal()

    def __init__(self, services: AppServices, control: RecordingControl, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.card = DevicesCard(services, control)
        self._title, self._notes = label("", "section"), QVBoxLayout()
        self._state = label("", "muted", wrap=True)
        self.go_on = Button("", "arrow-right", "primary")
        self.go_on.clicked.connect(self.ready)
        control.phase_changed.connect(lambda _: self._follow())
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        hints = Card()
        self._notes.setSpacing(theme.SPACE_M)
        hints.body.addWidget(self._title)
        hints.body.addLayout(self._notes)
        hints.body.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        row.addWidget(self.card)
        row.addWidget(hints, 1)
        below = QHBoxLayout()
        below.addWidget(self._state, 1)
        below.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addLayout(row, 1)
        column.addLayout(below)

    def _follow(self) -> None:
        ready = self._control.phase is Phase.READY
        self._state.setText("" if ready else self.tr("The devices are not ready yet."))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._title.setText(self.tr("Before you begin"))
        hints = (
            self.tr("Make the five-second test and listen to it: the voice should be clear and loud enough."),
            self.tr("Place the microphone within an arm’s length of the patient, and close doors and windows."),
            self.tr("Seat the patient facing the camera with light on the face, nobody else in the picture."),
            self.tr("Turn off television and music: other voices can be taken for the patient’s."),
        )
        fill_notes(self._notes, "check-circle-outline", "accent", hints)
        self.go_on.setText(self.tr("To the interview"))
        self._follow()
