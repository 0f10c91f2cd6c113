"""A quiet word that something is due by the rules for keeping; nothing is ever deleted from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from screening_app.services.keeping import Preview, counts_of, look
from screening_app.services.keeping_rules import rules_of
from screening_app.services.permissions import Permission
from screening_app.ui.keeping_words import counts_in_words
from selfmm.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.ui.services import AppServices

_LOOK_MS = 24 * 60 * 60 * 1000


class DueNotice(QObject):
    """Looks after the start and then once a day; silent while there is no rule or nothing is due."""

    def __init__(
        self, services: AppServices, tell: Callable[[Callable[[], str]], None], parent: QObject | None = None
    ) -> None:
        """`tell` shows a sentence to the user, and a button that leads to what is due."""
        super().__init__(parent)
        self._services, self._tell = services, tell
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look now, and then once a day."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Tell where something is due, whoever may delete it."""
        workspace, rules = self._services.workspace, rules_of(self._services.settings_store.current)
        if rules and workspace.access.may(Permission.REMOVE):
            self._services.jobs.start(
                lambda job: look(workspace, rules, job.report), on_done=self._show, on_error=self._pass_over
            )

    def _show(self, preview: Preview) -> None:
        counts = counts_of(preview.due)
        if counts:
            self._tell(lambda: self.tr("Due by your rules: {counts}.").format(counts=counts_in_words(counts)))

    @staticmethod
    def _pass_over(error: BaseException) -> None:
        """Nobody has asked; whoever looks in the settings is told what is wrong."""
        if not isinstance(error, KnownError):
            raise error
