"""Whether two totals of one questionnaire differ by more than its measurement error, and whether treatment worked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screening_app.services.questionnaires import Instrument

# Points by which two totals of one person must differ: NHS Talking Therapies manual. For the others this program has
# no published number that it could name, so it says nothing.
RELIABLE_CHANGE = {"phq-9": 6, "gad-7": 4}

# Response and remission as the NCQA defines them for the PHQ-9, of people who were at or above 10 before (Psychiatr
# Serv, doi 10.1176/appi.ps.201900295): half of a small total is within measurement error.
RESPONSE_SHARE = 0.5
REMISSION_BELOW = 5
_TREATMENT_MEASURED_BY = "phq-9"


class Verdict(StrEnum):
    """What a difference between two totals means."""

    IMPROVED = "improved"
    WORSENED = "worsened"
    WITHIN_ERROR = "within_error"
    NOT_KNOWN = "not_known"  # no reliable change is known for this instrument


@dataclass(frozen=True, slots=True)
class Change:
    """From an earlier to a later total of the same instrument; `points` above 0 are a worsening."""

    points: float
    verdict: Verdict
    is_response: bool
    is_remission: bool


def change(instrument: Instrument, earlier: float, later: float) -> Change:
    """What has changed between two totals of `instrument`."""
    points = later - earlier
    was_above = instrument.id == _TREATMENT_MEASURED_BY and earlier >= (instrument.cutoff or 0)
    return Change(
        points=points,
        verdict=_verdict(instrument, points),
        is_response=was_above and -points >= RESPONSE_SHARE * earlier,
        is_remission=was_above and later < REMISSION_BELOW,
    )


def _verdict(instrument: Instrument, points: float) -> Verdict:
    threshold = RELIABLE_CHANGE.get(instrument.id)
    if threshold is None:
        return Verdict.NOT_KNOWN
    if abs(points) < threshold:
        return Verdict.WITHIN_ERROR
    return Verdict.WORSENED if points > 0 else Verdict.IMPROVED
