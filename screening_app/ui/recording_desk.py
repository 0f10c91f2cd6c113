"""The recorder and the interview that it records, as one thing; knows no widgets, and its slow steps are jobs."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from screening_app.capture.sound_check import SoundSample
from screening_app.domain import Source
from screening_app.errors import CaptureError, ScreeningError
from screening_app.services.interviews import (
    abandon_recording,
    begin_recording,
    finish_recording,
    forget_interview,
    keep_cues,
    start_interview,
)
from selfmm.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from screening_app.capture.recorder import Recorder
    from screening_app.domain import Interview, Patient
    from screening_app.services.live import LivePreparation
    from screening_app.services.workspace import Workspace
    from selfmm.types import Cue


class Phase(Enum):
    """Where the devices and the recording stand."""

    CLOSED = auto()  # no device is open
    OPENING = auto()
    READY = auto()  # level and picture are live
    STARTING = auto()
    RECORDING = auto()
    PAUSED = auto()
    STOPPING = auto()


class RecordingDesk:
    """Opens devices for a try, records with them into a new interview, and lets go of them."""

    def __init__(
        self,
        workspace: Workspace,
        live: LivePreparation,
        *,
        on_level: Callable[[float], None],
        on_frame: Callable[[NDArray[np.uint8]], None],
        on_trouble: Callable[[CaptureError], None],
    ) -> None:
        """`live` follows each recording from its beginning.

        The callbacks come from the devices' threads: the level in dBFS, a small picture, what went wrong.
        """
        self._workspace = workspace
        self._live = live
        self._on_level, self._on_frame, self._on_trouble = on_level, on_frame, on_trouble
        self._recorder: Recorder | None = None
        self._interview: Interview | None = None
        self._is_over = False
        self.sample = SoundSample()  # of what the microphone hears, for a sound check

    @property
    def elapsed_seconds(self) -> float:
        """How much is recorded, without the pauses."""
        return self._recorder.elapsed_seconds if self._recorder else 0.0

    def open(self, microphone: str | None, camera: str | None) -> None:
        """Make level and picture live; raises `CaptureError` where no device can be used."""
        from screening_app.capture.recorder import Recorder

        self.close()
        if self._is_over:
            return
        self._recorder = recorder = Recorder(
            self._workspace.media.root,  # no file yet: `start` names it
            microphone,
            camera,
            on_level=self._on_level,
            on_sound=self.sample.push,
            on_frame=self._on_frame,
            on_trouble=self._on_trouble,
        )
        recorder.open()
        if self._is_over:  # `end` may have come too early to find it
            recorder.close()
            return
        recorder.wait_until_open()

    def start(self, patient: Patient, language: str, script: str = "", begun: Interview | None = None) -> Interview:
        """Record into `begun`, a session without a recording, else into a new interview; raises `ScreeningError`.

        Where no recording can begin, a new interview goes again, and one that was begun stays as it was.
        """
        recorder = self._opened()
        interview = begun or start_interview(self._workspace, patient, Source.RECORDED, language, script=script)
        file = None
        try:
            file = begin_recording(self._workspace, interview)
            recorder.start(file)
        except ScreeningError:
            if begun is None:
                forget_interview(self._workspace, interview.id)
            elif file is not None:
                abandon_recording(self._workspace, interview)
            raise
        self._interview = interview
        self._live.begin(interview)
        return interview

    def keep_cues(self, cues: Sequence[Cue]) -> None:
        """Keep which card has been shown when until now, so that a crash loses none; raises `DataError`."""
        if self._interview is not None:
            keep_cues(self._workspace, self._interview.id, cues)

    def pause(self) -> None:
        """Keep nothing until `resume`."""
        self._opened().pause()

    def resume(self) -> bool:
        """Go on after a pause; False where no device is left to go on with."""
        self._opened().resume()
        return self._opened().state.value == "recording"

    def stop(self, cues: Sequence[Cue] = ()) -> Interview:
        """End the recording; its interview, which knows the recording now. What can be kept is kept.

        `cues` say which prompt card was shown when.
        """
        recorder, interview = self._opened(), self._interview
        if interview is None:
            raise RuntimeError("stop() without start()")
        self._recorder = self._interview = None
        try:
            recorder.stop()
        except CaptureError as trouble:
            return self._salvage(interview, cues, trouble)
        return finish_recording(self._workspace, interview, cues)

    def _salvage(self, interview: Interview, cues: Sequence[Cue], trouble: CaptureError) -> Interview:
        """The interview with what can be played of a recording that ended badly; raises `trouble` where nothing can."""
        try:
            return finish_recording(self._workspace, interview, cues)
        except (MediaError, ScreeningError) as unplayable:
            raise trouble from unplayable

    def close(self, cues: Sequence[Cue] = ()) -> None:
        """Let go of the devices; a recording in progress is ended and kept. Does nothing where none is open."""
        recorder, interview = self._recorder, self._interview
        self._recorder = self._interview = None
        if recorder is not None:
            recorder.close()
        if interview is not None:
            finish_recording(self._workspace, interview, cues)

    def end(self, cues: Sequence[Cue] = ()) -> None:
        """`close`, for good: what is being opened on another thread meanwhile does not stay open."""
        self._is_over = True
        self.close(cues)

    def _opened(self) -> Recorder:
        if self._recorder is None:
            raise CaptureError("The devices are closed. Look for devices again, then record.")
        return self._recorder
