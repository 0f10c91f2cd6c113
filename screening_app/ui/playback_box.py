"""What stands below a transcript with a recording: its picture beside the bar that plays it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.playback_bar import PlaybackBar
from screening_app.ui.playback_picture import PlaybackPicture
from screening_app.ui.widgets import line

if TYPE_CHECKING:
    from screening_app.domain import Recording


class PlaybackBox(QWidget):
    """Hidden where there is no recording; without the picture where there is none, or it is not wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar, self.picture = PlaybackBar(), PlaybackPicture()
        self._recording: Recording | None = None
        self.bar.picture_changed.connect(lambda _: self._show_picture())
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, theme.SPACE_M, 0)
        row.setSpacing(theme.SPACE_M)
        row.addWidget(self.picture)
        row.addWidget(self.bar, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(line())
        column.addLayout(row)
        self.hide()

    @property
    def recording(self) -> Recording | None:
        """What can be played."""
        return self._recording

    def set_recording(self, recording: Recording | None) -> None:
        """What can be played from now on, from its start."""
        self._recording = recording
        self.bar.set_recording(
            recording.duration_seconds if recording else 0.0, has_picture=bool(recording and recording.has_picture)
        )
        self.setVisible(recording is not None)
        self._show_picture()

    def _show_picture(self) -> None:
        there = self._recording is not None and self._recording.has_picture
        self.picture.setVisible(there and self.bar.picture.isChecked())
