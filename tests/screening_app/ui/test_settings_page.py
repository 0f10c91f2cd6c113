from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QWidget

from screening_app.errors import CaptureError
from screening_app.services import voices
from screening_app.services.voices import clinician_voice, enrol_clinician
from screening_app.settings import GROUPS, NO_DEVICE, Settings
from screening_app.ui import voice_card
from screening_app.ui.audit_dialog import AuditDialog
from screening_app.ui.formats import format_date
from screening_app.ui.option_editors import ChoiceEditor, DeviceEditor, FolderEditor, SwitchEditor
from screening_app.ui.settings_page import SettingsPage
from screening_app.ui.voice_card import Stage
from screening_app.ui.voice_recording import VoiceRecording
from selfmm.errors import SelfMMError
from selfmm.transcription.speakers import VoicePrint

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from screening_app.ui.services import AppServices
    from screening_app.ui.translation import Translation
    from selfmm.types import Report

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


@pytest.fixture
def no_microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A microphone that cannot be opened."""

    def begin(recording: VoiceRecording) -> None:
        recording._on_trouble(CaptureError("The microphone does not answer. Choose another one."))
        raise CaptureError("Neither microphone nor camera can be used.")

    monkeypatch.setattr(VoiceRecording, "begin", begin)


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SpokenSeconds:
    """Somebody who speaks into the microphone, faster than in real life."""
    SpokenSeconds.made.clear()
    monkeypatch.setattr(voice_card, "VoiceRecording", SpokenSeconds)
    return SpokenSeconds


class SpokenSeconds:
    """Stands in for a recording of the microphone; has five seconds more each time that somebody looks."""

    made: ClassVar[list[SpokenSeconds]] = []

    def __init__(self, microphone: str, **_: object) -> None:
        self.microphone = microphone
        self.discarded = False
        self._seconds = 0.0
        self.made.append(self)

    @property
    def elapsed_seconds(self) -> float:
        self._seconds += 5.0
        return self._seconds

    def begin(self) -> None: ...

    def end(self) -> Path:
        return Path("voice.mkv")

    def discard(self) -> None:
        self.discarded = True


def enrolling(monkeypatch: pytest.MonkeyPatch, work: Callable[[Path, Report], VoicePrint]) -> None:
    monkeypatch.setattr(voices, "_enrol", work)


def a_voice(recording: Path, report: Report) -> VoicePrint:
    report("hearing", 0.5)
    return VoicePrint(np.full(256, 1 / 16, np.float32), seconds=8.0, encoder="0" * 64)


def test_a_voice_is_recorded_enrolled_and_forgotten(
    page: SettingsPage, qtbot: QtBot, spoken: SpokenSeconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrolling(monkeypatch, a_voice)
    card = page.voice
    page.show()
    assert "Not enrolled" in card._state.text()
    card.record.click()
    qtbot.waitUntil(lambda: card.stage is Stage.RECORDING)
    assert card._text.isVisible()
    qtbot.waitUntil(lambda: card.enrolled_at is not None)
    assert card._state.text() == f"Enrolled on {format_date(datetime.now(UTC))}"
    assert clinician_voice(page.services.workspace) is not None
    qtbot.waitUntil(lambda: spoken.made[0].discarded)
    card.forget.click()
    qtbot.waitUntil(lambda: card.enrolled_at is None)
    assert clinician_voice(page.services.workspace) is None


def test_a_cancelled_recording_is_deleted_and_nothing_is_enrolled(
    page: SettingsPage, qtbot: QtBot, spoken: SpokenSeconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SpokenSeconds, "elapsed_seconds", 1.0)
    page.show()
    page.voice.record.click()
    qtbot.waitUntil(lambda: page.voice.stage is Stage.RECORDING)
    page.voice.cancel.click()
    qtbot.waitUntil(lambda: spoken.made[0].discarded)
    assert page.voice.stage is Stage.IDLE
    assert clinician_voice(page.services.workspace) is None


def test_leaving_the_page_ends_the_recording(
    page: SettingsPage, qtbot: QtBot, spoken: SpokenSeconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SpokenSeconds, "elapsed_seconds", 1.0)
    page.show()
    page.voice.record.click()
    qtbot.waitUntil(lambda: page.voice.stage is Stage.RECORDING)
    page.hide()
    qtbot.waitUntil(lambda: spoken.made[0].discarded)


def test_a_voice_that_cannot_be_heard_says_so_and_leaves_the_one_before(
    page: SettingsPage, qtbot: QtBot, spoken: SpokenSeconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_little(recording: Path, report: Report) -> VoicePrint:
        raise SelfMMError("Too little voice was heard. Speak longer.")

    enrolling(monkeypatch, a_voice)
    enrol_clinician(page.services.workspace, Path("voice.mkv"))
    enrolling(monkeypatch, too_little)
    page.show()
    qtbot.waitUntil(lambda: page.voice.enrolled_at is not None)
    page.voice.record.click()
    qtbot.waitUntil(lambda: "Speak longer" in page.banner.text)
    assert page.voice.stage is Stage.IDLE
    assert page.voice.forget.isVisible()
    qtbot.waitUntil(lambda: spoken.made[0].discarded)


def test_a_microphone_that_does_not_answer_is_told(page: SettingsPage, qtbot: QtBot, no_microphone: None) -> None:
    page.show()
    page.voice.record.click()
    qtbot.waitUntil(lambda: "does not answer" in page.banner.text)
    assert page.voice.record.isVisible()


def test_no_voice_is_recorded_while_an_interview_is(page: SettingsPage) -> None:
    page.services.events.tell_recording(True)
    assert not page.voice.record.isEnabled()
    page.services.events.tell_recording(False)
    assert page.voice.record.isEnabled()


def test_every_option_with_a_choice_to_make_has_an_editor(page: SettingsPage) -> None:
    elsewhere = {"speech_model", "script", "server", "shared_folder"}
    assert set(page.editors) == {option.name for option in fields(Settings)} - elsewhere


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


def test_every_option_is_shown_named_explained_and_translated(
    page: SettingsPage, update_translations: ModuleType
) -> None:
    root = ET.parse(update_translations.TS).getroot()
    entries = {
        message.findtext("source"): message.findtext("translation")
        for context in root.iter("context")
        if context.findtext("name") == "settings"
        for message in context.iter("message")
    }
    shown = {row.option.name: row for row in page.rows}
    for option in fields(Settings):
        assert entries[option.metadata["title"]]
        assert entries[option.metadata["meaning"]]
        if len(option.metadata["choices"]) == 1 or option.metadata["kind"] in {"script", "seat"}:
            continue  # with one choice there is nothing to choose; others are chosen elsewhere
        row = shown[option.name]
        assert row._title.text() == option.metadata["title"]
        assert row._meaning.text() == option.metadata["meaning"]
        named = [widget.accessibleName() for widget in row.editor.findChildren(QWidget)]
        assert option.metadata["title"] in named


def test_groups_stand_in_a_sensible_order(page: SettingsPage) -> None:
    page.resize(1000, 700)
    page.show()
    tops = [page.cards[group].mapTo(page, page.cards[group].rect().topLeft()).y() for group in GROUPS]

    assert tops == sorted(tops)
    assert [page.cards[group]._title.text() for group in GROUPS][:2] == ["Clinic", "Appearance"]


def test_numbers_are_percent(page: SettingsPage) -> None:
    assert page.editors["text_size"].box.currentText() == "100 %"
    assert [page.editors["prevalence"].box.itemText(place) for place in range(2)] == ["5 %", "10 %"]

    _choose(page.editors["text_size"], "130")
    assert page.services.settings_store.current.text_size == "130"


def test_a_text_is_kept_once_the_field_is_left(page: SettingsPage) -> None:
    editor = page.editors["crisis_line"]
    editor.field.setText("  Dr. Li ")
    editor.field.editingFinished.emit()

    assert page.services.settings_store.current.crisis_line == "Dr. Li"


def test_the_log_is_reached_from_here(page: SettingsPage) -> None:
    page.show()
    page.show_log.click()

    assert page.log_viewer.isVisible()
    page.log_viewer.close()


def test_the_record_of_actions_is_reached_from_here(page: SettingsPage, qtbot: QtBot) -> None:
    page.show()
    page.show_audit.click()

    (dialog,) = page.window().findChildren(AuditDialog)
    qtbot.waitUntil(lambda: dialog.is_read)
    assert dialog.isVisible()
    dialog.close()
