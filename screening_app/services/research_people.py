"""Who somebody is in a research export: a new random name and a shift of all dates, neither of which is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

FARTHEST_SHIFT = 365  # days, to either side
_YOUNGEST, _BAND, _OLDEST = 25, 10, 75  # years: 18 to 24, then tens, then 75 and older in one


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in one export; the next export has another id and another shift for the same person."""

    id: str
    shift: timedelta


def new_participants(patient_ids: Iterable[str]) -> dict[str, Participant]:
    """A participant for each patient id; nothing of a participant can be worked out from the patient."""
    made: dict[str, Participant] = {}
    used: set[str] = set()
    for patient_id in dict.fromkeys(patient_ids):
        while (name := f"R-{secrets.token_hex(4).upper()}") in used:
            pass
        used.add(name)
        made[patient_id] = Participant(name, _new_shift())
    return made


def _new_shift() -> timedelta:
    """Some whole days to either side, but never none."""
    days = 1 + secrets.randbelow(FARTHEST_SHIFT)
    return timedelta(days=days if secrets.randbelow(2) else -days)


def shifted_day(participant: Participant, moment: datetime) -> date:
    """The day, moved by the participant's own shift; the days between two sessions stay what they are."""
    return (moment + participant.shift).date()


def age_band(birth_year: int | None, moment: datetime) -> str:
    """The ten years that somebody's age lies in, such as "35 to 44"; "" where the year of birth is not known."""
    if birth_year is None:
        return ""
    age = moment.year - birth_year
    if age >= _OLDEST:
        return f"{_OLDEST} and older"
    if age < _YOUNGEST:
        return "18 to 24" if age >= 18 else "under 18"
    first = _YOUNGEST + (age - _YOUNGEST) // _BAND * _BAND
    return f"{first} to {first + _BAND - 1}"
