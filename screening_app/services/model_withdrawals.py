"""Which models have learnt from sessions that would not be learnt from any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.domain import Purpose
from screening_app.services.model_lineage import models_that_learnt_from

if TYPE_CHECKING:
    from collections.abc import Mapping

    from screening_app.services.workspace import Workspace


def withdrawn_lessons(workspace: Workspace) -> Mapping[str, int]:
    """Each model's id and how many sessions it has learnt from, itself or an ancestor, whose consent was withdrawn.

    A session whose patient agreed again is not counted; models that know no such session are left out.
    """
    consents = workspace.content.consents
    withdrawn = consents.interviews_withdrawn_from(Purpose.TRAINING) - consents.interviews_with(Purpose.TRAINING)
    counts: dict[str, int] = {}
    for interview_id in withdrawn:
        for model in models_that_learnt_from(workspace, interview_id):
            counts[model.id] = counts.get(model.id, 0) + 1
    return counts
