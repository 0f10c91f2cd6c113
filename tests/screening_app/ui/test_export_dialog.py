"""The form exports what is ticked, with nothing that names anybody unless asked, and says what came of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from screening_app.services.exports import ExportOrder, Format
from screening_app.ui.export_dialog import ExportDialog, offer_export
from screening_app.ui.widgets import Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from screening_app.domain import Assessment, Patient
    from screening_app.ui.services import AppServices
    from screening_app.ui.translation import Translation

    ScoredPatient = Callable[..., tuple[Patient, tuple[Assessment, ...]]]


@pytest.fixture
def dialog(app_services: AppServices, scored_patient: ScoredPatient, qtbot: QtBot, tmp_path: Path) -> ExportDialog:
    patient, assessments = scored_patient(70.0, 40.0, code="P-7K3Q", name="Secret Name")
    made = ExportDialog(app_services, patient, assessments[-1].interview_id)
    qtbot.addWidget(made)
    (tmp_path / "target").mkdir()
    made.folder.setText(str(tmp_path / "target"))
    made.show()
    return made


def test_identity_and_text_are_off_and_tables_on(dialog: ExportDialog) -> None:
    order = dialog.order()
    assert (order.formats, order.with_identity, order.with_text) == (frozenset({Format.TABLES}), False, False)
    assert order.interview_id is not None
    dialog.all.setChecked(True)
    assert dialog.order().interview_id is None


def test_the_export_is_written_and_can_be_opened(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(dialog, "open_folder", opened.append)
    for choice in dialog.formats.values():
        choice.box.setChecked(True)
    dialog.all.setChecked(True)
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "are in the folder" in dialog.banner.text, timeout=20_000)
    (folder,) = (tmp_path / "target").iterdir()
    assert len(json.loads((folder / "sessions.json").read_text(encoding="utf-8"))["sessions"]) == 2
    assert (folder / "bundle.fhir.json").exists()
    assert "Secret Name" not in (folder / "sessions.csv").read_text(encoding="utf-8-sig")
    dialog.banner._action.click()
    assert opened == [folder]
    assert dialog.go.isEnabled()


def test_a_folder_that_is_not_there_is_said(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.folder.setText(str(tmp_path / "unplugged"))
    dialog.go.click()
    qtbot.waitUntil(lambda: "is not there" in dialog.banner.text)
    dialog.folder.setText(str(tmp_path / "target"))
    dialog.go.click()
    qtbot.waitUntil(lambda: "are in the folder" in dialog.banner.text)


def test_without_a_format_or_a_folder_there_is_nothing_to_start(dialog: ExportDialog) -> None:
    assert dialog.go.isEnabled()
    dialog.formats[Format.TABLES].box.setChecked(False)
    assert not dialog.go.isEnabled()
    dialog.formats[Format.FHIR].box.setChecked(True)
    assert dialog.go.isEnabled()
    dialog.folder.setText("  ")
    assert not dialog.go.isEnabled()


def test_the_form_grows_with_what_it_has_to_say(dialog: ExportDialog, qtbot: QtBot) -> None:
    before = dialog.height()
    dialog.banner.show_message("A long sentence that needs several lines. " * 8, "error")
    qtbot.waitUntil(lambda: dialog.height() > before)
    text = dialog.banner.findChildren(QLabel)[1]
    qtbot.waitUntil(lambda: text.height() >= text.heightForWidth(text.width()))


def test_escape_first_stops_the_work(dialog: ExportDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[bool] = []
    monkeypatch.setattr(type(dialog.progress), "active", property(lambda _self: not stopped))
    monkeypatch.setattr(dialog.progress, "cancel", lambda: stopped.append(True))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert (stopped, dialog.isVisible()) == ([True], True)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_folder_can_be_chosen(dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [str(tmp_path), ""]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: answers.pop(0))
    dialog.browse.click()
    dialog.browse.click()
    assert dialog.target == tmp_path


def test_every_field_has_a_name_and_the_language_follows(dialog: ExportDialog, translation: Translation) -> None:
    assert dialog.folder.accessibleName() == "Folder"
    assert dialog.with_text.box.accessibleDescription()
    english = dialog.intro.text()
    translation.use("zh")
    assert "P-7K3Q" in dialog.intro.text()
    translation.use("en")
    assert dialog.intro.text() == english


def test_it_is_opened_for_all_sessions_of_a_patient(
    app_services: AppServices, scored_patient: ScoredPatient, qtbot: QtBot
) -> None:
    patient, _ = scored_patient(70.0)
    page = Page(app_services)
    qtbot.addWidget(page)
    seen: list[ExportOrder] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        seen.append(dialog.order())
        assert not dialog.one.isVisible()
        dialog.finish.click()

    QTimer.singleShot(100, look)
    offer_export(page, patient)
    assert seen == [ExportOrder(patient.id, frozenset({Format.TABLES}))]
