from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from screening_app.services.patients import add_patient
from screening_app.ui.main_window import MainWindow
from screening_app.ui.rail import CASELOAD, HISTORY, PATIENTS, SESSION, SETTINGS
from screening_app.ui.services import AppServices
from screening_app.ui.translation import Translation

ACTIVE, INACTIVE = Qt.ApplicationState.ApplicationActive, Qt.ApplicationState.ApplicationInactive


@pytest.fixture
def window(app_services: AppServices, qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    add_patient(app_services.workspace, code="P-7K3Q", name="Anna Meier")
    made = MainWindow(app_services)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def _leave(qapp: QApplication) -> None:
    qapp.applicationStateChanged.emit(INACTIVE)


def _come_back(qapp: QApplication) -> None:
    qapp.applicationStateChanged.emit(ACTIVE)


@pytest.mark.parametrize("place", [PATIENTS, CASELOAD, HISTORY])
def test_who_asked_for_it_shows_nobody_while_another_program_is_in_front(
    window: MainWindow, app_services: AppServices, qapp: QApplication, place: str
) -> None:
    app_services.settings_store.change(veil=True)
    page = window.go(place)

    _leave(qapp)
    assert window.veil.isVisible()
    middle = page.mapTo(window, page.rect().center())
    for point in (page.mapTo(window, page.rect().topLeft()), middle, page.mapTo(window, page.rect().bottomRight())):
        found = window.childAt(point)
        assert found is window.veil or window.veil.isAncestorOf(found)

    _come_back(qapp)
    assert not window.veil.isVisible()


@pytest.mark.parametrize("place", [SESSION, SETTINGS])
def test_pages_that_list_nobody_stay(
    window: MainWindow, app_services: AppServices, qapp: QApplication, place: str
) -> None:
    app_services.settings_store.change(veil=True)
    window.go(place)

    _leave(qapp)

    assert not window.veil.isVisible()


def test_without_being_asked_for_nothing_is_covered(window: MainWindow, qapp: QApplication) -> None:
    window.go(PATIENTS)

    _leave(qapp)

    assert not window.veil.isVisible()


def test_it_covers_all_when_the_window_grows(
    window: MainWindow, app_services: AppServices, qapp: QApplication, qtbot: QtBot
) -> None:
    app_services.settings_store.change(veil=True)
    page = window.go(PATIENTS)
    _leave(qapp)

    window.resize(window.width() + 150, window.height() + 80)

    qtbot.waitUntil(lambda: window.veil.size() == page.size())


def test_it_says_in_both_languages_why_nothing_is_seen(window: MainWindow, translation: Translation) -> None:
    assert window.veil._words._title.text() == "Covered while another program is in front"
    translation.use("zh")
    QApplication.processEvents()
    assert window.veil._words._title.text() == "其他程序在前台时已遮住"
