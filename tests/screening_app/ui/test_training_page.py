"""The training page on a real workspace: looking up, running, going on, activating, and going back."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import training_made_up as made
from PySide6.QtCore import Qt

from screening_app import demo_clinic
from screening_app.domain import Lesson, ModelOrigin, Purpose, Role, TrainedModel, User
from screening_app.services.consents import withdraw_consent
from screening_app.services.model_registry import DEFAULT_BUNDLE
from screening_app.services.permissions import everybody_may
from screening_app.services.training import Depth, Light, Pause, Verdict
from screening_app.services.training_folder import UnfinishedRun, keep_run, run_folder
from screening_app.ui.main_window import MainWindow
from screening_app.ui.rail import SETTINGS, TRAINING
from screening_app.ui.training_compare_dialog import TrainingCompareDialog
from screening_app.ui.training_models_table import NAME, STATE, VERDICT
from screening_app.ui.training_page import MODELS, TRAIN, TrainingPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from screening_app.services.training import TrainingTable
    from screening_app.ui.services import AppServices
    from selfmm.types import Report

PATIENCE = 20_000  # milliseconds; the machine may be busy
NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def named(app_services: AppServices) -> AppServices:
    """A clinician has signed in."""
    app_services.workspace.access.user = User("li", "Dr Li", Role.CLINICIAN)
    return app_services


@pytest.fixture
def page(named: AppServices, qtbot: QtBot) -> Iterator[TrainingPage]:
    made_page = TrainingPage(named)  # not given to qtbot, which would take it away while answers are on their way
    made_page.resize(1060, 740)
    yield made_page
    made_page.shut_down()
    for jobs in (named.training_jobs, named.device_jobs, named.jobs):
        jobs.close()
    qtbot.wait(1)
    made_page.close()
    made_page.deleteLater()


def shown(page: TrainingPage, qtbot: QtBot) -> TrainingPage:
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: page.form.table is not None and page.models.table.rowCount() > 0, timeout=PATIENCE)
    return page


@pytest.fixture
def own_model(named: AppServices) -> Callable[..., TrainedModel]:
    """Adds a model to the list that was never trained: the one that came along, under another id."""

    def add(model_id: str = "aaaaaaaaaaaa", found: Verdict = Verdict.BETTER, **changes: object) -> TrainedModel:
        workspace = named.workspace
        judged = made.judgement(found)
        model = TrainedModel(
            id=model_id,
            name=f"Ours {model_id[0]}",
            folder=model_id,
            origin=ModelOrigin.TRAINED,
            parent="",
            scale="PHQ-9",
            depth="heads",
            made_by="Dr Li",
            made_at=NOW,
            summary={"people": 64, "sessions": 70, "people_above": 22, "people_below": 42, "languages": {"en": 70}},
            verdict=found.value,
            comparison=json.loads(json.dumps(asdict(judged))),
        )
        model = replace(model, **changes)
        workspace.paths.models.mkdir(parents=True, exist_ok=True)
        (workspace.paths.models / model.folder).symlink_to(DEFAULT_BUNDLE, target_is_directory=True)
        workspace.models.add(model, [Lesson("gone", "nobody")])
        return model

    return add


def unfinished(services: AppServices) -> None:
    """As if the program had been killed in the middle of a training."""
    training = services.workspace.paths.training
    run_folder(training).mkdir(parents=True)
    run = UnfinishedRun(
        "Spring", "Dr Li", NOW, "2026-05-04", "PHQ-9", "heads", "", DEFAULT_BUNDLE, DEFAULT_BUNDLE, ("a", "b"), 2
    )
    keep_run(training, run)
    (run_folder(training) / "progress").write_text("0.42", encoding="utf-8")


# What can be learnt from, and what is proposed


def test_an_empty_clinic_is_told_what_is_missing(page: TrainingPage, qtbot: QtBot) -> None:
    shown(page, qtbot)
    assert page.form.table is not None
    assert page.form.table.readiness.lights[Depth.RECALIBRATE] is Light.RED
    assert "There are 0 rated people" in page.form.light.reasons.text()
    assert not page.form.start.isEnabled()


def test_rated_sessions_are_found_and_the_sensible_depth_is_chosen(
    page: TrainingPage, named: AppServices, qtbot: QtBot
) -> None:
    demo_clinic.fill(named.workspace, 12)
    shown(page, qtbot)
    assert page.form.scale.instrument_id == "phq-9"
    assert page.form.chosen_depth is Depth.RECALIBRATE
    assert page.sessions.model.rowCount() > 12
    table = page.form.table
    assert table is not None
    assert table.readiness.people == 12


def test_looking_through_many_sessions_keeps_no_device_waiting_and_ends_with_the_page(
    page: TrainingPage, named: AppServices, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(page, qtbot)
    looking, opened = threading.Event(), threading.Event()

    def look_for_ever(choice: object, report: Report) -> TrainingTable:
        while True:
            report("reading", 0.0)
            looking.set()
            time.sleep(0.01)

    monkeypatch.setattr(named.training, "table", look_for_ever)
    page.lookups.follow(page.form.choice, again=True)
    qtbot.waitUntil(looking.is_set)
    named.device_jobs.start(lambda _: opened.set(), on_done=lambda _: None, on_error=lambda _: None)
    qtbot.waitUntil(opened.is_set)
    page.shut_down()  # which would wait for ever if it were not cancelled
    page.lookups.follow(page.form.choice, again=True)  # as a change does that comes after
    page.lookups.propose()


def test_withdrawn_consent_is_followed_while_the_page_is_open(
    page: TrainingPage, named: AppServices, qtbot: QtBot
) -> None:
    demo_clinic.fill(named.workspace, 3)
    shown(page, qtbot)
    assert page.form.table is not None
    row = page.form.table.usable[0]
    interview = named.workspace.interviews.get(row.interview_id)
    withdraw_consent(named.workspace, interview, Purpose.TRAINING, "Dr Li")
    named.events.interview_changed.emit(interview.id)
    qtbot.waitUntil(
        lambda: (
            page.form.table is not None and row.interview_id not in {one.interview_id for one in page.form.table.usable}
        ),
        timeout=PATIENCE,
    )


# Running


def test_recording_pauses_training_and_its_end_goes_on(page: TrainingPage, named: AppServices) -> None:
    named.events.tell_recording(True)
    assert named.training.paused == {Pause.RECORDING}
    page.run.turn_pause()
    named.events.tell_recording(False)
    assert named.training.paused == {Pause.USER}  # the user's own pause stays
    page.run.turn_pause()
    assert not named.training.paused


def test_a_page_that_is_made_during_a_recording_pauses_at_once(named: AppServices, qtbot: QtBot) -> None:
    named.events.tell_recording(True)
    qtbot.addWidget(TrainingPage(named))
    assert Pause.RECORDING in named.training.paused
    named.events.tell_recording(False)


def test_an_interrupted_training_is_asked_about_and_can_be_thrown_away(
    page: TrainingPage, named: AppServices, qtbot: QtBot, answer_question: Callable[[str], list[str]]
) -> None:
    unfinished(named)
    shown(page, qtbot)
    assert page.interrupted.isVisible()
    for part in ("Spring", "Tune the heads", "Dr Li", "42 %"):
        assert part in page.interrupted.text.text()
    assert not page.form.start.isEnabled()  # one at a time
    said = answer_question("Throw it away")
    page.interrupted.discard.click()
    assert "lost" in said[0]
    assert named.training.unfinished() is None
    assert page.interrupted.isHidden()


def test_a_training_that_cannot_go_on_says_why_and_asks_again(
    page: TrainingPage, named: AppServices, qtbot: QtBot
) -> None:
    unfinished(named)  # without the sessions that it was to learn from
    shown(page, qtbot)
    page.interrupted.go_on.click()
    assert page.running.isVisible()
    assert page.work_in_progress()
    qtbot.waitUntil(lambda: not page.run.is_active, timeout=PATIENCE)
    assert page.banner.text
    assert page.interrupted.isVisible()
    assert page.form.isVisible()


def test_the_window_asks_at_the_start_whether_to_go_on(named: AppServices, qtbot: QtBot) -> None:
    unfinished(named)
    window = MainWindow(named)
    qtbot.addWidget(window)
    window.show_message("something else", "info")
    window.offer_training()
    assert window.banner.text == "something else"
    window.banner.clear()
    assert "“Spring” was interrupted" in window.banner.text
    window.banner._action.click()
    assert window.pages[TRAINING].isVisibleTo(window)
    assert window.rail.buttons[SETTINGS].isChecked()
    for place in window.pages.values():
        place.shut_down()
    named.training_jobs.close()
    named.device_jobs.close()
    qtbot.wait(1)


# Is it better, and the list of models


def test_a_finished_training_shows_its_verdict_and_can_be_used(
    page: TrainingPage, named: AppServices, own_model: Callable[..., TrainedModel], qtbot: QtBot
) -> None:
    shown(page, qtbot)
    model = own_model()
    page.run.finished.emit(model)
    qtbot.waitUntil(page.result.isVisible, timeout=PATIENCE)
    assert "reliably better" in page.result.sentence.text()
    page.result.activate.click()
    assert named.settings_store.current.model_folder.endswith(model.folder)
    assert page.tabs.currentIndex() == MODELS
    assert "“Ours a” scores from now on" in page.models.banner.text


def test_what_is_not_recommended_is_asked_about_before_it_scores(
    page: TrainingPage,
    named: AppServices,
    own_model: Callable[..., TrainedModel],
    qtbot: QtBot,
    answer_question: Callable[[str], list[str]],
) -> None:
    model = own_model(found=Verdict.WORSE_THAN_MEAN)
    shown(page, qtbot)
    qtbot.waitUntil(lambda: page.models.table.row_of(model.id) >= 0, timeout=PATIENCE)
    page.models.view.selectRow(page.models.table.row_of(model.id))
    said = answer_question("Keep the current model")
    page.models.activate.click()
    assert "no better than saying the same number" in said[0]
    assert named.settings_store.current.model_folder == ""
    answer_question("Activate it all the same")
    page.models.activate.click()
    assert named.settings_store.current.model_folder


def test_one_click_goes_back_to_the_model_before(
    page: TrainingPage, named: AppServices, own_model: Callable[..., TrainedModel], qtbot: QtBot
) -> None:
    model = own_model()
    shown(page, qtbot)
    page.models.view.selectRow(page.models.table.row_of(model.id))
    page.models.activate.click()
    qtbot.waitUntil(page.models.roll_back.isEnabled, timeout=PATIENCE)
    assert "Dr Li" in page.models.details.texts.text()
    page.models.roll_back.click()
    assert named.settings_store.current.model_folder == ""


def test_without_a_name_nothing_is_activated_and_it_is_said_why(
    page: TrainingPage, named: AppServices, own_model: Callable[..., TrainedModel], qtbot: QtBot
) -> None:
    model = own_model()
    named.workspace.access.user = everybody_may().user
    shown(page, qtbot)
    page.models.view.selectRow(page.models.table.row_of(model.id))
    page.models.activate.click()
    assert "sign in" in page.models.banner.text


def test_the_list_marks_what_has_to_be_known(
    page: TrainingPage, named: AppServices, own_model: Callable[..., TrainedModel], qtbot: QtBot
) -> None:
    (patient,) = demo_clinic.fill(named.workspace, 1)
    interview = named.workspace.interviews.of_patient(patient.id)[0]
    learnt = own_model("bbbbbbbbbbbb", Verdict.TOO_FEW)
    named.workspace.models.add(learnt, [Lesson(interview.id, patient.id)])
    own_model("cccccccccccc", origin=ModelOrigin.IMPORTED, comparison={}, verdict="")
    broken = own_model("dddddddddddd")
    (named.workspace.paths.models / broken.folder).unlink()
    withdraw_consent(named.workspace, interview, Purpose.TRAINING, "Dr Li")
    shown(page, qtbot)
    table = page.models.table
    told = {table.index(row, NAME).data(): table.index(row, STATE).data() for row in range(table.rowCount())}
    assert "learnt from 1 withdrawn sessions" in told["Ours b"]
    assert "not confirmed yet" in told["Ours c"]
    assert "cannot be read" in told["Ours d"]
    assert "active" in table.index(0, STATE).data()
    assert table.index(table.row_of("bbbbbbbbbbbb"), VERDICT).data() == "Too few people to tell"
    page.models.view.selectRow(table.row_of("bbbbbbbbbbbb"))
    assert "cannot be taken out of a model" in page.models.details.problem.text()
    page.models.view.selectRow(table.row_of("cccccccccccc"))
    assert not page.models.activate.isEnabled()
    assert not page.models.confirm.isHidden()
    page.models.view.selectRow(table.row_of("dddddddddddd"))
    assert not page.models.export.isEnabled()


def test_an_imported_model_is_confirmed_and_deleted_by_a_person(
    page: TrainingPage,
    named: AppServices,
    own_model: Callable[..., TrainedModel],
    qtbot: QtBot,
    answer_question: Callable[[str], list[str]],
) -> None:
    model = own_model("cccccccccccc", origin=ModelOrigin.IMPORTED, comparison={}, verdict="")
    shown(page, qtbot)
    page.models.view.selectRow(page.models.table.row_of(model.id))
    answer_question("I trust it")
    page.models.confirm.click()
    qtbot.waitUntil(page.models.activate.isEnabled, timeout=PATIENCE)
    answer_question("Delete")
    page.models.delete.click()
    qtbot.waitUntil(lambda: page.models.table.row_of(model.id) < 0, timeout=PATIENCE)
    assert named.workspace.models.find(model.id).deleted_by == "Dr Li"


def test_a_foreign_file_is_refused_with_the_reason(page: TrainingPage, named: AppServices, qtbot: QtBot) -> None:
    shown(page, qtbot)
    foreign = named.workspace.paths.data / "foreign.selfmm-model"
    foreign.write_bytes(b"no model")
    page.actions_.import_from(foreign)
    qtbot.waitUntil(lambda: not page.models.progress.active, timeout=PATIENCE)
    assert "no model of this program" in page.models.banner.text


def test_two_models_are_compared_side_by_side(
    named: AppServices, page: TrainingPage, own_model: Callable[..., TrainedModel], qtbot: QtBot
) -> None:
    model = own_model()
    shown(page, qtbot)
    dialog = TrainingCompareDialog(named, page.models.registry.models, model.id)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: not dialog.is_looking, timeout=PATIENCE)
    assert "no rated session that both have scored" in dialog.sentence.text()
    assert dialog.facts.item(0, 1).text().startswith("Trained on")
    assert dialog.facts.item(0, 2).text() == "Came with the program"


def test_nothing_to_score_again_is_said(page: TrainingPage, qtbot: QtBot) -> None:
    shown(page, qtbot)
    page.models.rescore.click()
    qtbot.waitUntil(lambda: "already" in page.models.banner.text, timeout=PATIENCE)


def test_enter_on_the_tabs_and_arrow_keys_lead_everywhere(page: TrainingPage, qtbot: QtBot) -> None:
    shown(page, qtbot)
    bar = page.tabs.tabBar()
    bar.setFocus()
    assert page.tabs.currentIndex() == TRAIN
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert page.tabs.currentIndex() == TRAIN + 1
