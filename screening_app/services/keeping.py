"""What the rules for keeping would delete now: looked up, with its size, before anything is deleted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from screening_app.domain import ContentKind
from screening_app.services.keeping_rules import due_records, months_after
from screening_app.services.training_folder import unfinished_run
from screening_app.storage.disk import explained
from screening_app.storage.former_data import former_data, put_aside_at
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from screening_app.domain import PatientFacts, SessionFacts
    from screening_app.services.keeping_rules import DueRecord, Rule
    from screening_app.services.workspace import Workspace
    from selfmm.types import Report

LOOKING = "looking"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that a rule takes: a session, its recording or measurements, a patient, or a file or folder."""

    rule: Rule
    id: str  # of the session or patient; of a file, its path below the data folder or, of former data, its name
    patient_id: str  # "" of files
    name: str  # the patient's code, or the file's name
    date: datetime  # of the session, the archiving or the file
    since: datetime  # what its age is counted from
    size: int  # bytes on the disk
    sessions: int = 0  # how many go with a patient

    @property
    def due_since(self) -> datetime:
        """When it became old enough."""
        return months_after(self.since, self.rule.months)


@dataclass(frozen=True, slots=True)
class HeldPatient:
    """A patient of whom nothing goes, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class KindSummary:
    """How much of a kind is due."""

    kind: ContentKind
    count: int
    oldest: datetime  # what the oldest one's age is counted from
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go now, and who is on hold."""

    due: tuple[Due, ...] = ()
    kinds: tuple[KindSummary, ...] = ()
    held: tuple[HeldPatient, ...] = ()


def look(workspace: Workspace, rules: Sequence[Rule], report: Report = no_report) -> Preview:
    """What the rules take at this moment. Reports "looking"; for a job, since it looks at every file that is due.

    While anybody is on hold, reports and former data stay: nobody can tell whose they are. Raises `StorageError`.
    """
    now = datetime.now(UTC)
    patients = {patient.id: patient for patient in workspace.keeping.patients()}
    sessions = workspace.keeping.sessions()
    found = list(due_records(rules, patients.values(), sessions, in_training(workspace), now))
    of_patient: dict[str, dict[str, SessionFacts]] = {patient_id: {} for patient_id in patients}
    for session in sessions:
        of_patient[session.patient_id][session.id] = session
    due: list[Due] = []
    held = tuple(HeldPatient(one.code, one.hold_reason) for one in patients.values() if one.hold_reason)
    with explained(workspace.paths.data):
        for number, record in enumerate(found):
            report(LOOKING, number / len(found))
            due += _of_record(workspace, record, patients[record.patient_id], of_patient[record.patient_id])
        due += _due_files(workspace, rules, now, anybody_held=bool(held))
    report(LOOKING, 1.0)
    return Preview(tuple(due), _summaries(due), held)


def counts_of(due: Sequence[Due]) -> Counter[ContentKind]:
    """How much of each kind is due, without what goes with something larger anyway."""
    return Counter(one.rule.kind for one in without_parts(due))


def without_parts(due: Sequence[Due]) -> tuple[Due, ...]:
    """What is due without what goes anyway: sessions of patients that are among it, recordings of such sessions."""
    patients = {one.id for one in due if one.rule.kind is ContentKind.PATIENTS}
    sessions = {one.id for one in due if one.rule.kind is ContentKind.SESSIONS}
    if not patients and not sessions:
        return tuple(due)
    return tuple(
        one
        for one in due
        if one.rule.kind is ContentKind.PATIENTS
        or (one.patient_id not in patients and (one.rule.kind is ContentKind.SESSIONS or one.id not in sessions))
    )


def in_training(workspace: Workspace) -> frozenset[str]:
    """Ids of the sessions that a training sees which is neither finished nor thrown away."""
    run = unfinished_run(workspace.paths.training)
    return frozenset(run.interview_ids) if run else frozenset()


def files_of(workspace: Workspace, kind: ContentKind, interview_id: str) -> tuple[Path, ...]:
    """The files that go with a session, its recording or its measurements."""
    media = workspace.media
    if kind is ContentKind.RECORDINGS:
        return media.recordings(interview_id)
    return media.features(interview_id) if kind is ContentKind.MEASUREMENTS else media.files(interview_id)


def _summaries(due: Iterable[Due]) -> tuple[KindSummary, ...]:
    """How much of each kind is due, in the order of kinds; none of which nothing is."""
    by_kind: dict[ContentKind, list[Due]] = {}
    for one in due:
        by_kind.setdefault(one.rule.kind, []).append(one)
    return tuple(
        KindSummary(kind, len(some), min(one.since for one in some), sum(one.size for one in some))
        for kind in ContentKind
        if (some := by_kind.get(kind))
    )


def _due_files(workspace: Workspace, rules: Iterable[Rule], now: datetime, *, anybody_held: bool) -> Iterator[Due]:
    """The reports, logs and former data that the rules take."""
    for rule in rules:
        if rule.kind is ContentKind.LOGS or not anybody_held:
            yield from (one for one in _files(workspace, rule) if rule.takes(one.since, now))


def _of_record(
    workspace: Workspace,
    record: DueRecord,
    patient: PatientFacts,
    sessions: Mapping[str, SessionFacts],
) -> Iterator[Due]:
    """What is due of a record; nothing where there are no measurements to be deleted."""
    kind = record.rule.kind
    if kind is ContentKind.PATIENTS:
        ids, date, many = list(sessions), patient.archived_at or record.since, len(sessions)
    else:
        ids, date, many = [record.id], sessions[record.id].held_at, 0
    files = [path for interview_id in ids for path in files_of(workspace, kind, interview_id)]
    if files or kind is not ContentKind.MEASUREMENTS:
        yield Due(record.rule, record.id, patient.id, patient.code, date, record.since, _size(files), many)


def _files(workspace: Workspace, rule: Rule) -> Iterator[Due]:
    """All files and folders of a kind."""
    paths = workspace.paths
    if rule.kind is ContentKind.FORMER_DATA:
        for folder in former_data(paths.data):
            at = put_aside_at(folder) or written_at(folder)
            yield Due(rule, folder.name, "", folder.name, at, at, _size(folder.rglob("*")))
    found = {
        ContentKind.REPORTS: paths.reports.rglob("*"),
        ContentKind.LOGS: paths.logs.glob("app.log.*"),  # but not the one that is being written
    }
    for path in sorted(found.get(rule.kind, ())):
        if is_plain(path):
            at = written_at(path)
            yield Due(rule, path.relative_to(paths.data).as_posix(), "", path.name, at, at, _size([path]))


def is_plain(path: Path) -> bool:
    """Whether there is a file; a link is none, for what it leads to is not ours."""
    return path.is_file() and not path.is_symlink()


def written_at(path: Path) -> datetime:
    """When a file was last changed."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _size(paths: Iterable[Path]) -> int:
    """Bytes of these files; of one that is gone meanwhile, none."""
    return sum(path.lstat().st_size for path in paths if is_plain(path))
