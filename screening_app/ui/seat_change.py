"""From one computer to several: asked for only where no work goes on, and the program closes afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from screening_app.ui.seat_dialog import JoinDialog, MoveDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.ui.main_window import MainWindow
    from screening_app.ui.services import AppServices


class SeatChange(QObject):
    """Opens the dialogs over the window, and closes the window once the data lie elsewhere from the next start on."""

    def __init__(self, services: AppServices, window: MainWindow) -> None:
        super().__init__(window)
        self._services, self._window = services, window
        self.dialog: MoveDialog | JoinDialog | None = None
        services.events.moving_wanted.connect(lambda: self._open(self._moving))
        services.events.joining_wanted.connect(lambda: self._open(self._joining))

    def _moving(self) -> MoveDialog:
        return MoveDialog(self._services, self._window)

    def _joining(self) -> JoinDialog:
        return JoinDialog(self._services.workspace.paths, self._services.backup_jobs, self._window)

    def _open(self, make: Callable[[], MoveDialog | JoinDialog]) -> None:
        """Show a dialog; while it is open nothing else can be begun in the window."""
        work = self._window.work_in_progress()
        if work:
            self._window.show_message(
                lambda: self.tr("{work} End this first, then try again.").format(work=work[0]), "warning"
            )
            return
        self._window.banner.clear()
        self.dialog = make()
        self.dialog.accepted.connect(self._window.close)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()
