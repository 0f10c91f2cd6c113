"""An answer's text says what is wished of it, by key and by mouse, and marks what is doubtful and what is heard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCharFormat

from screening_app.ui.answer_wishes import Wish, key_of
from screening_app.ui.widgets.answer_edit import AnswerEdit

TEXT = "I slept badly, very badly."
KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def edit(qtbot) -> AnswerEdit:
    made = AnswerEdit(TEXT)
    made.wishes = []
    made.wished.connect(made.wishes.append)
    qtbot.addWidget(made)
    made.resize(400, 60)
    made.show()
    made.set_playable(True)
    return made


def place_of(edit: AnswerEdit, at: int) -> QPoint:
    """The middle of a character, in the viewport."""
    before = edit.textCursor().position()
    edit.put_cursor(at)
    left = edit.cursorRect()
    edit.put_cursor(at + 1)
    right = edit.cursorRect()
    edit.put_cursor(before)
    return QPoint((left.x() + right.x()) // 2, left.center().y())


@pytest.mark.parametrize(
    ("key", "modifier", "wish"),
    [
        (KEY.Key_Space, Qt.KeyboardModifier.NoModifier, Wish.PLAY),
        (KEY.Key_F8, Qt.KeyboardModifier.NoModifier, Wish.HEAR),
        (KEY.Key_F2, Qt.KeyboardModifier.NoModifier, Wish.EDIT),
        (KEY.Key_Return, Qt.KeyboardModifier.NoModifier, Wish.EDIT),
        (KEY.Key_Return, CTRL, Wish.SPLIT),
        (KEY.Key_Enter, CTRL | Qt.KeyboardModifier.KeypadModifier, Wish.SPLIT),
        (KEY.Key_Backspace, CTRL, Wish.MERGE),
        (KEY.Key_J, CTRL, Wish.MERGE),
        (KEY.Key_T, CTRL, Wish.SWITCH),
        (KEY.Key_Z, CTRL, Wish.UNDO),
        (KEY.Key_Z, CTRL | SHIFT, Wish.REDO),
        (KEY.Key_Down, CTRL, Wish.NEXT),
        (KEY.Key_Up, CTRL, Wish.PREVIOUS),
    ],
)
def test_keys_are_wishes_while_it_is_read(qtbot, edit, key, modifier, wish):
    qtbot.keyClick(edit, key, modifier)
    assert edit.wishes == [wish]
    assert edit.toPlainText() == TEXT


def test_in_a_field_letters_are_typed_and_undone_by_the_field_itself(qtbot, edit):
    edit.set_correcting(True)
    edit.put_cursor(1)
    qtbot.keyClick(edit, KEY.Key_Space)
    qtbot.keyClick(edit, KEY.Key_X)
    assert edit.toPlainText() == "I x slept badly, very badly."
    qtbot.keyClick(edit, KEY.Key_Z, CTRL)
    assert edit.toPlainText() == TEXT
    assert edit.wishes == []
    qtbot.keyClick(edit, KEY.Key_Z, CTRL)  # nothing is left that the field could undo
    qtbot.keyClick(edit, KEY.Key_Escape)
    assert edit.wishes == [Wish.UNDO, Wish.STOP_EDITING]


def test_in_a_field_a_word_is_deleted_as_everywhere(qtbot, edit):
    edit.set_correcting(True)
    edit.put_cursor(len("I slept"))
    qtbot.keyClick(edit, KEY.Key_Backspace, CTRL)
    assert edit.toPlainText() == "I  badly, very badly."
    assert edit.wishes == []


def test_a_click_on_a_word_wishes_to_hear_it(qtbot, edit):
    at = TEXT.index("very") + 1
    qtbot.mouseClick(edit.viewport(), Qt.MouseButton.LeftButton, pos=place_of(edit, at))
    assert edit.wishes == [Wish.HEAR]
    assert edit.selected[0] in {at, at + 1}


def test_a_click_beside_the_words_or_in_a_field_wishes_nothing(qtbot, edit):
    qtbot.mouseClick(edit.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(edit.viewport().width() - 3, 10))
    edit.set_correcting(True)
    qtbot.mouseClick(edit.viewport(), Qt.MouseButton.LeftButton, pos=place_of(edit, 3))
    edit.set_correcting(False)
    edit.set_playable(False)
    qtbot.mouseClick(edit.viewport(), Qt.MouseButton.LeftButton, pos=place_of(edit, 3))
    assert edit.wishes == []


def test_doubtful_words_are_underlined_and_explained(edit):
    edit.mark_unsure([((2, 7), "Not sure of slept.")])
    (mark,) = edit.extraSelections()
    assert mark.cursor.selectedText() == "slept"
    assert mark.format.underlineStyle() == QTextCharFormat.UnderlineStyle.DashUnderline
    assert edit.told_at(place_of(edit, 4)) == "Not sure of slept."
    assert edit.told_at(place_of(edit, 12)) == ""


def test_the_word_that_is_heard_is_marked_above_all(edit):
    edit.mark_unsure([((2, 7), "")])
    edit.show_heard((2, 7))
    assert edit.heard == "slept"
    assert [mark.cursor.selectedText() for mark in edit.extraSelections()] == ["slept", "slept"]
    edit.show_heard(None)
    assert edit.heard == ""
    assert len(edit.extraSelections()) == 1


def test_characters_that_are_two_to_qt_count_as_one(qtbot):
    edit = AnswerEdit("😀 well 😀 then")
    qtbot.addWidget(edit)
    edit.put_cursor(len("😀 well 😀"))
    assert edit.selected == (8, 8)
    edit.show_heard((2, 6))
    assert edit.heard == "well"


def test_a_wish_without_a_key_has_none():
    assert key_of(Wish.LEFT) == ""
    assert key_of(Wish.HEAR) == "F8"
