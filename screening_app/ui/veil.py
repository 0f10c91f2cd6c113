"""Covers the lists of patients while the user is in another program, such as one that shares the screen.

This is what can be had on every system: to be left out of pictures of the screen is nothing that a window can ask for
under Linux, and it would not help against a look over the shoulder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.rail import CASELOAD, HISTORY, PATIENTS
from screening_app.ui.widgets import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

_COVERED = (PATIENTS, CASELOAD, HISTORY)


class Veil(QWidget):
    """Lies over the pages; `place` says which one is shown, `is_wanted` whether the user has asked for it."""

    def __init__(self, pages: QWidget, place: Callable[[], str], is_wanted: Callable[[], bool]) -> None:
        super().__init__(pages)
        self._pages, self._place, self._is_wanted = pages, place, is_wanted
        self._words = EmptyState("eye-off-outline")
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.addWidget(self._words)
        theme.dress(self)  # the pages below are dressed one by one
        pages.installEventFilter(self)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self.follow)
        self._retranslate()
        self.hide()

    def follow(self, state: Qt.ApplicationState) -> None:
        """Cover what is shown, or show it again."""
        is_away = state != Qt.ApplicationState.ApplicationActive
        if is_away and self._is_wanted() and self._place() in _COVERED:
            self._fit()
            self.raise_()
            self.show()
        else:
            self.hide()

    def _fit(self) -> None:
        self.setGeometry(self._pages.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay as large as the pages."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._words.set_texts(
            self.tr("Covered while another program is in front"),
            self.tr("Patients are shown again as soon as this window is. Settings → Data turns this off."),
        )
