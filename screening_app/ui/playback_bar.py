"""The bar below a transcript that plays its recording: play and pause, where, how fast, over and over, with picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSlider, QStyle, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.formats import format_clock
from screening_app.ui.widgets import Button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
_TICKS = 10  # of the slider in a second
_STEP, _PAGE = 2, 15  # seconds by which the arrow keys and the page keys leap


class PlaybackBar(QWidget):
    """Shows and asks; it plays nothing itself."""

    play_wanted = Signal()  # play, pause or go on, whatever fits
    sought = Signal(float)  # where in the recording to go on, in seconds
    speed_changed = Signal(float)
    loop_changed = Signal(bool)
    picture_changed = Signal(bool)  # whether the picture is to be seen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds = self._length = 0.0
        self._playing = False
        self.play = Button("", "play", "quiet")
        self.slider = _SeekSlider(Qt.Orientation.Horizontal)
        self._clock = label("", "small")
        self.speed = QComboBox()
        self.loop, self.picture = Button("", "repeat", "quiet"), Button("", "video-outline", "quiet")
        self._set_up()
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        """Two lines, so that there is room for the picture beside them."""
        place, how = QHBoxLayout(), QHBoxLayout()
        for row in (place, how):
            row.setSpacing(theme.SPACE_S)
        place.addWidget(self.play)
        place.addWidget(self.slider, 1)
        place.addWidget(self._clock)
        how.addStretch(1)
        for part in (self.speed, self.loop, self.picture):
            how.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        column.addStretch(1)
        column.addLayout(place)
        column.addLayout(how)
        column.addStretch(1)

    def _set_up(self) -> None:
        for button in (self.loop, self.picture):
            button.setCheckable(True)
        self.picture.setChecked(True)
        self.slider.setMinimumWidth(60)
        self.slider.setTracking(False)  # it leaps when it is let go, not on the way
        self.slider.setSingleStep(_STEP * _TICKS)
        self.slider.setPageStep(_PAGE * _TICKS)
        for speed in SPEEDS:
            self.speed.addItem("", speed)
        self.speed.setCurrentIndex(SPEEDS.index(1.0))
        self.play.clicked.connect(self.play_wanted)
        self.slider.valueChanged.connect(lambda value: self.sought.emit(value / _TICKS))
        self.slider.sliderMoved.connect(lambda value: self._show_clock(value / _TICKS))
        self.speed.currentIndexChanged.connect(lambda _: self.speed_changed.emit(self.speed.currentData()))
        self.loop.toggled.connect(self._show_loop)
        self.loop.toggled.connect(self.loop_changed)
        self.picture.toggled.connect(self._show_picture)
        self.picture.toggled.connect(self.picture_changed)

    @property
    def seconds(self) -> float:
        """Where in the recording it is, in seconds."""
        return self._seconds

    @property
    def length(self) -> float:
        """How long the recording is, in seconds."""
        return self._length

    def set_recording(self, seconds: float, *, has_picture: bool) -> None:
        """Another recording, from its start."""
        self._length = seconds
        self.slider.blockSignals(True)
        self.slider.setRange(0, round(seconds * _TICKS))
        self.slider.blockSignals(False)
        self.picture.setVisible(has_picture)
        self.show_position(0.0)

    def show_position(self, seconds: float) -> None:
        """Where in the recording it plays, in seconds; a slider that is being dragged stays with the hand."""
        self._seconds = seconds
        if self.slider.isSliderDown():
            return
        if self.slider.value() != round(seconds * _TICKS):
            self.slider.blockSignals(True)
            self.slider.setValue(round(seconds * _TICKS))
            self.slider.blockSignals(False)
        self._show_clock(seconds)

    def show_playing(self, playing: bool) -> None:
        """Whether something is heard now."""
        self._playing = playing
        self.play.set_icon_name("pause" if playing else "play")
        self._name_play()

    def _show_clock(self, seconds: float) -> None:
        text = f"{format_clock(seconds)} / {format_clock(self._length)}"
        if text != self._clock.text():
            self._clock.setText(text)
            self.slider.setAccessibleDescription(text)

    def _show_loop(self, on: bool) -> None:
        self.loop.set_icon_name("repeat" if not on else "repeat-once", "accent" if on else "")
        told = self.tr("Repeats until it is stopped") if on else self.tr("Repeat what is played")
        self.loop.setToolTip(told)
        self.loop.setAccessibleName(told)

    def _show_picture(self, on: bool) -> None:
        self.picture.set_icon_name("video-outline" if on else "video-off-outline")
        told = self.tr("Hide the picture") if on else self.tr("Show the picture")
        self.picture.setToolTip(told)
        self.picture.setAccessibleName(told)

    def _name_play(self) -> None:
        told = self.tr("Pause") if self._playing else self.tr("Play")
        self.play.setToolTip(told)
        self.play.setAccessibleName(told)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        for place, speed in enumerate(SPEEDS):
            self.speed.setItemText(place, f"{QLocale().toString(speed, 'g', 3)}×")
        self.speed.setToolTip(self.tr("Speed"))
        self.speed.setAccessibleName(self.tr("Speed"))
        self.slider.setAccessibleName(self.tr("Place in the recording"))
        self._name_play()
        self._show_loop(self.loop.isChecked())
        self._show_picture(self.picture.isChecked())


class _SeekSlider(QSlider):
    """Leaps to where it is clicked."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the handle where the mouse is."""
        if event.button() == Qt.MouseButton.LeftButton:
            handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)
            x, span = round(event.position().x()) - handle // 2, self.width() - handle
            self.setSliderDown(True)
            self.setSliderPosition(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), x, span))
        super().mousePressEvent(event)
