"""A report's content is what was known when the score was given, and what came before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from screening_app.errors import StorageError
from screening_app.services.history import ChangeCode
from screening_app.services.reports import report_of
from screening_app.services.scoring import add_assessment
from selfmm.scales import SDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.domain import Interview, Patient
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from selfmm.types import Score

NOW = datetime.now(UTC)


def newest(workspace: Workspace, interview: Interview) -> str:
    return workspace.assessments.of_interview(interview.id)[-1].id


def test_the_history_ends_with_the_interview_of_the_report(
    workspace: Workspace, patient: Patient, scored_interview: Callable[..., Interview], tiny_settings: Settings
) -> None:
    first, second, _third = (
        scored_interview(value, held_at=NOW - timedelta(days=days))
        for value, days in ((60.0, 60), (50.0, 30), (40.0, 1))
    )
    content = report_of(workspace, newest(workspace, second), tiny_settings)
    assert content.patient == patient
    assert content.interview == second
    assert [point.interview_id for point in content.history] == [first.id, second.id]
    assert content.change is not None
    assert content.change.difference == -10.0
    assert report_of(workspace, newest(workspace, first), tiny_settings).change is None


def test_an_older_assessment_stands_in_the_history_as_it_was(
    workspace: Workspace,
    scored_interview: Callable[..., Interview],
    new_score: Callable[..., Score],
    tiny_settings: Settings,
) -> None:
    interview = scored_interview(60.0)
    old = newest(workspace, interview)
    add_assessment(workspace, interview, new_score(30.0))
    assert [point.value for point in report_of(workspace, old, tiny_settings).history] == [60.0]
    assert [point.value for point in report_of(workspace, newest(workspace, interview), tiny_settings).history] == [
        30.0
    ]


def test_scores_on_other_scales_stay_out(
    workspace: Workspace, scored_interview: Callable[..., Interview], tiny_settings: Settings
) -> None:
    scored_interview(12.0, held_at=NOW - timedelta(days=9), scale=replace(SDS, name="PHQ-9"))
    interview = scored_interview(60.0)
    content = report_of(workspace, newest(workspace, interview), tiny_settings)
    assert [point.scale for point in content.history] == ["SDS"]
    assert content.change is not None
    assert content.change.code is ChangeCode.OTHER_MODEL


def test_the_card_is_that_of_the_model_that_scored(
    workspace: Workspace, scored_interview: Callable[..., Interview], tiny_settings: Settings, tmp_path: Path
) -> None:
    from screening_app.services.model_registry import active_bundle

    interview = scored_interview(60.0, bundle=active_bundle(tiny_settings).id)
    content = report_of(workspace, newest(workspace, interview), tiny_settings)
    assert content.card_line("en") == "A model that knows nothing"
    assert content.card_line("zh") == "什么都不懂的模型"
    other = scored_interview(60.0, bundle="another model")
    assert report_of(workspace, newest(workspace, other), tiny_settings).card_line("en") == ""
    missing = replace(tiny_settings, model_folder=str(tmp_path / "nowhere"))
    assert report_of(workspace, newest(workspace, interview), missing).card_line("en") == ""


def test_a_removed_assessment_says_so(workspace: Workspace, tiny_settings: Settings) -> None:
    with pytest.raises(StorageError, match="no longer in the database"):
        report_of(workspace, "0" * 32, tiny_settings)
