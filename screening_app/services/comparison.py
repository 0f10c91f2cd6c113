"""Two sessions of one patient side by side: scores, ratings, markers and answers, and what is within error."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from screening_app.services.history import change, change_by_points
from screening_app.services.instrument_facts import instrument_order, reliable_change_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from screening_app.domain import Assessment, Interview, Rating
    from screening_app.services.history import Change
    from screening_app.services.workspace import Workspace
    from selfmm.types import AnswerScore


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sessions, whole."""

    interview: Interview
    assessment: Assessment | None  # the newest; None where it was never scored
    ratings: Mapping[str, Rating]  # the newest, by instrument


@dataclass(frozen=True, slots=True)
class Pair:
    """One number in both sessions, None where a session has none; `code` is that of a scale, instrument or marker."""

    code: str
    earlier: float | None
    later: float | None
    change: Change


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two sessions."""

    earlier: Side
    later: Side
    scores: tuple[Pair, ...]  # one a scale: two where the models score on different ones, none where nothing is scored
    ratings: tuple[Pair, ...]  # by instrument
    markers: tuple[Pair, ...]  # by code; no error of theirs is known
    answers: tuple[tuple[AnswerScore | None, AnswerScore | None], ...]  # in the order in which they were given


def compare_sessions(workspace: Workspace, one_id: str, other_id: str) -> Comparison:
    """The two sessions in the order in which they were held. Raises `StorageError` when one has been removed."""
    one, other = _side(workspace, one_id), _side(workspace, other_id)
    earlier, later = sorted((one, other), key=lambda side: side.interview.held_at)
    return Comparison(
        earlier,
        later,
        _scores(earlier.assessment, later.assessment),
        _ratings(earlier.ratings, later.ratings),
        _markers(earlier.assessment, later.assessment),
        tuple(zip_longest(_answers(earlier.assessment), _answers(later.assessment))),
    )


def _side(workspace: Workspace, interview_id: str) -> Side:
    newest = workspace.assessments.of_interview(interview_id)[-1:]
    ratings = {rating.instrument: rating for rating in workspace.ratings.newest_of_interview(interview_id)}
    return Side(workspace.interviews.get(interview_id), newest[0] if newest else None, ratings)


def _scores(earlier: Assessment | None, later: Assessment | None) -> tuple[Pair, ...]:
    there = [assessment.score for assessment in (earlier, later) if assessment]
    found = change(there[0], there[1]) if len(there) == 2 else change_by_points(None, None, None)
    scales = dict.fromkeys(score.scale.name for score in there)
    return tuple(Pair(scale, _on_scale(earlier, scale), _on_scale(later, scale), found) for scale in scales)


def _on_scale(assessment: Assessment | None, scale: str) -> float | None:
    return assessment.score.value if assessment and assessment.score.scale.name == scale else None


def _ratings(earlier: Mapping[str, Rating], later: Mapping[str, Rating]) -> tuple[Pair, ...]:
    codes = sorted({*earlier, *later}, key=instrument_order)
    return tuple(_rating_pair(code, earlier.get(code), later.get(code)) for code in codes)


def _rating_pair(code: str, earlier: Rating | None, later: Rating | None) -> Pair:
    before, after = (rating.value if rating else None for rating in (earlier, later))
    return Pair(code, before, after, change_by_points(before, after, reliable_change_of(code)))


def _markers(earlier: Assessment | None, later: Assessment | None) -> tuple[Pair, ...]:
    before, after = (assessment.markers if assessment else {} for assessment in (earlier, later))
    return tuple(
        Pair(code, before.get(code), after.get(code), change_by_points(before.get(code), after.get(code), None))
        for code in dict.fromkeys((*before, *after))
    )


def _answers(assessment: Assessment | None) -> tuple[AnswerScore, ...]:
    return assessment.score.answers if assessment else ()
