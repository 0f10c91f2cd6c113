"""The app on a display of its own with two screens, of which one is taken away; says what was seen, as JSON.

Run as a program below `xvfb-run`: the display's screens are RandR monitors, which can come and go while it runs.
"""

from __future__ import annotations

import ctypes
import json
import sys
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_ulong, c_void_p
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CLINICIAN, PATIENT = (0, 0, 1280, 800), (1280, 0, 1024, 768)  # x, y, width, height
DISPLAY = "-screen 0 2304x800x24"


class _Resources(Structure):
    """The beginning of an XRRScreenResources."""

    _fields_ = (
        ("timestamp", c_ulong),
        ("config_timestamp", c_ulong),
        ("ncrtc", c_int),
        ("crtcs", c_void_p),
        ("noutput", c_int),
        ("outputs", POINTER(c_ulong)),
    )


class _Monitor(Structure):
    """An XRRMonitorInfo."""

    _fields_ = (
        ("name", c_ulong),
        *((field, c_int) for field in ("primary", "automatic", "noutput")),
        *((field, c_int) for field in ("x", "y", "width", "height", "width_mm", "height_mm")),
        ("outputs", POINTER(c_ulong)),
    )


class Screens:
    """Sets up and takes away the screens of the display that this process is on."""

    def __init__(self) -> None:
        self._x, self._randr = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
        self._x.XOpenDisplay.restype, self._x.XOpenDisplay.argtypes = c_void_p, [c_char_p]
        self._x.XDefaultRootWindow.restype, self._x.XDefaultRootWindow.argtypes = c_ulong, [c_void_p]
        self._x.XInternAtom.restype, self._x.XInternAtom.argtypes = c_ulong, [c_void_p, c_char_p, c_int]
        self._x.XSync.argtypes = [c_void_p, c_int]
        self._randr.XRRGetScreenResources.restype = POINTER(_Resources)
        self._randr.XRRGetScreenResources.argtypes = [c_void_p, c_ulong]
        self._randr.XRRSetMonitor.argtypes = [c_void_p, c_ulong, POINTER(_Monitor)]
        self._randr.XRRDeleteMonitor.argtypes = [c_void_p, c_ulong, c_ulong]
        self._display = self._x.XOpenDisplay(None)
        self._root = self._x.XDefaultRootWindow(self._display)

    def set_up(self, name: str, place: tuple[int, int, int, int], *, primary: bool) -> None:
        """A screen at a place; the primary one stands for the display's only output, the whole of it until then."""
        outputs = self._randr.XRRGetScreenResources(self._display, self._root).contents.outputs if primary else None
        millimetres = tuple(length // 4 for length in place[2:])
        monitor = _Monitor(self._atom(name), primary, 0, int(primary), *place, *millimetres, outputs)
        self._randr.XRRSetMonitor(self._display, self._root, byref(monitor))
        self._x.XSync(self._display, 0)

    def take_away(self, name: str) -> None:
        """Unplug a screen."""
        self._randr.XRRDeleteMonitor(self._display, self._root, self._atom(name))
        self._x.XSync(self._display, 0)

    def _atom(self, name: str) -> int:
        return int(self._x.XInternAtom(self._display, name.encode(), 0))


def main(data: str) -> None:
    """Open the app and the patient's window, then unplug its screen."""
    screens = Screens()
    screens.set_up("clinician", CLINICIAN, primary=True)
    screens.set_up("patient", PATIENT, primary=False)

    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QLabel

    from screening_app.app import Screening
    from screening_app.paths import AppPaths
    from screening_app.ui.rail import SESSION

    qt = QApplication(sys.argv[:1])
    screening = Screening(qt, AppPaths(Path(data)))
    window = screening.open_window()
    window.move(0, 0)
    panel = window.go(SESSION).faces.interview
    patient = panel.window_for_patient

    def seen() -> dict[str, object]:
        return {
            "screens": [screen.name() for screen in qt.screens()],
            "visible": patient.isVisible(),
            "full": patient.isFullScreen(),
            "place": patient.geometry().getRect(),
            "screen": patient.screen().name(),
            "texts": [part.text() for part in patient.findChildren(QLabel)],
            "keyboard": qt.focusWindow() is patient.windowHandle() and patient.isVisible(),
        }

    def wait(holds: Callable[[], bool]) -> None:
        for _ in range(100):
            if holds():
                break
            QTest.qWait(50)
        QTest.qWait(300)  # and until it is drawn

    told = {"card": panel.prompts.card.text}
    panel.show_patient.click()
    wait(patient.isFullScreen)
    told["two"] = seen()
    drawn = qt.screens()[0].grabWindow(0, *PATIENT).toImage()
    told["nothing_else_on_the_screen"] = drawn == patient.grab().toImage().convertToFormat(drawn.format())
    panel.prompts.go_on()
    told["next_card"], told["two_later"] = panel.prompts.card.text, seen()
    screens.take_away("patient")
    wait(lambda: not patient.isFullScreen())
    told["one"] = seen()
    told["clinician"] = window.geometry().getRect()
    panel.show_patient.click()
    told["closed"] = not patient.isVisible()
    screens.set_up("patient", PATIENT, primary=False)
    wait(lambda: len(qt.screens()) == 2)
    panel.show_patient.click()
    wait(patient.isFullScreen)
    told["two_again"] = seen()
    window.close()
    screening.close()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
