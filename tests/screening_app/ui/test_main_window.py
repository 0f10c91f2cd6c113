from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from activating import activate
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from screening_app.domain import Interview, Source
from screening_app.services.patients import add_patient
from screening_app.ui import main_window
from screening_app.ui.main_window import MainWindow
from screening_app.ui.rail import HELP, HISTORY, PATIENTS, PLACES, SESSION, SETTINGS
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
    monkeypatch.setattr(main_window, "page_class", lambda _: Place)
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
    activate(qtbot, window)

    keys = {Qt.Key.Key_3: HISTORY, Qt.Key.Key_5: SETTINGS, Qt.Key.Key_6: HELP, Qt.Key.Key_1: PATIENTS}
    for key, place in keys.items():
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


def _window(app_services: AppServices, qtbot: QtBot) -> MainWindow:
    made = MainWindow(app_services)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_next_start_looks_as_the_last_one_ended(
    window: MainWindow, app_services: AppServices, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main_window, "_SMALLEST", (300, 200))  # the screen of the tests is small
    window.setMinimumSize(300, 200)
    patient = add_patient(app_services.workspace, code="P-1")
    splitter = QSplitter(window.go(HISTORY))
    for _ in range(2):
        splitter.addWidget(QWidget())
    splitter.resize(600, 100)
    splitter.setSizes([400, 200])
    app_services.events.history_wanted.emit(patient.id)
    window.resize(640, 520)
    window.close()

    again = _window(app_services, qtbot)

    assert again.size() == QSize(640, 520)
    assert again._stack.currentWidget() is again.pages[HISTORY]
    assert again.state.current.recent == (patient.id,)
    assert set(again.state.current.splitters) == {"history.0"}


def test_a_place_or_geometry_that_is_not_ours_is_ignored(
    app_services: AppServices, qtbot: QtBot, window: MainWindow
) -> None:
    window.state.change(place="elsewhere", geometry="!!")
    window.state.save()

    assert list(_window(app_services, qtbot).pages) == [PATIENTS]


def test_text_grows_and_shrinks_by_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    store = window._services.settings_store
    activate(qtbot, window)

    for key, size in (
        (Qt.Key.Key_Plus, "115"),
        (Qt.Key.Key_0, "100"),
        (Qt.Key.Key_Minus, "90"),
        (Qt.Key.Key_Minus, "90"),
    ):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert store.current.text_size == size


def test_ctrl_k_jumps_to_a_patient_seen_lately(window: MainWindow, app_services: AppServices, qtbot: QtBot) -> None:
    first, second = (add_patient(app_services.workspace, code=f"P-{number}") for number in range(2))
    for patient in (first, second):
        app_services.events.history_wanted.emit(patient.id)
    activate(qtbot, window)

    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert [window.dialog.list.item(row).text() for row in range(2)] == ["P-1", "P-0"]
    qtbot.keyClick(window.dialog.field, Qt.Key.Key_Down)
    qtbot.keyClick(window.dialog.field, Qt.Key.Key_Return)

    assert window.pages[HISTORY].asked[-1] == f"patient {first.id}"
    assert window.dialog is None


def test_ctrl_k_jumps_to_a_place(window: MainWindow, qtbot: QtBot) -> None:
    window.rail.go_to.click()
    qtbot.keyClicks(window.dialog.field, "setti")
    qtbot.keyClick(window.dialog.field, Qt.Key.Key_Return)

    assert window._stack.currentWidget() is window.pages[SETTINGS]


def test_f1_shows_every_key(window: MainWindow, qtbot: QtBot) -> None:
    activate(qtbot, window)

    qtbot.keyClick(window, Qt.Key.Key_F1)

    shown = {label.text() for label in window.dialog.findChildren(QLabel)}
    assert {"Go to a patient or place", "Ctrl+K", "Add a patient", "Everywhere"} <= shown
    window.show_shortcuts()
    assert window.dialog.isVisible()


def test_the_tour_points_at_the_window_and_is_offered_once(
    window: MainWindow, app_services: AppServices, qtbot: QtBot
) -> None:
    window.offer_tour()
    tour = window._tour
    assert tour.isVisible()
    assert tour._title.text() == "Your patients"
    steps = 0
    while tour.isVisible():
        place = tour._spot()
        assert window.rect().adjusted(-9, -9, 9, 9).contains(place)
        assert window.rect().contains(tour._callout.geometry())
        assert not place.intersects(tour._callout.geometry())
        qtbot.keyClick(tour, Qt.Key.Key_Right)
        steps += 1

    assert steps == 6
    assert _window(app_services, qtbot).state.current.tour_seen
    window.offer_tour()
    assert not tour.isVisible()
    app_services.events.tour_wanted.emit()
    assert tour.isVisible()
    assert tour.at == 0


def test_the_tour_is_gone_through_and_left_by_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    window.show_tour()
    tour = window._tour
    qtbot.keyClick(tour, Qt.Key.Key_Return)
    assert tour.at == 1
    qtbot.keyClick(tour, Qt.Key.Key_Left)
    assert tour.at == 0
    tour.focusNextPrevChild(True)
    assert tour.skip.hasFocus() or not tour.isActiveWindow()
    qtbot.keyClick(tour.on, Qt.Key.Key_Right)
    assert tour.at == 1
    window.resize(1400, 900)
    assert tour.size() == window.size()
    qtbot.keyClick(tour, Qt.Key.Key_Escape)
    assert tour.isHidden()
    assert window.state.current.tour_seen


def test_a_quiet_message_waits_until_nothing_else_is_said(window: MainWindow) -> None:
    window.show_message("first", "info")
    window.show_quietly(lambda: "later")
    assert window.banner.text == "first"
    window.banner.clear()
    assert window.banner.text == "later"
