"""A patient's sessions as three CSV tables, or as one JSON document: docs/exports.md."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from screening_app.services.export_tables import flat, write_document, write_table
from screening_app.services.session_documents import iso, patient_document, session_document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from screening_app.domain import Patient
    from screening_app.services.session_documents import Document
    from screening_app.services.session_records import SessionRecord

FORMAT, VERSION = "selfmm-screening-sessions", 1
_BY_ROW = (
    "cards",
    "answers",
    "questionnaires",
    "safety_reviews",
    "addenda",
)  # several a session: each has a table of its own


def write_session_tables(
    folder: Path, patient: Patient, records: Sequence[SessionRecord], *, with_identity: bool, with_text: bool
) -> None:
    """Write sessions.csv, questionnaires.csv, answers.csv and, where there is something in it, the others."""
    sessions = [session_document(record, with_identity=with_identity, with_text=with_text) for record in records]
    who = {"patient": patient.code} | ({"name": patient.name} if with_identity else {})
    write_table(folder / "sessions.csv", [who | _row(session) for session in sessions], ("patient", "id", "held_at"))
    for name in _BY_ROW:
        rows = [{"session": session["id"]} | flat(_without_sentences(row))
                for session in sessions for row in session.get(name, ())]  # fmt: skip
        if rows or name in ("answers", "questionnaires"):
            write_table(folder / f"{name}.csv", rows, ("session",))


def _row(session: Document) -> dict[str, str | float | bool | None]:
    return flat({name: value for name, value in session.items() if name not in _BY_ROW})


def _without_sentences(row: Document) -> Document:
    return {name: value for name, value in row.items() if name != "sentences"}


def write_session_document(
    path: Path, patient: Patient, records: Sequence[SessionRecord], *, with_identity: bool, with_text: bool
) -> None:
    """Write everything in one JSON document."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": iso(datetime.now(UTC)),
        "patient": patient_document(patient, with_identity=with_identity, with_text=with_text),
        "sessions": [session_document(record, with_identity=with_identity, with_text=with_text) for record in records],
    }
    write_document(path, document)
