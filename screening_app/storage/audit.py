"""The record of actions in the database: a chain, in which each entry holds the hash of the one before.

How long it is and how it ends lies in a file in the data folder, written after each transaction. So a cut is found
that the chain itself would not tell of. The file may be behind by what was written last, at this seat or at others, and
never ahead.
"""

from __future__ import annotations

import hashlib
import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, insert, or_, select

from screening_app.domain import Action, AuditEntry, AuditFilter, AuditHead
from screening_app.errors import StorageError
from screening_app.storage.disk import PARTIAL, explained, write_whole
from screening_app.storage.patients import search_key
from screening_app.storage.tables import AuditEntryRow, InterviewRow, PatientRow
from selfmm import limited_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from screening_app.storage.database import Database

_log = logging.getLogger(__name__)

NOTHING = AuditHead(0, "0" * 64)  # of a record without entries
_HEAD = "audit_head"  # what is done after a transaction with an entry
_AT_ONCE = 2000  # rows that are held while the whole record is read


class StoredEntry(NamedTuple):
    """A row as it lies in the file; whoever has changed it may have put anything into it."""

    number: Any
    at: Any
    who: Any
    action: Any
    patient_id: Any
    patient_code: Any
    interview_id: Any
    subject: Any
    details: Any
    previous_hash: Any
    hash: Any


class Whose(NamedTuple):
    """The patient of an entry."""

    patient_id: str
    code: str


_COLUMNS = [getattr(AuditEntryRow, name) for name in StoredEntry._fields]


def fingerprint(entry: StoredEntry) -> str:
    """The SHA-256, in hex, of all of an entry but its hash; the hash of the one before is a part of it."""
    document = json.dumps(entry[:-1], ensure_ascii=True, separators=(",", ":"), default=repr)
    return hashlib.sha256(document.encode()).hexdigest()


class AuditRepository:
    """All entries; they can be added and read, and nothing else."""

    def __init__(self, database: Database, head_path: Path) -> None:
        """Begin a record where there is none, and clear away a half-written end. Raises `StorageError`.

        A seat that is new to a server takes the record as it finds it.
        """
        self._database = database
        self._head_path = head_path
        self._head: AuditHead | None = None  # as this program has left it; None until it has written something
        self._own: set[str] = set()  # hashes of this seat's entries since others' were asked for, where there are any
        with explained(head_path.parent):
            head_path.with_name(f"{head_path.name}{PARTIAL}").unlink(missing_ok=True)
        is_new = not head_path.exists()
        last = self.last() if is_new or database.is_shared else NOTHING
        if is_new and (last == NOTHING or database.is_shared):
            self._write_head(last)
        self._seen = last.count  # by `of_others`

    def append(
        self,
        action: Action,
        who: str,
        whose: Whose | None = None,
        *,
        interview_id: str | None = None,
        subject: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Add an entry at the end, in the transaction that this thread is in, else in one of its own.

        Where the record does not end as it was left, an entry before it says so: the next head would hide the cut.
        """
        with self._database.writing():
            last = self._told_of_a_break(self.last())
            self._add(last, action, who, whose, interview_id, subject, dict(details or {}))

    def whose(self, patient_id: str | None, interview_id: str | None) -> Whose | None:
        """The patient, or the one of the interview; None where there is none, or none any more."""
        query = select(PatientRow.id, PatientRow.code)
        if patient_id:
            query = query.where(PatientRow.id == patient_id)
        elif interview_id:
            query = query.join(InterviewRow, InterviewRow.patient_id == PatientRow.id)
            query = query.where(InterviewRow.id == interview_id)
        else:
            return None
        with self._database.reading() as session:
            found = session.execute(query).first()
        return None if found is None else Whose(*found)

    def last(self) -> AuditHead:
        """How many entries there are, and how they end."""
        newest = select(AuditEntryRow.number, AuditEntryRow.hash).order_by(AuditEntryRow.number.desc()).limit(1)
        with self._database.reading() as session:
            found = session.execute(newest).first()
        return NOTHING if found is None else AuditHead(*found)

    def head(self) -> AuditHead | None:
        """How the record was left, by the file beside the database; None where it is missing or unreadable."""
        try:
            content = limited_files.read_json(self._head_path, limited_files.SETTINGS)
            return AuditHead(int(content["count"]), str(content["hash"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def of_others(self) -> tuple[AuditEntry, ...]:
        """What other seats have added since this was asked last, or since the start; oldest first."""
        query = select(*_COLUMNS).where(AuditEntryRow.number > self._seen).order_by(AuditEntryRow.number)
        with self._database.reading() as session:
            found = [StoredEntry(*row) for row in session.execute(query)]
        others = tuple(entry_of(entry) for entry in found if entry.hash not in self._own)
        self._own -= {entry.hash for entry in found}
        self._seen += len(found)
        return others

    def page(self, wanted: AuditFilter, before: int | None, count: int) -> tuple[AuditEntry, ...]:
        """The newest `count` entries that are wanted, of those with a lower number than `before`; newest first."""
        query = select(*_COLUMNS).where(_matches(wanted)).order_by(AuditEntryRow.number.desc()).limit(count)
        if before is not None:
            query = query.where(AuditEntryRow.number < before)
        with self._database.reading() as session:
            return tuple(entry_of(StoredEntry(*row)) for row in session.execute(query))

    def count(self, wanted: AuditFilter) -> int:
        """How many entries are wanted."""
        query = select(func.count()).select_from(AuditEntryRow).where(_matches(wanted))
        with self._database.reading() as session:
            return session.scalar(query) or 0

    def everybody(self) -> tuple[str, ...]:
        """Everybody who has done something, in the order of the alphabet."""
        with self._database.reading() as session:
            return tuple(sorted(map(str, session.scalars(select(AuditEntryRow.who).distinct())), key=search_key))

    def stream(self, wanted: AuditFilter | None = None) -> Iterator[StoredEntry]:
        """All entries as they lie there, oldest first, a few at a time in memory, as of one moment."""
        query = select(*_COLUMNS).order_by(AuditEntryRow.number).execution_options(yield_per=_AT_ONCE)
        if wanted is not None:
            query = query.where(_matches(wanted))
        with self._database.reading() as session:
            for row in session.execute(query):
                yield StoredEntry(*row)

    def _told_of_a_break(self, found: AuditHead) -> AuditHead:
        """How the record ends, once it tells of it where it did not end as it was left."""
        if self._database.awaits(_HEAD):
            return found  # looked at when this transaction's first entry was added
        known = self._head or self.head() or (NOTHING if found == NOTHING else None)
        if known == found or (known is not None and self._hash_of(known.count) == known.hash):
            return found
        told = {"found": found.count} | ({} if known is None else {"expected": known.count, "hash": known.hash})
        return self._add(found, Action.AUDIT_BROKEN, "", None, None, None, told)

    def _hash_of(self, number: int) -> str | None:
        if number == NOTHING.count:
            return NOTHING.hash
        with self._database.reading() as session:
            return session.scalar(select(AuditEntryRow.hash).where(AuditEntryRow.number == number))

    def _add(
        self,
        last: AuditHead,
        action: Action,
        who: str,
        whose: Whose | None,
        interview_id: str | None,
        subject: str | None,
        details: dict[str, Any],
    ) -> AuditHead:
        """Add an entry after the last one; how the record ends with it."""
        entry = StoredEntry(
            number=last.count + 1,
            at=datetime.now(UTC).isoformat(timespec="microseconds"),
            who=who,
            action=action.value,
            patient_id=whose.patient_id if whose else None,
            patient_code=whose.code if whose else None,
            interview_id=interview_id,
            subject=subject,
            details=json.dumps(details, ensure_ascii=False, sort_keys=True, allow_nan=False),
            previous_hash=last.hash,
            hash="",
        )
        entry = entry._replace(hash=fingerprint(entry))
        if self._database.is_shared:
            self._own.add(entry.hash)
        with self._database.writing() as session:
            session.execute(insert(AuditEntryRow).values(entry._asdict()))
        head = AuditHead(entry.number, entry.hash)
        self._database.after_commit(_HEAD, lambda: self._keep_head(head))
        return head

    def _keep_head(self, head: AuditHead) -> None:
        """The entry is on the disk; where the file is refused it stays behind, which the next one makes good."""
        self._head = head
        try:
            self._write_head(head)
        except (StorageError, OSError) as error:
            _log.warning("the end of the record of actions could not be noted: %s", type(error).__name__)

    def _write_head(self, head: AuditHead) -> None:
        write_head(self._head_path, head)


def write_head(path: Path, head: AuditHead) -> None:
    """Note how a record ends. Raises `StorageError`."""
    write_whole(path, json.dumps({"count": head.count, "hash": head.hash}))


def entry_of(stored: StoredEntry) -> AuditEntry:
    """The entry, as far as what lies in the file is one."""
    return AuditEntry(
        number=stored.number,
        at=_moment(stored.at),
        who=str(stored.who),
        action=str(stored.action),
        patient_id=_text(stored.patient_id),
        patient_code=_text(stored.patient_code),
        interview_id=_text(stored.interview_id),
        subject=_text(stored.subject),
        details=str(stored.details),
        previous_hash=str(stored.previous_hash),
        hash=str(stored.hash),
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo is not None else None


def _matches(wanted: AuditFilter) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = [AuditEntryRow.number.is_not(None)]
    if wanted.since is not None:
        asked.append(AuditEntryRow.at >= wanted.since.astimezone(UTC).isoformat(timespec="microseconds"))
    if wanted.until is not None:
        asked.append(AuditEntryRow.at < wanted.until.astimezone(UTC).isoformat(timespec="microseconds"))
    if wanted.action:
        asked.append(AuditEntryRow.action == wanted.action)
    if wanted.who is not None:
        asked.append(AuditEntryRow.who == wanted.who)
    if wanted.patient_code:
        asked.append(_of_patient(wanted.patient_code))
    return and_(*asked)


def _of_patient(code: str) -> ColumnElement[bool]:
    """The entries of whoever has this code, or had it in some entry."""
    had = select(AuditEntryRow.patient_id).where(func.lower(AuditEntryRow.patient_code) == code.strip().lower())
    has = select(PatientRow.id).where(PatientRow.code_key == search_key(code))
    return or_(AuditEntryRow.patient_id.in_(had), AuditEntryRow.patient_id.in_(has))
