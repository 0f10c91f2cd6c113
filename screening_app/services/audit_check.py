"""Whether the record of actions is whole; if not, which entry is the first that is not as it was written, and how."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from screening_app.domain import Action
from screening_app.services.audit import record
from screening_app.storage.audit import NOTHING, StoredEntry, fingerprint
from selfmm.types import no_report

if TYPE_CHECKING:
    from screening_app.domain import AuditHead
    from screening_app.services.workspace import Workspace
    from selfmm.types import Report

CHECKING = "checking"
_EVERY = 2000  # entries between two reports


class Flaw(StrEnum):
    """What is wrong with a record."""

    CHANGED = "changed"
    REMOVED = "removed"
    REORDERED = "reordered"
    INSERTED = "inserted"
    CUT = "cut"  # the newest entries are missing
    REPLACED = "replaced"  # whole in itself, but another one than was left
    NO_END = "no_end"  # nothing says how it was left
    BROKEN_BEFORE = "broken_before"  # as the record itself tells


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What a check has found. `number` is the first entry that is not as it should be, from 1."""

    count: int  # entries that are there
    last_hash: str
    flaw: Flaw | None = None
    number: int = 0
    missing: int = 0  # of the newest entries, where they are cut


def check_record(workspace: Workspace, report: Report = no_report) -> AuditReport:
    """Read the whole record and say whether every entry is there, as it was written and where it was. A job's work.

    Reports "checking". That it was checked, and what came of it, becomes an entry itself.
    """
    found = examine(workspace, report)
    record(workspace, Action.AUDIT_CHECKED, entries=found.count, flaw=found.flaw.value if found.flaw else None)
    return found


def examine(workspace: Workspace, report: Report = no_report) -> AuditReport:
    """As `check_record`, without an entry."""
    head = workspace.audit.head()  # first: entries that are added meanwhile are no cut
    whole = max(1, workspace.audit.last().count)
    count, last, broken_before = 0, NOTHING.hash, 0
    at_head = NOTHING.hash
    for entry in workspace.audit.stream():
        if count % _EVERY == 0:
            report(CHECKING, min(1.0, count / whole))
        if not _follows(entry, count + 1, last):
            return _explained(workspace, count + 1, last, entry)
        count, last = count + 1, entry.hash
        if head is not None and count == head.count:
            at_head = last
        if entry.action == Action.AUDIT_BROKEN and not broken_before:
            broken_before = count
    return _at_the_end(head, at_head, count, last, broken_before)


def _at_the_end(head: AuditHead | None, at_head: str, count: int, last: str, broken_before: int) -> AuditReport:
    """The chain holds in itself: whether it is the one that was left."""
    if head is None:
        return AuditReport(count, last, Flaw.NO_END, count)
    if head.count > count:
        return AuditReport(count, last, Flaw.CUT, count + 1, missing=head.count - count)
    if head.hash != at_head:
        return AuditReport(count, last, Flaw.REPLACED, head.count)
    if broken_before:
        return AuditReport(count, last, Flaw.BROKEN_BEFORE, broken_before)
    return AuditReport(count, last)


def _follows(entry: StoredEntry, number: int, last: str) -> bool:
    return (entry.number, entry.previous_hash, entry.hash) == (number, last, fingerprint(entry))


def _explained(workspace: Workspace, number: int, last: str, entry: StoredEntry) -> AuditReport:
    """Where another entry lies than belongs there, say how that may have come."""
    flaw, place = _how(workspace, number, last, entry)
    end = workspace.audit.last()
    return AuditReport(end.count, end.hash, flaw, place)


def _how(workspace: Workspace, number: int, last: str, entry: StoredEntry) -> tuple[Flaw, int]:
    is_true_here = entry.number == number and entry.hash == fingerprint(entry)
    if is_true_here:  # somebody reckoned the hash anew: of the entry before this one, or of this one
        return Flaw.CHANGED, max(1, number - 1)
    elsewhere = _lies_elsewhere(workspace, number, last)
    own = _own_number(workspace, entry)
    if own is None:
        return (Flaw.INSERTED if elsewhere else Flaw.CHANGED), number
    if own < number and not elsewhere:
        return Flaw.INSERTED, number if _is_copy(workspace, own, entry) else own
    return (Flaw.REORDERED if elsewhere else Flaw.REMOVED), number


def _lies_elsewhere(workspace: Workspace, number: int, last: str) -> bool:
    """Whether the entry that belongs to a place lies at another one."""
    return any(
        entry.previous_hash == last and entry.number != number and entry.hash == fingerprint(_as(entry, number))
        for entry in workspace.audit.stream()
    )


def _is_copy(workspace: Workspace, number: int, entry: StoredEntry) -> bool:
    """Whether the entry lies at its own place as well; else what was put in lies there, and pushed this one on."""
    return any(other.number == number and other.hash == entry.hash for other in workspace.audit.stream())


def _own_number(workspace: Workspace, entry: StoredEntry) -> int | None:
    """The number that an entry was written under; None where it was changed since."""
    head = workspace.audit.head()
    most = max(workspace.audit.last().count, head.count if head else 0)
    if entry.hash == fingerprint(entry):
        return int(entry.number)
    return next((number for number in range(1, most + 1) if entry.hash == fingerprint(_as(entry, number))), None)


def _as(entry: StoredEntry, number: int) -> StoredEntry:
    return entry._replace(number=number)


def details_of(text: str) -> dict[str, object]:
    """The details of an entry; none where they are not what the program writes."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
