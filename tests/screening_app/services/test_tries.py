"""Passphrases that did not fit: the wait grows, has an end, and outlives the program."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening_app.paths import AppPaths
from screening_app.services.tries import (
    FREE,
    LONGEST_SECONDS,
    TooSoonError,
    begin_try,
    end_try,
    forget_untold,
    read_state,
    untold_failures,
    wait_after,
)

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)


def test_the_first_slips_cost_nothing_and_each_later_one_twice_as_much() -> None:
    assert [wait_after(failures) for failures in range(8)] == [0, 0, 0, 5, 10, 20, 40, 80]
    assert wait_after(10**9) == LONGEST_SECONDS


def test_too_many_have_to_wait_also_after_a_restart_and_not_for_ever(app_paths: AppPaths) -> None:
    for _ in range(FREE):
        begin_try(app_paths, "li", NOW)
    for seconds in (0, 4):
        with pytest.raises(TooSoonError):  # each call reads the file anew, as a new start does
            begin_try(app_paths, "li", NOW + timedelta(seconds=seconds))
    begin_try(app_paths, "li", NOW + timedelta(seconds=5))
    with pytest.raises(TooSoonError) as raised:
        begin_try(app_paths, "li", NOW + timedelta(seconds=6))
    assert raised.value.seconds == 9
    begin_try(app_paths, "wang", NOW + timedelta(seconds=6))  # others do not wait for it


def test_one_that_fits_ends_the_wait_and_keeps_what_is_to_be_told(app_paths: AppPaths) -> None:
    for _ in range(FREE):
        begin_try(app_paths, "li", NOW)
    begin_try(app_paths, "li", NOW + timedelta(minutes=1))
    end_try(app_paths, "li")
    assert read_state(app_paths).last == "li"
    assert untold_failures(app_paths) == {"li": FREE}
    begin_try(app_paths, "li", NOW + timedelta(minutes=1))
    forget_untold(app_paths)
    assert untold_failures(app_paths) == {}
    assert read_state(app_paths).of("li").failures == 1


def test_a_clock_that_was_set_back_makes_nobody_wait_for_the_day_it_showed(app_paths: AppPaths) -> None:
    for _ in range(FREE):
        begin_try(app_paths, "li", NOW + timedelta(days=400))
    with pytest.raises(TooSoonError):
        begin_try(app_paths, "li", NOW)
    begin_try(app_paths, "li", NOW + timedelta(seconds=wait_after(FREE)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"last": "li"}',
        b'{"last": "li", "tries": {"li": 3}}',
        b'{"last": "li", "tries": {"li": {"failures": 1e999, "at": "2026-01-01T00:00:00+00:00", "untold": 0}}}',
        b'{"last": "li", "tries": {"li": {"failures": 1, "at": "2026-01-01", "untold": 0}}}',
        b"[" * 100_000,
    ],
)
def test_a_file_that_is_none_keeps_nobody_out(app_paths: AppPaths, content: bytes) -> None:
    app_paths.data.mkdir()
    app_paths.sign_in.write_bytes(content)
    begin_try(app_paths, "li", NOW)
    assert read_state(app_paths).of("li").failures == 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(0, 700), min_size=1, max_size=40))
def test_nobody_waits_longer_than_told_and_guessing_is_slow(tmp_path: Path, gaps: list[float]) -> None:
    """Whatever the gaps between tries: each is made or told to wait, and few are made in a given time."""
    paths = AppPaths(tmp_path / "guessing")
    paths.sign_in.unlink(missing_ok=True)
    now, made = NOW, []
    for gap in gaps:
        now += timedelta(seconds=gap)
        left = read_state(paths).of("li").seconds_left(now)
        assert left <= LONGEST_SECONDS
        if left > 0:
            with pytest.raises(TooSoonError):
                begin_try(paths, "li", now)
            now += timedelta(seconds=left + 0.001)
        begin_try(paths, "li", now)
        made.append(now)
    for count, (before, after) in enumerate(pairwise(made), start=1):
        assert (after - before).total_seconds() >= wait_after(count)
