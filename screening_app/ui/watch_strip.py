"""What a glance at the interview has to tell: how long it is, that the voice comes in, and that the face is seen."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.formats import format_clock
from screening_app.ui.recording_desk import Phase
from screening_app.ui.widgets import label
from screening_app.ui.widgets.level_meter import LevelMeter

if TYPE_CHECKING:
    from screening_app.services.faces import Sighting
    from screening_app.ui.recording_control import RecordingControl

SILENT_SECONDS = 12.0  # people think before they answer
FACELESS_SECONDS = 6.0
_HEARD = -55.0  # dBFS; a muted microphone stays below, a voice does not
_STALE_SECONDS = 2.0


class WatchStrip(QWidget):
    """Small and still; a word changes only where something has been wrong for a while."""

    def __init__(self, control: RecordingControl, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._heard_at = self._level_at = self._face_at = 0.0  # seconds of the monotonic clock
        self._looks = False  # whether faces are looked for at all
        self._dot, self.elapsed = QLabel(), label("0:00", "title")
        self.meter, self.words = LevelMeter(), label("", "muted", wrap=True)
        self._dot.setFixedWidth(18)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self._dot)
        row.addWidget(self.elapsed)
        row.addWidget(self.meter, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        column.addLayout(row)
        column.addWidget(self.words)
        control.level.connect(self._hear)
        control.sighting.connect(self._see)
        control.ticked.connect(self.look)
        control.phase_changed.connect(self._follow)
        self.retranslate()

    def _follow(self, phase: Phase) -> None:
        if phase is Phase.STARTING:
            self._looks = False
        self._heard_at = self._face_at = time.monotonic()
        self.meter.setVisible(self._control.microphone is not None)
        self.retranslate()
        self.look()

    def _hear(self, level: float) -> None:
        self.meter.show_level(level)
        self._level_at = time.monotonic()
        if level > _HEARD:
            self._heard_at = self._level_at

    def _see(self, sighting: Sighting) -> None:
        self._looks = True
        if sighting.faces:
            self._face_at = time.monotonic()

    def look(self) -> None:
        """A few times a second: the time that has passed, and whether anything is heard and seen."""
        self.elapsed.setText(format_clock(self._control.elapsed_seconds))
        if time.monotonic() - self._level_at > _STALE_SECONDS:
            self.meter.clear()
        words = self._told()
        if words != self.words.text():
            self.words.setText(words)

    def _told(self) -> str:
        phase = self._control.phase
        if phase is Phase.RECORDING:
            return self._told_of_devices(time.monotonic())
        words = {Phase.STOPPING: self.tr("Finishing the recording…"), Phase.PAUSED: self.tr("Paused")}
        return words.get(phase, "")

    def _told_of_devices(self, now: float) -> str:
        if self._control.microphone is not None and now - self._heard_at > SILENT_SECONDS:
            return self.tr("Nothing is heard. Check that the microphone is not muted.")
        if not self._looks:
            return ""
        if now - self._face_at > FACELESS_SECONDS:
            return self.tr("No face is seen. Turn the camera to the face.")
        return self.tr("Face in view")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text and picture again."""
        paused = self._control.phase is Phase.PAUSED
        colour = theme.colours().muted if paused else theme.colours().danger
        self._dot.setPixmap(theme.icon("pause-circle" if paused else "record-circle", colour).pixmap(18, 18))
        self._dot.setAccessibleName(self.tr("Paused") if paused else self.tr("Recording"))
        self.elapsed.setAccessibleName(self.tr("Length of the recording"))
        self.meter.setAccessibleName(self.tr("Level of the microphone"))
        self.words.setText(self._told())
