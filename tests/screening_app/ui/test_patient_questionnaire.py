"""The patient's own window: one question at a time, and no way out of it by a slip."""

from __future__ import annotations

import pytest
from activating import activate
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from screening_app.services.questionnaires import instrument
from screening_app.ui import patient_questionnaire, theme
from screening_app.ui.patient_questionnaire import PatientQuestionnaire
from screening_app.ui.widgets import hold_button

PHQ_9, GAD_7 = instrument("phq-9"), instrument("gad-7")


@pytest.fixture(autouse=True)
def _short_holds(monkeypatch):
    monkeypatch.setattr(hold_button, "HOLD_SECONDS", 0.1)
    monkeypatch.setattr(patient_questionnaire, "_SHOWN_MS", 1)


@pytest.fixture
def open_window(qtbot):
    opened = []

    def open_one(*arguments) -> PatientQuestionnaire:
        made = PatientQuestionnaire(*arguments)
        qtbot.addWidget(made, before_close_func=PatientQuestionnaire.dismiss)
        made.begin()
        qtbot.waitExposed(made)
        activate(qtbot, made)
        qtbot.waitUntil(lambda: QApplication.focusWidget() is made.question)
        opened.append(made)
        return made

    yield open_one
    for window in opened:
        window.dismiss()


def texts(widget) -> list[str]:
    parts = [*widget.findChildren(QLabel), *widget.findChildren(QPushButton)]
    return [part.text() for part in parts if part.isVisibleTo(widget) and part.text()]


def answer(qtbot, window: PatientQuestionnaire, *choices: int) -> None:
    """By keyboard: down to the answer, Enter."""
    for choice in choices:
        asked = window.question.text()
        for _ in range(choice + 1):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda asked=asked: window.question.text() != asked or not window.question.isVisible())


def hold(qtbot, button: QPushButton, milliseconds: int) -> None:
    button.setFocus()
    QTest.keyPress(button, Qt.Key.Key_Space)
    qtbot.wait(milliseconds)
    QTest.keyRelease(button, Qt.Key.Key_Space)


def test_one_question_at_a_time_with_nothing_but_its_answers(open_window, qtbot):
    window = open_window(PHQ_9, "en")
    assert window.isFullScreen()
    assert texts(window) == [
        PHQ_9.lead_in["en"],
        PHQ_9.items[0].text["en"],
        *("Not at all", "Several days", "More than half the days", "Nearly every day"),
        *("Previous question", "I would rather not answer"),
    ]


def test_it_is_answered_by_keyboard_and_ends_with_a_page_that_shows_nothing(open_window, qtbot):
    window = open_window(PHQ_9, "en")
    with qtbot.waitSignal(window.completed) as told:
        answer(qtbot, window, 1, 2, 0, 3, 0, 0, 0, 0, 1, 2)
    assert told.args == [(1, 2, 0, 3, 0, 0, 0, 0, 1), 2]
    assert texts(window) == ["Thank you. Please hand the device back.", "Clinician: hold to return to the program"]


def test_without_a_problem_the_difficulty_is_not_asked(open_window, qtbot):
    window = open_window(GAD_7, "en", (0,) * 6 + (None,))
    with qtbot.waitSignal(window.completed) as told:
        answer(qtbot, window, 0)
    assert told.args == [(0,) * 7, None]


def test_enter_alone_answers_nothing(open_window, qtbot):
    window = open_window(PHQ_9, "en")
    for _ in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window._given() == ((None,) * 9, None)


def test_going_back_shows_what_was_answered_and_lets_it_be_changed(open_window, qtbot):
    window = open_window(GAD_7, "en")
    answer(qtbot, window, 3)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace)
    assert window.question.text() == GAD_7.items[0].text["en"]
    assert [button.isChecked() for button in window.options] == [False, False, False, True]
    answer(qtbot, window, 1)
    assert window._given()[0][0] == 1
    assert window.question.text() == GAD_7.items[1].text["en"]


def test_a_question_can_be_left_out(open_window, qtbot):
    window = open_window(GAD_7, "en", (1,) * 6 + (2,))
    for _ in range(6):
        window._go_on()
    with qtbot.waitSignal(window.completed) as told:
        window.rather_not.click()
    assert told.args == [(1,) * 6 + (None,), None]


def test_the_words_are_the_patients_and_those_for_the_clinician_the_windows(open_window, qtbot, translation):
    window = open_window(PHQ_9, "zh")
    assert window.question.text() == "做事时提不起劲或没有兴趣"
    assert window.options[0].text() == "完全不会"
    translation.use("zh")
    english = open_window(PHQ_9, "en")
    assert english.back.text() == "Previous question"
    assert english.question.text() == PHQ_9.items[0].text["en"]


@pytest.mark.parametrize("how", ["escape", "close"])
def test_closing_asks_and_the_patient_can_go_on(open_window, qtbot, how):
    window = open_window(GAD_7, "en")
    answer(qtbot, window, 2)
    if how == "escape":
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    else:
        window.close()
    assert window.isVisible()
    assert GAD_7.items[1].text["en"] not in texts(window)
    window.resume.setFocus()
    qtbot.keyClick(window.resume, Qt.Key.Key_Return)
    assert window.question.isVisible()
    assert window.question.text() == GAD_7.items[1].text["en"]
    assert window._given()[0][0] == 2


def test_only_holding_the_button_stops_it_and_what_was_answered_is_kept(open_window, qtbot):
    window = open_window(GAD_7, "en")
    answer(qtbot, window, 2)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.keyClick(window.stop, Qt.Key.Key_Space)
    qtbot.mouseClick(window.stop, Qt.MouseButton.LeftButton)
    assert window.isVisible()
    with qtbot.waitSignal(window.stopped) as told:
        hold(qtbot, window.stop, 300)
    assert told.args == [(2, None, None, None, None, None, None), None]
    assert not window.isVisible()


def test_the_last_page_is_left_only_by_holding(open_window, qtbot):
    window = open_window(GAD_7, "en", (0,) * 6 + (None,))
    answer(qtbot, window, 0)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Down):
        qtbot.keyClick(QApplication.focusWidget(), key)
    window.close()
    qtbot.mouseClick(window.leave, Qt.MouseButton.LeftButton)
    assert window.isVisible()
    assert "Thank you. Please hand the device back." in texts(window)
    with qtbot.waitSignal(window.handed_back):
        hold(qtbot, window.leave, 300)
    assert not window.isVisible()


def test_after_an_interruption_it_goes_on_at_the_first_open_question(open_window, qtbot):
    window = open_window(PHQ_9, "en", (1, 2, None, None, None, None, None, None, None))
    assert window.question.text() == PHQ_9.items[2].text["en"]
    with qtbot.waitSignal(window.changed) as told:
        answer(qtbot, window, 3)
    assert told.args == [(1, 2, 3, None, None, None, None, None, None), None]


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 800), (1024, 720), (1024, 700), (800, 600)])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("asked", [PHQ_9, GAD_7], ids=["phq-9", "gad-7"])
def test_every_question_stands_there_whole(open_window, qapp, size, language, asked):
    theme.apply(qapp, "light", language)
    window = open_window(asked, language, (1,) * len(asked.items))
    window.showNormal()
    window.resize(*size)
    for place in range(window._count):
        window._place = place
        window._show_question()
        QApplication.processEvents()
        assert (window.width(), window.height()) == size
        for part in (window.question, window.lead_in):
            assert part.heightForWidth(part.width()) <= part.height()
        for button in (*window.options, window.back, window.rather_not):
            assert button.minimumSizeHint().height() <= button.height()
            assert window.rect().contains(button.geometry().translated(button.parent().mapTo(window, QPoint())))


def test_a_screen_reader_hears_the_place_and_the_question(open_window):
    window = open_window(PHQ_9, "en")
    assert window.question.accessibleName().startswith("Question 1 of 9. Over the last 2 weeks")
    assert window.dots.accessibleName() == "Question 1 of 9"
