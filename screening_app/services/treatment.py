"""Changes of a patient's treatment, which stand as flags in the history."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from screening_app.domain import TreatmentEvent, TreatmentKind
from screening_app.errors import ScreeningError

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace

LONGEST_EVENT = 200  # characters

_NO_TEXT = "Say in a few words what changed, such as “sertraline 50 mg”."
_TOO_LONG = "The text is too long. Use at most {limit} characters."
_FUTURE = "The event lies in the future. Choose a day up to today."


def add_event(
    workspace: Workspace, patient_id: str, kind: TreatmentKind, text: str, happened_at: datetime
) -> TreatmentEvent:
    """Keep a change of treatment. Raises `ScreeningError` for an empty or long text, or a day in the future."""
    if not text.strip():
        raise ScreeningError(_NO_TEXT)
    if len(text) > LONGEST_EVENT:
        raise ScreeningError(_TOO_LONG, limit=LONGEST_EVENT)
    if happened_at > datetime.now(UTC):
        raise ScreeningError(_FUTURE)
    event = TreatmentEvent(uuid4().hex, patient_id, happened_at, kind, text.strip())
    workspace.treatment_events.add(event)
    return event


def events_of(workspace: Workspace, patient_id: str) -> tuple[TreatmentEvent, ...]:
    """The patient's treatment events, oldest first."""
    return workspace.treatment_events.of_patient(patient_id)


def remove_event(workspace: Workspace, event_id: str) -> None:
    """Remove a treatment event."""
    workspace.treatment_events.remove(event_id)
