"""A questionnaire handed to the patient: one question at a time over the whole screen, and nothing else to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.translation import PatientWords
from screening_app.ui.widgets import Button, label, restyle
from screening_app.ui.widgets.hold_button import HoldButton
from screening_app.ui.widgets.progress_dots import ProgressDots

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent

    from screening_app.services.questionnaires import AnswerOption, Answers, Instrument

_WIDTH = 1100  # of the questions; longer lines are hard to read
_SIZES = (38, 34, 30, 26, 22, 18, 15)  # points; the largest that fits is taken
_LEAD_IN_SIZE, _BUTTON_SIZE = 17, 15  # points
_COMPACT_BELOW = 720  # pixels of height under which the answers and the space between them are made smaller
_SHOWN_MS = 300  # how long an answer is seen before the next question

# said to the patient, in the patient's language
_PLACE = QT_TRANSLATE_NOOP("patient", "Question {number} of {count}")
_BACK = QT_TRANSLATE_NOOP("patient", "Previous question")
_RATHER_NOT = QT_TRANSLATE_NOOP("patient", "I would rather not answer")
_THANKS = QT_TRANSLATE_NOOP("patient", "Thank you. Please hand the device back.")
_PAUSED = QT_TRANSLATE_NOOP("patient", "The questionnaire is paused. Please hand the device back, or continue.")
_CONTINUE = QT_TRANSLATE_NOOP("patient", "Continue")


class PatientQuestionnaire(QWidget):
    """Asks one question at a time; only somebody who holds the clinician's button gets back to the program.

    `changed` comes with every answer and `completed` with the last one, `stopped` where the clinician ends early; each
    carries the answers, a tuple with None for those not given, and the answer about difficulty or None. `handed_back`
    says that a completed questionnaire's window has closed.
    """

    changed = Signal(object, object)
    completed = Signal(object, object)
    stopped = Signal(object, object)
    handed_back = Signal()

    def __init__(
        self,
        instrument: Instrument,
        language: str,
        answers: Answers = (),
        difficulty: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)  # no other window of the program can be reached
        self._instrument, self._language = instrument, language
        self._words = PatientWords(language)
        count = len(instrument.items)
        self._answers: list[int | None] = [*(answers or [None] * count), difficulty]
        self._place = self._first_open()
        self._may_close = False
        self._pause_before_next = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._pause_before_next.timeout.connect(self._go_on)
        self.lead_in, self.question = label("", "muted", wrap=True), label("", wrap=True)
        self.dots = ProgressDots()
        self.options = tuple(self._option_button(place) for place in range(len(instrument.options)))
        self.back, self.rather_not = Button("", "chevron-left"), Button("", kind="quiet")
        self.resume = Button("", kind="primary")
        self.stop, self.leave = HoldButton("lock-outline"), HoldButton("lock-open-outline")
        self._connect()
        self._lay_out()
        self.retranslate()
        self._show_question()

    def _first_open(self) -> int:
        """The first question without an answer; after an interruption, the patient goes on there."""
        asked = self._answers[: self._count]
        return asked.index(None) if None in asked else 0

    def _option_button(self, place: int) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "answer")
        button.setCheckable(True)
        button.setAutoDefault(True)  # Enter presses it
        button.clicked.connect(lambda: self._choose(place))
        return button

    def _connect(self) -> None:
        self.back.clicked.connect(self._go_back)
        self.rather_not.clicked.connect(self._pass)
        self.resume.clicked.connect(self._resume)
        self.resume.setAutoDefault(True)
        self.stop.held.connect(self._stop)
        self.leave.held.connect(self._leave)

    # What it looks like

    def _lay_out(self) -> None:
        self._faces = QStackedWidget()
        self._asking = self._question_face()
        self._paused, self._paused_text = self._plain_face(self.resume, self.stop)
        self._ended, self._ended_text = self._plain_face(self.leave)
        for face in (self._asking, self._paused, self._ended):
            self._faces.addWidget(face)
        row = self._row = QHBoxLayout(self)
        row.addWidget(self._faces)

    def _question_face(self) -> QWidget:
        face = QWidget()
        column = self._column = QVBoxLayout(face)
        column.addWidget(self.dots)
        column.addWidget(self.lead_in)
        column.addWidget(self.question, 1)
        for button in self.options:
            column.addWidget(button)
        below = QHBoxLayout()
        below.setContentsMargins(0, theme.SPACE_S, 0, 0)
        below.addWidget(self.back)
        below.addStretch(1)
        below.addWidget(self.rather_not)
        column.addLayout(below)
        self.question.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # so that it is read aloud, and Enter answers nothing yet
        for button in (self.back, self.rather_not, self.resume):
            button.setStyleSheet(f"font-size: {_BUTTON_SIZE}pt; min-height: 40px;")
        return face

    def _plain_face(self, *buttons: Button) -> tuple[QWidget, QLabel]:
        """A page with one sentence and, below it, what can be done; the page and its sentence."""
        face, text = QWidget(), label("", wrap=True)
        text.setStyleSheet(f"font-size: {_SIZES[2]}pt;")
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column = QVBoxLayout(face)
        column.setSpacing(theme.SPACE_XL)
        column.addStretch(1)
        column.addWidget(text)
        for button in buttons:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return face, text

    def begin(self) -> None:
        """Cover the screen."""
        self.showFullScreen()
        self.question.setFocus()

    # The questions

    @property
    def _has_problem(self) -> bool:
        return any(self._answers[:-1])

    @property
    def _count(self) -> int:
        """How many questions there are; the one about difficulty only where there is a problem."""
        return len(self._instrument.items) + (self._has_problem and self._instrument.difficulty is not None)

    def _asked(self) -> tuple[str, tuple[AnswerOption, ...]]:
        """The question that is open, and its answers."""
        if self._place < len(self._instrument.items):
            return self._instrument.items[self._place].text[self._language], self._instrument.options
        assert self._instrument.difficulty is not None
        return self._instrument.difficulty.text[self._language], self._instrument.difficulty.options

    def _show_question(self) -> None:
        text, options = self._asked()
        is_item = self._place < len(self._instrument.items)
        self.lead_in.setText(self._instrument.lead_in[self._language] if is_item else "")
        self.question.setText(text)
        place = self._words.say("patient", _PLACE).format(number=self._place + 1, count=self._count)
        self.dots.show_place(self._place, self._count, place)
        self.question.setAccessibleName(f"{place}. {self.lead_in.text()} {text}")
        for button, option in zip(self.options, options, strict=True):
            button.setText(option.text[self._language])
            button.setChecked(self._answers[self._place] == option.value)
        self.back.setEnabled(self._place > 0)
        self._fit()
        self.question.setFocus()

    def _choose(self, place: int) -> None:
        """Take an answer, let it be seen, and go on."""
        _, options = self._asked()
        self._answers[self._place] = options[place].value
        for button in self.options:
            button.setChecked(button is self.options[place])
        self.changed.emit(*self._given())
        self._pause_before_next.start()

    def _pass(self) -> None:
        self._answers[self._place] = None
        self.changed.emit(*self._given())
        self._go_on()

    def _go_on(self) -> None:
        self._pause_before_next.stop()
        if self._place + 1 < self._count:
            self._place += 1
            self._show_question()
        else:
            self._show_face(self._ended, self._ended_text)
            self.completed.emit(*self._given())

    def _go_back(self) -> None:
        self._pause_before_next.stop()
        self._place = max(0, self._place - 1)
        self._show_question()

    def _given(self) -> tuple[Answers, int | None]:
        return tuple(self._answers[:-1]), self._answers[-1] if self._has_problem else None

    # Pausing and leaving

    def _show_face(self, face: QWidget, focus: QWidget) -> None:
        self._faces.setCurrentWidget(face)
        focus.setFocus()

    def _pause(self) -> None:
        if self._faces.currentWidget() is self._asking:
            self._pause_before_next.stop()
            self._show_face(self._paused, self._paused_text)

    def _resume(self) -> None:
        self._show_question()
        self._show_face(self._asking, self.question)

    def _stop(self) -> None:
        self.dismiss()
        self.stopped.emit(*self._given())

    def _leave(self) -> None:
        self.dismiss()
        self.handed_back.emit()

    def dismiss(self) -> None:
        """Close without asking, as the program itself does when it closes."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stay, so that the patient does not land among other patients; ask the clinician."""
        if self._may_close:
            super().closeEvent(event)
        else:
            event.ignore()
            self._pause()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Backspace goes back, the arrows go to the answers, Esc asks the clinician."""
        is_asking = self._faces.currentWidget() is self._asking
        if event.key() == Qt.Key.Key_Escape:
            self._pause()
        elif event.key() == Qt.Key.Key_Backspace and is_asking:
            self._go_back()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Right) and is_asking:
            self.options[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    # Texts

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the question and its answers to the room there is."""
        super().resizeEvent(event)
        self._set_density(is_compact=self.height() < _COMPACT_BELOW)
        self._fit()

    def _set_density(self, *, is_compact: bool) -> None:
        margin, spacing = (theme.SPACE_M, theme.SPACE_S) if is_compact else (theme.SPACE_XL, theme.SPACE_M)
        side = max(margin, (self.width() - _WIDTH) // 2)
        self._row.setContentsMargins(side, margin, side, margin)
        self._column.setSpacing(spacing)
        self.lead_in.setStyleSheet(f"font-size: {_BUTTON_SIZE if is_compact else _LEAD_IN_SIZE}pt;")
        for button in self.options:
            button.setProperty("density", "compact" if is_compact else "roomy")
            restyle(button)

    def _fit(self) -> None:
        """Write the question as large as it can stand there whole."""
        room = self.rect().marginsRemoved(self._row.contentsMargins())
        for size in _SIZES:
            self.question.setStyleSheet(f"font-size: {size}pt;")
            self._column.invalidate()  # what it knows of the question's height is of another size
            if self._column.heightForWidth(room.width()) <= room.height():
                break

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of the window's language, in which the clinician's buttons are."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the texts that do not change from question to question."""
        self.back.setText(self._words.say("patient", _BACK))
        self.rather_not.setText(self._words.say("patient", _RATHER_NOT))
        self.resume.setText(self._words.say("patient", _CONTINUE))
        self._ended_text.setText(self._words.say("patient", _THANKS))
        self._paused_text.setText(self._words.say("patient", _PAUSED))
        self.setWindowTitle(self.tr("Questionnaire"))
        self.stop.setText(self.tr("Clinician: hold to stop the questionnaire"))
        self.leave.setText(self.tr("Clinician: hold to return to the program"))
