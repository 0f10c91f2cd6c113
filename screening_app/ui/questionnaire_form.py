"""A questionnaire on one page, as the clinician fills it in with the patient: by keyboard, with a running total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.services.questionnaires import needs_safety_review, safety_item_is_open, total_of
from screening_app.ui import theme
from screening_app.ui.formats import language_in_force
from screening_app.ui.questionnaire_words import numbers_in_words, title_of, total_in_words
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.answer_row import AnswerHeader, AnswerRow
from screening_app.ui.widgets.note_row import clear, fill_notes
from screening_app.ui.widgets.vertical_scroll import VerticalScroll

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from screening_app.services.questionnaires import Answers, Instrument

_ON = {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_BACK = {Qt.Key.Key_Up, Qt.Key.Key_Backspace}
_OTHER_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class QuestionnaireForm(QWidget):
    """Shows the official wording in the patient's language, and the rest in the window's.

    A digit answers the item and goes on to the next; the arrows, Tab and Enter pass an item, Backspace goes back and
    Delete takes an answer away. Both signals carry the answers, a tuple with None for those not given, and the answer
    to the question about difficulty or None.
    """

    changed = Signal(object, object)
    completed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instrument: Instrument | None = None
        self._rows: tuple[AnswerRow, ...] = ()
        self._difficulty_row: AnswerRow | None = None
        self._title, self._lead_in = label("", "section"), label("", "strong", wrap=True)
        self._keys = label("", "small", wrap=True)
        self._heads, self._table = QVBoxLayout(), QVBoxLayout()
        self._total, self._notes = label("", "strong", wrap=True), QVBoxLayout()
        self._source = label("", "small", wrap=True)
        self._unanswered = label("", wrap=True)
        self.go_to_missing, self.finish_without = Button("", "arrow-up"), Button("")
        self.finish = Button("", "check", "primary")
        for button in (self.go_to_missing, self.finish_without, self.finish):
            button.setAutoDefault(True)  # Enter presses it, as it passes an item
        self.go_to_missing.clicked.connect(self.focus_first_open)
        self.finish_without.clicked.connect(self._complete)
        self.finish.clicked.connect(self._finish)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        for part in (self._title, self._keys, self._lead_in):
            column.addWidget(part)
        column.addLayout(self._heads)
        column.addWidget(self._scrolled_table(), 1)
        column.addLayout(self._notes)
        column.addWidget(self._unanswered_bar())
        below = QHBoxLayout()
        below.addWidget(self._total, 1)
        below.addWidget(self.finish)
        column.addLayout(below)
        column.addWidget(self._source)

    def _scrolled_table(self) -> VerticalScroll:
        inner = QWidget()
        self._table.setContentsMargins(0, 0, 0, 0)
        self._table.setSpacing(0)
        inner.setLayout(self._table)
        self._scroll = VerticalScroll(inner)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._align_heads)
        return self._scroll

    def _align_heads(self, _low: int, high: int) -> None:
        """Keep the heads above their columns, whether or not there is a scroll bar beside these."""
        bar = self._scroll.verticalScrollBar().sizeHint().width() if high else 0
        self._heads.setContentsMargins(0, 0, bar, 0)

    def _unanswered_bar(self) -> QFrame:
        self._bar = QFrame()
        self._bar.setProperty("role", "banner")
        self._bar.setProperty("kind", "warning")
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_S, theme.SPACE_S)
        row.addWidget(self._unanswered, 1)
        row.addWidget(self.go_to_missing)
        row.addWidget(self.finish_without)
        self._bar.hide()
        return self._bar

    # What is asked and answered

    def show_instrument(
        self, instrument: Instrument, language: str, answers: Answers = (), difficulty: int | None = None
    ) -> None:
        """Ask the items of `instrument` in `language`, with the answers that were given before."""
        self._instrument = instrument
        self._lead_in.setText(instrument.lead_in[language])
        clear(self._heads)
        clear(self._table)
        self._heads.addWidget(AnswerHeader(instrument.options, language))
        rows = [AnswerRow(item.number, item.text[language], instrument.options, language) for item in instrument.items]
        self._rows = tuple(rows)
        for row in self._rows:
            self._table.addWidget(row)
        self._add_difficulty(language)
        self._table.addStretch(1)
        given = (*(answers or [None] * len(rows)), difficulty)
        for row, answer in zip(self._all_rows(), given, strict=False):
            row.set_answer(answer)
            row.answered.connect(self._follow)
            for choice in row.choices:
                choice.installEventFilter(self)
        self._bar.hide()
        self.retranslate()

    def _add_difficulty(self, language: str) -> None:
        assert self._instrument is not None
        asked = self._instrument.difficulty
        self._difficulty_row = AnswerRow(0, asked.text[language], asked.options, language) if asked else None
        if asked and self._difficulty_row:
            self._table.addSpacing(theme.SPACE_M)
            self._table.addWidget(AnswerHeader(asked.options, language))
            self._table.addWidget(self._difficulty_row)

    def _all_rows(self) -> tuple[AnswerRow, ...]:
        return (*self._rows, self._difficulty_row) if self._difficulty_row else self._rows

    @property
    def answers(self) -> Answers:
        """The answer to each item; None where there is none."""
        return tuple(row.answer for row in self._rows)

    @property
    def difficulty(self) -> int | None:
        """The answer about difficulty; None where there is none, or no problem that it could be about."""
        return self._difficulty_row.answer if self._difficulty_row and any(self.answers) else None

    # The keyboard

    def focus_first_open(self) -> None:
        """Give the keyboard to the first item without an answer, else to the button at the end."""
        for row in self._rows:
            if row.answer is None:
                row.take_focus()
                return
        self.finish.setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Begin where an answer is missing."""
        super().showEvent(event)
        if not event.spontaneous():
            self.focus_first_open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the keyboard through the rows."""
        row = next((row for row in self._all_rows() if watched in row.choices), None)
        if row is None:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusIn:
            self._mark(row)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return not event.modifiers() & _OTHER_KEYS and self._press(row, event.key())
        return False

    def _press(self, row: AnswerRow, key: int) -> bool:
        """Whether the key means something in a row; if so, it is done."""
        digit = key - Qt.Key.Key_0
        if 0 <= digit < len(row.choices):
            row.set_answer(digit)
            self._move(row, 1)
        elif key in _ON or key in _BACK:
            self._move(row, 1 if key in _ON else -1)
        elif key == Qt.Key.Key_Delete:
            row.set_answer(None)
        else:
            return False
        return True

    def _move(self, row: AnswerRow, step: int) -> None:
        rows = [other for other in self._all_rows() if other.isEnabled()]
        place = rows.index(row) + step
        if place >= len(rows):
            self.finish.setFocus()
        else:
            rows[max(0, place)].take_focus()

    def _mark(self, current: AnswerRow) -> None:
        for row in self._all_rows():
            row.mark(row is current)
        self._scroll.ensureWidgetVisible(current, 0, theme.SPACE_L)

    # The end

    def _finish(self) -> None:
        """Complete, or say first what is missing."""
        if None in self.answers:
            self._bar.show()
            self._show_state()
            self.go_to_missing.setFocus()
        else:
            self._complete()

    def _complete(self) -> None:
        self.completed.emit(self.answers, self.difficulty)

    def _follow(self) -> None:
        self._show_state()
        self.changed.emit(self.answers, self.difficulty)

    # Texts

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again but the questionnaire's own words."""
        if self._instrument is None:
            return
        self._title.setText(title_of(self._instrument))
        self._keys.setText(self.tr("Keys: 0 to 3 answer and go on · ↑ ↓ pass · Backspace back · Delete takes away"))
        self._source.setText(self._instrument.source[language_in_force()])
        self.finish.setText(self.tr("Finish questionnaire"))
        self.finish_without.setText(self.tr("Finish without them"))
        self.go_to_missing.setText(self.tr("Answer them"))
        for row in self._rows:
            row.name_choices(self.tr("Item {number}, {answer}: {text}"))
        if self._difficulty_row:
            self._difficulty_row.name_choices("{answer}: {text}")
        self._show_state()

    def _show_state(self) -> None:
        assert self._instrument is not None
        if self._difficulty_row:
            self._difficulty_row.setEnabled(any(self.answers))
        total = total_of(self._instrument, self.answers)
        if total.is_complete:
            self._bar.hide()
        self._total.setText(self._running_total())
        words = self.tr("Not answered: {items}. Without them: {total}")
        missing = numbers_in_words(total.missing)
        self._unanswered.setText(words.format(items=missing, total=total_in_words(self._instrument, total)))
        fill_notes(self._notes, "alert-circle", "danger", self._safety_notes())

    def _running_total(self) -> str:
        """The total where all is answered, else the points so far."""
        assert self._instrument is not None
        total = total_of(self._instrument, self.answers)
        if total.is_complete:
            return self.tr("Total: {total}").format(total=total_in_words(self._instrument, total))
        count = len(self._rows)
        words = self.tr("So far {points} points · {answered} of {count} answered")
        return words.format(points=total.lowest, answered=count - len(total.missing), count=count)

    def _safety_notes(self) -> list[str]:
        assert self._instrument is not None
        if needs_safety_review(self._instrument, self.answers):
            words = self.tr(
                "Item {number} was answered above 0. Assess the risk of suicide and self-harm in this session."
            )
        elif safety_item_is_open(self._instrument, self.answers) and self._bar.isVisibleTo(self):
            words = self.tr("Item {number} is not answered. Ask the patient about thoughts of death and self-harm.")
        else:
            return []
        return [words.format(number=self._instrument.safety_item)]
