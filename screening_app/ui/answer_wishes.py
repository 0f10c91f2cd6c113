"""What can be wished of an answer in a transcript, and by which key."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class Wish(Enum):
    """What is to be done with an answer, at its cursor where that matters."""

    PLAY = auto()  # the whole answer, or no more of it
    HEAR = auto()  # from the word at the cursor on
    EDIT = auto()
    SPLIT = auto()
    MERGE = auto()  # with the next answer
    SWITCH = auto()  # the other one says it, or the words that are selected
    UNDO = auto()
    REDO = auto()
    PREVIOUS = auto()  # answer
    NEXT = auto()
    STOP_EDITING = auto()
    LEFT = auto()  # the cursor has gone elsewhere


CHANGING = frozenset({Wish.EDIT, Wish.SPLIT, Wish.MERGE, Wish.SWITCH})

_ALWAYS = {
    "F8": Wish.HEAR,
    "F2": Wish.EDIT,
    "Ctrl+Enter": Wish.SPLIT,
    "Ctrl+Return": Wish.SPLIT,
    "Ctrl+J": Wish.MERGE,
    "Ctrl+T": Wish.SWITCH,
    "Ctrl+Z": Wish.UNDO,
    "Ctrl+Shift+Z": Wish.REDO,
    "Ctrl+Y": Wish.REDO,
    "Ctrl+Up": Wish.PREVIOUS,
    "Ctrl+Down": Wish.NEXT,
}
_READING = _ALWAYS | {
    "Space": Wish.PLAY,
    "Return": Wish.EDIT,
    "Enter": Wish.EDIT,
    "Ctrl+Backspace": Wish.MERGE,  # which in a field deletes a word
}
_EDITING = _ALWAYS | {"Esc": Wish.STOP_EDITING}


def wish_of(event: QKeyEvent, *, editing: bool) -> Wish | None:
    """What a key means in an answer that is read, or in one that is edited."""
    pressed = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
    return (_EDITING if editing else _READING).get(pressed.replace("Num+", ""))


def key_of(wish: Wish) -> str:
    """The key that stands in menus and tooltips, as this system writes it; "" where there is none."""
    keys = [key for key, other in {**_ALWAYS, "Space": Wish.PLAY}.items() if other is wish]
    return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
