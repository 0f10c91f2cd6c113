import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from screening_app.ui.clipboard import SECONDS, ClipboardClearing

SHORTLY = 0.3  # seconds
ANOTHER_PROGRAM = """
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(["other"])
app.clipboard().setText("of another program")
print("ready", flush=True)
QTimer.singleShot(20_000, app.quit)
app.exec()
"""


@pytest.fixture
def clipboard(qapp: QApplication) -> QClipboard:
    made = QGuiApplication.clipboard()
    made.clear()
    return made


@pytest.fixture
def clearing(clipboard: QClipboard) -> Iterator[ClipboardClearing]:
    made = ClipboardClearing(seconds=SHORTLY)
    yield made
    made.clear_now()


@pytest.fixture
def another_program() -> Iterator[Callable[[], None]]:
    """Copies something while it runs; it ends with the test."""
    begun: list[subprocess.Popen[str]] = []

    def copy() -> None:
        begun.append(subprocess.Popen([sys.executable, "-c", ANOTHER_PROGRAM], stdout=subprocess.PIPE, text=True))
        assert begun[0].stdout.readline() == "ready\n"

    yield copy
    for program in begun:
        program.terminate()
        program.communicate()


def test_it_waits_a_minute() -> None:
    assert SECONDS == 60


def test_what_was_copied_from_a_field_is_gone_a_while_later(
    clipboard: QClipboard, clearing: ClipboardClearing, qtbot: QtBot
) -> None:
    field = QLineEdit("what the patient said")
    qtbot.addWidget(field)
    field.show()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "what the patient said"

    qtbot.waitUntil(lambda: clipboard.text() == "")
    qtbot.waitUntil(lambda: clipboard.text(QClipboard.Mode.Selection) == "")


def test_each_copy_has_the_whole_time(clipboard: QClipboard, clearing: ClipboardClearing, qtbot: QtBot) -> None:
    clipboard.setText("first")
    qtbot.wait(round(700 * SHORTLY))
    clipboard.setText("second")
    qtbot.wait(round(700 * SHORTLY))

    assert clipboard.text() == "second"
    qtbot.waitUntil(lambda: clipboard.text() == "")


def test_what_another_program_copied_meanwhile_stays(
    clipboard: QClipboard, clearing: ClipboardClearing, qtbot: QtBot, another_program: Callable[[], None]
) -> None:
    clipboard.setText("ours")
    another_program()
    qtbot.waitUntil(lambda: clipboard.text() == "of another program")
    qtbot.wait(round(1500 * SHORTLY))

    assert clipboard.text() == "of another program"


def test_the_end_of_the_program_does_not_wait(clipboard: QClipboard, qtbot: QtBot) -> None:
    clearing = ClipboardClearing()
    clipboard.setText("ours")

    clearing.clear_now()

    assert clipboard.text() == ""
