"""Every key that does something, in one table: it makes the shortcuts work, and it makes their overview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

_GROUPS = {
    "window": QT_TRANSLATE_NOOP("shortcuts", "Everywhere"),
    "patients": QT_TRANSLATE_NOOP("shortcuts", "Patients"),
    "session": QT_TRANSLATE_NOOP("shortcuts", "Session"),
    "history": QT_TRANSLATE_NOOP("shortcuts", "History"),
    "help": QT_TRANSLATE_NOOP("shortcuts", "Help"),
}


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys that do the same; `is_native` where a widget of Qt's or a chart listens to them by itself."""

    keys: tuple[str, ...]  # as in "Ctrl+K"; Qt makes Cmd of Ctrl on a Mac
    meaning: object  # `QT_TRANSLATE_NOOP` gives the text, but does not say so
    is_native: bool = False


# By the group and a name of its own: "group.name".
SHORTCUTS = {
    "window.switcher": Shortcut(("Ctrl+K",), QT_TRANSLATE_NOOP("shortcuts", "Go to a patient or place")),
    "window.patients": Shortcut(("Ctrl+1", "Alt+1"), QT_TRANSLATE_NOOP("shortcuts", "Show the patients")),
    "window.session": Shortcut(("Ctrl+2", "Alt+2"), QT_TRANSLATE_NOOP("shortcuts", "Show the session")),
    "window.history": Shortcut(("Ctrl+3", "Alt+3"), QT_TRANSLATE_NOOP("shortcuts", "Show the history")),
    "window.caseload": Shortcut(("Ctrl+4", "Alt+4"), QT_TRANSLATE_NOOP("shortcuts", "Show the caseload")),
    "window.settings": Shortcut(("Ctrl+5", "Alt+5"), QT_TRANSLATE_NOOP("shortcuts", "Show the settings")),
    "window.help": Shortcut(("Ctrl+6", "Alt+6"), QT_TRANSLATE_NOOP("shortcuts", "Show the help")),
    "window.shortcuts": Shortcut(("F1", "Ctrl+/"), QT_TRANSLATE_NOOP("shortcuts", "Show this overview")),
    "window.lock": Shortcut(("Ctrl+L",), QT_TRANSLATE_NOOP("shortcuts", "Lock the screen")),
    "window.larger": Shortcut(("Ctrl++", "Ctrl+="), QT_TRANSLATE_NOOP("shortcuts", "Larger text")),
    "window.smaller": Shortcut(("Ctrl+-",), QT_TRANSLATE_NOOP("shortcuts", "Smaller text")),
    "window.usual": Shortcut(("Ctrl+0",), QT_TRANSLATE_NOOP("shortcuts", "Text of the usual size")),
    "window.fields": Shortcut(
        ("Tab", "Shift+Tab"), QT_TRANSLATE_NOOP("shortcuts", "To the next and the last field or button"), is_native=True
    ),
    "window.close": Shortcut(("Ctrl+Q",), QT_TRANSLATE_NOOP("shortcuts", "Close the program")),
    "patients.add": Shortcut(("Ctrl+N",), QT_TRANSLATE_NOOP("shortcuts", "Add a patient")),
    "patients.search": Shortcut(("Ctrl+F",), QT_TRANSLATE_NOOP("shortcuts", "Search")),
    "patients.open": Shortcut(
        ("Return",), QT_TRANSLATE_NOOP("shortcuts", "Open the patient’s history"), is_native=True
    ),
    "patients.edit": Shortcut(("F2",), QT_TRANSLATE_NOOP("shortcuts", "Edit the patient")),
    "patients.archive": Shortcut(("Del",), QT_TRANSLATE_NOOP("shortcuts", "Archive the patient")),
    "patients.undo": Shortcut(("Ctrl+Z",), QT_TRANSLATE_NOOP("shortcuts", "Take the last archiving back")),
    "session.on": Shortcut(("Ctrl+Return",), QT_TRANSLATE_NOOP("shortcuts", "On to the next step"), is_native=True),
    "session.next": Shortcut(
        ("Right", "PgDown", "Space"), QT_TRANSLATE_NOOP("shortcuts", "Next card of the interview"), is_native=True
    ),
    "session.back": Shortcut(
        ("Left", "PgUp"), QT_TRANSLATE_NOOP("shortcuts", "Back to the card before"), is_native=True
    ),
    "session.skip": Shortcut(("S",), QT_TRANSLATE_NOOP("shortcuts", "Skip the card"), is_native=True),
    "session.follow_up": Shortcut(
        ("F",), QT_TRANSLATE_NOOP("shortcuts", "Show the follow-up question"), is_native=True
    ),
    "session.bookmark": Shortcut(("B",), QT_TRANSLATE_NOOP("shortcuts", "Bookmark this moment"), is_native=True),
    "session.pause": Shortcut(("P",), QT_TRANSLATE_NOOP("shortcuts", "Pause the recording and go on"), is_native=True),
    "session.answer": Shortcut(
        ("0", "1", "2", "3"), QT_TRANSLATE_NOOP("shortcuts", "Answer the item of the questionnaire"), is_native=True
    ),
    "session.undo": Shortcut(
        ("Ctrl+Z", "Ctrl+Shift+Z"),
        QT_TRANSLATE_NOOP("shortcuts", "Take a correction of the transcript back, or make it again"),
        is_native=True,
    ),
    "history.answers": Shortcut(
        ("Left", "Right"), QT_TRANSLATE_NOOP("shortcuts", "To the answer before or after, in the chart"), is_native=True
    ),
    "history.play": Shortcut(("Space",), QT_TRANSLATE_NOOP("shortcuts", "Play the answer"), is_native=True),
    "history.remove": Shortcut(("Del",), QT_TRANSLATE_NOOP("shortcuts", "Remove the session"), is_native=True),
    "help.search": Shortcut(("Ctrl+F",), QT_TRANSLATE_NOOP("shortcuts", "Search in the help")),
    "help.next": Shortcut(("F3",), QT_TRANSLATE_NOOP("shortcuts", "To the next place that was found")),
    "help.back": Shortcut(("Shift+F3",), QT_TRANSLATE_NOOP("shortcuts", "To the last place that was found")),
}


def bind(name: str, widget: QWidget, action: Callable[[], object], *, inside: bool = False) -> None:
    """Let the keys of a row call `action`: anywhere in the widget's window, or only while the focus is `inside` it."""
    context = Qt.ShortcutContext.WidgetWithChildrenShortcut if inside else Qt.ShortcutContext.WindowShortcut
    for keys in SHORTCUTS[name].keys:
        shortcut = QShortcut(QKeySequence(keys), widget, context=context)
        shortcut.activated.connect(action)


def overview() -> tuple[tuple[str, tuple[tuple[tuple[str, ...], str], ...]], ...]:
    """Each group's name with its rows: the keys as this computer writes them, and what they do."""
    return tuple(
        (
            QCoreApplication.translate("shortcuts", str(group_name)),
            tuple(_row(row) for name, row in SHORTCUTS.items() if name.startswith(f"{group}.")),
        )
        for group, group_name in _GROUPS.items()
        if any(name.startswith(f"{group}.") for name in SHORTCUTS)
    )


def native_keys(name: str) -> str:
    """The first keys of a row, as this computer writes them."""
    return QKeySequence(SHORTCUTS[name].keys[0]).toString(QKeySequence.SequenceFormat.NativeText)


def _row(row: Shortcut) -> tuple[tuple[str, ...], str]:
    native = QKeySequence.SequenceFormat.NativeText
    keys = tuple(QKeySequence(keys).toString(native) for keys in row.keys)
    return keys, QCoreApplication.translate("shortcuts", str(row.meaning))
