"""Which models there are and which one scores: the one that comes with the app, unless the settings name another.

The setting `model_folder` alone says which model is active; docs/decisions/0017 says why. Activating writes it, and
keeps who did so and when.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from screening_app.domain import Action, Activation
from screening_app.errors import ScreeningError
from screening_app.paths import RESOURCES
from screening_app.services.audit import recorded
from screening_app.services.permissions import Permission
from screening_app.services.texts import check_signature
from screening_app.services.training_folder import unfinished_run
from screening_app.storage.disk import explained
from selfmm.bundle import BundleInfo, read_info
from selfmm.errors import BundleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import TrainedModel
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings

DEFAULT_BUNDLE = RESOURCES / "models" / "default"

_NO_NAME = "Start the program and sign in first, so that it is known who decided this."
_UNTRUSTED = (
    "The model “{name}” was imported and nobody has confirmed it yet. Find out where it comes from, read its card, "
    "and confirm it before it scores."
)
_DELETED = "The model “{name}” was deleted. Choose another one."
_NO_OTHER = "No other model has been active before. Choose one from the list."
_IS_DEFAULT = "This model came with the app and cannot be deleted."
_FOREIGN = "This model lies in a folder of your own. Remove that folder yourself if you no longer want it."
_ACTIVE = "The model “{name}” is the one that scores now. Activate another one before you delete it."
_USED = (
    "{count} assessments were made by the model “{name}”, so it is kept: it must stay possible to see what they "
    "were made by."
)
_IN_TRAINING = (
    "A training that is not finished begins from this model or is compared with it. Finish or cancel it first."
)


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model as the list shows it; `info` is None where its folder is missing or damaged, and `problem` says why."""

    id: str  # "" where it cannot be read and nobody knows it
    name: str
    folder: Path
    info: BundleInfo | None
    problem: BundleError | None
    model: TrainedModel | None  # None for the one that came with the app, or in a folder that the settings name
    is_default: bool
    is_active: bool

    @property
    def is_trusted(self) -> bool:
        """Whether it may score."""
        return self.model is None or self.model.is_trusted


def active_bundle_folder(settings: Settings) -> Path:
    """The folder of the model that scores."""
    return Path(settings.model_folder) if settings.model_folder else DEFAULT_BUNDLE


def active_bundle(settings: Settings) -> BundleInfo:
    """What there is to know of the model that scores. Raises `BundleError` when it is missing or broken."""
    return read_info(active_bundle_folder(settings))


def list_models(workspace: Workspace, settings: Settings) -> tuple[ListedModel, ...]:
    """All models that are there: the one that came with the app, then the clinic's own, newest first.

    One from elsewhere comes last, while the settings name its folder.
    """
    active = active_bundle_folder(settings)
    own = [_own(workspace, model, active) for model in workspace.models.all() if model.deleted_at is None]
    listed = [_listed(DEFAULT_BUNDLE, active), *own]
    if not any(one.is_active for one in listed):
        listed.append(_listed(active, active))
    return tuple(listed)


def active_model(workspace: Workspace, settings: Settings) -> ListedModel:
    """The model that scores, as the list shows it."""
    return next(listed for listed in list_models(workspace, settings) if listed.is_active)


def model_folder(workspace: Workspace, model: TrainedModel) -> Path:
    """Where the bundle of one of the clinic's own models lies."""
    return workspace.paths.models / model.folder


def activate(workspace: Workspace, listed: ListedModel, by: str, change_settings: Callable[..., None]) -> None:
    """Make this model the one that scores from the next score on; assessments that are there keep theirs.

    `change_settings` puts new values of settings in force, such as `SettingsStore.change`. Raises `BundleError` where
    the model is broken, and `ScreeningError` where nobody is named or nobody has confirmed an imported model.
    """
    workspace.access.require(Permission.MODELS)
    name = _named(by)
    if listed.problem is not None:
        raise listed.problem
    _check_there(workspace, listed)
    change_settings(model_folder="" if listed.is_default else str(listed.folder))
    with recorded(workspace, Action.MODEL_ACTIVATED, subject=listed.id):
        workspace.models.add_activation(Activation(listed.id, listed.is_default, name, datetime.now(UTC)))


def activations(workspace: Workspace) -> tuple[Activation, ...]:
    """Which model was activated when and by whom, the newest first."""
    return workspace.models.activations()


def previous_model(workspace: Workspace, settings: Settings) -> ListedModel | None:
    """The model that was active before the one that is: of those that still may score, the one activated last.

    Without a record of one, the model that came with the app; None where that is active.
    """
    listed = list_models(workspace, settings)
    usable = [one for one in listed if not one.is_active and one.problem is None and one.is_trusted]
    for activation in workspace.models.activations():
        for one in usable:
            if one.is_default if activation.is_default else one.id == activation.model_id:
                return one
    return next((one for one in usable if one.is_default), None)


def roll_back(workspace: Workspace, settings: Settings, by: str, change_settings: Callable[..., None]) -> ListedModel:
    """Activate `previous_model`; done twice, all is as before. Raises as `activate`, and where there is none."""
    previous = previous_model(workspace, settings)
    if previous is None:
        raise ScreeningError(_NO_OTHER)
    activate(workspace, previous, by, change_settings)
    return previous


def confirm_model(workspace: Workspace, listed: ListedModel, by: str) -> TrainedModel:
    """Say that an imported model may be trusted. Raises `ScreeningError` where nobody is named."""
    with recorded(workspace, Action.MODEL_CONFIRMED, subject=listed.id):
        return workspace.models.confirm(listed.id, _named(by), datetime.now(UTC))


def uses_of(workspace: Workspace, model_id: str) -> int:
    """How many assessments this model has made."""
    return workspace.content.assessments.count_of_model(model_id)


def delete_model(workspace: Workspace, settings: Settings, listed: ListedModel, by: str) -> None:
    """Delete one of the clinic's own models that nothing needs; what it learnt from stays on record.

    Raises `ScreeningError` where nobody is named, or where it came with the app, is active, has made an assessment, or
    an unfinished training needs it; `StorageError` where the disk refuses.
    """
    workspace.access.require(Permission.MODELS)
    name = _named(by)
    _check_unused(workspace, settings, listed)
    aside = workspace.paths.models / f".deleted-{uuid4().hex}"
    with explained(workspace.paths.models):
        if listed.folder.exists():
            listed.folder.rename(aside)
    with recorded(workspace, Action.MODEL_REMOVED, subject=listed.id):
        workspace.models.delete(listed.id, name, datetime.now(UTC))
    shutil.rmtree(aside, ignore_errors=True)  # what is left of it has no name that anything asks for


def _own(workspace: Workspace, model: TrainedModel, active: Path) -> ListedModel:
    return _listed(model_folder(workspace, model), active, model)


def _listed(folder: Path, active: Path, model: TrainedModel | None = None) -> ListedModel:
    info, problem = None, None
    try:
        info = read_info(folder)
    except BundleError as error:
        problem = error
    return ListedModel(
        id=model.id if model else info.id if info else "",
        name=model.name if model else info.name if info else folder.name,
        folder=folder,
        info=info,
        problem=problem,
        model=model,
        is_default=folder == DEFAULT_BUNDLE,
        is_active=folder == active,
    )


def _named(by: str) -> str:
    if not by.strip():
        raise ScreeningError(_NO_NAME)
    check_signature(by.strip())
    return by.strip()


def _check_there(workspace: Workspace, listed: ListedModel) -> None:
    """Look again: what was listed may be old."""
    if listed.model is None:
        return
    now = workspace.models.find(listed.id)
    if now is None or now.deleted_at is not None:
        raise ScreeningError(_DELETED, name=listed.name)
    if not now.is_trusted:
        raise ScreeningError(_UNTRUSTED, name=listed.name)


def _check_unused(workspace: Workspace, settings: Settings, listed: ListedModel) -> None:
    if listed.is_default:
        raise ScreeningError(_IS_DEFAULT)
    if listed.model is None:
        raise ScreeningError(_FOREIGN)
    if listed.folder == active_bundle_folder(settings):
        raise ScreeningError(_ACTIVE, name=listed.name)
    if count := uses_of(workspace, listed.id):
        raise ScreeningError(_USED, name=listed.name, count=count)
    run = unfinished_run(workspace.paths.training)
    if run is not None and listed.folder in (run.base, run.reference):
        raise ScreeningError(_IN_TRAINING)
