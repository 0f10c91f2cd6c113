"""The database is looked at quickly at every start, fully once a week, and damage is said."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from screening_app.errors import StorageError
from screening_app.services.integrity import check_database
from screening_app.services.patients import add_patient, find_patients
from screening_app.services.workspace import open_workspace

if TYPE_CHECKING:
    from screening_app.paths import AppPaths
    from screening_app.services.workspace import Workspace

DAY = date(2026, 3, 2)


def test_a_full_check_comes_once_a_week_and_is_remembered_over_a_restart(app_paths: AppPaths) -> None:
    workspace = open_workspace(app_paths)
    assert workspace.database.last_full_check is None
    check_database(workspace, DAY)
    assert workspace.database.last_full_check == DAY
    check_database(workspace, DAY + timedelta(days=6))
    workspace.close()
    workspace = open_workspace(app_paths)
    assert workspace.database.last_full_check == DAY
    check_database(workspace, DAY + timedelta(days=7))
    assert workspace.database.last_full_check == DAY + timedelta(days=7)
    workspace.close()


def test_a_day_from_a_clock_that_was_wrong_does_not_put_the_check_off_for_years(workspace: Workspace) -> None:
    workspace.database.keep_full_check(date(2090, 1, 1))
    check_database(workspace)
    assert workspace.database.last_full_check == datetime.now(UTC).date()


def test_a_row_without_its_patient_is_found_by_the_full_check(workspace: Workspace) -> None:
    with sqlite3.connect(workspace.paths.database) as connection:  # where foreign keys are not asked for
        connection.execute("INSERT INTO holdout VALUES ('nobody', '2026-01-01 00:00:00')")
    connection.close()
    with pytest.raises(StorageError, match=r"A part of the database screening\.sqlite3 is damaged"):
        check_database(workspace, DAY)
    assert workspace.database.last_full_check is None  # so that the next start looks fully again


def test_an_overwritten_page_is_found_by_the_quick_check(app_paths: AppPaths) -> None:
    workspace = open_workspace(app_paths)
    for _ in range(200):
        add_patient(workspace, notes="x" * 3000)
    check_database(workspace, DAY)
    workspace.close()
    with app_paths.database.open("r+b") as file:
        file.seek(100 * 4096)
        file.write(b"\xff" * 4096)
    workspace = open_workspace(app_paths)
    with pytest.raises(StorageError, match="is damaged"):
        check_database(workspace, DAY + timedelta(days=1))
    assert find_patients(workspace, limit=1)  # what is whole can still be read
    workspace.close()
