"""After how long what is deleted, by rules of the clinic's own; which records are due is told here, and nothing done.

what                     its age is counted from
recordings, measurements the end of the session: when it was held or signed off, whichever is later
sessions                 the patient's last contact: the newest session, sign-off, addendum or treatment event
patients                 the moment of archiving or the last contact, whichever is later
reports, logs            when the file was last written
former data              when a backup took their place

Whatever the rules say, a session that is not signed off stays, and so does one whose item 9 waits for an assessment,
one that a training under way learns from, and everything of a patient on hold.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from screening_app.domain import ContentKind
from screening_app.settings import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from screening_app.domain import PatientFacts, SessionFacts
    from screening_app.settings import Settings

_OF_SESSIONS = frozenset({ContentKind.RECORDINGS, ContentKind.MEASUREMENTS, ContentKind.SESSIONS})


@dataclass(frozen=True, slots=True)
class Rule:
    """That content of a kind is deleted when it is so many months old."""

    kind: ContentKind
    months: int

    def takes(self, since: datetime, now: datetime) -> bool:
        """Whether what is as old as since that moment is old enough now."""
        return months_after(since, self.months) <= now


@dataclass(frozen=True, slots=True)
class DueRecord:
    """A session, its recording or measurements, or a patient, that a rule takes."""

    rule: Rule
    id: str  # of the session, or the patient
    patient_id: str
    since: datetime  # what its age is counted from


def rules_of(settings: Settings) -> tuple[Rule, ...]:
    """The rules that are in force; none for what is always kept."""
    chosen = ((kind, getattr(settings, f"keep_{kind.value}")) for kind in ContentKind)
    return tuple(Rule(kind, int(months)) for kind, months in chosen if months != ALWAYS)


def months_after(moment: datetime, months: int) -> datetime:
    """The moment so many months later; where that day is missing, the first of the next month: never too early."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    missing = max(0, moment.day - monthrange(year, month)[1])
    later = moment.replace(year=year, month=month, day=moment.day - missing)
    return later + timedelta(days=1) if missing else later


def end_of(session: SessionFacts) -> datetime:
    """When the session was over."""
    return max(session.held_at, session.signed_at or session.held_at)


def last_contact(patient: PatientFacts, sessions: Iterable[SessionFacts]) -> datetime:
    """When something of the patient was last seen, done or written down."""
    moments = [patient.created_at, patient.treated_at]
    for session in sessions:
        moments += [session.held_at, session.signed_at, session.added_at]
    return max(moment for moment in moments if moment is not None)


def due_records(
    rules: Sequence[Rule],
    patients: Iterable[PatientFacts],
    sessions: Iterable[SessionFacts],
    in_training: Collection[str],
    now: datetime,
) -> Iterator[DueRecord]:
    """What the rules take of these patients and their sessions; `in_training` are ids of sessions that are learnt from.

    A session is told for its measurements whether or not there are any.
    """
    of_patient: dict[str, list[SessionFacts]] = defaultdict(list)
    for session in sessions:
        of_patient[session.patient_id].append(session)
    for patient in patients:
        if patient.hold_reason:
            continue
        own = of_patient[patient.id]
        free = [session for session in own if _is_free(session, in_training)]
        for rule in rules:
            if rule.kind is ContentKind.PATIENTS:
                yield from _due_patient(rule, patient, own, now, all_free=len(free) == len(own))
            elif rule.kind in _OF_SESSIONS:
                yield from _due_sessions(rule, free, last_contact(patient, own), now)


def _is_free(session: SessionFacts, in_training: Collection[str]) -> bool:
    return session.signed_at is not None and not session.has_open_review and session.id not in in_training


def _due_patient(
    rule: Rule, patient: PatientFacts, sessions: Sequence[SessionFacts], now: datetime, *, all_free: bool
) -> Iterator[DueRecord]:
    if patient.archived_at is None or not all_free:
        return
    since = max(patient.archived_at, last_contact(patient, sessions))
    if rule.takes(since, now):
        yield DueRecord(rule, patient.id, patient.id, since)


def _due_sessions(rule: Rule, free: Sequence[SessionFacts], contact: datetime, now: datetime) -> Iterator[DueRecord]:
    for session in free:
        if rule.kind is ContentKind.RECORDINGS and not session.has_recording:
            continue
        since = contact if rule.kind is ContentKind.SESSIONS else end_of(session)
        if rule.takes(since, now):
            yield DueRecord(rule, session.id, session.patient_id, since)
