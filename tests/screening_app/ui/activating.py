"""Give a window the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot


def is_active(widget: QWidget) -> bool:
    """Whether its window has the keyboard; asks for it where it has not.

    Asked once is not enough: without a window manager, a window that went away may be served first.
    """
    if not widget.window().isActiveWindow():
        widget.window().activateWindow()
    return widget.window().isActiveWindow()


def activate(qtbot: QtBot, widget: QWidget) -> None:
    """Wait until a widget's window has the keyboard, as after a click on it."""
    qtbot.waitUntil(lambda: is_active(widget))
