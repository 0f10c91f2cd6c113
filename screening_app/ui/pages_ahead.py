"""The page of each place; and making them ready, while nobody waits for them, before they are first gone to."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from screening_app.ui.rail import CASELOAD, HISTORY, PATIENTS, PLACES, SESSION, SETTINGS, TRAINING

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.jobs.runner import JobRunner
    from screening_app.ui.widgets import Page

_PAUSE_MS = 120  # between two pages: what the user does meanwhile comes first

_log = logging.getLogger(__name__)


def page_class(place: str) -> type[Page]:
    """The page of a place; what it needs is loaded when it is first asked for, so that the window opens at once."""
    if place == PATIENTS:
        from screening_app.ui.patients_page import PatientsPage

        return PatientsPage
    if place == SESSION:
        from screening_app.ui.session_page import SessionPage

        return SessionPage
    if place == HISTORY:
        from screening_app.ui.history_page import HistoryPage

        return HistoryPage
    if place == CASELOAD:
        from screening_app.ui.caseload_page import CaseloadPage

        return CaseloadPage
    return _later_page_class(place)


def _later_page_class(place: str) -> type[Page]:
    if place == TRAINING:
        from screening_app.ui.training_page import TrainingPage

        return TrainingPage
    if place == SETTINGS:
        from screening_app.ui.settings_page import SettingsPage

        return SettingsPage
    from screening_app.ui.help_page import HelpPage

    return HelpPage


class PagesAhead(QObject):
    """Loads what all pages need away from the window, then has them made ready one at a time, with pauses."""

    def __init__(self, jobs: JobRunner, prepare: Callable[[str], bool], parent: QObject) -> None:
        """`prepare` makes the page of a place ready and says whether there was anything to do."""
        super().__init__(parent)
        self._prepare = prepare
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._prepare_one)
        jobs.start(
            lambda _: [page_class(place) for place in (*PLACES, TRAINING)],
            on_done=lambda _: self.look_again(),
            on_error=lambda error: _log.warning("the pages could not be loaded ahead: %s", type(error).__name__),
        )

    def look_again(self) -> None:
        """See soon whether a page has something to be done."""
        self._pause.start()

    def _prepare_one(self) -> None:
        if any(self._prepare(place) for place in (*PLACES, TRAINING)):  # the first that has something to be done
            self._pause.start()
