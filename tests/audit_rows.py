"""Many audit entries at once: as many as a busy clinic makes in years, written as the program would have."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert

from screening_app.domain import Action
from screening_app.storage.audit import StoredEntry, fingerprint
from screening_app.storage.disk import write_whole
from screening_app.storage.tables import AuditEntryRow

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace

PATIENTS = 500
PEOPLE = ("Dr. Li", "Dr. 王", "")


def fill_audit(workspace: Workspace, count: int) -> None:
    """Put so many entries after those that are there, a minute apart up to now, and note the end."""
    drawn, last, begun = random.Random(1), workspace.audit.last(), datetime.now(UTC) - timedelta(minutes=count)
    actions, rows, previous = list(Action), [], last.hash
    actions.remove(Action.AUDIT_BROKEN)
    for number in range(last.count + 1, last.count + count + 1):
        patient = drawn.randrange(PATIENTS)
        entry = StoredEntry(
            number=number,
            at=(begun + timedelta(minutes=number)).isoformat(timespec="microseconds"),
            who=drawn.choice(PEOPLE),
            action=drawn.choice(actions).value,
            patient_id=f"{patient:032x}",
            patient_code=f"P-{patient:04}",
            interview_id=f"{drawn.getrandbits(128):032x}",
            subject=None,
            details=json.dumps({"formats": ["tables"], "sessions": 1}),
            previous_hash=previous,
            hash="",
        )
        rows.append(entry._replace(hash=fingerprint(entry))._asdict())
        previous = rows[-1]["hash"]
    with workspace.database.writing() as session:
        session.execute(insert(AuditEntryRow), rows)
    head = {"count": last.count + count, "hash": previous}
    write_whole(workspace.paths.audit_head, json.dumps(head))
