"""All that can be followed of a patient stands in series, each compared by its own error."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening_app.domain import HistoryPoint, Interview, RatedBy, Rating, Source
from screening_app.services.history import ChangeCode, Session
from screening_app.services.series import (
    Series,
    SeriesKind,
    SeriesPoint,
    all_series,
    comparable,
    error_band,
    reference_of,
    score_series,
    step,
)
from selfmm.scales import PHQ_9, SDS

START = datetime(2026, 1, 1, tzinfo=UTC)


def session(day: int, value: float | None = 50.0, *, bundle: str = "m", scale: str = "SDS", **totals: float) -> Session:
    """A session with a score of half-width 10, two markers, and these totals by instrument, "_" for "-"."""
    held_at, name = START + timedelta(days=day), f"i{day}"
    interval = None if value is None else (value - 10, value + 10)
    markers = {"pitch": 180.0 + day, "speech_rate": 120.0}
    point = HistoryPoint(name, f"a{day}", held_at, scale, value, interval, 53.0, "band", bundle, markers=markers)
    ratings = tuple(
        Rating(name, name, code.replace("_", "-"), "en", (), total, False, None, RatedBy.CLINICIAN, held_at)
        for code, total in totals.items()
    )
    return Session(Interview(name, "p", held_at, Source.TYPED, "en", None, False), point, ratings)


def test_scores_come_first_then_totals_in_their_usual_order_then_markers() -> None:
    found = all_series((session(0, scale="PHQ-9"), session(1, gad_7=8, phq_9=12, own_scale=3)))
    kinds = [(series.kind, series.code) for series in found]
    assert kinds == [
        (SeriesKind.SCORE, "SDS"),
        (SeriesKind.SCORE, "PHQ-9"),
        (SeriesKind.RATING, "phq-9"),
        (SeriesKind.RATING, "gad-7"),
        (SeriesKind.RATING, "own-scale"),
        (SeriesKind.MARKER, "pitch"),
        (SeriesKind.MARKER, "speech_rate"),
    ]
    assert len({series.key for series in found}) == len(found)


def test_a_total_knows_its_scale_its_band_and_when_it_changes() -> None:
    series = all_series((session(0, phq_9=15), session(1, hamd_17=20)))
    phq, hamd = (next(one for one in series if one.code == code) for code in ("phq-9", "hamd-17"))
    assert (phq.scale, phq.ends, phq.reliable, phq.points[0].band) == (PHQ_9, (0, 27), 6, "moderately_severe")
    assert (hamd.scale, hamd.ends, hamd.reliable, hamd.points[0].band) == (None, (0, 52), None, "")


def test_markers_stand_only_where_they_were_measured() -> None:
    (first, second) = (session(0), session(1))
    bare = Session(first.interview, None)
    pitch = next(one for one in all_series((bare, second)) if one.code == "pitch")
    assert [(point.interview_id, point.value) for point in pitch.points] == [("i1", 181.0)]


def test_no_sessions_no_series() -> None:
    assert all_series(()) == ()


def scores(*values: float | None, bundles: str = "") -> Series:
    names = bundles or "m" * len(values)
    there = [
        session(day, value, bundle=name).point for day, (value, name) in enumerate(zip(values, names, strict=True))
    ]
    return score_series([point for point in there if point], SDS)


def test_the_reference_is_the_first_session_of_the_newest_model_or_the_chosen_one() -> None:
    series = scores(50, None, 60, 70, bundles="aabb")
    assert reference_of(series).interview_id == "i2"
    assert reference_of(series, "i3").interview_id == "i3"
    assert reference_of(series, "i0").interview_id == "i0"  # of the older model, if that is wanted
    assert reference_of(series, "i1").interview_id == "i2"  # it has no value
    assert reference_of(scores(None)) is None
    assert [point.interview_id for point in comparable(series, series.points[0])] == ["i0"]


def test_the_band_of_error_is_where_no_change_is_reliable() -> None:
    series = scores(50, 70)
    low, high = error_band(series, series.points[0])
    assert high - 50 == pytest.approx(50 - low) == pytest.approx(16.85, abs=0.01)
    assert error_band(scores(None), scores(None).points[0]) is None


@given(st.floats(25, 100), st.floats(25, 100))
def test_a_score_outside_of_the_band_is_a_reliable_change_and_inside_is_none(one: float, other: float) -> None:
    series = scores(one, other)
    low, high = error_band(series, series.points[0])
    inside = low <= other <= high
    if abs(other - low) > 1e-9 and abs(other - high) > 1e-9:
        assert (step(series, *series.points).code is ChangeCode.WITHIN_ERROR) == inside


@pytest.mark.parametrize(
    ("instrument", "earlier", "later", "code"),
    [
        ("phq-9", 10, 15, ChangeCode.WITHIN_ERROR),
        ("phq-9", 10, 16, ChangeCode.RELIABLE_RISE),
        ("phq-9", 16, 10, ChangeCode.RELIABLE_FALL),
        ("gad-7", 8, 11, ChangeCode.WITHIN_ERROR),
        ("gad-7", 8, 12, ChangeCode.RELIABLE_RISE),
        ("hamd-17", 8, 30, ChangeCode.NOT_KNOWN),
    ],
)
def test_totals_change_by_points(instrument: str, earlier: float, later: float, code: ChangeCode) -> None:
    name = instrument.replace("-", "_")
    series = next(one for one in all_series((session(0, **{name: earlier}), session(1, **{name: later}))) if
                  one.code == instrument)  # fmt: skip
    assert step(series, *series.points).code is code
    band = error_band(series, series.points[0])
    assert (
        band is None
        if code is ChangeCode.NOT_KNOWN
        else (later >= band[1] or later <= band[0]) == (code is not ChangeCode.WITHIN_ERROR)
    )


def test_a_marker_has_no_known_error() -> None:
    series = Series(SeriesKind.MARKER, "pitch", (SeriesPoint("a", START, 180.0), SeriesPoint("b", START, 200.0)))
    found = step(series, *series.points)
    assert (found.code, found.difference) == (ChangeCode.NOT_KNOWN, 20.0)
    assert error_band(series, series.points[0]) is None
