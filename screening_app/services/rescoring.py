"""Score sessions again with the active model: new assessments beside the old ones, never in their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening_app.services.model_registry import active_bundle
from selfmm.errors import KnownError
from selfmm.types import no_report, part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.domain import Assessment, Interview
    from screening_app.services.scoring import ScoringService
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from selfmm.types import Report


@dataclass(frozen=True, slots=True)
class Rescored:
    """The new assessments, and why some sessions have none."""

    done: tuple[Assessment, ...]
    failed: tuple[tuple[str, KnownError], ...]  # id of the interview, and why


def rescorable(workspace: Workspace, settings: Settings) -> tuple[Interview, ...]:
    """The scored sessions whose newest assessment another model made, oldest first. Raises `BundleError`."""
    active, newest = active_bundle(settings).id, workspace.assessments.newest_models()
    return tuple(interview for interview in workspace.interviews.all() if newest.get(interview.id, active) != active)


def rescore(
    workspace: Workspace, scoring: ScoringService, interview_ids: Sequence[str], report: Report = no_report
) -> Rescored:
    """Score these sessions with the active model; one that fails does not stop the others.

    Sessions that were signed off keep the assessment that they were signed with; the new one stands beside it.
    """
    done: list[Assessment] = []
    failed: list[tuple[str, KnownError]] = []
    for number, interview_id in enumerate(interview_ids):
        told = part(report, number / len(interview_ids), (number + 1) / len(interview_ids))
        try:
            done.append(scoring.score_interview(workspace.interviews.get(interview_id), told))
        except KnownError as error:
            failed.append((interview_id, error))
    return Rescored(tuple(done), tuple(failed))
