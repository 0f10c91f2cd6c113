"""The devices' and the interview's step side by side, as tests handle them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.devices_card import DevicesCard
from screening_app.ui.interview_panel import InterviewPanel
from screening_app.ui.recording_control import RecordingControl

if TYPE_CHECKING:
    from screening_app.domain import Interview, Patient
    from screening_app.ui.recording_desk import Phase
    from screening_app.ui.services import AppServices


class BothSteps(QWidget):
    """The two steps of a recorded session in one; each of its parts also stands alone, with the same `control`."""

    recording_changed = Signal(bool)  # whether an interview is being recorded now
    finished = Signal(object)  # the Interview with its recording
    failed = Signal(object)  # what went wrong while a recording began or ended

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = RecordingControl(services, self)
        self.devices = DevicesCard(services, self.control)
        self.interview = InterviewPanel(services, self.control)
        self.control.recording_changed.connect(self._make_room)
        self.control.recording_changed.connect(self.recording_changed)
        self.control.finished.connect(self.finished)
        self.control.failed.connect(self.failed)
        self.devices.failed.connect(self.interview.banner.show_error)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_M)
        row.addWidget(self.devices)
        row.addWidget(self.interview, 1)

    def _make_room(self, recording: bool) -> None:
        self.devices.setVisible(not recording)

    @property
    def phase(self) -> Phase:
        """Where the devices and the recording stand."""
        return self.control.phase

    @property
    def is_recording(self) -> bool:
        """Whether an interview is being recorded, paused ones too."""
        return self.control.is_recording

    def allow(self, sound: bool, picture: bool) -> None:
        """Say which devices may be opened at all, as the patient has consented."""
        self.control.allow(sound, picture)

    def set_patient(self, patient: Patient | None) -> None:
        """Whom the next recording belongs to."""
        self.interview.set_patient(patient)

    def set_interview(self, interview: Interview | None) -> None:
        """A session that was begun and has no recording yet: the next recording is its own; None for a new one."""
        self.interview.set_interview(interview)

    def set_language(self, language: str) -> None:
        """Which language is spoken: "en", "zh", or "auto"; the cards follow it, or the patient."""
        self.interview.set_language(language)

    def shut_down(self) -> None:
        """Stop and keep what is recorded and let go of the devices now, because the window closes."""
        self.interview.shut_down()
        self.control.shut_down()
        self.devices.test.close_player()
