"""Locks the screen: by hand, after a while in which nobody was there, and with the system's own lock.

Every window of the program is covered rather than hidden: to hide a dialog that waits for an answer would be an answer.
The patient's own window stays as it is, for the interview may go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget

from screening_app.errors import StorageError
from screening_app.jobs.runner import JobRunner
from screening_app.services import locking
from screening_app.ui import theme
from screening_app.ui.idle import Idle
from screening_app.ui.lock_dialog import LockDialog
from screening_app.ui.main_thread import MainThread
from screening_app.ui.patient_window import PatientWindow
from screening_app.ui.system_lock import SystemLock
from screening_app.ui.widgets import EmptyState

if TYPE_CHECKING:
    from screening_app.ui.main_window import MainWindow
    from screening_app.ui.services import AppServices

_LOOK_MS = 5000  # how often it is looked whether somebody is there
_NEW_MS = 100  # while locked: how often it is looked for windows that have opened
ASKED, IDLE, SYSTEM = "asked", "idle", "system"


class Cover(QWidget):
    """Lies over all of a window, as large as that is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        words = EmptyState("lock-outline")
        words.set_texts(self.tr("Locked"), self.tr("Unlock with your PIN or passphrase."))
        column.addWidget(words)
        theme.dress(self)
        window.installEventFilter(self)
        self._fit()
        self.show()
        self.raise_()

    def _fit(self) -> None:
        window = self.parentWidget()
        assert window is not None
        self.setGeometry(window.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay as large as the window, and above what is added to it."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildPolished):
            self._fit()
            self.raise_()
        return super().eventFilter(watched, event)


class Lock(QObject):
    """Knows whether the program is locked, and when it is to be."""

    another_wanted = Signal()  # somebody else wants to sign in; the program is locked

    def __init__(self, services: AppServices, window: MainWindow) -> None:
        super().__init__(window)
        self._services, self._window = services, window
        self._jobs = JobRunner(MainThread(self).post)  # nobody waits for a microphone to unlock
        self.idle, self._system = Idle(self), SystemLock(self)
        self.dialog: LockDialog | None = None  # while locked
        self._covers: dict[QWidget, Cover] = {}
        self._look = QTimer(self, interval=_LOOK_MS)
        self._new = QTimer(self, interval=_NEW_MS)
        self._look.timeout.connect(self.look)
        self._new.timeout.connect(self.cover)
        self._system.locked.connect(lambda: self.lock(SYSTEM))
        self._look.start()

    @property
    def is_locked(self) -> bool:
        """Whether the program is locked."""
        return self.dialog is not None

    def look(self) -> None:
        """Lock where nobody has been there for as long as the settings say, and nothing is being recorded."""
        if self._services.events.is_recording:
            self.idle.touch()
        elif self.idle.seconds >= 60 * int(self._services.settings_store.current.lock_after):
            self.lock(IDLE)

    def lock(self, why: str = ASKED) -> None:
        """Lock now. Where that cannot be recorded it is locked all the same."""
        if self.is_locked:
            return
        recording = self._services.events.is_recording
        self.dialog = LockDialog(self._services.workspace, self._jobs, self._window, may_leave=not recording)
        self.dialog.accepted.connect(self._unlock)
        self.dialog.another_wanted.connect(self.another_wanted)
        self.cover()
        self._new.start()
        self.dialog.show()  # `open` would leave the other windows at hand
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._record(why)
        self._services.events.lock_changed.emit(True)

    def _record(self, why: str) -> None:
        try:
            locking.lock(self._services.workspace, why)
        except StorageError as error:
            if self.dialog is not None:
                self.dialog.banner.show_error(error)

    def cover(self) -> None:
        """Cover every window that can be seen, but the patient's; menus and hints go."""
        while popup := QApplication.activePopupWidget():
            popup.close()
        QToolTip.hideText()
        for window in QApplication.topLevelWidgets():
            if _is_to_be_covered(window) and window is not self.dialog and window not in self._covers:
                self._covers[window] = Cover(window)
                window.destroyed.connect(lambda _=None, gone=window: self._covers.pop(gone, None))

    def _unlock(self) -> None:
        self._new.stop()
        for cover in self._covers.values():
            cover.hide()
            cover.deleteLater()
        self._covers = {}
        self._put_dialog_away()
        self.idle.touch()
        self._services.events.lock_changed.emit(False)

    def _put_dialog_away(self) -> None:
        if self.dialog is not None:
            self.dialog.hide()
            self.dialog.deleteLater()
        self.dialog = None

    def let_somebody_else_in(self) -> bool:
        """Close the window from under the lock, and say whether it was closed: it may ask what to do with work."""
        self._new.stop()  # what it asks is not covered
        if self._window.close():
            self._put_dialog_away()
            return True
        self._new.start()
        return False

    def close(self) -> None:
        """Look no more; an unlocking that goes on is waited for."""
        self._look.stop()
        self._new.stop()
        self._jobs.close()


def _is_to_be_covered(window: QWidget) -> bool:
    is_window = window.windowType() in (Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Sheet)
    return is_window and window.isVisible() and not isinstance(window, PatientWindow)
