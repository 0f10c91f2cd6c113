"""The session page in each of its steps, and what lies over it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from example_data import made_up_evidence
from PySide6.QtWidgets import QScrollArea, QWidget

from screening_app.errors import CaptureError
from screening_app.services.questionnaires import instrument
from screening_app.services.sessions import waiting_sessions
from screening_app.services.transcripts import read_changes
from screening_app.ui.changes_dialog import ChangesDialog
from screening_app.ui.consent_dialog import ConsentDialog
from screening_app.ui.patient_questionnaire import PatientQuestionnaire
from screening_app.ui.patient_window import PatientWindow
from screening_app.ui.rail import SESSION
from screening_app.ui.recording_desk import Phase
from screening_app.ui.session_state import SessionState, Stage

if TYPE_CHECKING:
    from scene import Scene

    from screening_app.domain import Interview
    from screening_app.ui.session_page import SessionPage

_TROUBLE = "The devices are closed. Look for devices again, then record."


def left_over(scene: Scene) -> QWidget:
    """What the window says at its start."""
    _fresh(scene)
    scene.window.offer_to_continue(waiting_sessions(scene.screening.workspace), recovered=1)
    return scene.window


def _fresh(scene: Scene) -> SessionPage:
    """The page at its first step, with nothing that it would ask about."""
    page = scene.go(SESSION)
    if page.faces.control.is_recording:  # a pretended one, of which nothing is to be scored
        page.faces.control._set_phase(Phase.CLOSED)
    page.faces.sign_off.save_notes()
    page.faces.discard()
    page.show_state(SessionState())
    page.faces.sign_off.show_state(page.state, "Dr. Lin")  # which would keep its notes once more
    return page


def _opened(scene: Scene, interview: Interview, stage: Stage) -> SessionPage:
    """An interview that was read as the window reads it, in one of its steps; nothing of that is kept."""
    page = _fresh(scene)
    page.open_interview(interview.id)
    scene.wait(lambda: page.state.interview is not None and not page.faces.progress.active)
    page.banner.clear()
    page.fill(stage)
    page.show_read(replace(page.state, stage=stage, evidence=_evidence(page.state)))
    scene.wait(lambda: page.faces.transcript._rows.is_filled)
    return page


def _evidence(state: SessionState) -> object:
    """Real measurements where there are some, else such as a recording might have."""
    if state.evidence is None or state.transcript is None or state.evidence.markers:
        return state.evidence
    return made_up_evidence(state.transcript)


def who(scene: Scene) -> QWidget:
    page = _fresh(scene)
    page.faces.who.picker.choose(scene.example.demonstration)
    page.banner.clear()
    return scene.window


def consent(scene: Scene) -> QWidget:
    _opened(scene, scene.example.begun, Stage.CONSENT)
    return scene.window


def consents(scene: Scene) -> QWidget:
    _opened(scene, scene.example.agreed, Stage.CONSENT)
    dialog = ConsentDialog(scene.screening.workspace, scene.example.agreed, "Dr. Lin", scene.window)
    dialog.open()
    return dialog


def _ready(scene: Scene, stage: Stage) -> SessionPage:
    """A step in which devices are open."""
    page = _opened(scene, scene.example.agreed, stage)
    scene.wait(lambda: page.faces.control.phase is Phase.READY)
    page.faces.control.level.emit(-24.0)
    return page


def devices(scene: Scene) -> QWidget:
    _ready(scene, Stage.DEVICES)
    return scene.window


def devices_in_trouble(scene: Scene) -> QWidget:
    _ready(scene, Stage.DEVICES).faces.control._show_problem(CaptureError(_TROUBLE))
    return scene.window


def interview(scene: Scene) -> QWidget:
    _ready(scene, Stage.INTERVIEW)
    return scene.window


def recording(scene: Scene) -> QWidget:
    page = _ready(scene, Stage.INTERVIEW)
    page.faces.interview.start.click()
    scene.wait(lambda: page.faces.control.phase is Phase.RECORDING)
    return scene.window


def card_for_patient(scene: Scene) -> QWidget:
    page = _ready(scene, Stage.INTERVIEW)
    window = PatientWindow()
    window.show_card(page.faces.interview.prompts.card)
    window.resize(1280, 720)
    window.show()
    scene.cleanups.append(window.close)
    return window


def import_file(scene: Scene) -> QWidget:
    _opened(scene, scene.example.to_import, Stage.INTERVIEW)
    return scene.window


def type_text(scene: Scene) -> QWidget:
    page = _opened(scene, scene.example.to_type, Stage.INTERVIEW)
    page.faces.text.field.setPlainText("I sleep badly.\n\n我睡不好。")
    return scene.window


def questionnaire(scene: Scene) -> QWidget:
    _opened(scene, scene.example.newest, Stage.QUESTIONNAIRE)
    return scene.window


def questionnaire_begun(scene: Scene) -> QWidget:
    """Three answers, which are stored and not finished; discarded again afterwards."""
    step = _opened(scene, scene.example.newest, Stage.QUESTIONNAIRE).faces.questionnaire
    for row in step.form._rows[:3]:
        row.set_answer(2)
    scene.cleanups.append(step.discard.click)
    return scene.window


def cards_and_bookmarks(scene: Scene) -> QWidget:
    """A bookmark whose note is being changed, below what became of the prompt cards."""
    page = _opened(scene, scene.example.recorded, Stage.RESULT)
    view = page.faces.result.bookmarks
    view.rows[0].change.click()
    scene.settle()
    page.faces.result.findChild(QScrollArea).ensureWidgetVisible(view)
    return scene.window


def questionnaire_of_patient(scene: Scene) -> QWidget:
    _opened(scene, scene.example.newest, Stage.QUESTIONNAIRE)
    window = PatientQuestionnaire(instrument("phq-9"), scene.language, parent=scene.window)
    window.resize(1280, 720)
    window.show()
    scene.cleanups.append(window.dismiss)  # while it is open, no other window can be reached
    return window


def safety(scene: Scene) -> QWidget:
    _opened(scene, scene.example.item_9, Stage.QUESTIONNAIRE)
    return scene.window


def result(scene: Scene) -> QWidget:
    _opened(scene, scene.example.recorded, Stage.RESULT)
    return scene.window


def measurements(scene: Scene) -> QWidget:
    """The details of the second answer, and the end of the result."""
    page = _opened(scene, scene.example.recorded, Stage.RESULT)
    page.faces.transcript.row(1).details.click()
    scene.settle()
    bar = page.faces.result.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())
    return scene.window


def result_and_safety(scene: Scene) -> QWidget:
    _opened(scene, scene.example.item_9, Stage.RESULT)
    return scene.window


def undecided(scene: Scene) -> QWidget:
    _opened(scene, scene.example.undecided, Stage.RESULT)
    return scene.window


def without_value(scene: Scene) -> QWidget:
    _opened(scene, scene.example.without_value, Stage.RESULT)
    return scene.window


def unscored(scene: Scene) -> QWidget:
    _opened(scene, scene.example.unscored, Stage.RESULT)
    return scene.window


def correcting(scene: Scene) -> QWidget:
    _opened(scene, scene.example.recorded, Stage.RESULT).faces.transcript.start_correcting()
    return scene.window


def changes(scene: Scene) -> QWidget:
    page = _opened(scene, scene.example.recorded, Stage.RESULT)
    dialog = ChangesDialog(read_changes(scene.screening.workspace, scene.example.recorded), page)
    dialog.open()
    return dialog


def sign_off(scene: Scene) -> QWidget:
    _opened(scene, scene.example.recorded, Stage.SIGN_OFF)
    return scene.window


def signed(scene: Scene) -> QWidget:
    _opened(scene, scene.example.signed, Stage.SIGN_OFF)
    return scene.window
