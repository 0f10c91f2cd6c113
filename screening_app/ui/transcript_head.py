"""The line above a transcript: its name and the buttons to correct it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.answer_wishes import Wish, key_of
from screening_app.ui.widgets import Button, label
from selfmm.types import LANGUAGES


class TranscriptHead(QWidget):
    """Has the buttons for reading and those for correcting, and shows the ones that fit."""

    language_wanted = Signal(str)  # "en" or "zh": write the recording down anew in this language

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._hint = label("", "section"), label("", "small", wrap=True)
        self.correct, self.more = Button("", "pencil-outline"), Button("", "dots-horizontal")
        self.undo, self.redo = Button("", "undo", "quiet"), Button("", "redo", "quiet")
        self.discard, self.score_again = Button("", "close"), Button("", "refresh", "primary")
        self.again = {code: QAction(self) for code in LANGUAGES}
        self.restore, self.changes = QAction(self), QAction(self)
        menu = QMenu(self)
        for code, action in self.again.items():
            action.triggered.connect(lambda _=False, code=code: self.language_wanted.emit(code))
        menu.addActions([*self.again.values(), self.restore, self.changes])
        self.more.setMenu(menu)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_S)
        buttons.addWidget(self._title)
        buttons.addStretch(1)
        for button in (self.correct, self.more, self.undo, self.redo, self.discard, self.score_again):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addLayout(buttons)
        column.addWidget(self._hint)

    def show_what_can_be_done(self, *, heard: bool, corrected: bool, locked: bool) -> None:
        """What was `heard` can be written down anew, and what was `corrected` restored, unless it is `locked`."""
        for action in self.again.values():
            action.setVisible(heard and not locked)
        self.restore.setVisible(corrected and not locked)

    def show_mode(self, *, there: bool, answers: bool, correcting: bool) -> None:
        """Whether there is a transcript, whether it has answers to be corrected, and whether they are just now."""
        self._title.setVisible(not correcting)  # in a small window the buttons need its room
        self.correct.setVisible(answers and not correcting)
        self.more.setVisible(there and not correcting)
        for part in (self.undo, self.redo, self.discard, self.score_again, self._hint):
            part.setVisible(correcting)

    def show_steps(self, changed: bool, *, undo: bool, redo: bool) -> None:
        """Whether there is something to save, to undo and to do again."""
        self.score_again.setEnabled(changed)
        self.undo.setEnabled(undo)
        self.redo.setEnabled(redo)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._title.setText(self.tr("What was said"))
        self.correct.setText(self.tr("Correct"))
        self.more.setAccessibleName(self.tr("More"))
        self.more.setToolTip(self.tr("More"))
        self.again["en"].setText(self.tr("Write down again as English"))
        self.again["zh"].setText(self.tr("Write down again as Chinese"))
        self.restore.setText(self.tr("Take all corrections back"))
        self.changes.setText(self.tr("What was changed…"))
        for button, name, wish in ((self.undo, self.tr("Undo"), Wish.UNDO), (self.redo, self.tr("Redo"), Wish.REDO)):
            button.setAccessibleName(name)
            button.setToolTip(f"{name} ({key_of(wish)})")
        self.discard.setText(self.tr("Discard"))
        self.score_again.setText(self.tr("Score again"))
        self._hint.setText(
            self.tr(
                "Correct words, split an answer at the cursor ({split}), merge it with the next ({merge}), or change "
                "who speaks ({switch}). Voice and face are not measured again."
            ).format(split=key_of(Wish.SPLIT), merge=key_of(Wish.MERGE), switch=key_of(Wish.SWITCH))
        )
