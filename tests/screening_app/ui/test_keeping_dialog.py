"""What would go is shown thing by thing; only what has a tick goes, and only after a button was held."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest
from kept_clinic import make_old, old_file, recorded_session
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from screening_app.domain import ContentKind, Patient
from screening_app.errors import StorageError
from screening_app.services.holds import hold_patient
from screening_app.services.patients import add_patient
from screening_app.ui import keeping_dialog
from screening_app.ui.keeping_confirm_dialog import KeepingConfirmDialog
from screening_app.ui.keeping_dialog import KeepingDialog
from screening_app.ui.widgets import hold_button

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from screening_app.domain import Interview
    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices
    from screening_app.ui.translation import Translation

CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@pytest.fixture
def patient(workspace: Workspace) -> Patient:
    return add_patient(workspace, code="P-1")


@pytest.fixture
def sessions(workspace: Workspace, patient: Patient) -> list[Interview]:
    """Two recorded sessions of years ago, and an open one."""
    made = [recorded_session(workspace, patient) for _ in range(2)]
    recorded_session(workspace, patient, signed=False)
    make_old(workspace)
    return made


@pytest.fixture
def opened(qtbot: QtBot, app_services: AppServices) -> Callable[..., KeepingDialog]:
    """Opens the dialog with rules in force, once what is due was looked up."""

    def open_with(**rules: str) -> KeepingDialog:
        app_services.settings_store.change(**(rules or {"keep_recordings": "12"}))
        dialog = KeepingDialog(app_services)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: not dialog.progress.active)
        return dialog

    return open_with


def cells(dialog: KeepingDialog, row: int) -> list[str]:
    return [dialog.due.index(row, column).data() for column in range(dialog.due.columnCount())]


def agree(dialog: KeepingDialog) -> None:
    dialog.delete.click()
    assert dialog.confirm is not None
    dialog.confirm.delete.held.emit()


@pytest.mark.usefixtures("sessions")
def test_it_shows_what_would_go_and_nothing_else(opened: Callable[..., KeepingDialog]) -> None:
    dialog = opened()
    assert [dialog.kinds.index(0, column).data() for column in range(2)] == ["Recordings", "2"]
    assert dialog.due.rowCount() == 2
    assert cells(dialog, 0)[:2] == ["Sound and picture", "P-1"]
    assert dialog.told.text() == "Would go: 2 recordings."
    assert dialog.held.isHidden()


def test_only_what_has_a_tick_goes_and_only_once_the_button_was_held(
    qtbot: QtBot, opened: Callable[..., KeepingDialog], workspace: Workspace, sessions: list[Interview]
) -> None:
    dialog = opened()
    assert dialog.due.setData(dialog.due.index(0, 0), UNCHECKED, Qt.ItemDataRole.CheckStateRole)
    assert dialog.told.text() == "Would go: 1 recording."
    dialog.delete.click()
    assert dialog.confirm.question.text() == "To be deleted for good: 1 recording."
    dialog.confirm.keep.click()
    assert all(workspace.media.recordings(session.id) for session in sessions)
    agree(dialog)
    qtbot.waitUntil(lambda: dialog.banner.text == "Deleted: 1 recording.")
    qtbot.waitUntil(lambda: dialog.due.rowCount() == 1)
    left = [session.id for session in sessions if workspace.media.recordings(session.id)]
    assert [one.id for one in dialog.due.chosen] == left


def test_ticks_can_be_taken_away_and_put_back_at_once(
    opened: Callable[..., KeepingDialog], sessions: list[Interview]
) -> None:
    dialog = opened()
    dialog.none.click()
    assert dialog.due.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) is UNCHECKED
    assert dialog.told.text() == "Nothing has a tick."
    assert not dialog.delete.isEnabled()
    dialog.all.click()
    assert dialog.due.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) is CHECKED
    assert len(dialog.going) == len(sessions)
    assert dialog.delete.isEnabled()


@pytest.mark.usefixtures("sessions")
def test_space_takes_a_tick_away(qtbot: QtBot, opened: Callable[..., KeepingDialog]) -> None:
    dialog = opened()
    view = next(view for view in dialog.findChildren(QTableView) if view.model() is dialog.due)
    view.setCurrentIndex(dialog.due.index(1, 0))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert dialog.due.index(1, 0).data(Qt.ItemDataRole.CheckStateRole) is UNCHECKED


def test_whole_sessions_take_their_recordings_along(
    opened: Callable[..., KeepingDialog], workspace: Workspace, patient: Patient
) -> None:
    recorded_session(workspace, patient)
    make_old(workspace)
    dialog = opened(keep_recordings="12", keep_sessions="24")
    assert dialog.due.rowCount() == 2
    assert dialog.told.text() == "Would go: 1 whole session."


def test_where_nothing_is_due_there_is_nothing_to_delete(opened: Callable[..., KeepingDialog]) -> None:
    dialog = opened()
    assert dialog.told.text() == "Nothing is due."
    assert not dialog.delete.isEnabled()


@pytest.mark.usefixtures("sessions")
def test_who_is_on_hold_is_named_with_the_reason(
    opened: Callable[..., KeepingDialog], workspace: Workspace, patient: Patient
) -> None:
    hold_patient(workspace, patient.id, "court")
    old_file(workspace.paths.reports / "of-somebody.pdf")
    dialog = opened(keep_recordings="12", keep_reports="12")
    assert dialog.due.rowCount() == 0
    assert "P-1 (court)" in dialog.held.text()
    assert dialog.held.isVisible()


@pytest.mark.usefixtures("sessions")
def test_nothing_is_deleted_while_an_interview_is_recorded(
    opened: Callable[..., KeepingDialog], app_services: AppServices
) -> None:
    dialog = opened()
    app_services.events.tell_recording(True)
    assert not dialog.delete.isEnabled()
    app_services.events.tell_recording(False)
    assert dialog.delete.isEnabled()


@pytest.mark.usefixtures("sessions")
def test_what_stayed_after_all_is_told(
    qtbot: QtBot, opened: Callable[..., KeepingDialog], workspace: Workspace, patient: Patient
) -> None:
    dialog = opened()
    hold_patient(workspace, patient.id, "court")
    agree(dialog)
    qtbot.waitUntil(lambda: "stays: 2" in dialog.banner.text)
    assert dialog.banner.text.startswith("Deleted: nothing.")


@pytest.mark.usefixtures("sessions")
def test_closing_stops_it_first(
    qtbot: QtBot, opened: Callable[..., KeepingDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Event()

    def endless(*given: object) -> None:
        begun.set()
        while True:
            given[-1]("deleting", 0.5)
            QTest.qSleep(5)

    monkeypatch.setattr(keeping_dialog, "delete_due", endless)
    dialog = opened()
    agree(dialog)
    assert begun.wait(10)
    dialog.reject()
    qtbot.waitUntil(lambda: dialog.banner.text.startswith("Stopped."))
    assert dialog.isVisible()


@pytest.mark.usefixtures("sessions")
def test_of_very_much_only_the_first_is_listed_and_goes(
    qtbot: QtBot, opened: Callable[..., KeepingDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping_dialog, "_MOST", 1)
    dialog = opened()
    assert dialog.due.rowCount() == 1
    assert dialog.kinds.index(0, 1).data() == "2"
    assert dialog.more.isVisible()
    agree(dialog)
    qtbot.waitUntil(lambda: dialog.banner.text == "Deleted: 1 recording.")
    qtbot.waitUntil(lambda: not dialog.progress.active)
    assert dialog.due.rowCount() == 1
    assert dialog.more.isHidden()


@pytest.mark.usefixtures("sessions")
def test_what_goes_wrong_is_told_and_the_list_is_looked_up_anew(
    qtbot: QtBot, opened: Callable[..., KeepingDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StorageError("The disk is full, so nothing was saved. Free some space and try again.")

    monkeypatch.setattr(keeping_dialog, "delete_due", refuse)
    dialog = opened()
    agree(dialog)
    qtbot.waitUntil(lambda: "The disk is full" in dialog.banner.text)
    qtbot.waitUntil(lambda: not dialog.progress.active)
    assert dialog.due.rowCount() == 2


def test_a_click_is_not_enough_to_agree(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hold_button, "HOLD_SECONDS", 0.1)
    dialog = KeepingConfirmDialog({ContentKind.RECORDINGS: 14})
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    with qtbot.assertNotEmitted(dialog.accepted, wait=200):
        qtbot.mouseClick(dialog.delete, Qt.MouseButton.LeftButton)
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    with qtbot.waitSignal(dialog.accepted):
        QTest.mousePress(dialog.delete, Qt.MouseButton.LeftButton)


@pytest.mark.usefixtures("sessions")
def test_all_of_it_in_chinese(
    opened: Callable[..., KeepingDialog], translation: Translation, workspace: Workspace
) -> None:
    old_file(workspace.paths.logs / "app.log.1")
    translation.use("zh")
    dialog = opened(keep_recordings="12", keep_logs="24")
    assert dialog.told.text() == "将删除：2 段录音录像、1 个日志。"
    assert dialog.kinds.index(0, 0).data() == "录音录像"
    confirm = KeepingConfirmDialog({ContentKind.PATIENTS: 1}, dialog)
    assert confirm.question.text() == "将被永久删除：1 位患者。"
    assert confirm.delete.text() == "按住以删除"
