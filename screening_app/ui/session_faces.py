"""The steps of a session on top of each other, with the bar of steps, the safety panel and the progress above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from screening_app.domain import Purpose, Source
from screening_app.ui import theme
from screening_app.ui.import_panel import ImportPanel
from screening_app.ui.interview_panel import InterviewPanel
from screening_app.ui.recording_control import RecordingControl
from screening_app.ui.result_panel import ResultPanel
from screening_app.ui.safety_panel import SafetyPanel
from screening_app.ui.session_state import Stage, reached_by, stages_of
from screening_app.ui.steps.consent_step import ConsentStep
from screening_app.ui.steps.devices_step import DevicesStep
from screening_app.ui.steps.questionnaire_step import QuestionnaireStep
from screening_app.ui.steps.sign_off_step import SignOffStep
from screening_app.ui.steps.step_bar import StepBar
from screening_app.ui.steps.who_step import WhoStep
from screening_app.ui.transcript_panel import TranscriptPanel
from screening_app.ui.type_panel import TypePanel
from screening_app.ui.widgets import Button, ProgressPanel, label
from screening_app.ui.widgets.vertical_scroll import VerticalScroll

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.settings import Settings
    from screening_app.ui.services import AppServices
    from screening_app.ui.session_state import SessionState

_SAFETY_LOW, _SAFETY_HIGH = 132, 520  # pixels of the safety panel beside other work, and alone; the rest scrolls
_STACK_LEAST = 64  # pixels; a row of buttons


class _Steps(QStackedWidget):
    """A stack in which the highest of all steps is not what each of them asks for."""

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Whatever the steps ask for, each gets the room that there is."""
        return False


class SessionFaces(QWidget):
    """Shows one step at a time; what happens in the steps is the page's business."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar, self.progress = StepBar(), ProgressPanel()
        self.safety = SafetyPanel()
        self._safety_area = VerticalScroll(self.safety)
        self.control = RecordingControl(services, self)
        self.who, self.consent = WhoStep(services), ConsentStep()
        self.devices, self.interview = DevicesStep(services, self.control), InterviewPanel(services, self.control)
        self.file, self.text = ImportPanel(), TypePanel()
        self.questionnaire, self.sign_off = QuestionnaireStep(), SignOffStep()
        self.transcript, self.result = TranscriptPanel(), ResultPanel()
        self.to_sign_off = Button("", "arrow-right", "primary")
        self._meanwhile = label("", "muted", wrap=True)
        self._stack = _Steps()
        self._working, self._result_face = self._working_face(), self._review_face()
        self.questionnaire.room_taken_back.connect(self._set_safety_height)
        self._lay_out()
        self._set_up_keys()
        self.retranslate()

    def _set_up_keys(self) -> None:
        """Ctrl+Enter goes on from any step; the keyboard begins where there is something to do."""
        self._starts: dict[QWidget, Callable[[], None]] = {
            self.who: self.who.picker.setFocus,
            self.consent: self.consent.boxes[Purpose.SOUND].box.setFocus,
            self.devices: self.devices.go_on.setFocus,
            self.interview: self.interview.start.setFocus,
            self.text: self.text.field.setFocus,
            self.file: self.file.choose.setFocus,
            self.questionnaire: self.questionnaire.form.focus_first_open,
            self._result_face: self.to_sign_off.setFocus,
            self.sign_off: self.sign_off.notes.setFocus,
        }
        going_on = (self.who.begin, self.consent.go_on, self.devices.go_on, self.text.score, self.questionnaire.go_on)
        for button in (*going_on, self.to_sign_off, self.sign_off.sign):
            button.setAutoDefault(True)  # Enter presses it
            QShortcut(QKeySequence("Ctrl+Return"), button, button.click)  # of the one that is seen and enabled

    def _lay_out(self) -> None:
        faces = (self.who, self.consent, self.devices, self.interview, self.file, self.text, self.questionnaire)
        self.steps: tuple[QWidget, ...] = (*faces, self._result_face, self.sign_off, self._working)
        for step in self.steps:
            self._stack.addWidget(step)
        self._stack.currentChanged.connect(lambda place: theme.dress(self.steps[place], when_seen=True))
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._stack.setMinimumHeight(_STACK_LEAST)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE_M)
        for part in (self.bar, self._safety_area, self.progress):
            self._column.addWidget(part)
        self._column.addWidget(self._stack, 1)

    def _working_face(self) -> QWidget:
        face = QWidget()
        column = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._meanwhile)
        column.addStretch(1)
        return face

    def _review_face(self) -> QWidget:
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(theme.SPACE_M)
        halves.addWidget(self.transcript)
        halves.addWidget(self.result)
        halves.setSizes([10_000, 10_000])  # Qt shares out what there is
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.to_sign_off)
        face = QWidget()
        column = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(halves, 1)
        column.addLayout(below)
        return face

    @property
    def above(self) -> tuple[QWidget, ...]:
        """What may be seen above each of them."""
        return self.bar, self._safety_area, self.progress

    def show_state(self, state: SessionState, settings: Settings, who: str) -> None:
        """Show the step that is open; one that waits for the score shows how far it is."""
        self._show_bar(state)
        self._show_safety(state, settings, who)
        recorded = bool(state.interview and state.interview.source is Source.RECORDED)
        self.control.allow(
            sound=not recorded or Purpose.SOUND in state.consents,
            picture=not recorded or Purpose.PICTURE in state.consents,
        )
        if state.stage is Stage.SIGN_OFF:
            self.sign_off.show_state(state, who)
        self._stack.setCurrentWidget(self._face_of(state))

    def take_focus(self) -> None:
        """Let the keyboard go on in the step that is open."""
        start = self._starts.get(self._stack.currentWidget() or self)
        (start or self.setFocus)()

    def _show_bar(self, state: SessionState) -> None:
        source = state.interview.source if state.interview else self.who.source
        allowed = frozenset() if self.control.is_recording else state.allowed
        self.bar.show_steps(
            stages_of(source), state.stage, reached=reached_by(state), allowed=allowed, left_out=state.left_out
        )

    def _show_safety(self, state: SessionState, settings: Settings, who: str) -> None:
        """The panel stays in every step until somebody has completed it."""
        review = state.open_review
        rating = next((asked for asked in state.reviewed if review and asked.id == review.rating_id), None)
        self._safety_area.setVisible(rating is not None)
        alone = rating is not None and state.stage is Stage.QUESTIONNAIRE
        self.questionnaire.make_room(alone)
        self._set_safety_height()
        if rating is not None:
            self.safety.set_crisis_numbers(settings.crisis_line)
            self.safety.show_open(rating, who)

    def _set_safety_height(self) -> None:
        alone = self.questionnaire.has_made_room
        self._safety_area.setMinimumHeight(_SAFETY_LOW)
        self._safety_area.setMaximumHeight(_SAFETY_HIGH if alone else _SAFETY_LOW)
        self._column.setStretchFactor(self._safety_area, 100 if alone else 0)

    def _face_of(self, state: SessionState) -> QWidget:
        if state.stage is Stage.INTERVIEW and state.interview:
            faces = {Source.RECORDED: self.interview, Source.IMPORTED: self.file, Source.TYPED: self.text}
            return self._working if self.progress.active else faces[state.interview.source]
        if state.stage is Stage.RESULT:
            return self._working if self.progress.active else self._result_face
        return {
            Stage.WHO: self._working if self.progress.active else self.who,
            Stage.CONSENT: self.consent,
            Stage.DEVICES: self.devices,
            Stage.QUESTIONNAIRE: self.questionnaire,
            Stage.SIGN_OFF: self.sign_off,
        }[state.stage]

    def show_whom(self, state: SessionState) -> None:
        """Let the interview step know whose session is recorded."""
        if state.interview is not None:
            self.interview.set_patient(state.patient)
            self.interview.set_language(state.interview.language)
            self.interview.set_interview(state.interview)

    def discard(self) -> None:
        """Forget what was typed and not kept, because the session is left."""
        self.transcript.discard()
        self.text.clear()
        self.sign_off.addendum_kept()

    def shut_down(self) -> None:
        """Stop and keep what is recorded, and let go of the devices."""
        self.interview.shut_down()
        self.control.shut_down()
        self.devices.card.test.close_player()

    def retranslate(self) -> None:
        """Set every text again; the steps hear of a change of language themselves."""
        self._meanwhile.setText(
            self.tr("You may go to other pages meanwhile. What was recorded is kept, even if you cancel.")
        )
        self.to_sign_off.setText(self.tr("To the sign-off"))
