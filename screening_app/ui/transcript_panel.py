"""What was said, answer by answer; words and speakers can be corrected in place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.answer_row import AnswerRow
from screening_app.ui.score_words import most_influential
from screening_app.ui.widgets import Button, label, line
from screening_app.ui.widgets.answer_edit import READING_STYLE
from selfmm.types import LANGUAGES, Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from screening_app.services.evidence import AnswerEvidence
    from screening_app.ui.widgets.answer_edit import AnswerEdit
    from selfmm.types import Answer, Passage, Score, Transcript

_ROWS_AT_ONCE = 3  # so that a long transcript never holds the window up


@dataclass(frozen=True, slots=True)
class Corrections:
    """What somebody changed in a transcript, by the index of each answer: its new text, or who else speaks."""

    texts: Mapping[int, str] = field(default_factory=dict)
    speakers: Mapping[int, Speaker] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.texts or self.speakers)


def places_in_score(answers: Sequence[Answer], score: Score | None) -> dict[int, int]:
    """Which of the score's answers each answer of the participant belongs to, by their indices.

    One answer of a score may be several of the transcript, with the clinician's words between them. Recorded ones are
    told by their times, typed ones by their order.
    """
    own = [index for index, answer in enumerate(answers) if answer.speaker is Speaker.PARTICIPANT]
    scored = score.answers if score else ()
    typed = {index: order for order, index in enumerate(own) if answers[index].end <= 0 and order < len(scored)}
    recorded = {
        index: place
        for index in own
        for place, whole in enumerate(scored)
        if whole.start <= answers[index].start < answers[index].end <= whole.end
    }
    return typed | recorded


class TranscriptPanel(QFrame):
    """The answers in a scrolling list, below a line with the buttons to correct them."""

    language_wanted = Signal(str)  # "en" or "zh": write the recording down anew in this language
    restore_wanted = Signal()  # take all corrections back
    corrected = Signal(object)  # the Corrections: save them and score again
    play_wanted = Signal(object)  # the Answer whose moment is to be heard, or to be heard no more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._transcript: Transcript | None = None
        self._score: Score | None = None
        self._influential: tuple[Passage, ...] = ()
        self._evidence: Sequence[AnswerEvidence | None] = ()
        self._places: dict[int, int] = {}
        self._playable = False
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
    def corrections(self) -> Corrections:
        """What is changed by now."""
        texts = ((index, row.correction) for index, row in enumerate(self._rows))
        speakers = ((index, row.other_speaker) for index, row in enumerate(self._rows))
        return Corrections(
            {index: text for index, text in texts if text is not None},
            {index: speaker for index, speaker in speakers if speaker is not None},
        )

    @property
    def has_corrections(self) -> bool:
        """Whether something was corrected that is not saved yet."""
        return self._correcting and bool(self.corrections)

    def show_transcript(
        self,
        transcript: Transcript | None,
        score: Score | None,
        evidence: Sequence[AnswerEvidence | None] = (),
        *,
        recorded: bool = False,
        corrected: bool = False,
    ) -> None:
        """Show a transcript, or that there is none yet, with the values of its answers if they are known.

        `evidence` is that of each answer in turn, where there is some. What was `recorded` can be played and written
        down anew, and what was `corrected` can be restored.
        """
        for action in self._again.values():
            action.setVisible(recorded)
        self._restore.setVisible(corrected)
        self._can_do_more = transcript is not None and (recorded or corrected)
        self._filling.stop()
        for row in self._rows:
            row.deleteLater()
        self._rows = []
        self._transcript, self._score, self._evidence, self._playable = transcript, score, evidence, recorded
        self._waiting = list(transcript.answers) if transcript else []
        self._places = places_in_score(self._waiting, score)
        self._influential = most_influential(score) if score else ()
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
            row = self._make_row(len(self._rows), answer)
            self._list.insertWidget(self._list.count() - 1, row)
            self._rows.append(row)
        if not self._waiting:
            self._filling.stop()

    def _make_row(self, index: int, answer: Answer) -> AnswerRow:
        evidence = self._evidence[index] if index < len(self._evidence) else None
        row = AnswerRow(self._number(index), answer, evidence, playable=self._playable)
        row.show_value(self._score.scale if self._score else None, self._value(index, answer))
        row.show_passages([passage for passage in self._influential if passage.text in answer.text])
        row.edit.set_correcting(self._correcting)
        row.edit.textChanged.connect(self._refresh)
        row.play_wanted.connect(lambda: self.play_wanted.emit(answer))
        row.speaker_wanted.connect(lambda: self._switch_speaker(row))
        return row

    def _number(self, index: int) -> int:
        """The number of an answer, counted from 1: that of the score, or where there is none that of its place."""
        if index in self._places:
            return self._places[index] + 1
        return 1 + sum(row.answer.speaker is Speaker.PARTICIPANT for row in self._rows[:index])

    def _value(self, index: int, answer: Answer) -> float | None:
        """An answer's value, told at its first part; None where it has none, or its text is another by now."""
        place = self._places.get(index)
        if self._score is None or place is None or place in (self._places.get(before) for before in range(index)):
            return None
        scored = self._score.answers[place]
        return scored.value if answer.text.strip() in scored.text else None

    def _switch_speaker(self, row: AnswerRow) -> None:
        """Have the other one speak; it is a correction like any other."""
        row.switch_speaker()
        if not self._correcting:
            self._set_correcting(True)
            row.switch.setFocus()
        self._refresh()

    def show_playing(self, start: float | None) -> None:
        """Mark the answer that begins at `start` seconds as the one that is heard now; None for no one."""
        for row in self._rows:
            row.show_playing(start is not None and row.answer.start == start)

    def _set_correcting(self, correcting: bool) -> None:
        self._correcting = correcting
        for row in self._rows:
            row.edit.set_correcting(correcting)
        self.retranslate()

    def start_correcting(self) -> None:
        """Turn the answers into fields."""
        self._set_correcting(True)
        if self._rows:
            self._rows[0].edit.setFocus()

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
            self.tr("Change what was written down wrongly, or who speaks. Voice and face are not measured again.")
        )
        self._hint.setVisible(self._correcting)
        self._nothing.setText(
            self.tr("Nothing is written down yet.")
            if self._transcript is None
            else self.tr("No speech was heard in this recording.")
        )
        self._nothing.setVisible(not answers)
        for row in self._rows:
            row.retranslate()
        self._refresh()
