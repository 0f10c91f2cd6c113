"""Hold an interview: devices, level and picture before and while recording, prompt cards, start, pause and stop."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from screening_app.errors import ScreeningError
from screening_app.services.prompts import prompt_cards
from screening_app.ui import theme
from screening_app.ui.devices_card import DevicesCard
from screening_app.ui.formats import format_clock, language_in_force
from screening_app.ui.prompt_view import PromptView
from screening_app.ui.recording_desk import Phase, RecordingDesk
from screening_app.ui.widgets import Banner, Button, label
from selfmm.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QShowEvent

    from screening_app.domain import Interview, Patient
    from screening_app.errors import CaptureError
    from screening_app.ui.devices_card import Devices
    from screening_app.ui.services import AppServices

T = TypeVar("T")

_WATCH_MS = 200
_RECORDING = (Phase.STARTING, Phase.RECORDING, Phase.PAUSED, Phase.STOPPING)

_log = logging.getLogger(__name__)


class RecordPanel(QWidget):
    """Devices are open only while the panel is seen or records; each slow step with them is a job."""

    recording_changed = Signal(bool)  # whether an interview is being recorded now
    finished = Signal(object)  # the Interview with its recording
    failed = Signal(object)  # what went wrong while a recording began or ended

    # From the devices' threads into the window's own
    _level = Signal(float)
    _frame = Signal(object)
    _trouble = Signal(object)

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._phase = Phase.CLOSED
        self._patient: Patient | None = None
        self._language = "auto"
        self.desk = RecordingDesk(
            services.workspace,
            services.live,
            on_level=self._level.emit,
            on_frame=self._frame.emit,
            on_trouble=self._trouble.emit,
        )
        self.banner, self.devices, self.prompts = Banner(), DevicesCard(), PromptView()
        self._note = label("", "muted", wrap=True)
        self._elapsed, self._dot = label("0:00", "title"), QLabel()
        self.start, self.pause = Button("", "record", "primary"), Button("", "pause")
        self.stop = Button("", "stop", "primary")
        self._watch = QTimer(self, interval=_WATCH_MS)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(theme.SPACE_M)
        right.addWidget(self.prompts, 1)
        right.addLayout(self._controls())
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        row.addWidget(self.devices)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(self.banner)
        column.addLayout(row, 1)

    def _controls(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        self._dot.setFixedWidth(18)
        row.addWidget(self._dot)
        row.addWidget(self._elapsed)
        row.addWidget(self._note, 1)
        for button in (self.start, self.pause, self.stop):
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._level.connect(self.devices.show_level, queued)
        self._frame.connect(self.devices.show_frame, queued)
        self._trouble.connect(self._show_trouble, queued)
        self._watch.timeout.connect(self._look)
        self.devices.changed.connect(self._choose_device)
        self.devices.refresh_wanted.connect(self.look_for_devices)
        self.start.clicked.connect(self.start_recording)
        self.pause.clicked.connect(self.pause_or_resume)
        self.stop.clicked.connect(self.stop_recording)

    # What the page says and asks

    @property
    def phase(self) -> Phase:
        """Where the devices and the recording stand."""
        return self._phase

    @property
    def is_recording(self) -> bool:
        """Whether an interview is being recorded, paused ones too."""
        return self._phase in _RECORDING

    def set_patient(self, patient: Patient | None) -> None:
        """Whom the next recording belongs to."""
        self._patient = patient
        self._show_cards()
        self._refresh()

    def set_language(self, language: str) -> None:
        """Which language is spoken: "en", "zh", or "auto"; the cards follow it, or the patient."""
        self._language = language
        self._show_cards()

    def shut_down(self) -> None:
        """Stop and keep what is recorded and let go of the devices now, because the window closes."""
        self._watch.stop()
        try:
            self.desk.close()
        except KnownError as error:
            _log.warning("a recording ended with the window: %s", error.template)  # the next start looks at it again
        self._phase = Phase.CLOSED

    # Devices

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Make level and picture live."""
        super().showEvent(event)
        if self._phase is Phase.CLOSED and not event.spontaneous():
            self.look_for_devices()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nobody should be filmed who does not know it: let go of the devices, unless a recording runs."""
        super().hideEvent(event)
        if self._phase is Phase.READY and not event.spontaneous():
            self._close_devices()

    def look_for_devices(self) -> None:
        """List microphones and cameras anew, then open the chosen ones."""
        if self.is_recording:
            return

        def work(_: object) -> Devices:
            from screening_app.capture.devices import list_cameras, list_microphones

            self.desk.close()  # an open camera is not listed by every system
            return list_microphones(), list_cameras()

        self.devices.show_problem(None)
        self._set_phase(Phase.OPENING)
        self._start_job(work, self._open_devices)

    def _choose_device(self, name: str, device: str) -> None:
        """Keep the choice for the next time, and open it."""
        try:
            self._services.settings_store.change(**{name: device})
        except ScreeningError as error:
            self.banner.show_error(error)
        self.look_for_devices()

    def _open_devices(self, found: Devices) -> None:
        microphone, camera = self.devices.show_devices(found, self._services.settings_store.current)
        if not self.isVisible() or (microphone is None and camera is None):
            self._set_phase(Phase.CLOSED)
            return
        self._start_job(lambda _: self.desk.open(microphone, camera), lambda _: self._opened())

    def _opened(self) -> None:
        self._set_phase(Phase.READY)
        if not self.isVisible():
            self._close_devices()

    def _close_devices(self) -> None:
        self._set_phase(Phase.CLOSED)
        self._start_job(lambda _: self.desk.close(), lambda _: None)

    def _show_trouble(self, error: CaptureError) -> None:
        """Say what went wrong with a device; a recording goes on with what is left."""
        if self.is_recording:
            self.banner.show_error(error)
        else:
            self.devices.show_problem(error)

    # The recording

    def start_recording(self) -> None:
        """Record into a new interview."""
        patient, language = self._patient, self._language
        if patient is None or self._phase is not Phase.READY:
            return
        self.banner.clear()
        self.prompts.restart()
        self._set_phase(Phase.STARTING)
        self._start_job(lambda _: self.desk.start(patient, language), lambda _: self._set_phase(Phase.RECORDING))

    def pause_or_resume(self) -> None:
        """Pause, or go on if a device is left to go on with."""
        if self._phase is Phase.RECORDING:
            self.desk.pause()
            self._set_phase(Phase.PAUSED)
        elif self.desk.resume():
            self._set_phase(Phase.RECORDING)

    def stop_recording(self) -> None:
        """End the recording and hand its interview on."""
        if self._phase not in (Phase.RECORDING, Phase.PAUSED):
            return
        cues = self.prompts.cues(self.desk.elapsed_seconds)
        self._set_phase(Phase.STOPPING)
        self._start_job(lambda _: self.desk.stop(cues), self._stopped)

    def _stopped(self, interview: Interview) -> None:
        self._set_phase(Phase.CLOSED)
        self.finished.emit(interview)

    def _start_job(self, work: Callable[[object], T], on_done: Callable[[T], None]) -> None:
        self._services.device_jobs.start(work, on_done=on_done, on_error=self._job_failed)

    def _job_failed(self, error: BaseException) -> None:
        """A device could not be opened, or a recording not begun or ended; what was recorded stays."""
        if self.is_recording:
            self._set_phase(Phase.CLOSED)
            self.failed.emit(error)
            self.look_for_devices()
            return
        # what was told of one device says more than that none is left
        self.devices.show_problem(self.devices.problem or error)
        self._set_phase(Phase.CLOSED)
        if not isinstance(error, KnownError):
            raise error

    # What is shown

    def _set_phase(self, phase: Phase) -> None:
        was_recording = self.is_recording
        self._phase = phase
        hidden = self.is_recording and not self._services.settings_store.current.preview
        self.devices.show_phase(phase, picture_wanted=not hidden)
        if phase is Phase.CLOSED:
            self._watch.stop()
        else:
            self._watch.start()
        self._refresh()
        if self.is_recording != was_recording:
            self.recording_changed.emit(self.is_recording)

    def _look(self) -> None:
        """A few times a second: the time that has passed, and whether anything is heard."""
        if self.is_recording:
            seconds = self.desk.elapsed_seconds
            self._elapsed.setText(format_clock(seconds))
            self.prompts.show_elapsed(seconds)
        self.devices.look()

    def _refresh(self) -> None:
        """Show what can be done in this phase."""
        phase = self._phase
        self.start.setVisible(not self.is_recording)
        self.start.setEnabled(phase is Phase.READY and self._patient is not None)
        for button in (self.pause, self.stop):
            button.setVisible(self.is_recording)
            button.setEnabled(phase in (Phase.RECORDING, Phase.PAUSED))
        self.pause.set_icon_name("play" if phase is Phase.PAUSED else "pause")
        self.pause.setText(self.tr("Resume") if phase is Phase.PAUSED else self.tr("Pause"))
        for widget in (self._dot, self._elapsed):
            widget.setVisible(self.is_recording)
        self._note.setText(self._note_text())
        self._recolour()

    def _note_text(self) -> str:
        if self._phase is Phase.STOPPING:
            return self.tr("Finishing the recording…")
        if self._phase is Phase.PAUSED:
            return self.tr("Paused")
        if self._phase is Phase.READY and self._patient is None:
            return self.tr("Choose the patient first.")
        return ""

    def _show_cards(self) -> None:
        usual = self._patient.language if self._patient else language_in_force()
        self.prompts.show_cards(prompt_cards(usual if self._language == "auto" else self._language))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._recolour()

    def retranslate(self) -> None:
        """Set every text again."""
        self.start.setText(self.tr("Start recording"))
        self.stop.setText(self.tr("Stop and score"))
        self._show_cards()
        self._refresh()

    def _recolour(self) -> None:
        colour = theme.colours().muted if self._phase is Phase.PAUSED else theme.colours().danger
        self._dot.setPixmap(theme.icon("record-circle", colour).pixmap(18, 18))
