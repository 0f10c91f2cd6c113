"""Load and remove the patient who does not exist, with the progress of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from screening_app.services.demo import demo_patients, has_demo, load_demo, remove_demo
from screening_app.ui.widgets import ProgressPanel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from screening_app.domain import Patient
    from screening_app.ui.services import AppServices


class DemonstrationPanel(ProgressPanel):
    """Shown while the demonstration is being loaded or removed."""

    loaded = Signal(object, bool)  # the Patient, and whether to go to the history
    failed = Signal(object)  # the exception
    begun = Signal()

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services

    @property
    def is_loaded(self) -> bool:
        """Whether the demonstration is there."""
        return has_demo(self._services.workspace)

    def load_or_remove(self) -> None:
        """Load what is not there, remove what is."""
        if self.is_loaded:
            self._remove()
        else:
            self.load()

    def load(self, *, open_history: bool = False) -> None:
        """Load the demonstration; one that is there is only told again by `loaded`."""
        if there := demo_patients(self._services.workspace):
            self._tell(there[0], open_history=open_history)
            return
        self.run(
            self._services.jobs,
            lambda: self.tr("Loading the demonstration"),
            lambda job: load_demo(self._services.workspace, self._services.scoring, job.report),
            on_done=lambda patient: self._tell(patient, open_history=open_history),
            on_error=self._fail,
            on_cancelled=lambda: self._services.events.patient_changed.emit(""),
        )
        self.begun.emit()

    def _tell(self, patient: Patient, *, open_history: bool) -> None:
        self._services.events.patient_changed.emit(patient.id)
        self.loaded.emit(patient, open_history)

    def _fail(self, error: BaseException) -> None:
        self._services.events.patient_changed.emit("")
        self.failed.emit(error)

    def _remove(self) -> None:
        self.run(
            self._services.jobs,
            lambda: self.tr("Removing the demonstration"),
            lambda _: remove_demo(self._services.workspace),
            on_done=lambda _: self._services.events.patient_changed.emit(""),
            on_error=self._fail,
        )
        self.begun.emit()
