"""The bar says where it is and asks for what is wished; it never asks for what it was merely told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from screening_app.ui.playback_bar import SPEEDS, PlaybackBar
from screening_app.ui.widgets import Button


@pytest.fixture
def bar(qtbot) -> PlaybackBar:
    made = PlaybackBar()
    qtbot.addWidget(made)
    made.sought_for = []
    made.sought.connect(made.sought_for.append)
    made.set_recording(100.0, has_picture=True)
    made.resize(400, 80)
    made.show()
    return made


def test_what_it_is_told_asks_for_nothing(bar):
    bar.show_position(42.0)
    assert bar.slider.value() == 420
    assert bar.seconds == 42.0
    assert bar.slider.accessibleDescription() == "0:42 / 1:40"
    bar.set_recording(50.0, has_picture=False)
    assert bar.seconds == 0.0
    assert not bar.picture.isVisible()
    assert bar.sought_for == []


def test_arrow_keys_leap_by_two_seconds_and_page_keys_by_fifteen(qtbot, bar):
    bar.show_position(40.0)
    qtbot.keyClick(bar.slider, Qt.Key.Key_Right)
    qtbot.keyClick(bar.slider, Qt.Key.Key_PageUp)
    assert bar.sought_for == [42.0, 57.0]


def test_a_click_leaps_to_where_it_is_made(qtbot, bar):
    middle = QPoint(bar.slider.width() // 2, bar.slider.height() // 2)
    qtbot.mouseClick(bar.slider, Qt.MouseButton.LeftButton, pos=middle)
    (seconds,) = bar.sought_for
    assert 45 < seconds < 55


def test_while_it_is_dragged_it_stays_with_the_hand(qtbot, bar):
    bar.slider.setSliderDown(True)
    bar.slider.setSliderPosition(300)
    bar.show_position(10.0)
    assert bar.slider.sliderPosition() == 300
    assert bar.sought_for == []
    bar.slider.setSliderDown(False)
    assert bar.sought_for == [30.0]


def test_speed_loop_and_picture_are_asked_for(qtbot, bar):
    assert (SPEEDS[0], SPEEDS[-1]) == (0.5, 2.0)
    with qtbot.waitSignal(bar.speed_changed) as told:
        bar.speed.setCurrentIndex(0)
    assert told.args == [0.5]
    with qtbot.waitSignal(bar.loop_changed) as told:
        qtbot.keyClick(bar.loop, Qt.Key.Key_Space)
    assert told.args == [True]
    assert bar.loop.accessibleName() == "Repeats until it is stopped"
    with qtbot.waitSignal(bar.picture_changed) as told:
        bar.picture.click()
    assert told.args == [False]


def test_the_button_says_what_it_does_next(qtbot, bar):
    bar.show_playing(True)
    assert bar.play.accessibleName() == "Pause"
    bar.show_playing(False)
    with qtbot.waitSignal(bar.play_wanted):
        qtbot.keyClick(bar.play, Qt.Key.Key_Space)
    assert bar.play.accessibleName() == "Play"


def test_every_part_has_a_name_and_is_reached_by_tab(bar):
    for part in (*bar.findChildren(Button), bar.slider, bar.speed):
        assert part.accessibleName()
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus
