"""Answers are cut, joined, given away and written anew in place, all by the keyboard, and each step can be undone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from activating import activate
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from screening_app.domain import Recording
from screening_app.ui.messages import say
from screening_app.ui.transcript_panel import TranscriptPanel
from selfmm.types import Answer, Speaker, Transcript, Word

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
RECORDING = Recording(Path("recording.mkv"), 9000.0, has_sound=True, has_picture=False)


def spoken(text: str, start: float, speaker: Speaker = Speaker.PARTICIPANT) -> Answer:
    said = text.split()
    words = tuple(Word(word, start + n / 2, start + n / 2 + 0.4, 0.3 if n == 2 else 0.9) for n, word in enumerate(said))
    return Answer(text, start, words[-1].end, words, speaker=speaker)


ANSWERS = (
    spoken("Since when do you feel so?", 0.0, Speaker.CLINICIAN),
    spoken("Since spring. Why?", 4.0),
    spoken("I do not sleep.", 6.0),
    spoken("And you eat?", 9.0, Speaker.CLINICIAN),
)


@pytest.fixture
def panel(qtbot) -> TranscriptPanel:
    made = TranscriptPanel()
    made.trouble = []
    made.failed.connect(lambda error: made.trouble.append(say(error)))
    qtbot.addWidget(made)
    made.resize(600, 900)
    made.show_transcript(Transcript(ANSWERS, "en"), None, recording=RECORDING)
    made.show()
    activate(qtbot, made)
    qtbot.waitUntil(lambda: made.isActiveWindow() and len(made.correction_fields()) == len(ANSWERS))
    return made


def texts(panel: TranscriptPanel) -> list[str]:
    """What stands in the window, which is also what will be saved."""
    while not panel._rows.is_filled:
        QApplication.processEvents()
    shown = [field.toPlainText() for field in panel.correction_fields()]
    assert shown == [answer.text for answer in panel.draft.transcript.answers]
    return shown


def press(qtbot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def test_an_answer_is_corrected_split_merged_and_given_away_by_the_keyboard(qtbot, panel):
    panel.row(1).edit.setFocus()
    press(qtbot, KEY.Key_F2)
    edit = panel.row(1).edit
    assert not edit.isReadOnly()
    edit.put_cursor(len("Since spring."))
    press(qtbot, KEY.Key_Return, CTRL)
    assert texts(panel)[1:3] == ["Since spring.", "Why?"]
    assert QApplication.focusWidget() is panel.row(2).edit
    press(qtbot, KEY.Key_T, CTRL)
    assert panel.draft.transcript.answers[2].speaker is Speaker.CLINICIAN
    assert QApplication.focusWidget() is panel.row(2).edit
    press(qtbot, KEY.Key_T, CTRL)
    press(qtbot, KEY.Key_J, CTRL)
    assert texts(panel)[1:4] == ["Since spring.", "Why? I do not sleep.", "And you eat?"]
    press(qtbot, KEY.Key_Up, CTRL)
    assert QApplication.focusWidget() is panel.row(1).edit
    assert [change.kind for change in panel.draft.changes] == ["split", "speaker", "speaker", "merge"]


def test_every_step_is_undone_and_taken_again_by_the_keyboard(qtbot, panel):
    panel.start_correcting(1)
    edit = panel.row(1).edit
    edit.put_cursor(0)
    qtbot.keyClicks(edit, "Ever ")
    press(qtbot, KEY.Key_Down, CTRL)  # whoever leaves a field is through with it
    assert texts(panel)[1] == "Ever Since spring. Why?"
    panel.row(2).edit.put_cursor(4)
    press(qtbot, KEY.Key_Return, CTRL)
    assert texts(panel)[2:4] == ["I do", "not sleep."]
    press(qtbot, KEY.Key_Z, CTRL)
    press(qtbot, KEY.Key_Z, CTRL)
    assert texts(panel) == [answer.text for answer in ANSWERS]
    assert not panel.has_corrections
    assert panel.draft.transcript.answers == ANSWERS
    press(qtbot, KEY.Key_Z, CTRL | SHIFT)
    press(qtbot, KEY.Key_Y, CTRL)
    assert texts(panel)[1:4] == ["Ever Since spring. Why?", "I do", "not sleep."]
    assert not panel.head.redo.isEnabled()
    panel.head.undo.click()
    assert len(texts(panel)) == 4


def test_what_is_being_typed_is_undone_letter_by_letter_first(qtbot, panel):
    panel.start_correcting(2)
    edit = panel.row(2).edit
    edit.put_cursor(0)
    qtbot.keyClicks(edit, "x")
    assert panel.has_corrections
    press(qtbot, KEY.Key_Z, CTRL)
    assert not panel.has_corrections
    assert panel.draft.changes == ()


def test_only_the_words_that_are_selected_go_to_the_other_speaker(qtbot, panel):
    edit = panel.row(1).edit
    edit.put_cursor(len("Since spring. "))
    cursor = edit.textCursor()
    cursor.movePosition(cursor.MoveOperation.End, cursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)
    panel.row(1).switch.click()
    assert texts(panel)[1:3] == ["Since spring.", "Why?"]
    given = panel.draft.transcript.answers[2]
    assert given.speaker is Speaker.CLINICIAN
    assert given.words == ANSWERS[1].words[2:]
    assert [change.kind for change in panel.draft.changes] == ["part"]


def test_what_cannot_be_done_says_why_and_changes_nothing(qtbot, panel):
    edit = panel.row(2).edit
    edit.put_cursor(0)
    qtbot.keyClick(edit, KEY.Key_Return, CTRL)
    qtbot.keyClick(edit, KEY.Key_J, CTRL)
    qtbot.keyClick(panel.row(3).edit, KEY.Key_J, CTRL)
    assert [any(part in said for part in ("nothing to cut", "somebody else", "last answer")) for said in panel.trouble]
    assert len(panel.trouble) == 3
    assert not panel.has_corrections


def test_escape_ends_correcting_where_nothing_would_be_lost(qtbot, panel):
    panel.start_correcting(2)
    press(qtbot, KEY.Key_Escape)
    assert panel.row(2).edit.isReadOnly()
    panel.start_correcting(2)
    panel.row(2).edit.setPlainText("I sleep.")
    press(qtbot, KEY.Key_Escape)
    assert not panel.row(2).edit.isReadOnly()
    assert panel.head.score_again.isEnabled()


def test_a_text_with_double_spaces_is_tidied_and_the_cursor_stays(qtbot, panel):
    panel.start_correcting(2)
    edit = panel.row(2).edit
    edit.setPlainText("I  do   not sleep well.")
    edit.put_cursor(len("I  do   not"))
    press(qtbot, KEY.Key_Return, CTRL)
    assert texts(panel)[2:4] == ["I do not", "sleep well."]


def test_other_texts_that_were_typed_are_kept_when_an_answer_is_split(qtbot, panel):
    panel.start_correcting(1)
    panel.row(1).edit.setPlainText("Since autumn. Why?")
    panel.row(2).edit.put_cursor(4)
    panel.row(2).edit.setFocus()
    press(qtbot, KEY.Key_Return, CTRL)
    assert texts(panel)[1:4] == ["Since autumn. Why?", "I do", "not sleep."]


def test_another_transcript_forgets_what_was_typed_into_the_one_before(panel):
    panel.start_correcting(1)
    panel.row(1).edit.setPlainText("Something else.")
    panel.show_transcript(Transcript(ANSWERS[:2], "en"), None, recording=RECORDING)
    assert not panel.has_corrections
    assert texts(panel) == [answer.text for answer in ANSWERS[:2]]
    assert panel.row(1).edit.isReadOnly()


def test_what_is_signed_off_is_read_and_heard_but_not_changed(qtbot, panel):
    panel.show_transcript(Transcript(ANSWERS, "en"), None, recording=RECORDING, corrected=True, locked=True)
    assert len(texts(panel)) == len(ANSWERS)
    row = panel.row(1)
    row.edit.put_cursor(len("Since spring."))
    for key, modifier in (
        (KEY.Key_F2, Qt.KeyboardModifier.NoModifier),
        (KEY.Key_Return, CTRL),
        (KEY.Key_T, CTRL),
        (KEY.Key_J, CTRL),
    ):
        qtbot.keyClick(row.edit, key, modifier)
    assert panel.draft.transcript.answers == ANSWERS
    assert row.edit.isReadOnly()
    assert not row.switch.isVisible()
    assert not panel.head.correct.isVisible()
    assert not panel.head.restore.isVisible()
    names = [action.text().split("\t")[0] for action in row.menu().actions()]
    assert "Play the answer" in names
    assert "Split at the cursor" not in names
    with qtbot.waitSignal(panel.play_wanted):
        row.play.click()


def test_answers_are_counted_anew_when_one_is_cut(qtbot, panel):
    panel.row(1).edit.put_cursor(len("Since spring."))
    qtbot.keyClick(panel.row(1).edit, KEY.Key_Return, CTRL)
    names = [field.accessibleName() for field in panel.correction_fields()]
    assert names == ["Said by the clinician", "Answer 1", "Answer 2", "Answer 3", "Said by the clinician"]


def test_doubtful_words_are_told_to_the_mouse_and_to_the_screen_reader(panel):
    edit = panel.row(2).edit
    assert edit.accessibleDescription() == "Words that the speech recognition is not sure of: not"
    (mark,) = edit.extraSelections()
    assert mark.cursor.selectedText() == "not"
    edit.put_cursor(mark.cursor.selectionStart() + 1)
    assert "not sure of “not” (30%)" in edit.told_at(edit.cursorRect().center())


def test_a_word_that_was_corrected_is_doubtful_no_more(qtbot, panel):
    panel.start_correcting(2)
    panel.row(2).edit.setPlainText("I do never sleep.")
    press(qtbot, KEY.Key_Up, CTRL)
    assert panel.row(2).edit.extraSelections() == []
    assert panel.row(2).edit.accessibleDescription() == ""


def test_the_menu_of_an_answer_does_what_it_says(qtbot, panel):
    row = panel.row(1)
    row.edit.put_cursor(len("Since spring."))
    actions = {action.text().split("\t")[0]: action for action in row.menu().actions()}
    assert "Play the answer" in actions
    assert actions["Split at the cursor"].text().endswith("Ctrl+Enter")
    actions["Split at the cursor"].trigger()
    assert texts(panel)[1:3] == ["Since spring.", "Why?"]


def test_three_hours_open_scroll_and_change_without_holding_the_window_up(qtbot, panel):
    many = tuple(
        spoken("I have not slept well for weeks and weeks on end now, I think.", 7.0 * n, speaker)
        for n, speaker in zip(range(1500), (Speaker.CLINICIAN, Speaker.PARTICIPANT) * 750, strict=True)
    )
    worst: dict[str, float] = {}

    def measured(name: str, step) -> None:
        """The longest time that the window's thread works at a stretch."""
        start = time.thread_time()
        step()
        longest = time.thread_time() - start
        deadline = time.monotonic() + 5
        while not panel._rows.is_filled and time.monotonic() < deadline:
            start = time.thread_time()
            QApplication.processEvents()
            longest = max(longest, time.thread_time() - start)
        worst[name] = longest

    bar = panel._rows.verticalScrollBar()
    measured("open", lambda: panel.show_transcript(Transcript(many, "en"), None, recording=RECORDING))
    measured("scroll", lambda: bar.setValue(bar.maximum() // 2))
    index = panel._rows.first_seen()
    measured("correct", lambda: panel.start_correcting(index))
    panel.row(index).edit.put_cursor(8)
    measured("split", lambda: qtbot.keyClick(panel.row(index).edit, KEY.Key_Return, CTRL))
    measured("play", lambda: panel.show_playing(7.0 * 200 + 0.1))
    assert panel.draft.changed
    assert len(panel.correction_fields()) < 100
    assert max(worst.values()) < 0.15, worst  # far below what 1,500 rows would take, on any machine
