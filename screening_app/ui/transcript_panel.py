"""What was said, answer by answer, with each answer's time and value; it can be corrected in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.formats import format_clock, format_value
from screening_app.ui.widgets import Button, label, line
from screening_app.ui.widgets.answer_edit import READING_STYLE, AnswerEdit
from screening_app.ui.widgets.score_strip import ScoreStrip
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from selfmm.types import Answer, Score, Transcript

_ROWS_AT_ONCE = 6  # so that a long transcript never holds the window up
_INDENT = 9  # pixels by which the text of a field stands in


class AnswerRow(QFrame):
    """One answer: when, what, and how it was valued."""

    def __init__(self, number: int, answer: Answer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer = answer
        self.edit = AnswerEdit(answer.text)
        self._value = label("", "strong")
        self._strip = ScoreStrip()
        self._strip.setFixedWidth(72)
        when = f" · {format_clock(answer.start)} – {format_clock(answer.end)}" if answer.end > 0 else ""
        self._when = label(f"{number}{when}", "small")
        self._lay_out()

    def _lay_out(self) -> None:
        value = QVBoxLayout()
        value.setSpacing(0)
        value.addWidget(self._value, 0, Qt.AlignmentFlag.AlignHCenter)
        value.addWidget(self._strip)
        value.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._when.setIndent(_INDENT)
        words.addWidget(self._when)
        words.addWidget(self.edit)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.SPACE_XS, 0, theme.SPACE_S)
        row.setSpacing(theme.SPACE_M)
        row.addLayout(words, 1)
        row.addLayout(value)

    @property
    def correction(self) -> str | None:
        """The corrected text; None where it is as it was."""
        text = self.edit.toPlainText().strip()
        return text if text != self._answer.text.strip() else None

    def put_back(self) -> None:
        """Undo the correction."""
        if self.correction is not None:
            self.edit.setPlainText(self._answer.text)

    def show_value(self, score: Score | None, index: int) -> None:
        """Show the answer's own value, unless its text has changed since it was scored."""
        value = None
        if score and index < len(score.answers) and score.answers[index].text.strip() == self._answer.text.strip():
            value = score.answers[index].value
        self._value.setText(format_value(value))
        self._strip.show_value(score.scale if score else None, value)
        for widget in (self._value, self._strip):
            widget.setVisible(score is not None)


class TranscriptPanel(QFrame):
    """The answers in a scrolling list, below a line with the buttons to correct them."""

    language_wanted = Signal(str)  # "en" or "zh": write the recording down anew in this language
    restore_wanted = Signal()  # take all corrections back
    corrected = Signal(object)  # a dict: index of each changed answer → its new text: save them and score again

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._transcript: Transcript | None = None
        self._score: Score | None = None
        self._correcting = self._can_do_more = False
        self._rows: list[AnswerRow] = []
        self._waiting: list[Answer] = []
        self._filling = QTimer(self)
        self._filling.timeout.connect(self._add_rows)
        self._title, self._hint, self._nothing = label("", "section"), label("", "small", wrap=True), label("", "muted")
        self._nothing.setWordWrap(True)
        self._correct = Button("", "pencil-outline")
        self._more = Button("", "dots-horizontal")
        self._again = {code: QAction(self) for code in LANGUAGES}
        self._restore = QAction(self)
        self._discard = Button("", "undo")
        self._score_again = Button("", "refresh", "primary")
        self._correct.clicked.connect(self.start_correcting)
        self._discard.clicked.connect(self.discard)
        self._score_again.clicked.connect(lambda: self.corrected.emit(self.corrections))
        self._set_up_menu()
        self._lay_out()
        self.retranslate()

    def _set_up_menu(self) -> None:
        menu = QMenu(self)
        for code, action in self._again.items():
            action.triggered.connect(lambda _=False, code=code: self.language_wanted.emit(code))
        self._restore.triggered.connect(self.restore_wanted)
        menu.addActions([*self._again.values(), self._restore])
        self._more.setMenu(menu)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_S)
        buttons.addWidget(self._title)
        buttons.addStretch(1)
        for button in (self._correct, self._more, self._discard, self._score_again):
            buttons.addWidget(button)
        inside = QWidget()
        inside.setObjectName("answers")
        inside.setStyleSheet(f"QWidget#answers {{ background: transparent; }} {READING_STYLE}")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, theme.SPACE_M, 0)
        self._list.setSpacing(0)
        self._list.addWidget(self._nothing)
        self._list.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inside)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_M, theme.SPACE_S, theme.SPACE_M)
        column.setSpacing(theme.SPACE_S)
        buttons.setContentsMargins(0, 0, theme.SPACE_M, 0)
        column.addLayout(buttons)
        column.addWidget(self._hint)
        column.addWidget(line())
        column.addWidget(self._scroll, 1)

    @property
    def corrections(self) -> dict[int, str]:
        """Each changed answer's index and new text."""
        found = ((index, row.correction) for index, row in enumerate(self._rows))
        return {index: text for index, text in found if text is not None}

    @property
    def has_corrections(self) -> bool:
        """Whether something was corrected that is not saved yet."""
        return self._correcting and bool(self.corrections)

    def show_transcript(
        self, transcript: Transcript | None, score: Score | None, *, recorded: bool = False, corrected: bool = False
    ) -> None:
        """Show a transcript, or that there is none yet, with the values of its answers if they are known.

        What was `recorded` can be written down anew, and what was `corrected` can be restored.
        """
        for action in self._again.values():
            action.setVisible(recorded)
        self._restore.setVisible(corrected)
        self._can_do_more = transcript is not None and (recorded or corrected)
        self._filling.stop()
        for row in self._rows:
            row.deleteLater()
        self._rows = []
        self._transcript, self._score = transcript, score
        self._waiting = list(transcript.answers) if transcript else []
        self._set_correcting(False)
        self._add_rows()
        self._filling.start(0)

    def correction_fields(self) -> tuple[AnswerEdit, ...]:
        """The texts as they stand in the window, in the order of time."""
        return tuple(row.edit for row in self._rows)

    def _add_rows(self) -> None:
        """Build a few rows more; the timer comes back until all stand there."""
        now, self._waiting = self._waiting[:_ROWS_AT_ONCE], self._waiting[_ROWS_AT_ONCE:]
        for answer in now:
            index = len(self._rows)
            row = AnswerRow(index + 1, answer)
            row.show_value(self._score, index)
            row.edit.set_correcting(self._correcting)
            row.edit.textChanged.connect(self._refresh)
            row.edit.setAccessibleName(self.tr("Answer {number}").format(number=index + 1))
            self._list.insertWidget(self._list.count() - 1, row)
            self._rows.append(row)
        if not self._waiting:
            self._filling.stop()

    def _set_correcting(self, correcting: bool) -> None:
        self._correcting = correcting
        for row in self._rows:
            row.edit.set_correcting(correcting)
        if correcting and self._rows:
            self._rows[0].edit.setFocus()
        self.retranslate()

    def start_correcting(self) -> None:
        """Turn the answers into fields."""
        self._set_correcting(True)

    def discard(self) -> None:
        """Put the answers back as they were."""
        for row in self._rows:
            row.put_back()
        self._set_correcting(False)

    def _refresh(self) -> None:
        self._score_again.setEnabled(self.has_corrections)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again, and what is shown with it."""
        answers = bool(self._transcript and self._transcript.answers)
        self._title.setText(self.tr("What was said"))
        self._title.setVisible(not self._correcting)  # in a small window the buttons need its room
        self._correct.setText(self.tr("Correct"))
        self._correct.setVisible(answers and not self._correcting)
        self._more.setAccessibleName(self.tr("More"))
        self._more.setVisible(self._can_do_more and not self._correcting)
        self._again["en"].setText(self.tr("Write down again as English"))
        self._again["zh"].setText(self.tr("Write down again as Chinese"))
        self._restore.setText(self.tr("Take all corrections back"))
        self._discard.setText(self.tr("Discard"))
        self._discard.setVisible(self._correcting)
        self._score_again.setText(self.tr("Score again"))
        self._score_again.setVisible(self._correcting)
        self._hint.setText(
            self.tr("Change what was written down wrongly. Only the words are scored anew; voice and face stay.")
        )
        self._hint.setVisible(self._correcting)
        self._nothing.setText(
            self.tr("Nothing is written down yet.")
            if self._transcript is None
            else self.tr("No speech was heard in this recording.")
        )
        self._nothing.setVisible(not answers)
        self._refresh()
