"""The patient's window shows the card and nothing else, and never takes the keyboard."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from activating import activate
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit
from two_screens import CLINICIAN, DISPLAY, PATIENT

from screening_app.services.prompts import prompt_cards
from screening_app.ui import theme
from screening_app.ui.patient_window import PatientWindow

ROOT = Path(__file__).resolve().parents[3]


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


@pytest.fixture
def two_screens(tmp_path) -> dict:
    """What was seen of the whole app on two screens, of which the patient's is unplugged and plugged in again."""
    if shutil.which("xvfb-run") is None:
        pytest.skip("two screens need a virtual display of their own")
    try:
        ctypes.CDLL("libXrandr.so.2")
    except OSError:
        pytest.skip("the screens of a virtual display are set up by libXrandr")
    child = [sys.executable, str(ROOT / "tests/screening_app/ui/two_screens.py"), str(tmp_path / "data")]
    ran = subprocess.run(
        ["xvfb-run", "-a", "-s", DISPLAY, *child],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return json.loads(ran.stdout)


@pytest.mark.slow
def test_it_fills_the_other_screen_with_the_card_alone_and_comes_back_when_that_is_unplugged(two_screens):
    two, later, one = two_screens["two"], two_screens["two_later"], two_screens["one"]
    assert two["screens"] == ["clinician", "patient"]
    for seen in (two, later, two_screens["two_again"]):
        assert (seen["visible"], seen["full"], seen["screen"]) == (True, True, "patient")
        assert tuple(seen["place"]) == PATIENT
        assert not seen["keyboard"]
    assert two["texts"] == [two_screens["card"]]
    assert two_screens["nothing_else_on_the_screen"]
    assert later["texts"] == [two_screens["next_card"]] != two["texts"]
    assert (one["screens"], one["visible"], one["full"]) == (["clinician"], True, False)
    left, top, width, height = one["place"]
    assert left >= 0 <= top
    assert left + width <= CLINICIAN[2]
    assert (width < CLINICIAN[2], height < CLINICIAN[3]) == (True, True)  # the clinician's window is not covered
    assert one["texts"] == later["texts"]
    assert two_screens["closed"]
