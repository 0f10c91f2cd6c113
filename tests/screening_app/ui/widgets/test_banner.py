import logging

import pytest
from pytestqt.qtbot import QtBot

from screening_app.ui.translation import Translation
from screening_app.ui.widgets import Banner
from selfmm.errors import MediaError


@pytest.fixture
def banner(qtbot: QtBot) -> Banner:
    made = Banner()
    qtbot.addWidget(made)
    return made


def test_it_is_hidden_until_there_is_something_to_say(banner: Banner) -> None:
    assert banner.isHidden()
    assert banner.text == ""

    banner.show_message("Something to know")

    assert banner.text == "Something to know"
    assert not banner._action.isVisibleTo(banner)


def test_an_error_is_said_in_the_language_in_force_and_again_after_a_switch(
    banner: Banner, translation: Translation
) -> None:
    banner.show_error(MediaError("{name} has no sound. Choose a recording with sound.", name="a.mp4"))
    assert banner.text == "a.mp4 has no sound. Choose a recording with sound."

    translation.use("zh")
    banner.show()
    banner._retranslate()

    assert "a.mp4 没有声音" in banner.text


def test_a_bug_goes_to_the_log_and_an_expected_error_does_not(banner: Banner, caplog: pytest.LogCaptureFixture) -> None:
    banner.show_error(MediaError("expected"))
    assert not caplog.records

    with caplog.at_level(logging.ERROR):
        banner.show_error(ZeroDivisionError("a bug"))
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


def test_its_button_does_what_it_was_given(banner: Banner, qtbot: QtBot) -> None:
    done: list[str] = []
    banner.show_message("Unfinished", "warning", "Continue", lambda: done.append("continued"))

    banner._action.click()

    assert done == ["continued"]


def test_it_can_be_closed(banner: Banner, qtbot: QtBot) -> None:
    banner.show_message("Read me")

    with qtbot.waitSignal(banner.closed):
        banner._close.click()

    assert banner.isHidden()
