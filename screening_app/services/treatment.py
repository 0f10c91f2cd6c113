"""Changes of a patient's treatment, which stand as flags in the history."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from uuid import uuid4

from screening_app.domain import Action, TreatmentEvent, TreatmentKind
from screening_app.errors import ScreeningError
from screening_app.services.audit import recorded
from screening_app.services.texts import check_line

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace

LONGEST_EVENT = 200  # characters
EARLIEST_YEAR = 1900

_NO_TEXT = "Say in a few words what changed, such as “sertraline 50 mg”."
_TOO_LONG = "The text is too long. Use at most {limit} characters."
_FUTURE = "The event lies in the future. Choose a day up to today."
_NOT_A_DAY = "Type a day as year, month and day, such as 2026-05-31."
_NO_SUCH_DAY = "There is no such day. Check the month and the day."
_TOO_EARLY = "Type a year from {year} on."
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def add_event(
    workspace: Workspace, patient_id: str, kind: TreatmentKind, text: str, happened_at: datetime
) -> TreatmentEvent:
    """Keep a change of treatment.

    Raises `ScreeningError` for an empty or long text, or a day in the future, and as `check_line` does.
    """
    if not text.strip():
        raise ScreeningError(_NO_TEXT)
    if len(text) > LONGEST_EVENT:
        raise ScreeningError(_TOO_LONG, limit=LONGEST_EVENT)
    check_line(text.strip())
    if happened_at > datetime.now(UTC):
        raise ScreeningError(_FUTURE)
    event = TreatmentEvent(uuid4().hex, patient_id, happened_at, kind, text.strip())
    with recorded(workspace, Action.TREATMENT_ADDED, patient_id=patient_id, subject=event.id, kind=kind.value):
        workspace.treatment_events.add(event)
    return event


def events_of(workspace: Workspace, patient_id: str) -> tuple[TreatmentEvent, ...]:
    """The patient's treatment events, oldest first."""
    return workspace.treatment_events.of_patient(patient_id)


def remove_event(workspace: Workspace, patient_id: str, event_id: str) -> None:
    """Remove a treatment event of a patient."""
    with recorded(workspace, Action.TREATMENT_REMOVED, patient_id=patient_id, subject=event_id):
        workspace.treatment_events.remove(event_id)


def day_from_text(text: str, today: date) -> date:
    """A day as it is typed, such as 2026-05-31, 2026/5/31 or 2026年5月31日, in wide digits too.

    Raises `ScreeningError` for anything else, a day that the calendar does not have, and one after `today`.
    """
    parts = _DAY.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if parts is None:
        raise ScreeningError(_NOT_A_DAY)
    year, month, day = (int(part) for part in parts.groups())
    if year < EARLIEST_YEAR:
        raise ScreeningError(_TOO_EARLY, year=EARLIEST_YEAR)
    try:
        typed = date(year, month, day)
    except ValueError as error:
        raise ScreeningError(_NO_SUCH_DAY) from error
    if typed > today:
        raise ScreeningError(_FUTURE)
    return typed


def start_of_day(day: date) -> datetime:
    """When a day begins where this computer stands, in UTC."""
    return datetime.combine(day, time()).astimezone(UTC)
