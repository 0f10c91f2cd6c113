"""The states of the window that are looked at: one line each in `STATES`.

A state shows itself from whatever state was there before and gives back what to look at: the window, or a dialog.
A new page or state joins the screenshots, the accessibility tests and the pictures of the user guide by a line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import session_states as session
from backup_states import BACKUP_STATES
from keeping_states import KEEPING_STATES
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget
from seat_states import SEAT_STATES
from training_states import TRAINING_STATES
from user_states import USER_STATES

from screening_app.ui.audit_dialog import AuditDialog
from screening_app.ui.caseload_page import LISTS
from screening_app.ui.compare_dialog import CompareDialog
from screening_app.ui.export_dialog import ExportDialog
from screening_app.ui.licences_dialog import LicencesDialog
from screening_app.ui.log_viewer import LogViewer
from screening_app.ui.patient_dialog import PatientDialog
from screening_app.ui.rail import CASELOAD, HELP, HISTORY, PATIENTS, SETTINGS
from screening_app.ui.report_dialog import ReportDialog
from screening_app.ui.research_export_dialog import ResearchExportDialog
from screening_app.ui.shortcuts_dialog import ShortcutsDialog
from screening_app.ui.treatment_dialog import TreatmentDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from scene import Scene


@dataclass(frozen=True, slots=True)
class State:
    """Something that the window shows."""

    name: str  # of the picture, too
    show: Callable[[Scene], QWidget]
    in_guide: bool = False  # whether the user guide has a picture of it


@dataclass(frozen=True, slots=True)
class Size:
    """A window on a screen."""

    name: str
    window: QSize  # in the units that layouts count in
    ratio: float = 1.0  # pixels for each of them


SIZES = (
    Size("1280x800", QSize(1280, 800)),
    Size("1920x1080-at-1.5", QSize(1280, 720), 1.5),
    Size("smallest", QSize(0, 0)),  # the window itself knows how small it may be
)


def _dialog(scene: Scene, dialog: QDialog) -> QWidget:
    dialog.open()
    scene.settle()
    return dialog


# Patients


def _patients(scene: Scene, search: str = "") -> QWidget:
    page = scene.go(PATIENTS)
    page.search.setText(search)
    page.refresh()
    if not search:
        page.select(scene.example.demonstration.id)
    return scene.window


def _nobody_found(scene: Scene) -> QWidget:
    return _patients(scene, "zzz")


def _archived(scene: Scene) -> QWidget:
    page = scene.go(PATIENTS)
    page.search.clear()
    page.refresh()
    page.select(scene.example.new_patient.id)
    page.archive.click()
    scene.cleanups.append(page._undo)
    return scene.window


def _add_patient(scene: Scene) -> QWidget:
    _patients(scene)
    dialog = PatientDialog(scene.screening.workspace, None, "en", scene.window)
    dialog.birth_year.setText("1850")
    dialog.code.setText("DEMO-1")
    dialog.open()
    dialog.accept()  # which says what is wrong
    return dialog


def _edit_patient(scene: Scene) -> QWidget:
    _patients(scene)
    return _dialog(scene, PatientDialog(scene.screening.workspace, scene.example.new_patient, parent=scene.window))


def _export_research(scene: Scene) -> QWidget:
    _patients(scene)
    return _dialog(scene, ResearchExportDialog(scene.screening.services, scene.window))


# History and caseload


def _history(scene: Scene) -> QWidget:
    scene.go(HISTORY).open_patient(scene.example.demonstration.id)
    return scene.window


def _history_two_models(scene: Scene) -> QWidget:
    scene.go(HISTORY).open_patient(scene.example.two_models.id)
    return scene.window


def _history_without_sessions(scene: Scene) -> QWidget:
    scene.go(HISTORY).open_patient(scene.example.new_patient.id)
    return scene.window


def _history_of_nobody(scene: Scene) -> QWidget:
    scene.go(HISTORY).picker.choose(None)
    return scene.window


def _compare(scene: Scene) -> QWidget:
    _history(scene)
    page, example = scene.go(HISTORY), scene.example
    ids = example.signed.id, example.newest.id
    return _dialog(scene, CompareDialog(scene.screening.workspace, page._sessions, *ids, scene.window))


def _treatment(scene: Scene) -> QWidget:
    _history(scene)
    return _dialog(scene, TreatmentDialog(scene.screening.workspace, scene.example.demonstration.id, scene.window))


def _report(scene: Scene) -> QWidget:
    _history(scene)
    return _dialog(scene, ReportDialog(scene.screening.paths.reports / "report.pdf", scene.window))


def _export(scene: Scene) -> QWidget:
    _history(scene)
    example = scene.example
    what = example.demonstration, example.newest.id
    return _dialog(scene, ExportDialog(scene.screening.services, *what, scene.window))


def _caseload(which: str) -> Callable[[Scene], QWidget]:
    def show(scene: Scene) -> QWidget:
        page = scene.go(CASELOAD)
        scene.wait(lambda: page._asked == page._answered)
        page.cards[which].click()
        return scene.window

    return show


# Settings and help


def _settings(scene: Scene, part: float = 0.0) -> QWidget:
    page = scene.go(SETTINGS)
    scene.wait(page.editors["microphone"].refresh.isEnabled)
    scene.settle()
    bar = page.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(round(part * bar.maximum()))
    return scene.window


def _lower_settings(scene: Scene) -> QWidget:
    return _settings(scene, 1.0)


def _log(scene: Scene) -> QWidget:
    return _dialog(scene, LogViewer(scene.screening.services, scene.window))


def _audit(scene: Scene) -> QWidget:
    dialog = AuditDialog(scene.screening.services, scene.window)
    scene.wait(lambda: dialog.is_read)
    return _dialog(scene, dialog)


def _audit_checked(scene: Scene) -> QWidget:
    dialog = AuditDialog(scene.screening.services, scene.window)
    dialog.check.click()
    scene.wait(lambda: dialog.banner.text and not dialog.progress.active)
    return _dialog(scene, dialog)


def _help(document: int) -> Callable[[Scene], QWidget]:
    def show(scene: Scene) -> QWidget:
        scene.go(HELP).tabs.setCurrentIndex(document)
        return scene.window

    return show


def _licences(scene: Scene) -> QWidget:
    scene.go(HELP)
    dialog = LicencesDialog(scene.screening.services, scene.window)
    scene.wait(lambda: dialog.is_read)
    return _dialog(scene, dialog)


def _shortcuts(scene: Scene) -> QWidget:
    _patients(scene)
    return _dialog(scene, ShortcutsDialog(scene.window))


def _switcher(scene: Scene) -> QWidget:
    _patients(scene)
    scene.window.dialog = None  # the last one was put away by whoever looked at it
    scene.window.show_switcher()
    assert scene.window.dialog is not None
    return scene.window.dialog


def _help_search(scene: Scene) -> QWidget:
    page = scene.go(HELP)
    page.tabs.setCurrentIndex(0)
    page.search.setText("PHQ-9")
    scene.cleanups.append(page.search.clear)
    return scene.window


def _tour(scene: Scene) -> QWidget:
    _patients(scene)
    scene.window.show_tour()
    scene.cleanups.append(scene.window._tour.end)
    return scene.window._tour


STATES = (
    State("patients", _patients, in_guide=True),
    State("patients-nobody-found", _nobody_found),
    State("patient-add-wrong", _add_patient),
    State("patient-edit", _edit_patient, in_guide=True),
    State("export-research", _export_research, in_guide=True),
    State("session-left-over", session.left_over),
    State("session-who", session.who, in_guide=True),
    State("session-consent", session.consent, in_guide=True),
    State("session-consents", session.consents),
    State("session-devices", session.devices, in_guide=True),
    State("session-devices-in-trouble", session.devices_in_trouble),
    State("session-interview", session.interview),
    State("session-recording", session.recording, in_guide=True),
    State("session-card-for-patient", session.card_for_patient, in_guide=True),
    State("session-import", session.import_file, in_guide=True),
    State("session-type", session.type_text, in_guide=True),
    State("session-questionnaire", session.questionnaire, in_guide=True),
    State("session-questionnaire-begun", session.questionnaire_begun),
    State("session-questionnaire-of-patient", session.questionnaire_of_patient, in_guide=True),
    State("session-safety", session.safety, in_guide=True),
    State("session-result", session.result, in_guide=True),
    State("session-cards-and-bookmarks", session.cards_and_bookmarks),
    State("session-result-and-safety", session.result_and_safety),
    State("session-measurements", session.measurements, in_guide=True),
    State("session-undecided", session.undecided, in_guide=True),
    State("session-without-value", session.without_value),
    State("session-unscored", session.unscored),
    State("session-correcting", session.correcting, in_guide=True),
    State("session-changes", session.changes),
    State("session-sign-off", session.sign_off, in_guide=True),
    State("session-signed", session.signed, in_guide=True),
    State("history", _history, in_guide=True),
    State("history-two-models", _history_two_models),
    State("history-without-sessions", _history_without_sessions),
    State("history-of-nobody", _history_of_nobody),
    State("compare", _compare, in_guide=True),
    State("treatment", _treatment, in_guide=True),
    State("report", _report, in_guide=True),
    State("export", _export, in_guide=True),
    *(State(f"caseload-{which}", _caseload(which), in_guide=which == LISTS[0]) for which in LISTS),
    State("settings", _settings, in_guide=True),
    State("settings-below", _lower_settings),
    State("log", _log),
    State("audit", _audit),
    State("audit-checked", _audit_checked),
    *(
        State(f"help-{name}", _help(place), in_guide=place == 0)
        for place, name in enumerate(("guide", "words", "card"))
    ),
    State("help-licences", _licences),
    State("help-search", _help_search),
    State("patients-archived", _archived),
    State("tour", _tour, in_guide=True),
    State("shortcuts", _shortcuts, in_guide=True),
    State("switcher", _switcher, in_guide=True),
    *(State(name, show) for name, show in BACKUP_STATES.items()),
    *(State(name, show) for name, show in KEEPING_STATES.items()),
    *(State(name, show) for name, show in SEAT_STATES.items()),
    *(State(name, show) for name, show in TRAINING_STATES.items()),
    *(State(name, show) for name, show in USER_STATES.items()),
)
