"""Hand out sessions for research without identities: docs/exports.md says what is in the folder."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
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
from screening_app.services.research_tables import ResearchSession, write_manifest, write_read_me, write_tables
from screening_app.services.session_documents import EXPORTING
from screening_app.services.session_records import read_records
from selfmm.errors import MediaError
from selfmm.types import no_report, part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from screening_app.domain import Interview
    from screening_app.services.session_records import SessionRecord
    from screening_app.services.workspace import Workspace
    from selfmm.types import Report

_NOTHING = (
    "There is no session that may be handed out for research: none has the consent to it. Ask for the consent in the "
    "step “Consent” of a session."
)
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
class _Media:
    """Which kinds of streams were copied, by session, and of which sessions none could be."""

    copied: dict[str, frozenset[str]]
    unreadable: list[str]


def sessions_for_research(workspace: Workspace) -> tuple[Interview, ...]:
    """The sessions whose patients consent to hand them out, oldest first; demonstrations are never among them."""
    return tuple(one for one in workspace.interviews.consenting_to(Purpose.EXPORT) if not one.is_demo)


def export_for_research(
    workspace: Workspace,
    folder: Path,
    choices: ResearchChoices,
    report: Report = no_report,
    *,
    worker: Worker | None = None,
) -> ResearchExport:
    """Write the sessions that may be handed out into a new folder below `folder`.

    Reports "exporting". Whatever raises, `report` too, leaves nothing behind. `worker` copies recordings, by default in
    this process. Raises `ScreeningError` where no session may be handed out, `StorageError` where the folder is not
    there or cannot be written.
    """
    interviews = sessions_for_research(workspace)
    if not interviews:
        raise ScreeningError(_NOTHING)
    sessions = _named(read_records(workspace, interviews, part(report, 0.0, 0.2)))
    media = _Media({}, [])

    def fill(place: Path) -> None:
        write_tables(place, sessions, with_text=choices.with_text)
        if choices.with_features:
            _write_features(workspace, place / "features", sessions, part(report, 0.2, 0.5))
        if choices.with_media:
            _copy_media(workspace, place / "media", sessions, part(report, 0.5, 1.0), worker or ThisProcess(), media)
        write_manifest(place, sessions, media.copied, with_text=choices.with_text)
        write_read_me(place, sessions)
        audit.record(
            workspace,
            Action.RESEARCH_EXPORTED,
            sessions=[one.record.interview.id for one in sessions],
            **asdict(choices),
        )

    place = write_folder(folder, f"research-{datetime.now().astimezone():%Y-%m-%d}", fill)
    people = {one.participant.id for one in sessions}
    return ResearchExport(place, len(people), len(sessions), len(media.unreadable))


def _named(records: Sequence[SessionRecord]) -> list[ResearchSession]:
    """The sessions by participant, each numbered from 1 in the order of time; the random ids give the order."""
    people = new_participants(record.patient.id for record in records)
    counts: Counter[str] = Counter()
    sessions = []
    for record in records:
        participant = people[record.patient.id]
        counts[participant.id] += 1
        sessions.append(ResearchSession(f"{participant.id}-{counts[participant.id]:03d}", participant, record))
    return sorted(sessions, key=lambda one: one.name)


def _write_features(workspace: Workspace, folder: Path, sessions: Sequence[ResearchSession], report: Report) -> None:
    folder.mkdir()
    for number, session in enumerate(sessions):
        report(EXPORTING, number / len(sessions))
        features = newest_features(workspace, session.record.interview.id)
        if features is not None:
            write_feature_tables(folder, session.name, features)


def _copy_media(
    workspace: Workspace,
    folder: Path,
    sessions: Sequence[ResearchSession],
    report: Report,
    worker: Worker,
    media: _Media,
) -> None:
    """Copy the recordings; one that cannot be read costs its session the recording, and not everybody the export."""
    folder.mkdir()
    for number, session in enumerate(sessions):
        report(EXPORTING, number / len(sessions))
        interview = session.record.interview
        kinds = _media_kinds(workspace, interview)
        if interview.recording is None or not kinds:
            continue
        target = folder / f"{session.name}.mkv"
        try:
            source, told = workspace.media.recorded(interview.recording.path), _still(report, number, sessions)
            limits = to_look(interview.recording.path)
            worker.run(copy_streams, source, target, kinds, report=told, limits=limits)
        except MediaError:
            media.unreadable.append(session.name)
        else:
            media.copied[session.name] = kinds


def _still(report: Report, number: int, sessions: Sequence[ResearchSession]) -> Report:
    """A report that says only that the work goes on, so that it can be cancelled."""
    return lambda _step, _fraction: report(EXPORTING, number / len(sessions))


def _media_kinds(workspace: Workspace, interview: Interview) -> frozenset[str]:
    """What of the recording may be handed out: what may be recorded and kept, and is there."""
    given, recording = consented(workspace, interview.id), interview.recording
    if recording is None or Purpose.KEEP_MEDIA not in given:
        return frozenset()
    there = {"audio": recording.has_sound, "video": recording.has_picture}
    return frozenset(kind for purpose, kind in _KINDS.items() if purpose in given and there[kind])
