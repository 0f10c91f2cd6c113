"""The patient's window shows the card and nothing else, and never takes the keyboard."""

from __future__ import annotations

import pytest
from activating import activate
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from screening_app.services.prompts import prompt_cards
from screening_app.ui import theme
from screening_app.ui.patient_window import PatientWindow


@pytest.fixture
def window(qtbot) -> PatientWindow:
    made = PatientWindow()
    qtbot.addWidget(made)
    return made


def test_it_shows_only_the_card(window):
    card = prompt_cards("zh")[0]
    window.show_card(card)
    assert window.text == card.text
    assert [part.text() for part in window.findChildren(QLabel)] == [card.text]
    assert not window.findChildren(QAbstractButton)
    window.show_card(None)
    assert window.text == ""


def test_the_keyboard_stays_with_the_clinician(window, qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    activate(qtbot, field)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    window.open_beside(field)
    qtbot.waitExposed(window)
    qtbot.wait(100)
    assert QApplication.focusWidget() is field
    assert window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert not window.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)


def test_on_the_only_screen_it_leaves_room_for_the_clinician(window, qtbot):
    beside = QLineEdit()
    qtbot.addWidget(beside)
    beside.show()
    window.open_beside(beside)
    room = beside.screen().availableGeometry()
    assert not window.isFullScreen()
    assert window.width() < room.width()
    with qtbot.waitSignal(window.closed):
        window.close()


@pytest.mark.parametrize("size", [(640, 400), (1920, 1080)])
def test_every_card_stands_there_whole(window, qapp, size):
    window.resize(*size)
    window.show()
    for language in ("en", "zh"):
        theme.apply(qapp, "light", language)
        for card in prompt_cards(language, "full"):
            window.show_card(card)
            text = window._text
            assert text.heightForWidth(text.width()) <= text.height(), card.id
