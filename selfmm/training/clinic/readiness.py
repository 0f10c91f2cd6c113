"""Whether a clinic's rated sessions are enough; the limits are argued for in docs/decisions/0016-what-is-enough.md.

Reasons why a light is not green: "few_people", "few_above", "few_below" (people on a side of the cut-off).
Warnings: "one_sided" (hardly anybody on one side), "few_judged" (too few people whom neither base nor reference
knows: the verdict will be "too_few"), "no_holdout", "few_in_holdout".
Leaks, for which a retraining is refused: "holdout_known" (somebody locked away was learnt from before),
"same_session_twice", "same_words_two_people" (one session under two persons), "rating_outside_scale".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from selfmm.errors import DataError
from selfmm.training.clinic.nouns import Depth, Light, Readiness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selfmm.training.clinic.nouns import ClinicData, RatedSession
    from selfmm.types import LabelScale

JUDGED_PEOPLE = 20  # fewer say nothing about a model: with 10 on each side an AUC of .8 has an interval of +-.2
JUDGED_ON_A_SIDE = 3
LONG_ENOUGH = 40  # letters that two people do not say alike by chance


@dataclass(frozen=True, slots=True)
class Need:
    """People who are needed for a light, in all and on each side of the cut-off."""

    people: int
    on_a_side: int = 0


# decision 16. A 90 % conformal interval needs 9 people at least (Lei et al., JASA 2018;113:1094).
AMBER = {
    Depth.RECALIBRATE: Need(10),
    Depth.HEADS: Need(20, 5),
    Depth.EVERYTHING: Need(100, 20),
    Depth.SCRATCH: Need(200, 50),
}
GREEN = {
    Depth.RECALIBRATE: Need(30, 5),
    Depth.HEADS: Need(100, 20),
    Depth.EVERYTHING: Need(400, 100),
    Depth.SCRATCH: Need(1000, 200),
}


def requirements(
    sessions: Sequence[RatedSession],
    *,
    scale: LabelScale,
    holdout: frozenset[str] = frozenset(),
    known_to_base: frozenset[str] = frozenset(),
    known_to_reference: frozenset[str] = frozenset(),
) -> Readiness:
    """See `selfmm.training.retraining.requirements`."""
    learnt = [session for session in sessions if session.person not in holdout]
    above, below = sides(learnt, scale)
    judged = above + below - len({session.person for session in learnt} & (known_to_base | known_to_reference))
    locked = {session.person for session in sessions} & holdout
    reasons = {depth: _reasons(above, below, GREEN[depth]) for depth in Depth}
    return Readiness(
        people=above + below,
        sessions=len(learnt),
        people_above=above,
        people_below=below,
        languages=Counter(session.language for session in learnt),
        holdout_people=len(locked),
        judged_people=judged,
        lights={depth: _light(above, below, depth) for depth in Depth},
        reasons=reasons,
        warnings=_warnings(above, below, judged, len(locked)),
        leaks=tuple(_leaks(sessions, scale, locked & (known_to_base | known_to_reference))),
    )


def readiness_of(data: ClinicData, scale: LabelScale) -> Readiness:
    """`requirements` of all that a retraining sees."""
    return requirements(
        data.sessions,
        scale=scale,
        holdout=data.holdout,
        known_to_base=data.known_to_base,
        known_to_reference=data.known_to_reference,
    )


def check_ready(readiness: Readiness, depth: Depth) -> None:
    """Raise DataError where a retraining to this depth is refused."""
    if readiness.leaks:
        raise DataError(_REFUSALS[readiness.leaks[0]])
    need = AMBER[depth]
    if readiness.lights[depth] is Light.RED and depth is Depth.RECALIBRATE:
        raise DataError(
            "There are {people} rated people, and recalibrating needs at least {wanted}. Add rated sessions.",
            people=readiness.people,
            wanted=need.people,
        )
    if readiness.lights[depth] is Light.RED:
        raise DataError(
            "There are {people} rated people, {above} of them at or above the cut-off. This needs at least {wanted} "
            "people, and {side} on each side. Add rated sessions, or choose to recalibrate.",
            people=readiness.people,
            above=readiness.people_above,
            wanted=need.people,
            side=need.on_a_side,
        )


_REFUSALS = {
    "holdout_known": "A model has learnt from somebody who is locked away for the final judgement. Begin from the "
    "model that comes with the app, or lock other people away.",
    "same_session_twice": "One session is among the data twice. Leave one of the two out.",
    "same_words_two_people": "The same session is filed under two people, so that one of them could be learnt from and "
    "judged on the other. Leave one of the two out.",
    "rating_outside_scale": "A rating lies outside the scale. Correct it, or choose the scale that it is on.",
}


def person_ratings(sessions: Iterable[RatedSession]) -> dict[str, float]:
    """Person → the mean of their ratings, in the order in which they first appear."""
    ratings: dict[str, list[float]] = {}
    for session in sessions:
        ratings.setdefault(session.person, []).append(session.rating)
    return {person: fmean(values) for person, values in ratings.items()}


def sides(sessions: Iterable[RatedSession], scale: LabelScale) -> tuple[int, int]:
    """How many people's mean rating is at or above the cut-off, and how many's below."""
    above = [rating >= scale.cutoff for rating in person_ratings(sessions).values()]
    return sum(above), len(above) - sum(above)


def is_one_sided(above: int, below: int) -> bool:
    """Whether nearly everybody is on one side of the cut-off, so that nothing can be said of the other."""
    return min(above, below) < JUDGED_ON_A_SIDE


def _light(above: int, below: int, depth: Depth) -> Light:
    for light, needs in ((Light.GREEN, GREEN), (Light.AMBER, AMBER)):
        if not _reasons(above, below, needs[depth]):
            return light
    return Light.RED


def _reasons(above: int, below: int, need: Need) -> tuple[str, ...]:
    found = {
        "few_people": above + below < need.people,
        "few_above": above < need.on_a_side,
        "few_below": below < need.on_a_side,
    }
    return tuple(code for code, holds in found.items() if holds)


def _warnings(above: int, below: int, judged: int, locked: int) -> tuple[str, ...]:
    found = {
        "one_sided": is_one_sided(above, below),
        "few_judged": judged < JUDGED_PEOPLE,
        "no_holdout": locked == 0,
        "few_in_holdout": 0 < locked < JUDGED_PEOPLE,
    }
    return tuple(code for code, holds in found.items() if holds)


def _leaks(sessions: Sequence[RatedSession], scale: LabelScale, known: frozenset[str] | set[str]) -> Iterable[str]:
    if known:
        yield "holdout_known"
    if len({session.id for session in sessions}) < len(sessions):
        yield "same_session_twice"
    if any(len(persons) > 1 for persons in _speakers(sessions).values()):
        yield "same_words_two_people"
    if any(not scale.minimum <= session.rating <= scale.maximum for session in sessions):
        yield "rating_outside_scale"


def _speakers(sessions: Sequence[RatedSession]) -> Mapping[str, set[str]]:
    """What was said in a whole session, without spaces → who said that."""
    found: dict[str, set[str]] = {}
    for session in sessions:
        words = "".join("".join(sample.text.lower().split()) for sample in session.samples)
        if len(words) >= LONG_ENOUGH:
            found.setdefault(words, set()).add(session.person)
    return found
