"""What the forms for exports share: where to, how far it is, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from screening_app.ui import theme
from screening_app.ui.saving import show_on_desktop
from screening_app.ui.widgets import Banner, Button, ProgressPanel, label
from screening_app.ui.widgets.vertical_scroll import VerticalScroll

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.jobs.runner import Job
    from screening_app.ui.services import AppServices

T = TypeVar("T")

_WIDTH = 560
_MOST_OF_THE_SCREEN = 0.55  # its share that the choices take without scrolling


class ExportForm(QDialog):
    """A form that stays open until it is closed: choices, a folder, then the work in a panel, then its result.

    Put the choices into `choices` and give `retranslate` their texts; `start` does the work.
    """

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self.intro = label("", "muted", wrap=True)
        self.choices = QVBoxLayout()  # what can be chosen is put here
        self.choices.setSpacing(theme.SPACE_S)
        self.folder = QLineEdit(str(_usual_folder(services)))
        self.browse, self.go, self.finish = Button("", "folder-outline"), Button("", kind="primary"), Button()
        self._folder_title = label("", "muted")
        self._folder_title.setBuddy(self.folder)
        self.progress, self.banner = ProgressPanel(), Banner()
        self._scroll = self._scrolling()
        self.browse.clicked.connect(self._choose_folder)
        self.go.clicked.connect(self.start)
        self.finish.clicked.connect(self.reject)
        self.go.setDefault(True)
        self.progress.finished.connect(self._refresh)
        self._lay_out()

    def _lay_out(self) -> None:
        self.setMinimumWidth(_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.folder, 1)
        row.addWidget(self.browse)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_S)
        buttons.addStretch(1)
        buttons.addWidget(self.finish)
        buttons.addWidget(self.go)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._folder_title)
        column.addLayout(row)
        column.addWidget(self.progress)
        column.addWidget(self.banner)
        column.addLayout(buttons)

    def _scrolling(self) -> QScrollArea:
        """What can be chosen, in an area that scrolls where large letters meet a small screen."""
        self._inside = QWidget()
        inner = QVBoxLayout(self._inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.SPACE_M)
        inner.addWidget(self.intro)
        inner.addLayout(self.choices)
        inner.addStretch(1)
        return VerticalScroll(self._inside)

    def event(self, event: QEvent) -> bool:
        """Grow with what has to be shown: a panel, a message, a longer text."""
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._grow()
        return handled

    def _grow(self) -> None:
        """Wrapped texts tell their height only for a width, which Qt does not ask of a window."""
        most = round(self.screen().availableGeometry().height() * _MOST_OF_THE_SCREEN)
        width = self._scroll.viewport().width()
        self._scroll.setMinimumHeight(min(self._inside.heightForWidth(width), most))
        needed = self._column.totalHeightForWidth(self.width())
        if self.height() < needed:
            self.resize(self.width(), needed)

    def start(self) -> None:
        """Begin the work."""
        raise NotImplementedError

    def run(
        self, title: Callable[[], str], work: Callable[[Job], T], told: Callable[[T], str], place: Callable[[T], Path]
    ) -> None:
        """Do the work as a job; `told` says what came of it, `place` where it lies."""

        def done(result: T) -> None:
            self.banner.show_message(
                lambda: told(result),
                "success",
                lambda: QCoreApplication.translate("ExportForm", "Open folder"),
                lambda: self.open_folder(place(result)),
            )
            self._refresh()

        self.banner.clear()
        self.progress.run(self.services.jobs, title, work, on_done=done, on_error=self.banner.show_error)
        self._refresh()

    @property
    def target(self) -> Path:
        """The folder that was chosen."""
        return Path(self.folder.text().strip()).expanduser()

    def open_folder(self, folder: Path) -> None:
        """Show the folder in the desktop's own window."""
        show_on_desktop(folder)

    def reject(self) -> None:
        """Close; while the work goes on, stop it first."""
        if self.progress.active:
            self.progress.cancel()
            return
        super().reject()

    def may_go(self) -> bool:
        """Whether enough is chosen to begin."""
        return bool(self.folder.text().strip())

    def _refresh(self) -> None:
        self.go.setEnabled(not self.progress.active and self.may_go())

    def _choose_folder(self) -> None:
        title = QCoreApplication.translate("ExportForm", "Choose a folder")
        name = QFileDialog.getExistingDirectory(self, title, self.folder.text())
        if name:
            self.folder.setText(name)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._folder_title.setText(QCoreApplication.translate("ExportForm", "Folder"))
        self.folder.setAccessibleName(self._folder_title.text())
        self.browse.setText(QCoreApplication.translate("ExportForm", "Choose…"))
        self.browse.setAccessibleName(QCoreApplication.translate("ExportForm", "Choose a folder"))
        self.go.setText(QCoreApplication.translate("ExportForm", "Export"))
        self.finish.setText(QCoreApplication.translate("ExportForm", "Close"))


class ChoiceBox(QWidget):
    """Something to tick, with a line below that says what it means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox()
        self._meaning: QLabel = label("", "small", wrap=True)
        self._meaning.setContentsMargins(theme.SPACE_L, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.box, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._meaning)

    @property
    def is_chosen(self) -> bool:
        """Whether it is ticked."""
        return self.box.isChecked()

    def set_texts(self, name: str, meaning: str) -> None:
        """What is chosen, and what it means."""
        self.box.setText(name)
        self.box.setAccessibleDescription(meaning)
        self._meaning.setText(meaning)


def _usual_folder(services: AppServices) -> Path:
    """Where reports lie, once there are any, else the user's own folder."""
    reports = services.workspace.paths.reports
    return reports if reports.is_dir() else Path.home()
