from __future__ import annotations

import pytest

from screening_app.capture.clock import SAMPLE_RATE, SampleClock


def test_without_a_microphone_positions_follow_the_monotonic_clock() -> None:
    clock = SampleClock(now=100.0)
    assert clock.position_at(100.0) == 0
    assert clock.position_at(102.5) == 2.5 * SAMPLE_RATE
    assert clock.lateness(500.0, 0) == 0.0


def test_the_promptest_block_gives_the_offset() -> None:
    clock = SampleClock(now=0.0)
    for number, delay in enumerate([0.04, 0.02, 0.0, 0.06, 0.03]):
        end = (number + 1) * 320
        clock.observe(10.0 + end / SAMPLE_RATE + delay, end)
    assert clock.position_at(11.0) == SAMPLE_RATE
    assert clock.lateness(11.25, SAMPLE_RATE) == pytest.approx(0.25)


@pytest.mark.parametrize("ppm", [-300, 300])
def test_a_card_that_runs_fast_or_slow_is_followed_to_a_millisecond(ppm: float) -> None:
    clock = SampleClock(now=0.0)
    for number in range(300 * 50):  # five minutes
        end = (number + 1) * 320
        clock.observe(end / (SAMPLE_RATE * (1 + ppm / 1e6)) + 0.02 * (number % 3), end)
    moment = 300.0
    assert clock.position_at(moment) / SAMPLE_RATE == pytest.approx(moment * (1 + ppm / 1e6), abs=0.0012)
