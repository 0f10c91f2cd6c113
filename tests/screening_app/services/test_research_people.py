"""Nobody is found again by a name, a date or an age."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from screening_app.services.research_people import FARTHEST_SHIFT, age_band, new_participants, shifted_day

MOMENT = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (17, "under 18"), (18, "18 to 24"), (24, "18 to 24"), (25, "25 to 34"), (34, "25 to 34"), (35, "35 to 44"),
        (74, "65 to 74"), (75, "75 and older"), (99, "75 and older"),
    ],
)  # fmt: skip
def test_ages_are_told_in_bands(age: int, band: str) -> None:
    assert age_band(MOMENT.year - age, MOMENT) == band


def test_an_unknown_age_stays_unknown() -> None:
    assert age_band(None, MOMENT) == ""


def test_names_are_new_at_each_time_and_one_a_person() -> None:
    patients = ["a", "b", "a"]
    first, second = new_participants(patients), new_participants(patients)
    assert set(first) == {"a", "b"}
    assert len({person.id for made in (first, second) for person in made.values()}) == 4


@given(some.integers(0, 400))
def test_days_between_sessions_stay_and_the_days_do_not(days: int) -> None:
    (person,) = new_participants(["a"]).values()
    assert 1 <= abs(person.shift.days) <= FARTHEST_SHIFT
    first, second = shifted_day(person, MOMENT), shifted_day(person, MOMENT + timedelta(days=days))
    assert (second - first).days == days
    assert first != MOMENT.date()
