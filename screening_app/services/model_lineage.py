"""What a model has learnt from, itself and through the models that it began from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from screening_app.domain import TrainedModel
    from screening_app.services.workspace import Workspace


def known_people(workspace: Workspace, model_id: str) -> frozenset[str]:
    """Ids of the patients whom a model knows, from its own training or an ancestor's.

    Nobody for the model that came with the app. Whom an imported model has learnt from elsewhere is not known.
    """
    lessons = [lesson for one in _line(workspace, model_id) for lesson in workspace.models.lessons_of(one)]
    return frozenset(lesson.patient_id for lesson in lessons)


def models_that_learnt_from(workspace: Workspace, interview_id: str) -> tuple[TrainedModel, ...]:
    """The models that know this session, through their ancestors too, newest first; deleted ones are among them."""
    return _with_descendants(workspace, workspace.models.learnt_from_interview(interview_id))


def models_that_learnt_from_person(workspace: Workspace, patient_id: str) -> tuple[TrainedModel, ...]:
    """The models that know this patient, through their ancestors too, newest first; deleted ones are among them."""
    return _with_descendants(workspace, workspace.models.learnt_from_patient(patient_id))


def _line(workspace: Workspace, model_id: str) -> Iterator[str]:
    """The model and its ancestors, as far as they are known here."""
    seen: set[str] = set()
    while model_id and model_id not in seen:
        seen.add(model_id)
        yield model_id
        model = workspace.models.find(model_id)
        model_id = model.parent if model else ""


def _with_descendants(workspace: Workspace, learnt: Iterable[TrainedModel]) -> tuple[TrainedModel, ...]:
    first = {model.id for model in learnt}
    return tuple(model for model in workspace.models.all() if first & set(_line(workspace, model.id)))
