"""Plays a moment of a recording: from its start to its end, then lets go of the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QIODevice, QObject, Qt, QTimer, QUrl, Signal

from screening_app.errors import ScreeningError
from screening_app.ui.stored_device import StoredDevice

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink

    from screening_app.jobs.runner import JobRunner
    from selfmm.stored_file import StoredFile

_LOOK_MS = 20  # how often it is seen whether the end is reached

_GONE = "The recording {name} is no longer in the data folder, so it cannot be played. Restore it from a backup."
_UNPLAYABLE = (
    "The recording cannot be played here: its file may be damaged, or of a kind that this program cannot play. "
    "Try to open {path} in another media player."
)
_ENCRYPTED_UNPLAYABLE = (
    "The recording cannot be played here: its file may be damaged, or of a kind that this program cannot play. "
    "If it could be played before, restore {path} from a backup."
)
_NO_LOUDSPEAKER = "No loudspeaker was found, so nothing will be heard. Connect one, then play it again."
_NOT_INSTALLED = (
    "Recordings cannot be played on this computer, because a part of the system is missing. "
    "On Linux, install the package libpulse0; then start this program again."
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A piece of a recording, in seconds from its start; `end` is None for up to its end."""

    path: Path
    start: float = 0.0
    end: float | None = None


class MomentPlayer(QObject):
    """Plays one moment at a time. Qt's multimedia is loaded, away from the window, when the first one is wanted."""

    changed = Signal(object)  # the Moment that plays now, or None
    moved = Signal(float)  # where in the recording it plays now, in seconds from its start
    paused = Signal(bool)  # whether the moment stands still for now
    pictured = Signal(object)  # the QVideoFrame that is seen now
    failed = Signal(object)  # a ScreeningError: why nothing plays, or why nothing is heard

    # Orders for Qt's player. They wait for the event loop, which carries them out without Python's lock: the player's
    # own threads want that lock when they end, and it waits for them, so that a call from here could stand still for
    # ever.
    _source_wanted = Signal(QUrl)
    _device_wanted = Signal(QIODevice, QUrl)
    _device_left = Signal(QIODevice)  # comes back once the player has let go of it
    _position_wanted = Signal(int)  # milliseconds
    _leapt = Signal()  # comes back once that order is carried out
    _rate_wanted = Signal(float)  # times as fast
    _play_wanted = Signal()
    _pause_wanted = Signal()
    _stop_wanted = Signal()

    def __init__(
        self,
        jobs: JobRunner,
        parent: QObject | None = None,
        *,
        stored: Callable[[Path], Path | StoredFile],
        with_picture: bool = False,
    ) -> None:
        """`stored` says what to read a recording at a path from: where it is encrypted, that is not the path itself.

        `with_picture` is whether pictures are wanted as well, which costs time to decode.
        """
        super().__init__(parent)
        self._jobs = jobs
        self._stored = stored
        self._with_picture = with_picture
        self._moment: Moment | None = None
        self._loading = self._opening = self._standing = False
        self._leaps = 0  # orders to go on elsewhere that still wait; until then its place says nothing
        self._speed = 1.0
        self.loops = False  # whether a moment begins anew where it ends
        self._player: QMediaPlayer | None = None
        self._output: QAudioOutput | None = None
        self._device: StoredDevice | None = None  # what the player reads an encrypted recording from
        self._sink: QVideoSink | None = None
        self._watch = QTimer(self, interval=_LOOK_MS)
        self._watch.timeout.connect(self._look)
        self._leapt.connect(self._count_leap, Qt.ConnectionType.QueuedConnection)
        self._device_left.connect(_let_go_of, Qt.ConnectionType.QueuedConnection)

    @property
    def moment(self) -> Moment | None:
        """What plays now, or is about to, or is paused."""
        return self._moment

    @property
    def seconds(self) -> float:
        """Where in the recording it plays, in seconds from the start."""
        return self._player.position() / 1000 if self._player else 0.0

    @property
    def is_paused(self) -> bool:
        """Whether the moment stands still for now."""
        return self._standing

    @property
    def speed(self) -> float:
        """How many times as fast as it was said."""
        return self._speed

    def set_speed(self, speed: float) -> None:
        """Play faster or slower, now and later; voices keep their pitch."""
        self._speed = speed
        self._rate_wanted.emit(speed)

    def play(self, moment: Moment) -> None:
        """Play a moment instead of what plays now."""
        self._let_go()
        if not moment.path.exists():
            self.stop()
            self.failed.emit(ScreeningError(_GONE, name=moment.path.name))
            return
        self._moment = moment
        self.changed.emit(moment)
        if self._player is not None:
            self._open()
        elif not self._loading:
            self._loading = True
            self._jobs.start(lambda _: _load(), on_done=lambda _: self._loaded(), on_error=self._not_loaded)

    def toggle(self, moment: Moment) -> None:
        """Stop where this moment plays now, go on where it is paused, else play it."""
        if moment != self._moment:
            self.play(moment)
        elif self._standing:
            self.resume()
        else:
            self.stop()

    def pause(self) -> None:
        """Stand still, with the file open."""
        if self._moment is not None and not self._opening and not self._standing:
            self._stand(True)
            self._watch.stop()
            self._pause_wanted.emit()

    def resume(self) -> None:
        """Go on from a pause."""
        if self._standing:
            self._stand(False)
            self._play_wanted.emit()
            self._watch.start()

    def seek(self, seconds: float) -> None:
        """Go on from another place of the moment, in seconds from the start of the recording."""
        if self._moment is not None and not self._opening:
            self._leaps += 1
            self._position_wanted.emit(round(seconds * 1000))
            self._leapt.emit()

    def stop(self) -> None:
        """Stop, and let go of the file."""
        self._let_go()
        if self._moment is not None:
            self._moment = None
            self.changed.emit(None)

    def close(self) -> None:
        """Stop, and see it done: a player that is taken away while it plays would stand still as well."""
        self.stop()
        if self._player is None:
            return
        loop = QEventLoop()
        QTimer.singleShot(0, loop.quit)  # after the orders that wait
        loop.exec()

    def _let_go(self) -> None:
        self._watch.stop()
        self._opening = False
        self._stand(False)
        if self._player is not None:
            self._stop_wanted.emit()
            self._source_wanted.emit(QUrl())
        if self._device is not None:
            self._device_left.emit(self._device)
            self._device = None

    def _stand(self, standing: bool) -> None:
        if standing != self._standing:
            self._standing = standing
            self.paused.emit(standing)

    def _loaded(self) -> None:
        from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

        self._loading = False
        self._player, self._output = QMediaPlayer(self), QAudioOutput(self)
        self._player.setAudioOutput(self._output)
        self._player.setPitchCompensation(True)
        self._player.setPlaybackRate(self._speed)
        self._player.mediaStatusChanged.connect(self._follow)
        self._player.errorOccurred.connect(lambda *_: self._cannot_play())
        queued = Qt.ConnectionType.QueuedConnection
        self._source_wanted.connect(self._player.setSource, queued)
        self._device_wanted.connect(self._player.setSourceDevice, queued)
        self._position_wanted.connect(self._player.setPosition, queued)
        self._rate_wanted.connect(self._player.setPlaybackRate, queued)
        self._play_wanted.connect(self._player.play, queued)
        self._pause_wanted.connect(self._player.pause, queued)
        self._stop_wanted.connect(self._player.stop, queued)
        if self._with_picture:
            self._watch_with(self._player)
        if self._moment is not None:
            self._open()

    def _watch_with(self, player: QMediaPlayer) -> None:
        """Have the pictures, too; the player's threads hand them over through the event loop."""
        from PySide6.QtMultimedia import QVideoSink

        self._sink = QVideoSink(self)
        player.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def _show(self, frame: QVideoFrame) -> None:
        if self._moment is not None and frame.isValid():
            self.pictured.emit(frame)

    def _not_loaded(self, error: BaseException) -> None:
        self._loading = False
        self.stop()
        self.failed.emit(error)

    def _open(self) -> None:
        if self._player is not None and self._output is not None and self._moment is not None:
            if self._output.device().isNull():
                self.failed.emit(ScreeningError(_NO_LOUDSPEAKER))
            try:
                stored = self._stored(self._moment.path)
            except ScreeningError as error:
                self._give_up(error)
                return
            self._opening = True
            self._want(self._moment.path, stored)

    def _want(self, path: Path, stored: Path | StoredFile) -> None:
        if isinstance(stored, Path):
            self._source_wanted.emit(QUrl.fromLocalFile(str(stored)))
        else:
            self._device = StoredDevice(stored, self)
            self._device_wanted.emit(self._device, QUrl.fromLocalFile(str(path)))

    def _follow(self, status: QMediaPlayer.MediaStatus) -> None:
        """Begin once the file is open, and stop where it ends."""
        if self._player is None or self._moment is None:
            return
        if status == status.LoadedMedia and self._opening:
            self._opening = False
            self._begin(self._moment)
        elif status == status.EndOfMedia and not self._opening:
            if (trouble := self._trouble()) is None:
                self._end(self._moment)
            else:  # a place that is damaged has ended it
                self._give_up(trouble)

    def _begin(self, moment: Moment) -> None:
        self.seek(moment.start)
        self._play_wanted.emit()
        self._watch.start()

    def _end(self, moment: Moment) -> None:
        if self.loops:
            self._begin(moment)
        else:
            self.stop()

    def _count_leap(self) -> None:
        self._leaps -= 1

    def _look(self) -> None:
        moment, now = self._moment, self.seconds
        if moment is None or self._leaps:
            return
        if moment.end is not None and now >= moment.end:
            self._end(moment)
        else:
            self.moved.emit(max(now, moment.start))

    def _cannot_play(self) -> None:
        if self._moment is not None:
            path = self._moment.path
            encrypted = self._device is not None
            unplayable = ScreeningError(_ENCRYPTED_UNPLAYABLE if encrypted else _UNPLAYABLE, path=path)
            self._give_up(self._trouble() or unplayable)

    def _trouble(self) -> ScreeningError | None:
        """What the recording's keeper has said while it was read."""
        return None if self._device is None else self._device.trouble

    def _give_up(self, error: ScreeningError) -> None:
        self.stop()
        self.failed.emit(error)


def _let_go_of(device: QIODevice) -> None:
    device.close()
    device.deleteLater()


def _load() -> None:
    """Load what takes long, so that the window need not wait. Raises `ScreeningError` where it is not there."""
    try:
        from PySide6.QtMultimedia import QMediaFormat
    except ImportError as error:
        raise ScreeningError(_NOT_INSTALLED) from error
    QMediaFormat().supportedFileFormats(QMediaFormat.ConversionMode.Decode)  # brings the plug-in with the codecs
