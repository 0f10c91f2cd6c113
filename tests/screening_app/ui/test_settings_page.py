import sys
from dataclasses import fields
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from screening_app.settings import NO_DEVICE, Settings
from screening_app.ui.option_editors import ChoiceEditor, DeviceEditor, FolderEditor, SwitchEditor
from screening_app.ui.services import AppServices
from screening_app.ui.settings_page import SettingsPage
from screening_app.ui.translation import Translation

DESK = SimpleNamespace(id="desk", name="Desk microphone")
BUILT_IN = SimpleNamespace(id="0", name="Built-in camera")


@pytest.fixture(autouse=True)
def devices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer with one microphone and one camera."""
    module = ModuleType("screening_app.capture.devices")
    module.list_microphones = lambda: (DESK,)
    module.list_cameras = lambda: (BUILT_IN,)
    monkeypatch.setitem(sys.modules, "screening_app.capture.devices", module)


@pytest.fixture
def page(app_services: AppServices, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(app_services)
    qtbot.addWidget(made)
    return made


def _choose(editor: ChoiceEditor | DeviceEditor, value: str) -> None:
    editor.box.setCurrentIndex(editor.box.findData(value))
    editor.box.activated.emit(editor.box.currentIndex())


def test_every_option_with_a_choice_to_make_has_an_editor(page: SettingsPage) -> None:
    assert set(page.editors) == {option.name for option in fields(Settings)} - {"speech_model"}


def test_a_choice_is_in_force_at_once(page: SettingsPage) -> None:
    _choose(page.editors["theme"], "dark")

    assert page.services.settings_store.current.theme == "dark"


def test_a_switch_is_in_force_at_once(page: SettingsPage) -> None:
    editor = page.editors["preview"]
    assert isinstance(editor, SwitchEditor)

    editor.box.click()

    assert page.services.settings_store.current.preview is False


def test_a_folder_is_chosen_and_taken_back(page: SettingsPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    editor = page.editors["speech_model_folder"]
    assert isinstance(editor, FolderEditor)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))

    editor.choose.click()
    assert page.services.settings_store.current.speech_model_folder == str(tmp_path)
    assert editor.path.text() == str(tmp_path)

    editor.clear.click()
    assert page.services.settings_store.current.speech_model_folder == ""


def test_devices_are_listed_when_the_page_is_first_seen(page: SettingsPage, qtbot: QtBot) -> None:
    microphone = page.editors["microphone"]
    assert isinstance(microphone, DeviceEditor)

    page.show()
    qtbot.waitUntil(lambda: microphone.box.findData("desk") >= 0)
    _choose(microphone, "desk")
    _choose(page.editors["camera"], NO_DEVICE)

    current = page.services.settings_store.current
    assert (current.microphone, current.camera) == ("desk", NO_DEVICE)
    assert microphone.refresh.isEnabled()


def test_a_chosen_device_that_is_not_there_stays_chosen_and_is_marked(page: SettingsPage) -> None:
    page.services.settings_store.change(microphone="gone")

    box = page.editors["microphone"].box

    assert box.currentData() == "gone"
    assert box.currentText() == "gone (not connected)"


def test_a_camera_in_the_network_is_named_by_its_address(page: SettingsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    box = page.editors["camera"].box
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("http://camera/x.mjpg", True))

    box.setCurrentIndex(box.count() - 1)
    box.activated.emit(box.currentIndex())

    assert page.services.settings_store.current.camera == "http://camera/x.mjpg"
    assert box.currentText() == "http://camera/x.mjpg"


def test_a_model_folder_without_a_model_says_what_to_do(page: SettingsPage, tmp_path: Path) -> None:
    page.services.settings_store.change(model_folder=str(tmp_path))

    assert "bundle.json is missing" in page.model_view._problem.text()
    assert page.model_view._name.isHidden()


def test_settings_that_cannot_be_saved_say_so_and_stay(page: SettingsPage) -> None:
    page.services.workspace.paths.settings.with_suffix(".toml.new").mkdir()

    _choose(page.editors["theme"], "dark")

    assert "cannot be saved" in page.banner.text
    assert page.editors["theme"].box.currentData() == "light"


def test_the_page_follows_the_language(page: SettingsPage, translation: Translation) -> None:
    page.show()

    translation.use("zh")
    QApplication.processEvents()

    assert page.editors["theme"].box.currentText() == "浅色"
    assert page.cards["appearance"]._title.text() == "外观"
    assert str(page.services.workspace.paths.data) in page.data_folder.text()
