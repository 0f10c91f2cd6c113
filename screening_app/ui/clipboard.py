"""What was copied out of the program does not stay in the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

SECONDS = 60  # long enough to paste it, too short to be forgotten
_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)  # the second is what X11 pastes with the middle button


class ClipboardClearing(QObject):
    """Takes out of the clipboard what this program has put there, a while later, unless something else is there now.

    It makes no difference between texts: any of them may tell of a patient, whichever field it was copied from.
    """

    def __init__(self, parent: QObject | None = None, *, seconds: float = SECONDS) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._timers = {mode: QTimer(self, singleShot=True, interval=round(seconds * 1000)) for mode in _MODES}
        for mode, timer in self._timers.items():
            timer.timeout.connect(lambda mode=mode: self._clear(mode))
        self._clipboard.changed.connect(self._changed)

    def _changed(self, mode: QClipboard.Mode) -> None:
        """Count anew from each copy on; what another program has put there is left alone."""
        if timer := self._timers.get(mode):
            timer.stop()
            if self._is_ours(mode):
                timer.start()

    def _is_ours(self, mode: QClipboard.Mode) -> bool:
        if mode == QClipboard.Mode.Selection:
            return self._clipboard.ownsSelection()
        return self._clipboard.ownsClipboard()

    def _clear(self, mode: QClipboard.Mode) -> None:
        if self._is_ours(mode):
            self._clipboard.clear(mode)

    def clear_now(self) -> None:
        """Do not wait: the program ends, and some systems would keep the clipboard for ever."""
        self._clipboard.changed.disconnect(self._changed)
        for mode, timer in self._timers.items():
            if timer.isActive():
                timer.stop()
                self._clear(mode)
