"""The form for research says how many sessions may be handed out, and leaves out what tells who somebody is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from screening_app.domain import Purpose
from screening_app.services.consents import record_consent
from screening_app.services.research_export import ResearchChoices
from screening_app.ui.research_export_dialog import ResearchExportDialog, offer_research_export
from screening_app.ui.widgets import Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from screening_app.domain import Assessment, Patient
    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices

    ScoredPatient = Callable[..., tuple[Patient, tuple[Assessment, ...]]]


@pytest.fixture
def consenting(workspace: Workspace, scored_patient: ScoredPatient) -> None:
    _, assessments = scored_patient(70.0, 40.0, code="SECRET-1")
    for assessment in assessments:
        record_consent(workspace, workspace.interviews.get(assessment.interview_id), {Purpose.EXPORT}, "Dr. Who")


def opened(services: AppServices, qtbot: QtBot) -> ResearchExportDialog:
    dialog = ResearchExportDialog(services)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_without_consent_it_says_how_to_get_there(app_services: AppServices, qtbot: QtBot) -> None:
    dialog = opened(app_services, qtbot)
    qtbot.waitUntil(lambda: "No session has the consent to research" in dialog.scope.text())
    assert not dialog.go.isEnabled()


@pytest.mark.usefixtures("consenting")
def test_the_export_is_written_without_identities(app_services: AppServices, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(app_services, qtbot)
    qtbot.waitUntil(lambda: "research: 2. People: 1" in dialog.scope.text())
    assert dialog.order() == ResearchChoices()
    (tmp_path / "target").mkdir()
    dialog.folder.setText(str(tmp_path / "target"))
    dialog.go.click()
    qtbot.waitUntil(lambda: "Sessions: 2. People: 1" in dialog.banner.text)
    (folder,) = (tmp_path / "target").iterdir()
    assert (folder / "README.txt").exists()
    assert not any("SECRET" in path.read_text(encoding="utf-8") for path in folder.iterdir())


@pytest.mark.usefixtures("consenting")
def test_a_folder_that_is_not_there_is_said(app_services: AppServices, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(app_services, qtbot)
    dialog.folder.setText(str(tmp_path / "unplugged"))
    qtbot.waitUntil(dialog.go.isEnabled)
    dialog.go.click()
    qtbot.waitUntil(lambda: "is not there" in dialog.banner.text)


@pytest.mark.usefixtures("consenting")
def test_it_is_opened_from_a_page(app_services: AppServices, qtbot: QtBot) -> None:
    page = Page(app_services)
    qtbot.addWidget(page)
    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ResearchExportDialog)
        seen.append(dialog.windowTitle())
        dialog.finish.click()

    QTimer.singleShot(100, look)
    offer_research_export(page)
    assert seen == ["Export for research"]
