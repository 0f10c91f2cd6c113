from __future__ import annotations

from dataclasses import replace

import pytest

from selfmm.errors import DataError
from selfmm.scales import PHQ_9
from selfmm.training.clinic.readiness import check_ready
from selfmm.training.retraining import Depth, Light, RatedSession, requirements
from selfmm.types import Sample


def sessions(above, below, *, each=1):
    people = [(f"a{number}", 15.0) for number in range(above)] + [(f"b{number}", 3.0) for number in range(below)]
    return [RatedSession(f"{person}-{n}", person, rating, "en") for person, rating in people for n in range(each)]


def lights(above, below):
    return {
        depth.value: light.value for depth, light in requirements(sessions(above, below), scale=PHQ_9).lights.items()
    }


def test_more_people_allow_more():
    assert set(lights(4, 4).values()) == {"red"}
    assert lights(7, 8)["recalibrate"] == "amber"
    assert lights(7, 8)["heads"] == "red"  # fewer than twenty
    assert lights(8, 12) == {"recalibrate": "amber", "heads": "amber", "everything": "red", "scratch": "red"}
    assert lights(40, 80)["everything"] == "amber"
    assert lights(300, 800) == dict.fromkeys(("recalibrate", "heads", "everything", "scratch"), "green")


def test_sessions_of_one_person_do_not_make_it_more_people():
    readiness = requirements(sessions(3, 3, each=10), scale=PHQ_9)
    assert (readiness.people, readiness.sessions) == (6, 60)
    assert readiness.lights[Depth.RECALIBRATE] is Light.RED
    assert readiness.best is None


def test_the_deepest_green_is_proposed_and_scratch_never():
    assert requirements(sessions(8, 16), scale=PHQ_9).best is Depth.RECALIBRATE  # the least of what is amber
    assert requirements(sessions(30, 80), scale=PHQ_9).best is Depth.HEADS
    assert requirements(sessions(300, 800), scale=PHQ_9).best is Depth.EVERYTHING


def test_ratings_on_one_side_are_warned_of():
    readiness = requirements(sessions(0, 70), scale=PHQ_9)
    assert "one_sided" in readiness.warnings
    assert readiness.lights[Depth.HEADS] is Light.RED
    assert "few_above" in readiness.reasons[Depth.HEADS]
    assert "one_sided" not in requirements(sessions(5, 70), scale=PHQ_9).warnings


def test_people_who_are_locked_away_or_known_are_counted_apart():
    readiness = requirements(
        sessions(20, 20), scale=PHQ_9, holdout=frozenset({"a0", "b0"}), known_to_base=frozenset({"a1"})
    )
    assert (readiness.people, readiness.holdout_people, readiness.judged_people) == (38, 2, 37)
    assert {"few_in_holdout"} == set(readiness.warnings)


def spoken(session, text):
    return replace(session, samples=(Sample("1", session.person, text),))


def test_leaks_are_found():
    some = sessions(20, 20)
    assert requirements(some, scale=PHQ_9).leaks == ()
    assert requirements([*some, some[0]], scale=PHQ_9).leaks == ("same_session_twice",)
    known = requirements(some, scale=PHQ_9, holdout=frozenset({"a0"}), known_to_reference=frozenset({"a0"}))
    assert known.leaks == ("holdout_known",)
    twice = [spoken(one, "the very same long answer of somebody about their week") for one in some[:2]]
    assert requirements(twice, scale=PHQ_9).leaks == ("same_words_two_people",)
    short = [spoken(one, "fine thanks") for one in some[:2]]
    assert requirements(short, scale=PHQ_9).leaks == ()
    assert requirements([replace(some[0], rating=28.0)], scale=PHQ_9).leaks == ("rating_outside_scale",)


def test_what_is_refused_says_why():
    with pytest.raises(DataError, match="15 rated people, 7 of them"):
        check_ready(requirements(sessions(7, 8), scale=PHQ_9), Depth.HEADS)
    with pytest.raises(DataError, match="twice"):
        check_ready(requirements(sessions(20, 20) + sessions(1, 0), scale=PHQ_9), Depth.HEADS)
    check_ready(requirements(sessions(10, 10), scale=PHQ_9), Depth.HEADS)
