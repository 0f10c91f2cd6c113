"""Which model scores, which there are, and how they are activated, confirmed and deleted."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from screening_app.domain import Lesson, ModelOrigin, TrainedModel
from screening_app.errors import ScreeningError
from screening_app.services.model_comparisons import compare_models
from screening_app.services.model_registry import (
    DEFAULT_BUNDLE,
    activate,
    activations,
    active_bundle,
    active_bundle_folder,
    active_model,
    confirm_model,
    delete_model,
    list_models,
    model_folder,
    previous_model,
    roll_back,
)
from screening_app.services.ratings import enter_total
from screening_app.services.scoring import add_assessment
from screening_app.services.training_folder import UnfinishedRun, keep_run, run_folder
from screening_app.settings import Settings
from selfmm.bundle import read_info
from selfmm.errors import BundleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import Interview
    from screening_app.services.model_registry import ListedModel
    from screening_app.services.workspace import Workspace
    from selfmm.types import Score

NOW = datetime(2026, 11, 20, tzinfo=UTC)


class Store:
    """Settings that can be changed."""

    def __init__(self) -> None:
        self.current = Settings()

    def change(self, **fields: str) -> None:
        self.current = replace(self.current, **fields)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def add_model(workspace: Workspace, tiny_bundle: Path) -> Callable[..., TrainedModel]:
    """Registers the tiny bundle as a model of the clinic's own; under another id, where one is given."""

    def add(model_id: str = "", **changes: object) -> TrainedModel:
        info = read_info(tiny_bundle)
        fields = {
            "id": model_id or info.id,
            "name": f"model {model_id}",
            "folder": model_id or info.id,
            "origin": ModelOrigin.TRAINED,
            "parent": "",
            "scale": info.scale.name,
            "depth": "heads",
            "made_by": "Dr. Li",
            "made_at": NOW,
        }
        model = TrainedModel(**{**fields, **changes})
        shutil.copytree(tiny_bundle, model_folder(workspace, model))
        workspace.models.add(model)
        return model

    return add


def listed(workspace: Workspace, store: Store, model_id: str) -> ListedModel:
    return next(one for one in list_models(workspace, store.current) if one.id == model_id)


def test_the_default_model_scores_unless_the_settings_name_another(tmp_path: Path) -> None:
    assert active_bundle_folder(Settings()) == DEFAULT_BUNDLE
    assert active_bundle_folder(Settings(model_folder=str(tmp_path))) == tmp_path


def test_a_bundle_is_described(tiny_settings: Settings) -> None:
    bundle = active_bundle(tiny_settings)
    assert (bundle.name, bundle.scale.name, bundle.folder) == ("tiny", "SDS", Path(tiny_settings.model_folder))


def test_a_folder_without_a_bundle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="no model"):
        active_bundle(Settings(model_folder=str(tmp_path / "nowhere")))


def test_the_default_comes_first_then_the_newest_then_one_from_elsewhere(
    workspace: Workspace, store: Store, add_model: Callable[..., TrainedModel], tmp_path: Path
) -> None:
    older, newer = add_model("a" * 12), add_model("b" * 12, made_at=NOW.replace(day=21))
    assert [one.model for one in list_models(workspace, store.current)] == [None, newer, older]
    assert [one.is_active for one in list_models(workspace, store.current)] == [True, False, False]
    store.change(model_folder=str(tmp_path / "elsewhere"))
    *_, foreign = list_models(workspace, store.current)
    assert (foreign.is_active, foreign.is_default, foreign.info, foreign.model) == (True, False, None, None)
    assert "no model" in str(foreign.problem)
    assert active_model(workspace, store.current).folder == foreign.folder


def test_activating_and_rolling_back(
    workspace: Workspace, store: Store, add_model: Callable[..., TrainedModel]
) -> None:
    assert previous_model(workspace, store.current) is None
    with pytest.raises(ScreeningError, match="No other model"):
        roll_back(workspace, store.current, "Dr. Li", store.change)
    model = add_model("a" * 12)
    activate(workspace, listed(workspace, store, model.id), " Dr. 王 ", store.change)
    assert active_bundle_folder(store.current) == workspace.paths.models / model.folder
    assert activations(workspace)[0].activated_by == "Dr. 王"
    before = previous_model(workspace, store.current)
    assert before is not None
    assert before.is_default
    assert roll_back(workspace, store.current, "Dr. Li", store.change).is_default
    assert store.current.model_folder == ""
    assert roll_back(workspace, store.current, "Dr. Li", store.change).id == model.id
    assert [one.is_default for one in activations(workspace)] == [False, True, False]


def test_rolling_back_passes_over_what_is_gone(
    workspace: Workspace, store: Store, add_model: Callable[..., TrainedModel]
) -> None:
    first, second, third = (add_model(letter * 12) for letter in "abc")
    for model in (first, second, third):
        activate(workspace, listed(workspace, store, model.id), "Dr. Li", store.change)
    delete_model(workspace, store.current, listed(workspace, store, second.id), "Dr. Li")
    assert roll_back(workspace, store.current, "Dr. Li", store.change).id == first.id


def test_an_imported_model_scores_once_it_is_confirmed(
    workspace: Workspace, store: Store, add_model: Callable[..., TrainedModel]
) -> None:
    model = add_model(origin=ModelOrigin.IMPORTED)
    one = listed(workspace, store, model.id)
    assert not one.is_trusted
    with pytest.raises(ScreeningError, match="nobody has confirmed"):
        activate(workspace, one, "Dr. Li", store.change)
    with pytest.raises(ScreeningError, match="sign in first"):
        confirm_model(workspace, one, "")
    assert store.current == Settings()
    confirm_model(workspace, one, "Dr. 王")
    activate(workspace, one, "Dr. Li", store.change)  # the list may be old
    assert active_model(workspace, store.current).id == model.id


def test_a_broken_model_is_listed_and_not_activated(
    workspace: Workspace, store: Store, add_model: Callable[..., TrainedModel]
) -> None:
    model = add_model()
    (model_folder(workspace, model) / "card.zh.md").write_text("另一个", encoding="utf-8")
    one = listed(workspace, store, model.id)
    assert (one.info, one.name) == (None, model.name)
    with pytest.raises(BundleError, match=r"card\.zh\.md"):
        activate(workspace, one, "Dr. Li", store.change)


def test_only_what_nothing_needs_is_deleted(
    workspace: Workspace,
    store: Store,
    add_model: Callable[..., TrainedModel],
    scored_interview: Callable[..., Interview],
) -> None:
    used, active, based_on, free = (add_model(letter * 12) for letter in "abcd")
    workspace.models.add(free, [Lesson("1" * 32, "2" * 32)])
    scored_interview(50.0, bundle=used.id)
    activate(workspace, listed(workspace, store, active.id), "Dr. Li", store.change)
    begin_training(workspace, model_folder(workspace, based_on))
    for model, says in ((used, "were made by the model"), (active, "scores now"), (based_on, "not finished")):
        with pytest.raises(ScreeningError, match=says):
            delete_model(workspace, store.current, listed(workspace, store, model.id), "Dr. Li")
    with pytest.raises(ScreeningError, match="came with the app"):
        delete_model(workspace, store.current, list_models(workspace, store.current)[0], "Dr. Li")
    one = listed(workspace, store, free.id)
    with pytest.raises(ScreeningError, match="sign in first"):
        delete_model(workspace, store.current, one, "")
    delete_model(workspace, store.current, one, "Dr. Li")
    assert not one.folder.exists()
    assert free.id not in {one.id for one in list_models(workspace, store.current)}
    assert workspace.models.lessons_of(free.id) == (Lesson("1" * 32, "2" * 32),)
    with pytest.raises(ScreeningError, match="was deleted"):
        activate(workspace, one, "Dr. Li", store.change)


def begin_training(workspace: Workspace, base: Path) -> None:
    run_folder(workspace.paths.training).mkdir(parents=True)
    run = UnfinishedRun("", "Dr. Li", NOW, "2026-11-20", "SDS", "heads", "", base, DEFAULT_BUNDLE, (), 0)
    keep_run(workspace.paths.training, run)


def test_two_models_are_compared_on_people_whom_neither_knows(
    workspace: Workspace,
    store: Store,
    add_model: Callable[..., TrainedModel],
    new_score: Callable[..., Score],
    scored_interview: Callable[..., Interview],
) -> None:
    first, second = add_model("a" * 12), add_model("b" * 12)
    interview = scored_interview(60.0, bundle=first.id)
    add_assessment(workspace, interview, new_score(40.0, bundle=second.id))
    scored_interview(60.0, bundle=first.id)  # by one of them only
    enter_total(workspace, interview.id, "sds", 61.0, language="zh")
    found = compare_models(workspace, listed(workspace, store, first.id), listed(workspace, store, second.id), "sds")
    assert found is not None
    assert (found.people, found.sessions) == (1, 1)
    assert found.new["mae"].value == pytest.approx(1.0)
    assert found.reference is not None
    assert found.reference["mae"].value == pytest.approx(21.0)
    workspace.models.add(second, [Lesson(interview.id, interview.patient_id)])
    assert (
        compare_models(workspace, listed(workspace, store, first.id), listed(workspace, store, second.id), "sds")
        is None
    )
