"""What every page has in common: its margins, and how it hears that language or theme have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets.banner import Banner
from screening_app.ui.widgets.basics import PageHeader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QChildEvent
    from PySide6.QtGui import QShowEvent

    from screening_app.ui.services import AppServices


class Page(QWidget):
    """A place in the window, with a header, a banner for what went wrong, and `column` for all that is below.

    The main window calls `open_patient` and `open_interview` when another page asks for them through the events, and
    `work_in_progress` before it closes.
    """

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self._is_behind = False  # says everything in the language before
        self.header = PageHeader()
        self.banner = Banner()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        self.column.setSpacing(theme.SPACE_M)
        self.column.addWidget(self.header)
        self.column.addWidget(self.banner)

    def parts(self) -> Sequence[QWidget]:
        """What follows the theme when it is seen, each by itself; the page, unless that is too much at a time."""
        return (self,)

    def dress_apart(self, *always_there: QWidget) -> None:
        """For a page in parts: have what stays beside them follow the theme at once, seen or not."""
        for beside in (self.header, self.banner, *always_there):
            theme.dress(beside)

    def dress(self) -> None:
        """Have what is seen together with the page follow the theme; the rest does by and by."""
        for part in self.parts():
            if part is self or self._is_in_front(part):
                theme.dress(part, when_seen=True)
        QTimer.singleShot(0, self, self._dress_rest)

    def _is_in_front(self, part: QWidget) -> bool:
        """Whether a part is to be seen with the page, and not only when it is scrolled to."""
        top = part.mapTo(self, QPoint()).y()
        return not part.isHidden() and top < self.height() and top + part.height() > 0

    def _dress_rest(self) -> None:
        if self.isVisible() and self._dress_one([part for part in self.parts() if not part.isHidden()]):
            QTimer.singleShot(0, self, self._dress_rest)

    def dress_next(self) -> bool:
        """Have one more part follow the theme, seen or not; False where all do."""
        return self._dress_one(self.parts())

    def _dress_one(self, parts: Sequence[QWidget]) -> bool:
        part = next((part for part in parts if not theme.is_dressed(part)), None)
        if part is not None:
            theme.dress(part, when_seen=True)
        return part is not None

    def retranslate(self) -> None:
        """Set every text again, in the language in force; called once at the end of `__init__` by each page."""

    def recolour(self) -> None:
        """Draw again what the palette does not reach, such as charts."""

    def resize_text(self) -> None:
        """Set lengths that hang on the size of the text again; called by each page that has such once it is made."""

    def open_patient(self, patient_id: str) -> None:
        """Show this patient."""

    def open_interview(self, interview_id: str) -> None:
        """Continue with this interview."""

    def work_in_progress(self) -> str:
        """What would be interrupted if the window closed now, as a sentence; "" if nothing would."""
        return ""

    def shut_down(self) -> None:
        """Let go of devices and stop what runs, because the window closes."""

    def event(self, event: QEvent) -> bool:
        """Put a change of language off while another page is in front: each text of a page would be set again."""
        if event.type() == QEvent.Type.LanguageChange and self.isHidden() and self.parentWidget() is not None:
            self._is_behind = True
            return True
        return super().event(event)

    def catch_up(self) -> bool:
        """Say everything in the language in force; whether it was said in another one."""
        was_behind, self._is_behind = self._is_behind, False
        if was_behind:
            super().event(QEvent(QEvent.Type.LanguageChange))
        return was_behind

    def childEvent(self, event: QChildEvent) -> None:  # noqa: N802 - Qt's name
        """Dress what opens over a page that wears nothing itself, such as a question."""
        super().childEvent(event)
        child = event.child()
        if event.polished() and not self.styleSheet() and isinstance(child, QWidget) and child.isWindow():
            theme.dress(child)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Whoever sees a page sees it in the language in force."""
        self.catch_up()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.recolour()
        elif event.type() == QEvent.Type.StyleChange:
            self.resize_text()
