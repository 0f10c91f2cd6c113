"""A questionnaire filled in by keyboard alone, with the official words in the patient's language."""

from __future__ import annotations

import pytest
from activating import activate
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from screening_app.services.questionnaires import instrument
from screening_app.ui.questionnaire_form import QuestionnaireForm

PHQ_9, PHQ_8, GAD_7 = instrument("phq-9"), instrument("phq-8"), instrument("gad-7")


@pytest.fixture
def form(qtbot) -> QuestionnaireForm:
    made = QuestionnaireForm()
    qtbot.addWidget(made)
    made.resize(1000, 760)
    made.show_instrument(PHQ_9, "en")
    made.show()
    qtbot.waitExposed(made)
    activate(qtbot, made)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return made


@pytest.fixture
def completed(form) -> list[tuple]:
    found: list[tuple] = []
    form.completed.connect(lambda *what: found.append(what))
    return found


def type_keys(qtbot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def digits(text: str) -> list[Qt.Key]:
    return [Qt.Key(Qt.Key.Key_0 + int(digit)) for digit in text]


def texts(widget) -> str:
    QApplication.processEvents()  # what was put into a layout is shown then
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget))


def test_a_digit_answers_and_goes_on_to_the_end(form, completed, qtbot):
    type_keys(qtbot, *digits("1210203002"), Qt.Key.Key_Return)
    assert completed == [((1, 2, 1, 0, 2, 0, 3, 0, 0), 2)]


def test_without_a_problem_nobody_is_asked_how_difficult_it_makes_life(form, completed, qtbot):
    type_keys(qtbot, *digits("000000000"), Qt.Key.Key_Return)
    assert completed == [((0,) * 9, None)]


def test_the_difficulty_is_dropped_with_the_last_problem(form, qtbot):
    form.show_instrument(PHQ_9, "en", (1,) + (0,) * 8, 3)
    assert form.difficulty == 3
    form._rows[0].set_answer(0)
    assert form.difficulty is None


def test_arrows_tab_and_enter_pass_backspace_goes_back_delete_takes_away(form, qtbot):
    type_keys(qtbot, *digits("3"), Qt.Key.Key_Down, *digits("2"), Qt.Key.Key_Tab, Qt.Key.Key_Return, *digits("1"))
    assert form.answers == (3, None, 2, None, None, 1, None, None, None)
    type_keys(qtbot, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, *[Qt.Key.Key_Up] * 2, Qt.Key.Key_Backspace)
    assert form.answers == (3, None, 2, None, None, None, None, None, None)
    type_keys(qtbot, *digits("0"))
    assert form.answers[2] == 0


def test_tab_goes_through_the_rows_to_the_end_and_back(form, qtbot):
    for row in form._rows:
        assert QApplication.focusWidget() in row.choices
        type_keys(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is form.finish  # nothing is a problem yet, so the difficulty is not asked
    type_keys(qtbot, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() in form._rows[-1].choices


def test_other_keys_and_shortcuts_are_left_alone(form, qtbot):
    type_keys(qtbot, Qt.Key.Key_4, Qt.Key.Key_9, Qt.Key.Key_A)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert form.answers == (None,) * 9


def test_the_running_total_and_at_the_end_its_band(form, qtbot):
    type_keys(qtbot, *digits("22222"))
    assert "So far 10 points · 5 of 9 answered" in texts(form)
    type_keys(qtbot, *digits("0000"))
    assert "Total: 10 of 27 · Moderate" in texts(form)


def test_what_is_missing_is_told_and_can_be_answered(form, completed, qtbot):
    type_keys(qtbot, *digits("22"), Qt.Key.Key_Down, *digits("000000"))
    form.finish.setFocus()
    type_keys(qtbot, Qt.Key.Key_Return)
    assert not completed
    assert "Not answered: 3. Without them: 5 of 27 · Mild · pro-rated from 8 of 9 items" in texts(form)
    assert "between 4 and 7" in texts(form)
    type_keys(qtbot, Qt.Key.Key_Return)  # "Answer them" has the keyboard
    type_keys(qtbot, *digits("1"))
    assert "Not answered" not in texts(form)
    form.finish.setFocus()
    type_keys(qtbot, Qt.Key.Key_Return)
    assert completed[0][0] == (2, 2, 1, 0, 0, 0, 0, 0, 0)


def test_it_can_be_finished_without_them(form, completed, qtbot):
    type_keys(qtbot, *digits("222"))
    form.finish.setFocus()
    type_keys(qtbot, Qt.Key.Key_Return)
    assert "No total: too many items are not answered (4, 5, 6, 7, 8, 9)" in texts(form)
    assert "Item 9 is not answered. Ask the patient" in texts(form)
    type_keys(qtbot, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    assert completed == [((2, 2, 2, None, None, None, None, None, None), None)]


def test_item_9_above_0_is_pointed_out_at_once(form, qtbot):
    assert "Item 9" not in texts(form)
    type_keys(qtbot, *digits("000000001"))
    assert "Item 9 was answered above 0" in texts(form)
    form._rows[8].set_answer(0)
    assert "Item 9" not in texts(form)


def test_every_change_is_told_so_that_it_can_be_kept(form, qtbot):
    with qtbot.waitSignal(form.changed) as told:
        type_keys(qtbot, *digits("3"))
    assert told.args == [(3, *(None,) * 8), None]
    with qtbot.waitSignal(form.changed) as told:
        form._rows[0].set_answer(None)
    assert told.args == [(None,) * 9, None]


def test_answers_given_before_come_back_and_the_work_goes_on_at_the_first_open_one(form, qtbot):
    form.show_instrument(GAD_7, "zh", (1, 2, None, 0, 3, 0, 0))
    assert form.answers == (1, 2, None, 0, 3, 0, 0)
    form.focus_first_open()
    assert QApplication.focusWidget() in form._rows[2].choices


def test_the_wording_is_the_patients_and_the_rest_the_windows(form, qtbot, translation):
    form.show_instrument(PHQ_8, "zh", (1,) + (None,) * 7)
    assert "做事时提不起劲或没有兴趣" in texts(form)
    assert "一半以上的天数" in texts(form)
    assert "Patient Health Questionnaire (PHQ-8)" in texts(form)
    assert "毫无困难" in texts(form)
    translation.use("zh")
    form.retranslate()
    assert "患者健康问卷（PHQ-8）" in texts(form)
    assert form.answers == (1,) + (None,) * 7


def test_a_screen_reader_hears_item_answer_and_question(form):
    assert form._rows[8].choices[2].accessibleName() == (
        "Item 9, More than half the days: Thoughts that you would be better off dead or of hurting yourself in some way"
    )
    assert all(choice.accessibleName() for row in form._all_rows() for choice in row.choices)


def test_the_row_with_the_keyboard_is_marked(form, qtbot):
    type_keys(qtbot, *digits("00"))
    assert [bool(row.property("current")) for row in form._rows] == [False, False, True, *[False] * 6]
