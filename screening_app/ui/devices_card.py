"""The devices of a recording: which they are, how loud it is, what is seen, and what is wrong with them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from screening_app.ui import messages, theme
from screening_app.ui.option_editors import DeviceEditor
from screening_app.ui.recording_desk import Phase
from screening_app.ui.sound_test import SoundTest
from screening_app.ui.widgets import Card, label
from screening_app.ui.widgets.camera_preview import CameraPreview
from screening_app.ui.widgets.level_meter import LevelMeter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QHideEvent, QShowEvent

    from screening_app.services.faces import Sighting
    from screening_app.ui.recording_control import Devices, RecordingControl
    from screening_app.ui.services import AppServices

HEARD = -55.0  # dBFS; a muted microphone stays below, a voice does not
NOISY = -40.0  # dBFS of a room in which the pauses are too loud
SILENT_SECONDS = 3.0  # before recording, when somebody tries the microphone
FACELESS_SECONDS = 4.0  # people look down and lean back
_STALE_SECONDS = 2.0  # a level or picture that is older is not shown as if it were of now
_WIDTH = 320


class DevicesCard(Card):
    """Level and picture with the two choices below them, a test, and one sentence where something is wrong.

    Devices are open while the card is seen.
    """

    failed = Signal(object)  # what went wrong beside the devices

    def __init__(self, services: AppServices, control: RecordingControl, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._services, self._control = services, control
        self._sighting: Sighting | None = None
        self._last_heard = self._last_level = self._last_frame = 0.0  # seconds of the monotonic clock
        self._last_face = 0.0
        self.preview, self.meter = CameraPreview(), LevelMeter()
        self.microphone = DeviceEditor("microphone", with_address=False)
        self.camera = DeviceEditor("camera", with_address=True)
        self.test = SoundTest(services, control)
        self.hint, self.advice = label("", "problem", wrap=True), label("", "muted", wrap=True)
        self._pictures = {"microphone": QLabel(), "camera-outline": QLabel()}
        self._lay_out()
        self._connect()
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
        for part in (self.test, self.hint, self.advice):
            self.body.addWidget(part)

    def _connect(self) -> None:
        for name, editor in (("microphone", self.microphone), ("camera", self.camera)):
            editor.changed.connect(lambda value, name=name: self._control.choose_device(name, str(value)))
            editor.refresh_wanted.connect(self._control.look_for_devices)
        self.test.failed.connect(self.failed)
        self._control.devices_found.connect(self.show_devices)
        self._control.phase_changed.connect(self._follow_phase)
        self._control.problem_changed.connect(self._show_hint)
        self._control.level.connect(self.show_level)
        self._control.frame.connect(self.show_frame)
        self._control.sighting.connect(self.show_sighting)
        self._control.ticked.connect(self.look)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Make level and picture live."""
        super().showEvent(event)
        if not event.spontaneous():
            self._control.hold(self)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Let go of the devices, unless a recording runs or somebody else shows them."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._control.release(self)

    # What is there

    def show_devices(self, found: Devices) -> None:
        """Offer the devices that were found."""
        settings = self._services.settings_store.current
        both = ((self.microphone, settings.microphone), (self.camera, settings.camera))
        for (editor, wanted), listed in zip(both, found, strict=True):
            editor.show_devices(listed)
            editor.show_value(wanted)
        self.meter.setVisible(self._control.microphone is not None)

    def _follow_phase(self, phase: Phase) -> None:
        """Show what the devices do now."""
        if phase is Phase.CLOSED or not self._picture_wanted:
            self.preview.clear()
        if phase is Phase.CLOSED:
            self.meter.clear()
            self._sighting = None
        self._last_heard = self._last_face = time.monotonic()  # silence counts from here
        for editor, allowed in (
            (self.microphone, self._control.sound_allowed),
            (self.camera, self._control.picture_allowed),
        ):
            editor.setEnabled(allowed and phase in (Phase.CLOSED, Phase.READY))
        self.retranslate()

    @property
    def _picture_wanted(self) -> bool:
        """Whether people may see themselves."""
        return self._services.settings_store.current.preview or not self._control.is_recording

    # What is heard and seen

    def show_level(self, level: float) -> None:
        """Show how loud it is, in dBFS."""
        if self._control.phase is not Phase.CLOSED:
            self.meter.show_level(level)
            self._last_level = time.monotonic()
            if level > HEARD:
                self._last_heard = self._last_level

    def show_frame(self, frame: NDArray[np.uint8]) -> None:
        """Show what is seen, (height, width, 3) RGB."""
        if self._control.phase is not Phase.CLOSED and self._picture_wanted and self.isVisible():
            self.preview.show_frame(frame)
            self._last_frame = time.monotonic()

    def show_sighting(self, sighting: Sighting) -> None:
        """Frame the faces that were found."""
        if self._control.phase is Phase.CLOSED:
            return
        self._sighting = sighting
        self.preview.show_faces(sighting.faces)
        if sighting.faces:
            self._last_face = time.monotonic()

    def look(self) -> None:
        """A few times a second: take away what is old, and say if nothing is heard."""
        now = time.monotonic()
        if now - self._last_level > _STALE_SECONDS:
            self.meter.clear()
        if now - self._last_frame > _STALE_SECONDS:
            self.preview.clear()
        self._show_hint()

    # What is wrong

    def _show_hint(self) -> None:
        problem = self._hint_text()
        for field, text in ((self.hint, problem), (self.advice, "" if problem else self._advice_text())):
            if text != field.text():
                field.setText(text)
            field.setVisible(bool(text))

    def _hint_text(self) -> str:
        """What is wrong, in one sentence; "" where nothing is."""
        control = self._control
        if control.problem is not None:
            return messages.say(control.problem)
        if not control.sound_allowed and not control.picture_allowed:
            return self.tr("The patient has agreed to neither sound nor picture. Type the interview instead.")
        if control.phase is Phase.CLOSED and control.microphone is None and control.camera is None:
            return self.tr("No microphone and no camera. Connect one, then look for devices again.")
        return self._silence_text() if control.phase is Phase.READY else ""

    def _silence_text(self) -> str:
        if self._control.microphone is None:
            return self.tr("No microphone: without words and voice there is no score.")
        if time.monotonic() - self._last_heard < SILENT_SECONDS:
            return ""
        return self.tr("Nothing is heard. Say something, or check that the microphone is the right one and not muted.")

    def _advice_text(self) -> str:
        """What could be better; "" where nothing need be."""
        if self._control.phase is not Phase.READY:
            return ""
        if self._control.camera is not None and self._sighting is not None:
            if self._sighting.is_dark:
                return self.tr("The picture is dark. Put a lamp in front of the person, behind the camera.")
            if time.monotonic() - self._last_face > FACELESS_SECONDS:
                return self.tr("No face is seen. Turn the camera so that the whole face is in the picture.")
        if (floor := self._control.gate.floor) is not None and floor > NOISY:
            return self.tr("It is noisy here. Close windows, turn fans off, or move the microphone closer.")
        return ""

    def _preview_text(self) -> str:
        control = self._control
        if control.phase is Phase.OPENING:
            return self.tr("Opening the devices…")
        if not control.picture_allowed:
            return self.tr("The patient has not agreed to a picture, so the camera stays off.")
        if control.phase is not Phase.CLOSED and control.camera is None:
            return self.tr("No camera: only the voice is recorded. Connect one, then look for devices again.")
        if not self._picture_wanted:
            return self.tr("The camera records; its picture is not shown.")
        return "" if control.phase is Phase.CLOSED else self.tr("The camera sends no picture.")

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
