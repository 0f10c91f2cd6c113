"""Go through a retraining as a clinician would, on a clinic of people who do not exist, and stop at what to look at.

All of it is done for real: two models are trained, one recalibrated and one with tuned heads, and the sessions of the
people who are locked away are scored by both, so that there is something to compare. It takes some minutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app import demo_clinic
from screening_app.services.model_registry import activate
from screening_app.services.rescoring import rescore
from screening_app.services.training import Depth
from screening_app.ui.rail import TRAINING
from screening_app.ui.training_compare_dialog import TrainingCompareDialog
from screening_app.ui.training_page import MODELS, SESSIONS, TRAIN, TrainingPage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget
    from scene import Scene

    from screening_app.services.workspace import Workspace

    Keep = Callable[[str, QWidget], None]  # takes a picture of this name

PEOPLE = 82  # enough for some of them to be locked away
_RECALIBRATED, _TUNED = "PHQ-9 · 1", "PHQ-9 · 2"  # names that read alike in both languages
_RUNS, _EPOCHS = 4, 8  # that are to be seen in the curves
_PATIENCE = 1800.0  # seconds for a training


def fill(workspace: Workspace) -> None:
    """A clinic with enough rated people."""
    demo_clinic.fill(workspace, PEOPLE)


def go_through(scene: Scene, keep: Keep) -> None:
    """From the rated sessions to two models beside each other."""
    page = scene.go(TRAINING)
    assert isinstance(page, TrainingPage)
    scene.wait(lambda: page.models.table.rowCount() > 0)
    _choose(scene, page, Depth.RECALIBRATE, _RECALIBRATED)
    page.form.start.click()
    _finish(scene, page)
    page.result.keep.click()
    _choose(scene, page, Depth.HEADS, _TUNED)
    page.tabs.setCurrentIndex(SESSIONS)
    keep("training-sessions", scene.window)
    page.tabs.setCurrentIndex(TRAIN)
    keep("training", scene.window)
    page.form.start.click()
    scene.wait(lambda: _shows_curves(page), _PATIENCE)
    keep("training-running", scene.window)
    _finish(scene, page)
    keep("training-result", scene.window)
    for name in (_RECALIBRATED, _TUNED):
        _score_locked(scene, page, name)
    _look_at_models(scene, page, keep)


def _choose(scene: Scene, page: TrainingPage, depth: Depth, name: str) -> None:
    """Choose how deep to train, once that is offered, and wait until the time that it takes is known."""
    scene.wait(lambda: page.form.table is not None)
    page.form.advanced.name.setText(name)
    estimates: list[object] = []

    def hear(estimate: object, _problem: object) -> None:
        estimates.append(estimate)

    page.lookups.estimated.connect(hear)
    page.form.cards[depth].click()
    scene.wait(lambda: any(estimates), _PATIENCE)
    page.lookups.estimated.disconnect(hear)


def _shows_curves(page: TrainingPage) -> bool:
    """Whether some runs are done and one is well under way."""
    newest = page.services.training.points()[-1:]
    return any(point.run >= _RUNS and point.epoch >= _EPOCHS for point in newest)


def _finish(scene: Scene, page: TrainingPage) -> None:
    """Wait until it is said whether the new model is better."""
    scene.wait(page.result.isVisible, _PATIENCE)


def _score_locked(scene: Scene, page: TrainingPage, name: str) -> None:
    """Let the model of this name score a session of each of the people whom no model has learnt from."""
    services = scene.screening.services
    workspace, store = services.workspace, services.settings_store
    listed = next(one for one in page.models.registry.models if one.name == name)
    activate(workspace, listed, workspace.access.user.name, store.change)
    locked = workspace.holdout.patients()
    newest = {one.patient_id: one.id for one in workspace.interviews.all() if one.patient_id in locked}
    _score(scene, list(newest.values()))


def _score(scene: Scene, interview_ids: Sequence[str]) -> None:
    services, ended = scene.screening.services, list[object]()
    services.jobs.start(
        lambda job: rescore(services.workspace, services.scoring, interview_ids, job.report),
        on_done=ended.append,
        on_error=ended.append,
    )
    scene.wait(lambda: bool(ended), _PATIENCE)
    if isinstance(ended[0], BaseException):
        raise ended[0]


def _look_at_models(scene: Scene, page: TrainingPage, keep: Keep) -> None:
    names = {one.name: one.id for one in page.models.registry.models}
    page.tabs.setCurrentIndex(MODELS)
    page.models.refresh(names[_TUNED])
    scene.wait(lambda: any(one.is_active and one.name == _TUNED for one in page.models.registry.models))
    keep("training-models", scene.window)
    dialog = TrainingCompareDialog(scene.screening.services, page.models.registry.models, names[_TUNED], scene.window)
    dialog.other.setCurrentIndex(dialog.other.findData(names[_RECALIBRATED]))
    dialog.refresh()
    dialog.open()
    scene.wait(lambda: not dialog.is_looking)
    keep("training-compare", dialog)
    scene.dismiss(dialog)
