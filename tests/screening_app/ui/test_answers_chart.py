"""The chart of a session's answers shows each where it was said, and says which one is to be played."""

from __future__ import annotations

import weakref
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from screening_app.ui.answer_axis import AnswerAxis
from screening_app.ui.answers_chart import AnswersChart, DrawnAnswer, first_words
from selfmm.scales import SDS
from selfmm.types import AnswerScore, Quality, Score

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from screening_app.ui.translation import Translation

ANSWERS = (
    AnswerScore("I slept badly.", 4.0, 30.0, 62.0),
    AnswerScore("", 40.0, 70.0, None),
    AnswerScore("我去公园走走。", 80.0, 118.0, 41.0),
)
SCORE = Score(
    scale=SDS,
    value=55.0,
    interval=None,
    coverage=0.9,
    band="indeterminate",
    text=55.0,
    audio=None,
    vision=None,
    answers=ANSWERS,
    quality=Quality(words=120),
    bundle="0123456789ab",
)


@pytest.fixture
def chart(qtbot: QtBot) -> AnswersChart:
    made = AnswersChart()
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show_answers(SCORE, 120.0)
    made.show()
    qtbot.waitExposed(made)
    made.wanted = []
    made.play_wanted.connect(made.wanted.append)
    return made


def texts(chart: AnswersChart) -> str:
    return "\n".join(part.text() for part in chart.findChildren(QLabel) if part.isVisibleTo(chart))


def click(qtbot: QtBot, chart: AnswersChart, place: QPoint) -> None:
    qtbot.mouseClick(chart.plot_area, Qt.MouseButton.LeftButton, pos=place)
    qtbot.wait(20)  # pyqtgraph takes two quick clicks for a double one


def test_each_answer_stands_at_its_time_and_value(chart: AnswersChart) -> None:
    assert chart.answers_drawn() == (
        DrawnAnswer(4.0, 30.0, 62.0, True),
        DrawnAnswer(40.0, 70.0, SDS.minimum, False),  # it can be heard all the same
        DrawnAnswer(80.0, 118.0, 41.0, True),
    )
    first, without, last = (chart.position_of(place) for place in range(3))
    assert first.x() < without.x() < last.x()
    assert first.y() < last.y() < without.y()


def test_typed_answers_stand_at_their_numbers_and_cannot_be_played(qtbot: QtBot, chart: AnswersChart) -> None:
    chart.show_answers(SCORE)
    assert [(drawn.begin, drawn.end) for drawn in chart.answers_drawn()] == [(1.0, 1.0), (2.0, 2.0), (3.0, 3.0)]
    click(qtbot, chart, chart.position_of(2))
    assert chart.chosen == 2
    assert chart.wanted == []
    assert "nothing to play" in texts(chart)
    assert "0:04" not in chart.describe(0)


def test_however_often_it_is_drawn_what_stays_in_it_is_put_in_once(chart: AnswersChart) -> None:
    staying = chart._line, chart._bars, chart._heard_bar, chart._ring, chart._marks
    counted = []
    for _ in range(3):
        chart._redraw()
        pictures = [len(item.fragmentAtlas) for item in (chart._ring, chart._marks)]  # of pens, which are new each time
        counted.append([*pictures, *(weakref.getweakrefcount(item) for item in staying)])
    assert counted[0] == counted[1] == counted[2]
    assert all(item in chart._plot.items for item in staying)


@pytest.mark.parametrize("place", range(3))
def test_a_click_on_an_answer_wants_it_played(qtbot: QtBot, chart: AnswersChart, place: int) -> None:
    click(qtbot, chart, chart.position_of(place))
    assert chart.wanted == [ANSWERS[place]]
    assert chart.chosen == place


def test_a_click_on_the_bar_counts_and_one_between_answers_does_not(qtbot: QtBot, chart: AnswersChart) -> None:
    first, without = chart.position_of(0), chart.position_of(1)
    click(qtbot, chart, QPoint((first.x() + without.x()) // 2, first.y()))
    assert chart.wanted == [ANSWERS[0]]
    click(qtbot, chart, QPoint(without.x(), first.y()))
    assert chart.wanted == [ANSWERS[0]]


def test_the_keyboard_reaches_every_answer(qtbot: QtBot, chart: AnswersChart) -> None:
    QApplication.sendEvent(chart, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert chart.chosen == 0
    keys = Qt.Key
    for key, place in (
        (keys.Key_Left, 0),
        (keys.Key_Right, 1),
        (keys.Key_End, 2),
        (keys.Key_Right, 2),
        (keys.Key_Home, 0),
    ):
        qtbot.keyClick(chart, key)
        assert chart.chosen == place
    qtbot.keyClick(chart, keys.Key_Right)
    qtbot.keyClick(chart, keys.Key_Space)
    qtbot.keyClick(chart, keys.Key_End)
    qtbot.keyClick(chart, keys.Key_Return)
    assert chart.wanted == [ANSWERS[1], ANSWERS[2]]


def test_a_screen_reader_is_told_the_answer(chart: AnswersChart) -> None:
    chart.choose(0)
    assert (
        chart.accessibleDescription()
        == "Answer 1 · 0:04 – 0:30 · 62.0 SDS · raises the score by 10.5 · “I slept badly.”"
    )
    chart.choose(1)
    assert chart.accessibleDescription() == "Answer 2 · 0:40 – 1:10 · no value"


def test_it_says_what_raises_and_what_lowers_the_score(chart: AnswersChart) -> None:
    assert "raises the score by 10.5" in chart.describe(0)
    assert "lowers the score by 10.5" in chart.describe(2)
    chart.show_answers(replace(SCORE, answers=ANSWERS[:2]), 120.0)
    assert "the score by" not in chart.describe(0)  # there is no other answer


def test_the_mouse_says_which_answer_it_is_on(qtbot: QtBot, chart: AnswersChart) -> None:
    place = chart.position_of(2)
    for position in (QPoint(5, 5), place - QPoint(60, 0), place):
        qtbot.mouseMove(chart.plot_area, position)
        qtbot.wait(20)  # pyqtgraph leaves out moves that follow each other faster
    qtbot.waitUntil(lambda: "我去公园走走。" in QToolTip.text())
    assert chart.plot_area.cursor().shape() == Qt.CursorShape.PointingHandCursor


def test_nothing_is_played_into_a_recording(qtbot: QtBot, chart: AnswersChart) -> None:
    chart.set_locked(True)
    click(qtbot, chart, chart.position_of(0))
    assert chart.wanted == []
    assert "being recorded" in texts(chart)
    chart.set_locked(False)
    click(qtbot, chart, chart.position_of(2))
    assert chart.wanted == [ANSWERS[2]]


def test_it_shows_which_answer_is_heard(chart: AnswersChart) -> None:
    for seconds, heard in ((3.0, None), (4.0, 0), (29.9, 0), (35.0, None), (100.0, 2), (None, None)):
        chart.show_position(seconds)
        assert chart.heard == heard


def test_no_score_and_a_score_without_answers_say_so(chart: AnswersChart) -> None:
    for score in (None, replace(SCORE, answers=())):
        chart.show_answers(score, 120.0)
        assert chart.answers_drawn() == ()
        assert "No answers to show" in texts(chart)


def test_another_session_begins_anew_and_the_same_keeps_its_place(chart: AnswersChart) -> None:
    chart.choose(1)
    chart.show_answers(SCORE, 120.0)
    assert chart.chosen == 1
    chart.show_answers(replace(SCORE, value=50.0), 120.0)
    assert chart.chosen is None


def test_the_words_are_in_the_language_in_force(qtbot: QtBot, chart: AnswersChart, translation: Translation) -> None:
    translation.use("zh")
    qtbot.waitUntil(lambda: "方向键" in texts(chart))
    assert chart.describe(1) == "回答 2 · 0:40 – 1:10 · 无数值"


@given(text=st.text(max_size=200))
def test_first_words_begin_the_text_and_are_short(text: str) -> None:
    short, whole = first_words(text), " ".join(text.split())
    assert len(short) <= 61
    assert short == whole or (short.endswith("…") and whole.startswith(short[:-1]))


def test_first_words_end_between_words_where_there_are_any() -> None:
    english = "I could not sleep at all last week and I was tired every single morning"
    assert first_words(english) == "I could not sleep at all last week and I was tired every…"
    assert first_words("我" * 40) == "我" * 30 + "…"


@given(start=st.floats(0, 10_000), length=st.floats(0.5, 4_000), size=st.floats(300, 4000), timed=st.booleans())
def test_ticks_stand_within_the_axis_with_room_for_each(start: float, length: float, size: float, timed: bool) -> None:
    axis = AnswerAxis()
    axis.timed = timed
    ((step, ticks),) = axis.tickValues(start, start + length, size)
    assert all(start - 1e-6 <= tick <= start + length + 1e-6 for tick in ticks)
    assert len(ticks) <= max(2, size / (60 if timed else 30)) + 1
    assert all(tick % step == 0 for tick in ticks)


def test_ticks_are_read_as_minutes_or_numbers() -> None:
    axis = AnswerAxis()
    assert axis.tickStrings([0.0, 65.0], 1, 5) == ["0:00", "1:05"]
    axis.timed = False
    assert axis.tickStrings([1.0, 2.0], 1, 1) == ["1", "2"]
