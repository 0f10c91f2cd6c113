"""Backups that nobody asks for: when they are due, and never in the way of what the user does."""

from __future__ import annotations

import shutil
import time
from threading import Event
from typing import TYPE_CHECKING

import pytest
from backed_up import set_up, with_backup
from PySide6.QtCore import QTimer

from screening_app.jobs.runner import Cancelled
from screening_app.services.backup_standing import opened_here
from screening_app.ui import automatic_backups
from screening_app.ui.automatic_backups import AutomaticBackups
from screening_app.ui.backup_jobs import BackupJobs, resting, seldom
from screening_app.ui.main_thread import MainThread

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from screening_app.jobs.runner import Job
    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def automatic(qtbot: QtBot, app_services: AppServices, told: list[str]) -> AutomaticBackups:
    return AutomaticBackups(app_services, lambda text: told.append(text()))


def _made(workspace: Workspace) -> int:
    return len(opened_here(workspace).snapshots)


def test_one_is_made_where_none_is_there_and_then_none_for_a_day(
    qtbot: QtBot, automatic: AutomaticBackups, app_services: AppServices, workspace: Workspace, tmp_path: Path
) -> None:
    set_up(workspace, tmp_path / "disk")
    with qtbot.waitSignal(app_services.events.backups_changed):
        automatic.begin()
    automatic.look()
    app_services.backup_jobs.close()
    assert _made(workspace) == 1


@pytest.mark.parametrize("why", ["off", "recording"])
def test_none_is_made_where_it_is_not_wanted(
    automatic: AutomaticBackups, app_services: AppServices, workspace: Workspace, tmp_path: Path, why: str
) -> None:
    set_up(workspace, tmp_path / "disk")
    if why == "off":
        app_services.settings_store.change(backup_every="off")
    else:
        app_services.events.tell_recording(True)
    automatic.look()
    app_services.backup_jobs.close()
    assert _made(workspace) == 0


def _blocked(monkeypatch: pytest.MonkeyPatch) -> tuple[Event, list[str]]:
    """A backup that goes on until it is cancelled: when it has begun, and how it ended."""
    begun, ended = Event(), []

    def endless(workspace: Workspace, report: object) -> None:
        begun.set()
        try:
            while True:
                time.sleep(0.01)
                report("backing_up", 0.5)
        except Cancelled:
            ended.append("cancelled")
            raise

    monkeypatch.setattr(automatic_backups, "back_up", endless)
    return begun, ended


def test_a_recording_stops_it(
    qtbot: QtBot,
    automatic: AutomaticBackups,
    app_services: AppServices,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_up(workspace, tmp_path / "disk")
    begun, ended = _blocked(monkeypatch)
    automatic.look()
    assert begun.wait(10)
    app_services.events.tell_recording(True)
    qtbot.waitUntil(lambda: ended == ["cancelled"])


def test_what_the_user_wants_goes_first(
    qtbot: QtBot,
    automatic: AutomaticBackups,
    app_services: AppServices,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_up(workspace, tmp_path / "disk")
    begun, ended = _blocked(monkeypatch)
    automatic.look()
    assert begun.wait(10)
    with qtbot.waitCallback() as done:
        app_services.backup_jobs.start(lambda _: "wanted", on_done=done, on_error=done)
    assert done.args == ["wanted"]
    assert ended == ["cancelled"]


def test_what_was_stopped_goes_on_later(
    qtbot: QtBot,
    automatic: AutomaticBackups,
    app_services: AppServices,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_up(workspace, tmp_path / "disk")
    real = automatic_backups.back_up
    begun, ended = _blocked(monkeypatch)
    automatic._again.setInterval(20)
    automatic.look()
    assert begun.wait(10)
    app_services.events.tell_recording(True)
    qtbot.waitUntil(lambda: ended == ["cancelled"])
    monkeypatch.setattr(automatic_backups, "back_up", real)
    qtbot.wait(100)
    assert _made(workspace) == 0  # as long as the recording goes on
    with qtbot.waitSignal(app_services.events.backups_changed):
        app_services.events.tell_recording(False)
    assert _made(workspace) == 1


def test_closing_stops_it(qtbot: QtBot) -> None:
    jobs, begun, ended = BackupJobs(MainThread().post), Event(), []

    def endless(job: Job) -> None:
        begun.set()
        try:
            while True:
                time.sleep(0.01)
                job.report("backing_up", 0.5)
        except Cancelled:
            ended.append("cancelled")
            raise

    jobs.start(endless, on_done=ended.append, on_error=ended.append)
    assert begun.wait(10)
    jobs.close()
    assert ended == ["cancelled"]


def test_a_failure_is_told_once_a_day_and_in_no_dialog(
    qtbot: QtBot,
    automatic: AutomaticBackups,
    app_services: AppServices,
    workspace: Workspace,
    tmp_path: Path,
    told: list[str],
) -> None:
    with_backup(workspace, tmp_path / "disk")
    shutil.rmtree(tmp_path / "disk" / "screening-backup" / "snapshots")
    (tmp_path / "disk" / "screening-backup" / "snapshots").write_text("in the way")
    for _ in range(2):
        automatic.look()
        _settled(qtbot, app_services)
    assert len(told) == 1
    assert told[0].startswith("No backup could be made.")


def _settled(qtbot: QtBot, services: AppServices) -> None:
    done = Event()
    services.backup_jobs._worker.submit(done.set)  # not by `start`, which would cancel what is to be waited for
    assert done.wait(10)
    with qtbot.waitCallback() as idle:
        QTimer.singleShot(20, idle)


def test_a_report_tells_seldom_and_always_of_the_end() -> None:
    told: list[float] = []
    report = seldom(lambda _, fraction: told.append(fraction))
    for step in range(1001):
        report("backing_up", step / 1000)
    assert told[0] == 0.0
    assert told[-1] == 1.0
    assert len(told) < 100


def test_a_rest_is_as_long_as_the_piece_was() -> None:
    report = resting(lambda *_: None)
    begun = time.monotonic()
    for _ in range(5):
        time.sleep(0.02)
        report("backing_up", 0.5)
    assert time.monotonic() - begun >= 0.2
