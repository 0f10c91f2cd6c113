"""Two sessions side by side, whichever is named first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from screening_app.domain import Interview, Patient, Source
from screening_app.errors import StorageError
from screening_app.services.comparison import compare_sessions
from screening_app.services.history import ChangeCode
from screening_app.services.interviews import start_interview
from screening_app.services.ratings import enter_total
from screening_app.services.scoring import add_assessment
from selfmm.scales import PHQ_9
from selfmm.types import AnswerScore

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace

START = datetime(2026, 1, 1, tzinfo=UTC)
NewInterview = Callable[..., Interview]


def answers(*texts: str) -> tuple[AnswerScore, ...]:
    return tuple(AnswerScore(text, 0.0, 1.0, 50.0) for text in texts)


def test_scores_ratings_and_answers_stand_side_by_side(workspace: Workspace, scored_interview: NewInterview) -> None:
    later = scored_interview(80.0, held_at=START + timedelta(days=9), answers=answers("fine", "well"))
    earlier = scored_interview(50.0, held_at=START, answers=answers("bad"))
    for interview, phq, other in ((earlier, 10, "gad-7"), (later, 15, "bdi-ii")):
        enter_total(workspace, interview.id, "phq-9", phq, language="en")
        enter_total(workspace, interview.id, other, 9, language="en")
    found = compare_sessions(workspace, later.id, earlier.id)
    assert (found.earlier.interview.id, found.later.interview.id) == (earlier.id, later.id)
    (score,) = found.scores
    assert (score.code, score.earlier, score.later, score.change.code) == ("SDS", 50, 80, ChangeCode.RELIABLE_RISE)
    assert [(pair.code, pair.earlier, pair.later, pair.change.code) for pair in found.ratings] == [
        ("phq-9", 10, 15, ChangeCode.WITHIN_ERROR),
        ("gad-7", 9, None, ChangeCode.NO_VALUE),
        ("bdi-ii", None, 9, ChangeCode.NO_VALUE),
    ]
    assert [tuple(answer and answer.text for answer in pair) for pair in found.answers] == [
        ("bad", "fine"),
        (None, "well"),
    ]


def test_scores_on_two_scales_stand_apart(workspace: Workspace, scored_interview: NewInterview) -> None:
    one = scored_interview(50.0, held_at=START)
    other = scored_interview(12.0, held_at=START + timedelta(days=1), scale=PHQ_9)
    found = compare_sessions(workspace, one.id, other.id).scores
    assert [(pair.code, pair.earlier, pair.later) for pair in found] == [("SDS", 50, None), ("PHQ-9", None, 12)]
    assert {pair.change.code for pair in found} == {ChangeCode.OTHER_MODEL}


def test_markers_differ_by_an_unknown_error(workspace: Workspace, patient: Patient, new_score: NewInterview) -> None:
    ids = []
    for day, pitch in ((0, 180.0), (1, 200.0)):
        interview = start_interview(workspace, patient, Source.TYPED, "en", held_at=START + timedelta(days=day))
        add_assessment(workspace, interview, new_score(), markers={"pitch": pitch})
        ids.append(interview.id)
    (pair,) = compare_sessions(workspace, *ids).markers
    assert (pair.code, pair.change.difference, pair.change.code) == ("pitch", 20.0, ChangeCode.NOT_KNOWN)


def test_sessions_that_were_never_scored_can_be_compared_and_removed_ones_say_so(
    workspace: Workspace, patient: Patient
) -> None:
    one, other = (start_interview(workspace, patient, Source.TYPED, "en") for _ in range(2))
    found = compare_sessions(workspace, one.id, other.id)
    assert (found.scores, found.ratings, found.markers, found.answers) == ((), (), (), ())
    with pytest.raises(StorageError):
        compare_sessions(workspace, one.id, "0" * 32)
