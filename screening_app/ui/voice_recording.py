"""A few seconds of one voice from the microphone; knows no widgets, and its slow steps are jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.errors import CaptureError
from screening_app.services.passing_recordings import PassingRecording
from screening_app.settings import NO_DEVICE

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.capture.recorder import Recorder
    from selfmm.stored_file import StoredFile

_NO_MICROPHONE = "No microphone is chosen in the settings. Choose one, then record again."


class VoiceRecording:
    """Lies where only this program can read it, until it is deleted by `discard`."""

    def __init__(
        self, microphone: str, *, on_level: Callable[[float], None], on_trouble: Callable[[CaptureError], None]
    ) -> None:
        """`microphone` is what the settings say. The callbacks come from the microphone's thread."""
        self._microphone = microphone
        self._on_level, self._on_trouble = on_level, on_trouble
        self._passing: PassingRecording | None = None
        self._recorder: Recorder | None = None

    @property
    def elapsed_seconds(self) -> float:
        """How much is recorded."""
        return self._recorder.elapsed_seconds if self._recorder else 0.0

    def begin(self) -> None:
        """Open the microphone and record; raises `CaptureError` where it cannot be used."""
        from screening_app.capture.devices import list_microphones
        from screening_app.capture.recorder import Recorder

        if self._microphone == NO_DEVICE:
            raise CaptureError(_NO_MICROPHONE)
        list_microphones()  # the system looks anew: one may have been connected since
        self._passing = PassingRecording("voice.mkv")
        self._recorder = Recorder(
            self._passing.file, self._microphone, None, on_level=self._on_level, on_trouble=self._on_trouble
        )
        self._recorder.open()
        self._recorder.start()

    def end(self) -> StoredFile:
        """Close the microphone; the file, which is there until `discard`. Raises `CaptureError` where it is empty."""
        if self._recorder is None or self._passing is None:
            raise RuntimeError("end() without begin()")
        recorder, self._recorder = self._recorder, None
        recorder.stop()
        return self._passing.file

    def discard(self) -> None:
        """Close the microphone where it is still open, and delete everything. Safe to call at any time."""
        if self._recorder is not None:
            self._recorder.close()
            self._recorder = None
        if self._passing is not None:
            self._passing.delete()
            self._passing = None
