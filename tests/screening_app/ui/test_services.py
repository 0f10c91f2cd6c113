import pytest
from pytestqt.qtbot import QtBot

from screening_app import settings as settings_file
from screening_app.errors import StorageError
from screening_app.ui.services import AppServices


def test_a_change_is_saved_and_told(app_services: AppServices, qtbot: QtBot) -> None:
    store = app_services.settings_store

    with qtbot.waitSignal(app_services.events.settings_changed) as told:
        store.change(theme="dark")

    assert told.args == [store.current]
    assert store.current.theme == "dark"
    assert settings_file.load(app_services.workspace.paths.settings).settings == store.current


def test_what_is_no_change_is_not_told(app_services: AppServices, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(app_services.events.settings_changed):
        app_services.settings_store.change(theme="light")


def test_a_change_that_cannot_be_saved_is_not_in_force(app_services: AppServices, qtbot: QtBot) -> None:
    app_services.workspace.paths.settings.with_suffix(".toml.new").mkdir()

    with qtbot.assertNotEmitted(app_services.events.settings_changed), pytest.raises(StorageError):
        app_services.settings_store.change(theme="dark")

    assert app_services.settings_store.current.theme == "light"
