"""The score that counts is the one that somebody signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.services.scoring import add_assessment
from screening_app.services.session_records import read_records
from screening_app.services.sessions import sign_off

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import Interview
    from screening_app.services.workspace import Workspace
    from selfmm.types import Score


def test_the_newest_score_counts_until_one_is_signed(
    workspace: Workspace, scored_interview: Callable[..., Interview], new_score: Callable[..., Score]
) -> None:
    interview = scored_interview(60.0)
    second = add_assessment(workspace, interview, new_score(50.0))
    (record,) = read_records(workspace, [interview])
    assert (record.assessment, record.is_final) == (second, False)
    sign_off(workspace, interview, "Dr. Who")
    add_assessment(workspace, interview, new_score(40.0))
    (record,) = read_records(workspace, [interview])
    assert record.assessment == second
    assert record.is_final


def test_a_session_without_a_score_has_none(
    workspace: Workspace, scored_interview: Callable[..., Interview], new_score: Callable[..., Score]
) -> None:
    from screening_app.domain import Source
    from screening_app.services.interviews import start_interview

    scored = scored_interview(60.0)
    bare = start_interview(workspace, workspace.patients.get(scored.patient_id), Source.TYPED, "en")
    assert read_records(workspace, [bare])[0].assessment is None
    sign_off(workspace, bare, "Dr. Who")
    add_assessment(workspace, bare, new_score(40.0))
    assert read_records(workspace, [bare])[0].assessment is None
