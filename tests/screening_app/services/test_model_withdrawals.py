"""Models that have learnt from sessions whose consent was withdrawn are found, with those that began from them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from screening_app.domain import Lesson, ModelOrigin, Purpose, TrainedModel
from screening_app.services.consents import record_consent, withdraw_consent
from screening_app.services.interviews import type_text
from screening_app.services.model_withdrawals import withdrawn_lessons
from screening_app.services.training import Depth, Light
from screening_app.services.training_needs import needed

if TYPE_CHECKING:
    from screening_app.domain import Patient
    from screening_app.services.workspace import Workspace

NOW = datetime(2026, 5, 4, tzinfo=UTC)


def model(model_id: str, parent: str = "") -> TrainedModel:
    return TrainedModel(model_id, model_id, model_id, ModelOrigin.TRAINED, parent, "PHQ-9", "heads", "Dr Li", NOW)


def test_a_model_and_its_descendants_are_marked_until_consent_is_given_again(
    workspace: Workspace, patient: Patient
) -> None:
    one, other = (type_text(workspace, patient, f"session {n}", "en") for n in range(2))
    for interview in (one, other):
        record_consent(workspace, interview, (Purpose.TRAINING,), "Dr Li")
    workspace.models.add(model("first"), [Lesson(one.id, patient.id), Lesson(other.id, patient.id)])
    workspace.models.add(model("second", "first"), [])
    workspace.models.add(model("apart"), [])
    assert withdrawn_lessons(workspace) == {}
    withdraw_consent(workspace, one, Purpose.TRAINING, "Dr Li")
    assert withdrawn_lessons(workspace) == {"first": 1, "second": 1}
    record_consent(workspace, one, (Purpose.TRAINING,), "Dr Li")
    assert withdrawn_lessons(workspace) == {}


@pytest.mark.parametrize("depth", list(Depth))
def test_each_light_needs_no_fewer_people_than_the_one_before(depth: Depth) -> None:
    wanted = [needed(depth, light) for light in (Light.RED, Light.AMBER, Light.GREEN)]
    assert wanted == sorted(wanted, key=lambda need: (need.people, need.on_a_side))
    assert wanted[0].people == 0
