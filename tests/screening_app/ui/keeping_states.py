"""The states of keeping and deleting that are looked at: rules are set, and what they take was made old."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import session_states as session
from kept_clinic import former_folder, make_old, old_file, recorded_session
from PySide6.QtWidgets import QScrollArea

from screening_app.domain import ContentKind, RecordingDeletion
from screening_app.services.holds import hold_patient, release_patient
from screening_app.services.patients import add_patient, remove_patient
from screening_app.settings import ALWAYS
from screening_app.ui.keeping_confirm_dialog import KeepingConfirmDialog
from screening_app.ui.keeping_dialog import KeepingDialog
from screening_app.ui.rail import PATIENTS, SETTINGS
from screening_app.ui.transcript_panel import TranscriptPanel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from scene import Scene

    from screening_app.ui.settings_page import SettingsPage

_RULES = {f"keep_{kind.value}": "1" for kind in ContentKind}
_COUNTS = dict.fromkeys(ContentKind, 3)


def _with_rules(scene: Scene) -> None:
    """Rules by which something is due; they are taken back when the state is put away."""
    store, paths = scene.screening.settings, scene.screening.paths
    workspace = scene.screening.workspace
    gone = add_patient(workspace, code="P-OLD4")
    for _ in range(2):
        recorded_session(workspace, gone)
    make_old(workspace)
    scene.cleanups.append(lambda: remove_patient(workspace, gone.id))
    old_file(paths.reports / "DEMO-1-2021-03-01.pdf")
    old_file(paths.logs / "app.log.3")
    former_folder(paths)
    store.change(**_RULES)
    scene.cleanups.append(lambda: store.change(**dict.fromkeys(_RULES, ALWAYS)))


def _settings(scene: Scene) -> SettingsPage:
    page = scene.go(SETTINGS)
    scene.wait(page.editors["microphone"].refresh.isEnabled)
    scene.settle()
    return page


def rules(scene: Scene) -> QWidget:
    _with_rules(scene)
    page = _settings(scene)
    page.keeping.look()
    scene.wait(lambda: page.keeping.preview is not None)
    scene.settle()
    page.findChild(QScrollArea).ensureWidgetVisible(page.keeping)
    return scene.window


def preview(scene: Scene) -> QWidget:
    _with_rules(scene)
    _settings(scene)
    dialog = KeepingDialog(scene.screening.services, scene.window)
    dialog.open()
    scene.wait(lambda: not dialog.progress.active)
    scene.settle()
    return dialog


def preview_on_hold(scene: Scene) -> QWidget:
    workspace, patient = scene.screening.workspace, scene.example.two_models
    hold_patient(workspace, patient.id, "asked for by the court, file 12 O 345/26")
    scene.cleanups.append(lambda: release_patient(workspace, patient.id))
    dialog = preview(scene)
    dialog.due.choose(False)
    return dialog


def confirm(scene: Scene) -> QWidget:
    _settings(scene)
    dialog = KeepingConfirmDialog(_COUNTS, scene.window)
    dialog.open()
    scene.settle()
    return dialog


def on_hold(scene: Scene) -> QWidget:
    workspace, patient = scene.screening.workspace, scene.example.two_models
    hold_patient(workspace, patient.id, "asked for by the court, file 12 O 345/26")
    page = scene.go(PATIENTS)
    scene.cleanups.append(page.refresh)
    scene.cleanups.append(lambda: release_patient(workspace, patient.id))
    page.search.clear()
    page.refresh()
    return scene.window


def recording_deleted(scene: Scene) -> QWidget:
    """A session as it is shown once its recording is gone; nothing of that is kept."""
    window = session.result(scene)
    panel = window.findChild(TranscriptPanel)
    panel.show_transcript(
        panel.draft.transcript, None, deletion=RecordingDeletion(datetime(2026, 5, 3, 9, tzinfo=UTC), 24), locked=True
    )
    scene.settle()
    return window


KEEPING_STATES = {
    "keeping": rules,
    "keeping-preview": preview,
    "keeping-preview-on-hold": preview_on_hold,
    "keeping-confirm": confirm,
    "patients-on-hold": on_hold,
    "session-recording-deleted": recording_deleted,
}
