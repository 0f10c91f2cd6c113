"""The patient's side: a second window with nothing but the card, in large calm type."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from screening_app.ui.widgets.fitted_text import FittedText

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from screening_app.services.script_cards import PromptCard

_SIZES = (72, 64, 56, 48, 42, 36, 30, 26, 22, 18)
_MARGIN = 96  # pixels around the text: calm needs room
_SHARE = 0.6  # of the only screen, where there is no second one


class PatientWindow(QWidget):
    """Fills the second screen; where there is none, it is an ordinary window, which can be moved or enlarged.

    It never takes the keyboard from the clinician's window, and the program does not stay open for it. When a screen is
    taken away, it comes back beside the clinician's window instead of covering it, or standing where nobody sees it.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        flags = Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus
        super().__init__(parent, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoFillBackground(True)
        self._beside: QWidget | None = None  # the clinician's window
        cast("QGuiApplication", QGuiApplication.instance()).screenRemoved.connect(self._lose_screen)
        self._text = FittedText(_SIZES)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.addWidget(self._text)
        self.retranslate()

    @property
    def text(self) -> str:
        """What the patient reads."""
        return self._text.text()

    def show_card(self, card: PromptCard | None) -> None:
        """Show a card; None for nothing."""
        self._text.setText(card.text if card else "")

    def open_beside(self, window: QWidget) -> None:
        """Open on another screen than `window`, filling it; else on the same one, smaller than it."""
        self._beside = window
        other = next((screen for screen in QGuiApplication.screens() if screen is not window.screen()), None)
        if other is not None:
            self.setGeometry(other.geometry())
            self.setWindowState(Qt.WindowState.WindowFullScreen)  # `showFullScreen` would ask for the keyboard
        else:
            self.setWindowState(Qt.WindowState.WindowNoState)
            self._place_on(window.screen())
        self.show()

    def _lose_screen(self, _: QScreen) -> None:
        QTimer.singleShot(0, self, self._come_back)  # Qt moves the windows that stood on it first

    def _come_back(self) -> None:
        """Find a place among the screens that are left."""
        if self._beside is not None and self.isVisible():
            self.open_beside(self._beside)

    def _place_on(self, screen: QScreen) -> None:
        room = screen.availableGeometry()
        self.resize(round(room.width() * _SHARE), round(room.height() * _SHARE))
        self.move(room.right() - self.width(), room.top())

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell whoever opened it."""
        super().closeEvent(event)
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Name the window; the card is in the language that is spoken."""
        self.setWindowTitle(self.tr("For the patient"))
