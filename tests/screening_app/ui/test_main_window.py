from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from screening_app.domain import Interview, Source
from screening_app.ui import main_window
from screening_app.ui.main_window import HISTORY, PATIENTS, PLACES, SESSION, SETTINGS, MainWindow
from screening_app.ui.services import AppServices
from screening_app.ui.translation import Translation
from screening_app.ui.widgets import Page


class Place(Page):
    """A page that remembers what it was asked for."""

    def __init__(self, services: AppServices) -> None:
        super().__init__(services)
        self.asked: list[str] = []
        self.work = ""

    def open_patient(self, patient_id: str) -> None:
        self.asked.append(f"patient {patient_id}")

    def open_interview(self, interview_id: str) -> None:
        self.asked.append(f"interview {interview_id}")

    def work_in_progress(self) -> str:
        return self.work

    def shut_down(self) -> None:
        self.asked.append("shut down")


@pytest.fixture
def window(app_services: AppServices, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(main_window, "_make_page", lambda _, services: Place(services))
    made = MainWindow(app_services)
    qtbot.addWidget(made)
    made.show()
    return made


def _interview(interview_id: str) -> Interview:
    return Interview(interview_id, "p", datetime.now(UTC), Source.RECORDED, "en", None, is_demo=False)


def test_it_opens_on_the_patients_and_makes_other_pages_when_asked(window: MainWindow) -> None:
    assert list(window.pages) == [PATIENTS]

    window.rail.buttons[SETTINGS].click()

    assert list(window.pages) == [PATIENTS, SETTINGS]
    assert window._stack.currentWidget() is window.pages[SETTINGS]
    assert [place for place in PLACES if window.rail.buttons[place].isChecked()] == [SETTINGS]


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier])
def test_places_are_reached_by_the_keyboard(window: MainWindow, qtbot: QtBot, modifier: Qt.KeyboardModifier) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)

    for key, place in zip((Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_1), (HISTORY, SETTINGS, PATIENTS), strict=True):
        qtbot.keyClick(window, key, modifier)
        assert window._stack.currentWidget() is window.pages[place]


def test_pages_reach_each_other_by_the_events(window: MainWindow, app_services: AppServices) -> None:
    app_services.events.history_wanted.emit("p1")
    app_services.events.session_wanted.emit("p2")
    app_services.events.session_wanted.emit("")
    app_services.events.interview_wanted.emit("i1")

    assert window.pages[HISTORY].asked == ["patient p1"]
    assert window.pages[SESSION].asked == ["patient p2", "interview i1"]
    assert window._stack.currentWidget() is window.pages[SESSION]


def test_what_is_left_over_can_be_continued(window: MainWindow) -> None:
    window.offer_to_continue((_interview("old"), _interview("new")), recovered=1)

    assert window.banner.text.startswith("2 sessions are not finished yet. A recording")
    window.banner._action.click()

    assert window.pages[SESSION].asked == ["interview new"]
    assert not window._banner_row.isVisible()


def test_without_anything_left_over_nothing_is_offered(window: MainWindow) -> None:
    window.offer_to_continue((), recovered=0)

    assert window.banner.isHidden()


def test_the_rail_shows_that_an_interview_is_being_recorded(window: MainWindow, app_services: AppServices) -> None:
    button = window.rail.buttons[SESSION]
    app_services.events.tell_recording(True)
    assert button.accessibleName() == "Recording…"
    app_services.events.tell_recording(False)
    assert button.accessibleName() == "New session"


def test_tab_leads_to_the_place_that_is_shown(window: MainWindow) -> None:
    window.go(HISTORY)
    reached = [place for place, button in window.rail.buttons.items() if button.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert reached == [HISTORY]


def test_closing_asks_while_work_is_in_progress(
    window: MainWindow, answer_question: Callable[[str], list[str]]
) -> None:
    page = window.pages[PATIENTS]
    page.work = "A session is being recorded."

    said = answer_question("Stay here")
    assert not window.close()
    assert said[0].startswith("A session is being recorded.")
    assert page.asked == []

    answer_question("Stop and close")
    assert window.close()
    assert page.asked == ["shut down"]


def test_closing_without_work_asks_nothing(window: MainWindow) -> None:
    assert window.close()
    assert window.pages[PATIENTS].asked == ["shut down"]


def test_notice_and_places_follow_the_language(window: MainWindow, translation: Translation) -> None:
    assert "Not a diagnosis" in window._notice.text()

    translation.use("zh")
    QApplication.processEvents()

    assert "诊断" in window._notice.text()
    assert window.rail.buttons[PATIENTS].accessibleName() == "患者"
    assert window.windowTitle() == "抑郁筛查"
