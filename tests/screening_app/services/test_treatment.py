"""Treatment events: flags in the history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from screening_app.domain import TreatmentKind
from screening_app.errors import ScreeningError
from screening_app.services.patients import add_patient
from screening_app.services.treatment import LONGEST_EVENT, add_event, events_of, remove_event


def test_events_are_kept_in_order_and_removed(workspace):
    patient = add_patient(workspace)
    now = datetime.now(UTC)
    later = add_event(workspace, patient.id, TreatmentKind.THERAPY, " CBT ", now)
    earlier = add_event(workspace, patient.id, TreatmentKind.MEDICATION, "sertraline", now - timedelta(days=9))
    assert events_of(workspace, patient.id) == (earlier, later)
    assert later.text == "CBT"
    remove_event(workspace, earlier.id)
    assert events_of(workspace, patient.id) == (later,)


@pytest.mark.parametrize(
    ("text", "days", "reason"),
    [(" ", 0, "what changed"), ("x" * (LONGEST_EVENT + 1), 0, "too long"), ("x", 2, "future")],
)
def test_what_makes_no_sense_is_refused(workspace, text, days, reason):
    patient = add_patient(workspace)
    with pytest.raises(ScreeningError, match=reason):
        add_event(workspace, patient.id, TreatmentKind.OTHER, text, datetime.now(UTC) + timedelta(days=days))
    assert events_of(workspace, patient.id) == ()
