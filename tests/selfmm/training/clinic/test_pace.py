from __future__ import annotations

import time

from selfmm.training.clinic.pace import Pace


def test_pauses_do_not_count():
    pace = Pace(lambda step, fraction: time.sleep(0.2 if fraction == 0.5 else 0.0))
    pace("validating", 0.0)
    pace("validating", 0.5)
    assert pace.seconds < 0.15
    assert pace.seconds_left < 0.15


def test_what_was_done_before_does_not_make_it_seem_quick():
    pace = Pace(lambda step, fraction: None)
    pace("reading", 0.0)
    pace.skip(0.9)
    assert pace.seconds_left is None
    time.sleep(0.05)
    pace("validating", 0.95)
    assert 0.04 < pace.seconds_left < 1.0


def test_fractions_never_fall():
    told = []
    pace = Pace(lambda step, fraction: told.append(fraction))
    for fraction in (0.0, 0.5, 0.3, 0.6):
        pace("validating", fraction)
    assert told == [0.0, 0.5, 0.5, 0.6]
