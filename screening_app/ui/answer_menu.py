"""The menu of one answer: all that can be wished of it, with the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction

from screening_app.ui.answer_wishes import Wish, key_of
from selfmm.types import Speaker

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from screening_app.ui.answer_row import AnswerRow


def answer_menu(row: AnswerRow) -> QMenu:
    """A menu of what can be done with the answer, above what can be done with any text; it goes when it is closed."""
    menu = row.edit.createStandardContextMenu()
    menu.setParent(row, menu.windowFlags())
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    first = menu.actions()[0]
    for wish, text in _wishes(row):
        key = key_of(wish)
        action = QAction(f"{text}\t{key}" if key else text, menu)
        action.triggered.connect(lambda _=False, wish=wish: row.wished.emit(wish))
        menu.insertAction(first, action)
    menu.insertSeparator(first)
    return menu


def _wishes(row: AnswerRow) -> list[tuple[Wish, str]]:
    """What can be done now, and how it is called."""
    play = [
        (Wish.PLAY, QCoreApplication.translate("answer menu", "Play the answer")),
        (Wish.HEAR, QCoreApplication.translate("answer menu", "Play from the word at the cursor")),
    ]
    if row.locked:
        return play if row.playable else []
    edit = [(Wish.EDIT, QCoreApplication.translate("answer menu", "Correct the text"))]
    return [
        *(play if row.playable else []),
        *(edit if row.edit.isReadOnly() else []),
        (Wish.SPLIT, QCoreApplication.translate("answer menu", "Split at the cursor")),
        (Wish.MERGE, QCoreApplication.translate("answer menu", "Merge with the next answer")),
        (Wish.SWITCH, _switch(row)),
    ]


def _switch(row: AnswerRow) -> str:
    """Who says it instead: the selected words, or all of them."""
    own = row.answer.speaker is Speaker.PARTICIPANT
    start, end = row.edit.selected
    if start != end and own:
        return QCoreApplication.translate("answer menu", "The selected words are the clinician’s")
    if start != end:
        return QCoreApplication.translate("answer menu", "The selected words are the patient’s")
    if own:
        return QCoreApplication.translate("answer menu", "All of it is the clinician’s")
    return QCoreApplication.translate("answer menu", "All of it is the patient’s")
