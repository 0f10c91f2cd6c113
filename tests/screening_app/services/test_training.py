"""Retraining on a small clinic of people who do not exist, with a model that is tiny."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from screening_app import demo_clinic
from screening_app.crypto.encrypted_file import MAGIC
from screening_app.domain import ModelOrigin, Purpose
from screening_app.errors import ScreeningError, StorageError
from screening_app.jobs.child import ChildProcess
from screening_app.jobs.runner import Cancelled
from screening_app.services import training as training_service
from screening_app.services import training_plans
from screening_app.services.consents import withdraw_consent
from screening_app.services.model_comparisons import comparison_of
from screening_app.services.model_lineage import (
    known_people,
    models_that_learnt_from,
    models_that_learnt_from_person,
)
from screening_app.services.model_registry import active_bundle, list_models
from screening_app.services.sign_in import keep_first_user, make_first_user
from screening_app.services.training import Depth, Light, Pause, TrainingChoice, TrainingService, Verdict
from screening_app.services.training_folder import (
    clinic_folder,
    out_folder,
    run_folder,
    unfinished_run,
    vectors_folder,
)
from screening_app.services.transcripts import existing_transcript
from screening_app.services.workspace import open_workspace
from screening_app.settings import Settings
from selfmm.errors import DataError
from selfmm.scales import PHQ_9

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.domain import Interview
    from screening_app.paths import AppPaths
    from screening_app.services.workspace import Workspace
    from selfmm.types import Report

HEADS = TrainingChoice("phq-9", PHQ_9, Depth.HEADS, seeds=(1,))
CHOICE = replace(HEADS, depth=Depth.RECALIBRATE)  # the quickest, where what is learnt does not matter


@pytest.fixture
def service(workspace: Workspace, deaf_settings: Settings) -> TrainingService:
    return TrainingService(workspace, lambda: deaf_settings)


@pytest.fixture
def deaf_settings(deaf_bundle: Path, tiny_encoder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SELFMM_MULTILINGUAL_E5_SMALL", str(tiny_encoder))
    return Settings(model_folder=str(deaf_bundle))


@pytest.fixture(autouse=True)
def _words_that_the_tiny_encoder_tells_apart(
    monkeypatch: pytest.MonkeyPatch, letter_topics: dict[str, dict[str, tuple[str, ...]]]
) -> None:
    for topic, sentences in letter_topics.items():
        monkeypatch.setattr(demo_clinic, topic, sentences)


@pytest.fixture(autouse=True)
def _the_same_ids_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is dealt into which fold hangs on the ids."""
    draw = random.Random(1)
    for module in ("patients", "interviews"):
        monkeypatch.setattr(f"screening_app.services.{module}.uuid4", lambda: UUID(int=draw.getrandbits(128)))


def fill(workspace: Workspace, people: int, *, shuffled: bool = False) -> None:
    demo_clinic.fill(workspace, people, shuffled=shuffled, languages=("en",))


@pytest.mark.slow
def test_a_training_finds_what_is_there_and_activates_nothing(
    workspace: Workspace, service: TrainingService, deaf_settings: Settings
) -> None:
    fill(workspace, 40)
    steps: list[str] = []
    model = service.start(HEADS, "Dr. 王", lambda step, _: steps.append(step))
    judged = comparison_of(model)
    assert judged is not None
    assert judged.verdict is Verdict.BETTER
    assert judged.cross_validation.new["auc"].value >= 0.9
    assert {one.person for one in judged.cross_validation.predictions} == {""}
    assert (model.origin, model.scale, model.depth, model.made_by) == (ModelOrigin.TRAINED, "PHQ-9", "heads", "Dr. 王")
    assert model.summary["people"] == 40
    assert [(one.id, one.is_active) for one in list_models(workspace, deaf_settings) if one.model] == [
        (model.id, False)
    ]
    assert active_bundle(deaf_settings).name == "deaf"
    assert workspace.models.find(model.id) == model
    assert "training" in steps
    assert steps[-1] == "registering"
    assert service.unfinished() is None
    assert not run_folder(workspace.paths.training).exists()


@pytest.mark.slow
def test_where_there_is_nothing_it_says_so(workspace: Workspace, service: TrainingService) -> None:
    fill(workspace, 40, shuffled=True)
    judged = comparison_of(service.start(HEADS, "Dr. Li"))
    assert judged is not None
    assert judged.verdict is not Verdict.BETTER
    assert not judged.recommended


def test_a_stopped_training_goes_on_to_the_same_model(workspace: Workspace, service: TrainingService) -> None:
    fill(workspace, 12)
    whole = service.start(CHOICE, "Dr. Li")
    shutil.rmtree(workspace.paths.models)

    def stop(step: str, fraction: float) -> None:
        if step == "training" or fraction > 0.5:
            service.stop()

    with pytest.raises(Cancelled):
        service.start(replace(CHOICE, name=whole.name), "Dr. Li", stop)
    run = service.unfinished()
    assert run is not None
    assert (run.started_by, run.people, run.scale) == ("Dr. Li", 12, "PHQ-9")
    again = TrainingService(workspace, service._settings)  # as after a restart
    with pytest.raises(ScreeningError, match="not finished"):
        again.start(CHOICE, "Dr. Li")
    assert again.go_on().id == whole.id
    with pytest.raises(ScreeningError, match="no training to go on with"):
        again.go_on()


@pytest.mark.usefixtures("quick_passphrases")
def test_where_there_are_users_nothing_that_was_said_lies_there_in_plain_while_a_training_waits(
    app_paths: AppPaths, deaf_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    first = make_first_user("Dr. Li", "seven lamps under the quiet harbour", sees_patients=True)
    workspace = open_workspace(app_paths, keep_first_user(app_paths, first))
    fill(workspace, 12)
    child = ChildProcess()
    service = TrainingService(workspace, lambda: deaf_settings, child)
    service.estimate(CHOICE)
    service.start(CHOICE, "Dr. Li")
    shutil.rmtree(workspace.paths.models)
    training = workspace.paths.training
    service.learning_curve(CHOICE)

    def stop(step: str, _: float) -> None:
        if step == "judging":  # the folds are done, and the bundle is there
            service.stop()

    with pytest.raises(Cancelled):
        service.start(replace(CHOICE, seeds=(2,)), "Dr. Li", stop)
    (curve,) = training.glob("curve-*")
    for folder in (clinic_folder(training), vectors_folder(training), out_folder(training), curve):
        files = [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]
        plain = {path.relative_to(folder).parts[0] for path in files if not path.read_bytes().startswith(MAGIC)}
        assert len(files) > 5
        assert plain <= {"bundle"}
    assert (out_folder(training) / "folds" / "repeat-0-fold-4.json").exists()
    words = [existing_transcript(workspace, one).answers[0].text.encode() for one in workspace.interviews.all()]
    for path in (*training.rglob("*"), *temporary.rglob("*")):
        assert not (path.is_file() and any(word in path.read_bytes() for word in words)), path.name
    model = service.go_on()
    assert model.made_by == "Dr. Li"
    files = list((workspace.paths.models / model.folder).iterdir())
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600} or os.name == "nt"
    service.close()
    workspace.close()


@pytest.mark.slow
def test_a_killed_training_goes_on_to_the_same_model(workspace: Workspace, service: TrainingService) -> None:
    fill(workspace, 20)
    whole = service.start(HEADS, "Dr. Li")
    shutil.rmtree(workspace.paths.models)
    child = ChildProcess()
    killed = TrainingService(workspace, service._settings, child)

    def kill(_: str, fraction: float) -> None:
        if fraction > 0.4:
            child.interrupt()

    with pytest.raises(ScreeningError, match="stopped unexpectedly"):
        killed.start(replace(HEADS, name=whole.name), "Dr. Li", kill)
    before = killed.points()
    assert before
    run = killed.unfinished()
    assert run is not None
    assert run.fraction > 0.3
    seen = []
    assert killed.go_on(lambda *_: seen.append(len(killed.points()))).id == whole.id
    assert seen[0] >= len(before)
    killed.close()


def test_a_cancelled_training_leaves_nothing(workspace: Workspace, service: TrainingService) -> None:
    fill(workspace, 12)

    def cancel(step: str, _: float) -> None:
        if step == "validating":
            service.cancel()

    with pytest.raises(Cancelled):
        service.start(CHOICE, "Dr. Li", cancel)
    assert service.unfinished() is None
    assert not run_folder(workspace.paths.training).exists()
    assert workspace.models.all() == ()


def test_a_paused_training_waits(workspace: Workspace, service: TrainingService) -> None:
    fill(workspace, 12)
    waits: list[frozenset[Pause]] = []

    def watch(step: str, _: float) -> None:
        if step == "validating" and not waits:
            service.pause(Pause.RECORDING)
            service.pause()
        if step == "paused":
            waits.append(service.paused)
            service.resume(Pause.RECORDING if len(waits) == 1 else Pause.USER)

    service.start(CHOICE, "Dr. Li", watch)
    assert waits == [{Pause.RECORDING, Pause.USER}, {Pause.USER}]
    assert service.paused == frozenset()


def test_withdrawn_consent_ends_a_training_and_names_the_models(workspace: Workspace, service: TrainingService) -> None:
    fill(workspace, 12)
    first = service.start(CHOICE, "Dr. Li")
    table = service.table(CHOICE)
    row = table.usable[0]
    interview = workspace.interviews.get(row.interview_id)

    def withdraw(step: str, _: float) -> None:
        if step == "validating" and Purpose.TRAINING in training_consents():
            withdraw_consent(workspace, interview, Purpose.TRAINING, "Dr. Li")

    def training_consents() -> set[Purpose]:
        return {one.purpose for one in workspace.consents.of_interview(interview.id) if one.withdrawn_at is None}

    with pytest.raises(ScreeningError, match="was withdrawn"):
        service.start(replace(CHOICE, seeds=(2,)), "Dr. Li", withdraw)
    assert service.unfinished() is None
    assert not vectors_folder(workspace.paths.training).exists()
    assert [one.id for one in models_that_learnt_from(workspace, interview.id)] == [first.id]
    assert [one.id for one in models_that_learnt_from_person(workspace, row.patient_id)] == [first.id]
    assert row.interview_id not in {one.interview_id for one in service.table(CHOICE).usable}


def test_an_unfinished_training_goes_at_once_when_somebody_withdraws(
    workspace: Workspace, service: TrainingService
) -> None:
    fill(workspace, 12)

    def stop(step: str, _: float) -> None:
        if step == "validating":
            service.stop()

    with pytest.raises(Cancelled):
        service.start(CHOICE, "Dr. Li", stop)
    run = unfinished_run(workspace.paths.training)
    assert run is not None
    other = next(one for one in workspace.interviews.all() if one.id not in run.interview_ids)
    workspace_remove(workspace, other.id)
    assert service.unfinished() is not None
    workspace_remove(workspace, run.interview_ids[0])
    assert service.unfinished() is None
    assert not run_folder(workspace.paths.training).exists()


def workspace_remove(workspace: Workspace, interview_id: str) -> None:
    from screening_app.services.interviews import remove_interview

    remove_interview(workspace, interview_id)


def test_what_a_model_knows_counts_for_those_that_begin_from_it(workspace: Workspace, service: TrainingService) -> None:
    fill(workspace, 12)
    first = service.start(CHOICE, "Dr. Li")
    people = {row.patient_id for row in service.table(CHOICE).usable}
    assert known_people(workspace, first.id) == people
    on_top = replace(CHOICE, base=workspace.paths.models / first.folder)
    readiness = service.table(on_top).readiness
    assert readiness.judged_people == 0
    assert "few_judged" in readiness.warnings


def test_too_few_people_are_refused_before_anything_is_written(workspace: Workspace, service: TrainingService) -> None:
    fill(workspace, 6)
    assert service.table(CHOICE).readiness.lights[Depth.RECALIBRATE] is Light.RED
    with pytest.raises(DataError, match="rated people"):
        service.start(CHOICE, "Dr. Li")
    assert not run_folder(workspace.paths.training).exists()
    with pytest.raises(ScreeningError, match="sign in first"):
        service.start(CHOICE, " ")


def test_memory_and_disk_are_looked_at_first(
    workspace: Workspace, service: TrainingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(workspace, 12)
    monkeypatch.setattr(training_service, "free_memory", lambda: 1000)
    with pytest.raises(ScreeningError, match="too little memory"):
        service.start(CHOICE, "Dr. Li")
    monkeypatch.setattr(training_service, "free_memory", lambda: None)
    monkeypatch.setattr("screening_app.storage.media_folder.MediaFolder.free_bytes", lambda _: 1000)
    with pytest.raises(StorageError, match="too little space"):
        service.start(CHOICE, "Dr. Li")
    assert not run_folder(workspace.paths.training).exists()


def test_the_best_that_there_is_enough_for_is_proposed(workspace: Workspace, service: TrainingService) -> None:
    fill(workspace, 12)
    choice, table = service.default_choice()
    assert choice == TrainingChoice("phq-9", PHQ_9, Depth.RECALIBRATE)
    again = service.table(choice)
    assert (table.readiness, table.counts) == (again.readiness, again.counts)
    assert [row.interview_id for row in table.rows] == [row.interview_id for row in again.rows]


@pytest.mark.slow
def test_epochs_are_told_as_they_go(workspace: Workspace, service: TrainingService) -> None:
    fill(workspace, 24)
    seen: list[int] = []
    service.start(HEADS, "Dr. Li", lambda step, _: seen.append(len(service.points())))
    assert max(seen) > 10
    assert service.points() == ()


def test_a_second_training_waits_for_the_first(workspace: Workspace, service: TrainingService) -> None:
    fill(workspace, 12)
    refused: list[str] = []

    def begin_another(step: str, _: float) -> None:
        if not refused:
            with pytest.raises(ScreeningError) as error:
                service.learning_curve(CHOICE)
            refused.append(str(error.value))

    service.start(CHOICE, "Dr. Li", begin_another)
    assert "training is running" in refused[0]


def test_a_learning_curve_is_drawn(workspace: Workspace, service: TrainingService) -> None:
    fill(workspace, 24)
    curve = service.learning_curve(CHOICE)
    assert len(curve.points) >= 2
    assert curve.sessions_more == 20
    assert len(list(workspace.paths.training.glob("curve-*"))) == 1
    assert workspace.models.all() == ()


def test_recordings_are_looked_through_again_one_by_one(
    workspace: Workspace, service: TrainingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(workspace, 4)
    good, bad, *_ = workspace.interviews.all()
    asked: list[tuple[str, str]] = []

    def prepare(_: Workspace, interview: Interview, settings: Settings, report: Report, **__: object) -> None:
        if interview.id == bad.id:
            raise ScreeningError("gone")
        asked.append((interview.id, settings.model_folder))
        report("extracting", 1.0)

    monkeypatch.setattr(training_plans, "prepare_interview", prepare)
    told: list[float] = []
    base = workspace.paths.models / "base"
    made = service.re_extract([good.id, bad.id], replace(CHOICE, base=base), lambda _, at: told.append(at))
    assert made.done == (good.id,)
    assert [(name, str(error)) for name, error in made.failed] == [(bad.id, "gone")]
    assert asked == [(good.id, str(base))]  # by the recipe of the model that is begun from
    assert told == [0.5]
