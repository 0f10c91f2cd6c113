"""The services that pages are handed, on a real workspace in tmp_path."""

from __future__ import annotations

import importlib.util
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLoggingCategory, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from screening_app.domain import Assessment, Patient, Source
from screening_app.jobs.child import ThisProcess
from screening_app.jobs.runner import JobRunner
from screening_app.paths import AppPaths
from screening_app.services.interviews import start_interview
from screening_app.services.patients import add_patient
from screening_app.services.scoring import ScoringService, add_assessment
from screening_app.services.training import TrainingService
from screening_app.services.workspace import Workspace, open_workspace
from screening_app.settings import Settings
from screening_app.ui import theme
from screening_app.ui.backup_jobs import BackupJobs
from screening_app.ui.events import Events
from screening_app.ui.main_thread import MainThread
from screening_app.ui.services import AppServices, SettingsStore
from screening_app.ui.translation import TRANSLATIONS, Translation
from selfmm.scales import SDS
from selfmm.types import INDETERMINATE, AnswerScore, Quality, Score, no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from screening_app.domain import Interview
    from selfmm.types import Report

PACKAGING = Path(__file__).resolve().parents[3] / "packaging"


@pytest.fixture
def workspace(tmp_path: Path, lay_out_clinic: Callable[[AppPaths], AppPaths]) -> Iterator[Workspace]:
    opened = open_workspace(lay_out_clinic(AppPaths(tmp_path / "data")))
    yield opened
    opened.close()


class NoLivePreparation:
    """Prepares nothing while a recording goes on, but remembers which ones it should have followed."""

    def __init__(self) -> None:
        self.begun: list[str] = []

    def begin(self, interview: Interview) -> None:
        self.begun.append(interview.id)

    def wait(self, interview_id: str, report: Report = no_report) -> None:
        """At once: what was not begun is not waited for."""


@pytest.fixture(autouse=True)
def in_the_programs_style(request: pytest.FixtureRequest, qapp: QApplication) -> None:
    """Windows look as they do in the program, whatever the test before has left in force; a scene has its own look.

    In the program each part of the window wears the stylesheet; here the application does, for what a test shows bare.
    """
    if "scene" in request.fixturenames:
        return
    theme.apply(qapp, "light")
    if qapp.styleSheet() != theme.sheet_in_force():  # Qt styles all that there is anew, another sheet or not
        qapp.setStyleSheet(theme.sheet_in_force())


@pytest.fixture
def app_services(workspace: Workspace) -> Iterator[AppServices]:
    bridge, events = MainThread(), Events()
    store = SettingsStore(workspace.paths.settings, Settings(language="en", theme="light"), events)
    jobs, device_jobs, training_jobs = (JobRunner(bridge.post) for _ in range(3))
    backup_jobs = BackupJobs(bridge.post)
    scoring = ScoringService(workspace, lambda: store.current)
    training = TrainingService(workspace, lambda: store.current)
    live = NoLivePreparation()
    yield AppServices(
        workspace, scoring, live, jobs, device_jobs, events, store, ThisProcess(), training, training_jobs, backup_jobs
    )
    training.stop()
    training_jobs.close()
    backup_jobs.close()
    jobs.close()
    device_jobs.close()


@pytest.fixture
def root_log() -> Iterator[None]:
    """The root logger is as it was afterwards, whatever log the program has begun."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers, root.level = handlers, level


@pytest.fixture
def quiet_multimedia() -> Iterator[None]:
    """Qt's players say nothing: pytest-qt's message handler crashes when their threads log while it is taken away."""
    QLoggingCategory.setFilterRules("*=false")
    yield
    QLoggingCategory.setFilterRules("")


@pytest.fixture(scope="session")
def update_translations() -> ModuleType:
    """The tool that keeps the translations up to date."""
    spec = importlib.util.spec_from_file_location("update_translations", PACKAGING / "update_translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def translations_compiled(update_translations: ModuleType) -> None:
    """What is translated by now can be put in force."""
    compiled = TRANSLATIONS / "zh_CN.qm"
    if not compiled.exists() or compiled.stat().st_mtime < update_translations.TS.stat().st_mtime:
        update_translations.compile_translations()


@pytest.fixture
def translation(qapp: QApplication, translations_compiled: None) -> Iterator[Translation]:
    """Puts languages in force, and English again at the end."""
    made = Translation(qapp)
    yield made
    made.use("en")


@pytest.fixture
def answer_question() -> Callable[[str], list[str]]:
    """Presses a button of the next message box; the list then holds what the box said."""

    def answer(button_text: str) -> list[str]:
        said: list[str] = []

        def press() -> None:
            box = QApplication.activeModalWidget()
            if not isinstance(box, QMessageBox):
                QTimer.singleShot(20, press)
                return
            said.append(f"{box.text()} {box.informativeText()}")
            next(button for button in box.findChildren(QPushButton) if button.text() == button_text).click()

        QTimer.singleShot(0, press)
        return said

    return answer


@pytest.fixture
def scored_patient(workspace: Workspace) -> Callable[..., tuple[Patient, tuple[Assessment, ...]]]:
    """Makes a patient with one typed interview a month, each with a score as a model might have given it."""

    def score(value: float | None, bundle: str) -> Score:
        interval = None if value is None else (value - 9, value + 9)
        undecided = interval is None or interval[0] < SDS.cutoff <= interval[1]
        return Score(
            scale=SDS,
            value=value,
            interval=interval,
            coverage=0.9,
            band=INDETERMINATE if undecided else SDS.band(value),
            text=value,
            audio=None,
            vision=None,
            answers=tuple(AnswerScore(f"my answer number {n}", n * 10.0, n * 10.0 + 8.5, value) for n in range(3)),
            quality=Quality(words=120),
            bundle=bundle,
            reasons=("too_few_words",) if value is None else ("interval_spans_cutoff",) if undecided else (),
            warnings=("no_sound",),
        )

    def make(
        *values: float | None, bundles: tuple[str, ...] = (), **particulars: object
    ) -> tuple[Patient, tuple[Assessment, ...]]:
        patient = add_patient(workspace, **particulars)
        now, made = datetime.now(UTC), []
        for place, value in enumerate(values):
            held_at = now - timedelta(days=30 * (len(values) - place))
            interview = start_interview(workspace, patient, Source.TYPED, "en", held_at=held_at)
            bundle = bundles[place] if bundles else "0123456789ab"
            made.append(add_assessment(workspace, interview, score(value, bundle)))
        return patient, tuple(made)

    return make
