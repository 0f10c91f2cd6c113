"""The question before a patient is removed for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from screening_app.services.interviews import interviews_of
from screening_app.ui.widgets.question import agreed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from screening_app.domain import Patient
    from screening_app.services.workspace import Workspace


def agreed_to_remove(page: QWidget, workspace: Workspace, patient: Patient) -> bool:
    """Say what goes with the patient, and ask; whether the user wants it."""
    return agreed(
        page,
        QCoreApplication.translate("removal", "Remove patient"),
        QCoreApplication.translate("removal", "Remove {code} for good?").format(code=patient.code),
        _loss(len(interviews_of(workspace, patient.id))),
        yes=QCoreApplication.translate("removal", "Remove"),
        no=QCoreApplication.translate("removal", "Keep"),
    )


def _loss(sessions: int) -> str:
    """What goes with a patient who is removed."""
    if sessions == 0:
        return QCoreApplication.translate("removal", "This patient has no sessions. This cannot be undone.")
    if sessions == 1:
        return QCoreApplication.translate(
            "removal",
            "One session with its recording, transcript and scores is removed from this computer. "
            "This cannot be undone.",
        )
    told = QCoreApplication.translate(
        "removal",
        "{sessions} sessions with their recordings, transcripts and scores are removed from this computer. "
        "This cannot be undone.",
    )
    return told.format(sessions=sessions)
