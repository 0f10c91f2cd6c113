"""Hand out one patient's sessions: as tables, as a document, as features, as a FHIR bundle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from screening_app.domain import Action
from screening_app.errors import ScreeningError
from screening_app.services.audit import record
from screening_app.services.export_features import newest_features, write_feature_tables
from screening_app.services.export_folder import file_name, write_folder
from screening_app.services.export_sessions import write_session_document, write_session_tables
from screening_app.services.session_documents import EXPORTING
from screening_app.services.session_records import read_records
from selfmm.types import no_report, part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from screening_app.domain import Interview
    from screening_app.services.workspace import Workspace
    from selfmm.types import Report

_READ, _FHIR = 0.2, 0.6  # shares of the work that are done when the sessions are read, and the bundle is written
_NOTHING = "There is no session to export. Hold a session first."
_NO_FORMAT = "Choose at least one format."


class Format(StrEnum):
    """What a patient's sessions are handed out as."""

    TABLES = "tables"  # CSV
    DOCUMENT = "document"  # JSON
    FEATURES = "features"  # CSV, frame by frame
    FHIR = "fhir"  # R4B bundle


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What is wanted of a patient's sessions."""

    patient_id: str
    formats: frozenset[Format]
    interview_id: str | None = None  # None for all sessions
    with_identity: bool = False  # the patient's name, and the clinicians'
    with_text: bool = False  # what was said, notes, plans: free text


def export_patient(workspace: Workspace, order: ExportOrder, folder: Path, report: Report = no_report) -> Path:
    """Write what was ordered into a new folder below `folder`; where it lies.

    Reports "exporting". Whatever raises, `report` too, leaves nothing behind. Raises `ScreeningError` where nothing was
    ordered or there is nothing to export, `StorageError` where the folder is not there or cannot be written.
    """
    if not order.formats:
        raise ScreeningError(_NO_FORMAT)
    patient = workspace.patients.get(order.patient_id)
    interviews = workspace.interviews.of_patient(patient.id)
    chosen = [one for one in interviews if order.interview_id in (None, one.id)]
    if not chosen:
        raise ScreeningError(_NOTHING)
    name = f"{file_name(patient.code)}-{datetime.now().astimezone():%Y-%m-%d}"
    return write_folder(folder, name, lambda place: _fill(workspace, order, chosen, place, report))


def _fill(
    workspace: Workspace, order: ExportOrder, interviews: Sequence[Interview], folder: Path, report: Report
) -> None:
    records = read_records(workspace, interviews, part(report, 0.0, _READ))
    patient = records[0].patient
    asked = {"with_identity": order.with_identity, "with_text": order.with_text}
    if Format.TABLES in order.formats:
        write_session_tables(folder, patient, records, **asked)
    if Format.DOCUMENT in order.formats:
        write_session_document(folder / "sessions.json", patient, records, **asked)
    report(EXPORTING, _READ)
    if Format.FHIR in order.formats:
        from screening_app.services.fhir import write_bundle  # its models take a second to import

        write_bundle(folder / "bundle.fhir.json", patient, records, **asked, report=part(report, _READ, _FHIR))
    if Format.FEATURES in order.formats:
        _write_features(workspace, interviews, folder / "features", part(report, _FHIR, 1.0))
    report(EXPORTING, 1.0)
    record(
        workspace,
        Action.DATA_EXPORTED,
        patient_id=order.patient_id,
        interview_id=order.interview_id,
        formats=sorted(order.formats),
        sessions=len(interviews),
        with_identity=order.with_identity,
        with_text=order.with_text,
    )


def _write_features(workspace: Workspace, interviews: Sequence[Interview], folder: Path, report: Report) -> None:
    folder.mkdir()
    for number, interview in enumerate(interviews):
        report(EXPORTING, number / len(interviews))
        features = newest_features(workspace, interview.id)
        if features is not None:
            write_feature_tables(folder, interview.id, features)
