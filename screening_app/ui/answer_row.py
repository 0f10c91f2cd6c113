"""One answer of a transcript: when, who, what, how it was valued, and how good it is as evidence."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.services.transcript_edits import is_unsure, tidied, word_spans
from screening_app.ui import messages, theme
from screening_app.ui.answer_menu import answer_menu
from screening_app.ui.answer_wishes import Wish, key_of
from screening_app.ui.formats import format_clock, format_value
from screening_app.ui.score_words import effect_in_words
from screening_app.ui.widgets import Badge, Button, label, restyle
from screening_app.ui.widgets.answer_edit import AnswerEdit
from screening_app.ui.widgets.marker_table import MarkerTable
from screening_app.ui.widgets.note_row import fill_notes
from screening_app.ui.widgets.score_strip import ScoreStrip
from selfmm.types import Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QMenu

    from screening_app.services.evidence import AnswerEvidence
    from selfmm.types import Answer, LabelScale, Passage, Word

_INDENT = 9  # pixels by which the text of a field stands in
_VALUE_WIDTH = 72
_ORDINARY = {"little_voice"}  # told, but no alarm: many answers are short


class AnswerRow(QFrame):
    """One answer; what the clinician said is grey and has no value."""

    wished = Signal(object)  # a Wish
    edited = Signal()  # its text is another than it was

    def __init__(
        self,
        number: int,
        answer: Answer,
        evidence: AnswerEvidence | None = None,
        *,
        playable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`number` is that of the answer, counted from 1; `playable` is whether there is a recording."""
        super().__init__(parent)
        self._answer, self._number, self._evidence = answer, number, evidence
        self._playing = self._locked = False
        self._scale: LabelScale | None = None
        self._scored: float | None = None
        self._passages: tuple[Passage, ...] = ()
        self.edit = AnswerEdit(answer.text)
        self._spans = word_spans(answer.text, answer.words)
        self._playable = playable and answer.end > 0
        self._when = label("", "small")
        self.play = Button("", "play", "inline")
        self._badge = Badge()
        self.details, self.switch = Button("", "information-outline", "inline"), Button("", "account-switch", "inline")
        self.more = Button("", "dots-vertical", "inline")
        self._folded_out = QWidget()
        self._notes, self._markers = QVBoxLayout(), MarkerTable(small=True)
        self._value, self._strip = label("", "strong"), ScoreStrip()
        self.details.setCheckable(True)
        self._lay_out()
        self._connect()
        self.edit.set_playable(self._playable)
        self.play.setVisible(self._playable)
        self.details.setVisible(evidence is not None)
        self.retranslate()

    def _connect(self) -> None:
        self.edit.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.edit.customContextMenuRequested.connect(lambda at: self.menu().popup(self.edit.viewport().mapToGlobal(at)))
        self.edit.wished.connect(self.wished)
        self.edit.textChanged.connect(self.edited)
        self.play.clicked.connect(lambda: self.wished.emit(Wish.PLAY))
        self.switch.clicked.connect(lambda: self.wished.emit(Wish.SWITCH))
        self.more.clicked.connect(lambda: self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft())))
        self.details.toggled.connect(self._fold_out)

    def _lay_out(self) -> None:
        value = QVBoxLayout()
        value.setSpacing(0)
        value.addWidget(self._value, 0, Qt.AlignmentFlag.AlignHCenter)
        value.addWidget(self._strip)
        value.addStretch(1)
        self._strip.setFixedWidth(_VALUE_WIDTH)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_XS)
        head.setContentsMargins(_INDENT, 0, 0, 0)
        for part in (self._when, self.play, self._badge):
            head.addWidget(part)
        head.addStretch(1)
        for part in (self.details, self.switch, self.more):
            head.addWidget(part)
        details = QVBoxLayout(self._folded_out)
        details.setContentsMargins(_INDENT, theme.SPACE_XS, 0, theme.SPACE_S)
        details.setSpacing(theme.SPACE_S)
        details.addLayout(self._notes)
        details.addWidget(self._markers)
        self._notes.setSpacing(theme.SPACE_XS)
        self._folded_out.hide()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(head)
        words.addWidget(self.edit)
        words.addWidget(self._folded_out)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.SPACE_XS, 0, theme.SPACE_S)
        row.setSpacing(theme.SPACE_M)
        row.addLayout(words, 1)
        row.addLayout(value)

    @property
    def answer(self) -> Answer:
        """The answer without what is being typed."""
        return self._answer

    @property
    def is_edited(self) -> bool:
        """Whether the text is another than the answer's."""
        return tidied(self.edit.toPlainText()) != tidied(self._answer.text)

    @property
    def playable(self) -> bool:
        """Whether it can be heard."""
        return self._playable

    @property
    def playing(self) -> bool:
        """Whether it is heard now."""
        return self._playing

    @property
    def locked(self) -> bool:
        """Whether it must stay as it is."""
        return self._locked

    def set_locked(self, locked: bool) -> None:
        """Whether it must stay as it is, and is only read and heard."""
        self._locked = locked
        self.switch.setVisible(not locked)

    def menu(self) -> QMenu:
        """What can be done with the answer, and with its text."""
        return answer_menu(self)

    def set_answer(self, answer: Answer) -> None:
        """Show the answer with another text, where only that is another now; the cursor stays."""
        text, at = self.edit.toPlainText(), self.edit.selected[1]
        self._answer, self._spans = answer, word_spans(answer.text, answer.words)
        if text == answer.text:
            self.edit.document().clearUndoRedoStacks()  # from here on the transcript's own undo takes it back
        else:
            self.edit.setPlainText(answer.text)
            self.edit.put_cursor(len(tidied(text[:at])))
        self._mark()

    def set_number(self, number: int) -> None:
        """Another number, because answers before it were cut or joined."""
        if number != self._number:
            self._number = number
            self.retranslate()

    def moment_at_cursor(self) -> float:
        """When the word at the cursor begins, in seconds from the start of the recording; else the answer's start."""
        at = self.edit.selected[0]
        starts = [word.start for word, span in zip(self._answer.words, self._spans, strict=False) if span[0] <= at]
        return max(starts[-1:], default=self._answer.start)

    def show_heard(self, seconds: float | None) -> None:
        """Mark the word that is said at a moment of the recording; None for no word."""
        span = None
        if seconds is not None and self._spans and not self.is_edited:
            place = bisect_right(self._answer.words, seconds, key=lambda word: word.start) - 1
            span = self._spans[place] if place >= 0 else None
        self.edit.show_heard(span)

    def show_value(self, scale: LabelScale | None, value: float | None) -> None:
        """Show the answer's own value on the score's scale; no scale leaves its room empty."""
        self._scale, self._scored = scale, value
        self._show_value()

    def show_passages(self, passages: Sequence[Passage]) -> None:
        """Mark the sentences of the answer that moved the score most."""
        self._passages = tuple(passages)
        self._mark()

    def _mark(self) -> None:
        own = self._answer.speaker is Speaker.PARTICIPANT
        colours = theme.colours()
        self.edit.mark(
            [
                (
                    passage.text,
                    QColor(colours.warning_soft if passage.effect > 0 else colours.success_soft),
                    effect_in_words(passage.effect),
                )
                for passage in (self._passages if own else ())
            ]
        )
        self._mark_unsure()

    def _mark_unsure(self) -> None:
        unsure = [(span, word) for span, word in zip(self._spans, self._answer.words, strict=False) if is_unsure(word)]
        self.edit.mark_unsure([(span, self._doubt(word)) for span, word in unsure])
        told = self.tr("Words that the speech recognition is not sure of: {words}")
        self.edit.setAccessibleDescription(
            told.format(words=", ".join(word.text for _, word in unsure)) if unsure else ""
        )

    def _doubt(self, word: Word) -> str:
        percent = round(100 * (word.confidence or 0.0))
        return self.tr("The speech recognition is not sure of “{word}” ({percent}%).").format(
            word=word.text, percent=percent
        )

    def _show_value(self) -> None:
        own = self._answer.speaker is Speaker.PARTICIPANT
        self._value.setText(format_value(self._scored))
        self._strip.show_value(self._scale, self._scored)
        for widget in (self._value, self._strip):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(self._scale is not None)  # the texts of all rows end at the same line
            widget.setSizePolicy(policy)
            widget.setVisible(own and self._scored is not None)

    def show_playing(self, playing: bool) -> None:
        """Whether this moment is heard now."""
        if playing != self._playing:
            self._playing = playing
            self.play.set_icon_name("stop" if playing else "play")
            self._name_play()
        if not playing:
            self.edit.show_heard(None)

    def _fold_out(self, wanted: bool) -> None:
        """Show or hide the warnings and measurements."""
        if wanted:
            self._fill_details()
        self._folded_out.setVisible(wanted)

    def _fill_details(self) -> None:
        if self._evidence is None:
            return
        fill_notes(self._notes, "alert-outline", "warning", self._warnings())
        self._markers.show_markers(self._evidence.markers)

    def _warnings(self) -> list[str]:
        return [messages.answer_reason(code) for code in self._evidence.warnings] if self._evidence else []

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of theme; the panel tells of a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_alarm()
            self._mark()

    def retranslate(self) -> None:
        """Set every text again, and what is shown with it."""
        own = self._answer.speaker is Speaker.PARTICIPANT
        self._when.setText(self._when_text())
        self._when.setVisible(bool(self._when.text()))
        self._badge.setText(self.tr("Clinician"))
        self._badge.setVisible(not own)
        self.edit.setProperty("speaker", self._answer.speaker.value)
        restyle(self.edit)
        self.edit.setAccessibleName(
            self.tr("Answer {number}").format(number=self._number) if own else self.tr("Said by the clinician")
        )
        told = self.tr("Said by the clinician: leave it out") if own else self.tr("Said by the patient: score it")
        self.switch.setToolTip(f"{told} ({key_of(Wish.SWITCH)})")
        self.switch.setAccessibleName(told)
        self.more.setToolTip(self.tr("What can be done with this answer"))
        self.more.setAccessibleName(self.more.toolTip())
        self._name_play()
        self._show_alarm()
        self._mark()
        self._show_value()
        if self.details.isChecked():
            self._fill_details()

    def _when_text(self) -> str:
        """The number, and the time where no button shows it."""
        own = self._answer.speaker is Speaker.PARTICIPANT
        parts = [str(self._number)] if own and self._number else []
        if self._answer.end > 0 and self.play.isHidden():
            parts.append(self._time())
        return " · ".join(parts)

    def _time(self) -> str:
        return f"{format_clock(self._answer.start)} – {format_clock(self._answer.end)}"

    def _name_play(self) -> None:
        self.play.setText(self._time())
        told = self.tr("Stop") if self._playing else self.tr("Play this moment")
        self.play.setToolTip(told)
        self.play.setAccessibleName(f"{told}, {self._time()}")

    def _show_alarm(self) -> None:
        """The button of the details is a warning where there is one."""
        if self._evidence is None:
            return
        alarm = not _ORDINARY.issuperset(self._evidence.warnings)
        self.details.set_icon_name("alert-outline" if alarm else "information-outline", "warning" if alarm else "muted")
        told = "\n".join(self._warnings()) or self.tr("Measurements of this answer")
        self.details.setToolTip(told)
        self.details.setAccessibleName(told)
