"""The card of several computers: what it offers, to whom, and when the window lets it begin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from screening_app.domain import Role, User
from screening_app.paths import AppPaths, Server
from screening_app.ui import main_window
from screening_app.ui.main_window import MainWindow
from screening_app.ui.seat_dialog import JoinDialog, MoveDialog
from screening_app.ui.seats_card import SeatsCard
from screening_app.ui.settings_page import SettingsPage
from screening_app.ui.widgets import Page

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from screening_app.ui.services import AppServices
    from screening_app.ui.translation import Translation

ADDRESS = "postgresql://clinic@db.example:5433/screening?sslrootcert=/etc/authority.crt"


class Place(Page):
    """A page on which work goes on."""

    work = ""

    def work_in_progress(self) -> str:
        return self.work


@pytest.fixture
def window(qtbot: QtBot, app_services: AppServices, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(main_window, "page_class", lambda _: Place)
    made = MainWindow(app_services)
    qtbot.addWidget(made)
    made.show()
    return made


def _shown(qtbot: QtBot, services: AppServices) -> SeatsCard:
    card = SeatsCard(services)
    qtbot.addWidget(card)
    card.show()
    return card


def _on_server(services: AppServices) -> AppServices:
    """The same services, as they are once the data lie on a server."""
    paths = AppPaths(services.workspace.paths.data, Server(ADDRESS, Path("/mnt/clinic")))
    return replace(services, workspace=replace(services.workspace, paths=paths))


def test_without_a_server_it_says_what_that_is_and_offers_two_ways(qtbot: QtBot, app_services: AppServices) -> None:
    card = _shown(qtbot, app_services)
    assert card.to_server.isVisible()
    assert card.join.isVisible()
    assert "several computers work with the same patients" in card.about.text()
    assert not card.where.isVisible()


def test_with_a_server_it_says_where_the_data_lie_and_offers_nothing(qtbot: QtBot, app_services: AppServices) -> None:
    card = _shown(qtbot, _on_server(app_services))
    assert not card.to_server.isVisible()
    assert not card.join.isVisible()
    assert card.where.text() == "Database: db.example/screening\nShared folder: /mnt/clinic"


def test_the_settings_say_no_longer_that_all_lies_here_alone(qtbot: QtBot, app_services: AppServices) -> None:
    page = SettingsPage(app_services)
    qtbot.addWidget(page)
    assert "on this computer only" in page.data_folder.text()
    page = SettingsPage(_on_server(app_services))
    qtbot.addWidget(page)
    assert "computer’s own" in page.data_folder.text()


def test_only_who_may_is_let_to_it(qtbot: QtBot, app_services: AppServices) -> None:
    app_services.workspace.access.user = User("wang", "王敏", Role.CLINICIAN)
    card = _shown(qtbot, app_services)
    assert not card.to_server.isEnabled()
    assert not card.join.isEnabled()
    assert "administrator" in card.to_server.accessibleDescription()


def test_it_follows_the_language(qtbot: QtBot, app_services: AppServices, translation: Translation) -> None:
    card = _shown(qtbot, _on_server(app_services))
    translation.use("zh")
    card.retranslate()
    assert card.where.text() == "数据库：db.example/screening\n共享文件夹：/mnt/clinic"


@pytest.mark.parametrize(("button", "kind"), [("to_server", MoveDialog), ("join", JoinDialog)])
def test_its_buttons_open_the_dialogs_over_the_window(
    qtbot: QtBot, app_services: AppServices, window: MainWindow, button: str, kind: type
) -> None:
    card = _shown(qtbot, app_services)
    getattr(card, button).click()
    dialog = window.seat_change.dialog
    assert isinstance(dialog, kind)
    assert dialog.isModal()
    dialog.reject()
    assert window.isVisible()


def test_what_goes_on_in_the_window_comes_first(
    qtbot: QtBot, app_services: AppServices, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = _shown(qtbot, app_services)
    monkeypatch.setattr(Place, "work", "A model is being trained.")
    card.to_server.click()
    card.join.click()
    assert window.seat_change.dialog is None
    assert window.banner.text == "A model is being trained. End this first, then try again."
    monkeypatch.setattr(Place, "work", "")
    card.to_server.click()
    assert window.seat_change.dialog is not None
    assert not window.banner.text
    window.seat_change.dialog.reject()
