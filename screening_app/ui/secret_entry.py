"""One passphrase or PIN that is asked for: what was wrong with it, and the wait after several that did not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from screening_app.services.tries import TooSoonError
from screening_app.ui.messages import say
from screening_app.ui.passphrase_fields import passphrase_field
from screening_app.ui.widgets import label
from screening_app.ui.widgets.form_field import point_out

if TYPE_CHECKING:
    from screening_app.errors import ScreeningError


class SecretEntry(QObject):
    """A field with the problem below it; whoever asks puts both into a layout."""

    changed = Signal()  # something was typed, or a wait is over

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.field, self.problem = passphrase_field(), label("", "problem", wrap=True)
        self._waiting = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)  # never too early
        self.field.textChanged.connect(self._typed)
        self._waiting.timeout.connect(self._wait_no_more)

    @property
    def is_waiting(self) -> bool:
        """Whether the next try has to wait."""
        return self._waiting.isActive()

    def refuse(self, error: ScreeningError) -> None:
        """Say why it was no good, with all of it chosen to be typed over; some errors make the next try wait."""
        if isinstance(error, TooSoonError):
            self._waiting.start(error.seconds * 1000)
        self.field.selectAll()
        self.field.setFocus()
        point_out(self.field, self.problem, say(error))

    def start_anew(self) -> None:
        """Ask as if nothing had been typed, as for somebody else."""
        self._waiting.stop()
        self.field.clear()
        self._wait_no_more()

    def _typed(self) -> None:
        if not self.is_waiting:
            point_out(self.field, self.problem, "")
        self.changed.emit()

    def _wait_no_more(self) -> None:
        point_out(self.field, self.problem, "")
        self.changed.emit()
