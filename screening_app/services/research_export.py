"""Hand out sessions for research without identities: docs/exports.md says what is in the folder."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from screening_app.domain import Action, Purpose
from screening_app.errors import ScreeningError
from screening_app.jobs.child import ThisProcess, Worker
from screening_app.services import audit
from screening_app.services.consents import consented
from screening_app.services.decoding_limits import to_look
from screening_app.services.export_features import newest_features, write_feature_tables
from screening_app.services.export_folder import write_folder
from screening_app.services.research_media import copy_streams
from screening_app.services.research_people import new_participants
from screening_app.services.research_tables import ResearchSession, ResearchTables
from screening_app.services.session_documents import EXPORTING
from screening_app.services.session_records import SessionRecord, counting_assessment
from selfmm.errors import MediaError
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from screening_app.domain import Interview, Patient
    from screening_app.services.research_people import Participant
    from screening_app.services.workspace import Workspace
    from selfmm.types import Report

_NOTHING = (
    "There is no session that may be handed out for research: none has the consent to it. Ask for the consent in the "
    "step “Consent” of a session."
)
_FEATURES, _MEDIA = "features", "media"  # folders
_KINDS = {Purpose.SOUND: "audio", Purpose.PICTURE: "video"}


@dataclass(frozen=True, slots=True)
class ResearchChoices:
    """What goes along beside numbers. What was said, and all the more voice and face, can tell who somebody is."""

    with_text: bool = False
    with_features: bool = False
    with_media: bool = False  # as far as the patient has consented to record it, to keep it and to hand it out


@dataclass(frozen=True, slots=True)
class ResearchExport:
    """What came of it: where it lies, how many took part, and how many recordings could not be copied."""

    folder: Path
    participants: int
    sessions: int
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class ResearchScope:
    """How many sessions may be handed out, and of how many people."""

    sessions: int
    people: int


def research_scope(workspace: Workspace) -> ResearchScope:
    """What may be handed out as its patients consent; demonstrations are never among it."""
    return ResearchScope(*workspace.interviews.count_consenting_to(Purpose.EXPORT))


def export_for_research(
    workspace: Workspace,
    folder: Path,
    choices: ResearchChoices,
    report: Report = no_report,
    *,
    worker: Worker | None = None,
) -> ResearchExport:
    """Write the sessions that may be handed out into a new folder below `folder`, one after the other.

    Of all sessions together only their names are in memory. Whoever withdraws meanwhile is left out. Reports
    "exporting". Whatever raises, `report` too, leaves nothing behind. `worker` copies recordings, by default in this
    process. Raises `ScreeningError` where no session may be handed out, `StorageError` where the folder is not there or
    cannot be written.
    """
    named = _named(workspace)
    writing = _Writing(workspace, choices, report, worker or ThisProcess())
    place = write_folder(folder, f"research-{datetime.now().astimezone():%Y-%m-%d}", partial(writing.fill, named))
    return ResearchExport(place, writing.participants, len(writing.handed_out), writing.unreadable)


@dataclass(frozen=True, slots=True)
class _Named:
    """A session under the name that it will have."""

    name: str
    participant: Participant
    interview_id: str


def _named(workspace: Workspace) -> list[_Named]:
    """The sessions by participant, each numbered from 1 in the order of time; the random ids give the order."""
    consenting = workspace.interviews.ids_consenting_to(Purpose.EXPORT)
    people = new_participants(patient_id for _, patient_id in consenting)
    counts: Counter[str] = Counter()
    sessions = []
    for interview_id, patient_id in consenting:
        participant = people[patient_id]
        counts[participant.id] += 1
        sessions.append(_Named(f"{participant.id}-{counts[participant.id]:03d}", participant, interview_id))
    return sorted(sessions, key=lambda one: one.name)


class _Writing:
    """Writes an export, session by session."""

    def __init__(self, workspace: Workspace, choices: ResearchChoices, report: Report, worker: Worker) -> None:
        self._workspace, self._choices, self._report, self._worker = workspace, choices, report, worker
        self.handed_out: list[str] = []  # ids of interviews
        self.participants = self.unreadable = 0
        self._patient: Patient | None = None  # of the session before, whose next one mostly follows

    def fill(self, named: Sequence[_Named], place: Path) -> None:
        """Write everything into a folder. Raises `ScreeningError` where there is nothing to write."""
        for folder, wanted in ((_FEATURES, self._choices.with_features), (_MEDIA, self._choices.with_media)):
            if wanted:
                (place / folder).mkdir()
        with ResearchTables(place, with_text=self._choices.with_text) as tables:
            for number, one in enumerate(named):
                self._report(EXPORTING, number / len(named))
                self._add(one, place, tables, number / len(named))
            self._report(EXPORTING, 1.0)
            if not self.handed_out:
                raise ScreeningError(_NOTHING)
            tables.write()
        self.participants = tables.participants
        audit.record(self._workspace, Action.RESEARCH_EXPORTED, sessions=self.handed_out, **asdict(self._choices))

    def _add(self, named: _Named, place: Path, tables: ResearchTables, fraction: float) -> None:
        given = consented(self._workspace, named.interview_id)
        if Purpose.EXPORT not in given:  # withdrawn meanwhile, or the session was removed with its consents
            return
        session = self._read(named)
        kinds: frozenset[str] = frozenset()
        if self._choices.with_features:
            features = newest_features(self._workspace, named.interview_id)
            if features is not None:
                write_feature_tables(place / _FEATURES, session.name, features)
        if self._choices.with_media:
            kinds = self._copied(session, place / _MEDIA, _media_kinds(session.record.interview, given), fraction)
        tables.add(session, kinds)
        self.handed_out.append(named.interview_id)

    def _read(self, named: _Named) -> ResearchSession:
        """What the tables tell of a session, and no more."""
        workspace, interview = self._workspace, self._workspace.interviews.get(named.interview_id)
        signed = workspace.sign_offs.of_interview(interview.id)
        if self._patient is None or self._patient.id != interview.patient_id:
            self._patient = workspace.patients.get(interview.patient_id)
        record = SessionRecord(
            patient=self._patient,
            interview=interview,
            assessment=counting_assessment(workspace, interview.id, signed),
            ratings=workspace.ratings.newest_of_interview(interview.id),
            sign_off=signed,
        )
        return ResearchSession(named.name, named.participant, record)

    def _copied(self, session: ResearchSession, folder: Path, kinds: frozenset[str], fraction: float) -> frozenset[str]:
        """Copy the recording; which kinds of streams are there by that.

        One that cannot be read costs its session the recording, and not everybody the export.
        """
        recording = session.record.interview.recording
        if recording is None or not kinds:
            return frozenset()
        try:
            self._worker.run(
                copy_streams,
                self._workspace.media.recorded(recording.path),
                folder / f"{session.name}.mkv",
                kinds,
                report=lambda _step, _fraction: self._report(EXPORTING, fraction),  # only that it can be cancelled
                limits=to_look(recording.path),
            )
        except MediaError:
            self.unreadable += 1
            return frozenset()
        return kinds


def _media_kinds(interview: Interview, given: frozenset[Purpose]) -> frozenset[str]:
    """What of the recording may be handed out: what may be recorded and kept, and is there."""
    recording = interview.recording
    if recording is None or Purpose.KEEP_MEDIA not in given:
        return frozenset()
    there = {"audio": recording.has_sound, "video": recording.has_picture}
    return frozenset(kind for purpose, kind in _KINDS.items() if purpose in given and there[kind])
