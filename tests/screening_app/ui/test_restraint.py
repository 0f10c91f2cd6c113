"""What somebody may not do is greyed with the reason, whatever the pages make of it, and places are closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip

from screening_app.domain import Role, User
from screening_app.errors import ScreeningError
from screening_app.services.patients import add_patient
from screening_app.services.permissions import NotAllowedError, Permission, check_settings
from screening_app.ui.history_page import HistoryPage
from screening_app.ui.main_window import MainWindow
from screening_app.ui.patients_page import PatientsPage
from screening_app.ui.rail import CASELOAD, HELP, HISTORY, PATIENTS, SESSION, SETTINGS, TRAINING
from screening_app.ui.restraint import restrain
from screening_app.ui.settings_page import SettingsPage
from screening_app.ui.training_page import MODELS, TrainingPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices

ADMINISTRATOR = User("1", "Ann", Role.ADMINISTRATOR)
CLINICIAN, TRAINEE = User("2", "Cy", Role.CLINICIAN), User("3", "Di", Role.TRAINEE)
READ_ONLY = User("4", "Ed", Role.READ_ONLY)


def test_a_page_cannot_enable_what_is_not_allowed_and_the_tooltip_says_why(qtbot: QtBot, workspace: Workspace) -> None:
    button = QPushButton("Sign off")
    qtbot.addWidget(button)
    workspace.access.user = TRAINEE
    restrain(workspace, Permission.SIGN_OFF, button)
    button.setEnabled(True)
    assert not button.isEnabled()
    assert "Ask a clinician" in button.accessibleDescription()
    button.show()
    QApplication.sendEvent(button, QHelpEvent(QEvent.Type.ToolTip, QPoint(2, 2), button.mapToGlobal(QPoint(2, 2))))
    assert "not sign them off" in QToolTip.text()


def test_who_may_is_not_hindered(qtbot: QtBot, workspace: Workspace) -> None:
    button = QPushButton("Sign off")
    qtbot.addWidget(button)
    workspace.access.user = CLINICIAN
    restrain(workspace, Permission.SIGN_OFF, button)
    assert button.isEnabled()
    button.setEnabled(False)
    button.setEnabled(True)
    assert button.isEnabled()
    assert button.accessibleDescription() == ""


@pytest.mark.parametrize(
    ("user", "closed"),
    [
        (ADMINISTRATOR, {PATIENTS, SESSION, HISTORY, CASELOAD}),
        (CLINICIAN, set()),
        (TRAINEE, {TRAINING}),
        (READ_ONLY, {SESSION, TRAINING}),
    ],
)
def test_each_place_is_open_to_who_may_go_there(
    qtbot: QtBot, app_services: AppServices, user: User, closed: set[str]
) -> None:
    app_services.workspace.access.user = user
    window = MainWindow(app_services)
    qtbot.addWidget(window)
    window.show()
    for place, button in window.rail.buttons.items():
        assert button.isEnabled() == (place not in closed), place
    for place in (PATIENTS, SESSION, HISTORY, CASELOAD, SETTINGS, HELP, TRAINING):
        window.go_if_allowed(place)
        assert (place in window.pages) == (place not in closed), place
        assert window.banner.isVisible() == (place in closed)
        window.banner.clear()
    assert window._prepare(PATIENTS) is False
    app_services.events.interview_wanted.emit("an id from elsewhere")
    app_services.events.history_wanted.emit("an id from elsewhere")
    window.show_switcher()
    assert (window.dialog is None) == (PATIENTS in closed)
    for page in window.pages.values():
        page.shut_down()


def test_a_reader_only_reads(qtbot: QtBot, app_services: AppServices) -> None:
    patient = add_patient(app_services.workspace, code="P-1")
    app_services.workspace.access.user = READ_ONLY
    patients, history = PatientsPage(app_services), HistoryPage(app_services)
    for page in (patients, history):
        qtbot.addWidget(page)
        page.show()
    patients.select(patient.id)
    history.open_patient(patient.id)
    assert patients.history.isEnabled()
    refused = (patients.add, patients.edit, patients.archive, patients.remove, patients.new_session)
    assert not any(button.isEnabled() for button in refused)
    assert not any(button.isEnabled() for button in (history.new_session, history.card.save, history.sessions.report))


def test_settings_of_the_clinic_are_an_administrators_and_colours_everybodys(
    qtbot: QtBot, app_services: AppServices
) -> None:
    app_services.workspace.access.user = CLINICIAN
    page = SettingsPage(app_services)
    qtbot.addWidget(page)
    enabled = {name for name, editor in page.editors.items() if editor.isEnabled()}
    assert {"language", "theme", "microphone", "camera", "model_folder"} <= enabled
    assert not {"crisis_line", "prevalence", "due_weeks", "backup_every"} & enabled
    assert not page.show_audit.isEnabled()
    assert page.research.isEnabled()
    page.shut_down()


def test_a_setting_is_refused_below_the_page_too(app_services: AppServices) -> None:
    store, access = app_services.settings_store, app_services.workspace.access
    access.user = CLINICIAN
    store.check = lambda names: check_settings(access, names)
    store.change(theme="dark")
    with pytest.raises(NotAllowedError, match="whole clinic"):
        store.change(crisis_line="12356")
    assert store.current.crisis_line == ""
    access.user = TRAINEE
    with pytest.raises(ScreeningError, match="models"):
        store.change(model_folder="/somewhere")


def test_an_administrator_without_patients_sees_models_and_no_sessions(qtbot: QtBot, app_services: AppServices) -> None:
    app_services.workspace.access.user = ADMINISTRATOR
    page = TrainingPage(app_services)
    qtbot.addWidget(page)
    page.show()
    assert page.tabs.currentIndex() == MODELS
    assert [page.tabs.isTabVisible(place) for place in range(4)] == [False, False, True, False]
    qtbot.wait(200)
    assert page.banner.isHidden(), page.banner.text
    page.shut_down()


def test_an_emergency_opens_the_places_of_patients_and_leaves_nothing_behind(
    qtbot: QtBot, app_services: AppServices
) -> None:
    add_patient(app_services.workspace, code="P-1")
    app_services.workspace.access.user = ADMINISTRATOR
    window = MainWindow(app_services)
    qtbot.addWidget(window)
    window.show()
    window.go_if_allowed(PATIENTS)
    window.banner._action.click()
    dialog = window.emergency.dialog
    assert not dialog.go.isEnabled()
    dialog.reason.setPlainText("Somebody called from the bridge")
    with qtbot.waitSignal(dialog.accepted):
        dialog.go.click()
    assert window.emergency.bar.isVisible()
    assert "recorded" in window.emergency.bar.words.text()
    assert window.rail.buttons[PATIENTS].isEnabled()
    assert not window.rail.buttons[SESSION].isEnabled()
    page = window.go(PATIENTS)
    assert page.model.total == 1
    assert not page.add.isEnabled()
    window.emergency.bar.end.click()
    assert PATIENTS not in window.pages
    assert window.place() == SETTINGS
    assert not window.rail.buttons[PATIENTS].isEnabled()
    assert "does not show patients" in window.rail.buttons[PATIENTS].accessibleDescription()
    assert window.emergency.bar.isHidden()
    for page in window.pages.values():
        page.shut_down()


def test_an_emergency_ends_by_itself(qtbot: QtBot, app_services: AppServices) -> None:
    app_services.workspace.access.user = ADMINISTRATOR
    window = MainWindow(app_services)
    qtbot.addWidget(window)
    window.show()
    app_services.workspace.access.emergency_until = datetime.now(UTC) + timedelta(seconds=60)
    window.go(PATIENTS)
    app_services.workspace.access.emergency_until = datetime.now(UTC) + timedelta(milliseconds=300)
    window.emergency._begin()
    qtbot.waitUntil(lambda: PATIENTS not in window.pages)
    assert window.emergency.bar.isHidden()
    for page in window.pages.values():
        page.shut_down()
