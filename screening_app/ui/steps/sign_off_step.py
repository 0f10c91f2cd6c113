"""The last step of a session: notes, what is still open, the signature; afterwards addenda only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from screening_app.services.sessions import LONGEST_NOTE
from screening_app.ui import theme
from screening_app.ui.formats import format_date
from screening_app.ui.widgets import Button, Card, label
from screening_app.ui.widgets.note_row import NoteRow, clear
from screening_app.ui.widgets.vertical_scroll import VerticalScroll

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.domain import Addendum, SignOff
    from screening_app.ui.session_state import SessionState

_SAVE_MS = 800  # after the last key, notes are kept
_LONGEST_NAME = 120
_NOTES_HEIGHT = 132


class SignOffStep(QWidget):
    """Notes are kept as they are typed; what keeps the session from being signed is said beside the button."""

    notes_written = Signal(str)
    signed = Signal(str)  # by whom
    added = Signal(str, str)  # an addendum, and by whom

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: SessionState | None = None
        self._clinician = ""
        self.notes, self.name = QPlainTextEdit(), QLineEdit(maxLength=_LONGEST_NAME)
        self.addendum = QPlainTextEdit()
        self.sign, self.add = Button("", "draw-pen", "primary"), Button("", "plus")
        self._titles = {part: label("", "section") for part in ("notes", "checks", "addenda")}
        self._locked, self._kept = label("", "strong", wrap=True), label("", "small")
        self._problem, self._name_label = label("", "problem", wrap=True), label("", "muted")
        self._checks, self._addenda = QVBoxLayout(), QVBoxLayout()
        self._save_soon = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        notes, checks, self._addenda_card = Card(), Card(), Card()
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(_NOTES_HEIGHT)
        notes.body.addWidget(self._titles["notes"])
        notes.body.addWidget(self.notes)
        notes.body.addWidget(self._kept)
        self._checks.setSpacing(theme.SPACE_S)
        checks.body.addWidget(self._titles["checks"])
        checks.body.addLayout(self._checks)
        checks.body.addWidget(self._locked)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        self._name_label.setBuddy(self.name)
        row.addWidget(self._name_label)
        row.addWidget(self.name, 1)
        row.addWidget(self.sign)
        checks.body.addWidget(self._problem)
        checks.body.addLayout(row)
        self.addendum.setTabChangesFocus(True)
        self.addendum.setFixedHeight(88)
        self._addenda_card.body.addWidget(self._titles["addenda"])
        self._addenda_card.body.addLayout(self._addenda)
        self._addenda_card.body.addWidget(self.addendum)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.add)
        self._addenda_card.body.addLayout(below)
        inside = QWidget()
        inside.setMaximumWidth(theme.READING_WIDTH)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.SPACE_S, 0)
        column.setSpacing(theme.SPACE_M)
        for card in (notes, checks, self._addenda_card):
            column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(VerticalScroll(inside))

    def _connect(self) -> None:
        self.notes.textChanged.connect(self._notes_typed)
        self._save_soon.timeout.connect(self.save_notes)
        self.name.textChanged.connect(lambda _: self._validate())
        self.addendum.textChanged.connect(self._validate)
        self.sign.clicked.connect(lambda: self.signed.emit(self.name.text().strip()))
        self.add.clicked.connect(self._add)

    def show_state(self, state: SessionState, clinician: str) -> None:
        """Show where the session stands; what is typed into the same session stays."""
        before = self._state.interview if self._state else None
        same = before is not None and state.interview is not None and before.id == state.interview.id
        self._state, self._clinician = state, clinician
        if not same and state.interview:
            self.notes.blockSignals(True)
            self.notes.setPlainText(state.interview.notes)
            self.notes.blockSignals(False)
            self.addendum.clear()
        if clinician:  # on a data folder without users nobody is named
            self.name.setText(clinician)
            self.name.setReadOnly(True)
        self.retranslate()

    @property
    def is_locked(self) -> bool:
        """Whether the session that is shown is signed off."""
        return self._sign_off is not None

    @property
    def _sign_off(self) -> SignOff | None:
        return self._state.sign_off if self._state else None

    def save_notes(self) -> None:
        """Keep the notes now."""
        self._save_soon.stop()
        if self._state and self._state.interview and not self.is_locked:
            self.notes_written.emit(self.notes.toPlainText())
            self._kept.setText(self.tr("Kept."))

    def has_addendum(self) -> bool:
        """Whether an addendum was typed that is not added yet."""
        return bool(self.addendum.toPlainText().strip())

    def _notes_typed(self) -> None:
        text = self.notes.toPlainText()
        too_long = len(text) > LONGEST_NOTE
        self._kept.setText(
            self.tr("Too long to be kept: at most {limit} characters.").format(limit=LONGEST_NOTE) if too_long else ""
        )
        if not too_long:
            self._save_soon.start()

    def _add(self) -> None:
        self.added.emit(self.addendum.toPlainText(), self.name.text().strip())

    def addendum_kept(self) -> None:
        """Empty the field, because its text is kept now."""
        self.addendum.clear()

    def _validate(self) -> None:
        problem = self._what_is_missing()
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.sign.setEnabled(not problem and not self.is_locked)
        self.add.setEnabled(self.has_addendum() and bool(self.name.text().strip()))

    def _what_is_missing(self) -> str:
        """Why the session cannot be signed off, or nothing be added, yet."""
        if self._state and not self.is_locked and self._state.open_review:
            return self.tr("Item 9 is open: complete the safety panel above first.")
        if self._state and not self.is_locked and self._state.begun:
            words = self.tr("The {name} is not finished: finish it or discard its answers first.")
            return words.format(name=self._state.begun[0].instrument.upper())
        if not self.name.text().strip():
            return self.tr("Enter your name; it stands under the session.")
        return ""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again, and what is shown with it."""
        self._titles["notes"].setText(self.tr("Notes"))
        self._titles["checks"].setText(self.tr("Sign-off"))
        self._titles["addenda"].setText(self.tr("Addenda"))
        self.notes.setAccessibleName(self.tr("Notes"))
        self.notes.setPlaceholderText(self.tr("Your own notes on this session"))
        self.addendum.setAccessibleName(self.tr("New addendum"))
        self.addendum.setPlaceholderText(self.tr("What is to be added to the signed session"))
        self.name.setAccessibleName(self.tr("Your name"))
        self._name_label.setText(self.tr("Your name"))
        self.sign.setText(self.tr("Sign off"))
        self.add.setText(self.tr("Add"))
        self.notes.setReadOnly(self.is_locked)
        self.sign.setVisible(not self.is_locked)
        self._addenda_card.setVisible(self.is_locked)
        self._show_checks()
        self._show_addenda(self._state.addenda if self._state else ())
        self._validate()

    def _show_checks(self) -> None:
        clear(self._checks)
        for icon, colour, words in self._check_list():
            self._checks.addWidget(NoteRow(icon, colour, words))
        signed = self._sign_off
        self._locked.setVisible(signed is not None)
        if signed:
            words = self.tr("Signed off by {name} on {when}. The session is locked; what is new becomes an addendum.")
            when = format_date(signed.signed_at, with_time=True)
            self._locked.setText(words.format(name=signed.signed_by, when=when))

    def _check_list(self) -> list[tuple[str, str, str]]:
        """What a reader of the record will look for: icon, colour and words of each."""
        state = self._state
        if state is None:
            return []
        done, open_ = ("check-circle-outline", "success"), ("alert-outline", "warning")
        consent = self.tr("Consent is recorded.") if state.consents else self.tr("No consent was recorded.")
        rated = self.tr("A questionnaire was filled in.") if state.ratings else self.tr("There is no questionnaire.")
        scored = self.tr("The interview was scored.") if state.assessment else self.tr("There is no score.")
        return [
            (*(done if state.consents else open_), consent),
            (*(done if state.ratings else open_), rated),
            (*(done if state.assessment else open_), scored),
            (*(open_ if state.open_review else done), self._safety_in_words(state)),
        ]

    def _safety_in_words(self, state: SessionState) -> str:
        if state.open_review:
            return self.tr("Item 9 asks for an assessment that nobody has recorded yet.")
        if not state.reviews:
            return self.tr("No safety panel is open. A 0 in item 9 does not clear risk.")
        review = state.reviews[-1]
        words = self.tr("Item 9 was assessed by {name} with {tool}. Outcome: {outcome} Plan: {plan}")
        return words.format(name=review.assessed_by, tool=review.tool, outcome=review.outcome, plan=review.plan)

    def _show_addenda(self, addenda: Sequence[Addendum]) -> None:
        clear(self._addenda)
        for addendum in addenda:
            when = format_date(addendum.written_at, with_time=True)
            self._addenda.addWidget(label(f"{when} · {addendum.written_by}", "small"))
            self._addenda.addWidget(label(addendum.text, wrap=True))
