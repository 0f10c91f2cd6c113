"""The states of the window that are looked at: one line each in `STATES`.

A state shows itself from whatever state was there before and gives back what to look at: the window, or a dialog.
A new page or state joins the screenshots, the accessibility tests and the pictures of the user guide by a line here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from example_data import made_up_evidence
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QScrollArea
from training_states import TRAINING_STATES

from screening_app.domain import Source
from screening_app.errors import CaptureError
from screening_app.services.interviews import unfinished
from screening_app.ui.help_page import CARD, GLOSSARY, GUIDE
from screening_app.ui.patient_dialog import PatientDialog
from screening_app.ui.rail import HELP, HISTORY, PATIENTS, SESSION, SETTINGS
from screening_app.ui.report_dialog import ReportDialog
from screening_app.ui.session_state import SessionState, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from scene import Scene

    from screening_app.domain import Interview
    from screening_app.ui.session_page import SessionPage


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


_TROUBLE = "The devices are closed. Look for devices again, then record."


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


def _left_over(scene: Scene) -> QWidget:
    _patients(scene)
    scene.window.offer_to_continue(unfinished(scene.screening.workspace), recovered=1)
    return scene.window


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
    dialog = PatientDialog(scene.screening.workspace, scene.example.new_patient, parent=scene.window)
    dialog.open()
    return dialog


# A session


def _setup(scene: Scene, source: Source = Source.RECORDED) -> SessionPage:
    page = scene.go(SESSION)
    page.show_state(SessionState(patient=scene.example.demonstration))
    page.setup.picker.choose(scene.example.demonstration)
    page.setup.choose(source)
    return page


def _devices(scene: Scene) -> QWidget:
    page = _setup(scene)
    scene.wait(page.setup.record.start.isEnabled)
    page.setup.record.devices.show_level(-24.0)
    return scene.window


def _no_devices(scene: Scene) -> QWidget:
    page = _setup(scene)
    scene.wait(page.setup.record.start.isEnabled)
    page.setup.record.devices.show_problem(CaptureError(_TROUBLE))
    return scene.window


def _import(scene: Scene) -> QWidget:
    _setup(scene, Source.IMPORTED)
    return scene.window


def _type(scene: Scene) -> QWidget:
    _setup(scene, Source.TYPED).setup.text.field.setPlainText("I sleep badly.\n\n我睡不好。")
    return scene.window


def _review(scene: Scene, interview: Interview) -> SessionPage:
    page = scene.go(SESSION)
    page.setup.text.clear()
    page.show_state(SessionState())
    page.open_interview(interview.id)
    scene.wait(lambda: page.state.stage is Stage.REVIEW)
    page.player.stop()
    if page.state.evidence and not page.state.evidence.markers and page.state.transcript:
        page.show_state(replace(page.state, evidence=made_up_evidence(page.state.transcript)))
    transcript = page.state.transcript
    scene.wait(lambda: len(page.transcript.correction_fields()) == len(transcript.answers if transcript else ()))
    return page


def _result(scene: Scene) -> QWidget:
    _review(scene, scene.example.recorded)
    return scene.window


def _measurements(scene: Scene) -> QWidget:
    """The details of the second answer, and the end of the result."""
    page = _review(scene, scene.example.recorded)
    page.transcript.correction_fields()[1].parentWidget().details.click()
    scene.settle()
    bar = page.result.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())
    return scene.window


def _undecided(scene: Scene) -> QWidget:
    _review(scene, scene.example.undecided)
    return scene.window


def _without_value(scene: Scene) -> QWidget:
    _review(scene, scene.example.without_value)
    return scene.window


def _unscored(scene: Scene) -> QWidget:
    _review(scene, scene.example.unscored)
    return scene.window


def _correcting(scene: Scene) -> QWidget:
    _review(scene, scene.example.recorded).transcript.start_correcting()
    return scene.window


# History


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


def _report(scene: Scene) -> QWidget:
    _history(scene)
    dialog = ReportDialog(scene.screening.paths.reports / "report.pdf", scene.window)
    dialog.open()
    return dialog


# Settings


def _settings(scene: Scene, part: float = 0.0) -> QWidget:
    page = scene.go(SETTINGS)
    scene.wait(page.editors["microphone"].refresh.isEnabled)
    bar = page.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(round(part * bar.maximum()))
    return scene.window


def _lower_settings(scene: Scene) -> QWidget:
    return _settings(scene, 1.0)


def _log(scene: Scene) -> QWidget:
    page = scene.go(SETTINGS)
    page.show_log.click()
    return page.log_viewer


# Help, and what lies over the pages


def _help(scene: Scene, document: int = GUIDE, search: str = "") -> QWidget:
    page = scene.go(HELP)
    page.tabs.setCurrentIndex(document)
    page.search.setText(search)
    page.view.verticalScrollBar().setValue(0 if not search else page.view.verticalScrollBar().value())
    return scene.window


def _help_search(scene: Scene) -> QWidget:
    return _help(scene, search="PHQ-9")


def _glossary(scene: Scene) -> QWidget:
    return _help(scene, GLOSSARY)


def _model_card(scene: Scene) -> QWidget:
    return _help(scene, CARD)


def _keys(scene: Scene) -> QWidget:
    _patients(scene)
    scene.window.show_shortcuts()
    return scene.window.dialog


def _switcher(scene: Scene) -> QWidget:
    _patients(scene)
    scene.window.state.seen(scene.example.demonstration.id)
    scene.window.show_switcher()
    return scene.window.dialog


def _tour(scene: Scene) -> QWidget:
    _patients(scene)
    scene.window.show_tour()
    scene.cleanups.append(scene.window._tour.end)
    return scene.window._tour


STATES = (
    State("patients", _patients, in_guide=True),
    State("patients-nobody-found", _nobody_found),
    State("patients-left-over", _left_over),
    State("patient-add-wrong", _add_patient),
    State("patient-edit", _edit_patient, in_guide=True),
    State("session-record", _devices, in_guide=True),
    State("session-record-trouble", _no_devices),
    State("session-import", _import, in_guide=True),
    State("session-type", _type),
    State("session-result", _result, in_guide=True),
    State("session-measurements", _measurements, in_guide=True),
    State("session-undecided", _undecided, in_guide=True),
    State("session-without-value", _without_value),
    State("session-unscored", _unscored),
    State("session-correcting", _correcting, in_guide=True),
    State("history", _history, in_guide=True),
    State("history-two-models", _history_two_models),
    State("history-without-sessions", _history_without_sessions),
    State("history-of-nobody", _history_of_nobody),
    State("report", _report, in_guide=True),
    State("settings", _settings, in_guide=True),
    State("settings-below", _lower_settings),
    State("log", _log),
    State("help", _help, in_guide=True),
    State("help-search", _help_search),
    State("help-glossary", _glossary),
    State("help-card", _model_card),
    State("keys", _keys, in_guide=True),
    State("switcher", _switcher, in_guide=True),
    State("tour", _tour, in_guide=True),
    State("patients-archived", _archived),
    *(State(name, show) for name, show in TRAINING_STATES.items()),
)
