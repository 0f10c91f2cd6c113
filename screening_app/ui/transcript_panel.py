"""What was said, answer by answer; words and speakers can be corrected in place, and each word can be heard."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from screening_app.errors import ScreeningError
from screening_app.services.transcript_draft import Draft, differing
from screening_app.ui import theme
from screening_app.ui.answer_facts import AnswerFacts
from screening_app.ui.answer_places import numbers, places_in_score
from screening_app.ui.answer_wishes import CHANGING, Wish
from screening_app.ui.keeping_words import deletion_in_words
from screening_app.ui.playback_box import PlaybackBox
from screening_app.ui.transcript_head import TranscriptHead
from screening_app.ui.widgets import label, line
from screening_app.ui.widgets.answer_edit import READING_STYLE
from screening_app.ui.widgets.row_list import RowList
from selfmm.types import LANGUAGES, Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from screening_app.domain import Recording, RecordingDeletion
    from screening_app.services.evidence import AnswerEvidence
    from screening_app.ui.answer_row import AnswerRow
    from screening_app.ui.widgets.answer_edit import AnswerEdit
    from selfmm.types import Answer, Score

_NOTHING = Transcript((), LANGUAGES[0])


class TranscriptPanel(QFrame):
    """The answers in a scrolling list, below a line with the buttons to correct them, above the bar that plays them."""

    language_wanted = Signal(str)  # "en" or "zh": write the recording down anew in this language
    restore_wanted = Signal()  # take all corrections back
    changes_wanted = Signal()  # show what was changed, when and by whom
    corrected = Signal(object)  # the Draft: save it and score again
    play_wanted = Signal(object)  # the Answer, or its later part, that is to be heard
    stop_wanted = Signal()  # nothing is to be heard any more
    failed = Signal(object)  # a ScreeningError: why something could not be done

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._shown = self._locked = False  # whether there is a transcript, and whether it must stay as it is
        self._draft = Draft(_NOTHING)
        self._score: Score | None = None
        self._facts = AnswerFacts((), None, ())
        self._numbers: list[int] = []
        self._correcting = False
        self._playing: tuple[int, float] | None = None  # the index of the answer that is heard, and the moment
        self._rows = RowList(self._make_row)
        self._rows.setStyleSheet(f"QWidget#rows {{ background: transparent; }} {READING_STYLE}")
        self.playback = PlaybackBox()
        self.head = TranscriptHead()
        self._deletion: RecordingDeletion | None = None
        self.deleted = label("", "muted", wrap=True)
        self._nothing = label("", "muted", wrap=True)
        self._connect()
        self._lay_out()
        self.retranslate()

    def _connect(self) -> None:
        head = self.head
        head.language_wanted.connect(self.language_wanted)
        head.restore.triggered.connect(self.restore_wanted)
        head.changes.triggered.connect(self.changes_wanted)
        head.correct.clicked.connect(lambda: self.start_correcting())  # noqa: PLW0108 (not with what Qt tells)
        head.undo.clicked.connect(self.undo)
        head.redo.clicked.connect(self.redo)
        head.discard.clicked.connect(self.discard)
        head.score_again.clicked.connect(self._save)
        self._rows.leaving.connect(self._commit)
        for keys, action in (("Ctrl+Z", self.undo), ("Ctrl+Shift+Z", self.redo), ("Ctrl+Y", self.redo)):
            QShortcut(QKeySequence(keys), self, action, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_M, theme.SPACE_S, theme.SPACE_M)
        column.setSpacing(theme.SPACE_S)
        self.head.setContentsMargins(0, 0, theme.SPACE_M, 0)
        column.addWidget(self.head)
        column.addWidget(line())
        column.addWidget(self._nothing)
        column.addWidget(self._rows, 1)
        column.addWidget(self.deleted)
        column.addWidget(self.playback)

    # What is shown

    @property
    def recording(self) -> Recording | None:
        """The recording of what was said; None where it was typed."""
        return self.playback.recording

    @property
    def draft(self) -> Draft:
        """The transcript with all that was corrected by now."""
        for row in self._live():
            self._commit(row)
        return self._draft

    @property
    def has_corrections(self) -> bool:
        """Whether something was corrected that is not saved yet."""
        return self._draft.changed or any(row.is_edited for row in self._live())

    def show_transcript(
        self,
        transcript: Transcript | None,
        score: Score | None,
        evidence: Sequence[AnswerEvidence | None] = (),
        *,
        recording: Recording | None = None,
        deletion: RecordingDeletion | None = None,
        corrected: bool = False,
        locked: bool = False,
    ) -> None:
        """Show a transcript, or that there is none yet, with the values of its answers if they are known.

        `evidence` is that of each answer in turn, where there is some. What has a `recording` can be played and written
        down anew, and what was `corrected` can be restored. Of one that was deleted by a rule `deletion` tells. What is
        `locked` is only read and heard.
        """
        self.head.show_what_can_be_done(heard=recording is not None, corrected=corrected, locked=locked)
        self._rows.start_anew(0)  # what was typed last goes to the draft before
        self._shown, self._score, self._locked = transcript is not None, score, locked
        self._draft = Draft(transcript or _NOTHING)
        self._facts = AnswerFacts(self._answers, score, evidence)
        self._count()
        self._playing = None
        self.playback.set_recording(recording)
        self._deletion = deletion
        self._rows.start_anew(len(self._answers))
        self._set_correcting(False)

    def _count(self) -> None:
        self._numbers = numbers(self._answers, places_in_score(self._answers, self._score))

    @property
    def _answers(self) -> tuple[Answer, ...]:
        return self._draft.transcript.answers

    def _live(self) -> list[AnswerRow]:
        return [cast("AnswerRow", row) for row in self._rows]

    def correction_fields(self) -> tuple[AnswerEdit, ...]:
        """The texts near to what is seen, in the order of time."""
        return tuple(row.edit for row in self._live())

    def _make_row(self, index: int) -> AnswerRow:
        row = self._facts.row_of(self._answers[index], self._numbers[index], playable=self.recording is not None)
        row.set_locked(self._locked)
        if self._correcting:
            row.edit.set_correcting(True)
        row.edited.connect(self._refresh)
        row.wished.connect(lambda wish: self._fulfil(row, wish))
        if self._playing is not None and self._playing[0] == index:
            row.show_playing(True)
        return row

    # Hearing

    def show_playing(self, seconds: float | None) -> None:
        """Mark the answer and the word that are heard at a moment of the recording; None for none."""
        before = self._playing[0] if self._playing else None
        index = None if seconds is None else self._index_at(seconds)
        self._playing = None if index is None or seconds is None else (index, seconds)
        for place in {before, index} - {None}:
            row = cast("AnswerRow | None", self._rows.live(cast("int", place)))
            if row is not None:
                row.show_playing(place == index)
                row.show_heard(seconds if place == index else None)
        if index is not None and index != before and not self._correcting:
            self._rows.show_row(index)

    def show_place(self, seconds: float) -> None:
        """Bring the answer into view that is said at a moment of the recording, or that before it."""
        starts = bisect_right(self._answers, seconds, key=lambda answer: answer.start)
        if starts:
            self._rows.show_row(starts - 1)

    def _index_at(self, seconds: float) -> int | None:
        """The answer that is said at a moment."""
        index = bisect_right(self._answers, seconds, key=lambda answer: answer.start) - 1
        return index if index >= 0 and seconds < self._answers[index].end else None

    def row(self, index: int) -> AnswerRow:
        """The row of an answer, made if it is not there."""
        return cast("AnswerRow", self._rows[index])

    def _play(self, row: AnswerRow) -> None:
        """Play the answer; where it is heard already, from whichever word, stop."""
        if row.playing:
            self.stop_wanted.emit()
        elif row.playable:
            self.play_wanted.emit(row.answer)

    def _hear(self, row: AnswerRow) -> None:
        """Play from the word at the cursor to the answer's end."""
        self._commit(row)
        if row.playable:
            self.play_wanted.emit(replace(row.answer, start=row.moment_at_cursor()))

    # Correcting

    def _fulfil(self, row: AnswerRow, wish: Wish) -> None:
        if self._locked and wish in CHANGING:
            return
        index = self._rows.index_of(row)
        fulfil: dict[Wish, Callable[[], object]] = {
            Wish.PLAY: lambda: self._play(row),
            Wish.HEAR: lambda: self._hear(row),
            Wish.EDIT: lambda: self.start_correcting(index),
            Wish.SPLIT: lambda: self._change(row, lambda: self._draft.split(index, row.edit.selected[1]), index + 1),
            Wish.MERGE: lambda: self._change(row, lambda: self._draft.merge(index), index),
            Wish.SWITCH: lambda: self._switch(row, index),
            Wish.UNDO: self.undo,
            Wish.REDO: self.redo,
            Wish.PREVIOUS: lambda: self._go(index - 1),
            Wish.NEXT: lambda: self._go(index + 1),
            Wish.STOP_EDITING: self._stop_correcting,
            Wish.LEFT: lambda: self._commit(row),
        }
        fulfil[wish]()

    def _go(self, index: int) -> None:
        if 0 <= index < len(self._answers):
            cast("AnswerRow", self._rows.show_row(index)).edit.setFocus()

    def _switch(self, row: AnswerRow, index: int) -> None:
        start, end = row.edit.selected
        if start == end or row.edit.textCursor().selectedText().strip() == row.edit.toPlainText().strip():
            self._change(row, lambda: self._draft.switch_speaker(index), index, row.switch.hasFocus())
        else:
            self._change(row, lambda: self._draft.switch_part(index, start, end), index)

    def _change(self, row: AnswerRow, step: Callable[[], None], then: int, on_switch: bool = False) -> None:
        """Take a step of correcting, and go on at the answer with the index `then`."""
        before = self.draft.transcript.answers
        at = row.edit.selected[1] if then == self._rows.index_of(row) else 0
        try:
            step()
        except ScreeningError as error:
            self.failed.emit(error)
            return
        self._set_correcting(True)
        self._show_change(before)
        made = cast("AnswerRow", self._rows.show_row(then))
        made.edit.put_cursor(at)
        (made.switch if on_switch else made.edit).setFocus()

    def _show_change(self, before: Sequence[Answer]) -> int:
        """Show other answers where they differ; the index of the first that does."""
        seconds = self._playing[1] if self._playing else None
        self.show_playing(None)
        first, (old, new) = differing(before, self._answers)
        self._count()
        self._rows.replace(first, old - first, new - first)
        for row in self._live():
            row.set_number(self._numbers[self._rows.index_of(row)])
        self.show_playing(seconds)
        self._refresh()
        return first

    def _commit(self, row: AnswerRow) -> None:
        """Take over what was typed."""
        if row.is_edited:
            index = self._rows.index_of(row)
            self._draft.replace_text(index, row.edit.toPlainText())
            row.set_answer(self._answers[index])
            self._refresh()

    def undo(self) -> None:
        """Take the newest step of correcting back."""
        self._travel(Draft.undo)

    def redo(self) -> None:
        """Take the step again that was undone last."""
        self._travel(Draft.redo)

    def _travel(self, step: Callable[[Draft], bool]) -> None:
        before = self.draft.transcript.answers
        if step(self._draft):
            self._go(min(self._show_change(before), len(self._answers) - 1))

    def discard(self) -> None:
        """Put the answers back as they were."""
        before = self.draft.transcript.answers
        self._draft = Draft(self._draft.saved)
        self._show_change(before)
        self._set_correcting(False)

    def start_correcting(self, index: int | None = None) -> None:
        """Turn the answers into fields, with the cursor in that with an index, or the topmost in view."""
        self._set_correcting(True)
        if self._answers:
            self._go(self._rows.first_seen() if index is None else index)

    def _stop_correcting(self) -> None:
        """Read again, where there is nothing that would have to be saved."""
        if not self.has_corrections:
            self._set_correcting(False)

    def _save(self) -> None:
        draft = self.draft
        if draft.changed:
            self.corrected.emit(draft)

    def _set_correcting(self, correcting: bool) -> None:
        if correcting != self._correcting:
            self._correcting = correcting
            for row in self._live():
                row.edit.set_correcting(correcting)
        self._show_mode()

    # Words

    def _refresh(self) -> None:
        self.head.show_steps(self.has_corrections, undo=bool(self._draft.changes), redo=self._draft.can_redo)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_mode(self) -> None:
        """Show what fits, and the buttons that do."""
        answers = bool(self._answers)
        self.head.show_mode(there=self._shown, answers=answers and not self._locked, correcting=self._correcting)
        nothing_heard, nothing_yet = (
            self.tr("No speech was heard in this recording."),
            self.tr("Nothing is written down yet."),
        )
        self._nothing.setText(nothing_heard if self._shown else nothing_yet)
        self._nothing.setVisible(not answers)
        self.deleted.setText(deletion_in_words(self._deletion) if self._deletion else "")
        self.deleted.setVisible(self._deletion is not None)
        self._refresh()

    def retranslate(self) -> None:
        """Set every text again, and what is shown with it."""
        for row in self._live():
            row.retranslate()
        self._show_mode()
