"""What every page has in common: its margins, and how it hears that language or theme have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets.banner import Banner
from screening_app.ui.widgets.basics import PageHeader

if TYPE_CHECKING:
    from screening_app.ui.services import AppServices


class Page(QWidget):
    """A place in the window, with a header, a banner for what went wrong, and `column` for all that is below.

    The main window calls `open_patient` and `open_interview` when another page asks for them through the events, and
    `work_in_progress` before it closes.
    """

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self.header = PageHeader()
        self.banner = Banner()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        self.column.setSpacing(theme.SPACE_M)
        self.column.addWidget(self.header)
        self.column.addWidget(self.banner)

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

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.recolour()
        elif event.type() == QEvent.Type.StyleChange:
            self.resize_text()
