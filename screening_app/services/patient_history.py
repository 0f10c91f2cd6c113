"""All that a patient's history shows, read at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening_app.services.history import sessions_of
from screening_app.services.series import all_series
from screening_app.services.treatment import events_of

if TYPE_CHECKING:
    from screening_app.domain import TreatmentEvent
    from screening_app.services.history import Session
    from screening_app.services.series import Series
    from screening_app.services.workspace import Workspace

_FEW = 60  # sessions that are read in a few milliseconds


@dataclass(frozen=True, slots=True)
class PatientHistory:
    """Sessions, oldest first, what can be drawn of them, and changes of treatment."""

    sessions: tuple[Session, ...] = ()
    series: tuple[Series, ...] = ()
    events: tuple[TreatmentEvent, ...] = ()


def read_history(workspace: Workspace, patient_id: str) -> PatientHistory:
    """The patient's history; for a job where it `is_long`."""
    sessions = sessions_of(workspace, patient_id)
    return PatientHistory(sessions, all_series(sessions), events_of(workspace, patient_id))


def is_long(workspace: Workspace, patient_id: str) -> bool:
    """Whether reading the history takes longer than a window may stand still."""
    return workspace.interviews.count_of_patient(patient_id) > _FEW
