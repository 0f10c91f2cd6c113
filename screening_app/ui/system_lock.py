"""Hears that the computer's own screen is locked, or that it goes to sleep: under Linux, where there is a D-Bus.

Qt offers nothing of this kind for Windows and macOS. There the screen is locked by hand and after a while.
"""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

_SAVERS = (
    ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
    ("/ScreenSaver", "org.freedesktop.ScreenSaver"),
    ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
)
_LOGIN = "org.freedesktop.login1"


class SystemLock(QObject):
    """`locked` comes with each sign of a lock; several may tell of the same one."""

    locked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if sys.platform.startswith("linux"):
            self._listen()

    def _listen(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        session: Any = QDBusConnection.sessionBus()  # the stubs want bytes for a slot, and the binding takes text alone
        system: Any = QDBusConnection.systemBus()
        active, asked = SLOT("became_active(bool)"), SLOT("was_asked()")
        if session.isConnected():
            for path, interface in _SAVERS:
                session.connect("", path, interface, "ActiveChanged", self, active)
        if system.isConnected():
            system.connect(_LOGIN, "", f"{_LOGIN}.Session", "Lock", self, asked)
            manager = "/org/freedesktop/login1"
            system.connect(_LOGIN, manager, f"{_LOGIN}.Manager", "PrepareForSleep", self, active)

    @Slot(bool)
    def became_active(self, is_active: bool) -> None:
        """The screen saver begins or ends; the computer is about to sleep, or wakes."""
        if is_active:
            self.locked.emit()

    @Slot()
    def was_asked(self) -> None:
        """The session is to be locked."""
        self.locked.emit()
