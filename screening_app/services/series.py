"""What of a patient can be followed over time: the model's scores, totals, markers of voice and face."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from screening_app.services.history import RELIABLE, Change, change_by_error, change_by_points, standard_error
from screening_app.services.instrument_facts import ends_of, instrument_order, reliable_change_of, scale_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from screening_app.domain import HistoryPoint, Rating
    from screening_app.services.history import Session
    from selfmm.types import LabelScale


class SeriesKind(StrEnum):
    """Where the numbers of a series come from."""

    SCORE = "score"
    RATING = "rating"
    MARKER = "marker"


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One session in a series; `value` is None where there was none, as in a score that is indeterminate by quality."""

    interview_id: str
    held_at: datetime
    value: float | None
    interval: tuple[float, float] | None = None  # of the model's scores only
    coverage: float = 0.9  # share of people whose true value lies in the interval
    band: str = ""  # "" where no bands are known
    bundle: str = ""  # the model that scored; "" for what no model made


@dataclass(frozen=True, slots=True)
class Series:
    """One number over time, oldest session first."""

    kind: SeriesKind
    code: str  # name of the model's scale, id of the instrument, or code of the marker
    points: tuple[SeriesPoint, ...]
    scale: LabelScale | None = None  # its cut-off and bands; None where they are not known
    ends: tuple[float, float] | None = None  # of the scale; None for markers
    reliable: float | None = None  # points by which two totals must differ at least; None where not known

    @property
    def key(self) -> str:
        """What tells series of one patient apart."""
        return f"{self.kind}:{self.code}"

    def point(self, interview_id: str) -> SeriesPoint | None:
        """The session's point; None where it is not in the series."""
        return next((point for point in self.points if point.interview_id == interview_id), None)


def all_series(sessions: Sequence[Session]) -> tuple[Series, ...]:
    """All that these sessions, oldest first, tell: scores, the newest scale first, then totals, then markers.

    The scales of scores are left open: they stand in the assessment, see `with_scale`.
    """
    points = [session.point for session in sessions if session.point]
    scales = dict.fromkeys(point.scale for point in reversed(points))
    scores = tuple(score_series([point for point in points if point.scale == scale]) for scale in scales)
    return (*scores, *_rating_series(sessions), *_marker_series(points))


def score_series(points: Sequence[HistoryPoint], scale: LabelScale | None = None) -> Series:
    """The scores on one scale."""
    placed = tuple(
        SeriesPoint(
            point.interview_id, point.held_at, point.value, point.interval, point.coverage, point.band, point.bundle
        )
        for point in points
    )
    series = Series(SeriesKind.SCORE, points[0].scale if points else "", placed)
    return series if scale is None else with_scale(series, scale)


def with_scale(series: Series, scale: LabelScale) -> Series:
    """The series with the ends, cut-off and bands of its scale."""
    return Series(series.kind, series.code, series.points, scale, (scale.minimum, scale.maximum), series.reliable)


def _rating_series(sessions: Sequence[Session]) -> tuple[Series, ...]:
    found: dict[str, list[SeriesPoint]] = {}
    for session in sessions:
        for rating in session.ratings:
            found.setdefault(rating.instrument, []).append(_rated(rating, session.interview.held_at))
    return tuple(
        Series(SeriesKind.RATING, code, tuple(found[code]), scale_of(code), ends_of(code), reliable_change_of(code))
        for code in sorted(found, key=instrument_order)
    )


def _rated(rating: Rating, held_at: datetime) -> SeriesPoint:
    scale = scale_of(rating.instrument)
    band = scale.band(rating.value) if scale is not None and rating.value is not None else ""
    return SeriesPoint(rating.interview_id, held_at, rating.value, band=band)


def _marker_series(points: Sequence[HistoryPoint]) -> tuple[Series, ...]:
    codes = dict.fromkeys(code for point in points for code in point.markers)
    return tuple(
        Series(
            SeriesKind.MARKER,
            code,
            tuple(
                SeriesPoint(point.interview_id, point.held_at, point.markers[code])
                for point in points
                if code in point.markers
            ),
        )
        for code in codes
    )


def step(series: Series, earlier: SeriesPoint, later: SeriesPoint) -> Change:
    """Whether two points of a series differ by more than its error."""
    if series.kind is SeriesKind.SCORE:
        return change_by_error(earlier, later)
    return change_by_points(earlier.value, later.value, series.reliable)


def reference_of(series: Series, chosen: str = "") -> SeriesPoint | None:
    """What the others are compared with: the chosen session, else the first that the newest model scored.

    None where there is no session with a value.
    """
    with_value = [point for point in series.points if point.value is not None]
    if not with_value:
        return None
    of_newest = [point for point in with_value if point.bundle == with_value[-1].bundle]
    return next((point for point in with_value if point.interview_id == chosen), of_newest[0])


def error_band(series: Series, reference: SeriesPoint) -> tuple[float, float] | None:
    """The values around the reference that lie within the measurement error; at the edges a reliable change begins.

    For a score that is ± 1.96 · √2 · SE, with the model's own held-out error. None where no error is known.
    """
    if series.kind is SeriesKind.SCORE:
        error = standard_error(reference)
        width = None if error is None else RELIABLE * math.sqrt(2) * error
    else:
        width = series.reliable
    if width is None or reference.value is None:
        return None
    return reference.value - width, reference.value + width


def comparable(series: Series, reference: SeriesPoint) -> tuple[SeriesPoint, ...]:
    """The points that may be compared with the reference: those with a value by the same model."""
    return tuple(point for point in series.points if point.bundle == reference.bundle and point.value is not None)
