"""Treatment events: flags in the history."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening_app.domain import Patient, TreatmentKind
from screening_app.errors import ScreeningError
from screening_app.services.patients import add_patient
from screening_app.services.treatment import (
    LONGEST_EVENT,
    add_event,
    day_from_text,
    events_of,
    remove_event,
    start_of_day,
)

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace


def test_events_are_kept_in_order_and_removed(workspace):
    patient = add_patient(workspace)
    now = datetime.now(UTC)
    later = add_event(workspace, patient.id, TreatmentKind.THERAPY, " CBT ", now)
    earlier = add_event(workspace, patient.id, TreatmentKind.MEDICATION, "sertraline", now - timedelta(days=9))
    assert events_of(workspace, patient.id) == (earlier, later)
    assert later.text == "CBT"
    remove_event(workspace, patient.id, earlier.id)
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


TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    "text", ["2026-05-03", "2026/5/3", "2026.5.3", "2026年5月3日", " 2026 年 5 月 3 日 ", "２０２６－０５－０３"]
)
def test_a_day_may_be_typed_in_several_ways(text: str) -> None:
    assert day_from_text(text, TODAY) == date(2026, 5, 3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Type a day"),
        ("3.5.2026", "Type a day"),
        ("2026-5", "Type a day"),
        ("2026-02-30", "no such day"),
        ("2026-13-01", "no such day"),
        ("2026-00-00", "no such day"),
        ("1899-12-31", "from 1900"),
        ("2026-06-02", "future"),
    ],
)
def test_an_impossible_or_future_day_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(ScreeningError) as refused:
        day_from_text(text, TODAY)
    assert words in str(refused.value)


@given(st.dates(date(1900, 1, 1), TODAY))
def test_every_day_up_to_today_is_read_as_it_is_written(day: date) -> None:
    assert day_from_text(day.isoformat(), TODAY) == day
    assert day_from_text(f"{day.year}年{day.month}月{day.day}日", TODAY) == day


@given(st.text(max_size=12))
def test_anything_else_is_refused_and_never_breaks(text: str) -> None:
    with suppress(ScreeningError):
        assert day_from_text(text, TODAY) <= TODAY


def test_an_event_of_today_is_not_in_the_future(workspace: Workspace, patient: Patient) -> None:
    today = datetime.now().astimezone().date()
    event = add_event(workspace, patient.id, TreatmentKind.THERAPY, "first hour", start_of_day(today))
    assert event.happened_at.astimezone().date() == today
