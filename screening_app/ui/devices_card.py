"""The devices of a recording: which they are, how loud it is, what is seen, and what is wrong with them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from screening_app.settings import NO_DEVICE
from screening_app.ui import messages, theme
from screening_app.ui.option_editors import DeviceEditor
from screening_app.ui.recording_desk import Phase
from screening_app.ui.widgets import Card, label
from screening_app.ui.widgets.camera_preview import CameraPreview
from screening_app.ui.widgets.level_meter import LevelMeter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from screening_app.capture.devices import Device
    from screening_app.settings import Settings

    Devices = tuple[tuple[Device, ...], tuple[Device, ...]]  # microphones, cameras

HEARD = -55.0  # dBFS; a muted microphone stays below, a voice does not
SILENT_SECONDS = 3.0  # before recording, when somebody tries the microphone
SILENT_SECONDS_RECORDING = 12.0  # people think before they answer
_STALE_SECONDS = 2.0  # a level or picture that is older is not shown as if it were of now
_WIDTH = 320


class DevicesCard(Card):
    """Level and picture with the two choices below them, and one red sentence where something is wrong."""

    changed = Signal(str, str)  # "microphone" or "camera", and the id that was chosen
    refresh_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._phase = Phase.CLOSED
        self._problem: BaseException | None = None
        self._has_microphone = self._has_camera = True  # until it is known
        self._picture_wanted = True
        self._last_heard = self._last_level = self._last_frame = 0.0  # seconds of the monotonic clock
        self.preview, self.meter = CameraPreview(), LevelMeter()
        self.microphone = DeviceEditor("microphone", with_address=False)
        self.camera = DeviceEditor("camera", with_address=True)
        self.hint = label("", "problem", wrap=True)
        self._pictures = {"microphone": QLabel(), "camera-outline": QLabel()}
        self._lay_out()
        for name, editor in (("microphone", self.microphone), ("camera", self.camera)):
            editor.changed.connect(lambda value, name=name: self.changed.emit(name, str(value)))
            editor.refresh_wanted.connect(self.refresh_wanted)
        self.retranslate()

    def _lay_out(self) -> None:
        self.setFixedWidth(_WIDTH)
        self.body.setContentsMargins(theme.SPACE_M, theme.SPACE_M, theme.SPACE_M, theme.SPACE_M)
        self.body.setSpacing(theme.SPACE_S)
        self.body.addWidget(self.preview, 1)
        self.body.addWidget(self.meter)
        for picture, editor in zip(self._pictures.values(), (self.microphone, self.camera), strict=True):
            row = QHBoxLayout()
            row.setSpacing(theme.SPACE_S)
            row.addWidget(picture)
            row.addWidget(editor, 1)
            self.body.addLayout(row)
        self.body.addWidget(self.hint)

    def show_devices(self, found: Devices, settings: Settings) -> tuple[str | None, str | None]:
        """Offer the devices that were found; the ids of the microphone and the camera to open, None for none."""
        chosen = []
        both = ((self.microphone, settings.microphone), (self.camera, settings.camera))
        for (editor, wanted), listed in zip(both, found, strict=True):
            editor.show_devices(listed)
            editor.show_value(wanted)
            chosen.append(_chosen(wanted, listed))
        self._has_microphone, self._has_camera = (device is not None for device in chosen)
        self.meter.setVisible(self._has_microphone)
        return chosen[0], chosen[1]

    def show_phase(self, phase: Phase, *, picture_wanted: bool = True) -> None:
        """Show what the devices do now; `picture_wanted` is whether people may see themselves."""
        self._phase, self._picture_wanted = phase, picture_wanted
        if phase is Phase.CLOSED or not picture_wanted:
            self.preview.clear()
        if phase is Phase.CLOSED:
            self.meter.clear()
        self._last_heard = time.monotonic()  # silence counts from here
        for editor in (self.microphone, self.camera):
            editor.setEnabled(phase in (Phase.CLOSED, Phase.READY))
        self.retranslate()

    def show_problem(self, problem: BaseException | None) -> None:
        """Say in red why a device cannot be used; None takes it back."""
        self._problem = problem
        self._show_hint()

    @property
    def problem(self) -> BaseException | None:
        """Why a device cannot be used."""
        return self._problem

    def show_level(self, level: float) -> None:
        """Show how loud it is, in dBFS."""
        if self._phase is not Phase.CLOSED:
            self.meter.show_level(level)
            self._last_level = time.monotonic()
            if level > HEARD:
                self._last_heard = self._last_level

    def show_frame(self, frame: NDArray[np.uint8]) -> None:
        """Show what is seen, (height, width, 3) RGB."""
        if self._phase is not Phase.CLOSED and self._picture_wanted:
            self.preview.show_frame(frame)
            self._last_frame = time.monotonic()

    def look(self) -> None:
        """A few times a second: take away what is old, and say if nothing is heard."""
        now = time.monotonic()
        if now - self._last_level > _STALE_SECONDS:
            self.meter.clear()
        if now - self._last_frame > _STALE_SECONDS:
            self.preview.clear()
        self._show_hint()

    def _show_hint(self) -> None:
        text = self._hint_text()
        if text != self.hint.text():
            self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def _hint_text(self) -> str:
        """What is wrong, in one sentence; "" where nothing is."""
        if self._problem is not None:
            return messages.say(self._problem)
        if self._phase is Phase.CLOSED and not self._has_microphone and not self._has_camera:
            return self.tr("No microphone and no camera. Connect one, then look for devices again.")
        if self._phase not in (Phase.READY, Phase.RECORDING):
            return ""
        if not self._has_microphone:
            return self.tr("No microphone: without words and voice there is no score.")
        patience = SILENT_SECONDS if self._phase is Phase.READY else SILENT_SECONDS_RECORDING
        if time.monotonic() - self._last_heard < patience:
            return ""
        return self.tr("Nothing is heard. Say something, or check that the microphone is the right one and not muted.")

    def _preview_text(self) -> str:
        if self._phase is Phase.OPENING:
            return self.tr("Opening the devices…")
        if not self._has_camera:
            return self.tr("No camera: only the voice is recorded.") if self._has_microphone else self.tr("No camera")
        if not self._picture_wanted:
            return self.tr("The camera records; its picture is not shown.")
        return "" if self._phase is Phase.CLOSED else self.tr("The camera sends no picture.")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text and picture again."""
        self.microphone.retranslate(self.tr("Microphone"))
        self.camera.retranslate(self.tr("Camera"))
        self.meter.setAccessibleName(self.tr("Level of the microphone"))
        self.preview.show_message(self._preview_text())
        for name, picture in self._pictures.items():
            picture.setPixmap(theme.icon(name, theme.colours().muted).pixmap(20, 20))
        self._show_hint()


def _chosen(wanted: str, found: tuple[Device, ...]) -> str | None:
    """The id of the device to open: the wanted one even if it is not listed, else the first; None for none."""
    if wanted == NO_DEVICE:
        return None
    if wanted:
        return wanted
    return found[0].id if found else None
