"""Which places of the window are for whom: the others are greyed in the rail, and say why to who asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from screening_app.services.permissions import NotAllowedError, Permission
from screening_app.ui.messages import say
from screening_app.ui.rail import CASELOAD, HISTORY, PATIENTS, SESSION, SETTINGS, TRAINING
from screening_app.ui.restraint import restrain

if TYPE_CHECKING:
    from screening_app.ui.main_window import MainWindow
    from screening_app.ui.services import AppServices

_NEEDED = {  # every other place is open to everybody
    PATIENTS: Permission.SEE_PATIENTS,
    SESSION: Permission.HOLD_SESSIONS,
    HISTORY: Permission.SEE_PATIENTS,
    CASELOAD: Permission.SEE_PATIENTS,
    TRAINING: Permission.MODELS,
}


class OpenPlaces:
    """What of a window is open to who is signed in."""

    def __init__(self, services: AppServices, window: MainWindow) -> None:
        self._services, self._window = services, window
        rail = window.rail
        for place, button in rail.buttons.items():
            if place in _NEEDED:
                restrain(services.workspace, _NEEDED[place], button)
        restrain(services.workspace, Permission.SEE_PATIENTS, rail.go_to)

    def is_open(self, place: str) -> bool:
        """Whether a place is for this user, now."""
        return place not in _NEEDED or self._services.workspace.access.may(_NEEDED[place])

    def may_go(self, place: str) -> bool:
        """Whether a place is for this user; says so above the pages where it is not."""
        if self.is_open(place):
            return True
        refusal = NotAllowedError(_NEEDED[place])
        if _NEEDED[place] is Permission.SEE_PATIENTS:
            self._window.show_message(
                lambda: say(refusal),
                "warning",
                lambda: QCoreApplication.translate("OpenPlaces", "Emergency access…"),
                self._services.events.emergency_wanted.emit,
            )
        else:
            self._window.show_message(lambda: say(refusal), "warning")
        return False

    def follow(self) -> None:
        """Open and close places after what the user may see has changed; of closed ones nothing is kept."""
        window = self._window
        if not self.is_open(window.place()):
            window.go(SETTINGS)
        for place, button in window.rail.buttons.items():
            button.setEnabled(self.is_open(place))
        window.rail.go_to.setEnabled(self.is_open(PATIENTS))
        for place in [place for place in window.pages if not self.is_open(place)]:
            window.drop(place)
