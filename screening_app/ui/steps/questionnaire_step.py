"""Questionnaires of a session: filled in here, handed to the patient, or entered as a total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from screening_app.domain import RatedBy
from screening_app.services.questionnaires import instruments
from screening_app.ui import theme
from screening_app.ui.formats import language_in_force
from screening_app.ui.patient_questionnaire import PatientQuestionnaire
from screening_app.ui.questionnaire_form import QuestionnaireForm
from screening_app.ui.rating_words import rating_in_words
from screening_app.ui.total_entry import TotalEntry
from screening_app.ui.widgets import Button, Card, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QIcon

    from screening_app.domain import BegunQuestionnaire, Rating
    from screening_app.services.questionnaires import Answers, Instrument

_LIST_WIDTH = 160


class QuestionnaireStep(QWidget):
    """The list of instruments at the left, the one that is chosen at the right."""

    changed = Signal(str, object, object)  # instrument, the answers so far, difficulty or None
    discarded = Signal(object)  # the BegunQuestionnaire
    answered = Signal(str, object, object, object)  # instrument, answers, difficulty or None, who gave them
    totalled = Signal(str, float)  # instrument and its total
    passed = Signal()  # on to the result, with or without a questionnaire
    room_taken_back = Signal()  # the questionnaires are wanted again, beside what had their room

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = "en"
        self._ratings: dict[str, Rating] = {}
        self._begun: dict[str, BegunQuestionnaire] = {}
        self._window: PatientQuestionnaire | None = None
        self.list = QListWidget()
        self.form, self.total = QuestionnaireForm(), TotalEntry()
        self._stack = QStackedWidget()
        self._hint, self._said = label("", "small", wrap=True), label("", "strong", wrap=True)
        self.hand_over, self.go_on = Button("", "tablet"), Button("", "arrow-right", "primary")
        self.more, self.discard = Button("", "chevron-down"), Button("", "close")
        self._room = QWidget()
        self._lay_out()
        self.list.currentRowChanged.connect(lambda _: self.show_chosen())
        self.form.changed.connect(lambda *given: self.changed.emit(self.chosen.id, *given))
        self.form.completed.connect(self._form_completed)
        self.total.entered.connect(lambda value: self.totalled.emit(self.chosen.id, value))
        self.hand_over.clicked.connect(self.hand_to_patient)
        self.go_on.clicked.connect(self.passed)
        self.more.clicked.connect(self._take_room_back)
        self.discard.clicked.connect(lambda: self.discarded.emit(self._begun[self.chosen.id]))
        for known in instruments():
            self.list.addItem(QListWidgetItem(known.name))
        self.retranslate()

    def _lay_out(self) -> None:
        self.list.setFixedWidth(_LIST_WIDTH)
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE_S)
        left.addWidget(self.list, 1)
        left.addWidget(self._hint)
        card = Card()
        self._stack.addWidget(self.form)
        self._stack.addWidget(_at_top(self.total))
        card.body.addWidget(self._stack, 1)
        row = QHBoxLayout(self._room)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_M)
        row.addLayout(left)
        row.addWidget(card, 1)
        below = QHBoxLayout()
        below.addWidget(self._said, 1)
        below.addWidget(self.discard)
        below.addWidget(self.more)
        below.addWidget(self.hand_over)
        below.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self._room, 1)
        column.addLayout(below)
        self.make_room(False)

    def make_room(self, wanted: bool) -> None:
        """Put the questionnaires away, because something above needs the room; they can be had back."""
        self._room.setVisible(not wanted)
        self.more.setVisible(wanted)
        self.hand_over.setVisible(not wanted and bool(self.chosen.items))
        self.discard.setVisible(not wanted and self.chosen.id in self._begun)

    @property
    def has_made_room(self) -> bool:
        """Whether the questionnaires are put away."""
        return self._room.isHidden()

    def _take_room_back(self) -> None:
        self.make_room(False)
        self.room_taken_back.emit()

    @property
    def chosen(self) -> Instrument:
        """The instrument that is chosen."""
        return instruments()[max(0, self.list.currentRow())]

    @property
    def has_unsaved(self) -> bool:
        """Whether answers stand in the form that could not be stored."""
        given = self.form.answers if self.chosen.items else ()  # where only a total is entered, the form is not seen
        return any(answer is not None for answer in given) and self._kept_answers()[0] != given

    def show_session(self, language: str, ratings: Sequence[Rating], begun: Sequence[BegunQuestionnaire]) -> None:
        """Show the questionnaires of a session in `language`: open is one that was begun, else the first."""
        self._language = language
        self.show_kept(ratings, begun)
        rows = [row for row, known in enumerate(instruments()) if known.id in self._begun]
        self.list.setCurrentRow(rows[0] if rows else 0)
        self.show_chosen()

    def show_kept(self, ratings: Sequence[Rating], begun: Sequence[BegunQuestionnaire]) -> None:
        """Say of each instrument what it gave, or how far it has come."""
        self._ratings = {rating.instrument: rating for rating in ratings}
        self._begun = {each.instrument: each for each in begun}
        for row, known in enumerate(instruments()):
            rating, each = self._ratings.get(known.id), self._begun.get(known.id)
            said = self._begun_in_words(each) if each else rating_in_words(rating) if rating else ""
            item = self.list.item(row)
            item.setText(f"{known.name}\n{said}" if said else known.name)
            item.setIcon(self._icon(is_begun=each is not None, is_rated=rating is not None))
        self._say()

    def _begun_in_words(self, begun: BegunQuestionnaire) -> str:
        count = sum(answer is not None for answer in begun.answers)
        return self.tr("{count}/{all} answered").format(count=count, all=len(begun.answers))

    def _icon(self, *, is_begun: bool, is_rated: bool) -> QIcon:
        scheme = theme.colours()
        if is_begun:
            return theme.icon("circle-half-full", scheme.warning)
        return (
            theme.icon("check-circle-outline", scheme.success)
            if is_rated
            else theme.icon("circle-outline", scheme.muted)
        )

    def _kept_answers(self) -> tuple[Answers, int | None]:
        """What is stored of the chosen instrument's answers: those so far, else those of its rating."""
        kept = self._begun.get(self.chosen.id) or self._ratings.get(self.chosen.id)
        return (kept.answers, kept.difficulty) if kept else ((), None)

    def _say(self) -> None:
        rating = self._ratings.get(self.chosen.id)
        self._said.setText(f"{self.chosen.name}: {rating_in_words(rating)}" if rating else "")
        self.discard.setVisible(self.chosen.id in self._begun and not self.has_made_room)
        self.go_on.setText(self.tr("To the result") if self._ratings else self.tr("Without a questionnaire"))

    def show_chosen(self) -> None:
        """Show the chosen instrument with what is kept of it."""
        known, rating = self.chosen, self._ratings.get(self.chosen.id)
        self.hand_over.setVisible(bool(known.items) and not self.has_made_room)
        if known.items:
            self.form.show_instrument(known, self._language, *self._kept_answers())
            self._stack.setCurrentIndex(0)
        else:
            self.total.show_instrument(known, rating.value if rating else None)
            self._stack.setCurrentIndex(1)
        self._say()

    def _form_completed(self, answers: Answers, difficulty: int | None) -> None:
        self.answered.emit(self.chosen.id, answers, difficulty, RatedBy.CLINICIAN)
        self.go_on.setFocus()

    def hand_to_patient(self) -> None:
        """Cover the screen with the questionnaire until the clinician takes it back."""
        known = self.chosen
        given = self.form.answers, self.form.difficulty
        self._window = PatientQuestionnaire(known, self._language, *given, self.window())
        self._window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window.changed.connect(lambda *answers: self.changed.emit(known.id, *answers))
        for ended in (self._window.completed, self._window.stopped):
            ended.connect(self._patient_answered)
        self._window.begin()

    def _patient_answered(self, answers: Answers, difficulty: int | None) -> None:
        if any(answer is not None for answer in answers):
            self.answered.emit(self.chosen.id, answers, difficulty, RatedBy.PATIENT)
        self.show_chosen()  # else the form would go on from the answers before the patient's

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._show_kept_again()

    def retranslate(self) -> None:
        """Set every text again."""
        self.list.setAccessibleName(self.tr("Questionnaires"))
        for row, known in enumerate(instruments()):
            self.list.item(row).setToolTip(known.title[language_in_force()])
        self._hint.setText(self.tr("What the questionnaire gives stands beside the model’s score and is never mixed."))
        self.hand_over.setText(self.tr("Hand to the patient"))
        self.more.setText(self.tr("Another questionnaire"))
        self.discard.setText(self.tr("Discard these answers"))
        self._show_kept_again()

    def _show_kept_again(self) -> None:
        self.show_kept(tuple(self._ratings.values()), tuple(self._begun.values()))


def _at_top(widget: QWidget) -> QWidget:
    """`widget` at the top of the room there is."""
    around = QWidget()
    column = QVBoxLayout(around)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    column.addWidget(QLabel(), 1)
    return around
