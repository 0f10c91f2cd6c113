"""Five seconds from the microphone, judged in words and played back; nothing of them is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from screening_app.capture.sound_check import GOOD, SECONDS, judge, write_sound
from screening_app.services.passing_recordings import PassingRecording
from screening_app.ui import theme
from screening_app.ui.device_words import verdict_words
from screening_app.ui.player import Moment, MomentPlayer
from screening_app.ui.recording_desk import Phase
from screening_app.ui.widgets import Button, label, restyle

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QHideEvent

    from screening_app.capture.sound_check import Verdict
    from screening_app.ui.recording_control import RecordingControl
    from screening_app.ui.services import AppServices
    from selfmm.stored_file import StoredFile

_STEPS = 100  # of the bar, a second


class SoundTest(QWidget):
    """The sound stays in memory; it lies in a file, which only this program can read, while it is played."""

    failed = Signal(object)  # why it cannot be played

    def __init__(self, services: AppServices, control: RecordingControl, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._control = services, control
        self._testing = False
        self._judged: NDArray[np.int16] | None = None  # what a verdict is awaited of
        self._sound: NDArray[np.int16] | None = None
        self._passing: PassingRecording | None = None
        self.verdict: Verdict | None = None
        self.player = MomentPlayer(services.device_jobs, self, stored=self._stored)
        self.test, self.play = Button("", "microphone-outline"), Button("", "play")
        self._bar = QProgressBar(textVisible=False, maximum=round(SECONDS * _STEPS))
        self.words = label("", "muted", wrap=True)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.test, 1)
        row.addWidget(self.play)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addLayout(row)
        column.addWidget(self._bar)
        column.addWidget(self.words)

    def _connect(self) -> None:
        self.test.clicked.connect(self.start)
        self.play.clicked.connect(self.play_or_stop)
        self.player.changed.connect(self._follow_player)
        self.player.failed.connect(self.failed)
        self._control.ticked.connect(self._look)
        self._control.phase_changed.connect(self._follow_phase)

    def start(self) -> None:
        """Listen for five seconds."""
        if self._control.phase is not Phase.READY or self._control.microphone is None:
            return
        self.discard()
        self._testing = True
        self._control.desk.sample.begin()
        self.retranslate()

    def _look(self) -> None:
        if not self._testing:
            return
        seconds = self._control.desk.sample.seconds
        self._bar.setValue(round(seconds * _STEPS))
        if seconds >= SECONDS:
            self._testing = False
            self._judged = sound = self._control.desk.sample.end()
            self._services.device_jobs.start(
                lambda _: judge(sound), on_done=lambda found: self._show(sound, found), on_error=self.failed.emit
            )
            self.retranslate()

    def _show(self, sound: NDArray[np.int16], verdict: Verdict) -> None:
        if sound is self._judged:
            self._sound, self.verdict = sound, verdict
            self.retranslate()

    def play_or_stop(self) -> None:
        """Play what was heard, or stop."""
        if self.player.moment is not None:
            self.player.stop()
            return
        if (sound := self._sound) is None:
            return
        self._delete_file()
        self._passing = passing = PassingRecording("sound.wav")

        def play() -> None:
            if passing is self._passing:
                self.player.play(Moment(passing.file.path))

        self._services.device_jobs.start(
            lambda _: write_sound(passing.file, sound),
            on_done=lambda _: play(),
            on_error=self.failed.emit,
        )

    def _stored(self, path: Path) -> Path | StoredFile:
        return path if self._passing is None else self._passing.file

    def discard(self) -> None:
        """Stop, and forget what was heard."""
        self.player.stop()
        self._delete_file()
        if self._testing:
            self._control.desk.sample.end()
        self._testing, self._judged, self._sound, self.verdict = False, None, None, None
        self.retranslate()

    def close_player(self) -> None:
        """Let go of the player, because the window closes."""
        self.discard()
        self.player.close()

    def _delete_file(self) -> None:
        if self._passing is not None:
            self._passing.delete()
            self._passing = None

    def _follow_player(self, moment: Moment | None) -> None:
        if moment is None:
            self._delete_file()
        self.retranslate()

    def _follow_phase(self, phase: Phase) -> None:
        if phase is not Phase.READY:
            self.discard()
        else:
            self.retranslate()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is heard or kept of somebody who has gone on."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.discard()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        ready = self._control.phase is Phase.READY and self._control.microphone is not None
        self.test.setText(self.tr("Sound test ({seconds} s)").format(seconds=round(SECONDS)))
        self.test.setEnabled(ready and not self._testing)
        playing = self.player.moment is not None
        self.play.setText(self.tr("Stop") if playing else self.tr("Listen"))
        self.play.set_icon_name("stop" if playing else "play")
        self.play.setVisible(self._sound is not None)
        self._bar.setVisible(self._testing)
        self._bar.setAccessibleName(self.test.text())
        self._show_words()

    def _show_words(self) -> None:
        words = ""
        if self._testing:
            words = self.tr("Let the person say a few sentences…")
        elif self.verdict is not None:
            words = verdict_words(self.verdict)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        role = "problem" if self.verdict is not None and self.verdict.code != GOOD else "muted"
        if self.words.property("role") != role:
            self.words.setProperty("role", role)
            restyle(self.words)
