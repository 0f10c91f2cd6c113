import re
from pathlib import Path

from activating import activate
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from screening_app.ui import shortcuts
from screening_app.ui.shortcuts import SHORTCUTS, bind, overview

UI = Path(shortcuts.__file__).parent
PLACES = {f"window.{place}" for place in ("patients", "session", "history", "caseload", "settings", "help")}


def test_every_row_is_bound_somewhere_or_native() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in UI.rglob("*.py") if path.name != "shortcuts.py")
    bound = {name for name in SHORTCUTS if f'"{name}"' in source} | PLACES
    native = {name for name, row in SHORTCUTS.items() if row.is_native}

    assert bound | native == SHORTCUTS.keys()
    assert not bound & native


def test_every_row_has_keys_that_qt_knows_and_a_group() -> None:
    groups = {name.split(".")[0] for name in SHORTCUTS}

    assert all(not QKeySequence(keys).isEmpty() for row in SHORTCUTS.values() for keys in row.keys)
    assert len(overview()) == len(groups)
    assert sum(len(rows) for _, rows in overview()) == len(SHORTCUTS)


def test_no_key_does_two_things_in_one_place() -> None:
    everywhere = [keys for name, row in SHORTCUTS.items() if name.startswith("window.") for keys in row.keys]
    for group in {name.split(".")[0] for name in SHORTCUTS} - {"window"}:
        here = [keys for name, row in SHORTCUTS.items() if name.startswith(f"{group}.") for keys in row.keys]
        assert len(here + everywhere) == len(set(here + everywhere)), group


def test_each_of_the_keys_works(qtbot: QtBot) -> None:
    widget, done = QWidget(), []
    qtbot.addWidget(widget)
    bind("window.shortcuts", widget, lambda: done.append(1))
    widget.show()
    activate(qtbot, widget)

    qtbot.keyClick(widget, Qt.Key.Key_F1)
    qtbot.keyClick(widget, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)

    assert len(done) == 2


def test_meanings_are_short_sentences_without_a_full_stop() -> None:
    assert not [row.meaning for row in SHORTCUTS.values() if re.search(r"[.!]$", str(row.meaning))]
