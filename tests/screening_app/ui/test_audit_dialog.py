"""The record of actions in the window: found, told, checked, handed out, however long it is."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from audit_rows import fill_audit
from PySide6.QtCore import Qt

from screening_app.domain import Action, AuditFilter
from screening_app.services.audit import entries, record, record_end
from screening_app.services.audit_check import AuditReport, Flaw
from screening_app.services.patients import add_patient, view_patient
from screening_app.ui.audit_dialog import PAGE, AuditDialog
from screening_app.ui.audit_model import NUMBER, PATIENT, SESSION, WHAT, WHEN, WHO
from screening_app.ui.audit_words import ACTIONS, action_name, finding

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices
    from screening_app.ui.translation import Translation


@pytest.fixture
def open_dialog(app_services: AppServices, qtbot: QtBot) -> Callable[[], AuditDialog]:
    def opened() -> AuditDialog:
        dialog = AuditDialog(app_services)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # qtbot closes it once more
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.is_read)
        return dialog

    return opened


@pytest.fixture
def dialog(workspace: Workspace, open_dialog: Callable[[], AuditDialog]) -> AuditDialog:
    view_patient(workspace, add_patient(workspace, code="P-7K3Q").id)
    add_patient(workspace, code="P-2222")
    record_end(workspace)
    return open_dialog()


def cells(dialog: AuditDialog, column: int) -> list[str]:
    model = dialog.model
    return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]


def look_for(dialog: AuditDialog, qtbot: QtBot, **fields: str) -> None:
    turn = dialog._turn
    for name, value in fields.items():
        field = getattr(dialog, name)
        if hasattr(field, "findData"):
            field.setCurrentIndex(field.findData(value))
            field.activated.emit(field.currentIndex())
        else:
            field.setText(value)
            field.editingFinished.emit()
    assert dialog._turn > turn
    qtbot.waitUntil(lambda: dialog._turn == dialog._shown)


def test_the_newest_stands_first_and_the_chosen_one_is_told_in_full(dialog: AuditDialog) -> None:
    assert cells(dialog, NUMBER) == ["4", "3", "2", "1"]
    assert cells(dialog, WHAT) == ["Program ended", "Patient added", "Patient looked at", "Patient added"]
    assert cells(dialog, PATIENT) == ["–", "P-2222", "P-7K3Q", "P-7K3Q"]
    assert set(cells(dialog, WHO)) == set(cells(dialog, SESSION)) == {"–"}
    assert all(":" in cell for cell in cells(dialog, WHEN))
    newest = entries(dialog._services.workspace, AuditFilter(), count=1)[0]
    assert newest.hash in dialog.about.text()
    assert newest.hash in dialog.end.text()
    dialog.table.selectRow(2)
    assert dialog.about.text().startswith("Entry 2:")


def test_filters(dialog: AuditDialog, qtbot: QtBot) -> None:
    look_for(dialog, qtbot, action="patient_added")
    assert cells(dialog, NUMBER) == ["3", "1"]
    look_for(dialog, qtbot, code=" p-7k3q ")
    assert cells(dialog, NUMBER) == ["1"]
    look_for(dialog, qtbot, action="")
    assert cells(dialog, NUMBER) == ["2", "1"]
    look_for(dialog, qtbot, code="", until="2001-01-01")
    assert cells(dialog, NUMBER) == []
    assert dialog.about.text() == "No entry fits."
    look_for(dialog, qtbot, until="", since="2001-01-01")
    assert cells(dialog, NUMBER) == ["4", "3", "2", "1"]
    look_for(dialog, qtbot, who="")
    assert len(cells(dialog, NUMBER)) == 4


def test_a_day_that_is_none_is_said_and_nothing_is_looked_for(dialog: AuditDialog) -> None:
    turn = dialog._turn
    dialog.since.setText("yesterday")
    dialog.since.editingFinished.emit()
    assert "year, month and day" in dialog.problem.text()
    assert dialog.since.accessibleDescription() == dialog.problem.text()
    dialog.export_to(dialog._services.workspace.paths.data / "record.csv")
    assert dialog._turn == turn
    assert not dialog.progress.active


def test_the_check_says_that_all_is_well_and_is_an_entry(dialog: AuditDialog, qtbot: QtBot) -> None:
    dialog.check.click()
    assert not dialog.check.isEnabled()
    qtbot.waitUntil(lambda: cells(dialog, WHAT)[0] == "Record of actions checked")
    assert "The record is whole: 4 entries" in dialog.banner.text
    assert dialog.check.isEnabled()


def test_the_check_says_what_is_wrong(dialog: AuditDialog, workspace: Workspace, qtbot: QtBot) -> None:
    with closing(sqlite3.connect(workspace.paths.database, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER audit_entry_is_not_changed")
        connection.execute("UPDATE audit_entry SET who = 'nobody' WHERE number = 3")
    dialog.check.click()
    qtbot.waitUntil(lambda: dialog.banner.text != "")
    assert dialog.banner.text == "Entry 3 was changed after it was written."


def test_the_entries_that_are_looked_for_are_saved(dialog: AuditDialog, qtbot: QtBot, tmp_path: Path) -> None:
    look_for(dialog, qtbot, action="patient_added")
    dialog.export_to(tmp_path / "record.csv")
    qtbot.waitUntil(lambda: dialog.banner.text != "")
    assert dialog.banner.text == "2 entries are saved as record.csv."
    assert (tmp_path / "record.csv").read_text("utf-8-sig").count("patient_added") == 2


def test_a_file_that_cannot_be_written_is_said(dialog: AuditDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.export_to(tmp_path / "missing" / "record.csv")
    qtbot.waitUntil(lambda: dialog.banner.text != "")
    assert "missing" in dialog.banner.text


def test_more_is_fetched_where_somebody_scrolls(
    workspace: Workspace, open_dialog: Callable[[], AuditDialog], qtbot: QtBot
) -> None:
    fill_audit(workspace, 2 * PAGE + 50)
    dialog = open_dialog()
    assert dialog.model.rowCount() == PAGE
    for rows in (2 * PAGE, 2 * PAGE + 50):
        dialog.table.scrollToBottom()
        qtbot.waitUntil(lambda rows=rows: dialog.model.rowCount() == rows)
    assert cells(dialog, NUMBER) == [str(number) for number in range(2 * PAGE + 50, 0, -1)]
    assert not dialog.model.canFetchMore(dialog.table.rootIndex())


def test_what_comes_after_the_dialog_is_closed_is_not_shown(
    app_services: AppServices, workspace: Workspace, qtbot: QtBot
) -> None:
    fill_audit(workspace, 100)
    dialog = AuditDialog(app_services)
    dialog.reject()
    app_services.device_jobs.start(lambda _: None, on_done=lambda _: done.append(1), on_error=lambda _: None)
    done: list[int] = []
    qtbot.waitUntil(lambda: done == [1])
    assert not dialog.is_read


def test_every_action_and_finding_has_words_in_both_languages(translation: Translation) -> None:
    assert set(ACTIONS) == set(Action)
    reports = [AuditReport(1234, "", flaw, 7, 8) for flaw in (None, *Flaw)]
    said = {}
    for language in ("en", "zh"):
        translation.use(language)
        said[language] = [*map(action_name, Action), *map(finding, reports)]
        assert len(set(said[language])) == len(said[language])
    assert not set(said["en"]) & set(said["zh"])
    assert action_name("of_a_newer_version") == "of_a_newer_version"


def test_texts_follow_the_language(dialog: AuditDialog, translation: Translation) -> None:
    translation.use("zh")
    dialog.retranslate()
    assert dialog.windowTitle() == "操作记录"
    assert cells(dialog, WHAT)[0] == "程序退出"
    assert dialog.action.currentText() == "全部"


def test_a_hundred_thousand_entries_never_hold_the_window(
    workspace: Workspace, open_dialog: Callable[[], AuditDialog], qtbot: QtBot
) -> None:
    """What the window's own thread does with a page is short; the reading is a job."""
    fill_audit(workspace, 100_000)
    dialog = open_dialog()
    look_for(dialog, qtbot, code="P-0007")
    found = entries(workspace, AuditFilter(patient_code="P-0007"), count=PAGE)
    begun = time.thread_time()
    dialog.model.show_first(found, 100_000)
    dialog.model.show_more(found)
    assert time.thread_time() - begun < 0.05
    record(workspace, Action.PROGRAM_ENDED)
    assert entries(workspace, AuditFilter(), count=1)[0].number == 100_001
