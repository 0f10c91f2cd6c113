"""The whole app on a folder of example data, to be brought into the states that are looked at.

Nothing real is recorded: the devices are two names, and what records with them only counts the time.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from activating import is_active
from example_data import fill
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from serving import serve_until

from screening_app import settings as settings_file
from screening_app.app import Screening
from screening_app.capture.devices import Device
from screening_app.capture.sound_check import SoundSample
from screening_app.paths import AppPaths
from screening_app.services.sign_in import keep_first_user, make_first_user
from screening_app.services.workspace import open_workspace
from screening_app.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.domain import Interview
    from screening_app.services.sign_in import SignedIn
    from screening_app.services.workspace import Workspace
    from screening_app.ui.main_window import MainWindow
    from screening_app.ui.widgets import Page

MICROPHONES = (Device("mic", "Røde NT-USB Mini"), Device("built-in", "Built-in Audio Analog Stereo"))
CAMERAS = (Device("cam", "Logitech BRIO 4K"),)
PASSPHRASE = "seven lamps under the quiet harbour"
PATIENCE = 20.0  # seconds that something may take to be there


class PretendedDesk:
    """In the place of `RecordingDesk`: devices open at once, and a recording is always 100 seconds long."""

    elapsed_seconds = 100.0

    def __init__(self, *_: object, **__: object) -> None:
        self.sample = SoundSample()

    def open(self, microphone: str | None, camera: str | None) -> None:
        """Nothing to open."""

    def start(self, patient: object, language: str, script: str, begun: Interview) -> Interview:
        """Nothing is recorded."""
        return begun

    def keep_cues(self, cues: object) -> None:
        """Nothing is kept."""

    def pause(self) -> None:
        """Nothing goes on."""

    def resume(self) -> bool:
        """As if a device were there."""
        return True

    def close(self) -> None:
        """Nothing to let go of."""

    def end(self, cues: object = ()) -> None:
        """Nothing to let go of."""


class Scene:
    """A running app with its window; `close` it in the end."""

    def __init__(
        self,
        qt: QApplication,
        folder: Path,
        *,
        language: str = "en",
        theme: str = "light",
        filling: Callable[[Workspace], Any] = fill,
        signed: SignedIn | None = None,
    ) -> None:
        """`filling` puts what there is to see into the empty folder and gives back what that is, kept as `example`.

        `signed` is who has signed in to a folder that was filled before and has users.
        """
        self._qt = qt
        qt.setStyleSheet("")  # as in the program: what a test before has left there is for bare widgets
        self.language, self.theme = language, theme
        self.cleanups: list[Callable[[], None]] = []  # what `dismiss` does first
        self._pretended = ExitStack()
        for name, found in (("list_microphones", MICROPHONES), ("list_cameras", CAMERAS)):
            self._pretended.enter_context(patch(f"screening_app.capture.devices.{name}", lambda found=found: found))
        self._pretended.enter_context(patch("screening_app.ui.recording_control.RecordingDesk", PretendedDesk))
        paths = AppPaths(folder)
        self.example = _filled(paths, filling) if signed is None else None
        settings_file.save(paths.settings, Settings(language=language, theme=theme))
        self.screening = Screening(qt, paths, signed or _signed_in(paths))
        self.window: MainWindow = self.screening.open_window()
        self.wait(self.window.isVisible)

    def go(self, place: str) -> Page:
        """Show a page with nothing said above it."""
        self.window.banner.clear()
        page = self.window.go(place)
        page.banner.clear()
        return page

    def wait(self, until: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Let the window work until something is the case; raises TimeoutError where it is not within `patience`."""
        serve_until(until, patience)

    def change(self, **fields: str) -> None:
        """Change settings, and wait until a theme or size of text that was changed is seen."""
        self.screening.settings.change(**fields)
        self.wait(self.window.updatesEnabled)
        self.settle()

    def settle(self) -> None:
        """Let everything find its place: layouts, what was put off, and what is to be deleted."""
        for _ in range(10):  # a text that needs another line may move what is around it, and so on
            self._qt.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self._qt.processEvents()

    def resize(self, size: QSize) -> None:
        """Make the window as large as this, in the units that layouts count in."""
        self.window.resize(size)
        self.settle()

    def picture(self, widget: QWidget, ratio: float = 1.0) -> QImage:
        """What a widget looks like on a screen with so many pixels for one of the layout's."""
        image = QImage(widget.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        widget.render(image)
        return image

    def activate(self, widget: QWidget) -> None:
        """Give a window the keyboard, as a click on it would."""
        self.wait(lambda: is_active(widget))

    def dismiss(self, widget: QWidget) -> None:
        """Put a dialog or window away again, and take back what the state did beside showing itself."""
        while self.cleanups:
            self.cleanups.pop()()
        if widget.isWindow() and widget is not self.window:
            widget.hide()  # some do not let themselves be closed
            widget.deleteLater()
            self.settle()

    def close(self) -> None:
        """Close the window and the workspace."""
        for dialog in self.window.findChildren(QDialog):
            self.dismiss(dialog)
        for page in self.window.pages.values():
            page.shut_down()
        self.window.deleteLater()
        self.screening.close()
        self.settle()
        self.screening.translation.use("en")
        self._pretended.close()


def _signed_in(paths: AppPaths) -> SignedIn:
    """The first administrator, who sees patients."""
    return keep_first_user(paths, make_first_user("Dr. Lin", PASSPHRASE, sees_patients=True))


def _filled(paths: AppPaths, filling: Callable[[Workspace], Any]) -> Any:
    workspace = open_workspace(paths)
    try:
        return filling(workspace)
    finally:
        workspace.close()
