"""Joins a transcript's panel with a player: what is wished there is played, what plays is marked there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from screening_app.ui.player import Moment

if TYPE_CHECKING:
    from screening_app.domain import Recording
    from screening_app.ui.player import MomentPlayer
    from screening_app.ui.transcript_panel import TranscriptPanel
    from selfmm.types import Answer

_AT_THE_END = 0.2  # seconds before the end of a recording that count as its end


class TranscriptPlayback(QObject):
    """For one panel and one player, which may play for others as well."""

    def __init__(self, player: MomentPlayer, panel: TranscriptPanel) -> None:
        super().__init__(panel)
        self._player, self._panel = player, panel
        bar = self._bar = panel.playback.bar
        panel.play_wanted.connect(self._play)
        panel.stop_wanted.connect(player.stop)
        bar.play_wanted.connect(self._play_or_pause)
        bar.sought.connect(self._go_to)
        bar.speed_changed.connect(player.set_speed)
        bar.loop_changed.connect(self._set_loop)
        player.changed.connect(self._follow)
        player.paused.connect(lambda paused: bar.show_playing(player.moment is not None and not paused))
        player.moved.connect(self._follow_place)
        player.pictured.connect(panel.playback.picture.show_frame)

    def _play(self, answer: Answer) -> None:
        if recording := self._panel.recording:
            self._player.play(Moment(recording.path, answer.start, answer.end))

    def _play_or_pause(self) -> None:
        if self._ours() and self._player.is_paused:
            self._player.resume()
        elif self._ours():
            self._player.pause()
        elif recording := self._panel.recording:
            self._play_from(recording, self._bar.seconds)

    def _play_from(self, recording: Recording, seconds: float) -> None:
        """Play on to the end of the recording; from its start where that is reached."""
        at_the_end = seconds > recording.duration_seconds - _AT_THE_END
        self._player.play(Moment(recording.path, 0.0 if at_the_end else seconds))

    def _go_to(self, seconds: float) -> None:
        """Leap within what plays, or beyond it and on from there; where nothing plays, only remember the place."""
        self._bar.show_position(seconds)
        self._panel.show_place(seconds)
        moment = self._player.moment
        recording = self._panel.recording
        if moment is None or recording is None or not self._ours():
            return
        if moment.start <= seconds and (moment.end is None or seconds < moment.end):
            self._player.seek(seconds)
        else:
            self._player.play(Moment(recording.path, seconds))

    def _set_loop(self, loops: bool) -> None:
        self._player.loops = loops

    def _ours(self) -> bool:
        """Whether what plays is the recording of this transcript."""
        moment, recording = self._player.moment, self._panel.recording
        return moment is not None and recording is not None and moment.path == recording.path

    def _follow(self, moment: Moment | None) -> None:
        self._bar.show_playing(moment is not None and self._ours())
        if moment is not None and self._ours():
            self._follow_place(moment.start)
            return
        self._panel.show_playing(None)
        self._panel.playback.picture.clear()

    def _follow_place(self, seconds: float) -> None:
        if self._ours():
            self._bar.show_position(seconds)
            self._panel.show_playing(seconds)
