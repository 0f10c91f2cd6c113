"""A word that something is due: only where a rule takes something, and nothing is deleted by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from kept_clinic import make_old, recorded_session

from screening_app.errors import StorageError
from screening_app.services.patients import add_patient
from screening_app.ui import due_notice
from screening_app.ui.due_notice import DueNotice
from screening_app.ui.main_window import MainWindow
from screening_app.ui.rail import SETTINGS

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from screening_app.domain import Interview
    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices
    from screening_app.ui.translation import Translation


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def notice(qtbot: QtBot, app_services: AppServices, told: list[str]) -> DueNotice:
    return DueNotice(app_services, lambda text: told.append(text()))


@pytest.fixture
def old_session(workspace: Workspace) -> Interview:
    session = recorded_session(workspace, add_patient(workspace, code="P-1"))
    make_old(workspace)
    return session


def done(qtbot: QtBot, services: AppServices) -> None:
    with qtbot.waitCallback() as over:
        services.jobs.start(lambda _: None, on_done=over, on_error=over)


def test_what_is_due_is_told_and_stays(
    qtbot: QtBot,
    notice: DueNotice,
    app_services: AppServices,
    workspace: Workspace,
    old_session: Interview,
    told: list[str],
) -> None:
    app_services.settings_store.change(keep_recordings="12")
    notice.begin()
    qtbot.waitUntil(lambda: told == ["Due by your rules: 1 recording."])
    assert workspace.media.recordings(old_session.id)


@pytest.mark.usefixtures("old_session")
@pytest.mark.parametrize("rule", ["always", "360"])
def test_where_nothing_is_due_nothing_is_said(
    qtbot: QtBot, notice: DueNotice, app_services: AppServices, told: list[str], rule: str
) -> None:
    app_services.settings_store.change(keep_recordings=rule)
    notice.begin()
    done(qtbot, app_services)
    assert told == []


def test_trouble_with_the_disk_is_left_to_whoever_asks(
    qtbot: QtBot, notice: DueNotice, app_services: AppServices, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StorageError("The disk is away.")

    monkeypatch.setattr(due_notice, "look", refuse)
    app_services.settings_store.change(keep_recordings="12")
    notice.begin()
    done(qtbot, app_services)
    assert told == []


@pytest.mark.usefixtures("old_session")
def test_the_window_says_it_quietly_and_leads_to_the_preview(
    qtbot: QtBot, app_services: AppServices, translation: Translation
) -> None:
    app_services.settings_store.change(keep_recordings="12")
    window = MainWindow(app_services)
    qtbot.addWidget(window)
    window.show_message("Something else is said.", "info")
    made = DueNotice(app_services, window.tell_due)
    made.begin()
    done(qtbot, app_services)
    assert window.banner.text == "Something else is said."
    window.banner.clear()
    assert window.banner.text == "Due by your rules: 1 recording."
    translation.use("zh")
    qtbot.waitUntil(lambda: window.banner.text == "按您的规则已到期：1 段录音录像。")
    window.banner._action.click()
    assert window.place() == SETTINGS
    dialog = window.pages[SETTINGS].keeping.dialog
    qtbot.waitUntil(lambda: dialog.due.rowCount() == 1)
    dialog.reject()
    window.pages[SETTINGS].shut_down()
