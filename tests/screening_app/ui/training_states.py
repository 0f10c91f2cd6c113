"""The states of the training page that are looked at, with made-up results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import training_made_up as made

from screening_app.jobs.runner import Progress
from screening_app.services.training import TimeEstimate, TrainingChoice, Verdict
from screening_app.ui.rail import TRAINING
from screening_app.ui.training_page import MODELS, OUTLOOK, SESSIONS, TRAIN
from selfmm.scales import PHQ_9

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    from PySide6.QtWidgets import QWidget
    from scene import Scene

    from screening_app.ui.training_page import TrainingPage

    class Show(Protocol):
        """Brings the window into a state, and gives what to look at."""

        def __call__(self, scene: Scene) -> QWidget: ...


def _page(scene: Scene, tab: int = TRAIN, people: int = 64) -> TrainingPage:
    """The page with so many people's sessions, of whom the database knows nothing."""
    page = scene.go(TRAINING)
    scene.wait(lambda: page.form.table is not None and page.models.table.rowCount() > 0)
    page.lookups.shut_down()
    page.tabs.setCurrentIndex(tab)
    page._show_only(page.form)
    page.form.show_choice(TrainingChoice("phq-9", PHQ_9))
    page._show_table(made.table(people))
    page.form.show_estimate(TimeEstimate(96.0, 20.0, 900_000_000, 400_000_000))
    return page


def _form(scene: Scene) -> QWidget:
    _page(scene)
    return scene.window


def _too_few(scene: Scene) -> QWidget:
    _page(scene, people=8)
    return scene.window


def _advanced(scene: Scene) -> QWidget:
    page = _page(scene)
    page.form.advanced.fold.setChecked(True)
    page.form.scale.own.click()
    page.form.scale.fields["cutoff"].setText("40")
    page.form.scale.fields["cutoff"].textEdited.emit("40")
    scene.cleanups += [page.form.scale.own.click, lambda: page.form.advanced.fold.setChecked(False)]
    return scene.window


def _sessions(scene: Scene) -> QWidget:
    _page(scene, SESSIONS)
    return scene.window


def _running(scene: Scene) -> QWidget:
    page = _page(scene)
    page.run.progress = Progress("validating", 0.42, 60.0)
    page.running._show_points(made.points())
    page._show_only(page.running)
    return scene.window


def _result(scene: Scene, verdict: Verdict = Verdict.BETTER, tab: int = 0) -> QWidget:
    page = _page(scene)
    page.result.show_judgement(made.judgement(verdict, holdout=verdict), PHQ_9, "PHQ-9 · 2026-05-04", "Standard model")
    page.result.tabs.setCurrentIndex(tab)
    page._show_only(page.result)
    return scene.window


def _no_better(scene: Scene) -> QWidget:
    return _result(scene, Verdict.NO_RELIABLE_DIFFERENCE, 3)


def _models(scene: Scene) -> QWidget:
    _page(scene, MODELS)
    return scene.window


def _outlook(scene: Scene) -> QWidget:
    _page(scene, OUTLOOK).outlook.show_curve(made.learning_curve())
    return scene.window


TRAINING_STATES: Mapping[str, Show] = {
    "training": _form,
    "training-too-few": _too_few,
    "training-advanced": _advanced,
    "training-sessions": _sessions,
    "training-running": _running,
    "training-result": _result,
    "training-no-better": _no_better,
    "training-models": _models,
    "training-outlook": _outlook,
}
