"""Devices and recording as the window handles them: what is open, what is being recorded, what was heard and seen.

The steps of a session that show devices and hold the interview share one; each slow thing is a job.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from screening_app.capture.voice_gate import LEVEL_SECONDS, VoiceGate
from screening_app.errors import ScreeningError
from screening_app.jobs.child import ChildProcess
from screening_app.services.faces import FaceWatch
from screening_app.settings import NO_DEVICE
from screening_app.ui.recording_desk import Phase, RecordingDesk
from selfmm.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from screening_app.capture.devices import Device
    from screening_app.domain import Interview, Patient
    from screening_app.errors import CaptureError
    from screening_app.ui.services import AppServices
    from selfmm.types import Cue

    Devices = tuple[tuple[Device, ...], tuple[Device, ...]]  # microphones, cameras

T = TypeVar("T")

_WATCH_MS = 200
_RECORDING = (Phase.STARTING, Phase.RECORDING, Phase.PAUSED, Phase.STOPPING)
_BELOW_A_RECORDING = 12  # niceness of looking for faces

_log = logging.getLogger(__name__)


class RecordingControl(QObject):
    """Devices are open only while somebody looks at them or a recording runs, and only those that are allowed."""

    phase_changed = Signal(object)  # the Phase
    devices_found = Signal(object)  # the Devices
    problem_changed = Signal()  # of the devices, before a recording
    trouble = Signal(object)  # a CaptureError while recording, which goes on with what is left
    level = Signal(float)  # dBFS
    voice = Signal(float)  # seconds of voice that were just heard and are recorded
    frame = Signal(object)  # a small picture, (height, width, 3) RGB
    sighting = Signal(object)  # a Sighting
    ticked = Signal()  # a few times a second, as long as a device is open

    started = Signal(object)  # the Interview, whose recording has begun
    recording_changed = Signal(bool)  # whether an interview is being recorded now
    finished = Signal(object)  # the Interview with its recording
    failed = Signal(object)  # what went wrong while a recording began or ended

    # From the devices' threads into the window's own
    _level_told = Signal(float)
    _frame_told = Signal(object)
    _trouble_told = Signal(object)
    _sighting_told = Signal(object)

    def __init__(self, services: AppServices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._phase = Phase.CLOSED
        self._sound_allowed = self._picture_allowed = True
        self._viewers: set[QObject] = set()
        self._rests = False  # after a recording nothing is opened until somebody comes back, or asks for it
        self._is_over = False  # whether the window closes, so that nothing is opened any more
        self._interview: Interview | None = None
        self.microphone: str | None = None  # ids of what is open or would be; None for none
        self.camera: str | None = None
        self.problem: BaseException | None = None  # why a device cannot be used
        self.gate = VoiceGate()
        self.cues_until: Callable[[float], Sequence[Cue]] = lambda _: ()  # which card has been shown when
        self.desk = RecordingDesk(
            services.workspace,
            services.live,
            on_level=self._level_told.emit,
            on_frame=self._frame_told.emit,
            on_trouble=self._trouble_told.emit,
        )
        self._faces = FaceWatch(ChildProcess(niceness=_BELOW_A_RECORDING), self._sighting_told.emit)
        self._watch = QTimer(self, interval=_WATCH_MS)
        self._connect()

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._level_told.connect(self._hear, queued)
        self._frame_told.connect(self._see, queued)
        self._trouble_told.connect(self._tell, queued)
        self._sighting_told.connect(self.sighting, queued)
        self._watch.timeout.connect(self.ticked)

    @property
    def phase(self) -> Phase:
        """Where the devices and the recording stand."""
        return self._phase

    @property
    def is_recording(self) -> bool:
        """Whether an interview is being recorded, paused ones too."""
        return self._phase in _RECORDING

    @property
    def interview(self) -> Interview | None:
        """The interview that is being recorded."""
        return self._interview

    @property
    def elapsed_seconds(self) -> float:
        """How much is recorded, without the pauses."""
        return self.desk.elapsed_seconds

    @property
    def sound_allowed(self) -> bool:
        """Whether a microphone may be opened."""
        return self._sound_allowed

    @property
    def picture_allowed(self) -> bool:
        """Whether a camera may be opened."""
        return self._picture_allowed

    def allow(self, sound: bool, picture: bool) -> None:
        """Say which devices may be opened at all; a recording in progress ends where it may not go on as it is."""
        taken = (self._sound_allowed and not sound) or (self._picture_allowed and not picture)
        if (sound, picture) == (self._sound_allowed, self._picture_allowed):
            return
        self._sound_allowed, self._picture_allowed = sound, picture
        if self.is_recording:
            if taken:
                self.stop_recording()
        elif self._viewers or self._phase is not Phase.CLOSED:
            self.look_for_devices()

    # Who looks

    def hold(self, viewer: QObject) -> None:
        """Make level and picture live for as long as somebody looks at them."""
        self._viewers.add(viewer)
        if self._phase is Phase.CLOSED and not self._rests:
            self.look_for_devices()

    def release(self, viewer: QObject) -> None:
        """Nobody should be filmed who does not know it: let go of the devices when nobody looks, unless it records."""
        self._viewers.discard(viewer)
        self._rests = self._rests and bool(self._viewers)
        QTimer.singleShot(0, self, self._close_unseen)  # somebody else may be about to look

    def _close_unseen(self) -> None:
        if not self._viewers and self._phase is Phase.READY:
            self._set_phase(Phase.CLOSED)
            self._start_job(lambda _: self.desk.close(), lambda _: None)

    # Devices

    def look_for_devices(self) -> None:
        """List microphones and cameras anew, then open the chosen ones."""
        if self.is_recording or self._is_over:
            return

        def work(_: object) -> Devices:
            from screening_app.capture.devices import list_cameras, list_microphones

            self.desk.close()  # an open camera is not listed by every system
            return list_microphones(), list_cameras()

        self._rests = False
        self._show_problem(None)
        self._set_phase(Phase.OPENING)
        self._start_job(work, self._open_devices)

    def choose_device(self, name: str, device: str) -> None:
        """Keep a choice ("microphone" or "camera", and its id) for the next time, and open it."""
        try:
            self._services.settings_store.change(**{name: device})
        except ScreeningError as error:
            self.trouble.emit(error)
        self.look_for_devices()

    def _open_devices(self, found: Devices) -> None:
        settings = self._services.settings_store.current
        self.microphone = _chosen(settings.microphone, found[0]) if self._sound_allowed else None
        self.camera = _chosen(settings.camera, found[1]) if self._picture_allowed else None
        microphone, camera = self.microphone, self.camera
        self.devices_found.emit(found)
        if not self._viewers or (microphone is None and camera is None):
            self._set_phase(Phase.CLOSED)
            return
        self._start_job(lambda _: self.desk.open(microphone, camera), lambda _: self._opened())

    def _opened(self) -> None:
        self.gate = VoiceGate()
        self._set_phase(Phase.READY)
        self._close_unseen()

    def _hear(self, level: float) -> None:
        self.level.emit(level)
        if self.gate.hears(level) and self._phase is Phase.RECORDING:
            self.voice.emit(LEVEL_SECONDS)

    def _see(self, image: object) -> None:
        self.frame.emit(image)
        self._faces.show(image)  # type: ignore[arg-type]  # a signal knows no arrays

    def _tell(self, error: CaptureError) -> None:
        """Say what went wrong with a device; a recording goes on with what is left."""
        if self.is_recording:
            self.trouble.emit(error)
        else:
            self._show_problem(error)

    def _show_problem(self, problem: BaseException | None) -> None:
        self.problem = problem
        self.problem_changed.emit()

    # The recording

    def start_recording(self, patient: Patient, language: str, script: str, begun: Interview | None = None) -> None:
        """Record into `begun`, a session without a recording, else into a new interview of the patient."""
        if self._phase is not Phase.READY:
            return
        self._set_phase(Phase.STARTING)
        self._start_job(lambda _: self.desk.start(patient, language, script, begun), self._started)

    def _cues(self) -> Sequence[Cue]:
        return self.cues_until(self.elapsed_seconds) if self.is_recording else ()

    def _started(self, interview: Interview) -> None:
        self._interview = interview
        self._set_phase(Phase.RECORDING)
        self.started.emit(interview)

    def pause_or_resume(self) -> None:
        """Pause, or go on if a device is left to go on with."""
        if self._phase is Phase.RECORDING:
            self.desk.pause()
            self._set_phase(Phase.PAUSED)
        elif self._phase is Phase.PAUSED and self.desk.resume():
            self._set_phase(Phase.RECORDING)

    def keep_cues(self) -> None:
        """Keep which card has been shown when until now, so that a crash loses none."""
        cues = self._cues()
        self._services.device_jobs.start(
            lambda _: self.desk.keep_cues(cues),
            on_done=lambda _: None,
            on_error=lambda error: _log.warning("the cards were not kept: %s", type(error).__name__),
        )

    def stop_recording(self) -> None:
        """End the recording and hand its interview on."""
        if self._phase not in (Phase.RECORDING, Phase.PAUSED):
            return
        cues = self._cues()
        self._set_phase(Phase.STOPPING)
        self._start_job(lambda _: self.desk.stop(cues), self._stopped)

    def _stopped(self, interview: Interview) -> None:
        self._interview, self._rests = None, True
        self._set_phase(Phase.CLOSED)
        self.finished.emit(interview)

    def shut_down(self) -> None:
        """Stop and keep what is recorded and let go of the devices now, because the window closes."""
        self._is_over = True
        self._watch.stop()
        self._faces.close()
        try:
            self.desk.end(self._cues())
        except KnownError as error:
            _log.warning("a recording ended with the window: %s", error.template)  # the next start looks at it again
        self._phase, self._interview = Phase.CLOSED, None

    def _start_job(self, work: Callable[[object], T], on_done: Callable[[T], None]) -> None:
        def done(result: T) -> None:
            if not self._is_over:
                on_done(result)

        self._services.device_jobs.start(work, on_done=done, on_error=self._job_failed)

    def _job_failed(self, error: BaseException) -> None:
        """A device could not be opened, or a recording not begun or ended; what was recorded stays."""
        if self._is_over:
            _log.warning("a device was closed with an error: %s", type(error).__name__)
            return
        if self.is_recording:
            self._interview = None
            self._set_phase(Phase.CLOSED)
            self.failed.emit(error)
            if self._viewers:
                self.look_for_devices()
            return
        # what was told of one device says more than that none is left
        self._show_problem(self.problem or error)
        self._set_phase(Phase.CLOSED)
        if not isinstance(error, KnownError):
            raise error

    def _set_phase(self, phase: Phase) -> None:
        was_recording = self.is_recording
        self._phase = phase
        if phase is Phase.CLOSED:
            self._watch.stop()
            self._faces.rest()
        else:
            self._watch.start()
        self.phase_changed.emit(phase)
        if self.is_recording != was_recording:
            self.recording_changed.emit(self.is_recording)


def _chosen(wanted: str, found: tuple[Device, ...]) -> str | None:
    """The id of the device to open: the wanted one even if it is not listed, else the first; None for none."""
    if wanted == NO_DEVICE:
        return None
    if wanted:
        return wanted
    return found[0].id if found else None
