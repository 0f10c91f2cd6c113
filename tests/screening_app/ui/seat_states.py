"""The states of several computers that are looked at; no server is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea

from screening_app.errors import StorageError
from screening_app.jobs.runner import Progress
from screening_app.paths import AppPaths, Server
from screening_app.services.moving import MOVING
from screening_app.ui.rail import SETTINGS
from screening_app.ui.seat_dialog import JoinDialog, MoveDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from scene import Scene

_SERVER = Server("postgresql://clinic@db.clinic.example/screening", Path("/mnt/clinic/screening"))
_REFUSED = (
    "The database server {server} cannot be worked with: it does not answer, does not prove who it is, or refuses the "
    "user. Check the network, the address, its certificate and the password file; nothing was saved."
)


def _card(scene: Scene, server: Server | None) -> QWidget:
    page = scene.go(SETTINGS)
    scene.wait(page.editors["microphone"].refresh.isEnabled)
    page.seats.show_server(server)
    scene.cleanups.append(lambda: page.seats.show_server(None))
    scene.settle()
    bar = page.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())
    return scene.window


def _without(scene: Scene) -> QWidget:
    return _card(scene, None)


def _with(scene: Scene) -> QWidget:
    return _card(scene, _SERVER)


def _shown(scene: Scene, dialog: MoveDialog | JoinDialog) -> QWidget:
    dialog.open()
    scene.settle()
    return dialog


def _moving(scene: Scene) -> MoveDialog:
    scene.go(SETTINGS)
    dialog = MoveDialog(scene.screening.services, scene.window)
    dialog.form.address.setText(_SERVER.address)
    dialog.form.folder.path.setText(str(_SERVER.folder))
    return dialog


def _move(scene: Scene) -> QWidget:
    scene.go(SETTINGS)
    return _shown(scene, MoveDialog(scene.screening.services, scene.window))


def _move_refused(scene: Scene) -> QWidget:
    dialog = _moving(scene)
    dialog.banner.show_error(StorageError(_REFUSED, server=_SERVER.name))
    return _shown(scene, dialog)


def _move_going_on(scene: Scene) -> QWidget:
    dialog = _moving(scene)
    dialog.progress._title = lambda: dialog.tr("Moving the data")
    dialog.progress._job = object()
    dialog.progress.show_progress(Progress(MOVING, 0.4, 1500.0))
    dialog.progress.show()
    dialog.refresh()
    scene.cleanups.append(lambda: setattr(dialog.progress, "_job", None))
    return _shown(scene, dialog)


def _moved(scene: Scene) -> QWidget:
    dialog = _moving(scene)
    dialog._moved(None)
    return _shown(scene, dialog)


def _joining(scene: Scene) -> JoinDialog:
    scene.go(SETTINGS)
    paths = AppPaths(scene.screening.paths.data / "another")
    return JoinDialog(paths, scene.screening.services.backup_jobs, scene.window)


def _join(scene: Scene) -> QWidget:
    return _shown(scene, _joining(scene))


def _joined(scene: Scene) -> QWidget:
    dialog = _joining(scene)
    dialog._joined(at_next_start=True)
    return _shown(scene, dialog)


SEAT_STATES = {
    "seats": _without,
    "seats-on-server": _with,
    "seat-move": _move,
    "seat-move-refused": _move_refused,
    "seat-move-going-on": _move_going_on,
    "seat-moved": _moved,
    "seat-join": _join,
    "seat-joined": _joined,
}
