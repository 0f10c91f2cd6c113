"""Scoring again with the active model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.services.interviews import type_into
from screening_app.services.model_registry import active_bundle
from screening_app.services.rescoring import rescorable, rescore
from screening_app.services.scoring import ScoringService
from screening_app.services.session_records import counting_assessment
from screening_app.services.sessions import sign_off

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import Interview
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings


def test_new_assessments_stand_beside_the_old_ones(
    workspace: Workspace, scored_interview: Callable[..., Interview], tiny_settings: Settings
) -> None:
    by_another, empty, by_active = (
        scored_interview(50.0),
        scored_interview(40.0),
        scored_interview(bundle=active_bundle(tiny_settings).id),
    )
    type_into(workspace, by_another, "我睡不好，心情很不好，今天不工作。你好吗？我难过。")
    signed = sign_off(workspace, by_another, "Dr. Li")
    before = workspace.assessments.of_interview(by_another.id)
    assert [one.id for one in rescorable(workspace, tiny_settings)] == [by_another.id, empty.id]
    steps: list[float] = []
    scoring = ScoringService(workspace, lambda: tiny_settings)
    made = rescore(workspace, scoring, [by_another.id, empty.id], lambda _, fraction: steps.append(fraction))
    assert [interview_id for interview_id, _ in made.failed] == [empty.id]
    (new,) = made.done
    assert new.score.bundle == active_bundle(tiny_settings).id
    assert workspace.assessments.of_interview(by_another.id) == (*before, new)
    assert counting_assessment(workspace, by_another.id, signed) == before[0]
    assert [one.id for one in rescorable(workspace, tiny_settings)] == [empty.id]
    assert steps == sorted(steps)
    assert by_active.id not in {one.interview_id for one in made.done}
