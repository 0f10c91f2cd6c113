"""The clinician's own voice: what it is enrolled for, recording a few seconds of it, and forgetting it."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar

from screening_app.services.voices import clinician_voice, enrol_clinician, forget_clinician
from screening_app.ui import theme
from screening_app.ui.formats import format_date
from screening_app.ui.voice_recording import VoiceRecording
from screening_app.ui.widgets import Button, Card, ProgressPanel, label
from screening_app.ui.widgets.level_meter import LevelMeter

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent
    from PySide6.QtWidgets import QWidget

    from screening_app.errors import CaptureError
    from screening_app.ui.services import AppServices
    from selfmm.stored_file import StoredFile

SECONDS = 10  # of speech that are recorded
_WATCH_MS = 100
_STEPS = 100  # of the bar, a second

# Read aloud in about ten seconds each; what somebody speaks is no text of the window, so it is not translated.
_TO_READ = (
    "Good morning. Today I would like to hear how the last two weeks have been for you. "
    "Please take your time; there are no right or wrong answers.",
    "您好。今天我想听您说说，最近这两个星期过得怎么样。请您慢慢说，想到什么就说什么，回答没有对错之分。",
)


class Stage(Enum):
    """What is being done."""

    IDLE = auto()
    OPENING = auto()  # the microphone
    RECORDING = auto()
    ENROLLING = auto()


class VoiceCard(Card):
    """Each slow step is a job; the recording is deleted as soon as the voice is enrolled or the work has failed."""

    failed = Signal(object)  # what went wrong

    # From the microphone's thread into the window's own
    _level = Signal(float)
    _trouble = Signal(object)

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._services = services
        self._stage = Stage.IDLE
        self._enrolled_at: datetime | None = None
        self._recording: VoiceRecording | None = None
        self._problem: CaptureError | None = None
        self._why, self._state = label("", "muted", wrap=True), label("", "strong", wrap=True)
        self._read, self._text = label("", "small"), label("\n".join(_TO_READ), "section", wrap=True)
        self.meter, self._bar = LevelMeter(), QProgressBar(textVisible=False, maximum=SECONDS * _STEPS)
        self.progress = ProgressPanel()
        self.record, self.forget = Button("", "microphone-outline"), Button("", "trash-can-outline", "danger")
        self.cancel = Button("", "close")
        self._watch = QTimer(self, interval=_WATCH_MS)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_S)
        buttons.addWidget(self._state, 1)
        for button in (self.record, self.cancel, self.forget):
            buttons.addWidget(button)
        for part in (self._why, self._read, self._text, self.meter, self._bar):
            self.body.addWidget(part)
        self.body.addLayout(buttons)
        self.body.addWidget(self.progress)

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._level.connect(self.meter.show_level, queued)
        self._trouble.connect(self._lose, queued)
        self._watch.timeout.connect(self._look)
        self.record.clicked.connect(self.start)
        self.cancel.clicked.connect(self.stop)
        self.forget.clicked.connect(self._forget)
        self._services.events.recording_changed.connect(lambda _: self._refresh())

    @property
    def stage(self) -> Stage:
        """What is being done now."""
        return self._stage

    @property
    def enrolled_at(self) -> datetime | None:
        """Since when there is a voice; None where there is none, or it is not known yet."""
        return self._enrolled_at

    def look_up(self) -> None:
        """Find out whether a voice is enrolled."""
        workspace = self._services.workspace

        def work(_: object) -> datetime | None:
            if clinician_voice(workspace) is None:
                return None
            return datetime.fromtimestamp(workspace.paths.clinician_voice.stat().st_mtime, UTC)

        self._services.device_jobs.start(work, on_done=self._show_enrolled, on_error=self.failed.emit)

    def _show_enrolled(self, since: datetime | None) -> None:
        self._enrolled_at = since
        self.retranslate()

    # Recording

    def start(self) -> None:
        """Open the microphone and record, then enrol the voice."""
        if self._stage is not Stage.IDLE:
            return
        recording = VoiceRecording(
            self._services.settings_store.current.microphone,
            on_level=self._level.emit,
            on_trouble=self._trouble.emit,
        )
        self._recording, self._problem = recording, None
        self._set_stage(Stage.OPENING)
        self._services.device_jobs.start(
            lambda _: recording.begin(), on_done=lambda _: self._begun(recording), on_error=self._give_up
        )

    def _begun(self, recording: VoiceRecording) -> None:
        if recording is self._recording:
            self._set_stage(Stage.RECORDING)

    def _look(self) -> None:
        """Ten times a second: how much there is, and whether it is enough."""
        if self._recording is None or self._stage is not Stage.RECORDING:
            return
        seconds = self._recording.elapsed_seconds
        self._bar.setValue(round(seconds * _STEPS))
        if seconds >= SECONDS:
            self._end(self._recording)

    def _end(self, recording: VoiceRecording) -> None:
        self._set_stage(Stage.ENROLLING)
        self._services.device_jobs.start(
            lambda _: recording.end(), on_done=lambda file: self._enrol(recording, file), on_error=self._give_up
        )

    def _enrol(self, recording: VoiceRecording, file: StoredFile) -> None:
        if recording is not self._recording:
            return
        services = self._services
        self.progress.run(
            services.jobs,
            lambda: self.tr("Remembering your voice"),
            lambda job: enrol_clinician(services.workspace, file, job.report, worker=services.worker),
            on_done=lambda _: self._enrolled(),
            on_error=self._give_up,
            on_cancelled=self.stop,
        )

    def _enrolled(self) -> None:
        self.stop()
        self.look_up()

    def stop(self) -> None:
        """Stop whatever is being done and delete what was recorded; an enrolled voice stays."""
        recording, self._recording = self._recording, None
        self.progress.cancel()
        self._set_stage(Stage.IDLE)
        if recording is not None:
            self._services.device_jobs.start(
                lambda _: recording.discard(), on_done=lambda _: None, on_error=self.failed.emit
            )

    def _lose(self, error: CaptureError) -> None:
        """The microphone is gone, or the file cannot grow."""
        if self._stage is Stage.RECORDING:
            self._give_up(error)
        self._problem = error

    def _give_up(self, error: BaseException) -> None:
        if self._recording is not None:  # else it was stopped meanwhile
            self.stop()
            self.failed.emit(self._problem or error)  # what was told of the microphone says more

    def _forget(self) -> None:
        workspace = self._services.workspace
        self._services.device_jobs.start(
            lambda _: forget_clinician(workspace),
            on_done=lambda _: self._show_enrolled(None),
            on_error=self.failed.emit,
        )

    def shut_down(self) -> None:
        """Let go of the microphone and delete what was recorded now, because the window closes."""
        self._watch.stop()
        self.progress.cancel()
        recording, self._recording = self._recording, None
        if recording is not None:
            recording.discard()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nobody should be recorded who does not know it."""
        super().hideEvent(event)
        if self._stage in (Stage.OPENING, Stage.RECORDING) and not event.spontaneous():
            self.stop()

    # What is shown

    def _set_stage(self, stage: Stage) -> None:
        self._stage = stage
        self._bar.setValue(0)
        self.meter.clear()
        if stage is Stage.RECORDING:
            self._watch.start()
        else:
            self._watch.stop()
        self._refresh()

    def _refresh(self) -> None:
        idle, recording = self._stage is Stage.IDLE, self._stage is Stage.RECORDING
        at_the_microphone: tuple[QWidget, ...] = (self._read, self._text, self.cancel)
        for part in at_the_microphone:
            part.setVisible(recording or self._stage is Stage.OPENING)
        self.meter.setVisible(recording)
        self._bar.setVisible(recording)
        self.record.setVisible(idle)
        self.record.setEnabled(not self._services.events.is_recording)  # the microphone is taken
        self.forget.setVisible(idle and self._enrolled_at is not None)
        self._state.setText(self._state_text())

    def _state_text(self) -> str:
        if self._stage is Stage.OPENING:
            return self.tr("Opening the microphone…")
        if self._stage is Stage.RECORDING:
            return self.tr("Speak now")
        if self._stage is Stage.ENROLLING:
            return ""
        if self._enrolled_at is None:
            return self.tr("Not enrolled yet")
        return self.tr("Enrolled on {date}").format(date=format_date(self._enrolled_at))

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Your voice"))
        self._why.setText(
            self.tr(
                "Once some seconds of your voice are enrolled, what you say yourself in new recordings is left out of "
                "the score. Only a voice print is kept, a row of numbers on this computer; the recording is deleted "
                "at once."
            )
        )
        self._read.setText(self.tr("Read aloud, in either language, as you would speak in an interview:"))
        self.record.setText(self.tr("Record {seconds} seconds").format(seconds=SECONDS))
        self.cancel.setText(self.tr("Cancel"))
        self.forget.setText(self.tr("Forget"))
        self.meter.setAccessibleName(self.tr("Level of the microphone"))
        self._bar.setAccessibleName(self.tr("How much is recorded"))
        self._refresh()
