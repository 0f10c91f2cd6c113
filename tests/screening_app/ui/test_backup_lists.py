"""The dialogs that list backups: one is brought back, others are thinned out, and nothing happens unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from backed_up import PASSPHRASE, with_backup

from screening_app.paths import AppPaths
from screening_app.services.backup_standing import opened_here
from screening_app.services.backups import destination_of, forget_destination, whole_backup
from screening_app.services.restoring import waits_for_start
from screening_app.services.snapshots import new_snapshot_id, write_snapshot
from screening_app.services.workspace import open_workspace
from screening_app.ui.backup_restore_dialog import BackupRestoreDialog
from screening_app.ui.backup_thin_dialog import BackupThinDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices


@pytest.fixture
def disk(tmp_path: Path, workspace: Workspace) -> Path:
    """A folder with a backup of one patient."""
    with_backup(workspace, tmp_path / "disk")
    return tmp_path / "disk"


def opened(qtbot: QtBot, dialog: BackupRestoreDialog | BackupThinDialog) -> None:
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.progress.active)


@pytest.mark.usefixtures("disk")
def test_a_backup_is_shown_before_it_is_brought_back(qtbot: QtBot, app_services: AppServices) -> None:
    dialog = BackupRestoreDialog(app_services)
    opened(qtbot, dialog)
    cells = [dialog.table.index(0, column).data() for column in range(dialog.table.columnCount())]
    assert cells[1:4] == ["1", "0", "0"]
    assert dialog.in_place.isEnabled()


@pytest.mark.usefixtures("disk")
def test_it_is_brought_back_into_another_folder(qtbot: QtBot, app_services: AppServices, tmp_path: Path) -> None:
    dialog = BackupRestoreDialog(app_services)
    opened(qtbot, dialog)
    dialog.bring_back_into(tmp_path / "apart")
    qtbot.waitUntil(lambda: "The backup lies in" in dialog.banner.text)
    there = open_workspace(AppPaths(tmp_path / "apart"))
    assert [patient.code for patient in there.patients.all()] == ["P-1"]
    there.close()
    dialog.bring_back_into(tmp_path / "apart")
    qtbot.waitUntil(lambda: "is not empty" in dialog.banner.text)


@pytest.mark.usefixtures("disk")
def test_the_present_data_are_replaced_only_after_a_question(
    qtbot: QtBot, app_services: AppServices, answer_question: Callable[[str], list[str]]
) -> None:
    paths = app_services.workspace.paths
    dialog = BackupRestoreDialog(app_services)
    opened(qtbot, dialog)
    said = answer_question("Cancel")
    dialog.in_place.click()
    assert f"{paths.data}.before-restore-" in said[0]
    assert not waits_for_start(paths)
    answer_question("Bring back")
    with qtbot.waitSignal(app_services.events.backups_changed):
        dialog.in_place.click()
    assert waits_for_start(paths)
    assert "start it again" in dialog.banner.text


def test_on_a_new_computer_they_are_opened_from_another_folder(
    qtbot: QtBot, app_services: AppServices, disk: Path
) -> None:
    forget_destination(app_services.workspace)
    dialog = BackupRestoreDialog(app_services)
    opened(qtbot, dialog)
    assert not dialog.in_place.isEnabled()
    dialog.other.click()
    dialog.asking.folder.path.setText(str(disk))
    dialog.asking.secret.setText(PASSPHRASE)
    dialog.asking.go.click()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1)
    assert dialog.apart.isEnabled()
    assert str(disk) in dialog.source.text()
    assert destination_of(app_services.workspace) is None  # to look is not to go on with them


@pytest.mark.usefixtures("disk")
def test_thinning_out_shows_what_goes_and_deletes_only_that(
    qtbot: QtBot, app_services: AppServices, answer_question: Callable[[str], list[str]]
) -> None:
    here = opened_here(app_services.workspace)
    newest = whole_backup(here.to, here.snapshots[-1])
    for minutes in (1, 2):  # two hundred days ago, one of which goes
        before = new_snapshot_id(newest.moment - timedelta(days=200, minutes=minutes))
        write_snapshot(here.to.folder, replace(newest, id=before), here.to.key)
    dialog = BackupThinDialog(app_services)
    opened(qtbot, dialog)
    assert dialog.told.text() == "Goes: 1. Stays: 2."
    assert [dialog.table.index(row, 0).data() for row in range(3)] == ["stays", "stays", "✕ goes"]
    answer_question("Keep them")
    dialog.remove.click()
    assert len(opened_here(app_services.workspace).snapshots) == 3
    answer_question("Delete")
    with qtbot.waitSignal(app_services.events.backups_changed):
        dialog.remove.click()
    qtbot.waitUntil(lambda: dialog.told.text() == "Goes: 0. Stays: 2.")
    assert len(opened_here(app_services.workspace).snapshots) == 2
    assert not dialog.remove.isEnabled()
