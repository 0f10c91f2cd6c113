"""A button that only holding presses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from screening_app.ui.widgets import hold_button
from screening_app.ui.widgets.hold_button import HoldButton


@pytest.fixture
def button(qtbot, monkeypatch) -> HoldButton:
    monkeypatch.setattr(hold_button, "HOLD_SECONDS", 0.1)
    made = HoldButton("lock-outline")
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_click_is_not_enough(button, qtbot):
    with qtbot.assertNotEmitted(button.held, wait=200):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("by", ["mouse", "space"])
def test_holding_presses_it_once(button, qtbot, by):
    held = []
    button.held.connect(lambda: held.append(True))
    if by == "mouse":
        QTest.mousePress(button, Qt.MouseButton.LeftButton)
    else:
        QTest.keyPress(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(held) == 1)
    button.grab()  # draws without trouble while it is down
    qtbot.wait(200)
    if by == "mouse":
        QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    else:
        QTest.keyRelease(button, Qt.Key.Key_Space)
    assert len(held) == 1
