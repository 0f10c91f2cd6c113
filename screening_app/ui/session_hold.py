"""The session that a page works on, which no other seat works on meanwhile.

Where nobody looks at it, because another page is open or the screen is locked, it is left to others; taken up again, it
is read anew, for they may have changed it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from screening_app.services.seats import claim_session, release_session

if TYPE_CHECKING:
    from screening_app.ui.session_page import SessionPage


class SessionHold(QObject):
    """Holds one session at most."""

    def __init__(self, page: SessionPage) -> None:
        super().__init__(page)
        self._page, self._workspace = page, page.services.workspace
        self._held = ""  # the id of the session
        self._is_locked = False
        page.services.events.lock_changed.connect(self._follow_lock)
        page.faces.progress.finished.connect(self.leave)

    def take(self, interview_id: str) -> None:
        """Hold this one, in the place of another one. Raises `ElsewhereError` where another seat does."""
        if interview_id != self._held:
            claim_session(self._workspace, interview_id)
            self.let_go()
            self._held = interview_id

    def let_go(self) -> None:
        """Hold none."""
        if self._held:
            released, self._held = self._held, ""
            release_session(self._workspace, released)

    def leave(self) -> None:
        """Leave the session to others where nobody looks at it, unless something would be lost by that."""
        is_looked_at = self._page.isVisible() and not self._is_locked
        if not is_looked_at and not self._page.work_in_progress():
            self.let_go()

    def take_up(self) -> None:
        """Go on with a session that was left to others, as it is by now."""
        interview = self._page.state.interview
        if interview is not None and not self._held and self._workspace.database.is_shared:
            self._page.work.open(interview.id)

    def _follow_lock(self, is_locked: object) -> None:
        self._is_locked = bool(is_locked)
        if is_locked:
            self._page.faces.sign_off.save_notes()
            self.leave()
        elif self._page.isVisible():
            self.take_up()
