"""Hold the interview: one card at a time, what a glance has to tell, the words so far, and start, pause and stop."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from screening_app.services.interviews import keep_cards
from screening_app.services.sessions import add_bookmark
from screening_app.ui import theme
from screening_app.ui.bookmark_note import BookmarkNote
from screening_app.ui.formats import language_in_force
from screening_app.ui.live_transcript import LiveTranscript
from screening_app.ui.patient_window import PatientWindow
from screening_app.ui.prompt_view import PromptView
from screening_app.ui.recording_desk import Phase
from screening_app.ui.script_choice import ScriptChoice
from screening_app.ui.watch_strip import WatchStrip
from screening_app.ui.widgets import Banner, Button, label
from screening_app.ui.widgets.camera_preview import CameraPreview
from selfmm.errors import KnownError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

    from screening_app.domain import Interview, Patient
    from screening_app.services.script_cards import PromptCard
    from screening_app.ui.recording_control import RecordingControl
    from screening_app.ui.services import AppServices

_log = logging.getLogger(__name__)

_SIDE_WIDTH = 208
_PREVIEW_HEIGHT = 140


class InterviewPanel(QWidget):
    """Shows a `RecordingControl` and steers it; the devices are open while the panel is seen.

    Keys: → Page Down Space next, ← back, S skip, F follow-up, B bookmark, P pause or go on.
    """

    bookmarked = Signal(float)  # seconds from the start of the recording; it is kept already

    def __init__(self, services: AppServices, control: RecordingControl, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._control = services, control
        self._patient: Patient | None = None
        self._begun: Interview | None = None
        self._language = "auto"
        self._bookmarks = 0
        self.banner, self.prompts = Banner(), PromptView()
        self.script = ScriptChoice(services)
        self.strip, self.note = WatchStrip(control), BookmarkNote()
        self.preview = CameraPreview()
        self.live = LiveTranscript(services, lambda: self.prompts.cues(control.elapsed_seconds))
        self.window_for_patient = PatientWindow()
        self._words = label("", "muted", wrap=True)
        self.show_patient = Button("", "monitor-share")
        self.bookmark = Button("", "bookmark-outline")
        self.start, self.pause = Button("", "record", "primary"), Button("", "pause")
        self.stop = Button("", "stop", "primary")
        self._lay_out()
        self._connect()
        self._set_up_keys()
        self.retranslate()

    def _lay_out(self) -> None:
        self.preview.setFixedHeight(_PREVIEW_HEIGHT)
        self._side = QWidget()
        self._side.setFixedWidth(_SIDE_WIDTH)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme.SPACE_S)
        side.addWidget(self.preview)
        side.addWidget(self.strip)
        side.addWidget(self.live, 1)
        side.addStretch(0)
        middle = QHBoxLayout()
        middle.setSpacing(theme.SPACE_M)
        middle.addWidget(self.prompts, 1)
        middle.addWidget(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(self.banner)
        column.addWidget(self.script)
        column.addLayout(middle, 1)
        column.addWidget(self.note)
        column.addLayout(self._controls())

    def _controls(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self._words, 1)
        for button in (self.show_patient, self.bookmark, self.pause, self.stop, self.start):
            row.addWidget(button)
        self.show_patient.setCheckable(True)
        return row

    def _connect(self) -> None:
        control = self._control
        control.cues_until = self.prompts.cues
        control.phase_changed.connect(self._follow)
        control.started.connect(self._begin)
        control.recording_changed.connect(self._follow_recording)
        control.trouble.connect(self.banner.show_error)
        control.voice.connect(self.prompts.add_voice)
        control.frame.connect(self._show_frame)
        control.sighting.connect(lambda sighting: self.preview.show_faces(sighting.faces))
        control.ticked.connect(self._look)
        self.prompts.card_changed.connect(self._follow_card)
        self.script.changed.connect(self._show_cards)
        self.script.failed.connect(self.banner.show_error)
        self.note.kept.connect(self._keep_bookmark)
        self.start.clicked.connect(self.start_recording)
        self.pause.clicked.connect(control.pause_or_resume)
        self.stop.clicked.connect(self.stop_recording)
        self.bookmark.clicked.connect(self.mark)
        self.show_patient.toggled.connect(self._open_or_close_window)
        self.window_for_patient.closed.connect(lambda: self.show_patient.setChecked(False))

    def _set_up_keys(self) -> None:
        prompts = self.prompts
        for keys, action in (
            (("Right", "PgDown"), prompts.go_on),
            (("Left", "PgUp"), prompts.go_back),
            (("S",), prompts.skip_card),
            (("F",), prompts.ask_further),
            (("B",), self.mark),
            (("P",), self._control.pause_or_resume),
        ):
            for key in keys:
                made = QShortcut(QKeySequence(key), self, action)
                made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                made.setAutoRepeat(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space is the next card too, except where it presses the button that has the keyboard."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.prompts.go_on()
        else:
            super().keyPressEvent(event)

    # What the page says

    def set_patient(self, patient: Patient | None) -> None:
        """Whom the next recording belongs to."""
        self._patient = patient
        self._show_cards()
        self._refresh()

    def set_interview(self, interview: Interview | None) -> None:
        """A session that was begun and has no recording yet: the next recording is its own; None for a new one."""
        self._begun = interview

    def set_language(self, language: str) -> None:
        """Which language is spoken: "en", "zh", or "auto"; the cards follow it, or the patient."""
        self._language = language
        self._show_cards()

    def shut_down(self) -> None:
        """Keep what is being written, and close the patient's window, because the window closes."""
        interview, taken = self._control.interview, self.note.take()
        if interview is not None and taken is not None:
            try:
                add_bookmark(self._services.workspace, interview.id, *taken)
            except KnownError as error:
                _log.warning("a bookmark was lost with the window: %s", type(error).__name__)
        self.live.stop()
        self.window_for_patient.close()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Make the devices live, and offer the scripts that there are now."""
        super().showEvent(event)
        if not event.spontaneous():
            self.script.refresh()
            self._control.hold(self)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Let go of the devices, unless a recording runs."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._control.release(self)

    # The recording

    def start_recording(self) -> None:
        """Record into the session that was begun, or into a new interview."""
        if self._patient is None or self._control.phase is not Phase.READY:
            return
        self.banner.clear()
        self._bookmarks = 0
        self.prompts.restart()
        self._control.start_recording(self._patient, self._language, self.script.name, self._begun)

    def stop_recording(self) -> None:
        """End the recording; the control hands its interview on."""
        self._control.stop_recording()

    def _begin(self, interview: Interview) -> None:
        numbers = {card.id: number for number, card in enumerate(self.prompts.cards, start=1)}
        self.live.follow(interview.id, numbers)
        self._keep_cards()
        self.prompts.setFocus()

    def _follow_recording(self, recording: bool) -> None:
        if not recording:
            self.live.stop()
            self.prompts.end()
            self.preview.clear()
            self.window_for_patient.close()

    def _follow(self, phase: Phase) -> None:
        if phase is Phase.STOPPING:
            self.note.finish()
        self._refresh()

    def _follow_card(self, card: PromptCard | None) -> None:
        self.window_for_patient.show_card(card)
        if self._control.is_recording:
            self._control.keep_cues()
            self._keep_cards()

    def _keep_cards(self) -> None:
        """Keep which cards were shown and skipped until now, so that a crash forgets none."""
        interview, workspace, cards = self._control.interview, self._services.workspace, self.prompts.script_cards()
        if interview is None:
            return
        self._services.device_jobs.start(
            lambda _: keep_cards(workspace, interview.id, cards),
            on_done=lambda _: None,
            on_error=lambda error: _log.warning("what became of the cards was not kept: %s", type(error).__name__),
        )

    def _look(self) -> None:
        if self._control.is_recording:
            self.prompts.show_elapsed(self._control.elapsed_seconds)

    def _show_frame(self, frame: NDArray[np.uint8]) -> None:
        if self.preview.isVisible():
            self.preview.show_frame(frame)

    # Bookmarks

    def mark(self) -> None:
        """Mark this moment, and take a note to it."""
        if self._control.phase in (Phase.RECORDING, Phase.PAUSED):
            self.note.begin(self._control.elapsed_seconds)

    def _keep_bookmark(self, seconds: float, note: str) -> None:
        interview = self._control.interview
        self.prompts.setFocus()
        if interview is None:
            return
        workspace = self._services.workspace
        self._services.device_jobs.start(
            lambda _: add_bookmark(workspace, interview.id, seconds, note),
            on_done=lambda _: self._tell_kept(seconds),
            on_error=self.banner.show_error,
        )

    def _tell_kept(self, seconds: float) -> None:
        self._bookmarks += 1
        self._name_bookmarks()
        self.bookmarked.emit(seconds)

    # What is shown

    def _open_or_close_window(self, wanted: bool) -> None:
        if wanted:
            self.window_for_patient.show_card(self.prompts.card)
            self.window_for_patient.open_beside(self.window())
        else:
            self.window_for_patient.close()

    def _show_cards(self) -> None:
        usual = self._patient.language if self._patient else language_in_force()
        self.prompts.show_cards(self.script.cards(usual if self._language == "auto" else self._language))

    def _refresh(self) -> None:
        """Show what can be done in this phase."""
        phase, recording = self._control.phase, self._control.is_recording
        self.start.setVisible(not recording)
        self.start.setEnabled(phase is Phase.READY and self._patient is not None)
        for button in (self.pause, self.stop, self.bookmark):
            button.setVisible(recording)
            button.setEnabled(phase in (Phase.RECORDING, Phase.PAUSED))
        self.pause.set_icon_name("play" if phase is Phase.PAUSED else "pause")
        self.pause.setText(self.tr("Resume") if phase is Phase.PAUSED else self.tr("Pause"))
        self.pause.setToolTip(f"{self.pause.text()}  (P)")
        self._side.setVisible(recording)
        self.preview.setVisible(self._control.camera is not None and self._services.settings_store.current.preview)
        self.script.setVisible(not recording)
        self._words.setText("" if recording else self._why_not())

    def _why_not(self) -> str:
        """Why nothing can be recorded now; "" where it can."""
        if self._patient is None:
            return self.tr("Choose the patient first.")
        if self._control.phase is Phase.OPENING:
            return self.tr("Opening the devices…")
        if self._control.phase is Phase.CLOSED:
            return self.tr("No microphone or camera is open. Look at the devices first.")
        return ""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.start.setText(self.tr("Start recording"))
        self.stop.setText(self.tr("Stop and score"))
        self.show_patient.setText(self.tr("Patient’s screen"))
        self.show_patient.setToolTip(self.tr("Show the card, and nothing else, in a second window for the patient"))
        self.preview.setAccessibleName(self.tr("Picture of the camera"))
        self._name_bookmarks()
        self._show_cards()
        self._refresh()

    def _name_bookmarks(self) -> None:
        count = f" ({self._bookmarks})" if self._bookmarks else ""
        self.bookmark.setText(self.tr("Bookmark") + count)
        self.bookmark.setToolTip(self.tr("Mark this moment, to find it again in the recording") + "  (B)")
